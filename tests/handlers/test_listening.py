"""What people do in a group that is listened to: talk, press, decline, reply."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.listening.models import Offer, Overheard
from scheduler.listening import judge_quiet_talk
from tests.handlers import NOISE_CARD, log, parked, people_known, refusals, ticket, tickets
from tests.handlers.test_bad_input import TEXTS
from tests.town import LI, SUN, WANG, XIGUAN, ZHAO, Town

LIFT = "3栋电梯又坏了"
OFFER = "登记为诉求？点一下，我就去找负责的人。\n（只有您点才算，不点就当没说）"


async def fell_silent(town: Town, seconds: float = 20) -> None:
    """The quiet time after which talk is judged passes."""
    await town.settled()
    town.clock.forward(seconds=seconds)
    await town.tick(judge_quiet_talk)


async def overheard(town: Town) -> list[str]:
    """What is kept of what was overheard."""
    await town.settled()
    async with town.program.db.read() as session:
        return list(await session.scalars(sa.select(Overheard.text).order_by(Overheard.id)))


async def offers(town: Town) -> list[tuple[int, str, int | None]]:
    """Who was asked, what became of it, about which own ticket."""
    async with town.program.db.read() as session:
        rows = await session.scalars(sa.select(Offer).order_by(Offer.id))
        return [(row.author_id, row.fate, row.ticket_id) for row in rows]


async def shown(town: Town) -> list[str]:
    """What the group shows besides what is read and kept."""
    return [text for text in await town.shows(XIGUAN) if not text.startswith("各位邻居好！")]


async def asked(town: Town, *lines: str, by: int = LI) -> None:
    """Somebody says something among neighbours and is asked about it."""
    for line in lines or (LIFT,):
        await town.people.say(by, line, chat_id=XIGUAN)
    await fell_silent(town)
    assert (await town.last(XIGUAN))["text"] == OFFER


def _foreign(text: str = LIFT, **more: Any) -> dict[str, Any]:
    chat = {"id": XIGUAN, "type": "supergroup", "title": "西关小区邻里群"}
    person = {"id": LI, "is_bot": False, "first_name": "李阿姨"}
    return {"message_id": 990, "date": 1_700_000_000, "chat": chat, "from": person, "text": text, **more}


_OTHER_BOT = {"id": 77, "is_bot": True, "first_name": "别的机器人"}
_FORWARD = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "某某"}


@pytest.mark.parametrize(
    "message",
    [
        _foreign(forward_origin=_FORWARD),
        _foreign(via_bot=_OTHER_BOT),
        _foreign(**{"from": _OTHER_BOT}),
        _foreign(sender_chat={"id": XIGUAN, "type": "supergroup", "title": "群"}),
        _foreign(sender_chat={"id": -100777, "type": "channel", "title": "频道"}, is_automatic_forward=True),
        _foreign(text="/roll@other_bot 3栋电梯又坏了"),
        {**_foreign(), "text": None, "location": {"latitude": 25.9, "longitude": 119.5}},
        {**_foreign(), "text": None, "dice": {"emoji": "🎲", "value": 3}},
    ],
    ids=["forwarded", "via a bot", "a bot", "anonymous", "channel", "command", "location", "dice"],
)
async def test_what_is_nobodys_own_word_is_not_even_kept(
    listening_town: Town, message: dict[str, Any]
) -> None:
    town = listening_town
    known = await people_known(town)

    await town.people.push_update({"message": {k: v for k, v in message.items() if v is not None}})
    await town.settled()

    assert await overheard(town) == []
    await fell_silent(town)
    assert (await offers(town), await parked(town)) == ([], [])
    assert await people_known(town) == known


async def test_an_edit_is_left_alone(listening_town: Town) -> None:
    town = listening_town
    said = await town.people.say(LI, "早上好", chat_id=XIGUAN)
    await town.people.edit(LI, said, LIFT, chat_id=XIGUAN)

    await fell_silent(town)

    assert await offers(town) == []


async def test_a_voice_alone_is_left_and_belongs_to_the_words_that_follow(listening_town: Town) -> None:
    town = listening_town
    await town.people.send_media(LI, "voice", chat_id=XIGUAN)
    await fell_silent(town)
    assert await offers(town) == []

    await asked(town)
    await town.press(LI, "登记为诉求", chat=XIGUAN)

    assert len([m for m in await town.people.messages(WANG) if "voice" in m]) == 1


@pytest.mark.parametrize(
    "said",
    [
        "早上好",
        "谢谢物业，电梯修好了",
        "推荐一家好吃的面馆",
        "哈哈哈笑死我了",
        "转让八成新冰箱一台，有意私聊",
    ],
)
async def test_chat_is_not_asked_about(listening_town: Town, said: str) -> None:
    await listening_town.people.say(LI, said, chat_id=XIGUAN)

    await fell_silent(listening_town)

    assert await shown(listening_town) == [said]
    assert LI not in await people_known(listening_town)


async def test_a_workers_word_is_not_asked_about(listening_town: Town) -> None:
    await listening_town.people.say(WANG, LIFT, chat_id=XIGUAN)

    await fell_silent(listening_town)

    assert (await offers(listening_town), await overheard(listening_town)) == ([], [])


async def test_by_default_nothing_is_kept_or_asked(town: Town) -> None:
    await town.people.say(LI, LIFT, chat_id=XIGUAN)
    await town.settled()

    assert await overheard(town) == []
    await fell_silent(town)
    assert await town.shows(XIGUAN) == [LIFT]


async def test_a_tagged_word_is_a_ticket_at_once_as_ever(listening_town: Town) -> None:
    await listening_town.people.say(LI, "#噪音 3栋楼上装修太吵", chat_id=XIGUAN)

    assert (await listening_town.last(XIGUAN))["text"] == NOISE_CARD
    assert await overheard(listening_town) == []


async def test_danger_is_answered_at_once_as_ever(listening_town: Town) -> None:
    await listening_town.people.say(LI, "3栋着火了", chat_id=XIGUAN)

    texts = await listening_town.shows(XIGUAN)

    assert texts[1].startswith("危险请马上打：\n火警 119")
    assert texts[2].startswith("【急】诉求 #1 · ")
    assert await overheard(listening_town) == []


@pytest.mark.parametrize("label", ["登记为诉求", "不用", "不用再问我"])
async def test_a_neighbour_who_presses_is_told_kindly(listening_town: Town, label: str) -> None:
    await asked(listening_town)

    toast = await listening_town.press(ZHAO, label, chat=XIGUAN)

    assert toast == "这个按钮是留给说这件事的邻居的。您家有事，直接跟我说就行。"
    assert await offers(listening_town) == [(LI, "open", None)]
    assert (await refusals(listening_town))[-1][0] == ZHAO


async def test_registering_is_like_saying_it_to_the_bot(listening_town: Town) -> None:
    town = listening_town
    await town.people.album(LI, 2, chat_id=XIGUAN, caption=LIFT)
    await fell_silent(town)
    [message] = [m for m in await town.people.messages(XIGUAN) if m.get("text") == OFFER]

    await town.press(LI, "登记为诉求", chat=XIGUAN, message=message["message_id"])

    row = await ticket(town)
    first = (await town.people.messages(XIGUAN))[0]
    assert (row["text"], row["category"], row["grid"], row["message_id"]) == (
        LIFT, "elevator", "G1", first["message_id"],
    )  # fmt: skip
    assert row["reasons"][0] == "居民主动反映"
    assert [kind for kind, _, _ in await log(town)] == ["opened", "routed"]
    assert len([m for m in await town.people.messages(WANG) if "photo" in m]) == 2


async def test_a_question_is_answered_once(listening_town: Town) -> None:
    town = listening_town
    await asked(town)
    question = await town.last(XIGUAN)
    callback = await town.people.press(LI, "登记为诉求", chat_id=XIGUAN, message_id=question["message_id"])
    again = await town.people.press(
        LI, force="listening:register:1", chat_id=XIGUAN, message_id=question["message_id"]
    )

    toasts = [await town.people.toast(which) for which in (callback, again)]

    assert [toast and toast["text"] for toast in toasts] == [
        "登记好了！进展都在回复您的那张卡片上。",
        "这一条已经过去了。要登记的话，@我再说一遍就行。",
    ]
    assert await tickets(town) == [LIFT]


@pytest.mark.parametrize(
    ("label", "toast", "asked_after_four_days"),
    [
        ("不用", "好的，不登记。这几天我不再问您。", True),
        ("不用再问我", "好的，以后不问您了。想让我再问，私聊我发 /ask 就行。", False),
    ],
)
async def test_who_declines_is_left_in_peace(
    listening_town: Town, label: str, toast: str, *, asked_after_four_days: bool
) -> None:
    town = listening_town
    await asked(town)

    assert await town.press(LI, label, chat=XIGUAN) == toast
    await town.people.say(LI, "3栋楼上装修太吵", chat_id=XIGUAN)
    await fell_silent(town)
    assert len(await offers(town)) == 1

    town.clock.forward(days=4)
    await town.people.say(LI, "3栋楼上装修太吵", chat_id=XIGUAN)
    await fell_silent(town)
    assert (await offers(town))[1:] == ([(LI, "open", None)] if asked_after_four_days else [])
    assert await tickets(town) == []


async def test_who_wants_to_be_asked_again_says_so(listening_town: Town) -> None:
    town = listening_town
    await asked(town)
    await town.press(LI, "不用再问我", chat=XIGUAN)

    await town.people.start(LI)
    await town.people.say(LI, "/ask")
    assert (await town.last(LI))["text"] == "好的。您在群里说到难处，我会问您一句要不要登记。"

    await asked(town, "3栋楼上装修太吵")


async def test_what_is_said_while_asked_comes_along(listening_town: Town) -> None:
    town = listening_town
    await asked(town, "电梯又坏了，老人上不去")
    await town.people.say(LI, "3栋的", chat_id=XIGUAN)
    await town.people.send_media(LI, "photo", chat_id=XIGUAN)
    await fell_silent(town)

    await town.press(LI, "登记为诉求", chat=XIGUAN)

    assert await tickets(town) == ["电梯又坏了，老人上不去\n3栋的"]
    assert (await ticket(town))["grid"] == "G1"
    assert len([m for m in await town.people.messages(WANG) if "photo" in m]) == 1


async def test_a_reply_to_ones_own_earlier_word_takes_it_in(listening_town: Town) -> None:
    town = listening_town
    first = await town.people.say(LI, "我家3栋2单元", chat_id=XIGUAN)
    await fell_silent(town)
    town.clock.forward(minutes=30)
    await town.tick_all()
    await town.people.say(LI, "电梯坏了没人管", chat_id=XIGUAN, reply_to=first)
    await fell_silent(town)

    await town.press(LI, "登记为诉求", chat=XIGUAN)

    assert await tickets(town) == ["我家3栋2单元\n电梯坏了没人管"]


@pytest.mark.parametrize(
    ("reply", "registered"),
    [
        ("好的", [LIFT]),
        ("要", [LIFT]),
        ("2单元的", [f"{LIFT}\n2单元的"]),
        ("不用了，谢谢", []),
    ],
)
async def test_the_question_can_be_answered_in_words(
    listening_town: Town, reply: str, registered: list[str]
) -> None:
    await asked(listening_town)
    question = await listening_town.last(XIGUAN)

    await listening_town.people.say(LI, reply, chat_id=XIGUAN, reply_to=question["message_id"])

    assert await tickets(listening_town) == registered
    assert OFFER not in await listening_town.shows(XIGUAN)


async def test_a_neighbours_reply_to_the_question_is_their_own_matter(listening_town: Town) -> None:
    await asked(listening_town)
    question = await listening_town.last(XIGUAN)

    await listening_town.people.say(SUN, "5栋的电梯也坏了", chat_id=XIGUAN, reply_to=question["message_id"])

    assert await tickets(listening_town) == ["5栋的电梯也坏了"]
    assert await offers(listening_town) == [(LI, "open", None)]


async def test_a_question_how_it_stands_goes_to_the_ticket_once_pressed(listening_town: Town) -> None:
    town = listening_town
    await town.people.say(LI, "#噪音 3栋楼上装修太吵", chat_id=XIGUAN)
    await town.people.say(LI, "装修的事处理好了吗", chat_id=XIGUAN)
    await fell_silent(town)
    assert await offers(town) == [(LI, "open", 1)]
    assert [kind for kind, _, _ in await log(town)] == ["opened", "routed"]

    assert await town.press(LI, "转告承办人", chat=XIGUAN) == "补充到诉求 #1 了，承办人会看到。"

    assert (await log(town))[-1] == ("added", None, "装修的事处理好了吗")
    assert await tickets(town) == ["3栋楼上装修太吵"]


@pytest.mark.parametrize("raised", [(), ("#噪音 3栋楼上装修太吵", "#电梯 3栋电梯坏了")])
async def test_a_question_how_it_stands_is_left_when_no_one_ticket_is_meant(
    listening_town: Town, raised: tuple[str, ...]
) -> None:
    for text in (*raised, "上次说的还没修好吗"):
        await listening_town.people.say(LI, text, chat_id=XIGUAN)

    await fell_silent(listening_town)

    assert await offers(listening_town) == []


async def test_a_ticket_raised_directly_is_not_named_in_the_group(listening_town: Town) -> None:
    town = listening_town
    await town.people.start(LI)
    await town.people.say(LI, "3栋着火了")
    await town.settled()

    await town.people.say(LI, "上次说的处理好了吗", chat_id=XIGUAN)
    await fell_silent(town)

    assert await tickets(town) == ["3栋着火了"]
    assert await shown(town) == ["上次说的处理好了吗"]


async def test_a_ticket_ended_meanwhile_makes_it_a_new_one(listening_town: Town) -> None:
    town = listening_town
    await town.people.say(LI, "#噪音 3栋楼上装修太吵", chat_id=XIGUAN)
    await town.people.say(LI, "装修的事处理好了吗", chat_id=XIGUAN)
    await fell_silent(town)
    await town.press(LI, "撤回", chat=XIGUAN)

    assert await town.press(LI, "转告承办人", chat=XIGUAN) == "登记好了！进展都在回复您的那张卡片上。"

    assert await tickets(town) == ["3栋楼上装修太吵", "装修的事处理好了吗"]


async def test_who_says_it_to_the_bot_meanwhile_is_not_asked(listening_town: Town) -> None:
    town = listening_town
    await town.people.say(LI, "电梯又坏了", chat_id=XIGUAN)
    await town.people.say(LI, "#电梯 3栋电梯又坏了", chat_id=XIGUAN)

    await fell_silent(town)

    assert await offers(town) == []


async def test_who_says_it_to_the_bot_after_all_is_not_asked_any_more(listening_town: Town) -> None:
    town = listening_town
    await asked(town)

    await town.people.say(LI, "#电梯 3栋电梯又坏了", chat_id=XIGUAN)

    assert await tickets(town) == [LIFT]
    assert OFFER not in await town.shows(XIGUAN)


async def test_no_text_is_too_odd_to_be_overheard(listening_town: Town) -> None:
    town = listening_town
    for text in (LIFT, *TEXTS, "还没修好吗" * 500, "电梯坏了\n" * 300):
        await town.people.say(LI, text, chat_id=XIGUAN)
        await town.people.send_media(LI, "photo", chat_id=XIGUAN, caption=text[:1024])
    await fell_silent(town)

    await town.press(LI, "登记为诉求", chat=XIGUAN)

    assert (len(await tickets(town)), await parked(town)) == (1, [])
