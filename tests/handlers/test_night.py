"""What may ring at night: three o'clock, in the quiet hours."""

from datetime import UTC, datetime

from tests.handlers import raised
from tests.town import CHEN, LI, OFFICE, WANG, XIGUAN, Town

THREE_AT_NIGHT = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
"""Tuesday 24 November 2026, 3:00 in Shanghai."""


async def sent(town: Town, since: int) -> list[tuple[int, bool]]:
    """To whom something new was sent, in the order it went, and whether it rang."""
    await town.settled()
    calls = await town.people.calls(since)
    return [
        (call["chat_id"], not call["silent"]) for call in calls if call["method"].startswith(("send", "copy"))
    ]


async def newest_call(town: Town) -> int:
    await town.settled()
    return int((await town.people.calls())[-1]["n"])


async def test_what_can_wait_reaches_the_worker_at_night_without_a_ring(town: Town) -> None:
    town.clock.now = THREE_AT_NIGHT
    before = await newest_call(town)

    await raised(town, "#噪音 3栋楼上装修太吵")

    assert await sent(town, before) == [(XIGUAN, True), (WANG, False)]
    assert (await town.shows(XIGUAN))[-1] == (
        "诉求 #1 · 噪音\n地点：西关小区3栋\n承办：王云（第一网格）\n答复：今天10:30前\n进展：已派给承办人，等签收"
    )


async def test_a_notice_with_photos_wakes_nobody(town: Town) -> None:
    await town.people.say(OFFICE, "/notice")
    await town.settled()
    await town.people.album(OFFICE, 2, caption="明天停水，请提前接水。")
    await town.settled()
    town.clock.now = THREE_AT_NIGHT
    before = await newest_call(town)

    await town.press(OFFICE, "马上发出")

    in_the_group = [rings for chat, rings in await sent(town, before) if chat == XIGUAN]
    assert in_the_group == [False, False]


async def test_by_day_it_rings(town: Town) -> None:
    before = await newest_call(town)

    await raised(town, "#噪音 3栋楼上装修太吵")

    assert await sent(town, before) == [(XIGUAN, True), (WANG, True)]


async def test_what_cannot_wait_rings_worker_stand_in_and_office_at_any_hour(town: Town) -> None:
    town.clock.now = THREE_AT_NIGHT
    before = await newest_call(town)

    await town.people.say(LI, "有事敞开说，3栋电表箱的电线掉下来了，还在冒火花", chat_id=XIGUAN)

    rung = await sent(town, before)
    assert {(WANG, True), (CHEN, True), (OFFICE, True)} <= set(rung)
    assert all(rings for _, rings in rung)
    assert (await town.shows(CHEN))[-1] == (
        "【急】诉求 #1：“3栋电表箱的电线掉下来了，还在冒火花”\n已交王云，请同时电话联系。"
    )
