"""The author's answer, 我家也是, and merging by the office, as people press and write it."""

import pytest

from tests.handlers import (
    everything,
    fell_silent,
    forged,
    log,
    parked,
    raised,
    registered,
    started,
    ticket,
    tickets,
)
from tests.town import CHEN, JINJIANG, LI, OFFICE, SUN, WANG, XIGUAN, ZHAO, Town, buttons_of

LIFT, SAME_LIFT = "#电梯 3栋电梯又坏了", "#电梯 三号楼电梯停了"
JOIN, APART, ME_TOO = "是同一件（并在一起）", "不是，单独办", "我家也是"
DEAD = "这个按钮已经失效，请用最新的那条消息。"


async def two_tickets(town: Town) -> tuple[int, int]:
    """Two neighbours say the same in the group; returns their cards."""
    return await raised(town, LIFT), await raised(town, SAME_LIFT, by=ZHAO)


async def card(town: Town, message: int, chat: int = XIGUAN) -> str:
    """The text of one message."""
    await town.settled()
    return next(str(m["text"]) for m in await town.people.messages(chat) if m["message_id"] == message)


async def test_the_question_goes_when_it_is_another_matter(town: Town) -> None:
    _, second = await two_tickets(town)

    toast = await town.press(ZHAO, APART, chat=XIGUAN)

    assert toast == "好的，单独办。"
    assert await card(town, second) == (
        "诉求 #2 · 电梯\n地点：西关小区3栋\n承办：王云（第一网格）\n答复：今天9:30前\n进展：已派给承办人，等签收"
    )
    assert buttons_of(await town.last(XIGUAN)) == ["补充", "类别不对", "撤回", ME_TOO]
    assert (await log(town, 2))[-1] == ("kept_apart", "1", None)


async def test_what_is_not_alike_is_not_asked_about(town: Town) -> None:
    await raised(town, LIFT)

    await raised(town, "#电梯 5栋电梯又坏了", by=ZHAO)
    await raised(town, "#噪音 3栋楼上装修太吵", by=ZHAO)

    assert all("同一件" not in text for text in await town.shows(XIGUAN))


async def test_an_emergency_is_not_kept_with_questions(town: Town) -> None:
    await raised(town, "3栋电梯困人了，快来人")

    await raised(town, "3栋电梯困人了", by=ZHAO)

    assert all("同一件" not in text for text in await town.shows(XIGUAN))


async def test_what_was_said_directly_is_not_shown_to_another(town: Town) -> None:
    await registered(town, "3栋电梯又坏了，我腿不好")

    await raised(town, SAME_LIFT, by=ZHAO)

    shown = (await town.last(XIGUAN))["text"]
    assert shown.splitlines()[-1] == (
        "好像和 #1 是同一件事（今天9:00反映的）。是的话并在一起办，办完一样会问您。"
    )
    await town.press(ZHAO, JOIN, chat=XIGUAN)
    everything_shown = "\n".join(await town.shows(XIGUAN))
    assert "李阿姨" not in everything_shown
    assert "腿不好" not in everything_shown


async def test_the_author_is_asked_in_the_direct_chat_too(town: Town) -> None:
    await raised(town, LIFT)

    await registered(town, "西关小区3栋的电梯停了", by=ZHAO)

    assert "好像和 #1 是同一件事（今天9:00反映的：“3栋电梯又坏了”）" in (await town.last(ZHAO))["text"]
    assert ME_TOO not in buttons_of(await town.last(ZHAO))
    assert await town.press(ZHAO, JOIN) == "已并在一起办，办完一样会问您。"
    assert (await ticket(town, 2))["merged_into_id"] == 1


@pytest.mark.parametrize("user", [LI, SUN, WANG, OFFICE])
async def test_nobody_but_the_author_answers(town: Town, user: int) -> None:
    _, second = await two_tickets(town)
    before = await everything(town, 2)

    for data in ("same:join.1:2", "same:apart.1:2"):
        seen = await forged(town, user, data, chat=XIGUAN if user != OFFICE else OFFICE)
        assert "只有提这件事的人能点这个按钮" in seen["text"] or user == OFFICE

    assert await everything(town, 2) == before
    assert JOIN in buttons_of(
        next(m for m in await town.people.messages(XIGUAN) if m["message_id"] == second)
    )


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("same:join.9:2", "这个按钮已经失效，您这件单独办着。"),
        ("same:join.2:2", "这个按钮已经失效，您这件单独办着。"),
        ("same:join.x:2", "这个按钮已经失效，请看最新的那条消息。"),
        ("same:join:2", "这个按钮已经失效，请看最新的那条消息。"),
        ("same:join.1:99", "这个按钮已经失效，请看最新的那条消息。"),
        ("same:leave:2", "这件诉求没有并到别的诉求，不用拆开。"),
        ("same:merge.1:2", DEAD),
        ("same:split:2", DEAD),
        ("same:nothing:2", DEAD),
    ],
)
async def test_forged_buttons_change_nothing(town: Town, data: str, text: str) -> None:
    await two_tickets(town)
    before = await everything(town, 2)

    assert await forged(town, ZHAO, data, chat=XIGUAN) == {"text": text, "show_alert": True}
    assert await everything(town, 2) == before
    assert await parked(town) == []


async def test_an_old_button_joins_nothing(town: Town) -> None:
    await two_tickets(town)
    await town.press(ZHAO, APART, chat=XIGUAN)

    seen = await forged(town, ZHAO, "same:join.1:2", chat=XIGUAN)

    assert seen["text"] == "这个按钮已经失效，您这件单独办着。"


async def test_one_that_was_just_taken_back_is_joined_by_nobody(town: Town) -> None:
    first, _ = await two_tickets(town)
    await town.press(LI, "撤回", chat=XIGUAN, message=first)

    assert await town.press(ZHAO, JOIN, chat=XIGUAN) == "诉求 #1 已撤回，不能再并进去。"
    assert (await ticket(town, 2))["state"] == "assigned"


async def test_the_author_may_leave_again(town: Town) -> None:
    _, second = await two_tickets(town)
    await town.press(ZHAO, JOIN, chat=XIGUAN)

    toast = await town.press(ZHAO, APART, chat=XIGUAN)

    assert toast == "已拆开，单独办。"
    assert (await card(town, second)).splitlines()[2] == "承办：王云（第一网格）"


async def test_a_reply_to_a_duplicates_card_reaches_the_assignee(town: Town) -> None:
    _, second = await two_tickets(town)
    await town.press(ZHAO, JOIN, chat=XIGUAN)

    await town.people.say(ZHAO, "里面还有异响", chat_id=XIGUAN, reply_to=second)
    await town.people.send_media(ZHAO, "photo", chat_id=XIGUAN, reply_to=second)

    assert "诉求 #1，赵大爷补充：\n里面还有异响" in await town.shows(WANG)
    assert await tickets(town) == ["3栋电梯又坏了", "三号楼电梯停了"]
    assert sum("photo" in message for message in await town.people.messages(WANG)) == 1


async def test_photos_of_a_duplicate_come_to_the_assignee_of_the_first(town: Town) -> None:
    await raised(town, LIFT)
    await town.people.send_media(ZHAO, "photo", chat_id=XIGUAN, caption=SAME_LIFT)
    await town.settled()
    before = sum("photo" in message for message in await town.people.messages(WANG))

    await town.press(ZHAO, JOIN, chat=XIGUAN)

    assert (before, sum("photo" in message for message in await town.people.messages(WANG))) == (1, 1)


async def test_pressing_me_too_twice_takes_it_back(town: Town) -> None:
    first = await raised(town, LIFT)

    toasts = [await town.press(ZHAO, ME_TOO, chat=XIGUAN, message=first) for _ in range(2)]

    assert toasts == ["记下了，您家也算一户。再点一次就取消。", "已取消。"]
    assert "户也遇到" not in await card(town, first)


async def test_the_worker_sees_how_many_have_it(town: Town) -> None:
    first = await raised(town, LIFT)
    for neighbour in (ZHAO, SUN, CHEN):
        await town.press(neighbour, ME_TOO, chat=XIGUAN, message=first)

    assert (await town.last(WANG))["text"].splitlines()[:2] == ["诉求 #1 · 电梯 · 待签收", "3户也遇到"]
    await town.people.say(WANG, "/mine")
    assert (await town.last(WANG))["text"].splitlines()[1] == "#1 电梯“3栋电梯又坏了”（3户也遇到）今天9:30前"


async def test_one_does_not_have_ones_own_matter_too(town: Town) -> None:
    first = await raised(town, LIFT)

    toast = await town.press(LI, ME_TOO, chat=XIGUAN, message=first)

    assert toast == "这件就是您家提的，已经在办了。"


async def test_me_too_is_pressed_only_in_its_group(town: Town) -> None:
    await raised(town, LIFT)
    await registered(town, "3栋楼道灯不亮", by=SUN)
    await started(town, ZHAO)

    for chat, data in ((ZHAO, "same:me_too:1"), (JINJIANG, "same:me_too:1"), (XIGUAN, "same:me_too:2")):
        seen = await forged(town, LI if chat == JINJIANG else ZHAO, data, chat=chat)
        assert seen["text"] == "请在群里那张卡片上点。"


async def test_after_the_end_nobody_has_it_too(town: Town) -> None:
    await raised(town, LIFT)
    await town.press(LI, "撤回", chat=XIGUAN)

    seen = await forged(town, ZHAO, "same:me_too:1", chat=XIGUAN)

    assert seen["text"] == "诉求 #1 已撤回，没有改动。"


async def test_the_office_merges_by_reply_and_splits_by_number(town: Town) -> None:
    await raised(town, LIFT)
    await raised(town, "#电梯 99栋电梯坏了", by=ZHAO)
    waiting = (await town.last(OFFICE))["message_id"]

    await town.people.say(OFFICE, "并到 #1", reply_to=waiting)
    merged = (await town.shows(OFFICE))[-1]
    gone = await card(town, waiting, OFFICE)
    await town.people.say(OFFICE, "拆开 #2")

    assert merged == "诉求 #2 已并到 #1，由王云承办，两边的居民都告诉了。并错了可以拆开。"
    assert gone == "诉求 #2 已并到 #1，由王云承办，您这边不用再管。"
    assert "诉求 #2 已拆开，由社区工作人员单独办，居民都告诉了。" in await town.shows(OFFICE)
    assert (await ticket(town, 2))["state"] == "triage"


async def test_what_waits_for_the_office_is_merged_with_one_tap(town: Town) -> None:
    await raised(town, "#停车 99栋门口乱停车")
    await raised(town, "#停车 99栋门口又有车乱停", by=ZHAO)

    toast = await town.press(OFFICE, "并到 #1")

    assert toast == "已并到 #1。"
    assert (await ticket(town, 2))["merged_into_id"] == 1


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("并到 #1", "请写明是哪两件，比如：#15 并到 #12；拆开写：拆开 #15。"),
        ("拆开", "请写明是哪两件，比如：#15 并到 #12；拆开写：拆开 #15。"),
        ("#2 并到 #2", "这是同一件诉求，不用合并。"),
        ("把2并到99", "这个按钮已经失效，请看最新的那条消息。"),
        ("拆开 #1", "这件诉求没有并到别的诉求，不用拆开。"),
    ],
)
async def test_the_office_is_told_what_it_wrote_wrong(town: Town, written: str, answer: str) -> None:
    await two_tickets(town)

    await town.people.say(OFFICE, written)

    assert (await town.shows(OFFICE))[-1] == answer
    assert (await ticket(town, 2))["state"] == "assigned"


async def test_a_worker_who_writes_it_sends_nothing_to_the_resident(town: Town) -> None:
    await started(town, ZHAO)
    await two_tickets(town)
    before = await town.shows(ZHAO)

    await town.people.say(WANG, "并到 #1", reply_to=(await town.last(WANG))["message_id"])

    assert (await town.shows(WANG))[-1] == (
        "合并、拆开由社区工作人员来做，请在私聊里告诉社区。这句话没有发给居民。"
    )
    assert await town.shows(ZHAO) == before


async def test_my_tickets_say_where_a_duplicate_went(town: Town) -> None:
    await started(town, ZHAO)
    await two_tickets(town)
    await town.press(ZHAO, JOIN, chat=XIGUAN)

    await town.people.say(ZHAO, "/mine")

    assert (await town.shows(ZHAO))[-1] == (
        "您提过的诉求：\n#2 电梯“三号楼电梯停了”\n　王云：和 #1 是同一件，并在一起办"
    )


async def test_the_assignee_is_warned_that_several_read_it(town: Town) -> None:
    await two_tickets(town)
    await town.press(ZHAO, JOIN, chat=XIGUAN)
    message = next(m for m in await town.people.messages(WANG) if m["text"].startswith("诉求 #1 · "))

    await town.press(WANG, "回复居民", message=message["message_id"])

    assert (await town.shows(WANG))[-1] == (
        "诉求 #1：写给居民的话（居民会看到）。\n这件有 2 位居民反映，每位都会看到，请不要写是谁家。\n"
        "不写了就发“算了”。"
    )


async def registered_at(town: Town, user: int, room: str) -> None:
    """Somebody registers their home to the door."""
    await started(town, user)
    await town.people.say(user, "我的楼栋")
    for label in ("西关小区", "3栋", "2单元", "补上门牌（几零几）"):
        await town.press(user, label)
    await town.people.say(user, room)
    await town.settled()


async def test_two_of_one_door_are_one_household(town: Town) -> None:
    first = await raised(town, LIFT)
    await registered_at(town, ZHAO, "501")
    await registered_at(town, SUN, "５０１室")
    assert (await town.shows(SUN))[-1] == "记下了：501。一家人提同一件事，只算一户。"

    toasts = [await town.press(user, ME_TOO, chat=XIGUAN, message=first) for user in (ZHAO, SUN)]

    assert toasts[1] == "您家已经算过一户了。办完也会告诉您。"
    assert (await card(town, first)).splitlines()[-1] == "1户也遇到"
    for chat in (XIGUAN, WANG):
        assert "501" not in "".join(await town.shows(chat))


@pytest.mark.parametrize(("said", "answer"), [("算了", "好的，不写了。"), ("3栋楼道灯不亮", None)])
async def test_what_is_no_door_is_not_taken_for_one(town: Town, said: str, answer: str | None) -> None:
    await registered_at(town, ZHAO, said)

    if answer:
        assert (await town.shows(ZHAO))[-1] == answer
    else:
        await fell_silent(town)
        await town.press(ZHAO, "就这样，登记")
        assert await tickets(town) == [said]
