"""The audit table."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class AuditEntry(Base):
    """One line of the audit log; only ever added."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    telegram_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Who did it; None for the program itself."""
    what: Mapped[str] = mapped_column(sa.String(64))
    subject: Mapped[str] = mapped_column(sa.String(128))
    why: Mapped[str] = mapped_column(sa.Text)
