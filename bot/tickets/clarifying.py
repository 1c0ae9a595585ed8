"""What triage doubted, answered by the author or the office: the ticket goes to whoever then answers for it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.categories import OTHER
from bot.config import Estate
from bot.errors import Refused
from bot.people import queries as people
from bot.people.models import Person
from bot.tickets import cards, queries, rules, service, telling, texts_of_questions
from bot.tickets.models import About, Doubt, EventKind, TicketState
from bot.tickets.queries import Around
from bot.triage import Home, Triage


async def settle_category(
    session: AsyncSession, ticket_id: int, *, actor: Person, choice: int, triage: Triage, now: datetime
) -> None:
    """One of the likeliest categories is right; whoever answers for it gets the ticket.

    Refuses everybody but the author and the office, and what is not asked any more.
    """
    around, doubt = await what_is_asked(session, ticket_id, About.CATEGORY, actor)
    category = triage.category(rules.chosen_of(doubt, choice))
    why = _chosen(actor, category.name)
    if category.key != around.ticket.category:
        await service.change_category(
            session, ticket_id, actor=actor, key=category.key, triage=triage, now=now, why=why
        )
        return
    _settle(session, around, doubt, category.name, why, actor=actor, now=now)
    around.ticket.reasons = [*around.ticket.reasons, why]
    await session.flush()
    await cards.refresh(session, around, neighbourhood=triage.neighbourhood, now=now)


async def settle_grid(
    session: AsyncSession, ticket_id: int, *, actor: Person, choice: int, triage: Triage, now: datetime
) -> None:
    """One of the grids offered is right; refuses as ``settle_category`` does."""
    around, doubt = await what_is_asked(session, ticket_id, About.PLACE, actor)
    code = rules.chosen_of(doubt, choice)
    grid = next((grid for grid in triage.neighbourhood.grids if grid.code == code), None)
    if grid is None:
        raise Refused(texts_of_questions.PLACE_GONE)
    label = texts_of_questions.grid_in_words(grid, around.ticket.place)
    why = _chosen(actor, label)
    _settle(session, around, doubt, label, why, actor=actor, now=now)
    around.ticket.grid = code
    around.ticket.reasons = [*around.ticket.reasons, why]
    await service.reroute(session, around, actor=actor, triage=triage, now=now)


async def settle_building(
    session: AsyncSession,
    ticket_id: int,
    *,
    actor: Person,
    estate: Estate,
    building: int,
    triage: Triage,
    now: datetime,
) -> None:
    """It is in this building, chosen by buttons. Refuses as ``settle_place``, and a building nobody knows."""
    if building not in estate.building_numbers:
        raise Refused(texts_of_questions.PLACE_GONE)
    home = Home(estate=estate.name, building=building)
    grid = triage.grid_of(home)
    await settle_place(session, ticket_id, actor=actor, place=str(home), grid=grid, triage=triage, now=now)


async def settle_place(
    session: AsyncSession,
    ticket_id: int,
    *,
    actor: Person,
    place: str,
    grid: str | None,
    triage: Triage,
    now: datetime,
) -> None:
    """It is there; the grid's worker gets the ticket, without a grid it stays with the office.

    Refuses everybody but the author and the office, and what is not asked any more.
    """
    around, doubt = await what_is_asked(session, ticket_id, About.PLACE, actor)
    why = _chosen(actor, place)
    _settle(session, around, doubt, place, why, actor=actor, now=now)
    around.ticket.place, around.ticket.grid = place, grid
    around.ticket.reasons = [*around.ticket.reasons, why]
    await service.reroute(session, around, actor=actor, triage=triage, now=now)


async def leave_to_office(
    session: AsyncSession, ticket_id: int, *, actor: Person, about: About, triage: Triage, now: datetime
) -> None:
    """Nothing offered is right: the office finds out. Refuses as ``settle_category`` does."""
    around, doubt = await what_is_asked(session, ticket_id, about, actor)
    ticket = around.ticket
    why = texts_of_questions.none_chosen(actor.name, resident=not actor.is_staff)
    _settle(session, around, doubt, None, why, actor=actor, now=now)
    if about is About.CATEGORY:
        ticket.category = OTHER
    if ticket.state == TicketState.ASSIGNED:
        office = (await people.staff(session))[0]
        await service.give(
            session, around, office, EventKind.ROUTED, actor=actor, why=why, state=TicketState.TRIAGE,
            neighbourhood=triage.neighbourhood, now=now,
        )  # fmt: skip
    else:
        ticket.reasons = [*ticket.reasons, why]
        await session.flush()
        await cards.refresh(session, around, neighbourhood=triage.neighbourhood, now=now)


async def what_is_asked(
    session: AsyncSession, ticket_id: int, about: About, actor: Person
) -> tuple[Around, Doubt]:
    """A ticket with the open question about it; refuses as ``settle_category`` does."""
    around = await telling.load(session, ticket_id)
    rules.require_author_or_staff(actor, around.ticket)
    doubts = await queries.doubts_about(session, ticket_id)
    return around, rules.require_asked_about(around.ticket, doubts.get(about))


def _chosen(actor: Person, label: str) -> str:
    return texts_of_questions.chosen(actor.name, label, resident=not actor.is_staff)


def _settle(
    session: AsyncSession,
    around: Around,
    doubt: Doubt,
    label: str | None,
    why: str,
    *,
    actor: Person,
    now: datetime,
) -> None:
    """The question is answered: never asked again, and in the log."""
    ticket = around.ticket
    before = ticket.place if doubt.about == About.PLACE else ticket.category
    telling.log_event(session, ticket, EventKind.CLARIFIED, actor, now, before=before, after=label, why=why)
    doubt.settled_at = now
