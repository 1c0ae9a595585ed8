"""Loading a ticket to change it, keeping its log, and telling the people around it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.categories import OTHER
from bot.config import Neighbourhood
from bot.errors import Refused
from bot.outbox import service as outbox
from bot.outbox.content import Content, Copy
from bot.outbox.models import Lane
from bot.outlines import Point
from bot.people import queries as people
from bot.people.models import Person
from bot.tickets import cards, queries, rules, texts
from bot.tickets.models import EventKind, Ticket, TicketEvent, TicketMedia, TicketState
from bot.tickets.queries import Around

log = structlog.get_logger()

_WRITTEN_BY_PEOPLE = {
    EventKind.OPENED,
    EventKind.ANSWERED,
    EventKind.ASKED,
    EventKind.NOTED,
    EventKind.ADDED,
    EventKind.EDITED,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A message with media, where it stands."""

    chat_id: int
    message_id: int
    kind: str
    point: Point | None = None
    """Where on the map, for a location or venue."""


async def load(session: AsyncSession, ticket_id: int) -> Around:
    """The ticket to be changed, with its people. Refuses a number nobody has."""
    around = await queries.ticket_with_people(session, ticket_id)
    if around is None:
        raise Refused(texts.UNKNOWN_TICKET)
    return around


async def in_charge(session: AsyncSession, around: Around) -> Around:
    """The ticket under which a matter is dealt with: the one a duplicate went into, else itself."""
    ticket = around.ticket
    if ticket.state == TicketState.MERGED and ticket.merged_into_id is not None:
        return await load(session, ticket.merged_into_id)
    return around


def wind_clock(ticket: Ticket, neighbourhood: Neighbourhood, *, now: datetime) -> None:
    """Start both times of a ticket anew, as if it had just been raised and nobody had answered."""
    by_key = {category.key: category for category in neighbourhood.categories}
    category = by_key.get(ticket.category) or by_key[OTHER]
    ticket.accepted_at = ticket.answered_at = ticket.overdue_told_at = None
    ticket.respond_due_at = rules.respond_due_at(category, now, neighbourhood.community, urgent=ticket.urgent)
    ticket.resolve_due_at = rules.resolve_due_at(category, now, neighbourhood.community)


def log_event(
    session: AsyncSession,
    ticket: Ticket,
    kind: EventKind,
    actor: Person | None,
    now: datetime,
    *,
    before: str | None = None,
    after: str | None = None,
    why: str | None = None,
) -> TicketEvent:
    """Add one line to a ticket's log; ``actor`` None is the program itself."""
    event = TicketEvent(
        ticket_id=ticket.id,
        at=now,
        actor_id=actor.id if actor else None,
        kind=kind,
        before=before,
        after=after,
        why=why,
    )
    session.add(event)
    log.info("ticket", ticket=ticket.id, what=kind, actor=event.actor_id, after=_in_short(kind, after))
    return event


def _in_short(kind: EventKind, after: str | None) -> str | None:
    """What a log line may hold of an event: keys and names, never what people wrote."""
    return after if kind not in _WRITTEN_BY_PEOPLE else None


def attach(session: AsyncSession, ticket: Ticket, piece: Piece) -> None:
    """Keep where a photo, voice or other message of a ticket stands."""
    session.add(
        TicketMedia(ticket_id=ticket.id, chat_id=piece.chat_id, message_id=piece.message_id, kind=piece.kind)
    )


async def tell_reporter(
    session: AsyncSession,
    around: Around,
    event: TicketEvent,
    content: Content,
    media: Piece | None = None,
    *,
    key: str = "",
) -> None:
    """Tell the resident in the direct chat when there is one; else the card in the group says it.

    ``media`` is copied after the words; without a direct chat, under the card.
    """
    ticket, reporter, _ = around
    told = key or cards.told_key(ticket, event)
    direct = reporter.has_direct_chat and reporter.telegram_id is not None
    chat_id = reporter.telegram_id if direct and reporter.telegram_id else ticket.chat_id
    if direct:
        *before, last = texts.in_parts(content.text)
        parts = [(f"{told}:{n}", Content(text)) for n, text in enumerate(before)]
        for part_key, part in (*parts, (told, replace(content, text=last))):
            await outbox.enqueue(session, key=part_key, chat_id=chat_id, content=part)
    if media is not None:
        under = told if direct else cards.resident_key(ticket)
        copy = Content(copy=Copy(media.chat_id, media.message_id, caption=""), reply_to_key=under)
        await outbox.enqueue(
            session, key=f"ticket:{ticket.id}:shown:{event.id}", chat_id=chat_id, content=copy
        )


async def tell_reporters(
    session: AsyncSession,
    around: Around,
    event: TicketEvent,
    say: Callable[[int], str],
    media: Piece | None = None,
) -> None:
    """Tell the resident and everybody else whose ticket went into this one, each with their own number."""
    following = await queries.duplicates_of(session, around.ticket.id) if around.ticket.joined else []
    others = [one for one in following if one.reporter.id != around.reporter.id]
    for one in (around, *others):
        await tell_reporter(session, one, event, Content(say(one.ticket.id)), media)


async def tell_assignee(session: AsyncSession, around: Around, what: str, text: str) -> None:
    """A short message under the assignee's card, so that the change does not go unseen."""
    ticket, _, assignee = around
    if assignee.telegram_id is None:
        return
    for n, part in enumerate(texts.in_parts(text)):
        await outbox.enqueue(
            session,
            key=f"ticket:{ticket.id}:{what}" + (f":{n}" if n else ""),
            chat_id=assignee.telegram_id,
            content=Content(part, reply_to_key=cards.worker_key(ticket, assignee.id)),
            lane=Lane.ANSWER if ticket.urgent else Lane.TICKET,
        )


async def tell_stand_in(
    session: AsyncSession, ticket: Ticket, name: str | None, what: str, text: str
) -> None:
    """A message to the assignee's stand-in, when there is one who can be reached."""
    found = await people.workers_by_name(session, [name]) if name else {}
    person = found.get(name or "")
    if person is None or not person.may_be_reached or person.telegram_id is None:
        return
    key = f"ticket:{ticket.id}:{what}:{person.id}"
    await outbox.enqueue(session, key=key, chat_id=person.telegram_id, text=text, lane=Lane.ANSWER)


async def tell_office(session: AsyncSession, ticket: Ticket, what: str, text: str) -> None:
    """A message to everybody of the office who can be reached."""
    for person in await people.staff(session):
        if person.may_be_reached and person.telegram_id is not None:
            await outbox.enqueue(
                session,
                key=f"ticket:{ticket.id}:{what}:{person.id}",
                chat_id=person.telegram_id,
                text=text,
                lane=Lane.ANSWER if ticket.urgent else Lane.TICKET,
            )
