"""What time does to tickets."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.telegram.context import Desk
from bot.tickets import queries, service


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
