"""One matter said by several: duplicates are found, go into the first one, leave it, and end with it.

A duplicate keeps its number, its author and its history; only its state says that it is
dealt with under another number. When that one ends, every author is asked about their own.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.people import rules as people_rules
from bot.people.models import Person
from bot.tickets import cards, households, queries, rules, telling, texts
from bot.tickets import texts_of_duplicates as words
from bot.tickets.models import EventKind, Satisfaction, Ticket, TicketEvent, TicketState
from bot.tickets.queries import Around, Raised
from bot.triage.same import Matter, closest


class Like(NamedTuple):
    """What a new ticket seems to be the same as, and why, in words for staff."""

    other: Raised
    reason: str


async def likeliest(session: AsyncSession, new: Matter, *, now: datetime) -> Like | None:
    """The open ticket a new matter is likely the same as. One statement; None when there is none."""
    raised = await queries.recently_opened(session, grid=new.grid, now=now)
    found = closest(new, [one.matter for one in raised])
    if found is None:
        return None
    index, likeness = found
    return Like(raised[index], words.like_reason(raised[index].number, likeness.reasons))


async def join(
    session: AsyncSession,
    ticket_id: int,
    main_id: int,
    *,
    actor: Person,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """The author says that theirs is the same as the one they were asked about.

    Refuses everybody else, another one than that, and where either is no longer open.
    """
    around = await telling.load(session, ticket_id)
    rules.require_author(actor, around.ticket)
    rules.require_like(around.ticket, main_id)
    await _merge(session, around, main_id, actor=actor, neighbourhood=neighbourhood, now=now)


async def keep_apart(
    session: AsyncSession,
    ticket_id: int,
    other_id: int,
    *,
    actor: Person,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """The author says that it is another matter: the question goes. Refuses everybody else."""
    around = await telling.load(session, ticket_id)
    rules.require_author(actor, around.ticket)
    rules.require_like(around.ticket, other_id)
    telling.log_event(session, around.ticket, EventKind.KEPT_APART, actor, now, before=str(other_id))
    around.ticket.like_id = None
    await session.flush()
    await cards.refresh(session, around, neighbourhood=neighbourhood, now=now)


async def merge(
    session: AsyncSession,
    ticket_id: int,
    main_id: int,
    *,
    actor: Person,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> Person:
    """The office puts a ticket into another; both authors are told. Returns who has the matter.

    Refuses everybody but the office, tickets no longer open, and chains of duplicates.
    """
    people_rules.require_staff(actor)
    around = await telling.load(session, ticket_id)
    main = await _merge(session, around, main_id, actor=actor, neighbourhood=neighbourhood, now=now)
    event = (await queries.events_of(session, main.ticket.id, (EventKind.JOINED,)))[-1]
    if main.reporter.id != around.reporter.id:
        await telling.tell_reporter(session, main, event, Content(words.told_joined(main_id)))
    return main.assignee


async def _merge(
    session: AsyncSession,
    around: Around,
    main_id: int,
    *,
    actor: Person,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> Around:
    main = await telling.load(session, main_id)
    ticket = around.ticket
    rules.require_can_merge(ticket, main.ticket)
    event = telling.log_event(
        session, ticket, EventKind.MERGED, actor, now, before=ticket.state, after=str(main_id)
    )
    telling.log_event(session, main.ticket, EventKind.JOINED, actor, now, after=str(ticket.id))
    ticket.state, ticket.merged_into_id, ticket.like_id = TicketState.MERGED, main_id, None
    main.ticket.joined += 1
    if main.ticket.like_id == ticket.id:
        main.ticket.like_id = None
    await session.flush()
    await households.recount(session, main)
    told = words.told_merged(ticket.id, main_id, main.assignee.name)
    await telling.tell_reporter(session, around, event, Content(told))
    joined = words.worker_told_joined(main_id, ticket.id, ticket.text)
    await telling.tell_assignee(session, main, f"joined:{event.id}", joined)
    for one in (around, main):
        await cards.refresh(session, one, neighbourhood=neighbourhood, now=now)
    return main


async def split(
    session: AsyncSession, ticket_id: int, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> Person:
    """A duplicate is dealt with by itself again, with a fresh clock; everybody is told. Returns who has it.

    Refuses everybody but the office, and the author whose own word put it there; what is no
    duplicate, or has ended with the other.
    """
    around = await telling.load(session, ticket_id)
    ticket = around.ticket
    rules.require_merged(ticket)
    came = (await queries.events_of(session, ticket_id, (EventKind.MERGED,)))[-1]
    rules.require_may_split(actor, ticket, merged_by=came.actor_id)
    main = await telling.load(session, ticket.merged_into_id or 0)
    ticket.state = TicketState(came.before or TicketState.ASSIGNED)
    telling.wind_clock(ticket, neighbourhood, now=now)
    event, left = await leave(session, around, main, actor=actor, now=now)
    due = texts.moment(ticket.due_at, now=now, zone=neighbourhood.community.zone)
    told = words.told_split(ticket_id, around.assignee.name, due)
    await telling.tell_reporter(session, around, event, Content(told))
    if main.reporter.id != around.reporter.id:
        await telling.tell_reporter(session, main, left, Content(words.told_left(main.ticket.id)))
    for one, text in (
        (around, words.worker_told_back(ticket_id)),
        (main, words.worker_told_left(main.ticket.id, ticket_id)),
    ):
        await telling.tell_assignee(session, one, f"split:{event.id}", text)
        await cards.refresh(session, one, neighbourhood=neighbourhood, now=now)
    return around.assignee


async def leave(
    session: AsyncSession, around: Around, main: Around, *, actor: Person, now: datetime
) -> tuple[TicketEvent, TicketEvent]:
    """Take a duplicate out of the other, in both logs and in the count; its state is the caller's."""
    number, main_id = around.ticket.id, main.ticket.id
    event = telling.log_event(session, around.ticket, EventKind.SPLIT, actor, now, before=str(main_id))
    left = telling.log_event(session, main.ticket, EventKind.LEFT, actor, now, before=str(number))
    around.ticket.merged_into_id = None
    main.ticket.joined -= 1
    await session.flush()
    await households.recount(session, main)
    await households.recount(session, around)
    return event, left


async def pass_on(
    session: AsyncSession, main: Around, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """The author takes back a ticket others went into: the oldest of those goes on in its place.

    It has the same assignee and clock; the rest go into it. Those who only pressed 我家也是
    move along, or are told when nothing is left.
    """
    following = await queries.duplicates_of(session, main.ticket.id)
    if not following:
        await households.tell_withdrawn(session, main, neighbourhood=neighbourhood)
        return
    heir, *rest = following
    was, ticket = main.ticket, heir.ticket
    ticket.state, ticket.assignee_id, ticket.accepted_at = was.state, was.assignee_id, was.accepted_at
    ticket.answered_at, ticket.overdue_told_at = was.answered_at, was.overdue_told_at
    ticket.respond_due_at, ticket.resolve_due_at = was.respond_due_at, was.resolve_due_at
    now_heir = Around(ticket, heir.reporter, main.assignee)
    event, _ = await leave(session, now_heir, main, actor=actor, now=now)
    for one in rest:
        _move(session, one.ticket, was, ticket, actor=actor, now=now)
    await households.move(session, was.id, ticket.id)
    await session.flush()
    await households.recount(session, now_heir)
    told = words.told_first_is_gone(ticket.id, was.id, main.assignee.name)
    await telling.tell_reporter(session, now_heir, event, Content(told))
    await cards.refresh(session, now_heir, neighbourhood=neighbourhood, now=now)


def _move(
    session: AsyncSession, ticket: Ticket, main: Ticket, heir: Ticket, *, actor: Person, now: datetime
) -> None:
    """Let a duplicate follow the heir; should it be split one day, it is its assignee's to accept."""
    telling.log_event(
        session, ticket, EventKind.MERGED, actor, now, before=TicketState.ASSIGNED, after=str(heir.id)
    )
    ticket.merged_into_id = heir.id
    main.joined -= 1
    heir.joined += 1


async def reopen_with(
    session: AsyncSession, main: Around, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """A ticket is not solved after all: those of its duplicates that wait for a word follow it again."""
    for around in await queries.duplicates_of(session, main.ticket.id, (TicketState.RESOLVED,)):
        ticket, reporter, _ = around
        telling.log_event(session, ticket, EventKind.REOPENED, actor, now, before=ticket.outcome)
        asked = reporter.id != main.reporter.id and reporter.has_direct_chat
        if asked and reporter.telegram_id is not None:
            await outbox.show(
                session,
                key=cards.question_key(ticket),
                chat_id=reporter.telegram_id,
                content=Content(words.told_again(ticket.id)),
                lane=Lane.ANSWER,
            )
        ticket.state, ticket.reopened = TicketState.MERGED, ticket.reopened + 1
        await session.flush()
        await cards.refresh(session, around, neighbourhood=neighbourhood, now=now)


async def confirm_own(
    session: AsyncSession,
    main: Around,
    satisfaction: Satisfaction,
    *,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """Whoever said the same thing twice is asked once: the answer counts for all their own tickets in it."""
    if not main.ticket.joined:
        return
    for around in await queries.duplicates_of(session, main.ticket.id, (TicketState.RESOLVED,)):
        if around.reporter.id == main.reporter.id:
            telling.log_event(
                session, around.ticket, EventKind.RATED, around.reporter, now, after=satisfaction
            )
            around.ticket.state, around.ticket.satisfaction = TicketState.CONFIRMED, satisfaction
            await session.flush()
            await cards.refresh(session, around, neighbourhood=neighbourhood, now=now)
