"""Whatever bots call, however ill-typed: it is done or refused in JSON, and nothing breaks."""

import json
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from sandbox.bot_api import ACTED
from sandbox.bot_api_facts import ARRAY, REQUIRED, shipped
from sandbox.state import dump, load
from sandbox.testing import TOKEN, running
from sandbox.world import World
from tests.sandbox.by_hand import GROUP, WANG, ZHANG

FACTS = shipped()
DEEPEST = 4
LEAVES = [
    None,
    True,
    0,
    5,
    -1001,
    10**30,
    1.5,
    "",
    "x",
    "5",
    "[1]",
    '{"a":1}',
    [],
    {},
    ["x"],
    [{}],
    {"type": ["x"]},
]
WORDS = [
    "photo",
    "emoji",
    "👍",
    "text_link",
    "<b>x</b>",
    "HTML",
    "MarkdownV2",
    "https://example.org/a",
    "quiz",
    "chat",
]
PLAIN = {
    "Integer": st.sampled_from([1, 2, 60, GROUP, 10**12]),
    "Float": st.sampled_from([0.5, "2"]),
    "String": st.sampled_from(WORDS),
    "InputFile": st.sampled_from(["https://example.org/a", "attach://a"]),
    "Boolean": st.booleans(),
    "True": st.booleans(),
}  # fmt: skip
WHOSE = {
    "chat_id": st.sampled_from([ZHANG, GROUP]),
    "user_id": st.sampled_from([ZHANG, WANG]),
    "message_id": st.sampled_from([1, 2, 3]),
}
LEAVE_ALONE = {"getUpdates", "logOut", "close", "setWebhook", "leaveChat"}


def of_types(types: str, depth: int = 0) -> SearchStrategy:
    """Values as the facts describe them; one in so many is of another kind."""
    kinds = [_of_type(name, depth) for name in types.removesuffix(REQUIRED).split("|")]
    return st.one_of(*kinds, *kinds, st.sampled_from(LEAVES))


def _of_type(name: str, depth: int) -> SearchStrategy:
    if name in PLAIN:
        return PLAIN[name]
    if depth == DEEPEST:
        return st.sampled_from(LEAVES)
    if name.startswith(ARRAY):
        return st.lists(of_types(name.removeprefix(ARRAY), depth + 1), max_size=3)
    described = FACTS["types"].get(name, {})
    if isinstance(described, list):
        return st.one_of([_of_type(one, depth + 1) for one in described])
    return _of_fields(described, depth + 1)


def _of_fields(fields: dict[str, str], depth: int) -> SearchStrategy:
    values = {name: of_types(types, depth) for name, types in fields.items()}
    needed = {name: values.pop(name) for name, types in fields.items() if types.endswith(REQUIRED)}
    return st.fixed_dictionaries(needed, optional=values)


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def url(world: World) -> Iterator[str]:
    with running(world) as address:
        for verb, form in (
            ("add_user", {"id": ZHANG, "first_name": "张"}),
            ("add_user", {"id": WANG, "first_name": "王"}),
            ("set_limits", {"on": False}),
            (
                "add_group",
                {"chat_id": GROUP, "title": "群", "members": [ZHANG, WANG], "bot": "administrator"},
            ),
            ("start", {"user_id": ZHANG}),
            ("say", {"user_id": ZHANG, "chat_id": GROUP, "text": "好"}),
        ):
            httpx.post(f"{address}/people/{verb}", json=form).raise_for_status()
        yield address


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, trust_env=False) as one:
        yield one


@pytest.mark.parametrize("method", sorted(ACTED.keys() - LEAVE_ALONE))
@given(data=st.data())
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_a_call_is_done_or_refused(client: httpx.Client, method: str, data: DataObject) -> None:
    fields = FACTS["methods"][method]
    parameters = data.draw(_of_fields(fields, 0))
    whose = st.fixed_dictionaries({}, optional={name: WHOSE[name] for name in WHOSE if name in fields})

    answer = client.post(f"/bot{TOKEN}/{method}", json={**parameters, **data.draw(whose)})

    assert answer.status_code in (200, 400, 403), answer.text
    assert answer.json()["ok"] is (answer.status_code == 200)


@pytest.mark.parametrize(
    ("mime", "content"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--"),
        ("application/json", b"[" * 10_000),
        ("application/json", b"5"),
    ],
)
def test_a_body_that_is_none_is_refused(client: httpx.Client, mime: str, content: bytes) -> None:
    answer = client.post(f"/bot{TOKEN}/sendMessage", content=content, headers={"content-type": mime})

    assert (answer.status_code, answer.json()["error_code"]) == (400, 400)


def test_what_came_of_it_is_still_seen_and_kept(client: httpx.Client, world: World) -> None:
    for view in ("messages?chat_id=5", "messages?chat_id=-1001", "inbox?user_id=5", "users", "chats", "bots"):
        assert client.get(f"/people/{view}").status_code == 200
    kept, again = json.loads(json.dumps(dump(world))), World()
    load(again, json.loads(json.dumps(kept)))

    assert json.loads(json.dumps(dump(again))) == kept
