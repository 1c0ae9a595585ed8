"""The sender: one loop that records what arrived and claims what may go next."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Bot
from telegram.error import TelegramError

from bot.clock import Clock
from bot.db import Database, storage_problem
from bot.outbox import queries, rules, service
from bot.outbox.content import Content
from bot.outbox.models import Lane, OutboxRow, OutboxState
from bot.outbox.queries import Sendable
from bot.people import service as people
from bot.telegram.calls import Delivery, deliver
from bot.telegram.pace import Pace
from bot.telegram.verdicts import HOLDS_UP, Meaning, Verdict, verdict_on

log = structlog.get_logger()

_MOST_AT_ONCE = 64
_MOST_A_CHAT = 8
"""How many messages to one chat are claimed together; they are sent one after the other."""
_BREATH = 0.02
"""Seconds from one round to the next when there is much to do, so that a round does much."""
_STORAGE_PAUSE = 1.0
_LOOK_AGAIN = 5.0
"""Seconds after which the outbox is looked at unasked: another process may have promised."""


_OUTDATED = OutboxRow.revision != sa.bindparam("b_revision")
_CLAIM = (
    sa.update(OutboxRow)
    .where(OutboxRow.id.in_(sa.bindparam("ids", expanding=True)))
    .values(state=OutboxState.SENDING, lease_until_at=sa.bindparam("until"))
    .execution_options(synchronize_session=False)
)
_ARRIVED = (
    sa.update(OutboxRow)
    .where(OutboxRow.id == sa.bindparam("b_id"))
    .values(
        state=sa.case((_OUTDATED, OutboxState.QUEUED), else_=OutboxState.SENT),
        message_id=sa.bindparam("message_id"),
        attempts=0,
        lease_until_at=None,
        not_before_at=None,
        error=None,
        sent_at=sa.bindparam("now"),
    )
)


class Claimed(NamedTuple):
    """A promise taken for sending, as it was wanted at that moment."""

    id: int
    key: str
    chat_id: int
    lane: Lane
    content: Content
    revision: int
    message_id: int | None
    repeatable: bool
    reply_to: int | None


class Sender:
    """Sends what is promised in the outbox: most urgent first, in order within a chat and lane.

    All database work of sending happens in this one loop, a transaction a round: results of
    finished calls in, new claims out. Chats are served side by side, each by one call at a time.
    """

    def __init__(
        self,
        db: Database,
        bot: Bot,
        *,
        clock: Clock,
        pace: Pace,
        is_quiet: Callable[[datetime], bool] = lambda _: False,
    ) -> None:
        """``is_quiet`` tells the hours in which only what cannot wait may ring."""
        self._db = db
        self._bot = bot
        self._clock = clock
        self._pace = pace
        self._is_quiet = is_quiet
        self._free_at = clock()
        self._last_round = 0.0
        self._woken = asyncio.Event()
        self._busy: set[int] = set()
        self._halted_lanes: dict[Lane, float] = {}
        self._finished: list[tuple[Claimed, Verdict]] = []
        self._served: set[int] = set()
        """Chats whose claimed messages are all through, not yet free for more."""
        self._calls: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Something was promised: look now."""
        self._woken.set()

    async def run(self) -> None:
        """Send until cancelled; then what is under way is finished and recorded."""
        try:
            while True:
                await self._breathe()
                self._woken.clear()
                try:
                    pause = await self._round()
                except DBAPIError as error:
                    problem = storage_problem(error)
                    if problem is None:
                        raise
                    log.error("database does not take what was sent", problem=problem)
                    await asyncio.sleep(_STORAGE_PAUSE)
                    continue
                if not self._finished:
                    await self._sleep(pause)
        finally:
            await self._finish()

    async def free_claims(self) -> None:
        """Nobody else can be sending: what a dead process had claimed may go at once."""
        async with self._db.begin() as session:
            await _free(session, sa.true())

    async def _breathe(self) -> None:
        """After a long silence go at once; else let results gather for a moment."""
        time = asyncio.get_running_loop().time
        await asyncio.sleep(self._last_round + _BREATH - time())
        self._last_round = time()

    async def _round(self) -> float:
        """Record, claim, start; returns the seconds until it is worth looking again."""
        now = self._clock()
        finished, self._finished = self._finished, []
        self._busy -= self._served
        self._served.clear()
        paced = self._pace.paced_chats()
        taken: list[Sendable] = []
        try:
            async with self._db.begin() as session:
                await self._record(session, finished, now)
                if now >= self._free_at:
                    await _free(
                        session, sa.and_(OutboxRow.lease_until_at < now, OutboxRow.chat_id.not_in(self._busy))
                    )
                    self._free_at = now + timedelta(seconds=_LOOK_AGAIN)
                claimed = await self._claim(session, {*paced, *self._busy}, now, taken)
                soon = bool(claimed) or self._pace.wait_overall() > 0
                next_due = None if soon else await queries.next_due_at(session, after=now)
        except BaseException:
            self._finished = finished + self._finished
            for row in taken:
                self._pace.given_back(row.chat_id, _messages_in(Content.from_json(row.content)))
            raise
        for chat_id, group in groupby(sorted(claimed, key=_place_in_line), key=lambda row: row.chat_id):
            self._start(chat_id, list(group))
        return 0.0 if len(claimed) >= _MOST_AT_ONCE // 2 else self._pause(paced, next_due, now)

    def _pause(self, paced: dict[int, float], next_due: datetime | None, now: datetime) -> float:
        loop_time = asyncio.get_running_loop().time()
        waits = [_LOOK_AGAIN, *paced.values()]
        waits += [until - loop_time for until in self._halted_lanes.values()]
        overall = self._pace.wait_overall()
        if overall:
            waits.append(overall)
        if next_due is not None:
            waits.append((next_due - now).total_seconds())
        return max(0.005, min(waits))

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            pass

    async def _claim(
        self, session: AsyncSession, without: set[int], now: datetime, picked: list[Sendable]
    ) -> list[Claimed]:
        """Claim what may go now; ``picked`` gets it too, to be given back should the transaction fail."""
        if self._pace.wait_overall():
            return []
        rows = await queries.sendable_rows(
            session, now=now, without=without, without_lanes=self._lanes_halted(), limit=_MOST_AT_ONCE
        )
        taken: Counter[int] = Counter()
        for row in rows:
            if taken[row.chat_id] == _MOST_A_CHAT or self._pace.wait_for(row.chat_id):
                continue
            if self._pace.wait_overall():
                break
            self._pace.take(row.chat_id, _messages_in(Content.from_json(row.content)))
            taken[row.chat_id] += 1
            picked.append(row)
        if not picked:
            return []
        await session.execute(_CLAIM, {"ids": [row.id for row in picked], "until": now + rules.LEASE})
        return await self._resolved(session, picked)

    async def _resolved(self, session: AsyncSession, rows: list[Sendable]) -> list[Claimed]:
        contents = [Content.from_json(row.content) for row in rows]
        keys = {content.reply_to_key for content in contents if content.reply_to_key}
        places = await queries.message_ids(session, keys) if keys else {}
        return [
            Claimed(
                row.id, row.key, row.chat_id, Lane(row.lane), content, row.revision, row.message_id, row.repeatable,
                content.reply_to or places.get(content.reply_to_key or ""),
            )
            for row, content in zip(rows, contents, strict=True)
        ]  # fmt: skip

    def _lanes_halted(self) -> list[Lane]:
        now = asyncio.get_running_loop().time()
        self._halted_lanes = {lane: until for lane, until in self._halted_lanes.items() if until > now}
        return list(self._halted_lanes)

    def _start(self, chat_id: int, rows: list[Claimed]) -> None:
        self._busy.add(chat_id)
        serving = asyncio.create_task(self._serve(chat_id, rows), name=f"send to {chat_id}")
        self._calls.add(serving)
        serving.add_done_callback(self._calls.discard)

    async def _serve(self, chat_id: int, rows: list[Claimed]) -> None:
        """Send a chat its messages in turn; what comes behind one that must wait, waits with it."""
        placed: dict[str, int] = {}
        for position, row in enumerate(rows):
            verdict = await self._attempt(row, placed)
            self._finished.append((row, verdict))
            if verdict.message_id is not None:
                placed[row.key] = verdict.message_id
            if verdict.meaning is Meaning.WAIT:
                self._slow_down(row, verdict)
            if verdict.meaning in HOLDS_UP:
                for later in rows[position + 1 :]:
                    self._pace.given_back(chat_id, _messages_in(later.content))
                    self._finished.append((later, Verdict(Meaning.HELD_UP)))
                break
        self._served.add(chat_id)
        self._woken.set()

    async def _attempt(self, row: Claimed, placed: Mapping[str, int]) -> Verdict:
        reply_to = row.reply_to or placed.get(row.content.reply_to_key or "")
        silent = row.lane > Lane.ANSWER and self._is_quiet(self._clock())
        delivery = Delivery(row.chat_id, row.content, row.message_id, reply_to, silent)
        time = asyncio.get_running_loop().time
        began = time()
        try:
            return await self._deliver(delivery)
        except Exception as error:  # the third of three: a promise must never stop the sender
            log.exception("promise could not be put into a call", key=row.key)
            return Verdict(Meaning.REJECTED, f"{type(error).__name__}: {error}")
        finally:
            self._pace.returned(row.chat_id, _messages_in(row.content), took=time() - began)

    async def _deliver(self, delivery: Delivery) -> Verdict:
        try:
            return Verdict(Meaning.ARRIVED, message_id=await deliver(self._bot, delivery))
        except TelegramError as error:
            return verdict_on(error, chat_id=delivery.chat_id, copying=delivery.content.copy is not None)

    def _slow_down(self, row: Claimed, verdict: Verdict) -> None:
        """Telegram's 429 halts its chat; of the lanes for many people it halts the whole lane."""
        seconds = verdict.wait.total_seconds()
        self._pace.halt(row.chat_id, seconds)
        if row.lane >= Lane.REMINDER:
            until = asyncio.get_running_loop().time() + seconds
            self._halted_lanes[row.lane] = max(until, self._halted_lanes.get(row.lane, 0.0))
        log.warning("told to slow down", key=row.key, lane=row.lane.name, seconds=seconds)

    async def _record(
        self, session: AsyncSession, finished: Iterable[tuple[Claimed, Verdict]], now: datetime
    ) -> None:
        arrived = []
        for row, verdict in finished:
            if verdict.meaning in (Meaning.ARRIVED, Meaning.UNCHANGED):
                message_id = row.message_id if verdict.meaning is Meaning.UNCHANGED else verdict.message_id
                arrived.append({"b_id": row.id, "b_revision": row.revision, "message_id": message_id})
            else:
                await _record_trouble(session, row, verdict, now)
        if arrived:
            await _record_arrived(session, arrived, now)

    async def _finish(self) -> None:
        """Let calls under way end, so that what arrived is known to have arrived."""
        while self._calls:
            await asyncio.wait(self._calls)
            await asyncio.sleep(0)  # a call that ended leaves the set only now
        if self._finished:
            async with self._db.begin() as session:
                await self._record(session, self._finished, self._clock())
            self._finished = []


def _messages_in(content: Content) -> int:
    """How many messages Telegram counts: photos sent together are one each."""
    return 1 + len(content.copy.others) if content.copy else 1


def _place_in_line(row: Claimed) -> tuple[int, int, int]:
    return row.chat_id, row.lane, row.id


async def _record_arrived(session: AsyncSession, arrived: list[dict[str, int | None]], now: datetime) -> None:
    """Mark as sent; a card that changed meanwhile is queued again, now as an edit."""
    connection = await session.connection()
    await connection.execute(_ARRIVED, [{**row, "now": now} for row in arrived])


async def _record_trouble(session: AsyncSession, claimed: Claimed, verdict: Verdict, now: datetime) -> None:
    row = await session.get_one(OutboxRow, claimed.id, populate_existing=True)
    row.lease_until_at = None
    row.error = verdict.why[:500]
    outdated = row.revision != claimed.revision
    match verdict.meaning:
        case Meaning.HELD_UP:
            row.state, row.error = OutboxState.QUEUED, None
            return
        case Meaning.WAIT:
            row.state = OutboxState.QUEUED
            row.not_before_at = now + verdict.wait
        case Meaning.DOUBT if not row.repeatable:
            row.state = OutboxState.UNSURE
        case Meaning.NOT_SENT | Meaning.DOUBT:
            row.attempts += 1
            pause = rules.retry_after(row.attempts)
            row.state = OutboxState.FAILED if pause is None else OutboxState.QUEUED
            row.not_before_at = now + pause if pause else None
        case Meaning.GONE:
            row.state, row.message_id = OutboxState.QUEUED, None
        case Meaning.TAKEN_AWAY:
            row.state = OutboxState.QUEUED if outdated else OutboxState.DROPPED
        case Meaning.MIGRATED:
            await session.flush()
            await service.move_chat(session, claimed.chat_id, verdict.new_chat_id)
            await session.refresh(row)
            row.state = OutboxState.QUEUED
        case _:
            row.state = OutboxState.FAILED
            await _remember(session, claimed.chat_id, verdict, now)
    await session.flush()
    log.warning("not sent", key=claimed.key, meaning=verdict.meaning.name, state=row.state, why=verdict.why)


async def _remember(session: AsyncSession, chat_id: int, verdict: Verdict, now: datetime) -> None:
    if verdict.meaning is Meaning.UNREACHABLE:
        await people.mark_unreachable(session, chat_id, why=verdict.why, now=now)
    elif verdict.meaning is Meaning.REMOVED:
        await people.bot_removed(session, chat_id, now=now)


async def _free(session: AsyncSession, which: sa.ColumnElement[bool]) -> None:
    """Take back claims: what may be repeated is sent again, the rest waits for a person."""
    state = sa.case((OutboxRow.repeatable, OutboxState.QUEUED), else_=OutboxState.UNSURE)
    claimed = sa.update(OutboxRow).where(OutboxRow.state == OutboxState.SENDING, which)
    await session.execute(claimed.values(state=state, lease_until_at=None))
