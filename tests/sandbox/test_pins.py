"""Pinning and unpinning, by bots and by people."""

import pytest

from sandbox.client import PeopleError
from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, SMALL_GROUP, WANG, ZHANG, Bot


async def pinned(sandbox: Sandbox, chat_id: int) -> list[str]:
    return [m["text"] for m in await sandbox.people.messages(chat_id) if m["pinned"]]


async def test_in_a_direct_chat_both_pin(bot: Bot, sandbox: Sandbox) -> None:
    sent = (await bot.do("sendMessage", chat_id=ZHANG, text="公告"))["message_id"]
    said = await sandbox.people.say(ZHANG, "地址")
    await bot.updates(offset=2**40)
    await bot.do("pinChatMessage", chat_id=ZHANG, message_id=sent, disable_notification=True)
    await sandbox.people.pin(ZHANG, said)

    both = await pinned(sandbox, ZHANG)
    await sandbox.people.unpin(ZHANG, sent)
    heard = [u["message"] for u in await bot.updates()]

    assert both == ["公告", "地址"]
    assert await pinned(sandbox, ZHANG) == ["地址"]
    me = (await bot.do("getMe"))["id"]
    assert [(m["from"]["id"], m["pinned_message"]["message_id"]) for m in heard] == [
        (me, sent),
        (ZHANG, said),
    ]


async def test_everything_is_unpinned_at_once(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.add_bot(GROUP, status="administrator")
    for text in ("一", "二"):
        said = await sandbox.people.say(ZHANG, text, chat_id=GROUP)
        await bot.do("pinChatMessage", chat_id=GROUP, message_id=said)
    before = await pinned(sandbox, GROUP)
    await bot.do("unpinAllChatMessages", chat_id=GROUP)

    assert (before, await pinned(sandbox, GROUP)) == (["一", "二"], [])
    assert "pinned_message" not in await bot.do("getChat", chat_id=GROUP)


async def test_in_a_group_only_administrators_pin(bot: Bot, sandbox: Sandbox) -> None:
    said = await sandbox.people.say(ZHANG, "公告", chat_id=SMALL_GROUP)
    with pytest.raises(PeopleError, match="may not pin"):
        await sandbox.people.pin(ZHANG, said, chat_id=SMALL_GROUP)
    await sandbox.people.pin(WANG, said, chat_id=SMALL_GROUP)

    refused = await bot.refused("unpinAllChatMessages", chat_id=SMALL_GROUP)

    assert refused == "Bad Request: not enough rights to manage pinned messages in the chat"
    assert await pinned(sandbox, SMALL_GROUP) == ["公告"]
    with pytest.raises(PeopleError, match="is not pinned"):
        await sandbox.people.unpin(WANG, said + 1, chat_id=SMALL_GROUP)
