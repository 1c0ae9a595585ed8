"""What time does to meetings: people are reminded, and cards stop asking when one begins."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.meetings import reminders
from bot.telegram.context import Desk


async def remind_of_meetings(session: AsyncSession, desk: Desk) -> None:
    """Those who come and the groups are reminded at the configured leads, each once."""
    await reminders.remind(session, desk.triage.neighbourhood, now=desk.clock())


async def close_answers_of_begun_meetings(session: AsyncSession, desk: Desk) -> None:
    """When a meeting begins its cards stop asking, and those who run it can write the minutes."""
    await reminders.show_begun(session, desk.triage.neighbourhood, now=desk.clock())
