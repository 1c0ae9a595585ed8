"""A location shared with a matter, or sent after it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import load
from sandbox.testing import Sandbox
from tests.handlers import fell_silent, registered, started, ticket
from tests.outlines import square
from tests.town import EXAMPLE, LI, OFFICE, WANG, XIGUAN, Town, town_in

LATITUDE, IN_G1, IN_G2 = 25.955, 119.515, 119.525


@pytest.fixture
async def mapped(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    """The town with outlines of G1 and G2."""
    grids = [grid.model_dump() for grid in load(EXAMPLE, {}).grids]
    for grid, west in zip(grids, (119.51, 119.52), strict=False):
        grid["outline"] = json.dumps({"type": "Polygon", "coordinates": [square(west, 25.95, 0.01)]})
    everybody = (WANG, OFFICE)
    async with town_in(sandbox, tmp_path, started=everybody, WUAILIN_GRIDS=json.dumps(grids)) as running:
        yield running


async def test_a_location_in_the_draft_says_where(mapped: Town) -> None:
    await started(mapped, LI)
    await mapped.people.say(LI, "路灯坏了，晚上看不见路")
    await mapped.people.send_location(LI, latitude=LATITUDE, longitude=IN_G2)
    await fell_silent(mapped)
    await mapped.press(LI, "就这样，登记")

    raised = await ticket(mapped)

    assert (raised["grid"], raised["place"], raised["state"]) == ("G2", "发来的位置", "assigned")
    assert "按您发的位置 → 第二网格" in raised["reasons"]


async def test_a_venue_lends_its_name(mapped: Town) -> None:
    await started(mapped, LI)
    await mapped.people.say(LI, "路灯坏了，晚上看不见路")
    place = {"latitude": LATITUDE, "longitude": IN_G1}
    venue = {"location": place, "venue": {"location": place, "title": "河边亭子", "address": "河边"}}
    await mapped.people.push_update(_message(venue))
    await fell_silent(mapped)
    await mapped.press(LI, "就这样，登记")

    raised = await ticket(mapped)

    assert (raised["grid"], raised["place"], raised["state"]) == ("G1", "河边亭子", "assigned")


async def test_a_location_sent_later_finds_whose_it_is(mapped: Town) -> None:
    await registered(mapped, "路灯坏了，晚上看不见路")
    before = await ticket(mapped)
    await mapped.press(LI, "补充")
    await mapped.people.send_location(LI, latitude=LATITUDE, longitude=IN_G1)

    after = await ticket(mapped)

    assert (before["state"], before["grid"]) == ("triage", None)
    assert (after["state"], after["grid"], after["place"]) == ("assigned", "G1", "发来的位置")
    assert "按您发的位置 → 第一网格" in "".join(await mapped.shows(WANG))


async def test_a_location_sent_later_moves_nothing_that_has_its_grid(mapped: Town) -> None:
    await mapped.people.say(LI, "#噪音 3栋楼上太吵", chat_id=XIGUAN)
    card = await mapped.last(XIGUAN)
    before = await ticket(mapped)
    await mapped.people.send_media(
        LI, "location", chat_id=XIGUAN, reply_to=card["message_id"], latitude=LATITUDE, longitude=IN_G2
    )

    after = await ticket(mapped)

    assert (after["grid"], after["assignee_id"]) == (before["grid"], before["assignee_id"])


def _message(content: dict[str, object]) -> dict[str, object]:
    person = {"id": LI, "is_bot": False, "first_name": "李阿姨"}
    chat = {"id": LI, "type": "private", "first_name": "李阿姨"}
    return {"message": {"message_id": 9001, "date": 1, "chat": chat, "from": person, **content}}
