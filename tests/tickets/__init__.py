"""Builders for tickets and the people around them."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.outbox.models import OutboxRow
from bot.people.models import Person, Role
from bot.tickets.models import Ticket, TicketEvent, TicketState
from bot.tickets.service import Said, open_ticket
from bot.triage import Triage

MONDAY_NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 23 November 2026, 9:00 in Shanghai."""

GROUP = -1001


async def a_person(session: AsyncSession, name: str, telegram_id: int | None, **more: Any) -> Person:
    """Somebody who has pressed Start, unless told otherwise."""
    known: dict[str, Any] = {"role": Role.RESIDENT, "started_at": MONDAY_NINE, **more}
    person = Person(name=name, telegram_id=telegram_id, **known)
    session.add(person)
    await session.flush()
    return person


async def a_resident(session: AsyncSession, name: str = "李阿姨", telegram_id: int = 1001) -> Person:
    """A resident with a direct chat."""
    return await a_person(session, name, telegram_id)


async def a_worker(
    session: AsyncSession, name: str = "王云", telegram_id: int | None = 2001, **more: Any
) -> Person:
    """A grid worker of the example."""
    return await a_person(session, name, telegram_id, role=Role.WORKER, **more)


async def an_office(session: AsyncSession) -> Person:
    """Somebody of the office."""
    return await a_person(session, "社区小张", 3001, role=Role.STAFF)


def a_loose_ticket(**more: Any) -> Ticket:
    """A ticket in no database: number 1, raised by person 1, in the name of person 2."""
    given: dict[str, Any] = {
        "id": 1, "state": TicketState.ASSIGNED, "text": "太吵", "category": "noise", "reporter_id": 1,
        "assignee_id": 2, "chat_id": GROUP, "message_id": 5, "reasons": [], "lines": [], "urgent": False,
        "opened_at": MONDAY_NINE, "respond_due_at": MONDAY_NINE, "resolve_due_at": MONDAY_NINE, "reopened": 0,
        "joined": 0, "also_households": 0,
        **more,
    }  # fmt: skip
    return Ticket(**given)


async def a_ticket(
    session: AsyncSession,
    neighbourhood: Neighbourhood,
    reporter: Person,
    text: str = "#噪音 3栋楼上太吵",
    *,
    message_id: int = 5,
) -> Ticket:
    """A ticket raised in the group, routed by the real triage."""
    triage = Triage(neighbourhood)
    said = Said(text, triage.strip_intake(text)[0], GROUP, message_id)
    return await open_ticket(session, said, reporter=reporter, triage=triage, now=MONDAY_NINE)


async def promises(session: AsyncSession) -> dict[str, str]:
    """What is promised: the text by its key."""
    await session.flush()
    rows = await session.scalars(sa.select(OutboxRow).order_by(OutboxRow.id))
    return {row.key: row.content.get("text", "") for row in rows}


async def log_of(session: AsyncSession, ticket: Ticket) -> list[tuple[Any, ...]]:
    """A ticket's log: who, what, when, from, to, why."""
    await session.flush()
    rows = await session.scalars(
        sa.select(TicketEvent).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.id)
    )
    return [(row.actor_id, str(row.kind), row.at, row.before, row.after, row.why) for row in rows]
