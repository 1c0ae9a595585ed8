"""Raising tickets and giving them to people. Nothing here sends or commits."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.outbox import service as outbox
from bot.outbox.models import Lane
from bot.outlines import Point
from bot.people import queries as people
from bot.people.models import Person
from bot.tickets import cards, duplicates, queries, rules, telling, texts, texts_of_cards
from bot.tickets.models import About, Doubt, EventKind, Ticket, TicketState
from bot.tickets.queries import Around
from bot.tickets.telling import Piece
from bot.triage import Decision, Home, Triage, workers_alike
from bot.triage import texts as triage_texts
from bot.triage.same import Matter


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said: ``text`` as they typed it, ``matter`` without tag or opening words."""

    text: str
    matter: str
    chat_id: int
    message_id: int
    media: tuple[Piece, ...] = ()
    album: str | None = None
    hurried: bool = False
    """Said among very many: its answers give way to everybody else's."""
    lines: tuple[tuple[int, str], ...] = ()
    """When said in several messages: the id and text of each."""

    @property
    def point(self) -> Point | None:
        """The location shared with it."""
        return next((piece.point for piece in self.media if piece.point), None)


async def open_ticket(
    session: AsyncSession, said: Said, *, reporter: Person, triage: Triage, now: datetime
) -> Ticket:
    """Make a ticket of what was said, give it to whoever answers for it, and promise both their cards.

    What matches nobody is the office's: every ticket has one assignee and one due time.
    What cannot wait also rings the whole office and the assignee's stand-in. Raised twice by
    the same message, it is one ticket. What triage doubts, and what seems to be the same as an
    open one, its author is asked; nothing is merged by itself.
    """
    known = await queries.ticket_said_as(session, said.chat_id, said.message_id)
    if known is not None:
        return known
    group = said.chat_id if said.chat_id < 0 else None
    home = Home.parse(reporter.home) if reporter.home else None
    decision = triage.decide(said.text, group=group, home=home, point=said.point, directed=True)
    choice = await _choose(session, decision, triage.neighbourhood, now)
    like = await _like(session, said, decision, reporter, now)
    ticket = _made(said, decision, choice, like, reporter=reporter, triage=triage, now=now)
    session.add(ticket)
    await session.flush()
    telling.log_event(session, ticket, EventKind.OPENED, reporter, now, after=said.matter)
    telling.log_event(
        session, ticket, EventKind.ROUTED, None, now, after=choice.person.name, why="；".join(ticket.reasons)
    )
    for piece in said.media:
        telling.attach(session, ticket, piece)
    doubts = rules.doubts_in(decision)
    session.add_all([Doubt(ticket_id=ticket.id, about=a, choices=c) for a, c in doubts.items()])
    around = Around(ticket, reporter, choice.person)
    is_plain = not (doubts or like or said.media or texts_of_cards.is_cut(ticket.text, ()))
    if is_plain and ticket.state == TicketState.ASSIGNED:
        await _promise_first_cards(session, around, triage.neighbourhood, now, hurried=said.hurried)
    else:
        await cards.refresh(session, around, neighbourhood=triage.neighbourhood, now=now)
    await _tell_office(session, around, choice, triage.neighbourhood)
    return ticket


def _made(
    said: Said,
    decision: Decision,
    choice: rules.Choice,
    like: duplicates.Like | None,
    *,
    reporter: Person,
    triage: Triage,
    now: datetime,
) -> Ticket:
    category, community = triage.category(decision.category), triage.neighbourhood.community
    return Ticket(
        state=TicketState.ASSIGNED if choice.matched else TicketState.TRIAGE,
        text=said.matter,
        category=category.key,
        tagged=decision.tagged,
        place=decision.place,
        grid=decision.grid,
        urgent=decision.urgent,
        reasons=[*decision.reasons, *choice.reasons, *([like.reason] if like else ())],
        reporter_id=reporter.id,
        assignee_id=choice.person.id,
        chat_id=said.chat_id,
        message_id=said.message_id,
        album=said.album,
        lines=[list(line) for line in said.lines],
        opened_at=now,
        respond_due_at=rules.respond_due_at(category, now, community, urgent=decision.urgent),
        resolve_due_at=rules.resolve_due_at(category, now, community),
        reopened=0,
        like_id=like.other.number if like else None,
    )


async def _like(
    session: AsyncSession, said: Said, decision: Decision, reporter: Person, now: datetime
) -> duplicates.Like | None:
    """What it seems to be the same as; nobody is asked in an emergency, or among very many messages."""
    if decision.urgent or said.hurried:
        return None
    new = Matter(said.matter, decision.category, now, decision.place, reporter.home, decision.grid)
    return await duplicates.likeliest(session, new, now=now)


async def _ring_everybody(session: AsyncSession, around: Around, neighbourhood: Neighbourhood) -> None:
    """What cannot wait reaches the office and the stand-in too, at any hour."""
    ticket, _, assignee = around
    told = texts.staff_told_urgent(ticket.id, ticket.text, assignee.name)
    await telling.tell_office(session, ticket, "urgent", told)
    stand_ins = (worker.stand_in for worker in neighbourhood.workers if worker.name == assignee.name)
    await telling.tell_stand_in(session, ticket, next(stand_ins, None), "urgent", told)


async def _promise_first_cards(
    session: AsyncSession, around: Around, neighbourhood: Neighbourhood, now: datetime, *, hurried: bool
) -> None:
    """Both cards of a new ticket in one statement: the path every complaint takes."""
    ticket, reporter, assignee = around
    names = cards.names_of(ticket, assignee, neighbourhood)
    resident = texts_of_cards.resident_card(ticket, names, (), now=now, direct=reporter.has_direct_chat)
    worker = texts_of_cards.worker_card(
        ticket, names, reporter=reporter.name, home=reporter.home, media=0, added=(), now=now
    )
    promises = [
        outbox.promise(
            cards.resident_key(ticket),
            ticket.chat_id,
            resident,
            lane=Lane.REMINDER if hurried else Lane.ANSWER,
        )
    ]
    if assignee.telegram_id is not None:
        lane = Lane.ANSWER if ticket.urgent else Lane.REMINDER if hurried else Lane.TICKET
        promises.append(
            outbox.promise(cards.worker_key(ticket, assignee.id), assignee.telegram_id, worker, lane=lane)
        )
    await outbox.enqueue_all(session, promises)


async def _tell_office(
    session: AsyncSession, around: Around, choice: rules.Choice, neighbourhood: Neighbourhood
) -> None:
    """The office hears of whoever could not be reached, and with the stand-in of what cannot wait."""
    ticket = around.ticket
    if choice.unreachable:
        unreachable = texts.staff_told_unreachable(ticket.id, choice.unreachable, choice.person.name)
        await telling.tell_office(session, ticket, "unreachable", unreachable)
    if ticket.urgent:
        await _ring_everybody(session, around, neighbourhood)


async def _choose(
    session: AsyncSession, decision: Decision, neighbourhood: Neighbourhood, now: datetime
) -> rules.Choice:
    """Who gets it: the worker triage named, or a colleague who answers for the same and suits better."""
    alike = workers_alike(neighbourhood.workers, decision.grid or "", decision.category)
    if len(alike) < 2:  # noqa: PLR2004 - nobody to choose between
        return await _whoever_is_there(session, decision, neighbourhood)
    community = neighbourhood.community
    known = await people.workers_by_name(session, [worker.name for worker in alike])
    counts = await queries.open_counts(session, [person.id for person in known.values()])
    name, why = rules.first_of(
        [worker.name for worker in alike],
        there={n for n, person in known.items() if person.may_be_reached and person.away_at is None},
        on_duty={worker.name for worker in alike if rules.is_on_duty(worker, community, now=now)},
        open_tickets={n: counts.get(person.id, 0) for n, person in known.items()},
        urgent=decision.urgent,
    )
    choice = await _whoever_is_there(session, replace(decision, worker=name), neighbourhood)
    if why is None:
        return choice
    return replace(choice, reasons=(texts.colleague(name, why), *choice.reasons))


async def _whoever_is_there(
    session: AsyncSession, decision: Decision, neighbourhood: Neighbourhood
) -> rules.Choice:
    stand_ins = {worker.name: worker.stand_in for worker in neighbourhood.workers if worker.stand_in}
    names = [name for name in (decision.worker, stand_ins.get(decision.worker or "")) if name]
    workers = await people.workers_by_name(session, names) if names else {}
    first = workers.get(decision.worker or "")
    if first is not None and first.may_be_reached and first.away_at is None:
        return rules.Choice(first, matched=True)
    return rules.choose_assignee(decision.worker, stand_ins, workers, await people.staff(session))


async def change_category(
    session: AsyncSession,
    ticket_id: int,
    *,
    actor: Person,
    key: str,
    why: str = "",
    triage: Triage,
    now: datetime,
) -> bool:
    """Correct the category; whoever answers for the new one gets the ticket. Returns whether it changed.

    ``why`` is the reason to be kept, when it is not that somebody corrected it.

    Refuses everybody but the author and the office, an unknown category, a ticket no longer open.
    """
    around = await telling.load(session, ticket_id)
    ticket = around.ticket
    rules.require_author_or_staff(actor, ticket)
    rules.require_open(ticket)
    rules.require_category(key, triage.neighbourhood.categories)
    if key == ticket.category:
        return False
    kind = EventKind.CATEGORY_CHANGED
    await set_category(session, ticket, key, kind, actor=actor, triage=triage, now=now, why=why)
    await reroute(session, around, actor=actor, triage=triage, now=now)
    return True


async def set_category(
    session: AsyncSession,
    ticket: Ticket,
    key: str,
    kind: EventKind,
    *,
    actor: Person,
    triage: Triage,
    now: datetime,
    why: str | None = None,
) -> None:
    """Put another category on a ticket, with its reason and its clock; ``kind`` says what happened."""
    category, community = triage.category(key), triage.neighbourhood.community
    said = texts.category_corrected if kind == EventKind.CATEGORY_CHANGED else texts.correction_undone
    why = why or said(actor.name, category.name)
    telling.log_event(session, ticket, kind, actor, now, before=ticket.category, after=key, why=why)
    ticket.category = key
    ticket.reasons = [*ticket.reasons, why]
    ticket.respond_due_at = rules.respond_due_at(category, ticket.opened_at, community, urgent=ticket.urgent)
    ticket.resolve_due_at = rules.resolve_due_at(category, ticket.opened_at, community)
    await _settle(session, ticket, About.CATEGORY, now)


async def _settle(session: AsyncSession, ticket: Ticket, about: About, now: datetime) -> None:
    doubt = (await queries.doubts_about(session, ticket.id)).get(about)
    if doubt is not None:
        doubt.settled_at = doubt.settled_at or now


async def reroute(
    session: AsyncSession, around: Around, *, actor: Person, triage: Triage, now: datetime, back: bool = False
) -> None:
    """Give a ticket to whoever answers for its category and grid as they now are; else it stays.

    ``back``: where nobody does, the office gets it, which had it before.
    """
    ticket = around.ticket
    worker, reason = triage.worker_for(ticket.grid, ticket.category) if ticket.grid else (None, "")
    decision = Decision("request", ticket.category, grid=ticket.grid, worker=worker, urgent=ticket.urgent)
    choice = await _choose(session, decision, triage.neighbourhood, now)
    if (worker or (back and ticket.grid)) and choice.person.id != around.assignee.id:
        await give(
            session, around, choice.person, EventKind.ROUTED, actor=actor, why=reason,
            neighbourhood=triage.neighbourhood, now=now,
        )  # fmt: skip
    else:
        await session.flush()
        await cards.refresh(session, around, neighbourhood=triage.neighbourhood, now=now)


async def place_ticket(
    session: AsyncSession, around: Around, point: Point, *, neighbourhood: Neighbourhood, now: datetime
) -> bool:
    """A location sent later says where a ticket belongs: whoever answers there gets it.

    Returns whether somebody got it; only what waits in triage for its grid is moved.
    """
    ticket, reporter, _ = around
    if ticket.state != TicketState.TRIAGE or ticket.grid:
        return False
    triage = Triage(neighbourhood)
    grids = triage.grids_at(point)
    if len(grids) != 1:
        return False
    ticket.grid, ticket.place = grids[0], ticket.place or point.name or triage_texts.SHARED_LOCATION
    ticket.reasons = [*ticket.reasons, triage.by_location(grids[0])]
    await _settle(session, ticket, About.PLACE, now)
    await reroute(session, around, actor=reporter, triage=triage, now=now)
    return TicketState(ticket.state) != TicketState.TRIAGE


async def give(
    session: AsyncSession,
    around: Around,
    to: Person,
    kind: EventKind,
    *,
    actor: Person | None,
    why: str,
    state: TicketState = TicketState.ASSIGNED,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """Put another name on a ticket: the old card says so, a new card goes out, the resident is told.

    ``state`` is TRIAGE when the office gets it to find somebody.
    """
    ticket, reporter, before = around
    event = telling.log_event(session, ticket, kind, actor, now, before=before.name, after=to.name, why=why)
    if before.telegram_id is not None and ticket.state != TicketState.TRIAGE:
        gone = texts_of_cards.handed_away(ticket.id, to.name)
        key = cards.worker_key(ticket, before.id)
        await outbox.show(session, key=key, chat_id=before.telegram_id, content=gone, lane=Lane.TICKET)
    ticket.assignee_id = to.id
    ticket.state = state
    ticket.accepted_at = None
    ticket.reasons = [*ticket.reasons, texts.given(before.name, why)]
    await session.flush()
    now_around = Around(ticket, reporter, to)
    due = texts.moment(ticket.due_at, now=now, zone=neighbourhood.community.zone)
    told = partial(texts.told_assigned, assignee=to.name, by=due)
    await telling.tell_reporters(session, now_around, event, told)
    await cards.refresh(session, now_around, neighbourhood=neighbourhood, now=now)


async def reassign_unreachable(
    session: AsyncSession, ticket_id: int, *, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """An assignee cannot be written to: the stand-in gets the ticket, else the office, which is told why.

    Leaves the ticket where it is when nobody of the office can be reached either.
    """
    around = await telling.load(session, ticket_id)
    ticket, _, before = around
    stand_ins = {worker.name: worker.stand_in for worker in neighbourhood.workers if worker.stand_in}
    names = [name for name in (before.name, stand_ins.get(before.name)) if name]
    workers = await people.workers_by_name(session, names)
    choice = rules.choose_assignee(before.name, stand_ins, workers, await people.staff(session))
    if choice.person.id == before.id or not choice.person.may_be_reached:
        return
    why = before.unreachable_why or texts.NEVER_ENROLLED
    await give(
        session, around, choice.person, EventKind.REASSIGNED, actor=None, why=why,
        neighbourhood=neighbourhood, now=now,
    )  # fmt: skip
    told = texts.staff_told_unreachable(ticket.id, before.name, choice.person.name)
    await telling.tell_office(session, ticket, f"unreachable:{before.id}", told)


async def report_overdue(
    session: AsyncSession, ticket_id: int, *, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """Nobody answered in time: the assignee and the office are told, once."""
    around = await telling.load(session, ticket_id)
    ticket, _, assignee = around
    ticket.overdue_told_at = now
    telling.log_event(session, ticket, EventKind.OVERDUE, None, now, after=assignee.name)
    due = texts.moment(ticket.respond_due_at, now=now, zone=neighbourhood.community.zone)
    text = texts.told_overdue(ticket.id, assignee.name, due)
    what = f"overdue:{ticket.reopened}"
    if not assignee.is_staff:
        await telling.tell_assignee(session, around, what, text)
    await telling.tell_office(session, ticket, what, text)
