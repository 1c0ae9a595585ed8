"""What time does to menus: posted when due, asked for when missing, reported when missed."""

from datetime import date
from pathlib import Path

import pytest

from bot.canteen import texts
from sandbox.testing import Sandbox
from scheduler.canteen import warn_of_missing_menus
from tests.handlers.test_canteen import COOK, TUESDAY_LUNCH, at, published, pushed, sent_in, town
from tests.town import JINJIANG, LI, OFFICE, XIGUAN, Town, town_in

__all__ = ["town"]


async def test_without_a_menu_nothing_is_posted_and_cook_and_office_are_told(town: Town) -> None:
    await pushed(town)

    told = "西关长者食堂 11月24日周二 午餐的菜单还没有"
    assert await town.shows(XIGUAN) == []
    assert [(await town.last(who))["text"].startswith(told) for who in (COOK, OFFICE)] == [True, True]
    assert not [text for text in await town.shows(LI) if "菜单还没有" in text]


async def test_a_missing_menu_is_asked_for_at_the_alarm_time_once(town: Town) -> None:
    town.clock.now = at(24, 7, 59)
    await town.tick(warn_of_missing_menus)
    early = [text for text in await town.shows(COOK) if "菜单还没有" in text]
    for minute in (0, 1):
        town.clock.now = at(24, 8, minute)
        await town.tick(warn_of_missing_menus)
    await pushed(town)

    warned = [[text for text in await town.shows(who) if "菜单还没有" in text] for who in (COOK, OFFICE)]
    told = texts.missing("西关长者食堂", date(2026, 11, 24), "午餐", date(2026, 11, 24))
    assert (early, warned) == ([], [[told], [told]])


async def test_where_the_menu_is_in_time_nobody_is_alarmed(town: Town) -> None:
    await published(town)
    town.clock.now = at(24, 8)
    await town.tick(warn_of_missing_menus)

    assert not [text for text in await town.shows(COOK) if "菜单还没有" in text]


async def test_a_menu_that_comes_late_goes_out_at_once(town: Town) -> None:
    await pushed(town)
    town.clock.now = at(24, 9, 15)
    await published(town, "今天午餐：红烧豆腐 8元")

    [shown] = await town.shows(XIGUAN)
    assert "红烧豆腐" in shown


async def test_missed_while_down_it_is_still_posted_before_the_meal_ends(town: Town) -> None:
    await published(town)
    await pushed(town, hour=12, minute=29)

    assert len(await town.shows(XIGUAN)) == 1


async def test_missed_for_good_it_is_reported_to_the_office_once(town: Town) -> None:
    await published(town)
    await pushed(town, 25, 14)
    await pushed(town, 25, 15)

    reports = [text for text in await town.shows(OFFICE) if text.startswith("我停了一阵")]
    assert await town.shows(XIGUAN) == []
    assert reports == [texts.missed(["西关长者食堂 · 11月24日周二 午餐", "西关长者食堂 · 11月25日周三 午餐"])]


async def test_on_a_closed_day_one_line_names_the_next(sandbox: Sandbox, tmp_path: Path) -> None:
    closed = {"WUAILIN_COMMUNITY__CLOSED_DAYS": '["2026-11-24"]'}
    async with town_in(sandbox, tmp_path, started=(OFFICE,), **closed) as town:
        await pushed(town)

        assert await town.shows(XIGUAN) == ["西关长者食堂今天不开，11月25日周三再开。"]


async def test_nothing_is_posted_in_the_quiet_hours(sandbox: Sandbox, tmp_path: Path) -> None:
    early = {"WUAILIN_SCHEDULES": '[{"what": "canteen_menu", "at": "06:30", "days": "daily"}]'}
    async with town_in(sandbox, tmp_path, started=(OFFICE,), **early) as town:
        await sent_in(town, by=OFFICE)
        await town.press(OFFICE, "发布")
        await pushed(town, hour=7, minute=0)
        quiet = await town.shows(XIGUAN)
        await pushed(town, hour=7, minute=31)

        assert quiet == []
        assert len(await town.shows(XIGUAN)) == 1


async def test_a_group_the_bot_was_put_out_of_is_left_out(town: Town) -> None:
    await published(town)
    await town.people.remove_bot(JINJIANG)
    await pushed(town)

    assert len(await town.shows(XIGUAN)) == 1
    assert TUESDAY_LUNCH not in await town.shows(JINJIANG)


@pytest.mark.parametrize("killed", range(3))
async def test_what_is_due_is_said_once_however_often_it_is_looked_for(town: Town, killed: int) -> None:
    await published(town)
    for _ in range(killed + 2):
        await pushed(town)

    assert len(await town.shows(XIGUAN)) == 1
