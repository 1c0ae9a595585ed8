"""Meetings answered in the group and directly, put into calendars, and listed."""

import pytest

from bot.meetings import texts
from bot.meetings.models import MeetingGroup
from tests.handlers import forged, parked, started
from tests.meetings import (
    CARD,
    FACTS,
    SENTENCE,
    announced,
    at,
    called,
    file_of,
    many_answer,
    sheet_of,
    written,
)
from tests.town import CHEN, JINJIANG, LI, OFFICE, SUN, WANG, XIGUAN, ZHAO, Town


async def test_heads_are_counted_and_a_second_press_changes_the_answer(town: Town) -> None:
    await announced(town)
    toasts = [
        await town.press(LI, "我来", chat=XIGUAN),
        await town.press(ZHAO, "带3人来", chat=XIGUAN),
        await town.press(SUN, "来不了", chat=JINJIANG),
        await town.press(ZHAO, "带2人来", chat=XIGUAN),
        await town.press(ZHAO, "带2人来", chat=XIGUAN),
    ]

    assert toasts == [
        "记下了：您来。12月2日周三 19:30，社区三楼议事厅。",
        "记下了：您带3人来，一共4位。12月2日周三 19:30。",
        "记下了：您来不了。改主意了再点“我来”就行。",
        "记下了：您带2人来，一共3位。12月2日周三 19:30。",
        "记下了：您带2人来，一共3位。12月2日周三 19:30。",
    ]
    counted = [f"{FACTS}已报名：4 人，来不了：1 人"]
    assert await town.shows(XIGUAN) == await town.shows(JINJIANG) == counted


async def test_the_own_answer_is_seen_and_changed_in_the_direct_chat(town: Town) -> None:
    await started(town, LI)
    await announced(town)
    await town.press(LI, "带1人来", chat=XIGUAN)
    listed = await written(town, "我的报名", by=LI)
    await town.press(LI, "打开第1个")
    opened = (await town.last(LI))["text"]
    await town.press(LI, "来不了")

    assert listed == "近期的会：\n1. 12月2日周三 19:30 商量3栋加装电梯（社区三楼议事厅）\n　您：来，一共2位"
    assert opened == f"{FACTS}您：来，一共2位"
    assert (await town.last(LI))["text"] == f"{FACTS}您：来不了"
    assert await town.shows(XIGUAN) == [f"{FACTS}已报名：0 人，来不了：1 人"]


async def test_the_list_in_a_group_has_what_that_group_was_told(town: Town) -> None:
    await announced(town, f"{SENTENCE}，请第三网格参加")
    for group in (XIGUAN, JINJIANG):
        await town.people.say(SUN, "/meetings", chat_id=group)

    assert (await town.shows(XIGUAN))[-1] == texts.NO_MEETINGS
    assert (await town.shows(JINJIANG))[-1].endswith("（社区三楼议事厅）\n　您：还没有回答")


async def test_a_meeting_for_named_people_is_theirs_alone(town: Town) -> None:
    for who in (LI, SUN):
        await started(town, who)
    await called(town)
    await town.press(OFFICE, "请谁来")
    await town.press(OFFICE, "✓ 所有群")
    await town.press(OFFICE, "加名字")
    await written(town, "李阿姨")
    await town.press(OFFICE, "发布")

    assert (await forged(town, SUN, "meetings:come.1.1:1"))["text"] == texts.NOT_INVITED
    assert await written(town, "我的报名", by=SUN) == texts.NO_MEETINGS
    assert await town.press(LI, "我来") == "记下了：您来。12月2日周三 19:30，社区三楼议事厅。"
    assert (await town.last(LI))["text"] == f"{FACTS}您：来"


@pytest.mark.parametrize(
    "data", ["meetings:come.9.1:1", "meetings:come.x.1:1", "meetings:come.1.1:99", "meetings:open:99"]
)
async def test_no_press_nobody_made_counts(town: Town, data: str) -> None:
    await announced(town)

    assert (await forged(town, LI, data))["text"] in (texts.MEETING_GONE, texts.NOT_INVITED)
    assert await town.shows(XIGUAN) == [CARD]
    assert await parked(town) == []


async def test_once_it_has_begun_nobody_answers(town: Town) -> None:
    await announced(town)
    town.clock.now = at(2, 19, 30)

    assert await town.press(LI, "我来", chat=XIGUAN) == texts.HAS_BEGUN


async def test_the_calendar_file_comes_to_the_direct_chat(town: Town) -> None:
    await started(town, LI)
    await announced(town)
    toast = await town.press(LI, "加到日历", chat=XIGUAN)
    name, content = await file_of(town, await town.last(LI))

    assert toast == texts.CALENDAR_SENT
    assert name == "会议1202.ics"
    assert "DTSTART:20261202T113000Z" in content.decode()


async def test_who_never_pressed_start_learns_how_to_get_it(town: Town) -> None:
    await announced(town)

    assert await town.press(ZHAO, "加到日历", chat=XIGUAN) == texts.START_FIRST


@pytest.mark.parametrize("count", [200, 1000])
async def test_many_names_are_shortened_and_whole_in_the_sheet(town: Town, count: int) -> None:
    await announced(town)
    await many_answer(town, count)
    await town.press(OFFICE, "看报名")
    shown = (await town.last(OFFICE))["text"]
    await town.press(OFFICE, "导出表格")
    name, rows = await sheet_of(town, await town.last(OFFICE))

    assert shown.startswith(f"“商量3栋加装电梯” 已报名：{count} 人\n来的：邻居0邻居0邻居0邻居0邻居0邻…、")
    assert shown.endswith(f" 等{count}人")
    assert len(shown) < 1000
    assert name == "报名1202.xlsx"
    assert (rows[0], len(rows)) == (list(texts.ANSWER_COLUMNS), count + 1)


async def test_only_those_who_run_it_see_who_comes(town: Town) -> None:
    await announced(town)

    assert (await forged(town, CHEN, "meetings:answers:1"))["text"] == texts.HOSTS_ONLY
    assert (await forged(town, LI, "meetings:answers_file:1"))["text"] == texts.HOSTS_ONLY


async def test_a_group_that_got_a_new_id_goes_on_answering(town: Town) -> None:
    await town.people.add_group(-4001, "五区邻里群", members=[LI, WANG], type="group")
    await announced(town)
    async with town.program.db.begin() as session:
        session.add(MeetingGroup(meeting_id=1, chat_id=-4001, told_at=town.clock()))
    await town.press(ZHAO, "我来", chat=XIGUAN)
    new = await town.people.migrate(-4001)
    await town.settled()
    toast = await town.press(SUN, "我来", chat=XIGUAN)
    answered = await town.press(LI, "带1人来", chat=new)

    assert toast.startswith("记下了：您来。")
    assert answered == "记下了：您带1人来，一共2位。12月2日周三 19:30。"
    assert (await town.shows(new))[-1] == f"{FACTS}已报名：4 人"
