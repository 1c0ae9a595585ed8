"""Calling a meeting: put together as a draft, shown back, announced."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.meetings import cards, queries, rules, texts
from bot.meetings.models import Meeting, MeetingDesk, MeetingGroup, MeetingGuest, MeetingState
from bot.meetings.reading import Reading
from bot.outbox import service as outbox
from bot.outbox.models import Lane
from bot.people import rules as people_rules
from bot.people.models import Person, Role
from bot.people.queries import groups_left

_COLLEAGUES = (Role.WORKER, Role.STAFF, Role.SECRETARY)


class Announced(NamedTuple):
    """Where an announcement went, and where not."""

    groups: int
    people: int
    left: Sequence[str]
    """Names of groups the bot was put out of."""
    unreached: Sequence[str]
    """Names of people who never started the bot."""


async def draft_meeting(session: AsyncSession, *, actor: Person, reading: Reading, now: datetime) -> Meeting:
    """Begin a meeting from what a sentence says; an unfinished one of the same writer goes.

    The time is set apart, for it may have to be asked about. Refuses whoever is not of the
    office, and parts that are too long.
    """
    people_rules.require_staff(actor)
    before = await queries.draft_of(session, actor)
    if before is not None:
        await _discard(session, before)
    meeting = Meeting(
        author_id=actor.id, topic="", place="", agenda="", audience=[rules.GROUPS], made_at=now,
        state=MeetingState.DRAFT, round=0, sequence=0, proposed=0,
    )  # fmt: skip
    if reading.grids:
        meeting.audience = [f"{rules.GRID}{code}" for code in reading.grids]
    session.add(meeting)
    await session.flush()
    for part in ("topic", "place", "host", "agenda"):
        if written := getattr(reading, part):
            await _write(session, meeting, part, written)
    return meeting


async def load_draft(session: AsyncSession, meeting_id: int, actor: Person) -> Meeting:
    """The draft, to be changed. Refuses anybody but its writer, and one that was announced."""
    people_rules.require_staff(actor)
    return rules.require_draft(await session.get(Meeting, meeting_id, with_for_update=True), actor)


async def write_part(
    session: AsyncSession, meeting_id: int, part: str, text: str, *, actor: Person
) -> Meeting:
    """Write a draft's topic, place, host or agenda. Refuses what is empty or too long."""
    meeting = await load_draft(session, meeting_id, actor)
    await _write(session, meeting, part, text)
    return meeting


async def _write(session: AsyncSession, meeting: Meeting, part: str, text: str) -> None:
    rules.require_sayable(part, text)
    text = text.strip() if part == "agenda" else " ".join(text.split())
    setattr(meeting, part, text)
    if part == "host":
        colleague = await queries.colleague_named(session, text, _COLLEAGUES)
        meeting.host_id = colleague.id if colleague else None


async def set_time(
    session: AsyncSession, meeting_id: int, starts_at: datetime, *, actor: Person, now: datetime
) -> Meeting:
    """Set when a draft's meeting begins. Refuses a time that is over."""
    meeting = await load_draft(session, meeting_id, actor)
    rules.require_future(starts_at, now=now)
    meeting.starts_at = starts_at
    return meeting


async def leave_host_open(session: AsyncSession, meeting_id: int, *, actor: Person) -> Meeting:
    """Name nobody as the host."""
    meeting = await load_draft(session, meeting_id, actor)
    meeting.host, meeting.host_id = "", None
    return meeting


async def toggle_group(session: AsyncSession, meeting: Meeting, chat_id: int) -> None:
    """Invite one group, or no longer; all groups at once are then no longer meant."""
    chosen = await session.get(MeetingGroup, (meeting.id, chat_id))
    if chosen is not None:
        await session.delete(chosen)
    else:
        session.add(MeetingGroup(meeting_id=meeting.id, chat_id=chat_id))
        meeting.audience = [part for part in meeting.audience if part != rules.GROUPS]
    await session.flush()


async def toggle_part(session: AsyncSession, meeting: Meeting, part: str) -> None:
    """Invite all groups or those of a grid, or no longer; all groups make single ones needless."""
    meeting.audience = rules.toggled(meeting.audience, part)
    if rules.GROUPS in meeting.audience:
        await session.execute(sa.delete(MeetingGroup).where(MeetingGroup.meeting_id == meeting.id))
    await session.flush()


async def invite(session: AsyncSession, meeting: Meeting, people: Iterable[Person]) -> None:
    """Invite people by name; twice is harmless."""
    for person in people:
        await session.merge(MeetingGuest(meeting_id=meeting.id, person_id=person.id))
    await session.flush()


async def uninvite(session: AsyncSession, meeting: Meeting, person_id: int) -> None:
    """Invite somebody no longer."""
    statement = sa.delete(MeetingGuest).where(
        MeetingGuest.meeting_id == meeting.id, MeetingGuest.person_id == person_id
    )
    await session.execute(statement)


async def discard(session: AsyncSession, meeting_id: int, *, actor: Person) -> None:
    """Throw a draft away; its card disappears."""
    await _discard(session, await load_draft(session, meeting_id, actor))


async def _discard(session: AsyncSession, meeting: Meeting) -> None:
    meeting.state = MeetingState.DISCARDED
    desks = await queries.desks_of(session, meeting.id)
    await outbox.take_away(session, [cards.desk_key(desk) for desk, _ in desks])
    await session.execute(sa.delete(MeetingDesk).where(MeetingDesk.meeting_id == meeting.id))


async def announce(
    session: AsyncSession, meeting_id: int, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> Announced:
    """Tell the groups and the people invited by name, and hand the meeting to its host.

    Somebody decided on it by hand: it does not count among what a group is told a day.
    Refuses a draft that is not complete or whose time is over, one announced already, and
    an invitation to nobody.
    """
    meeting = await load_draft(session, meeting_id, actor)
    rules.require_ready(meeting, now=now)
    chosen = await queries.chosen_groups(session, meeting.id)
    wanted = rules.groups_of(meeting.audience, chosen, neighbourhood)
    gone = await groups_left(session)
    left = [chat_id for chat_id in wanted if chat_id in gone]
    groups = [chat_id for chat_id in wanted if chat_id not in left]
    guests = await queries.guests_of(session, meeting.id)
    reached = [person for person in guests if person.has_direct_chat]
    rules.require_somebody(len(groups), len(reached))

    meeting.state, meeting.round = MeetingState.ANNOUNCED, 1
    meeting.announced_at = meeting.asked_at = now
    await session.execute(sa.delete(MeetingGroup).where(MeetingGroup.meeting_id == meeting.id))
    session.add_all(
        MeetingGroup(meeting_id=meeting.id, chat_id=chat_id, told_at=None if chat_id in left else now)
        for chat_id in wanted
    )
    await cards.refresh(session, meeting, neighbourhood, now=now)
    await _invite_directly(session, meeting, reached, neighbourhood, now=now)
    await _hand_to_host(session, meeting, actor, neighbourhood, now=now)
    unreached = [person.name for person in guests if not person.has_direct_chat]
    return Announced(len(groups), len(reached), await cards.names_of(session, left, neighbourhood), unreached)


async def _invite_directly(
    session: AsyncSession,
    meeting: Meeting,
    guests: Sequence[Person],
    neighbourhood: Neighbourhood,
    *,
    now: datetime,
) -> None:
    for person in guests:
        if person.telegram_id is not None:
            content = await cards.for_person(session, meeting, person, neighbourhood, now=now)
            key = cards.invitation_key(meeting, person.id)
            await outbox.enqueue(
                session, key=key, chat_id=person.telegram_id, content=content, lane=Lane.REMINDER
            )


async def _hand_to_host(
    session: AsyncSession, meeting: Meeting, actor: Person, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    """The colleague who hosts gets the card to run the meeting by, unless they called it themselves."""
    host = await session.get(Person, meeting.host_id) if meeting.host_id else None
    if host is None or host.id == actor.id or host.telegram_id is None or not host.has_direct_chat:
        return
    await outbox.enqueue(
        session,
        key=f"meeting:{meeting.id}:host:{host.id}",
        chat_id=host.telegram_id,
        text=texts.hosts(meeting),
    )
    await cards.lay_desk(session, meeting, host, neighbourhood, now=now)
