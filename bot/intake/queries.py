"""Finding drafts."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.intake.models import Draft
from bot.people.models import Person


async def draft_of(session: AsyncSession, person: Person) -> Draft | None:
    """What this person is saying."""
    return await session.scalar(sa.select(Draft).where(Draft.person_id == person.id))


async def drafts_left_lying(
    session: AsyncSession, *, keep: timedelta, now: datetime
) -> list[tuple[Draft, Person]]:
    """Drafts that nobody touched or confirmed for ``keep``."""
    statement = (
        sa.select(Draft, Person)
        .join(Person, Draft.person_id == Person.id)
        .where(Draft.touched_at < now - keep)
        .order_by(Draft.id)
    )
    return [(draft, person) for draft, person in await session.execute(statement)]


async def drafts_to_show(
    session: AsyncSession, *, quiet: timedelta, now: datetime
) -> list[tuple[Draft, Person]]:
    """Drafts whose writers have been silent for ``quiet`` and have not seen them as they now are."""
    statement = (
        sa.select(Draft, Person)
        .join(Person, Draft.person_id == Person.id)
        .where(Draft.shown_at.is_(None), Draft.touched_at <= now - quiet)
        .order_by(Draft.id)
    )
    return [(draft, person) for draft, person in await session.execute(statement)]
