"""Notices: written, addressed, sent, followed, stopped, corrected, confirmed."""

import io

import httpx
import openpyxl
import pytest

from bot.broadcast import texts
from scheduler.broadcast import show_notices_progress, start_due_notices
from tests.handlers import refusals, started
from tests.town import JINJIANG, LI, OFFICE, WANG, XIGUAN, ZHAO, Town, buttons_of

WATER = "明天上午9点到11点停水，请大家提前接水。"


async def written(town: Town, text: str = WATER, *, by: int = OFFICE) -> None:
    """The office writes a notice and sees what people will see."""
    await town.people.say(by, "/notice")
    await town.settled()
    await town.people.say(by, text)
    await town.settled()


async def sent(town: Town, text: str = WATER) -> None:
    await written(town, text)
    await town.press(OFFICE, "马上发出")
    await town.tick(show_notices_progress)


async def plan(town: Town) -> str:
    return str((await town.last(OFFICE))["text"])


async def test_a_notice_is_previewed_with_its_count_before_it_goes(town: Town) -> None:
    await written(town)
    *_, preview, card = await town.shows(OFFICE)
    before = await town.shows(XIGUAN)
    await town.press(OFFICE, "马上发出")
    await town.tick(show_notices_progress)

    assert preview == WATER
    assert "发给：4 个群" in card
    assert "私信 0 人" in card
    assert before == []
    assert await town.shows(XIGUAN) == await town.shows(JINJIANG) == [WATER]


async def test_it_goes_to_people_who_started_each_once(town: Town) -> None:
    await started(town, LI)
    await written(town)
    for part in ("✓ 所有群", "所有居民私信", "网格员"):
        await town.press(OFFICE, part)
    counted = await plan(town)
    await town.press(OFFICE, "马上发出")
    await town.tick(show_notices_progress)

    assert "没有群，私信 5 人" in counted
    assert [(await town.shows(who)).count(WATER) for who in (LI, WANG, ZHAO)] == [1, 1, 0]
    assert await town.shows(XIGUAN) == []


async def test_only_the_groups_of_chosen_grids(town: Town) -> None:
    await written(town)
    await town.press(OFFICE, "选网格群")
    await town.press(OFFICE, "第三网格")
    await town.press(OFFICE, "好了")
    await town.press(OFFICE, "马上发出")
    await town.tick(show_notices_progress)

    assert await town.shows(JINJIANG) == [WATER]
    assert await town.shows(XIGUAN) == []


async def test_to_nobody_it_does_not_go(town: Town) -> None:
    await written(town)
    await town.press(OFFICE, "✓ 所有群")
    toast = await town.press(OFFICE, "马上发出")

    assert toast == texts.NOBODY


async def test_a_notice_goes_at_its_time(town: Town) -> None:
    await written(town)
    await town.press(OFFICE, "定个时间")
    await town.people.say(OFFICE, "周日")
    asked = (await town.last(OFFICE))["text"]
    await town.people.say(OFFICE, "明天上午9点")
    await town.settled()
    await town.press(OFFICE, "到点发出")
    card = await town.shows(OFFICE)
    town.clock.forward(hours=23, minutes=59)
    await town.tick(start_due_notices)
    before = await town.shows(XIGUAN)
    town.clock.forward(minutes=1)
    for _ in range(2):
        await town.tick(start_due_notices)

    assert asked == "11月29日周日几点？请把钟点也写上，比如：下午3点、晚上7点半。"
    assert "好的，11月24日周二 09:00 发出。" in card
    assert before == []
    assert await town.shows(XIGUAN) == [WATER]


async def test_a_photo_goes_with_its_words(town: Town) -> None:
    await town.people.say(OFFICE, "/notice")
    await town.settled()
    await town.people.send_media(OFFICE, "photo", caption=WATER)
    await town.settled()
    await town.press(OFFICE, "马上发出")

    shown = await town.last(XIGUAN)
    assert (shown["caption"], bool(shown["photo"])) == (WATER, True)


async def test_people_confirm_in_the_group_and_directly_once(town: Town) -> None:
    await started(town, LI)
    await written(town)
    await town.press(OFFICE, "所有居民私信")
    await town.press(OFFICE, "收到按钮")
    await town.press(OFFICE, "马上发出")
    toasts = [await town.press(LI, "收到"), await town.press(LI, "收到", chat=XIGUAN)]
    await town.press(ZHAO, "收到", chat=XIGUAN)
    await town.tick(show_notices_progress)

    assert toasts == [texts.CONFIRMED] * 2
    assert (await plan(town)).endswith("点了收到的：2 人")


async def test_the_report_says_who_was_not_reached(town: Town) -> None:
    await started(town, LI)
    await town.people.block(LI)
    await town.people.unblock(LI)
    await town.settled()
    await written(town)
    await town.press(OFFICE, "✓ 所有群")
    await town.press(OFFICE, "所有居民私信")
    await town.people.fault("500", ["sendChatAction"])
    await town.people.deactivate(LI)
    await town.press(OFFICE, "马上发出")
    await town.tick(show_notices_progress)
    await town.press(OFFICE, "看送达名单")

    texts_shown = await town.shows(OFFICE)
    assert "通知发完了：送达 0，没送到 1\n· 李阿姨：账号已注销" in texts_shown
    document = (await town.last(OFFICE))["document"]
    async with httpx.AsyncClient(trust_env=False) as client:
        url = f"{town.sandbox.url}/people/file?file_id={document['file_id']}"
        sheet = openpyxl.load_workbook(io.BytesIO((await client.get(url)).content)).active
    rows = [list(row) for row in sheet.values]
    assert rows[0] == list(texts.COLUMNS)
    assert rows[1][:3] == ["李阿姨", "没送到", "账号已注销"]


async def test_it_can_be_stopped_and_says_what_was_not_sent(town: Town) -> None:
    await town.people.fault("429", ["sendMessage"], chat_id=JINJIANG, retry_after=600)
    await written(town)
    await town.press(OFFICE, "马上发出")
    await town.tick(show_notices_progress)
    await town.press(OFFICE, "停下")
    await town.people.clear_faults()
    town.clock.forward(hours=1)
    town.program.sender.wake()
    await town.tick(show_notices_progress)

    assert await town.shows(JINJIANG) == []
    assert "没有发 " in await plan(town)


async def test_a_correction_reaches_what_has_gone(town: Town) -> None:
    await sent(town)
    await town.press(OFFICE, "改内容")
    await town.people.say(OFFICE, "改到后天停水。")
    await town.settled()
    await town.tick(show_notices_progress)

    corrected = ["改到后天停水。\n（已更正）"]
    assert await town.shows(XIGUAN) == await town.shows(JINJIANG) == corrected


async def test_it_is_pinned_where_that_is_wanted_and_allowed(town: Town) -> None:
    await town.people.add_bot(XIGUAN, status="administrator")
    await written(town)
    await town.press(OFFICE, "群里置顶")
    await town.press(OFFICE, "马上发出")
    await town.settled()

    pinned = {
        chat: [m["text"] for m in await town.people.messages(chat) if m["pinned"]]
        for chat in (XIGUAN, JINJIANG)
    }
    assert pinned == {XIGUAN: [WATER], JINJIANG: []}
    assert WATER in await town.shows(JINJIANG)


async def test_only_the_office_sends_notices(town: Town) -> None:
    await town.people.say(WANG, "/notice")
    await town.settled()
    await written(town)
    data = (await town.people.messages(OFFICE))[-1]["buttons"][-1][0]["callback_data"]
    await town.people.press(WANG, force=data)
    await town.settled()

    assert [why for _, _, why in await refusals(town)] == [
        "这一项只有社区工作人员能操作。您有事可以直接跟我说。"
    ] * 2
    assert await town.shows(XIGUAN) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("字" * 4057, texts.too_long(4057, 4056, with_media=False)), ("算了", "好的，不写了。")],
)
async def test_what_cannot_go_is_said_kindly(town: Town, text: str, said: str) -> None:
    await written(town, text)

    assert (await town.last(OFFICE))["text"] == said


async def test_a_second_press_sends_nothing_twice(town: Town) -> None:
    await written(town)
    card = (await town.people.messages(OFFICE))[-1]
    await town.press(OFFICE, "马上发出", message=card["message_id"])
    data = card["buttons"][-1][0]["callback_data"]
    await town.people.press(OFFICE, force=data)
    await town.settled()

    assert await town.shows(XIGUAN) == [WATER]
    assert texts.TOO_LATE in [why for _, _, why in await refusals(town)]


async def test_it_is_thrown_away(town: Town) -> None:
    await written(town)
    await town.press(OFFICE, "不发了")

    assert not [m for m in await town.people.messages(OFFICE) if "马上发出" in buttons_of(m)]
    assert await town.shows(XIGUAN) == []
