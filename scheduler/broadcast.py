"""What time does to notices: begun when due, their progress shown."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcast import queries, service
from bot.telegram.context import Desk


async def start_due_notices(session: AsyncSession, desk: Desk) -> None:
    """Notices given a time go when it has come, late rather than never: somebody waits for them."""
    now = desk.clock()
    for notice in await queries.due_notices(session, now=now):
        await service.start(session, notice, desk.triage.neighbourhood, now=now)


async def show_notices_progress(session: AsyncSession, desk: Desk) -> None:
    """The office sees how far a running notice is, and in the end what became of it."""
    for notice in await queries.notices_to_report(session):
        await service.show_progress(session, notice, now=desk.clock())
