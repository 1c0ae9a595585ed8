"""Calls over aiohttp: what arrives, and what is raised when it does not."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.telegram.transport import AiohttpRequest
from bot.telegram.verdicts import Meaning, verdict_on
from sandbox.testing import Sandbox
from tests.town import LI


def _bot(url: str, token: str) -> Bot:
    tls = httpx.create_ssl_context()
    requests = (AiohttpRequest(connections, tls) for connections in (1, 8))
    get_updates_request, request = requests
    return Bot(token, f"{url}/bot", request=request, get_updates_request=get_updates_request)


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    await sandbox.people.add_user(LI, "李阿姨")
    async with _bot(sandbox.url, sandbox.token) as talking:
        await sandbox.people.start(LI)
        yield talking


async def test_words_and_buttons_arrive_as_they_were_written(bot: Bot, sandbox: Sandbox) -> None:
    text = "电梯“又”坏了 <b>&amp;</b> 50% {} \\ \n🛗"
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("解决了", callback_data="a:b:1")]])

    sent = await bot.send_message(LI, text, reply_markup=buttons)

    shown = (await sandbox.people.messages(LI))[-1]
    assert (shown["message_id"], shown["text"]) == (sent.message_id, text)
    assert shown["reply_markup"]["inline_keyboard"] == [[{"text": "解决了", "callback_data": "a:b:1"}]]


async def test_a_file_arrives_whole(bot: Bot, sandbox: Sandbox) -> None:
    content = bytes(range(256)) * 40

    await bot.send_document(LI, content, filename="台账.csv", caption="十一月")

    shown = (await sandbox.people.messages(LI))[-1]
    assert (shown["document"]["file_name"], shown["caption"]) == ("台账.csv", "十一月")
    assert shown["document"]["file_size"] == len(content)


async def test_what_telegram_refuses_is_raised(bot: Bot, sandbox: Sandbox) -> None:
    with pytest.raises(BadRequest, match="text is empty"):
        await bot.send_message(LI, " ")
    await sandbox.people.fault("429", ["sendMessage"], times=1, retry_after=7)
    with pytest.raises(RetryAfter) as slow:
        await bot.send_message(LI, "好")
    assert "7" in str(slow.value)


async def test_a_call_that_was_cut_may_have_arrived(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.fault("drop_after", ["sendMessage"], times=1)

    with pytest.raises(NetworkError) as cut:
        await bot.send_message(LI, "好")

    assert verdict_on(cut.value, chat_id=LI).meaning is Meaning.DOUBT


async def test_an_answer_that_takes_too_long_may_have_arrived(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.fault("delay", ["sendMessage"], times=1, delay=5)

    with pytest.raises(TimedOut) as silent:
        await bot.send_message(LI, "好", read_timeout=0.05)

    assert verdict_on(silent.value, chat_id=LI).meaning is Meaning.DOUBT


async def test_where_nobody_listens_nothing_has_arrived(sandbox: Sandbox) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    bot = _bot(f"http://127.0.0.1:{port}", sandbox.token)
    await bot.request.initialize()

    with pytest.raises(NetworkError) as refused:
        await bot.send_message(LI, "好")

    await bot.request.shutdown()
    assert verdict_on(refused.value, chat_id=LI).meaning is Meaning.NOT_SENT
