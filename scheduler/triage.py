"""Learning at night from the tickets that have ended, and taking over what was learnt."""

import asyncio
from datetime import time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import due_times
from bot.db import Database
from bot.learning import queries, service
from bot.people.queries import neighbourhood_since
from bot.pushes import service as pushes
from bot.telegram.context import Desk
from bot.triage.evidence import learn

LEARNS_AT = time(3, 30)
"""Local time; nobody writes then."""

_WHAT, _SUBJECT = "learning", LEARNS_AT.isoformat("minutes")


async def learn_at_night(db: Database, desk: Desk) -> None:
    """Once a night a model is made anew from the tickets and tried; only then the database is written.

    Reading, learning and keeping are three steps, so that nobody waits for the database
    meanwhile. A night missed is made up for within a day.
    """
    now, triage = desk.clock(), desk.triage
    async with db.read() as session:
        since = await neighbourhood_since(session, now, at_most=timedelta(days=1))
        zone = triage.neighbourhood.community.zone
        due = due_times(LEARNS_AT, "daily", after=since, until=now, zone=zone)
        waiting = await pushes.unclaimed(session, _WHAT, _SUBJECT, due)
        examples = await queries.examples(session) if waiting else []
    if not waiting:
        return
    known = [category.key for category in triage.neighbourhood.categories]
    model, evidence = await asyncio.to_thread(learn, examples, triage.topic, known)
    async with db.begin() as session:
        for moment in waiting:
            if not await pushes.claim(session, _WHAT, _SUBJECT, moment, now=now):
                return  # another process was faster
        await service.keep_model(session, model, evidence, now=now)


async def take_over_model(session: AsyncSession, desk: Desk) -> None:
    """A model that has come into force, or gone, counts from now on."""
    await desk.take_over_model(session)
