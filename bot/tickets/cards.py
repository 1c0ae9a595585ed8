"""Keeping the cards of a ticket in step with it: the resident's, the assignee's, the office's."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.outbox import queries as outbox_queries
from bot.outbox import service as outbox
from bot.outbox.content import Content, Copy
from bot.outbox.models import Lane
from bot.people import queries as people
from bot.people.models import Person
from bot.tickets import queries, rules, texts, texts_of_cards, texts_of_questions
from bot.tickets import texts_of_duplicates as words
from bot.tickets.models import About, Doubt, EventKind, Ticket, TicketEvent, TicketMedia, TicketState
from bot.tickets.queries import Around
from bot.tickets.texts_of_questions import Question

_TOLD_ON_CARD = (EventKind.ANSWERED, EventKind.ASKED, EventKind.RESOLVED)
_MOST_TOLD = 3


def resident_key(ticket: Ticket) -> str:
    """The outbox key of the card the resident follows."""
    return f"ticket:{ticket.id}:card"


def worker_key(ticket: Ticket, person_id: int) -> str:
    """The outbox key of an assignee's card; a former assignee keeps theirs."""
    return f"ticket:{ticket.id}:worker:{person_id}"


def triage_key(ticket: Ticket, person_id: int) -> str:
    """The outbox key of the card on which somebody of the office assigns it."""
    return f"ticket:{ticket.id}:triage:{person_id}"


def question_key(ticket: Ticket) -> str:
    """The outbox key of the one question after closing; a reopened ticket gets a new one."""
    return f"ticket:{ticket.id}:question:{ticket.reopened}"


def told_key(ticket: Ticket, event: TicketEvent) -> str:
    """The outbox key of what the resident is told directly about one event."""
    return f"ticket:{ticket.id}:told:{event.id}"


def names_of(ticket: Ticket, assignee: Person, neighbourhood: Neighbourhood) -> texts_of_cards.Names:
    """The words for what the ticket refers to."""
    categories = {category.key: category.name for category in neighbourhood.categories}
    grids = {grid.code: grid.name for grid in neighbourhood.grids}
    return texts_of_cards.Names(
        category=categories.get(ticket.category, ticket.category),
        grid=grids.get(ticket.grid or ""),
        assignee=assignee.name,
        zone=neighbourhood.community.zone,
    )


async def refresh(
    session: AsyncSession, around: Around, *, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """Show the ticket as it now is on every card that follows it."""
    ticket, _, assignee = around
    if ticket.state == TicketState.MERGED:
        await _refresh_merged(session, around, neighbourhood, now)
        return
    names = names_of(ticket, assignee, neighbourhood)
    card = await resident_content(session, around, neighbourhood=neighbourhood, now=now)
    await outbox.show(
        session, key=resident_key(ticket), chat_id=ticket.chat_id, content=card, lane=Lane.ANSWER
    )
    media = await queries.media_of(session, ticket.id)
    if ticket.state == TicketState.TRIAGE or await _has_triage_cards(session, ticket):
        await _refresh_triage(session, around, names, media, neighbourhood, now)
    if ticket.state != TicketState.TRIAGE and assignee.telegram_id is not None:
        content = await worker_content(session, around, names, media, now)
        lane = Lane.ANSWER if ticket.urgent else Lane.TICKET
        key = worker_key(ticket, assignee.id)
        await outbox.show(session, key=key, chat_id=assignee.telegram_id, content=content, lane=lane)
        await show_whole(session, ticket, to=assignee.telegram_id, under=key)
        await copy_media(session, ticket, media, to=assignee.telegram_id, under=key)
    for duplicate in await queries.duplicates_of(session, ticket.id) if ticket.joined else ():
        await _refresh_duplicate(session, duplicate, around, neighbourhood=neighbourhood, now=now)


async def _refresh_duplicate(
    session: AsyncSession, around: Around, main: Around, *, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """What went into a ticket shows how that one is getting on; its assignee has everything said of it."""
    ticket = around.ticket
    card = await resident_content(session, around, neighbourhood=neighbourhood, now=now)
    await outbox.show(
        session, key=resident_key(ticket), chat_id=ticket.chat_id, content=card, lane=Lane.ANSWER
    )
    to = main.assignee.telegram_id
    if main.ticket.state != TicketState.TRIAGE and to is not None:
        under = worker_key(main.ticket, main.assignee.id)
        await show_whole(session, ticket, to=to, under=under)
        await copy_media(session, ticket, await queries.media_of(session, ticket.id), to=to, under=under)


async def _refresh_merged(
    session: AsyncSession, around: Around, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """All cards of a duplicate: its author's follows the other, its former assignee's says where it went."""
    ticket, _, former = around
    main = await queries.ticket_with_people(session, ticket.merged_into_id or 0)
    assert main is not None  # noqa: S101 - a duplicate has gone into one that exists
    await _refresh_duplicate(session, around, main, neighbourhood=neighbourhood, now=now)
    elsewhere = main.assignee.name if main.assignee.id != former.id else ""
    gone = words.merged_away(ticket.id, main.ticket.id, elsewhere)
    for person in {person.id: person for person in (former, *await people.staff(session))}.values():
        keys = [worker_key(ticket, person.id), triage_key(ticket, person.id)]
        for key in keys if person.telegram_id is not None else ():
            if await outbox.any_promised(session, [key]):
                await outbox.show(
                    session, key=key, chat_id=person.telegram_id or 0, content=gone, lane=Lane.TICKET
                )


async def resident_content(
    session: AsyncSession,
    around: Around,
    *,
    asked: Question | None = None,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> Content:
    """The resident's card as it is to look now. What was told in the direct chat is never on it.

    ``asked``: in place of what is to be asked otherwise.
    """
    ticket, reporter, assignee = around
    direct = reporter.has_direct_chat
    if ticket.state == TicketState.MERGED:
        return await _merged_content(session, around, neighbourhood=neighbourhood, now=now)
    names = names_of(ticket, assignee, neighbourhood)
    told = [] if direct else await _told(session, ticket, names)
    asked = asked or await question_on(session, ticket, neighbourhood)
    like = ""
    if asked is None and ticket.like_id and ticket.is_open:
        like = await _like_question(session, ticket, names, now)
    return texts_of_cards.resident_card(ticket, names, told, now=now, direct=direct, asked=asked, like=like)


async def question_on(session: AsyncSession, ticket: Ticket, neighbourhood: Neighbourhood) -> Question | None:
    """What is to be asked on a ticket's cards: one thing at a time, the place first."""
    if ticket.state not in (TicketState.TRIAGE, TicketState.ASSIGNED):
        return None
    doubts = await queries.doubts_about(session, ticket.id)
    asked = (
        _question(ticket, doubt, neighbourhood) for doubt in doubts.values() if rules.is_asked(ticket, doubt)
    )
    return next((question for question in asked if question is not None), None)


def _question(ticket: Ticket, doubt: Doubt, neighbourhood: Neighbourhood) -> Question | None:
    if doubt.about == About.CATEGORY:
        names = {category.key: category.name for category in neighbourhood.categories}
        return texts_of_questions.which_kind(ticket.id, [names.get(key, key) for key in doubt.choices])
    grids = {grid.code: grid for grid in neighbourhood.grids}
    if not doubt.choices or not set(doubt.choices) <= set(grids):
        return texts_of_questions.which_estate(ticket.id, neighbourhood.estates)
    shown = [texts_of_questions.grid_in_words(grids[code], ticket.place) for code in doubt.choices]
    return texts_of_questions.which_grid(ticket.id, shown)


async def _like_question(
    session: AsyncSession, ticket: Ticket, names: texts_of_cards.Names, now: datetime
) -> str:
    """The question on the author's card, while the other one is open."""
    other = await session.get(Ticket, ticket.like_id)
    if other is None or not other.is_open:
        return ""
    said = rules.quotable(other.text, other.chat_id, shown_in=ticket.chat_id)
    return words.like_question(other.id, other.opened_at, said, now=now, zone=names.zone)


async def _merged_content(
    session: AsyncSession, around: Around, *, neighbourhood: Neighbourhood, now: datetime
) -> Content:
    ticket, reporter, _ = around
    main = await queries.ticket_with_people(session, ticket.merged_into_id or 0)
    assert main is not None  # noqa: S101 - a duplicate has gone into one that exists
    names = names_of(main.ticket, main.assignee, neighbourhood)
    came = (await queries.events_of(session, ticket.id, (EventKind.MERGED,)))[-1]
    private = reporter.has_direct_chat or main.reporter.has_direct_chat or not main.ticket.from_group
    told = [] if private else await _told(session, main.ticket, names)
    may_leave = came.actor_id == reporter.id
    return texts_of_cards.merged_card(ticket, names, main.ticket, told, now=now, may_leave=may_leave)


async def _told(session: AsyncSession, ticket: Ticket, names: texts_of_cards.Names) -> list[str]:
    lines = []
    events = (await queries.events_of(session, ticket.id, _TOLD_ON_CARD))[-_MOST_TOLD:]
    keys = [question_key(ticket), *(told_key(ticket, event) for event in events)]
    private = await outbox_queries.message_ids(session, keys) if ticket.from_group else {}
    for event in events:
        key = question_key(ticket) if event.kind == EventKind.RESOLVED else told_key(ticket, event)
        if key in private:
            continue
        text = event.after or ""
        if event.kind == EventKind.ANSWERED:
            lines.append(texts.card_answer(names.assignee, text))
        elif event.kind == EventKind.ASKED:
            lines.append(texts.card_question(names.assignee, text))
        elif not ticket.is_open:
            lines.append(
                texts.card_outcome(
                    names.assignee, ticket.outcome_note or "", ended=ticket.satisfaction is not None
                )
            )
    return lines


async def show_whole(session: AsyncSession, ticket: Ticket, *, to: int, under: str) -> None:
    """Promise every word said under a card that can only show the beginning; once to each person."""
    added = await _added(session, ticket)
    if not texts_of_cards.is_cut(ticket.text, added):
        return
    parts = texts.in_parts(texts_of_cards.whole(ticket.id, ticket.text, added))
    await outbox.enqueue_all(
        session,
        [
            outbox.promise(
                f"ticket:{ticket.id}:whole:{n}:{to}",
                to,
                Content(part, reply_to_key=under),
                lane=Lane.TICKET,
            )
            for n, part in enumerate(parts)
        ],
    )


async def _added(session: AsyncSession, ticket: Ticket) -> list[str]:
    events = await queries.events_of(session, ticket.id, (EventKind.ADDED,))
    return [event.after for event in events if event.after]


async def worker_content(
    session: AsyncSession,
    around: Around,
    names: texts_of_cards.Names,
    media: list[TicketMedia],
    now: datetime,
) -> Content:
    """The assignee's card as it is to look now."""
    ticket, reporter, _ = around
    duplicates = await queries.duplicates_of(session, ticket.id, tuple(TicketState)) if ticket.joined else []
    return texts_of_cards.worker_card(
        ticket,
        names,
        reporter=reporter.name,
        home=reporter.home,
        media=len(media),
        added=await _added(session, ticket),
        notes=await queries.notes_of(session, ticket.id),
        joined=[
            words.joined_line(one.ticket.id, one.reporter.name, one.reporter.home, one.ticket.text)
            for one in duplicates
        ],
        now=now,
    )


async def copy_media(
    session: AsyncSession, ticket: Ticket, media: list[TicketMedia], *, to: int, under: str
) -> None:
    """Promise copies of a ticket's media under a card; those already promised are not repeated."""
    await outbox.enqueue_all(
        session,
        [
            outbox.promise(
                f"ticket:{ticket.id}:media:{piece.id}:{to}",
                to,
                Content(copy=Copy(piece.chat_id, piece.message_id), reply_to_key=under),
                lane=Lane.TICKET,
            )
            for piece in media
        ],
    )


async def _has_triage_cards(session: AsyncSession, ticket: Ticket) -> bool:
    office = await people.staff(session)
    return await outbox.any_promised(session, [triage_key(ticket, person.id) for person in office])


async def _refresh_triage(
    session: AsyncSession,
    around: Around,
    names: texts_of_cards.Names,
    media: list[TicketMedia],
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    ticket = around.ticket
    choices = await assignable_people(session, neighbourhood)
    asked = await question_on(session, ticket, neighbourhood)
    for person in await people.staff(session):
        if not person.may_be_reached or person.telegram_id is None:
            continue
        content = _triage_card(around, names, len(media), choices, asked, person, now)
        key = triage_key(ticket, person.id)
        lane = Lane.ANSWER if ticket.urgent else Lane.TICKET
        await outbox.show(session, key=key, chat_id=person.telegram_id, content=content, lane=lane)
        if ticket.state == TicketState.TRIAGE:
            await show_whole(session, ticket, to=person.telegram_id, under=key)
            await copy_media(session, ticket, media, to=person.telegram_id, under=key)


async def triage_content(
    session: AsyncSession,
    ticket: Ticket,
    person: Person,
    *,
    asked: Question | None = None,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> Content:
    """The card on which ``person`` of the office assigns a ticket; ``asked`` as on the resident's."""
    around = await queries.ticket_with_people(session, ticket.id)
    assert around is not None  # noqa: S101 - its caller has just read it
    names = names_of(ticket, around.assignee, neighbourhood)
    media = await queries.media_of(session, ticket.id)
    choices = await assignable_people(session, neighbourhood)
    asked = asked or await question_on(session, ticket, neighbourhood)
    return _triage_card(around, names, len(media), choices, asked, person, now)


def _triage_card(
    around: Around,
    names: texts_of_cards.Names,
    media: int,
    choices: list[tuple[int, str]],
    asked: Question | None,
    person: Person,
    now: datetime,
) -> Content:
    people_to_choose = [*choices, (person.id, texts.MYSELF)]
    return texts_of_cards.triage_card(
        around.ticket,
        names,
        reporter=around.reporter.name,
        media=media,
        people=people_to_choose,
        asked=asked,
        now=now,
    )


async def assignable_people(session: AsyncSession, neighbourhood: Neighbourhood) -> list[tuple[int, str]]:
    """The workers with their grids' names, as buttons show them."""
    grids = {grid.code: grid.name for grid in neighbourhood.grids}
    known = {worker.name: worker for worker in neighbourhood.workers}
    labelled = []
    for person in await people.all_workers(session):
        worker = known.get(person.name)
        where = "、".join(grids[code] for code in worker.grids) if worker else ""
        labelled.append((person.id, f"{person.name} {where[:12]}".strip()))
    return labelled
