"""我家也是: who else has it, counted in households."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.db import insert_new
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.people.models import Person
from bot.tickets import cards, queries, rules, telling
from bot.tickets import texts_of_duplicates as words
from bot.tickets.models import MeToo, Outcome
from bot.tickets.queries import Around


class Pressed(StrEnum):
    """What pressing 我家也是 came to."""

    COUNTED = "counted"
    KNOWN = "known"
    """Somebody of the household was counted before; this person is told the end, too."""
    TAKEN_BACK = "taken_back"


async def press_me_too(
    session: AsyncSession,
    ticket_id: int,
    *,
    actor: Person,
    chat_id: int,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> Pressed:
    """Count the household of whoever pressed under a card in a group; pressed again, take it back.

    A duplicate's card counts for the one it went into. Refuses the household that raised
    it, a ticket no longer open, and a press that came from elsewhere than its group.
    """
    pressed = await telling.load(session, ticket_id)
    rules.require_in_its_group(pressed.ticket, chat_id)
    main = await telling.in_charge(session, pressed)
    rules.require_open(main.ticket)
    authors = [main.reporter, *await queries.reporters_of_duplicates(session, main.ticket.id)]
    rules.require_other_household(actor, main.reporter, authors)
    row = await session.get(MeToo, (main.ticket.id, actor.id))
    before = main.ticket.also_households
    if row is not None:
        await session.delete(row)
    else:
        session.add(MeToo(ticket_id=main.ticket.id, person_id=actor.id, at=now))
    await session.flush()
    await recount(session, main)
    await cards.refresh(session, main, neighbourhood=neighbourhood, now=now)
    if row is not None:
        return Pressed.TAKEN_BACK
    return Pressed.COUNTED if main.ticket.also_households > before else Pressed.KNOWN


async def recount(session: AsyncSession, around: Around) -> None:
    """Count the households besides the reporter's that pressed, or whose own ticket went into it."""
    number = around.ticket.id
    people = [
        *await queries.people_with_it_too(session, number),
        *await queries.reporters_of_duplicates(session, number),
    ]
    homes = {rules.household(person) for person in people} - {rules.household(around.reporter)}
    around.ticket.also_households = len(homes)
    await session.flush()


async def move(session: AsyncSession, number: int, to: int) -> None:
    """Those who pressed under one ticket have pressed under the other."""
    rows = list(await session.scalars(sa.select(MeToo).where(MeToo.ticket_id == number)))
    values = [{"ticket_id": to, "person_id": row.person_id, "at": row.at} for row in rows]
    await insert_new(session, MeToo, values, unique="ticket_id, person_id")
    await session.execute(sa.delete(MeToo).where(MeToo.ticket_id == number))


async def tell_outcome(
    session: AsyncSession, around: Around, outcome: Outcome, *, neighbourhood: Neighbourhood
) -> None:
    """Whoever pressed and has a direct chat hears how it ended, without a word meant for the author."""
    ticket = around.ticket
    category = cards.names_of(ticket, around.assignee, neighbourhood).category
    text = words.me_too_outcome(ticket.id, category, outcome)
    await _tell(session, around, f"outcome:{ticket.reopened}", text)


async def tell_withdrawn(session: AsyncSession, around: Around, *, neighbourhood: Neighbourhood) -> None:
    """Whoever pressed hears that the author took it back, so that it is not lost for them."""
    category = cards.names_of(around.ticket, around.assignee, neighbourhood).category
    text = words.me_too_withdrawn(around.ticket.id, category)
    await _tell(session, around, "withdrawn", text)


async def _tell(session: AsyncSession, around: Around, what: str, text: str) -> None:
    number = around.ticket.id
    asked = {around.reporter.id, *(p.id for p in await queries.reporters_of_duplicates(session, number))}
    await outbox.enqueue_all(
        session,
        [
            outbox.promise(
                f"ticket:{number}:me_too:{what}:{person.id}",
                person.telegram_id,
                Content(text),
                lane=Lane.REMINDER,
            )
            for person in await queries.people_with_it_too(session, number)
            if person.has_direct_chat and person.telegram_id is not None and person.id not in asked
        ],
    )
