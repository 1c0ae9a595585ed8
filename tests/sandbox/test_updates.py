"""Fetching updates: acknowledgement, waiting, conflicts, webhooks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

from telegram import Update

from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, ZHANG, Bot


def texts(updates: list[dict]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def say(sandbox: Sandbox, *words: str) -> None:
    await sandbox.people.say_many([{"user_id": ZHANG, "text": text} for text in words])


async def test_an_update_comes_again_until_a_higher_offset_is_asked_for(bot: Bot, sandbox: Sandbox) -> None:
    await say(sandbox, "一", "二", "三")
    first = await bot.updates()
    again = await bot.updates(offset=first[0]["update_id"])
    rest = await bot.updates(offset=first[0]["update_id"] + 1, limit=1)
    counters = await sandbox.people.counters()

    assert first == again
    assert texts(first) == ["一", "二", "三"]
    assert [b["update_id"] - a["update_id"] for a, b in pairwise(first)] == [1, 1]
    assert texts(rest) == ["二"]
    assert (counters["pending_updates"], counters["acknowledged"]) == (2, first[0]["update_id"])


async def test_a_negative_offset_forgets_all_but_the_last(bot: Bot, sandbox: Sandbox) -> None:
    await say(sandbox, "一", "二", "三")

    assert texts(await bot.updates(offset=-1)) == ["三"]
    assert texts(await bot.updates()) == ["三"]


async def test_a_waiting_poll_gets_the_update_when_it_comes(bot: Bot, sandbox: Sandbox) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.updates(timeout=10))
        await _until_called(sandbox, bot)
        await say(sandbox, "来了")

    assert texts(poll.result()) == ["来了"]


async def _until_called(sandbox: Sandbox, bot: Bot) -> None:
    """Return once a poll that was just begun has surely reached the server."""
    await asyncio.sleep(0.05)
    await bot.do("getMe")
    assert (await sandbox.people.counters())["pending_updates"] == 0


async def test_a_second_poll_ends_the_first_with_a_conflict(bot: Bot, sandbox: Sandbox) -> None:
    async with asyncio.TaskGroup() as group:
        first = group.create_task(bot.call("getUpdates", timeout=10))
        await _until_called(sandbox, bot)
        second = group.create_task(bot.call("getUpdates", timeout=10))
        await first
        await say(sandbox, "来了")

    assert first.result() == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request;"
        " make sure that only one bot instance is running",
    }
    assert texts(second.result()["result"]) == ["来了"]


async def test_a_webhook_ends_a_waiting_poll_with_a_conflict(bot: Bot, sandbox: Sandbox) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.refused("getUpdates", timeout=10))
        await _until_called(sandbox, bot)
        await bot.do("setWebhook", url="http://127.0.0.1:9/")

    assert poll.result() == "Conflict: terminated by setWebhook request"


async def test_a_kind_of_update_there_is_not_leaves_the_usual_ones(bot: Bot, sandbox: Sandbox) -> None:
    await bot.updates(allowed_updates=["messages"])
    await say(sandbox, "有人听")

    assert texts(await bot.updates()) == ["有人听"]


async def test_only_an_administrator_hears_of_other_members(bot: Bot, sandbox: Sandbox) -> None:
    await bot.updates(allowed_updates=["chat_member"])
    await sandbox.people.leave(GROUP, ZHANG)
    await sandbox.people.add_bot(GROUP, status="administrator")
    await sandbox.people.join(GROUP, ZHANG)

    statuses = [update["chat_member"]["new_chat_member"]["status"] for update in await bot.updates()]
    assert statuses == ["member"]


async def test_only_the_wanted_kinds_are_queued(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.add_bot(GROUP, status="administrator")
    await bot.updates(offset=2**40, allowed_updates=["chat_member"])
    await say(sandbox, "没人听")
    await sandbox.people.leave(GROUP, ZHANG)
    updates = await bot.updates(allowed_updates=[])
    await say(sandbox, "有人听")
    await sandbox.people.join(GROUP, ZHANG)

    assert [sorted(update) for update in updates] == [["chat_member", "update_id"]]
    assert ["message" in update for update in (await bot.updates())[1:]] == [True, True]


async def test_any_update_can_be_pushed_and_later_ones_follow_it(bot: Bot, sandbox: Sandbox) -> None:
    pushed = await sandbox.people.push_update({"message": {"broken": True}})
    far = await sandbox.people.push_update({"update_id": pushed + 100, "novelty": {}})
    await say(sandbox, "之后")
    updates = await bot.updates()

    assert [update["update_id"] - pushed for update in updates] == [0, 100, 101]
    assert updates[0]["message"] == {"broken": True}
    assert far == pushed + 100


async def test_every_update_reads_as_python_telegram_bot_expects(bot: Bot, sandbox: Sandbox) -> None:
    people = sandbox.people
    await bot.updates(allowed_updates=["message", "edited_message", "my_chat_member", "chat_member"])
    said = await people.say(ZHANG, "/报修 #漏水 @zhang_san", chat_id=GROUP)
    await people.edit(ZHANG, said, "改了", chat_id=GROUP)
    for kind in ("photo", "document", "voice", "video", "audio", "sticker", "location", "contact"):
        await people.send_media(ZHANG, kind, chat_id=GROUP, reply_to=said)
    await people.say_anonymously(GROUP, "通知")
    await people.say_as_channel(GROUP, "公告")
    await people.leave(GROUP, ZHANG)
    await people.remove_bot(GROUP)
    await people.add_bot(GROUP, status="administrator")
    await people.block(ZHANG)

    updates = [Update.de_json(update, None) for update in await bot.updates()]

    assert [update.to_dict().keys() - {"update_id"} for update in updates][:2] == [
        {"message"},
        {"edited_message"},
    ]
    assert [u.effective_chat.id for u in updates[:-1]] == [GROUP] * (len(updates) - 1)
    assert updates[10].message.sender_chat.id == GROUP
    assert updates[11].message.sender_chat.type == "channel"
    assert updates[-1].my_chat_member.new_chat_member.status == "kicked"


@asynccontextmanager
async def a_webhook(*answers: int) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Serve a webhook that gives these statuses in turn, then 200; gives its URL and what came."""
    came: list[bytes] = []
    left = list(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        came.append(head.lower() + await reader.readexactly(length))
        writer.write(
            b"HTTP/1.1 %d X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            % (left.pop(0) if left else 200)
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", came


async def _until_taken(bot: Bot) -> None:
    async with asyncio.timeout(10):
        while (await bot.do("getWebhookInfo"))["pending_update_count"]:
            await asyncio.sleep(0.02)


async def test_a_webhook_gets_updates_in_order_again_until_it_takes_them(bot: Bot, sandbox: Sandbox) -> None:
    async with a_webhook(500, 403) as (url, came):
        await bot.do("setWebhook", url=url, secret_token="s3cret")
        conflict = await bot.refused("getUpdates")
        await say(sandbox, "one!", "two!")
        await _until_taken(bot)
        info = await bot.do("getWebhookInfo")
        await bot.do("deleteWebhook")

    assert conflict.startswith("Conflict: can't use getUpdates method while webhook is active")
    assert [b"one!" in body for body in came] == [True, True, True, False]
    assert all(b"x-telegram-bot-api-secret-token: s3cret" in body for body in came)
    assert info["last_error_message"] == "Wrong response from the webhook: 403 X"
    assert await bot.updates() == []


async def test_what_nobody_fetches_is_kept_for_a_day(bot: Bot, sandbox: Sandbox) -> None:
    await bot.updates()
    await sandbox.people.say(ZHANG, "昨天的")
    await sandbox.people.forward_clock(86_400 - 60)
    await sandbox.people.say(ZHANG, "今天的")
    kept = [update["message"]["text"] for update in await bot.do("getUpdates")]

    await sandbox.people.forward_clock(120)

    assert kept == ["昨天的", "今天的"]
    assert [update["message"]["text"] for update in await bot.do("getUpdates")] == ["今天的"]
