"""A meeting as a calendar file (RFC 5545), and what changes about it."""

from datetime import datetime, timedelta
from functools import lru_cache
from importlib import import_module
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.meetings import queries, rules, texts
from bot.meetings.models import Meeting, MeetingCalendar, MeetingState
from bot.outbox import service as outbox
from bot.outbox.content import Content, File
from bot.outbox.models import Lane
from bot.people.models import Person
from bot.sheets import in_base64

_NOBODYS_ADDRESS = "invalid:nomail"
"""An organizer's address is required of a published event (RFC 5546, 3.2.1); ours reads no mail."""
_ALARM_BEFORE = timedelta(hours=1)


def uid_of(meeting: Meeting) -> str:
    """What names a meeting in every calendar, whatever moves."""
    return f"meeting-{meeting.id}-{int(meeting.made_at.timestamp())}@wuailin"


def calendar_of(meeting: Meeting, community: str, *, now: datetime) -> bytes:
    """The file for one meeting: published, or cancelled when it is (RFC 5546, METHOD)."""
    library = _icalendar()
    is_off = meeting.state == MeetingState.CANCELLED
    begins = rules.start_of(meeting)
    event = library.Event()
    event.add("uid", uid_of(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", begins)
    event.add("dtend", begins + rules.LENGTH)
    event.add("summary", meeting.topic)
    event.add("location", meeting.place)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("organizer", library.vCalAddress(_NOBODYS_ADDRESS), parameters={"CN": community})
    if meeting.agenda:
        event.add("description", meeting.agenda)
    if not is_off:
        event.add_component(_alarm(texts.alarm(meeting)))
    calendar = library.Calendar()
    calendar.add("prodid", "-//wuailin//meetings//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "PUBLISH")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _alarm(text: str) -> Any:
    alarm = _icalendar().Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -_ALARM_BEFORE)
    return alarm


def _content(meeting: Meeting, neighbourhood: Neighbourhood, *, changed: bool, now: datetime) -> Content:
    community = neighbourhood.community
    made = calendar_of(meeting, community.name, now=now)
    name = texts.calendar_name(rules.start_of(meeting).astimezone(community.zone))
    note = texts.calendar_note(moved=changed, cancelled=meeting.state == MeetingState.CANCELLED)
    return Content(note, file=File(name, in_base64(made)))


async def give_calendar(
    session: AsyncSession, meeting: Meeting, person: Person, neighbourhood: Neighbourhood, *, now: datetime
) -> Content:
    """The file for somebody's calendar; from now on they get what changes."""
    await session.merge(MeetingCalendar(meeting_id=meeting.id, person_id=person.id))
    return _content(meeting, neighbourhood, changed=False, now=now)


async def send_changed(
    session: AsyncSession, meeting: Meeting, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    """Promise the changed file to everybody who put the meeting into their calendar."""
    holders = await queries.holders_of_calendar(session, meeting.id)
    content = _content(meeting, neighbourhood, changed=True, now=now) if holders else None
    for person in holders:
        if person.has_direct_chat and person.telegram_id is not None:
            key = f"meeting:{meeting.id}:calendar.{meeting.sequence}:{person.id}"
            await outbox.enqueue(
                session, key=key, chat_id=person.telegram_id, content=content, lane=Lane.TICKET
            )


@lru_cache(maxsize=1)
def _icalendar() -> Any:
    """The library, loaded when first needed."""
    return import_module("icalendar")  # it would cost every start 80 ms
