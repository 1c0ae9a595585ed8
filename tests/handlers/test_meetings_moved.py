"""Meetings that move or are cancelled: everybody who was told is told, and asked again where needed."""

import pytest

from bot.meetings import texts
from bot.people import texts as people_texts
from tests.handlers import forged, refusals, started
from tests.meetings import ANSWERING, CARD, FACTS, announced, at, card_with, file_of, meetings, written
from tests.town import JINJIANG, LI, OFFICE, SECRETARY, SUN, WANG, XIGUAN, ZHAO, Town, buttons_of

OUTDATED = "民情议事 · 商量3栋加装电梯\n这个会改时间了，请看下面最新的那一条。"
NEW_TIME = (
    "改时间了！原来是 12月2日周三 19:30，请按新的时间重新报名。\n"
    "民情议事 · 商量3栋加装电梯\n时间：12月4日周五 15:00\n地点：社区三楼议事厅\n主持：王云\n"
)


async def proposed(town: Town, button: str, said: str) -> str:
    """The office proposes a change; returns what the bot shows back."""
    await town.press(OFFICE, button)
    return await written(town, said)


async def moved(town: Town, said: str = "12月4号下午3点") -> None:
    await proposed(town, "改时间", said)
    await town.press(OFFICE, "就这样，告诉大家")


async def cancelled(town: Town, reason: str = "停电") -> None:
    await proposed(town, "取消会议", reason)
    await town.press(OFFICE, "确定取消")


async def test_another_time_is_shown_back_before_it_counts(town: Town) -> None:
    await announced(town)
    shown = await proposed(town, "改时间", "12月4号下午3点")

    assert shown == (
        "“商量3栋加装电梯”要这样改：\n时间：12月2日周三 19:30 → 12月4日周五 15:00（大家要重新报名）\n对吗？"
    )
    assert await town.shows(XIGUAN) == [CARD]


async def test_when_the_time_moves_everybody_is_asked_again(town: Town) -> None:
    for who in (LI, SUN):
        await started(town, who)
    await announced(town)
    await town.press(LI, "带1人来", chat=XIGUAN)
    await town.press(SUN, "来不了", chat=XIGUAN)
    before = len(await town.shows(SUN))
    await moved(town)

    asked = f"{NEW_TIME}来不来，请点一下："
    assert await town.shows(XIGUAN) == await town.shows(JINJIANG) == [OUTDATED, asked]
    assert [buttons_of(m) for m in await town.people.messages(XIGUAN)] == [[], ANSWERING]
    assert (await town.shows(LI))[-1] == asked
    assert len(await town.shows(SUN)) == before


async def test_an_old_answer_no_longer_counts_and_an_old_card_is_not_pressed(town: Town) -> None:
    await announced(town)
    await town.press(ZHAO, "带3人来", chat=XIGUAN)
    await moved(town)
    card = (await town.people.messages(XIGUAN))[0]["message_id"]
    old = await forged(town, ZHAO, "meetings:come.1.1:1", chat=XIGUAN, message=card)
    await town.press(LI, "我来", chat=XIGUAN)

    assert old["text"] == texts.TIME_HAS_MOVED
    assert (await town.shows(XIGUAN))[-1] == f"{NEW_TIME}已报名：1 人"


async def test_when_only_the_place_moves_answers_stand(town: Town) -> None:
    await started(town, LI)
    await announced(town)
    await town.press(LI, "带1人来", chat=XIGUAN)
    shown = await proposed(town, "改地点", "老年食堂")
    toast = await town.press(OFFICE, "就这样，告诉大家")

    told = (
        "“商量3栋加装电梯”换地方了：原来在社区三楼议事厅，改到老年食堂。\n"
        "时间不变：12月2日周三 19:30。已经报名的不用再报。"
    )
    facts = FACTS.replace("社区三楼议事厅", "老年食堂（换地方了，原来在社区三楼议事厅）")
    assert shown == "“商量3栋加装电梯”要这样改：\n地点：社区三楼议事厅 → 老年食堂\n对吗？"
    assert toast == texts.EVERYBODY_TOLD
    assert await town.shows(XIGUAN) == [f"{facts}已报名：2 人", told]
    card, message = await town.people.messages(XIGUAN)
    assert message["reply_to_message"]["message_id"] == card["message_id"]
    assert [(await town.shows(who))[-1] for who in (LI, WANG)] == [told, told]


async def test_time_and_place_together_are_one_change(town: Town) -> None:
    await announced(town)
    await proposed(town, "改时间", "12月4号下午3点")
    shown = await proposed(town, "改地点", "老年食堂")
    await town.press(OFFICE, "就这样，告诉大家")

    assert shown == (
        "“商量3栋加装电梯”要这样改：\n时间：12月2日周三 19:30 → 12月4日周五 15:00（大家要重新报名）\n"
        "地点：社区三楼议事厅 → 老年食堂\n对吗？"
    )
    place = "地点：老年食堂（换地方了，原来在社区三楼议事厅）"
    assert (await town.shows(XIGUAN))[-1] == NEW_TIME.replace(
        "地点：社区三楼议事厅", place
    ) + "来不来，请点一下："


async def test_an_unclear_new_time_is_asked_with_buttons(town: Town) -> None:
    await announced(town)
    asked = await proposed(town, "改时间", "12月4号3点")
    await town.press(OFFICE, "下午 15:00")
    await town.press(OFFICE, "就这样，告诉大家")

    assert asked == "“3点”是上午还是下午、晚上？请写清楚，比如：上午9点、晚上8点。"
    assert (await town.shows(XIGUAN))[-1] == f"{NEW_TIME}来不来，请点一下："


async def test_the_host_is_told_and_not_asked(town: Town) -> None:
    await announced(town)
    await moved(town)

    assert (await town.shows(WANG))[-1] == (
        "您主持的“商量3栋加装电梯”改到 12月4日周五 15:00，社区三楼议事厅（原来是 12月2日周三 19:30）。大家要重新报名。"
    )


async def test_what_stays_the_same_is_no_change(town: Town) -> None:
    await announced(town)
    await town.press(OFFICE, "改地点")
    await written(town, "社区三楼议事厅")

    assert (await town.last(OFFICE))["text"] == texts.SAME_AS_BEFORE
    assert await town.shows(XIGUAN) == [CARD]


async def test_a_dropped_change_changes_nothing(town: Town) -> None:
    await announced(town)
    await proposed(town, "改时间", "12月4号下午3点")
    toast = await town.press(OFFICE, "不改了")
    late = await town.press(OFFICE, "就这样，告诉大家")

    assert (toast, late) == (texts.NOT_CHANGED, texts.CHANGE_GONE)
    assert await town.shows(XIGUAN) == [CARD]


async def test_a_cancelled_meeting_is_told_with_its_reason(town: Town) -> None:
    await started(town, LI)
    await announced(town)
    await town.press(LI, "我来", chat=XIGUAN)
    shown = await proposed(town, "取消会议", "议事厅漏水")
    await town.press(OFFICE, "确定取消")

    told = "12月2日周三 19:30 的“商量3栋加装电梯”取消了，不用来了。\n原因：议事厅漏水"
    assert shown == "要取消 12月2日周三 19:30 的“商量3栋加装电梯”，原因：议事厅漏水\n确定吗？"
    assert await town.shows(XIGUAN) == await town.shows(JINJIANG) == [f"{FACTS}已取消：议事厅漏水", told]
    assert buttons_of((await town.people.messages(XIGUAN))[0]) == []
    assert [(await town.shows(who))[-1] for who in (LI, WANG)] == [told, told]
    assert await written(town, "我的报名", by=LI) == texts.NO_MEETINGS


async def test_without_a_reason_it_is_not_cancelled(town: Town) -> None:
    await announced(town)
    await town.press(OFFICE, "取消会议")
    await town.people.send_media(OFFICE, "photo")
    said = (await town.last(OFFICE))["text"]
    given_up = await written(town, "算了")

    assert (said, given_up) == (texts.empty("reason"), "好的，不写了。")
    assert [state for _, _, state in await meetings(town)] == ["announced"]


async def test_pressing_twice_is_harmless(town: Town) -> None:
    await announced(town)
    await proposed(town, "取消会议", "停电")
    card = await card_with(town, OFFICE, "确定取消")
    await town.press(OFFICE, "确定取消", message=card["message_id"])

    assert await town.press(OFFICE, "确定取消", message=card["message_id"]) == texts.IS_CANCELLED
    assert len(await town.shows(XIGUAN)) == 2


async def test_a_faster_colleague_gets_the_slower_one_a_kind_answer(town: Town) -> None:
    await started(town, SECRETARY)
    await announced(town)
    await proposed(town, "改时间", "12月4号下午3点")
    await written(town, "/meetings", by=SECRETARY)
    await town.press(SECRETARY, "打开第1个")
    await town.press(SECRETARY, "改时间")
    await written(town, "12月5号下午3点", by=SECRETARY)
    late = await town.press(OFFICE, "就这样，告诉大家")
    await town.press(SECRETARY, "就这样，告诉大家")

    assert late == texts.CHANGE_GONE
    assert [starts_at for _, starts_at, _ in await meetings(town)] == [at(5, 15)]


async def test_a_colleague_who_was_writing_learns_that_it_is_cancelled(town: Town) -> None:
    await started(town, SECRETARY)
    await announced(town)
    await written(town, "/meetings", by=SECRETARY)
    await town.press(SECRETARY, "打开第1个")
    await town.press(SECRETARY, "改时间")
    await cancelled(town)

    assert await written(town, "12月5号下午3点", by=SECRETARY) == texts.IS_CANCELLED
    assert await written(town, "/meetings", by=SECRETARY) == texts.NO_MEETINGS


async def test_a_cancelled_meeting_is_answered_no_more(town: Town) -> None:
    await announced(town)
    card = (await town.last(XIGUAN))["message_id"]
    await cancelled(town)
    for data in ("meetings:come.1.1:1", "meetings:calendar:1"):
        assert (await forged(town, LI, data, chat=XIGUAN, message=card))["text"] == texts.IS_CANCELLED


async def test_what_has_begun_neither_moves_nor_is_cancelled(town: Town) -> None:
    await announced(town)
    town.clock.now = at(2, 19, 30)

    assert [await town.press(OFFICE, button) for button in ("改时间", "取消会议")] == [texts.HAS_BEGUN] * 2


@pytest.mark.parametrize("action", ["move_time", "cancel", "confirm.1", "drop.1"])
async def test_only_the_office_changes_a_meeting(town: Town, action: str) -> None:
    await announced(town)
    for who in (WANG, LI):
        assert (await forged(town, who, f"meetings:{action}:1"))["text"] == people_texts.STAFF_ONLY
    assert len(await refusals(town)) == 2


async def test_a_group_that_was_left_is_passed_over(town: Town) -> None:
    await announced(town)
    await town.people.remove_bot(JINJIANG)
    await town.settled()
    await moved(town)

    assert await town.shows(XIGUAN) == [OUTDATED, f"{NEW_TIME}来不来，请点一下："]
    assert (await town.shows(JINJIANG))[0] == CARD
    assert "第三网格群" in (await card_with(town, OFFICE, "看报名"))["text"]


async def test_the_calendars_of_those_who_have_it_follow(town: Town) -> None:
    for who in (LI, SUN):
        await started(town, who)
    await announced(town)
    await town.press(LI, "加到日历", chat=XIGUAN)
    _, first = await file_of(town, await town.last(LI))
    await moved(town)
    _, second = await file_of(town, await town.last(LI))
    await cancelled(town)
    _, third = await file_of(town, await town.last(LI))

    def lines(content: bytes) -> list[str]:
        wanted = ("UID", "SEQUENCE", "DTSTART", "METHOD", "STATUS")
        return [line for line in content.decode().splitlines() if line.startswith(wanted)]

    uid = next(line for line in lines(first) if line.startswith("UID"))
    assert lines(first) == [
        "METHOD:PUBLISH",
        "DTSTART:20261202T113000Z",
        uid,
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
    ]
    assert lines(second) == [
        "METHOD:PUBLISH",
        "DTSTART:20261204T070000Z",
        uid,
        "SEQUENCE:1",
        "STATUS:CONFIRMED",
    ]
    assert lines(third) == [
        "METHOD:CANCEL",
        "DTSTART:20261204T070000Z",
        uid,
        "SEQUENCE:2",
        "STATUS:CANCELLED",
    ]
    assert not [m for m in await town.people.messages(SUN) if "document" in m]
