"""What was overheard and waits to be judged, and who was asked what."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.listening.models import Fate, LeftInPeace, ListenedGroup, Offer, Overheard
from bot.listening.rules import NEVER_SILENT, is_left_in_peace

_MOST_AT_ONCE = 10


class Heard(NamedTuple):
    """What one person said in one group: not judged yet, and judged a little earlier."""

    chat_id: int
    author_id: int
    new: list[Overheard]
    before: list[Overheard]


async def quiet_talk(session: AsyncSession, *, quiet: timedelta, now: datetime) -> list[Heard]:
    """What people said who have fallen silent since, or never do; a few people at a time, oldest first.

    Of several processes one gets each person.
    """
    last, first = sa.func.max(Overheard.heard_at), sa.func.min(Overheard.heard_at)
    due = (
        sa.select(Overheard.chat_id, Overheard.author_id)
        .where(Overheard.judged_at.is_(None))
        .group_by(Overheard.chat_id, Overheard.author_id)
        .having(sa.or_(last <= now - quiet, first <= now - NEVER_SILENT))
        .order_by(first)
        .limit(_MOST_AT_ONCE)
    )
    return [await _talk_of(session, chat_id, author_id) for chat_id, author_id in await session.execute(due)]


async def _talk_of(session: AsyncSession, chat_id: int, author_id: int) -> Heard:
    statement = (
        sa.select(Overheard)
        .where(Overheard.chat_id == chat_id, Overheard.author_id == author_id)
        .order_by(Overheard.message_id)
        .with_for_update(skip_locked=True)
    )
    pieces = list(await session.scalars(statement))
    new = [piece for piece in pieces if piece.judged_at is None]
    return Heard(chat_id, author_id, new, [piece for piece in pieces if piece.judged_at is not None])


async def untold_groups(session: AsyncSession) -> Sequence[int]:
    """Groups in which something was overheard and nobody was told so."""
    told = sa.select(ListenedGroup.chat_id).where(ListenedGroup.ended_at.is_(None))
    return list(
        await session.scalars(sa.select(Overheard.chat_id).where(Overheard.chat_id.not_in(told)).distinct())
    )


async def is_listening(session: AsyncSession) -> bool:
    """Whether anything is kept from a time when listening was switched on."""
    told = sa.exists().where(ListenedGroup.ended_at.is_(None))
    return bool(await session.scalar(sa.select(sa.or_(told, sa.exists(sa.select(Overheard.id))))))


async def asked_on(session: AsyncSession, chat_id: int, day: date) -> int:
    """How many questions a group has seen on a local day."""
    statement = sa.select(sa.func.count()).where(Offer.chat_id == chat_id, Offer.day == day)
    return await session.scalar(statement) or 0


async def offers_to(session: AsyncSession, author_id: int, *, since: datetime) -> list[Offer]:
    """What somebody was asked lately, in whatever group, newest first."""
    statement = (
        sa.select(Offer)
        .where(Offer.author_id == author_id, Offer.offered_at >= since)
        .order_by(Offer.id.desc())
    )
    return list(await session.scalars(statement))


async def open_offer(session: AsyncSession, chat_id: int, author_id: int) -> Offer | None:
    """What somebody is being asked in a group just now."""
    statement = (
        sa.select(Offer)
        .where(Offer.chat_id == chat_id, Offer.author_id == author_id, Offer.fate == Fate.OPEN)
        .order_by(Offer.id.desc())
        .limit(1)
        .with_for_update()
    )
    return await session.scalar(statement)


async def offers_gone_by(session: AsyncSession, *, before: datetime | None = None) -> list[Offer]:
    """Open questions, all or those asked before a moment."""
    statement = sa.select(Offer).where(Offer.fate == Fate.OPEN).order_by(Offer.id).with_for_update()
    if before is not None:
        statement = statement.where(Offer.offered_at <= before)
    return list(await session.scalars(statement))


async def may_be_asked(session: AsyncSession, author_id: int, *, now: datetime) -> bool:
    """Whether somebody has not said that they do not want to be asked."""
    left = await session.get(LeftInPeace, author_id)
    return left is None or not is_left_in_peace(left.until_at, now=now)
