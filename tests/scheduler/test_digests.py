"""Everybody's day: one message in the morning, none without need."""

import pytest

from scheduler.tickets import send_due_digests
from tests.handlers import raised
from tests.town import CHEN, OFFICE, WANG, Town

TUESDAY_0830 = {"hours": 23, "minutes": 30}
MORNING = "早上好！今天请先看这些："


async def mornings(town: Town, who: int) -> list[str]:
    return [text for text in await town.shows(who) if text.startswith(MORNING)]


async def test_a_worker_sees_what_is_pressing_and_why(town: Town) -> None:
    await raised(town, "#噪音 3栋楼上装修太吵")
    await raised(town, "#电梯 2栋电梯有异响")
    await town.press(WANG, "签收")
    town.clock.forward(**TUESDAY_0830)
    await town.tick(send_due_digests)

    assert await mornings(town, WANG) == [
        f"{MORNING}\n\n已经超时（1 件）\n· #1 噪音 西关小区3栋，昨天11:00前\n\n"
        "今天到期（1 件）\n· #2 电梯 西关小区2栋，今天9:00前\n\n发 /mine 逐件处理。"
    ]
    assert await mornings(town, OFFICE) == [
        f"{MORNING}\n\n网格员超时（1 件）\n· #1 噪音 西关小区3栋，昨天11:00前（王云）\n\n发 /triage 分派。"
    ]


async def test_who_has_nothing_pressing_is_left_alone(town: Town) -> None:
    await raised(town, "#噪音 3栋楼上装修太吵")
    town.clock.forward(**TUESDAY_0830)
    await town.tick(send_due_digests)

    assert await mornings(town, CHEN) == []


async def test_what_waits_for_the_office_is_in_its_morning(town: Town) -> None:
    await raised(town, "有事敞开说，我们这边天天有人乱贴小广告")
    town.clock.forward(**TUESDAY_0830)
    await town.tick(send_due_digests)

    [text] = await mornings(town, OFFICE)
    assert "等着分派（1 件）\n· #1 " in text


async def test_a_morning_comes_once_and_on_working_days_only(town: Town) -> None:
    await raised(town, "#噪音 3栋楼上装修太吵")
    for hours in (23.5, 0.1, 24):
        town.clock.forward(hours=hours)
        await town.tick(send_due_digests)
        await town.tick(send_due_digests)
    until_saturday = len(await mornings(town, WANG))
    town.clock.forward(days=3)
    await town.tick(send_due_digests)

    assert until_saturday == 2
    assert len(await mornings(town, WANG)) == 2


@pytest.mark.parametrize(("late", "told"), [(8.9, 1), (9.1, 0)])
async def test_a_morning_missed_comes_until_the_office_closes(town: Town, late: float, told: int) -> None:
    await raised(town, "#噪音 3栋楼上装修太吵")
    town.clock.forward(hours=23.5 + late)
    await town.tick(send_due_digests)
    await town.tick(send_due_digests)

    assert len(await mornings(town, WANG)) == told


async def test_who_is_away_is_not_woken(town: Town) -> None:
    await raised(town, "#噪音 3栋楼上装修太吵")
    await town.people.say(WANG, "/away")
    await town.settled()
    town.clock.forward(**TUESDAY_0830)
    await town.tick(send_due_digests)

    assert await mornings(town, WANG) == []


async def test_what_the_resident_was_asked_waits_for_them(town: Town) -> None:
    await raised(town, "#噪音 3栋楼上装修太吵")
    await town.press(WANG, "请居民补充")
    await town.people.say(WANG, "是几楼？")
    await town.settled()
    town.clock.forward(**TUESDAY_0830)
    await town.tick(send_due_digests)

    [text] = await mornings(town, WANG)
    assert "等居民补充（1 件）\n· #1 噪音 西关小区3栋，" in text


async def test_a_bot_that_begins_at_noon_sends_no_morning(town: Town) -> None:
    await raised(town, "#噪音 3栋楼上装修太吵")
    await town.tick(send_due_digests)

    assert await mornings(town, WANG) == []
