"""Finding notices, whom they reach, and what became of each copy."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcast import rules
from bot.broadcast.models import Notice, NoticeReceipt, NoticeState, NoticeTarget
from bot.outbox.models import OutboxRow, OutboxState
from bot.people.models import Chat, Person, Role


class Progress(NamedTuple):
    """How many copies of a notice are where."""

    waiting: int = 0
    delivered: int = 0
    failed: int = 0
    unknown: int = 0
    dropped: int = 0

    @property
    def total(self) -> int:
        """All copies."""
        return sum(self)


_COUNTED = {
    OutboxState.QUEUED: "waiting",
    OutboxState.SENDING: "waiting",
    OutboxState.SENT: "delivered",
    OutboxState.FAILED: "failed",
    OutboxState.UNSURE: "unknown",
    OutboxState.DROPPED: "dropped",
}


async def people_in(session: AsyncSession, audience: Sequence[str]) -> list[Person]:
    """The people an audience has who can be written to; everybody once."""
    roles = [
        role
        for part, role in ((rules.RESIDENTS, Role.RESIDENT), (rules.WORKERS, Role.WORKER))
        if part in audience
    ]
    statement = sa.select(Person).where(
        Person.role.in_(roles),
        Person.telegram_id > 0,
        Person.started_at.is_not(None),
        Person.unreachable_at.is_(None),
    )
    return list(await session.scalars(statement.order_by(Person.id))) if roles else []


async def groups_left(session: AsyncSession) -> set[int]:
    """The groups the bot was put out of."""
    return set(await session.scalars(sa.select(Chat.chat_id).where(Chat.removed_at.is_not(None))))


async def progress_of(session: AsyncSession, notice_id: int) -> Progress:
    """What became of a notice's copies so far."""
    statement = (
        sa.select(OutboxRow.state, sa.func.count())
        .join(NoticeTarget, NoticeTarget.key == OutboxRow.key)
        .where(NoticeTarget.notice_id == notice_id)
        .group_by(OutboxRow.state)
    )
    counts: dict[str, int] = {}
    for state, count in await session.execute(statement):
        name = _COUNTED[OutboxState(state)]
        counts[name] = counts.get(name, 0) + count
    return Progress(**counts)


async def copies_of(session: AsyncSession, notice_id: int) -> list[tuple[str, str, str, datetime | None]]:
    """Each copy: to whom, what became of it, why, and when they confirmed."""
    statement = (
        sa.select(
            Person.name, Chat.title, NoticeTarget.chat_id, OutboxRow.state, OutboxRow.error, NoticeReceipt.at
        )
        .select_from(NoticeTarget)
        .join(OutboxRow, OutboxRow.key == NoticeTarget.key)
        .outerjoin(Person, Person.id == NoticeTarget.person_id)
        .outerjoin(Chat, Chat.chat_id == NoticeTarget.chat_id)
        .outerjoin(
            NoticeReceipt,
            sa.and_(
                NoticeReceipt.notice_id == NoticeTarget.notice_id,
                NoticeReceipt.person_id == NoticeTarget.person_id,
            ),
        )
        .where(NoticeTarget.notice_id == notice_id)
        .order_by(OutboxRow.id)
    )
    return [
        (name or title or str(chat_id), _COUNTED[OutboxState(state)], error or "", at)
        for name, title, chat_id, state, error, at in await session.execute(statement)
    ]


async def receipts_of(session: AsyncSession, notice_id: int) -> int:
    """How many pressed 收到."""
    counted = (
        sa.select(sa.func.count()).select_from(NoticeReceipt).where(NoticeReceipt.notice_id == notice_id)
    )
    return await session.scalar(counted) or 0


async def running_notices(session: AsyncSession) -> list[Notice]:
    """What is being sent just now."""
    return list(await session.scalars(sa.select(Notice).where(Notice.state == NoticeState.RUNNING)))


async def due_notices(session: AsyncSession, *, now: datetime) -> list[Notice]:
    """What was to be sent by now and has not begun."""
    statement = sa.select(Notice).where(Notice.state == NoticeState.SCHEDULED, Notice.send_at <= now)
    return list(await session.scalars(statement.order_by(Notice.send_at)))


async def names_of_groups(session: AsyncSession, chat_ids: Sequence[int]) -> list[str]:
    """What these groups are called, as far as we know."""
    known = await session.execute(sa.select(Chat.chat_id, Chat.title).where(Chat.chat_id.in_(chat_ids)))
    titles = {row.chat_id: row.title for row in known}
    return [titles.get(chat_id) or str(chat_id) for chat_id in chat_ids]
