"""Finding meetings, who is invited, who comes, and who came."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.meetings.models import (
    DoorTry,
    Meeting,
    MeetingAnswer,
    MeetingAttendance,
    MeetingCalendar,
    MeetingDesk,
    MeetingGroup,
    MeetingGuest,
    MeetingMinutes,
    MeetingState,
)
from bot.meetings.texts_of_cards import Told
from bot.people.models import Chat, Person


class Answer(NamedTuple):
    """Who answered what, when."""

    person: Person
    heads: int
    answered_at: datetime


async def draft_of(session: AsyncSession, person: Person) -> Meeting | None:
    """The meeting somebody is putting together."""
    return await session.scalar(
        sa.select(Meeting).where(Meeting.author_id == person.id, Meeting.state == MeetingState.DRAFT)
    )


async def chosen_groups(session: AsyncSession, meeting_id: int) -> list[int]:
    """The groups chosen one by one, or after the announcement those that were told."""
    return list(
        await session.scalars(
            sa.select(MeetingGroup.chat_id)
            .where(MeetingGroup.meeting_id == meeting_id)
            .order_by(MeetingGroup.chat_id.desc())
        )
    )


async def groups_told(session: AsyncSession, meeting_id: int) -> list[int]:
    """The groups that were told of a meeting and still have the bot among them."""
    left = sa.select(Chat.chat_id).where(Chat.removed_at.is_not(None))
    told = sa.select(MeetingGroup.chat_id).where(
        MeetingGroup.meeting_id == meeting_id,
        MeetingGroup.told_at.is_not(None),
        MeetingGroup.chat_id.not_in(left),
    )
    return list(await session.scalars(told.order_by(MeetingGroup.chat_id.desc())))


async def titles_of(session: AsyncSession, chat_ids: Sequence[int]) -> dict[int, str]:
    """What these groups are called, where we know."""
    known = await session.execute(sa.select(Chat.chat_id, Chat.title).where(Chat.chat_id.in_(chat_ids)))
    return {row.chat_id: row.title for row in known if row.title}


async def guests_of(session: AsyncSession, meeting_id: int) -> list[Person]:
    """Who is invited by name."""
    statement = sa.select(Person).join(MeetingGuest, MeetingGuest.person_id == Person.id)
    return list(
        await session.scalars(statement.where(MeetingGuest.meeting_id == meeting_id).order_by(Person.id))
    )


async def people_named(session: AsyncSession, name: str) -> list[Person]:
    """Everybody we know by this name who has an account of their own."""
    statement = sa.select(Person).where(Person.name == name, Person.telegram_id > 0)
    return list(await session.scalars(statement.order_by(Person.id)))


async def counted(session: AsyncSession, meeting: Meeting) -> Told:
    """How many come, by the answers that count."""
    declined = sa.func.coalesce(sa.func.sum(sa.case((MeetingAnswer.heads == 0, 1), else_=0)), 0)
    row = await session.execute(
        sa.select(sa.func.coalesce(sa.func.sum(MeetingAnswer.heads), 0), declined).where(
            MeetingAnswer.meeting_id == meeting.id, MeetingAnswer.round == meeting.round
        )
    )
    return Told(*row.one())


async def answers_of(session: AsyncSession, meeting: Meeting, *, in_round: int | None = None) -> list[Answer]:
    """The answers that count (or those to an earlier asking), in the order they came."""
    statement = (
        sa.select(Person, MeetingAnswer.heads, MeetingAnswer.answered_at)
        .join(MeetingAnswer, MeetingAnswer.person_id == Person.id)
        .where(
            MeetingAnswer.meeting_id == meeting.id,
            MeetingAnswer.round == (meeting.round if in_round is None else in_round),
        )
        .order_by(MeetingAnswer.answered_at, Person.id)
    )
    return [Answer(*row) for row in await session.execute(statement)]


async def answer_of(session: AsyncSession, meeting: Meeting, person: Person) -> int | None:
    """With how many heads somebody comes; None while they have not answered."""
    answer = await session.get(MeetingAnswer, (meeting.id, person.id))
    return answer.heads if answer is not None and answer.round == meeting.round else None


async def attendances_of(session: AsyncSession, meeting_id: int) -> list[MeetingAttendance]:
    """Who came, in the order they signed in."""
    statement = sa.select(MeetingAttendance).where(MeetingAttendance.meeting_id == meeting_id)
    return list(await session.scalars(statement.order_by(MeetingAttendance.came_at, MeetingAttendance.name)))


async def people_who_came(session: AsyncSession, meeting_id: int) -> list[Person]:
    """Those who came and have an account."""
    statement = sa.select(Person).join(MeetingAttendance, MeetingAttendance.person_id == Person.id)
    return list(
        await session.scalars(statement.where(MeetingAttendance.meeting_id == meeting_id).order_by(Person.id))
    )


async def meetings_ahead(session: AsyncSession, *, now: datetime) -> list[Meeting]:
    """Announced meetings that have not begun, the next first."""
    statement = sa.select(Meeting).where(Meeting.state == MeetingState.ANNOUNCED, Meeting.starts_at > now)
    return list(await session.scalars(statement.order_by(Meeting.starts_at, Meeting.id)))


async def meetings_since(session: AsyncSession, since: datetime) -> list[Meeting]:
    """Announced meetings that begin after a moment, over or not, the earliest first."""
    statement = sa.select(Meeting).where(Meeting.state == MeetingState.ANNOUNCED, Meeting.starts_at > since)
    return list(await session.scalars(statement.order_by(Meeting.starts_at, Meeting.id)))


async def invited_to(session: AsyncSession, meetings: Sequence[Meeting], person: Person) -> list[Meeting]:
    """Those of the meetings that are for this person: announced in groups, or to them by name."""
    numbers = [meeting.id for meeting in meetings]
    public = sa.select(MeetingGroup.meeting_id).where(MeetingGroup.told_at.is_not(None))
    named = sa.select(MeetingGuest.meeting_id).where(MeetingGuest.person_id == person.id)
    statement = sa.select(Meeting.id).where(
        Meeting.id.in_(numbers), sa.or_(Meeting.id.in_(public), Meeting.id.in_(named))
    )
    open_to = set(await session.scalars(statement))
    return [meeting for meeting in meetings if meeting.id in open_to]


async def told_in(session: AsyncSession, chat_id: int, meetings: Sequence[Meeting]) -> list[Meeting]:
    """Those of the meetings that this group was told of."""
    statement = sa.select(MeetingGroup.meeting_id).where(
        MeetingGroup.chat_id == chat_id, MeetingGroup.told_at.is_not(None)
    )
    told = set(await session.scalars(statement))
    return [meeting for meeting in meetings if meeting.id in told]


async def desks_of(session: AsyncSession, meeting_id: int) -> list[tuple[MeetingDesk, Person]]:
    """Who has the card by which a meeting is run."""
    statement = sa.select(MeetingDesk, Person).join(Person, Person.id == MeetingDesk.person_id)
    rows = await session.execute(statement.where(MeetingDesk.meeting_id == meeting_id).order_by(Person.id))
    return [(desk, person) for desk, person in rows]


async def holders_of_calendar(session: AsyncSession, meeting_id: int) -> list[Person]:
    """Who put a meeting into their calendar."""
    statement = sa.select(Person).join(MeetingCalendar, MeetingCalendar.person_id == Person.id)
    return list(
        await session.scalars(statement.where(MeetingCalendar.meeting_id == meeting_id).order_by(Person.id))
    )


async def wrong_codes(session: AsyncSession, person: Person, since: datetime) -> int:
    """How many wrong codes somebody wrote since then."""
    counted_tries = (
        sa.select(sa.func.count())
        .select_from(DoorTry)
        .where(DoorTry.person_id == person.id, DoorTry.tried_at > since)
    )
    return await session.scalar(counted_tries) or 0


async def minutes_of(session: AsyncSession, meeting_id: int) -> list[MeetingMinutes]:
    """The pieces of a meeting's minutes, in their newest version."""
    newest = sa.select(sa.func.max(MeetingMinutes.version)).where(MeetingMinutes.meeting_id == meeting_id)
    statement = sa.select(MeetingMinutes).where(
        MeetingMinutes.meeting_id == meeting_id, MeetingMinutes.version == newest.scalar_subquery()
    )
    return list(await session.scalars(statement.order_by(MeetingMinutes.id)))


async def colleague_named(session: AsyncSession, name: str, roles: Collection[str]) -> Person | None:
    """The only colleague of that name."""
    statement = sa.select(Person).where(Person.name == name, Person.role.in_(roles))
    found = list(await session.scalars(statement))
    return found[0] if len(found) == 1 else None
