"""The tables of pushes: what was due, and what a group was told on a day."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, ChatId


class Fate(StrEnum):
    """What became of something due."""

    DONE = "done"
    """It was promised, or there was nothing to say."""
    MISSED = "missed"
    """The bot was down until it made no sense any more."""


class DuePush(Base):
    """One thing due at one time, claimed by whoever takes care of it first."""

    __tablename__ = "due_pushes"

    key: Mapped[str] = mapped_column(sa.String(128), primary_key=True)
    """``what:subject:due`` with the time in Unix seconds."""
    what: Mapped[str] = mapped_column(sa.String(32))
    subject: Mapped[str] = mapped_column(sa.String(64))
    due_at: Mapped[datetime] = mapped_column(index=True)
    claimed_at: Mapped[datetime]
    fate: Mapped[Fate] = mapped_column(sa.String(8))


class GroupPush(Base):
    """Something a group is told by the clock, in its newest wanted form."""

    __tablename__ = "group_pushes"
    __table_args__ = (
        sa.Index("ix_group_pushes_day", "chat_id", "day"),
        {"sqlite_autoincrement": True},  # an id names promises: never again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(100), unique=True)
    """Names what is told and to whom."""
    chat_id: Mapped[int] = mapped_column(ChatId)
    day: Mapped[date]
    """The local day it counts for."""
    content: Mapped[dict[str, Any]]
    """``bot.outbox.content.Content`` as JSON."""
    shared: Mapped[bool]
    """Whether it stands in the day's common message, because there were enough already."""
