"""What grid workers do to the tickets in their name."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.outbox.content import Content
from bot.people.models import Person
from bot.tickets import cards, households, queries, rules, service, telling, texts, texts_of_cards
from bot.tickets.models import EventKind, Outcome, TicketEvent, TicketState
from bot.tickets.queries import Around
from bot.tickets.telling import Piece


async def accept_ticket(
    session: AsyncSession, ticket_id: int, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """The assignee takes it on; the resident is told. Refuses others, and a second time."""
    around = await telling.load(session, ticket_id)
    ticket = around.ticket
    rules.require_assignee(actor, ticket)
    rules.require_acceptable(ticket)
    event = telling.log_event(
        session, ticket, EventKind.ACCEPTED, actor, now, before=ticket.state, after=TicketState.ACCEPTED
    )
    ticket.state = TicketState.ACCEPTED
    ticket.accepted_at = ticket.accepted_at or now
    await session.flush()
    told = partial(texts.told_accepted, assignee=actor.name)
    await telling.tell_reporters(session, around, event, told)
    await cards.refresh(session, around, neighbourhood=neighbourhood, now=now)


async def answer_resident(
    session: AsyncSession,
    ticket_id: int,
    *,
    actor: Person,
    text: str,
    media: Piece | None = None,
    asks: bool = False,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """The assignee's words for the resident, in the bot's name and marked as the assignee's.

    ``asks``: they are a question, for the first author only; an answer goes to everybody
    whose ticket went into it. Accepts the ticket on the way. Refuses others, a ticket that
    is no longer open, and an answer without anything in it.
    """
    around = await telling.load(session, ticket_id)
    ticket = around.ticket
    rules.require_assignee(actor, ticket)
    rules.require_open(ticket)
    rules.require_something(text, media)
    kind = EventKind.ASKED if asks else EventKind.ANSWERED
    event = telling.log_event(session, ticket, kind, actor, now, after=text)
    ticket.answered_at = ticket.answered_at or now
    ticket.accepted_at = ticket.accepted_at or now
    ticket.state = TicketState.ACCEPTED
    await session.flush()
    if asks:
        question = Content(texts.told_question(ticket.id, actor.name, text))
        await telling.tell_reporter(session, around, event, question, media)
    else:
        told = partial(texts.told_answer, assignee=actor.name, text=text)
        await telling.tell_reporters(session, around, event, told, media)
    await cards.refresh(session, around, neighbourhood=neighbourhood, now=now)


async def note_ticket(
    session: AsyncSession,
    ticket_id: int,
    *,
    actor: Person,
    text: str,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """Keep an internal remark in the log and on the assignee's card. It reaches no resident by any way.

    Refuses everybody but the assignee and the office.
    """
    around = await telling.load(session, ticket_id)
    rules.require_assignee_or_staff(actor, around.ticket)
    rules.require_something(text, None)
    telling.log_event(session, around.ticket, EventKind.NOTED, actor, now, after=text)
    await session.flush()
    await cards.refresh(session, around, neighbourhood=neighbourhood, now=now)


async def hand_over_ticket(
    session: AsyncSession,
    ticket_id: int,
    *,
    actor: Person,
    to_id: int,
    why: str,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> Person:
    """Give a ticket to somebody else, with the reason; returns who has it now.

    The former card says so, the new assignee gets a card with everything, the resident is
    told. The clock is not set back. Refuses everybody but the assignee and the office, a
    ticket no longer open, and a colleague who cannot be reached.
    """
    around = await telling.load(session, ticket_id)
    ticket = around.ticket
    rules.require_assignee_or_staff(actor, ticket)
    rules.require_open(ticket)
    to = await session.get(Person, to_id)
    rules.require_can_be_given(ticket, to)
    rules.require_something(why, None)
    assert to is not None  # noqa: S101 - require_can_be_given refused None
    kind = EventKind.ROUTED if ticket.state == TicketState.TRIAGE else EventKind.HANDED_OVER
    await service.give(session, around, to, kind, actor=actor, why=why, neighbourhood=neighbourhood, now=now)
    return to


async def resolve_ticket(
    session: AsyncSession,
    ticket_id: int,
    *,
    actor: Person,
    outcome: Outcome,
    note: str,
    media: Piece | None = None,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """Close a ticket with an outcome and a sentence; the resident is asked whether it is solved.

    So is everybody else whose ticket went into it, each about their own; those who pressed
    我家也是 are told the outcome.

    Refuses everybody but the assignee, a ticket no longer open, and an outcome without words.
    """
    around = await telling.load(session, ticket_id)
    ticket = around.ticket
    rules.require_assignee(actor, ticket)
    rules.require_open(ticket)
    rules.require_sentence(note)
    duplicates = await queries.duplicates_of(session, ticket_id) if ticket.joined else []
    for one in (around, *(Around(one.ticket, one.reporter, around.assignee) for one in duplicates)):
        closed = await _close(session, one, outcome, note, now=now)
        if one is around or one.reporter.id != around.reporter.id:
            await _ask(session, one, closed, media)
        await cards.refresh(session, one, neighbourhood=neighbourhood, now=now)
    await households.tell_outcome(session, around, outcome, neighbourhood=neighbourhood)


async def _close(
    session: AsyncSession,
    around: Around,
    outcome: Outcome,
    note: str,
    *,
    now: datetime,
) -> TicketEvent:
    ticket, _, actor = around
    event = telling.log_event(
        session, ticket, EventKind.RESOLVED, actor, now, before=ticket.state, after=outcome, why=note
    )
    ticket.state, ticket.assignee_id = TicketState.RESOLVED, actor.id
    ticket.outcome, ticket.outcome_note, ticket.resolved_at = outcome, note, now
    ticket.answered_at = ticket.answered_at or now
    ticket.satisfaction = None
    await session.flush()
    return event


async def _ask(session: AsyncSession, around: Around, event: TicketEvent, media: Piece | None) -> None:
    ticket, _, actor = around
    assert ticket.outcome is not None  # noqa: S101 - it has just been closed
    question = Content(
        texts.told_outcome(ticket.id, actor.name, ticket.outcome, ticket.outcome_note or ""),
        buttons=texts_of_cards.rating_buttons(ticket.id),
    )
    await telling.tell_reporter(session, around, event, question, media, key=cards.question_key(ticket))
