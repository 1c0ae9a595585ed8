"""Finding notices, whom they reach, and what became of each copy."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcast import rules
from bot.broadcast.models import Notice, NoticeReceipt, NoticeState, NoticeTarget
from bot.broadcast.texts import Counts
from bot.config import Neighbourhood
from bot.outbox.models import OutboxRow, OutboxState
from bot.people.models import Chat, Person, Role

_COUNTED = {
    OutboxState.QUEUED: "waiting",
    OutboxState.SENDING: "waiting",
    OutboxState.SENT: "delivered",
    OutboxState.FAILED: "failed",
    OutboxState.UNSURE: "unknown",
    OutboxState.DROPPED: "dropped",
}


async def people_in(
    session: AsyncSession, audience: Sequence[str], neighbourhood: Neighbourhood
) -> list[Person]:
    """The people an audience has who can be written to; everybody once."""
    reachable = sa.select(Person).where(
        Person.telegram_id > 0, Person.started_at.is_not(None), Person.unreachable_at.is_(None)
    )
    people = list(await session.scalars(reachable.order_by(Person.id)))
    silent: set[int] = set()
    for notice_id in rules.awaited_receipts(audience):
        silent |= await unconfirmed(session, notice_id, neighbourhood)
    return [person for person in people if person.id in silent or rules.is_addressed(person, audience)]


async def unconfirmed(session: AsyncSession, notice_id: int, neighbourhood: Neighbourhood) -> set[int]:
    """Who should have read a notice and has not said so.

    Those it went to directly, and the residents registered where its groups are at home.
    """
    targets = list(await session.scalars(sa.select(NoticeTarget).where(NoticeTarget.notice_id == notice_id)))
    silent = {target.person_id for target in targets if target.person_id is not None}
    homes = rules.homes_in([target.chat_id for target in targets if target.chat_id < 0], neighbourhood)
    if homes:
        residents = sa.select(Person.id, Person.estate, Person.building).where(Person.role == Role.RESIDENT)
        silent |= {
            one for one, estate, number in await session.execute(residents) if (estate, number) in homes
        }
    confirmed = sa.select(NoticeReceipt.person_id).where(NoticeReceipt.notice_id == notice_id)
    return silent - set(await session.scalars(confirmed))


async def progress_of(session: AsyncSession, notice_id: int) -> Counts:
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
    return Counts(**counts)


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


async def notices_to_report(session: AsyncSession) -> list[Notice]:
    """What is being sent just now, and what somebody confirmed since its report was last shown."""
    changed = sa.or_(Notice.state == NoticeState.RUNNING, Notice.outdated)
    return list(await session.scalars(sa.select(Notice).where(changed)))


async def unreached(session: AsyncSession, notice_id: int, *, limit: int) -> list[tuple[str, str]]:
    """Whom a notice did not reach, and Telegram's reason."""
    copies = await copies_of(session, notice_id)
    return [(name, why) for name, fate, why, _ in copies if fate == "failed"][:limit]


async def readers(session: AsyncSession, notice_id: int) -> list[tuple[str, datetime]]:
    """Who pressed 收到, and when."""
    statement = (
        sa.select(Person.name, NoticeReceipt.at)
        .join(Person, NoticeReceipt.person_id == Person.id)
        .where(NoticeReceipt.notice_id == notice_id)
        .order_by(NoticeReceipt.at, Person.id)
    )
    return [(name, at) for name, at in await session.execute(statement)]


async def names_of(session: AsyncSession, people: Collection[int]) -> list[str]:
    """The names of these people."""
    found = sa.select(Person.name).where(Person.id.in_(people)).order_by(Person.id)
    return list(await session.scalars(found))


async def due_notices(session: AsyncSession, *, now: datetime) -> list[Notice]:
    """What was to be sent by now and has not begun."""
    statement = sa.select(Notice).where(Notice.state == NoticeState.SCHEDULED, Notice.send_at <= now)
    return list(await session.scalars(statement.order_by(Notice.send_at)))


async def names_of_groups(session: AsyncSession, chat_ids: Sequence[int]) -> list[str]:
    """What these groups are called, as far as we know."""
    known = await session.execute(sa.select(Chat.chat_id, Chat.title).where(Chat.chat_id.in_(chat_ids)))
    titles = {row.chat_id: row.title for row in known}
    return [titles.get(chat_id) or str(chat_id) for chat_id in chat_ids]
