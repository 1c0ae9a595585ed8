"""Taking over a changed neighbourhood while running."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.telegram.context import Desk


async def take_over_neighbourhood(session: AsyncSession, desk: Desk) -> None:
    """A neighbourhood changed by ``wuailin apply``, or a group's new id, counts from now on."""
    await desk.take_over_neighbourhood(session)
