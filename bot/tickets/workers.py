"""What grid workers do to the tickets in their name."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.outbox.content import Content
from bot.people.models import Person
from bot.tickets import cards, rules, service, telling, texts, texts_of_cards
from bot.tickets.models import EventKind, Outcome, TicketState
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
    await telling.tell_reporter(session, around, event, Content(texts.told_accepted(ticket.id, actor.name)))
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

    ``asks``: they are a question. Accepts the ticket on the way. Refuses others, a ticket
    that is no longer open, and an answer without anything in it.
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
    told = texts.told_question if asks else texts.told_answer
    await telling.tell_reporter(session, around, event, Content(told(ticket.id, actor.name, text)), media)
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

    Refuses everybody but the assignee, a ticket no longer open, and an outcome without words.
    """
    around = await telling.load(session, ticket_id)
    ticket = around.ticket
    rules.require_assignee(actor, ticket)
    rules.require_open(ticket)
    rules.require_sentence(note)
    event = telling.log_event(
        session, ticket, EventKind.RESOLVED, actor, now, before=ticket.state, after=outcome, why=note
    )
    ticket.state = TicketState.RESOLVED
    ticket.outcome, ticket.outcome_note, ticket.resolved_at = outcome, note, now
    ticket.answered_at = ticket.answered_at or now
    ticket.satisfaction = None
    await session.flush()
    question = Content(
        texts.told_outcome(ticket.id, actor.name, outcome, note),
        buttons=texts_of_cards.rating_buttons(ticket.id),
    )
    await telling.tell_reporter(session, around, event, question, media, key=cards.question_key(ticket))
    await cards.refresh(session, around, neighbourhood=neighbourhood, now=now)
