"""What time does to drafts."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.intake import queries, service
from bot.telegram.context import Desk


async def show_quiet_drafts(session: AsyncSession, desk: Desk) -> None:
    """Drafts whose writers have fallen silent are read back to them."""
    now = desk.clock()
    for draft, person in await queries.drafts_to_show(session, quiet=desk.config.intake.draft_quiet, now=now):
        await service.show_back(session, draft, person, now=now)


async def forget_old_drafts(session: AsyncSession, desk: Desk) -> None:
    """Drafts nobody confirmed are thrown away."""
    await service.forget_drafts(session, keep=desk.config.intake.draft_keep, now=desk.clock())
