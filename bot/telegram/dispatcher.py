"""From the inbox to the handlers: one update, one transaction, in order within a chat."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application

from bot.audit import service as audit
from bot.db import Database, storage_problem
from bot.errors import Refused
from bot.inbox import queries
from bot.inbox import service as inbox
from bot.inbox.service import Arrived
from bot.outbox import service as outbox
from bot.people import queries as people
from bot.telegram import texts
from bot.telegram.context import Context, Desk

log = structlog.get_logger()

FirstAid = Callable[[AsyncSession, Update, Desk], Awaitable[None]]
"""Promises what must be said even when handling an update fails."""

Fetch = Callable[[Update], Awaitable[Any]]
"""Gets from the network what handling an update needs, while no transaction is open."""

_SIDE_BY_SIDE = 8
_MOST_WAITING = 1000
_STORAGE_PAUSE = 1.0


class Dispatcher:
    """Hands stored updates to the handlers of an application.

    Case by case, for one update: handled → done. Refused → rolled back, one answer, audit
    line, done. Storage trouble (disk full, locked) → tried again without counting. Anything
    else → rolled back, tried again, after three tries parked and staff told once.
    """

    def __init__(
        self,
        db: Database,
        application: Application[Any, Any, Any, Any, Any, Any],
        desk: Desk,
        *,
        wake_sender: Callable[[], None],
        first_aid: FirstAid,
        fetch: Fetch,
    ) -> None:
        self._db = db
        self._application = application
        self._desk = desk
        self._wake_sender = wake_sender
        self._first_aid = first_aid
        self._fetch = fetch
        self._lanes: dict[int, deque[Arrived]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(_SIDE_BY_SIDE)
        self._waiting = 0
        self._room = asyncio.Event()
        self._room.set()

    async def resume(self) -> None:
        """Take up everything that was stored and not finished before the process ended."""
        async with self._db.read() as session:
            self.take(await queries.unfinished_updates(session))

    def take(self, arrived: Iterable[Arrived]) -> None:
        """Handle these updates: each after those of its own chat, beside those of others."""
        for update in arrived:
            self._waiting += 1
            if update.lane in self._lanes:
                self._lanes[update.lane].append(update)
            else:
                self._lanes[update.lane] = deque([update])
                self._begin(update.lane)
        if self._waiting >= _MOST_WAITING:
            self._room.clear()

    async def room(self) -> None:
        """Wait until it makes sense to fetch more."""
        await self._room.wait()

    async def idle(self) -> None:
        """Wait until everything taken is handled or parked."""
        while self._tasks:
            await asyncio.wait(self._tasks)
            await asyncio.sleep(0)  # a task that ended leaves the set only now

    async def stop(self) -> None:
        """Break off; what is not committed is done after the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, lane: int) -> None:
        self._spawn(self._work(lane)).add_done_callback(lambda task: self._go_on(lane, task))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("an update's task broke", exc_info=task.exception())

    def _go_on(self, lane: int, task: asyncio.Task[None]) -> None:
        """Even when settling an update broke, those behind it are heard; it is taken up after the next start."""
        if not task.cancelled() and lane in self._lanes:
            self._begin(lane)

    async def _work(self, lane: int) -> None:
        queue = self._lanes[lane]
        while queue:
            try:
                await self._settle(queue[0])
            finally:
                self._leave(lane)

    def _leave(self, lane: int) -> None:
        queue = self._lanes[lane]
        queue.popleft()
        if not queue:
            del self._lanes[lane]
        self._waiting -= 1
        if self._waiting < _MOST_WAITING:
            self._room.set()

    async def _settle(self, arrived: Arrived) -> None:
        """Try one update until it is done or parked."""
        pause: float | None = 0.0
        while pause is not None:
            await asyncio.sleep(pause)
            async with self._slots:
                pause = await self._attempt(arrived)

    async def _attempt(self, arrived: Arrived) -> float | None:
        """Handle once; returns the seconds until the next try, None when settled."""
        raw = json.loads(arrived.raw)
        structlog.contextvars.bind_contextvars(update=raw.get("update_id"))
        try:
            try:
                update = Update.de_json(raw, self._application.bot)
            except Exception as error:  # noqa: BLE001 - whatever the library stumbles over, nobody can read it
                await self._park_unreadable(arrived, error)
                return None
            return await self._handle(arrived, update)
        except DBAPIError as error:
            problem = storage_problem(error)
            if problem is None:
                raise
            log.error("database does not take what was said", problem=problem)
            return _STORAGE_PAUSE

    async def _handle(self, arrived: Arrived, update: Update) -> float | None:
        try:
            await self._commit(arrived, update)
        except Refused as refusal:
            await self._refuse(arrived, update, refusal)
        except DBAPIError as error:
            if storage_problem(error) is not None:
                raise
            return await self._fail(arrived, update, error)
        except Exception as error:  # noqa: BLE001 - the first of three: a defect in one update stops no other
            return await self._fail(arrived, update, error)
        self._wake_sender()
        return None

    async def _commit(self, arrived: Arrived, update: Update) -> None:
        attachment = await self._fetch(update)
        async with self._db.begin() as session:
            context = Context(self._application, self._desk, session, arrived.id, attachment)
            await self._run_handlers(update, context)
            await inbox.mark_done(session, arrived.id, now=context.now())
        if update.callback_query is not None:
            self._spawn(self._answer(update, context.toast, alert=context.alert))

    async def _run_handlers(self, update: Update, context: Context) -> None:
        for group in self._application.handlers.values():
            for handler in group:
                check = handler.check_update(update)
                if check is not None and check is not False:
                    await handler.handle_update(update, self._application, check, context)
                    break

    async def _answer(self, update: Update, text: str | None, *, alert: bool) -> None:
        if update.callback_query is None:
            return
        try:
            await update.callback_query.answer(text, show_alert=alert)
        except TelegramError as error:
            log.info("toast not shown", why=error.message)

    async def _refuse(self, arrived: Arrived, update: Update, refusal: Refused) -> None:
        sentence = str(refusal)
        user, chat = update.effective_user, update.effective_chat
        query = update.callback_query
        subject = str(query.data) if query else f"message {arrived.id}"
        log.info("refused", subject=subject, why=sentence, who=user.id if user else None)
        now = self._desk.clock()
        async with self._db.begin() as session:
            audit.record(
                session, "refused", subject, sentence, telegram_id=user.id if user else None, now=now
            )
            if query is None and chat is not None and sentence:
                await outbox.enqueue(session, key=f"refused:{arrived.id}", chat_id=chat.id, text=sentence)
            await inbox.mark_done(session, arrived.id, now=now)
        if query is not None:
            self._spawn(self._answer(update, sentence[:200], alert=True))

    async def _fail(self, arrived: Arrived, update: Update, error: Exception) -> float | None:
        log.error("update failed", row=arrived.id, exc_info=error)
        async with self._db.begin() as session:
            failure = await inbox.record_failure(
                session, arrived.id, error=f"{type(error).__name__}: {error}", now=self._desk.clock()
            )
            await self._first_aid(session, update, self._desk)
            if failure.retry_after is None:
                await self._report(session, arrived, texts.parked(arrived.id, type(error).__name__))
                await self._apologise(session, arrived, update)
        self._wake_sender()
        return failure.retry_after.total_seconds() if failure.retry_after else None

    async def _apologise(self, session: AsyncSession, arrived: Arrived, update: Update) -> None:
        chat = update.effective_chat
        if chat is not None and chat.type == chat.PRIVATE:
            await outbox.enqueue(session, key=f"trouble:{arrived.id}", chat_id=chat.id, text=texts.TROUBLE)
        if update.callback_query is not None:
            self._spawn(self._answer(update, texts.TROUBLE, alert=True))

    async def _park_unreadable(self, arrived: Arrived, error: Exception) -> None:
        log.error("update unreadable", row=arrived.id, error=f"{type(error).__name__}: {error}")
        async with self._db.begin() as session:
            await inbox.park(session, arrived.id, error=repr(error), now=self._desk.clock())
            await self._report(session, arrived, texts.unreadable(arrived.id))
        self._wake_sender()

    async def _report(self, session: AsyncSession, arrived: Arrived, text: str) -> None:
        for person in await people.staff(session):
            if person.may_be_reached and person.telegram_id is not None:
                key = f"parked:{arrived.id}:{person.id}"
                await outbox.enqueue(session, key=key, chat_id=person.telegram_id, text=text)
