"""The tables of meetings: who is invited, who comes, who came, and what was written down."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, ChatId


class MeetingState(StrEnum):
    """How far a meeting has come; whether it is over is a matter of the clock."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"
    DISCARDED = "discarded"


class Meeting(Base):
    """People come together at one time and place about one thing."""

    __tablename__ = "meetings"
    __table_args__ = (
        sa.Index("ix_meetings_state", "state", "starts_at"),
        {"sqlite_autoincrement": True},  # an id names promises: never again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    topic: Mapped[str] = mapped_column(sa.String(200), default="")
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    host: Mapped[str | None] = mapped_column(sa.String(64))
    """None while it was not asked for, "" where nobody is named."""
    host_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    """The colleague of that name, who may open the door."""
    agenda: Mapped[str] = mapped_column(sa.Text, default="")
    audience: Mapped[list[str]]
    """``groups``, or ``grid:`` with a code for the groups of one grid."""
    starts_at: Mapped[datetime | None]
    state: Mapped[MeetingState] = mapped_column(sa.String(12), default=MeetingState.DRAFT)
    made_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    """When people were last asked whether they come: at the announcement, and again when the time moved."""
    round: Mapped[int] = mapped_column(default=0)
    """Which asking counts: answers to an earlier one do not."""
    sequence: Mapped[int] = mapped_column(default=0)
    """The revision in people's calendars (RFC 5545, SEQUENCE)."""
    proposed: Mapped[int] = mapped_column(default=0)
    """Counts the changes proposed, so that only the newest can be confirmed."""
    moved_from_at: Mapped[datetime | None]
    """When it was to begin before the time last moved."""
    moved_from: Mapped[str | None] = mapped_column(sa.String(200))
    """Where it was to be before the place last moved."""
    new_starts_at: Mapped[datetime | None]
    new_place: Mapped[str | None] = mapped_column(sa.String(200))
    reason: Mapped[str | None] = mapped_column(sa.Text)
    """Why it is cancelled; only proposed while ``cancelled_at`` is None."""
    cancelled_at: Mapped[datetime | None]
    door_code: Mapped[str | None] = mapped_column(sa.String(4))


class MeetingGroup(Base):
    """A group chosen for a meeting; after the announcement, every group that was told."""

    __tablename__ = "meeting_groups"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id"), primary_key=True)
    chat_id: Mapped[int] = mapped_column(ChatId, primary_key=True, autoincrement=False)
    told_at: Mapped[datetime | None]


class MeetingGuest(Base):
    """Somebody invited by name."""

    __tablename__ = "meeting_guests"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)


class MeetingAnswer(Base):
    """Somebody's RSVP, the newest."""

    __tablename__ = "meeting_answers"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    round: Mapped[int]
    """The asking it answers."""
    heads: Mapped[int]
    """How many come with this answer; 0 says that they cannot."""
    answered_at: Mapped[datetime]


class MeetingAttendance(Base):
    """Somebody came."""

    __tablename__ = "meeting_attendances"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    """The person's id, or ``=`` and the name of somebody without an account."""
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(sa.String(128))
    by_code: Mapped[bool] = mapped_column(default=False)
    """Whether they wrote the code at the door; else the host ticked them."""
    came_at: Mapped[datetime]


class DoorTry(Base):
    """A wrong code: after some of them in an hour nothing more is taken from this person."""

    __tablename__ = "door_tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    tried_at: Mapped[datetime]


class MeetingMinutes(Base):
    """One piece of a meeting's minutes; the pieces of the newest version count."""

    __tablename__ = "meeting_minutes"
    __table_args__ = (
        sa.Index("ix_meeting_minutes_meeting", "meeting_id", "version"),
        {"sqlite_autoincrement": True},  # an id names promises: never again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id"))
    version: Mapped[int]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    media_chat_id: Mapped[int | None] = mapped_column(ChatId)
    media_message_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Where the photo or file stands; the text is then its caption."""
    album: Mapped[str | None] = mapped_column(sa.String(64))
    written_at: Mapped[datetime]


class MeetingDesk(Base):
    """Somebody has the card by which a meeting is run, and perhaps the one of its door."""

    __tablename__ = "meeting_desks"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    laid: Mapped[int] = mapped_column(default=0)
    """How often the card was laid anew at the end of their chat; names the newest."""
    has_door: Mapped[bool] = mapped_column(default=False)


class MeetingCalendar(Base):
    """Somebody put a meeting into their calendar: they get what changes."""

    __tablename__ = "meeting_calendars"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
