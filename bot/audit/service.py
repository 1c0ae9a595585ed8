"""Writing the audit log."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.audit.models import AuditEntry


def record(
    session: AsyncSession, what: str, subject: str, why: str, *, telegram_id: int | None, now: datetime
) -> None:
    """Add one line: what was tried on which subject, by whom, and why it went as it did."""
    session.add(AuditEntry(at=now, telegram_id=telegram_id, what=what[:64], subject=subject[:128], why=why))
