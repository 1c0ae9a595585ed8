"""The outbox table."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, ChatId


class Lane(IntEnum):
    """Urgency: a smaller number goes first."""

    ANSWER = 0
    TICKET = 1
    REMINDER = 2
    BROADCAST = 3


class OutboxState(StrEnum):
    """How far a promise has come."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    UNSURE = "unsure"


class OutboxRow(Base):
    """One message that somebody is to see, in its newest wanted state.

    With a ``message_id`` the message stands in the chat already and the row, when queued
    again, is an edit of it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index("ix_outbox_urgency", "state", "lane", "id"),
        sa.Index("ix_outbox_chat", "chat_id", "state"),
        sa.Index("ix_outbox_message", "chat_id", "message_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(128), unique=True)
    chat_id: Mapped[int] = mapped_column(ChatId)
    lane: Mapped[Lane] = mapped_column(sa.SmallInteger)
    state: Mapped[OutboxState] = mapped_column(sa.String(8), default=OutboxState.QUEUED)
    content: Mapped[dict[str, Any]]
    """``bot.outbox.content.Content`` as JSON."""
    revision: Mapped[int] = mapped_column(default=0)
    """Rises with every newer wanted state, so that a send under way knows it is outdated."""
    message_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    repeatable: Mapped[bool] = mapped_column(default=True)
    """Whether it is sent again when nobody knows if it arrived; else it becomes unsure."""
    attempts: Mapped[int] = mapped_column(default=0)
    not_before_at: Mapped[datetime | None]
    lease_until_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.Text)
