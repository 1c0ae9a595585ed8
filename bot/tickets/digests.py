"""Everybody's day: one message in the morning to each worker and to the office, and none without need."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.outbox import service as outbox
from bot.outbox.models import Lane
from bot.people import queries as people
from bot.people.models import Person
from bot.tickets import queries, rules, texts
from bot.tickets.models import Pressing, Ticket, TicketState


async def send_digests(session: AsyncSession, *, neighbourhood: Neighbourhood, now: datetime) -> None:
    """Promise today's digests: to workers what is theirs, to the office what waits for it and what is late.

    A local day's digest is promised once. Whoever has nothing pressing gets none; workers
    who are away get none.
    """
    zone = neighbourhood.community.zone
    day = now.astimezone(zone).date()
    asked = await queries.tickets_waiting_for_residents(session)
    open_tickets = await queries.all_open_tickets(session)
    names = {category.key: category.name for category in neighbourhood.categories}
    workers: dict[int, tuple[Person, list[Ticket]]] = {}
    for ticket, assignee in open_tickets:
        if ticket.state != TicketState.TRIAGE:
            workers.setdefault(assignee.id, (assignee, []))[1].append(ticket)
    for worker, tickets in workers.values():
        text = _worker_text(tickets, asked, names, neighbourhood, now=now)
        if text and not worker.away_at and not worker.is_staff:
            await _tell(session, worker, f"digest:{day}:{worker.id}", text)
    text = _office_text(open_tickets, names, neighbourhood, now=now)
    for person in await people.staff(session) if text else []:
        await _tell(session, person, f"digest:{day}:{person.id}", text)


def _worker_text(
    tickets: Sequence[Ticket],
    asked: set[int],
    names: Mapping[str, str],
    neighbourhood: Neighbourhood,
    *,
    now: datetime,
) -> str:
    zone = neighbourhood.community.zone
    pressing: dict[Pressing, list[str]] = {}
    rest = 0
    for ticket in sorted(tickets, key=lambda one: (one.due_at, -one.also_households, one.id)):
        why = rules.pressing(ticket, asked=ticket.id in asked, now=now, zone=zone)
        if why is None:
            rest += 1
            continue
        line = texts.digest_line(ticket, names.get(ticket.category, ticket.category), now=now, zone=zone)
        pressing.setdefault(why, []).append(line)
    return texts.worker_digest(pressing, rest) if pressing else ""


def _office_text(
    tickets: Sequence[tuple[Ticket, Person]],
    names: Mapping[str, str],
    neighbourhood: Neighbourhood,
    *,
    now: datetime,
) -> str:
    zone = neighbourhood.community.zone
    in_triage, late = [], []
    for ticket, assignee in tickets:
        line = texts.digest_line(ticket, names.get(ticket.category, ticket.category), now=now, zone=zone)
        if ticket.state == TicketState.TRIAGE:
            in_triage.append(line)
        elif ticket.due_at < now:
            late.append(texts.late_line(line, assignee.name))
    return texts.office_digest(in_triage, late) if in_triage or late else ""


async def _tell(session: AsyncSession, person: Person, key: str, text: str) -> None:
    if person.may_be_reached and person.telegram_id is not None:
        await outbox.enqueue(session, key=key, chat_id=person.telegram_id, text=text, lane=Lane.REMINDER)
