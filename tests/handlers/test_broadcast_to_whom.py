"""Notices with photos, to buildings and colleagues, agreed to by two, confirmed and reminded of."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.broadcast import texts
from sandbox.testing import Sandbox
from scheduler.broadcast import show_notices_progress
from tests.handlers import refusals, started
from tests.handlers.test_broadcast import WATER, plan, sent, written
from tests.town import JINJIANG, LI, OFFICE, SECRETARY, SUN, WANG, XIGUAN, ZHAO, Town, buttons_of, town_in

COLLEAGUE = 3003


@pytest.fixture
async def careful(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    """A community in which two must agree before everybody is told."""
    await sandbox.people.add_user(COLLEAGUE, "社区小刘")
    two = {"WUAILIN_COMMUNITY__TWO_FOR_EVERYBODY": "true"}
    async with town_in(sandbox, tmp_path, started=(WANG, OFFICE, COLLEAGUE), **two) as running:
        yield running


async def lives_in(town: Town, who: int, building: str) -> None:
    """Somebody registers a home in 西关小区."""
    await started(town, who)
    await town.people.say(who, "我的楼栋")
    for label in ("西关小区", building, "1单元"):
        await town.press(who, label)


async def test_several_photos_go_together_above_the_words(town: Town) -> None:
    await town.people.say(OFFICE, "/notice")
    await town.settled()
    await town.people.album(OFFICE, 3, caption=WATER)
    await town.settled()
    card = await plan(town)
    await town.press(OFFICE, "马上发出")
    await town.tick(show_notices_progress)

    shown = await town.people.messages(XIGUAN)
    assert card.startswith("先发 3 张照片，下面跟着上面这段话。")
    assert [(bool(m.get("photo")), m.get("caption"), m.get("text")) for m in shown] == [
        (True, None, None),
        (True, None, None),
        (True, None, None),
        (False, None, WATER),
    ]
    assert len({m["media_group_id"] for m in shown[:3]}) == 1
    assert (await plan(town)).startswith("通知发完了：送达 2，没送到 2\n· -1003：找不到这个聊天")


async def test_photos_without_a_word_wait_for_it(town: Town) -> None:
    await town.people.say(OFFICE, "/notice")
    await town.settled()
    await town.people.album(OFFICE, 2)
    await town.settled()
    toast = await town.press(OFFICE, "马上发出")
    await town.press(OFFICE, "改文字")
    await town.people.say(OFFICE, WATER)
    await town.settled()
    await town.press(OFFICE, "马上发出")

    assert toast == texts.EMPTY
    assert await town.shows(XIGUAN) == ["", "", WATER]


async def test_what_comes_after_the_photos_is_no_part_of_them(town: Town) -> None:
    await town.people.say(OFFICE, "/notice")
    await town.settled()
    await town.people.album(OFFICE, 2, caption=WATER)
    await town.settled()
    await town.people.send_media(OFFICE, "photo")
    await town.settled()
    await town.press(OFFICE, "马上发出")

    assert len(await town.shows(XIGUAN)) == 3


async def test_the_words_are_changed_before_it_goes(town: Town) -> None:
    await written(town)
    await town.press(OFFICE, "改文字")
    await town.people.say(OFFICE, "后天停水。")
    await town.settled()
    await town.press(OFFICE, "马上发出")

    assert await town.shows(XIGUAN) == ["后天停水。"]


async def test_it_goes_to_the_residents_of_chosen_buildings(town: Town) -> None:
    await lives_in(town, LI, "3栋")
    await lives_in(town, ZHAO, "7栋")
    await written(town)
    for label in ("✓ 所有群", "选楼栋", "西关小区", "3栋", "好了"):
        await town.press(OFFICE, label)
    card = await plan(town)
    await town.press(OFFICE, "马上发出")
    await town.tick(show_notices_progress)

    assert "私信 1 人\n楼栋：西关小区3栋" in card
    assert [(await town.shows(who)).count(WATER) for who in (LI, ZHAO)] == [1, 0]
    assert await town.shows(XIGUAN) == []


async def test_the_office_is_told_when_people_would_be_woken(town: Town) -> None:
    await written(town)
    by_day = await plan(town)
    await town.press(OFFICE, "定个时间")
    await town.people.say(OFFICE, "明天晚上11点")
    await town.settled()

    card, said = (await town.shows(OFFICE))[-4], await plan(town)
    rest = "这时候是大家休息的时间（21:30-07:30），不是急事，请换个时间发。"
    assert rest not in by_day
    assert card.endswith(f"发出时间：11月24日周二 23:00\n{rest}")
    assert said == "好的，记下是 11月24日周二 23:00。要发，请在上面的卡片点“到点发出”。"


async def test_it_goes_to_the_office_itself(town: Town) -> None:
    await started(town, SECRETARY)
    await written(town)
    await town.press(OFFICE, "✓ 所有群")
    await town.press(OFFICE, "社区同事")
    await town.press(OFFICE, "马上发出")
    await town.tick(show_notices_progress)

    assert WATER in await town.shows(SECRETARY)
    assert WATER not in await town.shows(WANG)


async def test_a_building_that_is_not_there_is_refused(town: Town) -> None:
    await written(town)
    data = (await town.people.messages(OFFICE))[-1]["buttons"][-1][0]["callback_data"]
    number = data.rpartition(":")[2]
    for forged in (f"broadcast:building.0.99:{number}", f"broadcast:buildings.9:{number}"):
        await town.people.press(OFFICE, force=forged)
    await town.settled()

    assert [why for _, _, why in await refusals(town)] == [texts.TOO_LATE] * 2


async def test_the_report_follows_who_confirms_and_names_them(town: Town) -> None:
    await lives_in(town, LI, "3栋")
    await lives_in(town, ZHAO, "7栋")
    await written(town)
    await town.press(OFFICE, "收到按钮")
    await town.press(OFFICE, "马上发出")
    await town.tick(show_notices_progress)
    before = await plan(town)
    await town.press(LI, "收到", chat=XIGUAN)
    await town.press(SUN, "收到", chat=XIGUAN)
    await town.tick(show_notices_progress)
    after = await plan(town)
    await town.press(OFFICE, "谁收到了")

    assert before.endswith("点了收到的：0 人")
    assert after.endswith("点了收到的：2 人")
    assert await plan(town) == "点了收到的：李阿姨、小孙（2 人）\n还没点的：赵大爷（1 人）"


async def test_those_who_have_not_confirmed_are_reminded_and_nobody_else(town: Town) -> None:
    await lives_in(town, LI, "3栋")
    await lives_in(town, ZHAO, "7栋")
    await written(town)
    await town.press(OFFICE, "收到按钮")
    await town.press(OFFICE, "马上发出")
    await town.tick(show_notices_progress)
    await town.press(LI, "收到", chat=XIGUAN)
    await town.press(OFFICE, "提醒没点的")
    card = await plan(town)
    await town.press(OFFICE, "马上发出")
    await town.tick(show_notices_progress)
    reminded = [WATER in await town.shows(who) for who in (LI, ZHAO)]
    await town.press(ZHAO, "收到")
    nobody = await town.press(OFFICE, "提醒没点的", message=await _report_number(town, "送达 2"))

    assert "没有群，私信 1 人\n只发给上次还没点“收到”的人。" in card
    assert reminded == [False, True]
    assert nobody == texts.NOBODY_TO_REMIND


async def _report_number(town: Town, words: str) -> int:
    await town.tick(show_notices_progress)
    found = [m for m in await town.people.messages(OFFICE) if words in (m.get("text") or "")]
    return int(found[-1]["message_id"])


async def test_everybody_is_told_only_with_a_colleagues_word(careful: Town) -> None:
    await sent(careful)
    waiting = await plan(careful)
    alone = await careful.shows(XIGUAN)
    *_, preview, asked = await careful.shows(COLLEAGUE)
    toast = await careful.press(COLLEAGUE, "同意发出")
    await careful.tick(show_notices_progress)
    again = await careful.press(COLLEAGUE, "先不发")

    assert (waiting, alone) == ("发给所有人要有一位同事同意，已经请同事看了。", [])
    assert preview == WATER
    assert asked.startswith("同事要把上面这条通知发出去，请您看一看。\n发给：4 个群（")
    assert (toast, again) == (texts.AGREED, texts.TOO_LATE)
    assert await careful.shows(XIGUAN) == await careful.shows(JINJIANG) == [WATER]
    assert texts.TOLD_AGREED in await careful.shows(OFFICE)


async def test_without_it_the_notice_is_a_draft_again(careful: Town) -> None:
    await sent(careful)
    await careful.press(COLLEAGUE, "先不发")
    told = await careful.shows(OFFICE)
    drafts = [m for m in await careful.people.messages(OFFICE) if "马上发出" in buttons_of(m)]
    await careful.press(OFFICE, "马上发出")
    await careful.press(COLLEAGUE, "同意发出")

    assert texts.TOLD_NOT_AGREED in told
    assert len(drafts) == 1
    assert await careful.shows(XIGUAN) == [WATER]


async def test_nobody_agrees_with_themselves_and_fewer_need_no_word(careful: Town) -> None:
    await sent(careful)
    data = (await careful.people.messages(COLLEAGUE))[-1]["buttons"][0][0]["callback_data"]
    await careful.people.press(OFFICE, force=data)
    await careful.settled()
    await written(careful, "网格员明天开会。")
    await careful.press(OFFICE, "✓ 所有群")
    await careful.press(OFFICE, "网格员")
    await careful.press(OFFICE, "马上发出")

    assert [why for _, _, why in await refusals(careful)] == [texts.NOT_YOUR_OWN]
    assert await careful.shows(XIGUAN) == []
    assert "网格员明天开会。" in await careful.shows(WANG)


async def test_with_no_colleague_to_ask_nothing_goes(sandbox: Sandbox, tmp_path: Path) -> None:
    two = {"WUAILIN_COMMUNITY__TWO_FOR_EVERYBODY": "true"}
    async with town_in(sandbox, tmp_path, started=(OFFICE,), **two) as town:
        await written(town)
        toast = await town.press(OFFICE, "马上发出")

        assert toast == texts.NOBODY_TO_AGREE
        assert await town.shows(XIGUAN) == []
