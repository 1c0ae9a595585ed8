"""Meetings in the chat: called, shown back, announced, answered."""

import pytest

from bot.meetings import texts
from bot.people import texts as people_texts
from tests.handlers import forged, refusals, started
from tests.meetings import (
    ANSWERING,
    CARD,
    SENTENCE,
    announced,
    at,
    called,
    card_with,
    meetings,
    written,
)
from tests.town import JINJIANG, LI, OFFICE, SECRETARY, SUN, WANG, XIGUAN, Town, buttons_of

DRAFT = (
    "会议草稿，还没有发出去：\n主题：商量3栋加装电梯\n时间：12月2日周三 19:30\n地点：社区三楼议事厅\n主持：王云\n"
    "议程：没有写\n请谁来：所有群（4 个群）\n请看一遍，星期几对不对？对了点“发布”，哪一项不对点下面改。"
)


async def test_one_sentence_is_shown_back_and_nothing_is_said_before_it_is_announced(town: Town) -> None:
    shown = await called(town)
    before = await town.shows(XIGUAN)
    await town.press(OFFICE, "发布")

    assert shown == DRAFT
    assert before == []
    assert await town.shows(XIGUAN) == await town.shows(JINJIANG) == [CARD]
    assert buttons_of(await town.last(XIGUAN)) == ANSWERING
    assert (await town.last(OFFICE))["text"].startswith("发出去了：4 个群。")


async def test_step_by_step_one_question_at_a_time(town: Town) -> None:
    await town.people.say(OFFICE, "/meeting")
    asked = [(await town.last(OFFICE))["text"]]
    answers = ("商量3栋加装电梯", "下周三晚上7点半", "社区三楼议事厅", "王云")
    asked += [await written(town, answer) for answer in answers]

    assert asked == [*(texts.ASK[part] for part in ("topic", "time", "place", "host")), DRAFT]


async def test_a_sentence_without_time_and_place_is_asked_for_them(town: Town) -> None:
    asked = [await called(town, "商量3栋加装电梯，王云主持")]
    asked += [await written(town, said) for said in ("下周三晚上7点半", "社区三楼议事厅")]

    assert asked == [texts.ASK["time"], texts.ASK["place"], DRAFT]


async def test_an_hour_that_may_be_two_is_asked_with_buttons(town: Town) -> None:
    asked = await called(town, "下周三7点半在社区三楼议事厅开会，商量3栋加装电梯，王云主持")
    buttons = buttons_of(await town.last(OFFICE))
    await town.press(OFFICE, "晚上 19:30")

    assert asked == "“7点”是上午还是下午、晚上？请写清楚，比如：上午9点、晚上8点。"
    assert buttons == ["上午 07:30", "晚上 19:30"]
    assert (await town.last(OFFICE))["text"] == DRAFT


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("昨天下午3点", "11月22日周日 15:00已经过去了，请写一个以后的时间。"),
        ("下周三", "12月2日周三几点？请把钟点也写上，比如：下午3点、晚上7点半。"),
        (
            "2月30日下午3点",
            "没有“2月30日下午3点”这个时间，请再看一下。可以这样写：明天下午3点、12月1号上午9点半。",
        ),
        ("明天25点", "没有“明天25点”这个时间，请再看一下。可以这样写：明天下午3点、12月1号上午9点半。"),
        ("等通知", "这个时间我没看懂。可以这样写：明天下午3点、下周三晚上7点半、12月1号上午9点半。"),
    ],
)
async def test_a_time_that_will_not_do_is_asked_again(town: Town, said: str, asked: str) -> None:
    await called(town, "商量3栋加装电梯，在社区三楼议事厅开会，王云主持")

    assert await written(town, said) == asked
    assert await written(town, "下周三晚上7点半") == DRAFT


async def test_a_sentence_with_an_impossible_time_keeps_the_rest(town: Town) -> None:
    asked = await called(town, SENTENCE.replace("下周三晚上7点半", "2月30日下午3点"))

    assert asked.startswith("没有“2月30日下午3点”这个时间")
    assert await written(town, "下周三晚上7点半") == DRAFT


@pytest.mark.parametrize(
    ("button", "said", "line"),
    [
        ("改主题", "商量停车", "主题：商量停车"),
        ("改时间", "周五下午3点", "时间：11月27日周五 15:00"),
        ("改地点", "老年食堂", "地点：老年食堂"),
        ("改主持", "陈静", "主持：陈静"),
        ("写议程", "1. 看方案\n2. 表决", "议程：1. 看方案\n2. 表决"),
    ],
)
async def test_each_piece_can_be_changed(town: Town, button: str, said: str, line: str) -> None:
    await called(town)
    await town.press(OFFICE, button)

    assert line in await written(town, said)


async def test_nobody_need_host(town: Town) -> None:
    await called(town, "下周三晚上7点半在社区三楼议事厅开会，商量3栋加装电梯")
    first = (await town.last(OFFICE))["text"]
    await town.press(OFFICE, "改主持")
    await town.press(OFFICE, "先不写")

    assert first == (await town.last(OFFICE))["text"] == DRAFT.replace("主持：王云", "主持：没有写")


async def test_only_chosen_grids_groups_and_people(town: Town) -> None:
    await started(town, LI)
    await called(town)
    await town.press(OFFICE, "请谁来")
    await town.press(OFFICE, "第一网格")
    await town.press(OFFICE, "加名字")
    await town.people.say(OFFICE, "李阿姨、没这个人")
    await town.settled()
    answered = (await town.last(OFFICE))["text"]
    await town.press(OFFICE, "发布")

    assert answered == "加上了：李阿姨\n没找到：没这个人。要先跟我说过话的人，我才找得到。"
    assert (await town.last(OFFICE))["text"].startswith("发出去了：1 个群、1 位。")
    assert [await town.shows(XIGUAN), await town.shows(JINJIANG)] == [[CARD], []]
    assert (await town.last(LI))["text"] == CARD


async def test_a_sentence_names_a_grid(town: Town) -> None:
    await announced(town, f"{SENTENCE}，请第三网格参加")

    assert [await town.shows(XIGUAN), await town.shows(JINJIANG)] == [[], [CARD]]


async def test_one_group_chosen_by_name(town: Town) -> None:
    await called(town)
    await town.press(OFFICE, "请谁来")
    group = next(one for one in buttons_of(await town.last(OFFICE)) if one == "第三网格群")
    await town.press(OFFICE, group)
    await town.press(OFFICE, "好了")
    shown = (await town.last(OFFICE))["text"]
    await town.press(OFFICE, "发布")

    assert "请谁来：第三网格群（1 个群）" in shown
    assert [await town.shows(XIGUAN), await town.shows(JINJIANG)] == [[], [CARD]]


async def test_of_two_people_of_one_name_one_is_chosen(town: Town) -> None:
    await town.people.add_user(1009, "李阿姨")
    for who in (LI, 1009):
        await started(town, who)
    await called(town)
    await town.press(OFFICE, "请谁来")
    await town.press(OFFICE, "✓ 所有群")
    await town.press(OFFICE, "加名字")
    asked = await written(town, "李阿姨")
    await town.press(OFFICE, "李阿姨（账号尾号1009）")
    await town.press(OFFICE, "发布")

    assert asked == "叫“李阿姨”的有好几位，要请哪一位？"
    assert [CARD in await town.shows(who) for who in (LI, 1009)] == [False, True]


async def test_to_nobody_it_does_not_go(town: Town) -> None:
    await called(town)
    await town.press(OFFICE, "请谁来")
    await town.press(OFFICE, "✓ 所有群")
    await town.press(OFFICE, "好了")

    assert await town.press(OFFICE, "发布") == texts.NOBODY_INVITED


async def test_a_group_the_bot_was_put_out_of_is_left_out_and_named(town: Town) -> None:
    await town.people.remove_bot(JINJIANG)
    await announced(town)

    assert await town.shows(XIGUAN) == [CARD]
    assert (await town.last(OFFICE))["text"] == (
        "发出去了：3 个群。要改、要取消、要签到，都在上面那张卡片上，也可以发 /meetings\n"
        "没发到（我已经不在群里）：第三网格群"
    )


async def test_who_never_pressed_start_is_named(town: Town) -> None:
    await town.people.say(SUN, "#噪音 3栋太吵", chat_id=XIGUAN)
    await called(town)
    await town.press(OFFICE, "请谁来")
    await town.press(OFFICE, "加名字")
    await written(town, "小孙")
    await town.press(OFFICE, "发布")

    assert (await town.last(OFFICE))["text"].endswith("没发到（还没点过“开始”）：小孙")


async def test_the_host_gets_the_card_to_run_it(town: Town) -> None:
    await announced(town)

    told, card = (await town.shows(WANG))[-2:]
    assert told == "“商量3栋加装电梯”由您主持，签到和名单都在下面这张卡片上。"
    assert card.startswith("会议 · 商量3栋加装电梯\n时间：12月2日周三 19:30\n")
    assert buttons_of(await town.last(WANG)) == ["看报名", "开始签到"]


async def test_only_the_office_and_the_secretary_call_meetings(town: Town) -> None:
    await started(town, LI)
    await started(town, SECRETARY)
    for who in (LI, WANG):
        await town.people.say(who, f"/meeting {SENTENCE}")
    await town.settled()
    shown = await called(town, by=SECRETARY)
    told = [why for _, _, why in await refusals(town)]

    assert told == [people_texts.STAFF_ONLY] * 2
    assert shown == DRAFT
    assert [topic for topic, _, _ in await meetings(town)] == ["商量3栋加装电梯"]


async def test_in_a_group_it_is_asked_for_in_the_direct_chat(town: Town) -> None:
    await town.people.say(OFFICE, "/meeting 明天下午3点开会")
    await town.people.say(WANG, f"/meeting {SENTENCE}", chat_id=XIGUAN)

    assert people_texts.NOT_HERE in await town.shows(XIGUAN)


async def test_a_colleague_cannot_press_somebody_elses_draft(town: Town) -> None:
    await started(town, SECRETARY)
    await called(town)

    assert (await forged(town, SECRETARY, "meetings:announce:1"))["text"] == texts.DRAFT_GONE
    assert (await forged(town, LI, "meetings:announce:1"))["text"] == people_texts.STAFF_ONLY
    assert await town.shows(XIGUAN) == []


async def test_announced_twice_it_is_said_once(town: Town) -> None:
    await announced(town)

    assert (await forged(town, OFFICE, "meetings:announce:1"))["text"] == texts.ANNOUNCED_ALREADY
    assert await town.shows(XIGUAN) == [CARD]


async def test_a_draft_overtaken_by_the_clock_does_not_go(town: Town) -> None:
    await called(town)
    town.clock.now = at(2, 19, 30)

    assert await town.press(OFFICE, "发布") == texts.TIME_IS_OVER


async def test_it_is_thrown_away(town: Town) -> None:
    await called(town)

    assert await town.press(OFFICE, "不办了") == texts.THROWN_AWAY
    assert [state for _, _, state in await meetings(town)] == ["discarded"]
    assert not [text for text in await town.shows(OFFICE) if "草稿" in text]


async def test_a_new_sentence_replaces_the_draft(town: Town) -> None:
    await called(town)
    await called(town, SENTENCE.replace("3栋", "5栋"))

    assert [one for one in await town.shows(OFFICE) if "草稿" in one] == [DRAFT.replace("3栋", "5栋")]


async def test_given_up_in_the_middle_nothing_stays(town: Town) -> None:
    await town.people.say(OFFICE, "/meeting")
    await written(town, "商量停车")

    assert await written(town, "算了") == "好的，不写了。"
    assert [state for _, _, state in await meetings(town)] == ["discarded"]


async def test_an_answer_to_what_is_settled_meanwhile_is_said_and_no_longer_awaited(town: Town) -> None:
    await called(town)
    await town.press(OFFICE, "改地点")
    card = await card_with(town, OFFICE, "不办了")
    await town.press(OFFICE, "改地点")
    await town.press(OFFICE, "不办了", message=card["message_id"])
    await town.people.say(OFFICE, "/meeting")
    await town.settled()

    assert await written(town, "停车") == texts.ASK["time"]


@pytest.mark.parametrize("topic", ["字" * 4000, "商量" + "很长" * 40])
async def test_a_topic_that_is_too_long_is_said_kindly(town: Town, topic: str) -> None:
    said = await called(town, topic)

    assert said.startswith(f"主题太长了（{len(topic)} 字），最多 60 字")
    assert await meetings(town) == []
