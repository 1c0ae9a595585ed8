"""What time does to meetings: reminders once each, at their time, within reason."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.meetings import texts
from bot.outbox.models import OutboxRow
from sandbox.testing import Sandbox
from scheduler.meetings import close_answers_of_begun_meetings, remind_of_meetings
from tests.handlers import started
from tests.meetings import ANSWERING, FACTS, SENTENCE, announced, at, written
from tests.town import CHEN, JINJIANG, LI, OFFICE, SUN, WANG, XIGUAN, ZHAO, Town, buttons_of, town_in

EVE = "提醒：明天 12月2日周三 19:30，社区三楼议事厅，“商量3栋加装电梯”。还没报名的请点一下。"
SAME_DAY = EVE.replace("明天", "今天")
TO_LI = "提醒您：{} 12月2日周三 19:30，社区三楼议事厅，“商量3栋加装电梯”。\n您：来，一共2位"
SIGN_IN = "\n到了以后，把门口写的四位数字发给我，就算签到。"


@pytest.fixture
async def town(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    """A meeting that 李 (who has pressed Start) and 赵 (who has not) come to, and 孙 does not."""
    async with town_in(sandbox, tmp_path, started=(WANG, CHEN, OFFICE)) as running:
        for who in (LI, SUN):
            await started(running, who)
        await announced(running)
        await running.press(LI, "带1人来", chat=XIGUAN)
        await running.press(ZHAO, "我来", chat=XIGUAN)
        await running.press(SUN, "来不了", chat=JINJIANG)
        yield running


async def comes(town: Town, moment: datetime) -> None:
    """It is that time, and what is due is done, twice."""
    town.clock.now = moment
    for _ in range(2):
        await town.tick(remind_of_meetings)


async def reminded(town: Town, chat: int) -> list[str]:
    return [text for text in await town.shows(chat) if text.startswith("提醒")]


async def test_each_lead_reaches_those_who_come_once(town: Town) -> None:
    for moment in (at(1, 19, 29), at(1, 19, 30), at(2, 18, 29), at(2, 18, 30), at(2, 19, 30)):
        await comes(town, moment)

    assert await reminded(town, LI) == [TO_LI.format("明天"), TO_LI.format("今天") + SIGN_IN]
    assert [await reminded(town, who) for who in (SUN, ZHAO)] == [[], []]


async def test_the_groups_hear_of_tomorrow_at_the_set_time_and_of_today_by_the_lead(town: Town) -> None:
    seen = []
    for moment in (at(1, 18, 29), at(1, 18, 30), at(1, 19, 30), at(2, 18, 30)):
        await comes(town, moment)
        seen.append(await reminded(town, XIGUAN))

    assert seen == [[], [EVE], [EVE], [EVE, SAME_DAY]]
    assert await reminded(town, JINJIANG) == [EVE, SAME_DAY]
    assert buttons_of(await town.last(XIGUAN)) == ANSWERING


async def test_a_reminder_can_be_answered_in_the_group_and_directly(town: Town) -> None:
    await comes(town, at(1, 19, 30))
    toast = await town.press(SUN, "我来", chat=JINJIANG)
    await town.press(LI, "来不了")

    assert toast == "记下了：您来。12月2日周三 19:30，社区三楼议事厅。"
    assert (await town.last(LI))["text"] == f"{FACTS}您：来不了"
    assert f"{FACTS}已报名：2 人，来不了：1 人" in await town.shows(XIGUAN)


async def test_what_was_missed_while_down_is_sent_while_it_makes_sense(town: Town) -> None:
    await comes(town, at(2, 10))

    assert await reminded(town, LI) == [TO_LI.format("今天")]
    assert await reminded(town, XIGUAN) == [SAME_DAY]


async def test_of_several_overdue_only_one_is_sent(town: Town) -> None:
    await comes(town, at(2, 19))

    assert await reminded(town, LI) == [TO_LI.format("今天") + SIGN_IN]
    assert await reminded(town, XIGUAN) == [SAME_DAY]


async def test_what_came_too_late_is_reported_to_the_office_once(town: Town) -> None:
    await comes(town, at(2, 19, 31))
    await comes(town, at(2, 20))

    missed = texts.reminders_missed(["12月2日周三 19:30 商量3栋加装电梯（社区三楼议事厅）"])
    assert (await town.shows(OFFICE)).count(missed) == 1
    assert [await reminded(town, chat) for chat in (LI, XIGUAN)] == [[], []]


async def test_after_all_reminders_nothing_is_reported(town: Town) -> None:
    for moment in (at(1, 18, 30), at(1, 19, 30), at(2, 18, 30), at(2, 19, 31)):
        await comes(town, moment)

    assert not [text for text in await town.shows(OFFICE) if "没有来得及提醒" in text]


async def test_quiet_hours_hold_it_back_until_they_end(town: Town) -> None:
    await comes(town, at(1, 21, 30))
    await comes(town, at(2, 7, 29))
    before = [await reminded(town, chat) for chat in (LI, XIGUAN)]
    await comes(town, at(2, 7, 30))

    assert before == [[], []]
    assert [await reminded(town, chat) for chat in (LI, XIGUAN)] == [[TO_LI.format("今天")], [SAME_DAY]]


async def test_a_meeting_announced_after_its_lead_is_not_reminded_of_at_once(town: Town) -> None:
    town.clock.now = at(1, 20)
    await announced(town, SENTENCE.replace("下周三晚上7点半", "明天上午10点").replace("3栋", "5栋"))
    await comes(town, at(1, 20, 1))

    assert [text for text in await reminded(town, XIGUAN) if "5栋" in text] == []


async def test_after_the_time_moved_the_new_time_is_reminded_of(town: Town) -> None:
    await comes(town, at(1, 19, 30))
    await town.press(OFFICE, "改时间")
    await written(town, "12月4号下午3点")
    await town.press(OFFICE, "就这样，告诉大家")
    await comes(town, at(3, 18, 30))
    await comes(town, at(4, 14))

    moved = [text for text in await reminded(town, XIGUAN) if "12月4日" in text]
    assert [text.partition(" ")[0] for text in moved] == ["提醒：明天", "提醒：今天"]
    assert len(await reminded(town, LI)) == 1  # said to the old time that they come, and not again


async def test_a_cancelled_meeting_is_not_reminded_of(town: Town) -> None:
    await town.press(OFFICE, "取消会议")
    await written(town, "停电")
    await town.press(OFFICE, "确定取消")
    await comes(town, at(1, 19, 30))
    await comes(town, at(2, 20))

    assert [await reminded(town, chat) for chat in (LI, XIGUAN)] == [[], []]
    assert not [text for text in await town.shows(OFFICE) if "没有来得及提醒" in text]


async def test_reminders_count_among_what_a_group_is_told_a_day(town: Town) -> None:
    for number in range(5, 9):
        await announced(town, SENTENCE.replace("3栋", f"{number}栋"))
    await comes(town, at(1, 18, 30))

    messages = [m for m in await town.people.messages(XIGUAN) if m.get("text", "").startswith("提醒")]
    assert [m["text"].count("提醒") for m in messages] == [1, 1, 1, 2]


async def test_a_group_the_bot_left_is_not_reminded(town: Town) -> None:
    await town.people.remove_bot(JINJIANG)
    await town.settled()
    await comes(town, at(1, 18, 30))

    async with town.program.db.read() as session:
        keys = await session.scalars(sa.select(OutboxRow.chat_id).where(OutboxRow.key.startswith("push:")))
        assert set(keys) == {XIGUAN}


async def test_when_it_begins_cards_stop_asking_and_the_office_can_write_minutes(town: Town) -> None:
    town.clock.now = at(2, 19, 29)
    await town.tick(close_answers_of_begun_meetings)
    before = buttons_of((await town.people.messages(XIGUAN))[0])
    town.clock.now = at(2, 19, 30)
    for _ in range(2):
        await town.tick(close_answers_of_begun_meetings)

    card = (await town.people.messages(XIGUAN))[0]
    desk = next(m for m in await town.people.messages(OFFICE) if "看报名" in buttons_of(m))
    assert before == ANSWERING
    assert (card["text"], buttons_of(card)) == (f"{FACTS}已报名：3 人，来不了：1 人", [])
    assert buttons_of(desk) == ["看报名", "开始签到", "名单打勾", "加名字", "写纪要"]


async def test_a_restart_between_loses_and_repeats_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    async with town_in(sandbox, tmp_path, started=(OFFICE, LI)) as first:
        await announced(first)
        await first.press(LI, "带1人来", chat=XIGUAN)
        await comes(first, at(1, 19, 30))
    async with town_in(sandbox, tmp_path) as second:
        await comes(second, at(1, 19, 31))
        await comes(second, at(2, 18, 30))

        assert await reminded(second, LI) == [TO_LI.format("明天"), TO_LI.format("今天") + SIGN_IN]
        assert await reminded(second, XIGUAN) == [EVE, SAME_DAY]
