"""What the tickets teach, and what was learnt from them."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.learning.models import LearnedModel, LearnedWeights
from bot.tickets import queries as tickets
from bot.tickets.rules import is_category_sure
from bot.triage.evidence import Evidence
from bot.triage.learning import Example, Learned, Model, Voice

MOST_TICKETS = 5000
"""So many ended tickets teach, the newest; what is older no longer speaks for this community."""


async def newest_model(session: AsyncSession) -> LearnedModel | None:
    """The newest trial, whether or not its model is in force."""
    return await session.scalar(sa.select(LearnedModel).order_by(LearnedModel.id.desc()).limit(1))


async def model_in_force(session: AsyncSession) -> int | None:
    """The number of the model in force, ``None`` while there is none."""
    newest = sa.select(LearnedModel.id, LearnedModel.since_at).order_by(LearnedModel.id.desc()).limit(1)
    found = (await session.execute(newest)).one_or_none()
    return found.id if found and found.since_at else None


async def learned_in_force(session: AsyncSession) -> Learned | None:
    """What was learnt and has shown that it is better, ready to be used."""
    newest = await newest_model(session)
    if newest is None or newest.since_at is None:
        return None
    rows = await session.execute(
        sa.select(LearnedWeights.category, LearnedWeights.bias, LearnedWeights.numbers)
        .where(LearnedWeights.model_id == newest.id)
        .order_by(LearnedWeights.category)
    )
    model = Model([Voice(category, bias, numbers) for category, bias, numbers in rows])
    return Learned(model, Evidence.from_json(newest.evidence).trusted)


async def examples(session: AsyncSession) -> list[Example]:
    """What ended tickets were about, in the order in which they ended; those that say nothing left out."""
    newest = await newest_model(session)
    ended = await tickets.ended_tickets(
        session, raised_after=newest.begins_at if newest else None, limit=MOST_TICKETS
    )
    judged = [(one, is_category_sure(one.kinds, tagged=one.tagged)) for one in ended]
    return [Example(one.text, one.category, sure) for one, sure in judged if sure is not None]
