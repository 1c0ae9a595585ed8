"""Finding tickets and what belongs to them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.people.models import Person, address
from bot.tickets.models import (
    OPEN_STATES,
    About,
    Doubt,
    EventKind,
    MeToo,
    Ticket,
    TicketEvent,
    TicketMedia,
    TicketState,
)
from bot.triage.same import RECENT, Matter


class Around(NamedTuple):
    """A ticket with the two people who matter to it."""

    ticket: Ticket
    reporter: Person
    assignee: Person


class Raised(NamedTuple):
    """An open ticket as a new one is compared with it."""

    number: int
    chat_id: int
    matter: Matter


class Ended(NamedTuple):
    """What an ended ticket says about categories: its words, its category, and what happened to that."""

    text: str
    category: str
    tagged: bool
    kinds: list[EventKind]


_MOST_LOOKED_AT, _MOST_COMPARED = 200, 50

# built once: every complaint asks these
_SAID_AS = sa.select(Ticket).where(
    Ticket.chat_id == sa.bindparam("chat_id"), Ticket.message_id == sa.bindparam("message_id")
)

_LATEST = sa.select(Ticket).order_by(Ticket.id.desc()).limit(_MOST_LOOKED_AT).subquery()
_RECENTLY_OPEN = (
    sa.select(
        _LATEST.c.id, _LATEST.c.chat_id, _LATEST.c.text, _LATEST.c.category, _LATEST.c.opened_at,
        _LATEST.c.place, _LATEST.c.grid, Person.estate, Person.building, Person.unit,
    )
    .join(Person, _LATEST.c.reporter_id == Person.id)
    .where(_LATEST.c.state.in_(OPEN_STATES), _LATEST.c.opened_at >= sa.bindparam("since"))
    .order_by(_LATEST.c.id.desc())
    .limit(_MOST_COMPARED)
)  # fmt: skip
_RECENTLY_OPEN_AROUND = _RECENTLY_OPEN.where(
    sa.or_(_LATEST.c.grid == sa.bindparam("grid"), _LATEST.c.grid.is_(None))
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


async def open_counts(session: AsyncSession, people: Collection[int]) -> dict[int, int]:
    """How many open tickets each of these people has; nobody who has none."""
    statement = (
        sa.select(Ticket.assignee_id, sa.func.count())
        .where(Ticket.assignee_id.in_(people), Ticket.state.in_(OPEN_STATES))
        .group_by(Ticket.assignee_id)
    )
    return {row[0]: row[1] for row in await session.execute(statement)}


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


async def doubts_about(session: AsyncSession, ticket_id: int) -> dict[About, Doubt]:
    """What triage was not sure of about a ticket: the place first."""
    statement = sa.select(Doubt).where(Doubt.ticket_id == ticket_id).order_by(Doubt.about.desc())
    return {About(doubt.about): doubt for doubt in await session.scalars(statement)}


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


async def open_tickets_raised_in(session: AsyncSession, person: Person, chat_id: int) -> list[Ticket]:
    """What somebody raised in one chat and is not ended yet, newest first."""
    statement = (
        sa.select(Ticket)
        .where(Ticket.reporter_id == person.id, Ticket.chat_id == chat_id, Ticket.state.in_(OPEN_STATES))
        .order_by(Ticket.id.desc())
    )
    return list(await session.scalars(statement))


async def open_tickets_of(
    session: AsyncSession, assignee: Person, *, page: int, size: int
) -> tuple[list[Ticket], int]:
    """One page of somebody's open tickets by the time that counts now, and how many there are in all.

    Of those due at one time the one that more households have comes first.
    """
    mine = (Ticket.assignee_id == assignee.id, Ticket.state.in_(OPEN_STATES))
    answered = sa.or_(Ticket.answered_at.is_not(None), Ticket.accepted_at.is_not(None))
    due = sa.case((answered, Ticket.resolve_due_at), else_=Ticket.respond_due_at)
    order = (due, Ticket.also_households.desc(), Ticket.id)
    total = await session.scalar(sa.select(sa.func.count()).select_from(Ticket).where(*mine)) or 0
    statement = sa.select(Ticket).where(*mine).order_by(*order).offset(page * size).limit(size)
    return list(await session.scalars(statement)), total


async def tickets_in_triage(session: AsyncSession) -> list[Ticket]:
    """What waits for the office to assign it, the most pressing first."""
    statement = (
        sa.select(Ticket)
        .where(Ticket.state == TicketState.TRIAGE)
        .order_by(Ticket.urgent.desc(), Ticket.respond_due_at, Ticket.also_households.desc(), Ticket.id)
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


async def recently_opened(
    session: AsyncSession, *, grid: str | None, now: datetime, within: timedelta = RECENT
) -> list[Raised]:
    """What a new ticket may be the same as: open, of its grid or of an unknown one.

    The newest 50 at most, among the last 200 raised, the oldest first: however many there are, it stays quick.
    """
    statement = _RECENTLY_OPEN_AROUND if grid else _RECENTLY_OPEN
    rows = await session.execute(statement, {"since": now - within, **({"grid": grid} if grid else {})})
    return [
        Raised(number, chat_id, Matter(text, category, at, place=place, home=address(*home), grid=of_grid))
        for number, chat_id, text, category, at, place, of_grid, *home in reversed(rows.all())
    ]


async def duplicates_of(
    session: AsyncSession, number: int, states: Collection[TicketState] = (TicketState.MERGED,)
) -> list[Around]:
    """What went into a ticket and is in one of these states, the oldest first."""
    reporter, assignee = aliased(Person), aliased(Person)
    statement = (
        sa.select(Ticket, reporter, assignee)
        .join(reporter, Ticket.reporter_id == reporter.id)
        .join(assignee, Ticket.assignee_id == assignee.id)
        .where(Ticket.merged_into_id == number, Ticket.state.in_(states))
        .order_by(Ticket.id)
    )
    return [Around(*row) for row in await session.execute(statement)]


async def people_with_it_too(session: AsyncSession, number: int) -> list[Person]:
    """Who pressed 我家也是 on a ticket or on one that went into it."""
    numbers = sa.select(Ticket.id).where(sa.or_(Ticket.id == number, Ticket.merged_into_id == number))
    pressed = sa.select(MeToo.person_id).where(MeToo.ticket_id.in_(numbers))
    return list(await session.scalars(sa.select(Person).where(Person.id.in_(pressed)).order_by(Person.id)))


async def reporters_of_duplicates(session: AsyncSession, number: int) -> list[Person]:
    """Who raised what went into a ticket."""
    statement = sa.select(Person).join(Ticket, Ticket.reporter_id == Person.id)
    return list(await session.scalars(statement.where(Ticket.merged_into_id == number).order_by(Ticket.id)))


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
