"""What teaches: undoing a correction, handing over what is another kind of matter, and what tickets were about."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.tickets import queries, rules, service, telling, texts, workers
from bot.tickets.models import EventKind, TicketEvent
from bot.triage import Triage

CORRECTING = (EventKind.CATEGORY_CHANGED, EventKind.CORRECTION_UNDONE)


async def last_correction(session: AsyncSession, ticket_id: int) -> TicketEvent | None:
    """The correction of a ticket's category that would be undone now, if there is one."""
    standing = rules.standing_corrections(await queries.events_of(session, ticket_id, CORRECTING))
    return standing[-1] if standing else None


async def undo_correction(
    session: AsyncSession, ticket_id: int, *, actor: Person, triage: Triage, now: datetime
) -> None:
    """Give a ticket the category back that it had before the last correction, and whoever answers for that.

    The log keeps both. Refuses everybody but the author and the office, a ticket no longer
    open, and one without a correction.
    """
    around = await telling.load(session, ticket_id)
    rules.require_author_or_staff(actor, around.ticket)
    rules.require_open(around.ticket)
    standing = rules.standing_corrections(await queries.events_of(session, ticket_id, CORRECTING))
    key = triage.category(rules.require_corrected(standing).before or "").key
    await service.set_category(
        session, around.ticket, key, EventKind.CORRECTION_UNDONE, actor=actor, triage=triage, now=now
    )
    await service.reroute(session, around, actor=actor, triage=triage, now=now, back=True)


async def hand_over_as(
    session: AsyncSession,
    ticket_id: int,
    *,
    actor: Person,
    to_id: int,
    key: str,
    triage: Triage,
    now: datetime,
) -> Person:
    """Hand a ticket over because it is another kind of matter: correct its category, then give it.

    Returns who has it now. Refuses what handing over refuses, and an unknown category.
    """
    around = await telling.load(session, ticket_id)
    ticket = around.ticket
    rules.require_assignee_or_staff(actor, ticket)
    rules.require_open(ticket)
    rules.require_category(key, triage.neighbourhood.categories)
    if key != ticket.category:
        await service.set_category(
            session, ticket, key, EventKind.CATEGORY_CHANGED, actor=actor, triage=triage, now=now
        )
    return await workers.hand_over_ticket(
        session, ticket_id, actor=actor, to_id=to_id, why=texts.NOT_MY_KIND,
        neighbourhood=triage.neighbourhood, now=now,
    )  # fmt: skip
