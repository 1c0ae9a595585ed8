"""What waits in the inbox."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox.models import InboxRow, InboxState
from bot.inbox.service import Arrived


async def unfinished_updates(session: AsyncSession) -> list[Arrived]:
    """Everything received and not yet handled, in the order it came."""
    statement = (
        sa.select(InboxRow.id, InboxRow.lane, InboxRow.raw)
        .where(InboxRow.state == InboxState.NEW)
        .order_by(InboxRow.id)
    )
    return [Arrived(*row) for row in await session.execute(statement)]


async def album_pieces(session: AsyncSession, album: str, *, lane: int, before: int) -> list[str]:
    """The raw updates of an album's pieces that came before row ``before`` in the same chat."""
    statement = (
        sa.select(InboxRow.raw)
        .where(InboxRow.album == album, InboxRow.lane == lane, InboxRow.id < before, InboxRow.raw != "")
        .order_by(InboxRow.id)
    )
    return list(await session.scalars(statement))


async def parked_updates(session: AsyncSession) -> list[InboxRow]:
    """Updates that were set aside, newest first."""
    statement = sa.select(InboxRow).where(InboxRow.state == InboxState.PARKED).order_by(InboxRow.id.desc())
    return list(await session.scalars(statement))
