"""The canteen in the chat: a menu sent in, posted, corrected; meals ordered."""

import io
import json
from collections.abc import AsyncIterator
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import openpyxl
import pytest

from bot.canteen import texts
from bot.sheets import write_rows
from sandbox.testing import Sandbox
from scheduler.canteen import close_due_orders, push_due_menus
from tests.handlers import refusals, started
from tests.town import (
    CHEN,
    JINJIANG,
    LI,
    OFFICE,
    SUN,
    WANG,
    XIGUAN,
    ZHAO,
    Town,
    buttons_of,
    town_in,
)

COOK = 3003
TUESDAY_LUNCH = "西关长者食堂 · 11月24日周二 午餐\n11:00-12:30 · 吴航路2号\n· 红烧豆腐 8元\n· 青菜汤（软食）\n订餐到 10:30"
TYPED = "周二 午餐：红烧豆腐 8元、青菜汤（软食）"
HEADINGS = ["日期", "餐次", "菜名", "价格", "标记"]
ROWS = [[date(2026, 11, 24), "午餐", "红烧豆腐", 8, ""], ["", "", "青菜汤", "", "软食"]]


@pytest.fixture
async def town(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    """The example's community, in which 3003 cooks; cook, office and 李 have pressed Start."""
    await sandbox.people.add_user(COOK, "黄师傅")
    async with town_in(sandbox, tmp_path, started=(WANG, CHEN, OFFICE, COOK)) as running:
        await started(running, LI)
        yield running


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Shanghai."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


async def downloaded(town: Town, message: dict) -> tuple[str, list[list[object]]]:
    """The name and rows of the spreadsheet in a message."""
    document = message["document"]
    async with httpx.AsyncClient(trust_env=False) as client:
        url = f"{town.sandbox.url}/people/file?file_id={document['file_id']}"
        content = (await client.get(url)).content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return document["file_name"], [list(row) for row in sheet.values]


async def sent_in(town: Town, text: str = TYPED, *, by: int = COOK) -> str:
    """Somebody types a menu after /canteen; returns what the bot says."""
    await town.people.say(by, "/canteen")
    await town.settled()
    await town.people.say(by, text)
    return str((await town.last(by))["text"])


async def published(town: Town, text: str = TYPED) -> None:
    await sent_in(town, text)
    await town.press(COOK, "发布")


async def pushed(town: Town, day: int = 24, hour: int = 8, minute: int = 30) -> None:
    """It is that time, and what is due is done."""
    town.clock.now = at(day, hour, minute)
    await town.tick(push_due_menus)


async def test_a_typed_menu_is_shown_confirmed_and_posted_when_due(town: Town) -> None:
    preview = await sent_in(town)
    await town.press(COOK, "发布")
    before = await town.shows(XIGUAN)
    await pushed(town, minute=29)
    still_before = await town.shows(XIGUAN)
    await pushed(town)

    assert TUESDAY_LUNCH in preview
    assert before == still_before == []
    assert await town.shows(XIGUAN) == await town.shows(JINJIANG) == [TUESDAY_LUNCH]
    assert buttons_of(await town.last(XIGUAN)) == ["我要一份", "帮邻居加一份", "退订"]


async def test_a_sheet_is_taken_at_any_time(town: Town) -> None:
    sheet = write_rows([HEADINGS, *ROWS], title="菜单", widths=())
    await town.people.send_media(COOK, "document", content=sheet, file_name="下周.xlsx")

    assert TUESDAY_LUNCH in (await town.last(COOK))["text"]


async def test_a_sheet_that_is_wrong_is_answered_by_row_and_column(town: Town) -> None:
    rows = [[date(2026, 11, 24), "午餐", "红烧豆腐", "八元", ""], [date(2026, 11, 20), "午餐", "饭", "", ""]]
    sheet = write_rows([HEADINGS, *rows], title="菜单", widths=())
    await town.people.send_media(COOK, "document", content=sheet, file_name="下周.xlsx")

    assert (await town.last(COOK))["text"] == texts.problems(
        ["第2行“价格”列：“八元”不是价格，请写数字，比如 8 或 8.5", "11月20日周五已经过去了"]
    )


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("菜单.xlsx", 10_000_000, texts.SHEET_TOO_LARGE),
        ("菜单.xls", 100, texts.OLD_SHEET),
        ("菜单.xlsx", 100, texts.NOT_A_SHEET),
    ],
)
async def test_what_cannot_be_opened_is_said(town: Town, name: str, size: int, said: str) -> None:
    await town.people.send_media(COOK, "document", content=bytes(size), file_name=name)

    assert (await town.last(COOK))["text"] == texts.problems([said])


async def test_a_residents_sheet_is_what_they_have_to_say(town: Town) -> None:
    sheet = write_rows([HEADINGS, *ROWS], title="菜单", widths=())
    await town.people.send_media(LI, "document", content=sheet, file_name="账单.xlsx", caption="物业费收错了")
    await town.settled()

    assert not [text for text in await town.shows(LI) if "菜单" in text and "豆腐" in text]


async def test_the_template_has_the_headings_and_can_be_sent_back(town: Town) -> None:
    await town.people.say(COOK, "/canteen")
    name, rows = await downloaded(town, await town.last(COOK))
    sheet = write_rows([[cell or "" for cell in row] for row in rows], title="菜单", widths=())
    await town.people.send_media(COOK, "document", content=sheet, file_name=name)

    assert (name, rows[0]) == ("菜单模板.xlsx", HEADINGS)
    assert TUESDAY_LUNCH.splitlines()[0] in (await town.last(COOK))["text"]


async def test_a_photo_is_posted_with_its_day(town: Town) -> None:
    await town.people.say(COOK, "/canteen")
    await town.settled()
    await town.people.send_media(COOK, "photo", caption="明天午餐")
    await town.press(COOK, "发布")
    await pushed(town)

    shown = await town.last(XIGUAN)
    assert shown["photo"]
    assert shown["caption"].startswith("西关长者食堂 · 11月24日周二 午餐")


async def test_a_second_menu_for_a_day_is_asked_about_and_corrects_the_first(town: Town) -> None:
    await published(town)
    await pushed(town)
    preview = await sent_in(town, "今天午餐：清蒸鱼 12元")
    await town.press(COOK, "换成新的")

    [shown] = await town.shows(XIGUAN)
    assert "11月24日周二 午餐已经有菜单了，要换成这份新的吗？" in preview
    assert shown.splitlines()[0] == "西关长者食堂 · 11月24日周二 午餐（已更正）"
    assert "清蒸鱼 12元" in shown
    assert "红烧豆腐" not in shown


async def test_what_was_there_stays_unless_it_is_to_be_replaced(town: Town) -> None:
    await published(town)
    await sent_in(town, "周二午餐：清蒸鱼\n周三午餐：面条")
    await town.press(COOK, "旧的不动")
    await pushed(town)
    await pushed(town, 25)

    shown = await town.shows(XIGUAN)
    assert [("豆腐" in text, "面条" in text) for text in shown] == [(True, False), (False, True)]


async def test_a_photo_that_replaces_words_comes_in_their_place(town: Town) -> None:
    await published(town)
    await pushed(town)
    await town.people.say(COOK, "/canteen")
    await town.settled()
    await town.people.send_media(COOK, "photo", caption="今天午餐")
    await town.press(COOK, "换成新的")

    [shown] = await town.people.messages(XIGUAN)
    assert "photo" in shown


async def test_each_of_two_canteens_has_its_own_menu(sandbox: Sandbox, tmp_path: Path) -> None:
    meals = [{"name": "午餐", "serves": "11:00-12:30"}]
    two = [
        {"name": "东食堂", "cooks": [COOK], "grids": ["G1"], "days": "daily", "meals": meals},
        {"name": "西食堂", "cooks": [COOK], "grids": ["G3"], "days": "daily", "meals": meals},
    ]
    given = {"WUAILIN_CANTEENS": json.dumps(two)}
    await sandbox.people.add_user(COOK, "黄师傅")
    async with town_in(sandbox, tmp_path, started=(COOK, OFFICE), **given) as town:
        for name, dish in (("东食堂", "红烧豆腐"), ("西食堂", "清蒸鱼")):
            await town.people.say(COOK, "/canteen")
            await town.settled()
            await town.press(COOK, name)
            await town.people.say(COOK, f"周二 午餐：{dish}")
            await town.settled()
            await town.press(COOK, "发布")
        await pushed(town)

        heads = [text.splitlines()[0] for text in await town.shows(XIGUAN)]
        assert heads == ["东食堂 · 11月24日周二 午餐"]
        assert "清蒸鱼" in (await town.shows(JINJIANG))[0]


async def test_who_subscribes_gets_it_directly(town: Town) -> None:
    await published(town)
    await town.people.say(LI, "今日菜单")
    nothing = (await town.last(LI))["text"]
    await town.press(LI, "每天发给我")
    await pushed(town)
    once = (await town.last(LI))["text"]
    await town.people.say(LI, "/menu")
    await town.press(LI, "不用每天发给我了")

    assert nothing == "西关长者食堂 11月23日周一的菜单还没有出来。"
    assert once == TUESDAY_LUNCH


@pytest.mark.parametrize(("asked", "shown"), [("/menu 明天", TUESDAY_LUNCH), ("/menu 本周", TUESDAY_LUNCH)])
async def test_the_menu_can_be_asked_for_in_the_group(town: Town, asked: str, shown: str) -> None:
    await published(town)
    await town.people.say(ZHAO, asked, chat_id=XIGUAN)

    assert (await town.last(XIGUAN))["text"] == shown


async def test_meals_are_ordered_for_oneself_and_neighbours_until_the_cut_off(town: Town) -> None:
    await published(town)
    await pushed(town)
    toasts = [await town.press(LI, label, chat=XIGUAN) for label in ("我要一份", "我要一份", "帮邻居加一份")]
    await town.press(SUN, "我要一份", chat=JINJIANG)
    await town.press(ZHAO, "我要一份", chat=XIGUAN)
    await town.press(ZHAO, "退订", chat=XIGUAN)
    counted = (await town.last(JINJIANG))["text"]
    town.clock.now = at(24, 10, 30)
    late = await town.press(ZHAO, "我要一份", chat=XIGUAN)
    await town.tick(close_due_orders)
    await town.tick(close_due_orders)

    assert toasts == [
        "订好了，一共1份。10:30前可以改。",
        "订好了，一共1份。10:30前可以改。",
        "订好了，一共2份（帮邻居1份）。10:30前可以改。",
    ]
    assert counted.splitlines()[-1] == "订餐到 10:30，已订3份"
    assert late == texts.too_late_to_order(time(10, 30))
    closed = await town.last(XIGUAN)
    assert (closed["text"].splitlines()[-1], buttons_of(closed)) == ("订餐已截止，已订3份", [])
    numbers = [text for text in await town.shows(COOK) if "订餐：一共" in text]
    assert numbers == [
        "西关长者食堂 · 11月24日周二 午餐 订餐：一共3份\n· 小孙：1份\n· 李阿姨：2份（帮邻居1份）"
    ]


async def test_the_cook_takes_the_numbers_home_as_a_sheet(town: Town) -> None:
    await published(town)
    await pushed(town)
    await town.press(LI, "帮邻居加一份", chat=XIGUAN)
    await town.people.say(COOK, "/orders")
    await town.press(COOK, "导出表格")

    assert await downloaded(town, await town.last(COOK)) == (
        "订餐1124午餐.xlsx",
        [list(texts.ORDER_COLUMNS), ["李阿姨", None, 0, 1, 1], ["合计", None, 0, 1, 1]],
    )


async def test_one_sees_what_one_ordered(town: Town) -> None:
    await published(town)
    await pushed(town)
    await town.people.say(LI, "我的订餐")
    before = (await town.last(LI))["text"]
    await town.press(LI, "我要一份", chat=XIGUAN)
    await town.people.say(LI, "我的订餐")

    assert before == texts.NOTHING_ORDERED
    assert (await town.last(LI))["text"] == "您订的餐：\n· 西关长者食堂 · 11月24日周二 午餐：1份"


async def test_menus_are_for_cooks_and_the_office(town: Town) -> None:
    await town.people.say(LI, "/canteen")
    await town.settled()
    await sent_in(town)
    draft = (await town.people.messages(COOK))[-1]["buttons"][0][0]["callback_data"]
    await town.people.press(LI, force=draft)
    await town.settled()

    assert [why for _, _, why in await refusals(town)] == [texts.COOKS_ONLY, texts.NOTHING_TO_CONFIRM]


async def test_a_menu_is_thrown_away_or_given_up(town: Town) -> None:
    await sent_in(town)
    toast = await town.press(COOK, "不发了")
    given_up = await sent_in(town, "算了")
    await town.people.say(COOK, TYPED)
    await town.settled()
    await pushed(town)

    assert (toast, given_up) == (texts.THROWN_AWAY, "好的，不写了。")
    assert not [text for text in await town.shows(COOK) if "请看一遍" in text]
    assert await town.shows(XIGUAN) == []
