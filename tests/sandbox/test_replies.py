"""Quotes, replies to other chats, and what must not be passed on."""

import pytest

from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, SMALL_GROUP, STRANGE_GROUP, WANG, ZHANG, Bot


async def answered(bot: Bot, message_id: int, **how: object) -> dict:
    reply = {"message_id": message_id, **how}
    return await bot.do("sendMessage", chat_id=GROUP, text="收到", reply_parameters=reply)


async def test_a_quote_names_its_place_in_the_message(bot: Bot, sandbox: Sandbox) -> None:
    said = await sandbox.people.say(ZHANG, "😀三栋电梯坏了，电梯", chat_id=GROUP)

    first = await answered(bot, said, quote="电梯")
    later = await answered(bot, said, quote="电梯", quote_position=8)

    assert first["reply_to_message"]["message_id"] == said
    assert first["quote"] == {"text": "电梯", "position": 4, "is_manual": True}
    assert later["quote"]["position"] == 9


async def test_a_quote_must_be_marked_up_as_the_message_is(bot: Bot) -> None:
    said = await bot.do("sendMessage", chat_id=GROUP, text="请 <b>今天</b> 来", parse_mode="HTML")

    quoted = await answered(bot, said["message_id"], quote="<b>天</b> 来", quote_parse_mode="HTML")
    plain = await bot.refused(
        "sendMessage",
        chat_id=GROUP,
        text="好",
        reply_parameters={"message_id": said["message_id"], "quote": "今天"},
    )

    assert quoted["quote"]["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert plain == "Bad Request: QUOTE_TEXT_INVALID"


async def test_a_reply_into_another_chat_tells_where_the_message_stands(bot: Bot, sandbox: Sandbox) -> None:
    said = await sandbox.people.send_media(ZHANG, "photo", chat_id=GROUP, caption="三栋电梯")
    direct = await sandbox.people.say(ZHANG, "悄悄话")

    shown = await bot.do(
        "sendMessage",
        chat_id=SMALL_GROUP,
        text="看这里",
        reply_parameters={"message_id": said, "chat_id": GROUP, "quote": "电梯"},
    )
    hidden = await bot.do(
        "sendMessage", chat_id=GROUP, text="好", reply_parameters={"message_id": direct, "chat_id": ZHANG}
    )

    assert "reply_to_message" not in shown
    assert shown["quote"]["text"] == "电梯"
    external = shown["external_reply"]
    assert (external["chat"]["id"], external["message_id"]) == (GROUP, said)
    assert external["origin"]["sender_user"]["id"] == ZHANG
    assert external["photo"]
    assert {"chat", "message_id"}.isdisjoint(hidden["external_reply"])


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ({"message_id": 999}, "message to be replied not found"),
        ({"message_id": 999, "chat_id": SMALL_GROUP, "allow_sending_without_reply": True}, "message to be replied not found"),
        ({"message_id": 1, "chat_id": STRANGE_GROUP}, "chat not found"),
        ({"message_id": 1, "chat_id": "@nowhere"}, "chat not found"),
    ],
)  # fmt: skip
async def test_what_cannot_be_answered_is_refused(bot: Bot, reply: dict, said: str) -> None:
    refused = await bot.refused("sendMessage", chat_id=GROUP, text="好", reply_parameters=reply)

    assert refused == f"Bad Request: {said}"


async def test_albums_and_polls_are_replies_too(bot: Bot, sandbox: Sandbox) -> None:
    said = await sandbox.people.say(ZHANG, "电梯坏了", chat_id=GROUP)
    reply = {"chat_id": GROUP, "reply_parameters": {"message_id": said}}
    photo = {"type": "photo", "media": "https://example.org/a.jpg"}

    album = await bot.do("sendMediaGroup", media=[photo, photo], **reply)
    poll = await bot.do("sendPoll", question="修吗", options=["修", "不修"], **reply)

    assert [m["reply_to_message"]["message_id"] for m in (*album, poll)] == [said] * 3


async def test_what_is_protected_is_copied_by_the_bot_but_not_forwarded(bot: Bot) -> None:
    kept = await bot.do("sendMessage", chat_id=GROUP, text="门禁码", protect_content=True)
    free = await bot.do("sendMessage", chat_id=GROUP, text="菜单")
    source = {"chat_id": SMALL_GROUP, "from_chat_id": GROUP}

    refused = await bot.refused("forwardMessage", message_id=kept["message_id"], **source)
    passed = await bot.do("forwardMessages", message_ids=[kept["message_id"], free["message_id"]], **source)
    await bot.do("copyMessage", message_id=kept["message_id"], **source)

    assert kept["has_protected_content"]
    assert refused == "Bad Request: message can't be forwarded"
    assert len(passed) == 1


async def test_a_copy_is_a_message_of_its_own(bot: Bot, sandbox: Sandbox) -> None:
    said = await sandbox.people.say(WANG, "电梯坏了", chat_id=GROUP)
    reply = {"message_id": said, "quote": "电梯"}
    sent = await bot.do(
        "sendMessage", chat_id=GROUP, text="收到", protect_content=True, reply_parameters=reply
    )

    await bot.do("copyMessage", chat_id=SMALL_GROUP, from_chat_id=GROUP, message_id=sent["message_id"])

    [copy] = await sandbox.people.messages(SMALL_GROUP)
    assert copy["text"] == "收到"
    assert {"reply_to_message", "quote", "has_protected_content"}.isdisjoint(copy)
