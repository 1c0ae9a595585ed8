"""What changes about people, chats and the neighbourhood."""

import hashlib
import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.people import queries, rules, texts
from bot.people.models import Awaited, Chat, Enrolment, GroupGrid, NeighbourhoodVersion, Person, Role


async def know_person(session: AsyncSession, telegram_id: int, *, name: str) -> Person:
    """The person with this account; somebody new is a resident.

    ``name`` is what Telegram shows. It is taken over for residents; workers and office
    staff keep the names the community knows them by.
    """
    person = await queries.by_telegram_id(session, telegram_id)
    if person is None:
        person = Person(telegram_id=telegram_id, name=name[:128], role=Role.RESIDENT)
        session.add(person)
        await session.flush()
    elif person.role == Role.RESIDENT and person.name != name[:128]:
        person.name = name[:128]
    return person


async def open_direct_chat(session: AsyncSession, telegram_id: int, *, name: str, now: datetime) -> Person:
    """Somebody wrote to the bot directly, or let it in again: from now on it may write to them."""
    person = await know_person(session, telegram_id, name=name)
    person.started_at = person.started_at or now
    person.unreachable_at = None
    person.unreachable_why = None
    return person


async def mark_unreachable(session: AsyncSession, telegram_id: int, *, why: str, now: datetime) -> None:
    """Telegram will not let the bot write to this person; ``why`` is its reason."""
    statement = sa.update(Person).where(Person.telegram_id == telegram_id, Person.unreachable_at.is_(None))
    await session.execute(statement.values(unreachable_at=now, unreachable_why=why[:200]))


async def bot_joined(session: AsyncSession, chat_id: int, *, title: str) -> None:
    """The bot is in this group."""
    await session.merge(Chat(chat_id=chat_id, title=title[:255], removed_at=None))


async def bot_removed(session: AsyncSession, chat_id: int, *, now: datetime) -> None:
    """The bot is no longer in this group."""
    chat = await session.get(Chat, chat_id)
    if chat is None:
        chat = Chat(chat_id=chat_id, title="")
        session.add(chat)
    chat.removed_at = chat.removed_at or now


async def register_home(
    session: AsyncSession, person: Person, *, estate: str, building: str, unit: str | None
) -> None:
    """Keep where a resident lives, as they chose it by buttons."""
    person.estate, person.building, person.unit, person.room = estate, building, unit, None
    await session.flush()


async def register_room(session: AsyncSession, person: Person, room: str) -> None:
    """Keep which door of the registered home is theirs. Refuses whoever has registered none."""
    rules.require_building(person)
    person.room = room
    await session.flush()


async def forget_home(session: AsyncSession, person: Person) -> None:
    """Delete where a resident lives."""
    person.estate = person.building = person.unit = person.room = None
    await session.flush()


async def go_away(session: AsyncSession, worker: Person | None, *, now: datetime) -> None:
    """From now on new tickets go to this worker's stand-in. Refuses whoever is no worker."""
    rules.require_worker(worker)
    if worker is not None:
        worker.away_at = worker.away_at or now
        await session.flush()


async def come_back(session: AsyncSession, worker: Person | None) -> None:
    """New tickets come to this worker again. Refuses whoever is no worker."""
    rules.require_worker(worker)
    if worker is not None:
        worker.away_at = None
        await session.flush()


async def await_answer(
    session: AsyncSession, person: Person, what: str, subject_id: int, *, now: datetime
) -> None:
    """What this person writes next is the answer to ``what`` about ``subject_id``."""
    await session.merge(Awaited(person_id=person.id, what=what, subject_id=subject_id, asked_at=now))


async def stop_awaiting(session: AsyncSession, person: Person) -> None:
    """What this person writes next is nothing special again."""
    await session.execute(sa.delete(Awaited).where(Awaited.person_id == person.id))


async def make_enrolment(session: AsyncSession, worker: Person, *, now: datetime) -> str:
    """A secret for a one-time deep link (``start`` parameter: 64 of A-Z a-z 0-9 _ -).

    Links made earlier for the same worker stop working.
    """
    await session.execute(sa.delete(Enrolment).where(Enrolment.person_id == worker.id))
    secret = secrets.token_urlsafe(24)
    session.add(Enrolment(digest=_digest(secret), person_id=worker.id, expires_at=now + rules.ENROLMENT_KEPT))
    return secret


def enrolment_link(username: str, secret: str) -> str:
    """The deep link that enrols whoever opens it, once (Bot API: t.me/<bot>?start=<parameter>)."""
    return f"https://t.me/{username}?start={rules.ENROLMENT_PREFIX}{secret}"


async def enrol(session: AsyncSession, secret: str, telegram_id: int, *, now: datetime) -> Person:
    """Whoever opened the link is that worker from now on; returns the worker.

    What this account said before as a resident stays with the resident's record, which
    loses the account. Refuses a link that is unknown, used or expired, and an account that
    belongs to the office or to another worker.
    """
    enrolment = await session.get(Enrolment, _digest(secret), with_for_update=True)
    rules.require_valid(enrolment, now=now)
    assert enrolment is not None  # noqa: S101 - require_valid refused None
    worker = await session.get_one(Person, enrolment.person_id)
    before = await queries.by_telegram_id(session, telegram_id)
    if before is not None and before.id != worker.id:
        rules.require_resident(before)
        before.telegram_id = None
        await session.flush()
    enrolment.used_at = now
    worker.telegram_id = telegram_id
    worker.started_at = now
    worker.unreachable_at = worker.unreachable_why = None
    await session.flush()
    return worker


async def load_neighbourhood(session: AsyncSession, wanted: Neighbourhood, *, now: datetime) -> None:
    """Put the configured neighbourhood in force: its groups, office and workers.

    People are matched by name (workers) or account (office); an account that a worker got
    by enrolling is kept. Workers no longer named become residents.
    """
    session.add(NeighbourhoodVersion(since_at=now, document=wanted.model_dump(mode="json")))
    await session.execute(sa.delete(GroupGrid))
    session.add_all(
        GroupGrid(chat_id=chat_id, grid=grid.code)
        for grid in wanted.grids
        for chat_id in dict.fromkeys(grid.groups)
    )
    for telegram_id in wanted.community.staff:
        await _appoint(session, telegram_id, Role.STAFF, texts.OFFICE)
    if wanted.community.secretary is not None:
        await _appoint(session, wanted.community.secretary, Role.SECRETARY, texts.SECRETARY)
    known = {worker.name: worker for worker in await queries.all_workers(session)}
    for worker in wanted.workers:
        person = known.pop(worker.name, None)
        if person is None and worker.telegram_id is not None:
            person = await queries.by_telegram_id(session, worker.telegram_id)
        if person is None:
            person = Person(name=worker.name)
            session.add(person)
        person.name, person.role = worker.name, Role.WORKER
        person.telegram_id = worker.telegram_id or person.telegram_id
    for former in known.values():
        former.role = Role.RESIDENT
    await session.flush()


async def _appoint(session: AsyncSession, telegram_id: int, role: Role, name: str) -> None:
    person = await queries.by_telegram_id(session, telegram_id)
    if person is None:
        session.add(Person(telegram_id=telegram_id, name=name, role=role))
    else:
        person.role = role
    await session.flush()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
