"""Taking over a changed neighbourhood while running."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries
from bot.telegram.context import Desk
from bot.triage import Triage


async def take_over_neighbourhood(session: AsyncSession, desk: Desk) -> None:
    """When another neighbourhood is in force than the one in memory, judge by the new one."""
    wanted = await queries.neighbourhood_in_force(session)
    if wanted is not None and wanted != desk.triage.neighbourhood:
        desk.triage = Triage(wanted)
