"""What waits to leave, and which message a reply belongs to."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db import UtcDateTime
from bot.outbox.models import Lane, OutboxRow, OutboxState


class Sendable(NamedTuple):
    """A promise that may go now."""

    id: int
    key: str
    chat_id: int
    lane: Lane
    content: dict[str, Any]
    revision: int
    message_id: int | None
    repeatable: bool


def _sendable() -> sa.Select[tuple[Any, ...]]:
    ahead = aliased(OutboxRow)
    now = sa.bindparam("now", type_=UtcDateTime())
    blocked = (
        sa.select(1)
        .where(
            ahead.state.in_((OutboxState.QUEUED, OutboxState.SENDING)),
            ahead.chat_id == OutboxRow.chat_id,
            ahead.lane == OutboxRow.lane,
            ahead.id < OutboxRow.id,
            sa.or_(ahead.state == OutboxState.SENDING, ahead.not_before_at > now),
        )
        .exists()
    )
    return (
        sa.select(*(getattr(OutboxRow, name) for name in Sendable._fields))
        .where(
            OutboxRow.state == OutboxState.QUEUED,
            sa.or_(OutboxRow.not_before_at.is_(None), OutboxRow.not_before_at <= now),
            OutboxRow.chat_id.not_in(sa.bindparam("without", expanding=True)),
            OutboxRow.lane.not_in(sa.bindparam("without_lanes", expanding=True)),
            ~blocked,
        )
        .order_by(OutboxRow.lane, OutboxRow.id)
        .limit(sa.bindparam("most", type_=sa.Integer))
        .with_for_update(skip_locked=True, of=OutboxRow)
    )


_SENDABLE = _sendable()


async def sendable_rows(
    session: AsyncSession,
    *,
    now: datetime,
    without: Collection[int],
    without_lanes: Collection[Lane] = (),
    limit: int,
) -> list[Sendable]:
    """The most urgent promises that may go now, leaving out some chats and lanes.

    Of a chat's promises in one lane those behind one that waits for its next attempt, or is
    under way in another process, wait with it.
    """
    values = {"now": now, "without": list(without), "without_lanes": list(without_lanes), "most": limit}
    return [Sendable(*row) for row in await session.execute(_SENDABLE, values)]


async def next_due_at(session: AsyncSession, *, after: datetime) -> datetime | None:
    """When the next promise that waits for its time may go."""
    statement = sa.select(sa.func.min(OutboxRow.not_before_at)).where(
        OutboxRow.state == OutboxState.QUEUED, OutboxRow.not_before_at > after
    )
    return await session.scalar(statement)


async def key_of_message(session: AsyncSession, chat_id: int, message_id: int) -> str | None:
    """The key of the promise that stands in a chat as this message."""
    statement = sa.select(OutboxRow.key).where(
        OutboxRow.chat_id == chat_id, OutboxRow.message_id == message_id
    )
    return await session.scalar(statement)


async def message_ids(session: AsyncSession, keys: Collection[str]) -> dict[str, int]:
    """Where the promises with these keys stand in their chats, as far as they have arrived."""
    statement = sa.select(OutboxRow.key, OutboxRow.message_id).where(
        OutboxRow.key.in_(keys), OutboxRow.message_id.is_not(None)
    )
    return {key: message_id for key, message_id in await session.execute(statement) if message_id is not None}
