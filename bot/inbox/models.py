"""The inbox table."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class InboxState(StrEnum):
    """How far one update has come."""

    NEW = "new"
    DONE = "done"
    PARKED = "parked"


class InboxRow(Base):
    """One update, as the raw JSON it came in."""

    __tablename__ = "inbox"
    __table_args__ = (
        sa.Index("ix_inbox_state", "state", "id"),
        {"sqlite_autoincrement": True},  # an id names promises: never again, even when all rows are dropped
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(sa.BigInteger, unique=True)
    lane: Mapped[int] = mapped_column(sa.BigInteger)
    """The chat (or, without one, the person) whose updates are handled in order."""
    album: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    raw: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[InboxState] = mapped_column(sa.String(8), default=InboxState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(sa.Text)
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
