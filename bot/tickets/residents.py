"""What residents do to their tickets: adding, correcting, taking back, saying whether it is solved."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.people.models import Person
from bot.tickets import cards, duplicates, queries, rules, service, telling, texts
from bot.tickets.models import EventKind, Satisfaction, Ticket, TicketState
from bot.tickets.queries import Around
from bot.tickets.telling import Piece


async def add_to_ticket(
    session: AsyncSession,
    ticket_id: int,
    *,
    actor: Person,
    text: str,
    media: tuple[Piece, ...],
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """Add what a resident said afterwards; the assignee gets it under their card.

    A location may tell whose a ticket is that still waits in triage: they get it then. What is
    added to a duplicate is added to the one it went into. Refuses when that is no longer open.
    """
    around = await telling.in_charge(session, await telling.load(session, ticket_id))
    ticket = around.ticket
    rules.require_open(ticket)
    event = telling.log_event(session, ticket, EventKind.ADDED, actor, now, after=text)
    for piece in media:
        telling.attach(session, ticket, piece)
    await session.flush()
    point = next((piece.point for piece in media if piece.point), None)
    if point and await service.place_ticket(session, around, point, neighbourhood=neighbourhood, now=now):
        return
    if not (media and not text):
        await telling.tell_assignee(
            session, around, f"added:{event.id}", texts.worker_told_added(ticket.id, actor.name, text)
        )
    await cards.refresh(session, around, neighbourhood=neighbourhood, now=now)


async def edit_text(
    session: AsyncSession,
    ticket: Ticket,
    *,
    actor: Person,
    message_id: int,
    text: str,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """The message behind a ticket was edited: take over the words, keep the old ones in the log."""
    if ticket.lines:
        ticket.lines = [[said, text if said == message_id else line] for said, line in ticket.lines]
        text = "\n".join(line for _, line in ticket.lines if line)
    if text == ticket.text:
        return
    around = await telling.load(session, ticket.id)
    event = telling.log_event(session, ticket, EventKind.EDITED, actor, now, before=ticket.text, after=text)
    ticket.text = text
    await session.flush()
    main = await telling.in_charge(session, around)
    if main.ticket.is_open:
        await telling.tell_assignee(
            session, main, f"edited:{event.id}", texts.worker_told_edited(ticket.id, text)
        )
    await cards.refresh(session, main, neighbourhood=neighbourhood, now=now)


async def rate_ticket(
    session: AsyncSession,
    ticket_id: int,
    *,
    actor: Person,
    satisfaction: Satisfaction,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """The resident's word on the outcome. "Not" reopens it and tells assignee and office.

    Each author of one matter answers for their own ticket; a duplicate that is not solved
    goes on by itself.

    Refuses everybody but the one who raised it, and a question not asked or answered before.
    """
    around = await telling.load(session, ticket_id)
    ticket = around.ticket
    rules.require_author(actor, ticket)
    rules.require_asked(ticket)
    telling.log_event(session, ticket, EventKind.RATED, actor, now, after=satisfaction)
    ticket.satisfaction = satisfaction
    if actor.has_direct_chat and actor.telegram_id is not None:
        answered = Content(texts.rated(ticket.id, satisfaction))
        key = cards.question_key(ticket)
        await outbox.show(session, key=key, chat_id=actor.telegram_id, content=answered, lane=Lane.ANSWER)
    if satisfaction == Satisfaction.NOT:
        await _reopen(session, around, actor=actor, neighbourhood=neighbourhood, now=now)
    else:
        ticket.state = TicketState.CONFIRMED
        await duplicates.confirm_own(session, around, satisfaction, neighbourhood=neighbourhood, now=now)
    await session.flush()
    await cards.refresh(session, around, neighbourhood=neighbourhood, now=now)


async def _reopen(
    session: AsyncSession, around: Around, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> None:
    ticket = around.ticket
    ticket.reopened += 1
    ticket.state = TicketState.ASSIGNED
    telling.wind_clock(ticket, neighbourhood, now=now)
    event = telling.log_event(
        session, ticket, EventKind.REOPENED, actor, now, before=ticket.outcome, why=ticket.outcome_note
    )
    await session.flush()
    if ticket.merged_into_id is not None:
        main = await telling.load(session, ticket.merged_into_id)
        await duplicates.leave(session, around, main, actor=actor, now=now)
    elif ticket.joined:
        await duplicates.reopen_with(session, around, actor=actor, neighbourhood=neighbourhood, now=now)
    what = f"reopened:{event.id}"
    await telling.tell_assignee(session, around, what, texts.worker_told_reopened(ticket.id))
    await telling.tell_office(
        session, ticket, what, texts.staff_told_reopened(ticket.id, around.assignee.name)
    )


async def take_back(
    session: AsyncSession, ticket_id: int, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """The author takes a ticket back; the assignee is told. What went into it goes on.

    Refuses others, and one no longer open.
    """
    around = await telling.load(session, ticket_id)
    ticket = around.ticket
    rules.require_author(actor, ticket)
    rules.require_open(ticket)
    await duplicates.pass_on(session, around, actor=actor, neighbourhood=neighbourhood, now=now)
    event = telling.log_event(session, ticket, EventKind.WITHDRAWN, actor, now, before=ticket.state)
    ticket.state = TicketState.WITHDRAWN
    await session.flush()
    await telling.tell_assignee(session, around, f"withdrawn:{event.id}", texts.taken_back_card(ticket.id))
    await cards.refresh(session, around, neighbourhood=neighbourhood, now=now)


async def restore_ticket(
    session: AsyncSession, ticket_id: int, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """Undo taking back: the ticket goes on where it was, the assignee is told.

    Refuses others, and one not taken back.
    """
    around = await telling.load(session, ticket_id)
    ticket = around.ticket
    rules.require_author(actor, ticket)
    rules.require_taken_back(ticket)
    before = (await queries.events_of(session, ticket.id, (EventKind.WITHDRAWN,)))[-1].before
    event = telling.log_event(session, ticket, EventKind.RESTORED, actor, now, after=before)
    ticket.state = TicketState(before) if before else TicketState.ASSIGNED
    await session.flush()
    await telling.tell_assignee(
        session, around, f"restored:{event.id}", texts.worker_told_restored(ticket.id)
    )
    await cards.refresh(session, around, neighbourhood=neighbourhood, now=now)
