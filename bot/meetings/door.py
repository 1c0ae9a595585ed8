"""At the door: a code for those who can, the host's list for everybody else."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.db import inserted_new
from bot.errors import Refused
from bot.meetings import cards, minutes, queries, rules, texts, texts_of_cards
from bot.meetings.models import DoorTry, Meeting, MeetingAttendance
from bot.outbox.content import Content, File
from bot.people.models import Person
from bot.sheets import in_base64, write_rows

_A_PAGE = 16
_LONGEST_NAME = 64


class Entrance(Enum):
    """What became of a code somebody wrote."""

    IN = auto()
    IN_ALREADY = auto()
    WRONG = auto()
    TOO_MANY = auto()
    CLOSED = auto()


class SignedIn(NamedTuple):
    """What became of a code, and whose it is."""

    entrance: Entrance
    meeting: Meeting | None = None


async def load(session: AsyncSession, meeting_id: int, actor: Person) -> Meeting:
    """A meeting to be run. Refuses whoever is neither of the office nor its host."""
    meeting = rules.require_announced(await session.get(Meeting, meeting_id, with_for_update=True))
    rules.require_host(meeting, actor)
    return meeting


async def open_door(session: AsyncSession, meeting_id: int, *, actor: Person, now: datetime) -> str:
    """Show the code, made when first asked for, and return it. Refuses too early and too late."""
    meeting = await load(session, meeting_id, actor)
    rules.require_door(meeting, now=now)
    if meeting.door_code is None:
        taken = {one.door_code for one in await open_doors(session, now=now)}
        meeting.door_code = next(code for code in iter(_new_code, "") if code not in taken)
    await cards.lay_door(session, meeting, actor)
    return meeting.door_code


def _new_code() -> str:
    return f"{secrets.randbelow(10_000):04d}"


async def open_doors(session: AsyncSession, *, now: datetime) -> list[Meeting]:
    """The meetings people can sign in to just now."""
    recent = await queries.meetings_since(session, now - rules.DOOR_CLOSES)
    return [one for one in recent if one.door_code and rules.is_door_open(one, now=now)]


async def sign_in(
    session: AsyncSession, code: str, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> SignedIn:
    """Take the code somebody wrote. Wrong ones are counted: after five in an hour none is taken."""
    doors = await open_doors(session, now=now)
    if not doors:
        return SignedIn(Entrance.CLOSED)
    if await queries.wrong_codes(session, actor, now - rules.TRIES_WITHIN) >= rules.MOST_TRIES:
        return SignedIn(Entrance.TOO_MANY)
    meeting = next((one for one in doors if secrets.compare_digest(one.door_code or "", code)), None)
    if meeting is None:
        session.add(DoorTry(person_id=actor.id, tried_at=now))
        return SignedIn(Entrance.WRONG)
    is_new = await _came(session, meeting, actor.name, person=actor, by_code=True, now=now)
    await _changed(session, meeting, neighbourhood, now=now)
    return SignedIn(Entrance.IN if is_new else Entrance.IN_ALREADY, meeting)


async def tick(
    session: AsyncSession,
    meeting_id: int,
    person_id: int,
    *,
    actor: Person,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> str | None:
    """The host saw somebody who signed up, or ticked the wrong one; returns who is here now, else None."""
    meeting = await load(session, meeting_id, actor)
    rules.require_list(meeting, now=now)
    answers = await queries.answers_of(session, meeting)
    person = next((one.person for one in answers if one.person.id == person_id), None)
    if person is None:
        raise Refused(texts.MEETING_GONE)
    there = await session.get(MeetingAttendance, (meeting.id, str(person.id)))
    if there is not None:
        await session.delete(there)
    else:
        await _came(session, meeting, person.name, person=person, by_code=False, now=now)
    await _changed(session, meeting, neighbourhood, now=now)
    return person.name if there is None else None


async def write_names(
    session: AsyncSession,
    meeting_id: int,
    names: Sequence[str],
    *,
    actor: Person,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """The host wrote who came: people without an account; twice is harmless."""
    meeting = await load(session, meeting_id, actor)
    rules.require_list(meeting, now=now)
    if not names:
        raise Refused(texts.NAMES_WANTED)
    for name in names:
        await _came(session, meeting, name[:_LONGEST_NAME], person=None, by_code=False, now=now)
    await _changed(session, meeting, neighbourhood, now=now)


async def _came(
    session: AsyncSession, meeting: Meeting, name: str, *, person: Person | None, by_code: bool, now: datetime
) -> bool:
    """Keep that somebody came; returns whether that is new."""
    row = {
        "meeting_id": meeting.id,
        "key": str(person.id) if person else f"={name}",
        "person_id": person.id if person else None,
        "name": name,
        "by_code": by_code,
        "came_at": now,
    }
    return await inserted_new(session, MeetingAttendance, row, unique="meeting_id, key")


async def _changed(
    session: AsyncSession, meeting: Meeting, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    await session.flush()
    await cards.refresh_desks(session, meeting, neighbourhood, now=now)
    await minutes.send(session, meeting, neighbourhood, now=now)


async def tick_list(session: AsyncSession, meeting: Meeting, page: int) -> Content:
    """A page of those who signed up, with who is here."""
    coming = [one for one in await queries.answers_of(session, meeting) if one.heads]
    here = {one.key for one in await queries.attendances_of(session, meeting.id)}
    pages = max(1, -(-len(coming) // _A_PAGE))
    page = min(page, pages - 1)
    rows = [
        (one.person.id, texts_of_cards.with_heads(one.person.name, one.heads), str(one.person.id) in here)
        for one in coming[page * _A_PAGE : (page + 1) * _A_PAGE]
    ]
    return texts_of_cards.tick_list(meeting, rows, page, pages)


async def attendance_sheet(session: AsyncSession, meeting: Meeting, zone: ZoneInfo) -> Content:
    """Who came, as a spreadsheet."""
    homes = {person.id: person.home or "" for person in await queries.people_who_came(session, meeting.id)}
    rows = [
        (
            one.name,
            homes.get(one.person_id or 0, ""),
            texts.BY_CODE if one.by_code else texts.BY_HOST,
            f"{one.came_at.astimezone(zone):%Y-%m-%d %H:%M}",
        )
        for one in await queries.attendances_of(session, meeting.id)
    ]
    made = write_rows(
        [texts.ATTENDANCE_COLUMNS, *rows], title=texts.ATTENDANCE_TITLE, widths=(20, 24, 14, 18)
    )
    name = texts.sheet_name(texts.ATTENDANCE_TITLE, rules.start_of(meeting).astimezone(zone))
    return Content(file=File(name, in_base64(made)))
