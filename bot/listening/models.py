"""The tables of listening. What was said stays in none of them longer than it takes to judge it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, ChatId


class Overheard(Base):
    """A message in a group that was not meant for the bot, until it is judged."""

    __tablename__ = "overheard"
    __table_args__ = (sa.Index("ix_overheard_author", "chat_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ChatId)
    author_id: Mapped[int] = mapped_column(sa.BigInteger)
    """The author's Telegram account; nobody becomes a person here by talking with neighbours."""
    message_id: Mapped[int] = mapped_column(sa.BigInteger)
    text: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.String(16))
    """The kind of media, "" for plain text."""
    album: Mapped[str | None] = mapped_column(sa.String(64))
    replies_to: Mapped[int | None] = mapped_column(sa.BigInteger)
    """The author's own earlier message it replies to."""
    said_at: Mapped[datetime]
    """By Telegram's clock: tells minutes apart what was fetched together."""
    heard_at: Mapped[datetime]
    judged_at: Mapped[datetime | None]
    """Judged as nothing by itself; kept a few minutes, because more may follow that it belongs to."""


class Fate(StrEnum):
    """What became of a question."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"
    GONE = "gone"
    """Nobody pressed."""


class Offer(Base):
    """One question to an author, 登记为诉求？; what was said is blanked as soon as it is answered or gone."""

    __tablename__ = "listening_offers"
    __table_args__ = (
        sa.Index("ix_listening_offers_author", "author_id", "offered_at"),
        sa.Index("ix_listening_offers_day", "chat_id", "day"),
        {"sqlite_autoincrement": True},  # an id names promises: never again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ChatId)
    author_id: Mapped[int] = mapped_column(sa.BigInteger)
    category: Mapped[str] = mapped_column(sa.String(32))
    grid: Mapped[str | None] = mapped_column(sa.String(32))
    ticket_id: Mapped[int | None]
    """The author's own open ticket this seems to be about; None when it is a new matter."""
    pieces: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    """``message_id``, ``text``, ``kind`` and ``album`` of each message, in order."""
    last_said_at: Mapped[datetime]
    offered_at: Mapped[datetime]
    day: Mapped[date]
    """The local day it counts for."""
    fate: Mapped[Fate] = mapped_column(sa.String(8), default=Fate.OPEN)


class LeftInPeace(Base):
    """Somebody who is asked nothing: for some days after declining, or for good."""

    __tablename__ = "left_in_peace"

    author_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    until_at: Mapped[datetime | None]
    """None: until they ask to be asked again."""


class ListenedGroup(Base):
    """A group that was told what is read and kept."""

    __tablename__ = "listened_groups"

    chat_id: Mapped[int] = mapped_column(ChatId, primary_key=True, autoincrement=False)
    times: Mapped[int]
    """How many times listening began here; names the message that says so."""
    ended_at: Mapped[datetime | None]
    """Since when listening is switched off; when it comes back, the group is told again."""
