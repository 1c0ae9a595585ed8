"""The people's side as its OpenAPI document describes it: whatever is asked, it never breaks."""

import json
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error

from sandbox.people.api import ROUTES, VERBS
from sandbox.people.openapi import VIEWS, document
from sandbox.testing import running
from sandbox.world import World

SCHEMA = schemathesis.openapi.from_dict(document(VERBS)).exclude(path="/people/live")
_VERBS_OF_ROUTES = "openapi.json", "{verb}"


@pytest.fixture(scope="module")
def url() -> Any:
    with running(World()) as address:
        httpx.post(f"{address}/people/add_user", json={"id": 1, "first_name": "张"}).raise_for_status()
        group = {"chat_id": -1, "title": "群", "members": [1]}
        httpx.post(f"{address}/people/add_group", json=group).raise_for_status()
        yield address


@SCHEMA.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_asked_is_done_or_refused_by_field(case: Any, url: str) -> None:
    if isinstance(case.query, dict):
        case.query.pop("wait", None)

    answer = case.call_and_validate(base_url=url, checks=(not_a_server_error,))

    if 400 <= answer.status_code < 500:
        assert set(json.loads(answer.content)) == {"field", "error"}


@pytest.mark.parametrize(
    ("verb", "body", "field"),
    [
        ("say", b"[" * 100_000, "body"),
        ("say", b'{"user_id": 1, "text": "\\ud83d"}', "text"),
        ("push_update", b'{"update": {"a": NaN}}', "body"),
        ("add_user", b'{"id": 9999999999999999999, "first_name": "x"}', "id"),
        ("set_clock", b'{"now": 99999999999999}', "now"),
        ("send_media", b'{"user_id": 1, "content": {"a": 1}}', "content"),
    ],
)
def test_what_no_schema_thinks_of_is_refused_by_field(url: str, verb: str, body: bytes, field: str) -> None:
    answer = httpx.post(f"{url}/people/{verb}", content=body)

    assert (answer.is_client_error, answer.json()["field"]) == (True, field)


def test_every_view_and_verb_is_described() -> None:
    views = {route.path.removeprefix("/people/") for route in ROUTES} - set(_VERBS_OF_ROUTES)

    assert views == set(VIEWS)
    assert set(document(VERBS)["paths"]) == {f"/people/{name}" for name in (*views, *VERBS)}


def test_the_document_is_served(url: str) -> None:
    served = httpx.get(f"{url}/people/openapi.json").json()

    assert served == json.loads(json.dumps(document(VERBS)))
    assert served["paths"]["/people/say"]["post"]["summary"]
