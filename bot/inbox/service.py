"""Keeping updates and saying what became of them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_new
from bot.inbox import rules
from bot.inbox.models import InboxRow, InboxState

_MARK_DONE = (
    sa.update(InboxRow)
    .where(InboxRow.id == sa.bindparam("row_id"))
    .values(state=InboxState.DONE, done_at=sa.bindparam("now"))
    .execution_options(synchronize_session=False)
)


class Arrived(NamedTuple):
    """An update that waits to be handled."""

    id: int
    lane: int
    raw: str


class Failure(NamedTuple):
    """What a failed attempt led to."""

    attempts: int
    retry_after: timedelta | None
    """None: parked, it is not tried again."""


async def store_updates(
    session: AsyncSession, updates: Sequence[Mapping[str, Any]], *, now: datetime
) -> list[Arrived]:
    """Keep a fetched batch; returns those that were not here before, in their order.

    An update without an integer ``update_id`` cannot be acknowledged by Telegram's rules
    and is refused with ValueError. Nothing else about an update is looked into.
    """
    ids = [_update_id(update) for update in updates]
    if not ids:
        return []
    known = set(await session.scalars(sa.select(InboxRow.update_id).where(InboxRow.update_id.in_(ids))))
    fresh = {
        update_id: update for update_id, update in zip(ids, updates, strict=True) if update_id not in known
    }
    if not fresh:
        return []
    rows = [
        {
            "update_id": update_id,
            "lane": rules.lane_of(update),
            "album": rules.album_of(update),
            "raw": json.dumps(update, separators=(",", ":")),
            "state": InboxState.NEW,
            "attempts": 0,
            "received_at": now,
        }
        for update_id, update in fresh.items()
    ]
    await insert_new(session, InboxRow, rows, unique="update_id")
    statement = (
        sa.select(InboxRow.id, InboxRow.lane, InboxRow.raw)
        .where(InboxRow.update_id.in_(fresh))
        .order_by(InboxRow.id)
    )
    return [Arrived(*row) for row in await session.execute(statement)]


async def mark_done(session: AsyncSession, row_id: int, *, now: datetime) -> None:
    """Say that everything this update asked for is in the present transaction."""
    await session.execute(_MARK_DONE, {"row_id": row_id, "now": now})


async def record_failure(session: AsyncSession, row_id: int, *, error: str, now: datetime) -> Failure:
    """Count a failed attempt; the last one parks the update with its error."""
    row = await session.get_one(InboxRow, row_id)
    row.attempts += 1
    row.error = _storable(error)
    wait = rules.retry_after(row.attempts)
    if wait is None:
        row.state = InboxState.PARKED
        row.done_at = now
    return Failure(row.attempts, wait)


async def park(session: AsyncSession, row_id: int, *, error: str, now: datetime) -> None:
    """Set aside an update that nobody can read."""
    row = await session.get_one(InboxRow, row_id)
    row.state = InboxState.PARKED
    row.error = _storable(error)
    row.done_at = now


async def forget_handled(session: AsyncSession, *, now: datetime) -> None:
    """Blank what was said in handled updates after ten minutes, drop their rows after two days.

    Talk that was left alone must not stay with us. Two days outlive the 24 hours for which
    Telegram keeps updates, so one that comes twice is still known; a week on, Telegram may
    start numbering anew (Bot API, Update.update_id).
    """
    handled = InboxRow.state == InboxState.DONE
    await session.execute(sa.delete(InboxRow).where(handled, InboxRow.done_at < now - timedelta(days=2)))
    stale = sa.update(InboxRow).where(
        handled, InboxRow.done_at < now - timedelta(minutes=10), InboxRow.raw != ""
    )
    await session.execute(stale.values(raw=""))


def _storable(error: str) -> str:
    """An error may quote half a character somebody sent; no database takes that."""
    return error[:2000].encode("utf-8", "replace").decode()


def _update_id(update: Mapping[str, Any]) -> int:
    update_id = update.get("update_id")
    if not isinstance(update_id, int) or abs(update_id) >= 2**63:
        raise ValueError("an update without update_id")
    return update_id
