"""The tables of notices, whom they go to, and who confirmed."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, ChatId


class NoticeState(StrEnum):
    """How far a notice has come."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    DISCARDED = "discarded"


class Notice(Base):
    """Something the office tells many."""

    __tablename__ = "notices"
    __table_args__ = (
        sa.Index("ix_notices_state", "state", "send_at"),
        {"sqlite_autoincrement": True},  # an id names promises: never again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    media_chat_id: Mapped[int | None] = mapped_column(ChatId)
    media_message_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Where the photo or file stands that it is sent with; the text is then its caption."""
    audience: Mapped[list[str]]
    """``groups``, ``residents``, ``workers``, and ``grid:`` with a code for the groups of one grid."""
    wants_receipt: Mapped[bool] = mapped_column(default=False)
    pins: Mapped[bool] = mapped_column(default=False)
    state: Mapped[NoticeState] = mapped_column(sa.String(12), default=NoticeState.DRAFT)
    made_at: Mapped[datetime]
    send_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None]


class NoticeTarget(Base):
    """One chat a notice goes to."""

    __tablename__ = "notice_targets"

    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notices.id"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(128), primary_key=True)
    """The outbox key of the promise."""
    chat_id: Mapped[int] = mapped_column(ChatId)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


class NoticeReceipt(Base):
    """Somebody pressed 收到."""

    __tablename__ = "notice_receipts"

    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notices.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    at: Mapped[datetime]
