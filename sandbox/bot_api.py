"""The bot's side over HTTP, without a framework in the way: it is called once for every send."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any, NamedTuple

from starlette.types import Receive, Scope, Send

from sandbox.acts import (
    cards,
    chats,
    edits,
    links,
    many,
    media,
    messages,
    polls,
    profile,
    reactions,
    replacing,
    rights,
    standings,
    topics,
    updates,
)
from sandbox.acts.call import Call, counted_chat_id, named_chat_id
from sandbox.checks import FACTS, check
from sandbox.faults import Fault
from sandbox.limits import COUNTED
from sandbox.params import Params, read_params
from sandbox.refusals import Refused
from sandbox.world import Bot, World

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+", re.ASCII)
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode
_JSON = (b"content-type", b"application/json")
_FAILURES = {"500": (500, "Internal Server Error"), "502": (502, "Bad Gateway")}

ACTED: dict[str, Callable[[Call], Any]] = {
    **messages.METHODS,
    **media.METHODS,
    **edits.METHODS,
    **chats.METHODS,
    **polls.METHODS,
    **rights.METHODS,
    **standings.METHODS,
    **topics.METHODS,
    **cards.METHODS,
    **many.METHODS,
    **reactions.METHODS,
    **links.METHODS,
    **replacing.METHODS,
    **profile.METHODS,
    **updates.METHODS,
}
KNOWN: dict[str, str] = {name.lower(): name for name in FACTS["methods"]}


class Outcome(NamedTuple):
    """What a call gets: status and body, or code 0 where the connection is closed instead."""

    code: int
    body: bytes
    error: str | None


class BotApi:
    """Answers ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        arrived = time.monotonic()
        token, _, name = scope["path"][4:].partition("/")
        bot = self.bot(token)
        method = KNOWN.get(name.lower(), "")
        if bot is None or not method:
            code, text = (401, "Unauthorized") if bot is None else (404, "Not Found: method not found")
            await answer(send, code, _refused(Refused(code, text)).body)
            return
        await self._call(bot, method, arrived, scope, receive, send)

    def bot(self, token: str) -> Bot | None:
        """Return the bot with this token, new if any token is welcome, else None."""
        bot = self.world.by_token.get(token)
        if bot is None and not self.world.tokens and _TOKEN.fullmatch(token):
            bot = self.world.bot_for(token)
        return bot

    async def _call(
        self, bot: Bot, method: str, arrived: float, scope: Scope, receive: Receive, send: Send
    ) -> None:
        params, unread = await _read(scope, receive)
        chat_id = named_chat_id(params)
        delay, fault = self.world.faults.strike(method, chat_id)
        if delay:
            await asyncio.sleep(delay)
        if unread is not None:
            outcome = _refused(unread)
        elif fault is not None and fault.kind != "drop_after":
            outcome = _dealt(fault)
        else:
            outcome = await self._done(Call(self.world, bot, method, params), receive)
            if fault is not None:
                outcome = Outcome(0, b"", "connection closed after the work")
        self.world.ledger.record(
            arrived,
            bot.face["id"],
            method,
            chat_id,
            outcome.code,
            outcome.error,
            silent=params.flag("disable_notification"),
        )
        if outcome.code:
            await answer(send, outcome.code, outcome.body)
        else:
            await hang_up(receive, send)

    async def _done(self, call: Call, receive: Receive) -> Outcome:
        try:
            if call.method == "getUpdates":
                result = await self._polled(call, receive)
            else:
                result = self._acted(call)
        except Refused as refused:
            return _refused(refused)
        return Outcome(200, b'{"ok":true,"result":' + _ENCODE(result).encode() + b"}", None)

    def _acted(self, call: Call) -> Any:
        act = ACTED.get(call.method)
        if act is None:
            raise Refused(501, f"Not Implemented: {call.method} is not acted out in this sandbox")
        check(call.method, call.params)
        limits = self.world.limits
        if not limits.on or call.method not in COUNTED:
            result = act(call)
        else:
            chat_id, now = counted_chat_id(call), time.monotonic()
            wait = limits.retry_after(call.bot.key, chat_id, now)
            if wait:
                raise too_many_requests(wait)
            result = act(call)
            limits.record(call.bot.key, chat_id, now)
        self.world.version += 1
        return result

    async def _polled(self, call: Call, receive: Receive) -> Any:
        if call.bot.queue or call.params.integer("timeout") <= 0:
            return await updates.get_updates(call)
        watcher = asyncio.create_task(updates.watch_leaving(call.bot, receive, call.bot.poll + 1))
        try:
            return await updates.get_updates(call)
        finally:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher


def too_many_requests(wait: int) -> Refused:
    """Return Telegram's 429."""
    return Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)


async def _read(scope: Scope, receive: Receive) -> tuple[Params, Refused | None]:
    try:
        return await read_params(scope, receive), None
    except Refused as refused:
        return Params({}), refused


def _dealt(fault: Fault) -> Outcome:
    if fault.kind == "drop_before":
        return Outcome(0, b"", "connection closed before the work")
    if fault.kind == "429":
        return _refused(too_many_requests(fault.retry_after))
    return _refused(Refused(*_FAILURES[fault.kind]))


def _refused(refused: Refused) -> Outcome:
    said: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        said["parameters"] = refused.parameters
    return Outcome(refused.code, _ENCODE(said).encode(), refused.description)


async def answer(send: Send, code: int, body: bytes, mime: tuple[bytes, bytes] = _JSON) -> None:
    """Send a whole response."""
    if code == HTTPStatus.OK and _answered_at_once(send, body, mime):
        return
    headers = [mime, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": code, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _answered_at_once(send: Send, body: bytes, mime: tuple[bytes, bytes]) -> bool:
    """Write head and body together, which ASGI has no way to ask for and saves a fifth of a call.

    Returns False, having done nothing, where uvicorn's own way is needed.
    """
    cycle: Any = send.__self__  # type: ignore[attr-defined]
    if (
        not cycle.keep_alive
        or cycle.disconnected
        or cycle.flow.write_paused
        or cycle.scope["method"] == "HEAD"
    ):
        return False
    cycle.response_started = cycle.response_complete = True
    cycle.transport.write(
        b"HTTP/1.1 200 OK\r\n%b: %b\r\ncontent-length: %d\r\n\r\n%b" % (*mime, len(body), body)
    )
    cycle.message_event.set()
    cycle.on_response()
    return True


async def hang_up(receive: Receive, send: Send) -> None:
    """Close the TCP connection without a word.

    ASGI has no way to say this, so the server's own transport, which stands behind
    its ``send``, is closed; then its word is awaited that the connection is gone.
    """
    transport: asyncio.Transport = send.__self__.transport  # type: ignore[attr-defined]
    transport.close()
    while (await receive())["type"] != "http.disconnect":
        pass


async def download(world: World, path: str, send: Send) -> None:
    """Send the bytes of an uploaded or generated file."""
    file = next((file for file in world.files.values() if file.path == path), None)
    if file is None:
        await answer(send, 404, _refused(Refused(404, "Not Found")).body)
        return
    await answer(send, 200, file.content, (b"content-type", file.mime.encode()))
