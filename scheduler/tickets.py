"""What time does to tickets."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import due_times
from bot.people.queries import neighbourhood_since
from bot.pushes import service as pushes
from bot.pushes.models import Fate
from bot.telegram.context import Desk
from bot.tickets import digests, queries, service


async def reassign_unreachable_tickets(session: AsyncSession, desk: Desk) -> None:
    """Tickets of assignees who cannot be written to go to the stand-in, else to the office."""
    for ticket_id in await queries.tickets_out_of_reach(session):
        await service.reassign_unreachable(
            session, ticket_id, neighbourhood=desk.triage.neighbourhood, now=desk.clock()
        )


async def report_overdue_tickets(session: AsyncSession, desk: Desk) -> None:
    """Tickets nobody answered in time are reported once to the assignee and the office."""
    now = desk.clock()
    for ticket_id in await queries.overdue_tickets(session, now=now):
        await service.report_overdue(session, ticket_id, neighbourhood=desk.triage.neighbourhood, now=now)


async def send_due_digests(session: AsyncSession, desk: Desk) -> None:
    """At the set time each worker and the office get their morning; after the working day it is too late."""
    now, neighbourhood = desk.clock(), desk.triage.neighbourhood
    community = neighbourhood.community
    for plan in neighbourhood.schedules:
        if plan.what != "worker_digest":
            continue
        due = due_times(
            plan.at_time,
            plan.days,
            after=await neighbourhood_since(session, now, at_most=timedelta(days=1)),
            until=now,
            zone=community.zone,
            closed=community.closed_days,
        )
        for moment in await pushes.unclaimed(session, "worker_digest", plan.at, due):
            local, ends = now.astimezone(community.zone), community.working[1]
            late = local.date() != moment.astimezone(community.zone).date() or local.time() >= ends
            fate = Fate.MISSED if late else Fate.DONE
            claimed = await pushes.claim(session, "worker_digest", plan.at, moment, fate=fate, now=now)
            if claimed and not late:
                await digests.send_digests(session, neighbourhood=neighbourhood, now=now)
