"""Finding tickets and what belongs to them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.people.models import Person
from bot.tickets.models import OPEN_STATES, EventKind, Ticket, TicketEvent, TicketMedia, TicketState


class Around(NamedTuple):
    """A ticket with the two people who matter to it."""

    ticket: Ticket
    reporter: Person
    assignee: Person


class Ended(NamedTuple):
    """What an ended ticket says about categories: its words, its category, and what happened to that."""

    text: str
    category: str
    tagged: bool
    kinds: list[EventKind]


# built once: every complaint asks this
_SAID_AS = sa.select(Ticket).where(
    Ticket.chat_id == sa.bindparam("chat_id"), Ticket.message_id == sa.bindparam("message_id")
)


async def ticket_with_people(session: AsyncSession, ticket_id: int) -> Around | None:
    """A ticket by its number, to be changed in this transaction."""
    reporter, assignee = aliased(Person), aliased(Person)
    statement = (
        sa.select(Ticket, reporter, assignee)
        .join(reporter, Ticket.reporter_id == reporter.id)
        .join(assignee, Ticket.assignee_id == assignee.id)
        .where(Ticket.id == ticket_id)
        .with_for_update(of=Ticket)
    )
    found = (await session.execute(statement)).one_or_none()
    return Around(*found) if found else None


async def ticket_said_as(session: AsyncSession, chat_id: int, message_id: int) -> Ticket | None:
    """The ticket that was raised by this message, alone or with others; recent ones in a direct chat."""
    ticket = await session.scalar(_SAID_AS, {"chat_id": chat_id, "message_id": message_id})
    if ticket is not None or chat_id < 0:
        return ticket
    newest_first = sa.select(Ticket).where(Ticket.chat_id == chat_id).order_by(Ticket.id.desc())
    recent = await session.scalars(newest_first.limit(10))
    return next((t for t in recent if message_id in {line[0] for line in t.lines}), None)


async def ticket_of_album(session: AsyncSession, chat_id: int, album: str) -> Ticket | None:
    """The ticket to which an album's earlier piece belongs."""
    return await session.scalar(sa.select(Ticket).where(Ticket.chat_id == chat_id, Ticket.album == album))


async def media_of(session: AsyncSession, ticket_id: int) -> list[TicketMedia]:
    """A ticket's photos, voices and the like, in the order they came."""
    statement = sa.select(TicketMedia).where(TicketMedia.ticket_id == ticket_id).order_by(TicketMedia.id)
    return list(await session.scalars(statement))


async def events_of(
    session: AsyncSession, ticket_id: int, kinds: Collection[EventKind] = tuple(EventKind)
) -> list[TicketEvent]:
    """A ticket's log, oldest first."""
    statement = (
        sa.select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket_id, TicketEvent.kind.in_(kinds))
        .order_by(TicketEvent.id)
    )
    return list(await session.scalars(statement))


async def notes_of(session: AsyncSession, ticket_id: int) -> list[tuple[str, str]]:
    """The internal remarks on a ticket, oldest first: who wrote them and what."""
    statement = (
        sa.select(Person.name, TicketEvent.after)
        .join(Person, TicketEvent.actor_id == Person.id)
        .where(TicketEvent.ticket_id == ticket_id, TicketEvent.kind == EventKind.NOTED)
        .order_by(TicketEvent.id)
    )
    return [(name, text or "") for name, text in await session.execute(statement)]


async def is_resident_asked(session: AsyncSession, ticket_id: int) -> bool:
    """Whether the worker asked something that nothing was said to since."""
    newest = await session.scalar(
        sa.select(TicketEvent.kind)
        .where(TicketEvent.ticket_id == ticket_id, TicketEvent.kind.in_((EventKind.ASKED, EventKind.ADDED)))
        .order_by(TicketEvent.id.desc())
        .limit(1)
    )
    return newest == EventKind.ASKED


async def tickets_raised_by(session: AsyncSession, person: Person, *, limit: int = 10) -> list[Around]:
    """What somebody raised, newest first."""
    assignee = aliased(Person)
    statement = (
        sa.select(Ticket, assignee)
        .join(assignee, Ticket.assignee_id == assignee.id)
        .where(Ticket.reporter_id == person.id)
        .order_by(Ticket.id.desc())
        .limit(limit)
    )
    return [Around(ticket, person, who) for ticket, who in await session.execute(statement)]


async def open_tickets_of(
    session: AsyncSession, assignee: Person, *, page: int, size: int
) -> tuple[list[Ticket], int]:
    """One page of somebody's open tickets by the time that counts now, and how many there are in all."""
    mine = (Ticket.assignee_id == assignee.id, Ticket.state.in_(OPEN_STATES))
    answered = sa.or_(Ticket.answered_at.is_not(None), Ticket.accepted_at.is_not(None))
    due = sa.case((answered, Ticket.resolve_due_at), else_=Ticket.respond_due_at)
    total = await session.scalar(sa.select(sa.func.count()).select_from(Ticket).where(*mine)) or 0
    statement = sa.select(Ticket).where(*mine).order_by(due, Ticket.id).offset(page * size).limit(size)
    return list(await session.scalars(statement)), total


async def tickets_in_triage(session: AsyncSession) -> list[Ticket]:
    """What waits for the office to assign it, the most pressing first."""
    statement = (
        sa.select(Ticket)
        .where(Ticket.state == TicketState.TRIAGE)
        .order_by(Ticket.urgent.desc(), Ticket.respond_due_at)
    )
    return list(await session.scalars(statement))


async def tickets_out_of_reach(session: AsyncSession) -> list[int]:
    """Open tickets whose assignee cannot be written to, while somebody of the office can."""
    statement = (
        sa.select(Ticket.id)
        .join(Person, Ticket.assignee_id == Person.id)
        .where(
            Ticket.state.in_((TicketState.ASSIGNED, TicketState.ACCEPTED)),
            sa.or_(Person.unreachable_at.is_not(None), Person.telegram_id.is_(None)),
        )
        .order_by(Ticket.id)
    )
    return list(await session.scalars(statement))


async def overdue_tickets(session: AsyncSession, *, now: datetime) -> list[int]:
    """Tickets nobody answered in time and nobody was told about."""
    statement = (
        sa.select(Ticket.id)
        .where(
            Ticket.state.in_(OPEN_STATES),
            Ticket.respond_due_at < now,
            Ticket.answered_at.is_(None),
            Ticket.accepted_at.is_(None),
            Ticket.overdue_told_at.is_(None),
        )
        .order_by(Ticket.id)
    )
    return list(await session.scalars(statement))


async def all_open_tickets(session: AsyncSession) -> list[tuple[Ticket, Person]]:
    """Every open ticket with its assignee, the oldest first."""
    statement = (
        sa.select(Ticket, Person)
        .join(Person, Ticket.assignee_id == Person.id)
        .where(Ticket.state.in_(OPEN_STATES))
        .order_by(Ticket.id)
    )
    return [(ticket, assignee) for ticket, assignee in await session.execute(statement)]


async def tickets_waiting_for_residents(session: AsyncSession) -> set[int]:
    """The tickets whose worker asked something that nothing was said to since."""
    newest = (
        sa.select(sa.func.max(TicketEvent.id))
        .where(TicketEvent.kind.in_((EventKind.ASKED, EventKind.ADDED)))
        .group_by(TicketEvent.ticket_id)
    )
    statement = sa.select(TicketEvent.ticket_id).where(
        TicketEvent.id.in_(newest), TicketEvent.kind == EventKind.ASKED
    )
    return set(await session.scalars(statement))


async def ended_tickets(session: AsyncSession, *, raised_after: datetime | None, limit: int) -> list[Ended]:
    """The newest tickets that were closed and not taken back, in the order in which they ended."""
    about_category = (EventKind.CATEGORY_CHANGED, EventKind.CORRECTION_UNDONE, EventKind.HANDED_OVER)
    ended = (
        sa.select(Ticket.id, Ticket.text, Ticket.category, Ticket.tagged)
        .where(
            Ticket.state.in_((TicketState.RESOLVED, TicketState.CONFIRMED)),
            Ticket.text != "",
            *((Ticket.opened_at > raised_after,) if raised_after else ()),
        )
        .order_by(Ticket.resolved_at.desc(), Ticket.id.desc())
        .limit(limit)
    )
    events = (
        sa.select(TicketEvent.ticket_id, TicketEvent.kind)
        .where(
            TicketEvent.ticket_id.in_(sa.select(ended.subquery().c.id)), TicketEvent.kind.in_(about_category)
        )
        .order_by(TicketEvent.id)
    )
    kinds: dict[int, list[EventKind]] = defaultdict(list)
    for ticket_id, kind in await session.execute(events):
        kinds[ticket_id].append(EventKind(kind))
    newest_first = [
        Ended(text, category, tagged, kinds[number])
        for number, text, category, tagged in await session.execute(ended)
    ]
    return newest_first[::-1]
