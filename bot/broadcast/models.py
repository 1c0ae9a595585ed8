"""The tables of notices, whom they go to, and who confirmed."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, ChatId


class NoticeState(StrEnum):
    """How far a notice has come."""

    DRAFT = "draft"
    ASKED = "asked"
    """A colleague is to agree before it goes to everybody."""
    SCHEDULED = "scheduled"
    RUNNING = "running"
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
    media_message_ids: Mapped[list[int]]
    """Where the photos or the file stand that it is sent with. The text is the caption of a single
    one; below several photos it stands as a message of its own."""
    album: Mapped[str | None] = mapped_column(sa.String(64))
    """Telegram's id of the photos sent together."""
    audience: Mapped[list[str]]
    """The parts it goes to, as ``rules`` names them."""
    wants_receipt: Mapped[bool] = mapped_column(default=False)
    pins: Mapped[bool] = mapped_column(default=False)
    state: Mapped[NoticeState] = mapped_column(sa.String(12), default=NoticeState.DRAFT)
    made_at: Mapped[datetime]
    send_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None]
    asked: Mapped[int] = mapped_column(default=0)
    """How many times colleagues were asked to agree; names the messages that ask them."""
    approver_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    """The colleague who agreed."""
    outdated: Mapped[bool] = mapped_column(default=False)
    """Whether somebody confirmed since its report was last shown."""

    @property
    def has_media(self) -> bool:
        """Whether it is sent with photos or a file."""
        return bool(self.media_message_ids)

    @property
    def is_album(self) -> bool:
        """Whether it is sent with several photos, above its text."""
        return len(self.media_message_ids) > 1


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
