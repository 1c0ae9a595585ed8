"""Reactions, the bot's keyboard, typing, and the commands one is offered."""

import pytest

from sandbox.client import PeopleError
from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, WANG, ZHANG, Bot

THUMB, HEART = {"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "❤"}


async def view(bot: Bot, sandbox: Sandbox, name: str, **query: object) -> dict:
    return (await bot.client.get(f"{sandbox.url}/people/{name}", params=query)).json()


async def reactions(sandbox: Sandbox, chat_id: int) -> list[tuple[str, list[int]]]:
    shown = (await sandbox.people.messages(chat_id))[-1]["reactions"]
    return [(one["emoji"], one["by"]) for one in shown]


async def test_people_and_bots_react_and_take_it_back(bot: Bot, sandbox: Sandbox) -> None:
    said = await sandbox.people.say(ZHANG, "修好了", chat_id=GROUP)
    bot_id = (await bot.do("getMe"))["id"]
    await sandbox.people.react(WANG, said, "👍", chat_id=GROUP)
    await bot.do("setMessageReaction", chat_id=GROUP, message_id=said, reaction=[THUMB])
    both = await reactions(sandbox, GROUP)

    await sandbox.people.react(WANG, said, "❤", chat_id=GROUP)
    await bot.do("setMessageReaction", chat_id=GROUP, message_id=said)

    assert both == [("👍", [WANG, bot_id])]
    assert await reactions(sandbox, GROUP) == [("❤", [WANG])]


async def test_bots_hear_of_reactions_where_they_asked_and_may(bot: Bot, sandbox: Sandbox) -> None:
    said = (await bot.do("sendMessage", chat_id=GROUP, text="通知"))["message_id"]
    await sandbox.people.react(WANG, said, "👍", chat_id=GROUP)
    unasked = await bot.updates(allowed_updates=["message", "message_reaction"])
    await sandbox.people.react(WANG, said, "❤", chat_id=GROUP)
    as_member = await bot.updates()
    await sandbox.people.add_bot(GROUP, status="administrator")

    await sandbox.people.react(WANG, said, "🎉", chat_id=GROUP)

    heard = (await bot.updates())[-1]["message_reaction"]
    assert (unasked, as_member) == ([], [])
    assert (heard["user"]["id"], heard["message_id"]) == (WANG, said)
    assert heard["old_reaction"] == [HEART]
    assert heard["new_reaction"] == [{"type": "emoji", "emoji": "🎉"}]


@pytest.mark.parametrize(
    ("reaction", "said"),
    [
        ([{"type": "emoji", "emoji": "🥬"}], "REACTION_INVALID"),
        ([{"type": "paid"}], "REACTION_INVALID"),
        ([THUMB, HEART], "REACTIONS_TOO_MANY"),
    ],
)
async def test_a_bot_has_one_reaction_of_those_there_are(
    bot: Bot, sandbox: Sandbox, reaction: list, said: str
) -> None:
    message = await sandbox.people.say(ZHANG, "好")

    refused = await bot.refused("setMessageReaction", chat_id=ZHANG, message_id=message, reaction=reaction)

    assert refused == f"Bad Request: {said}"


async def test_keys_say_their_words_or_share_what_they_ask_for(bot: Bot, sandbox: Sandbox) -> None:
    rows = [
        ["帮助"],
        [{"text": "我的电话", "request_contact": True}, {"text": "我在哪", "request_location": True}],
    ]
    await bot.do("sendMessage", chat_id=ZHANG, text="选", reply_markup={"keyboard": rows})

    for text in ("帮助", "我的电话", "我在哪"):
        await sandbox.people.press_key(ZHANG, text)

    word, contact, place = (update["message"] for update in await bot.updates())
    assert (word["text"], contact["contact"]["user_id"]) == ("帮助", ZHANG)
    assert set(place["location"]) == {"latitude", "longitude"}


async def test_a_removed_keyboard_cannot_be_pressed(bot: Bot, sandbox: Sandbox) -> None:
    await bot.do("sendMessage", chat_id=ZHANG, text="选", reply_markup={"keyboard": [["帮助"]]})
    in_force = (await view(bot, sandbox, "messages", chat_id=ZHANG))["reply_keyboard"]
    await bot.do("sendMessage", chat_id=ZHANG, text="好了", reply_markup={"remove_keyboard": True})

    with pytest.raises(PeopleError, match="no key"):
        await sandbox.people.press_key(ZHANG, "帮助")

    assert in_force["keyboard"] == [[{"text": "帮助"}]]
    assert (await view(bot, sandbox, "messages", chat_id=ZHANG))["reply_keyboard"] is None


async def test_a_bot_seems_busy_until_it_speaks(bot: Bot, sandbox: Sandbox) -> None:
    await bot.do("sendChatAction", chat_id=ZHANG, action="typing")
    busy = (await view(bot, sandbox, "messages", chat_id=ZHANG))["typing"]
    await bot.do("sendMessage", chat_id=ZHANG, text="好了")

    assert [one["name"] for one in busy] == [(await bot.do("getMe"))["first_name"]]
    assert (await view(bot, sandbox, "messages", chat_id=ZHANG))["typing"] == []


async def test_the_narrowest_scope_with_commands_is_offered(bot: Bot, sandbox: Sandbox) -> None:
    async def set_for(name: str, **form: object) -> None:
        await bot.do("setMyCommands", commands=[{"command": name, "description": "做"}], **form)

    async def offered(chat_id: int, user_id: int) -> list[str]:
        shown = await view(bot, sandbox, "commands", chat_id=chat_id, user_id=user_id)
        return [one["command"] for one in shown["commands"]]

    await set_for("usual")
    in_group_at_first = await offered(GROUP, WANG)
    await set_for("private", scope={"type": "all_private_chats"})
    await set_for("chinese", scope={"type": "all_private_chats"}, language_code="zh")
    await set_for("groups", scope={"type": "all_group_chats"})
    await set_for("wang", scope={"type": "chat_member", "chat_id": GROUP, "user_id": WANG})

    assert in_group_at_first == ["usual"]
    assert await offered(ZHANG, ZHANG) == ["chinese"]
    assert await offered(GROUP, ZHANG) == ["groups"]
    assert await offered(GROUP, WANG) == ["wang"]
