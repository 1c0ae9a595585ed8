"""A community with a past, for tests of learning."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person, Role
from bot.tickets.models import EventKind, Outcome, Ticket, TicketEvent, TicketState
from bot.triage.learning import Example
from tests.tickets import GROUP, MONDAY_NINE


async def settle_past(
    session: AsyncSession, tickets: Iterable[Example], *, until: datetime = MONDAY_NINE
) -> list[int]:
    """So many tickets raised and closed before ``until``; the sure ones were corrected. Returns their numbers."""
    somebody = await session.scalar(sa.select(Person).limit(1))
    if somebody is None:
        somebody = Person(name="王云", role=Role.WORKER)
        session.add(somebody)
        await session.flush()
    past = list(tickets)
    rows = []
    for place, one in enumerate(past):
        at = until - timedelta(hours=len(past) - place)
        rows.append(
            Ticket(
                state=TicketState.CONFIRMED, text=one.text, category=one.category, reasons=[], lines=[],
                reporter_id=somebody.id, assignee_id=somebody.id, chat_id=GROUP, message_id=10_000 + place,
                opened_at=at - timedelta(hours=1), respond_due_at=at, resolve_due_at=at, accepted_at=at,
                answered_at=at, resolved_at=at, outcome=Outcome.SOLVED, outcome_note="好了",
            )
        )  # fmt: skip
    session.add_all(rows)
    await session.flush()
    session.add_all(
        TicketEvent(
            ticket_id=row.id, at=row.opened_at, kind=EventKind.CATEGORY_CHANGED, before="other",
            after=row.category,
        )
        for row, one in zip(rows, past, strict=True)
        if one.sure
    )  # fmt: skip
    await session.flush()
    return [row.id for row in rows]
