"""What time does to handled updates."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox import service
from bot.telegram.context import Desk


async def forget_handled_updates(session: AsyncSession, desk: Desk) -> None:
    """What was said and handled does not stay with us longer than needed."""
    await service.forget_handled(session, now=desk.clock())
