"""Fetching by long polling: kept first, acknowledged afterwards."""

import asyncio
import warnings
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.db import Database, storage_problem
from bot.inbox import service as inbox
from bot.telegram.dispatcher import Dispatcher

log = structlog.get_logger()

WANTED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"]
"""The kinds we ask for (Bot API, getUpdates, allowed_updates)."""

_LONG_POLL = 30
_LONGEST_PAUSE = 15.0


class Poller:
    """Fetches raw updates and stores each batch in one commit before the next fetch acknowledges it."""

    def __init__(self, db: Database, bot: Bot, dispatcher: Dispatcher, *, clock: Clock) -> None:
        self._db = db
        self._bot = bot
        self._dispatcher = dispatcher
        self._clock = clock

    async def run(self) -> None:
        """Fetch until cancelled. Raises InvalidToken when Telegram no longer takes the token."""
        offset: int | None = None
        pause = 0.0
        while True:
            await self._dispatcher.room()
            try:
                offset = await self._fetch(offset)
                pause = 0.0
                continue
            except InvalidToken:
                raise
            except (TelegramError, DBAPIError) as error:
                pause = self._pause_after(error, pause)
            await asyncio.sleep(pause)

    async def _fetch(self, offset: int | None) -> int | None:
        """One fetch; returns what the next one acknowledges.

        After an empty answer nothing is left to acknowledge, and without an offset updates
        are heard even if Telegram starts numbering anew (Bot API, Update.update_id).
        """
        batch = await self._get_updates(offset)
        if not batch:
            return None
        async with self._db.begin() as session:
            arrived = await inbox.store_updates(session, batch, now=self._clock())
        self._dispatcher.take(arrived)
        return int(max(update["update_id"] for update in batch)) + 1

    async def _get_updates(self, offset: int | None) -> list[dict[str, Any]]:
        parameters = {"timeout": _LONG_POLL, "limit": 100, "allowed_updates": WANTED_UPDATES}
        if offset is not None:
            parameters["offset"] = offset
        with warnings.catch_warnings():
            # the native method parses before we could store
            warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'")
            answer: Any = await self._bot.do_api_request(
                "getUpdates", parameters, read_timeout=_LONG_POLL + 10
            )
        return answer if isinstance(answer, list) else []

    def _pause_after(self, error: TelegramError | DBAPIError, before: float) -> float:
        pause = min(max(0.5, before * 2), _LONGEST_PAUSE)
        if isinstance(error, DBAPIError):
            problem = storage_problem(error)
            if problem is None:
                raise error
            log.error("database does not take updates; Telegram keeps them", problem=problem)
            return pause
        if isinstance(error, RetryAfter):
            wait = error.retry_after
            return float(wait if isinstance(wait, int) else wait.total_seconds())
        if isinstance(error, Conflict):
            log.error("another program fetches with this token; stop it", why=error.message)
            return _LONGEST_PAUSE
        log.warning("fetching failed", why=error.message)
        return pause
