"""The tables about tickets."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, ChatId


class TicketState(StrEnum):
    """Where a ticket stands."""

    TRIAGE = "triage"
    """Nobody matched: staff's name is on it until they assign it."""
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"
    """The assignee has closed it; the resident is asked."""
    CONFIRMED = "confirmed"
    """The resident has said whether it is solved."""
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    """A duplicate: it is dealt with under another number until that one ends."""


class Pressing(StrEnum):
    """Why a ticket belongs into its worker's morning, the gravest first."""

    LATE = "late"
    DUE_TODAY = "due_today"
    WAITING = "waiting"
    """The resident was asked something and has not answered."""
    NEW = "new"


OPEN_STATES = (TicketState.TRIAGE, TicketState.ASSIGNED, TicketState.ACCEPTED)


class Outcome(StrEnum):
    """How a ticket was closed by its assignee. None of them says the resident is content."""

    SOLVED = "solved"
    PARTLY = "partly"
    EXPLAINED = "explained"
    REFERRED = "referred"
    PLANNED = "planned"
    MEDIATED = "mediated"


class Satisfaction(StrEnum):
    """What the resident answers when asked."""

    SOLVED = "solved"
    PARTLY = "partly"
    NOT = "not"


class EventKind(StrEnum):
    """What happened to a ticket."""

    OPENED = "opened"
    ROUTED = "routed"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    ASKED = "asked"
    NOTED = "noted"
    ADDED = "added"
    EDITED = "edited"
    CATEGORY_CHANGED = "category_changed"
    CORRECTION_UNDONE = "correction_undone"
    HANDED_OVER = "handed_over"
    REASSIGNED = "reassigned"
    OVERDUE = "overdue"
    RESOLVED = "resolved"
    RATED = "rated"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    CLARIFIED = "clarified"
    """Somebody answered what triage doubted."""
    MERGED = "merged"
    """It went into another one; ``after`` is that one's number, ``before`` the state it had."""
    JOINED = "joined"
    """Another one, ``after``, went into it."""
    SPLIT = "split"
    """It is dealt with by itself again; ``before`` is where it was."""
    LEFT = "left"
    """Another one, ``before``, left it."""
    KEPT_APART = "kept_apart"
    """The author said it is not the same as ``before``."""


class About(StrEnum):
    """What triage doubts about a ticket."""

    PLACE = "place"
    CATEGORY = "category"


class Ticket(Base):
    """One matter somebody raised; its id is the number everybody sees."""

    __tablename__ = "tickets"
    __table_args__ = (
        sa.Index("ix_tickets_said", "chat_id", "message_id"),
        sa.Index("ix_tickets_due", "state", "respond_due_at"),
        sa.Index("ix_tickets_assignee", "assignee_id", "state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[TicketState] = mapped_column(sa.String(16))
    text: Mapped[str] = mapped_column(sa.Text)
    category: Mapped[str] = mapped_column(sa.String(32))
    tagged: Mapped[bool] = mapped_column(default=False)
    """Whether the resident chose the category by a tag."""
    place: Mapped[str | None] = mapped_column(sa.String(128))
    grid: Mapped[str | None] = mapped_column(sa.String(32))
    urgent: Mapped[bool] = mapped_column(default=False)
    reasons: Mapped[list[str]]
    """Why this category, place and assignee, in words staff understand."""
    reporter_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    assignee_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    chat_id: Mapped[int] = mapped_column(ChatId)
    """Where it was said: a group, or the reporter's direct chat."""
    message_id: Mapped[int] = mapped_column(sa.BigInteger)
    album: Mapped[str | None] = mapped_column(sa.String(64))
    lines: Mapped[list[list[Any]]] = mapped_column(sa.JSON)
    """When it was said in several messages: the id and text of each; ``text`` joins them."""
    opened_at: Mapped[datetime]
    respond_due_at: Mapped[datetime]
    resolve_due_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    """When the assignee first answered the resident."""
    resolved_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(sa.String(16))
    outcome_note: Mapped[str | None] = mapped_column(sa.Text)
    satisfaction: Mapped[Satisfaction | None] = mapped_column(sa.String(16))
    reopened: Mapped[int] = mapped_column(default=0)
    overdue_told_at: Mapped[datetime | None]
    like_id: Mapped[int | None]
    """The number of the open one it seems to be the same as, while its author has not said."""
    merged_into_id: Mapped[int | None] = mapped_column(index=True)
    """The number of the one it is, or was until the end, dealt with under."""
    joined: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many went into it."""
    also_households: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many households besides the reporter's have it too."""

    @property
    def is_open(self) -> bool:
        """Whether the assignee's clock runs."""
        return self.state in OPEN_STATES

    @property
    def takes_more(self) -> bool:
        """Whether what is said more reaches an assignee: its own, or that of the one it went into."""
        return self.is_open or self.state == TicketState.MERGED

    @property
    def from_group(self) -> bool:
        """Whether it was said in a group chat."""
        return self.chat_id < 0

    @property
    def due_at(self) -> datetime:
        """The moment that counts now: for the first answer, then for the outcome."""
        return self.resolve_due_at if self.answered_at or self.accepted_at else self.respond_due_at


class TicketEvent(Base):
    """One line of a ticket's log; only ever added."""

    __tablename__ = "ticket_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    """Who did it; None for the program itself."""
    kind: Mapped[EventKind] = mapped_column(sa.String(24))
    before: Mapped[str | None] = mapped_column(sa.Text)
    after: Mapped[str | None] = mapped_column(sa.Text)
    why: Mapped[str | None] = mapped_column(sa.Text)


class MeToo(Base):
    """Somebody pressed 我家也是."""

    __tablename__ = "me_too"

    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    at: Mapped[datetime]


class TicketMedia(Base):
    """A photo, voice or other message that belongs to a ticket; it stays where it was sent."""

    __tablename__ = "ticket_media"
    __table_args__ = (sa.Index("ix_ticket_media_said", "chat_id", "message_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"), index=True)
    chat_id: Mapped[int] = mapped_column(ChatId)
    message_id: Mapped[int] = mapped_column(sa.BigInteger)
    kind: Mapped[str] = mapped_column(sa.String(16))


class Doubt(Base):
    """Something triage was not sure of: asked once, on the card, until it is answered or settled otherwise."""

    __tablename__ = "ticket_doubts"

    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"), primary_key=True)
    about: Mapped[About] = mapped_column(sa.String(16), primary_key=True)
    choices: Mapped[list[str]]
    """Keys of categories or codes of grids to choose between; of places none means any."""
    settled_at: Mapped[datetime | None]


def _only_added(_mapper: Any, _connection: Any, event: TicketEvent) -> None:
    raise AssertionError(f"event {event.id} of ticket {event.ticket_id} is history and stays as it is")


sa.event.listen(TicketEvent, "before_update", _only_added)
sa.event.listen(TicketEvent, "before_delete", _only_added)
