"""The tables about people, chats and the neighbourhood."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, ChatId


class Role(StrEnum):
    """What somebody is in this community."""

    RESIDENT = "resident"
    WORKER = "worker"
    STAFF = "staff"
    SECRETARY = "secretary"


def address(estate: str | None, building: str | None, unit: str | None) -> str | None:
    """A home as people write it, like 西关小区3栋2单元."""
    if not estate:
        return None
    return estate + (f"{building}栋" if building else "") + (f"{unit}单元" if unit else "")


class Person(Base):
    """Somebody we know: whoever spoke up, and everybody the configuration names."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int | None] = mapped_column(sa.BigInteger, unique=True)
    """Also the id of the direct chat with this person. None until a worker has enrolled."""
    name: Mapped[str] = mapped_column(sa.String(128))
    role: Mapped[Role] = mapped_column(sa.String(16), default=Role.RESIDENT)
    started_at: Mapped[datetime | None]
    """When they pressed Start or first wrote to the bot directly."""
    unreachable_at: Mapped[datetime | None]
    unreachable_why: Mapped[str | None] = mapped_column(sa.String(200))
    away_at: Mapped[datetime | None]
    """Since when a worker is away and the stand-in answers."""
    estate: Mapped[str | None] = mapped_column(sa.String(64))
    building: Mapped[str | None] = mapped_column(sa.String(16))
    unit: Mapped[str | None] = mapped_column(sa.String(16))
    room: Mapped[str | None] = mapped_column(sa.String(16))
    """The door, when they said it: only to know who is one household, never shown to anybody."""

    @property
    def home(self) -> str | None:
        """The registered home, without the door."""
        return address(self.estate, self.building, self.unit)

    @property
    def has_direct_chat(self) -> bool:
        """Whether the bot may write to them: they started it and have not gone since."""
        return bool(self.telegram_id and self.started_at and not self.unreachable_at)

    @property
    def may_be_reached(self) -> bool:
        """Whether it is worth trying: not known to be out of reach. Telegram has the last word."""
        return bool(self.telegram_id and not self.unreachable_at)

    @property
    def is_staff(self) -> bool:
        """Whether this person works in the community's office."""
        return self.role in (Role.STAFF, Role.SECRETARY)


class Chat(Base):
    """A group chat the bot was put into."""

    __tablename__ = "chats"

    chat_id: Mapped[int] = mapped_column(ChatId, primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(sa.String(255), default="")
    removed_at: Mapped[datetime | None]
    """Since when the bot is no longer in it."""


class GroupGrid(Base):
    """The people of this group chat live in this grid."""

    __tablename__ = "group_grids"

    chat_id: Mapped[int] = mapped_column(ChatId, primary_key=True, autoincrement=False)
    grid: Mapped[str] = mapped_column(sa.String(32), primary_key=True)


class NeighbourhoodVersion(Base):
    """The neighbourhood as configured (estates, grids, workers, categories); the newest row counts."""

    __tablename__ = "neighbourhoods"

    id: Mapped[int] = mapped_column(primary_key=True)
    since_at: Mapped[datetime]
    document: Mapped[dict[str, Any]]


class Awaited(Base):
    """What the bot asked somebody to write next, kept across restarts; one a person."""

    __tablename__ = "awaited"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    what: Mapped[str] = mapped_column(sa.String(64))
    """``feature:action``, and with a dot its argument."""
    subject_id: Mapped[int]
    asked_at: Mapped[datetime]


class Enrolment(Base):
    """A one-time link that makes whoever opens it the named worker."""

    __tablename__ = "enrolments"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    """SHA-256 of the link's secret; the secret itself is not kept."""
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
