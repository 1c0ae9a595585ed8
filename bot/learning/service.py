"""Keeping what was learnt, and forgetting it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.learning import queries
from bot.learning.models import LearnedModel, LearnedWeights
from bot.triage.evidence import Evidence
from bot.triage.learning import Model


async def keep_model(session: AsyncSession, model: Model, evidence: Evidence, *, now: datetime) -> None:
    """Put a model in the place of the one before; its weights are kept only when it is in force.

    It is in force when the evidence shows that it is better than the words alone. ``now`` is
    when its tickets were read: where everything was forgotten since, nothing is kept.
    """
    before = await queries.newest_model(session)
    if before is not None and before.begins_at is not None and before.begins_at >= now:
        return
    since_at = (before.since_at if before else None) or now
    await _replace(
        session,
        LearnedModel(
            made_at=now,
            begins_at=before.begins_at if before else None,
            since_at=since_at if evidence.trusted else None,
            evidence=evidence.to_json(),
        ),
        model if evidence.trusted else Model([]),
    )


async def forget_model(session: AsyncSession, *, now: datetime) -> None:
    """Forget everything learnt, for good: only tickets raised from now on will teach again."""
    nothing = LearnedModel(made_at=now, begins_at=now, since_at=None, evidence=Evidence().to_json())
    await _replace(session, nothing, Model([]))


async def _replace(session: AsyncSession, row: LearnedModel, model: Model) -> None:
    await session.execute(sa.delete(LearnedWeights))
    await session.execute(sa.delete(LearnedModel))
    session.add(row)
    await session.flush()
    session.add_all(LearnedWeights(model_id=row.id, **voice._asdict()) for voice in model.voices)
    await session.flush()
