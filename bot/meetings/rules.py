"""What a meeting may be, who may do what about it, and when people are reminded of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.clock import after_quiet, is_open, is_within
from bot.config import CommunitySettings, Neighbourhood, Schedule
from bot.errors import Refused
from bot.meetings import texts
from bot.meetings.models import Meeting, MeetingState
from bot.people.models import Person
from bot.spoken.rules import both_halves, read_time

GROUPS, GRID = "groups", "grid:"
TO_PEOPLE, TO_GROUPS, EVE = "people", "groups", "eve"

MOST = {"topic": 60, "place": 60, "host": 20, "agenda": 1500, "reason": 300}
"""How long each part may be, in UTF-16 units: the whole card stays within one message."""
MOST_BROUGHT = 3
"""How many somebody may bring along by a button."""
LENGTH = timedelta(hours=2)
"""How long a meeting takes in people's calendars."""
KEPT = timedelta(days=14)
"""How long a meeting stays in the list of whoever runs it: for late signatures and the minutes."""
DOOR_OPENS, DOOR_CLOSES = timedelta(hours=1), timedelta(hours=4)
"""The code counts from so long before a meeting begins until so long after."""
MOST_TRIES, TRIES_WITHIN = 5, timedelta(hours=1)
LOOKED_BACK = timedelta(days=7)
"""How long after a meeting began its missed reminders are still reported."""
KINDS_OF_MINUTES = ("photo", "document", "video", "audio", "voice")
_SHORTEST_LEFT = timedelta(minutes=1)


class Moment(NamedTuple):
    """A time as it was read: when, or else what to ask, and which two moments it may be."""

    at: datetime | None = None
    problem: str = ""
    halves: Sequence[datetime] = ()


def read_moment(words: str, *, now: datetime, zone: ZoneInfo) -> Moment:
    """What somebody means by a time; what is not clear becomes a question instead of a refusal."""
    try:
        return Moment(read_time(words, now=now, zone=zone))
    except Refused as refusal:
        return Moment(problem=str(refusal), halves=both_halves(words, now=now, zone=zone))


def units(text: str) -> int:
    """How long Telegram takes a text to be."""
    return len(text.encode("utf-16-le", "replace")) // 2


def require_sayable(part: str, text: str) -> None:
    """Refuse a part of a meeting (``MOST``) without a word, and one that is too long."""
    if not text.strip():
        raise Refused(texts.empty(part))
    if units(text) > MOST[part]:
        raise Refused(texts.too_long(part, units(text), MOST[part]))


def require_draft(meeting: Meeting | None, actor: Person) -> Meeting:
    """Return the draft; refuse one that is gone, announced already, or a colleague's."""
    if meeting is not None and meeting.state == MeetingState.ANNOUNCED:
        raise Refused(texts.ANNOUNCED_ALREADY)
    if meeting is None or meeting.state != MeetingState.DRAFT or meeting.author_id != actor.id:
        raise Refused(texts.DRAFT_GONE)
    return meeting


def missing_part(meeting: Meeting) -> str:
    """The first thing a draft still has to be asked for: topic, time, place or host; "" when nothing is."""
    if not meeting.topic:
        return "topic"
    if meeting.starts_at is None:
        return "time"
    if not meeting.place:
        return "place"
    return "host" if meeting.host is None else ""


def require_ready(meeting: Meeting, *, now: datetime) -> None:
    """Refuse to announce what lacks topic, time or place, or has been overtaken by the clock."""
    if missing_part(meeting) not in ("", "host"):
        raise Refused(texts.NOT_COMPLETE)
    require_future(meeting.starts_at, now=now)


def require_future(starts_at: datetime | None, *, now: datetime) -> None:
    """Refuse a time that is over."""
    if starts_at is None or starts_at <= now:
        raise Refused(texts.TIME_IS_OVER)


def require_somebody(groups: int, people: int) -> None:
    """Refuse to invite nobody."""
    if not groups and not people:
        raise Refused(texts.NOBODY_INVITED)


def is_host(meeting: Meeting, actor: Person) -> bool:
    """Whether somebody may run this meeting: the office, and the colleague who hosts it."""
    return actor.is_staff or meeting.host_id == actor.id


def require_host(meeting: Meeting, actor: Person) -> None:
    """Refuse whoever may not run this meeting."""
    if not is_host(meeting, actor):
        raise Refused(texts.HOSTS_ONLY)


def require_announced(meeting: Meeting | None) -> Meeting:
    """Return the meeting; refuse one that is not announced, or is cancelled."""
    if meeting is not None and meeting.state == MeetingState.CANCELLED:
        raise Refused(texts.IS_CANCELLED)
    if meeting is None or meeting.state != MeetingState.ANNOUNCED:
        raise Refused(texts.MEETING_GONE)
    return meeting


def start_of(meeting: Meeting) -> datetime:
    """When an announced meeting begins."""
    if meeting.starts_at is None:
        raise Refused(texts.MEETING_GONE)
    return meeting.starts_at


def require_ahead(meeting: Meeting, *, now: datetime) -> None:
    """Refuse to change a meeting, or an answer to it, once it has begun."""
    if now >= start_of(meeting):
        raise Refused(texts.HAS_BEGUN)


def require_round(meeting: Meeting, asked: str) -> None:
    """Refuse an answer to an earlier asking: the time has moved since."""
    if asked != str(meeting.round):
        raise Refused(texts.TIME_HAS_MOVED)


def require_newest(meeting: Meeting, proposed: str) -> None:
    """Refuse to confirm a change that was confirmed, dropped or overtaken by a colleague's."""
    if proposed != str(meeting.proposed) or not is_proposed(meeting):
        raise Refused(texts.CHANGE_GONE)


def is_proposed(meeting: Meeting) -> bool:
    """Whether a change waits to be confirmed."""
    return bool(meeting.new_starts_at or meeting.new_place or meeting.reason)


def heads_in(written: str) -> int:
    """How many come, as a button carries it."""
    if not written.isdecimal() or int(written) > 1 + MOST_BROUGHT:
        raise Refused(texts.MEETING_GONE)
    return int(written)


def toggled(audience: Collection[str], part: str) -> list[str]:
    """The audience with this part put in or taken out; all groups and single grids exclude each other."""
    chosen = [one for one in audience if one != part]
    if part in audience:
        return chosen
    return [GROUPS] if part == GROUPS else [*(one for one in chosen if one != GROUPS), part]


def groups_of(audience: Collection[str], chosen: Iterable[int], neighbourhood: Neighbourhood) -> list[int]:
    """The group chats a meeting is for: by its grids, and those chosen one by one."""
    by_grid = [
        chat_id
        for grid in neighbourhood.grids
        if GROUPS in audience or f"{GRID}{grid.code}" in audience
        for chat_id in grid.groups
    ]
    return list(dict.fromkeys([*by_grid, *chosen]))


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to be said before a meeting: to whom (``TO_…``), under which name, and when."""

    to: str
    name: str
    due_at: datetime


def reminders_of(
    starts_at: datetime, community: CommunitySettings, plans: Iterable[Schedule]
) -> list[Reminder]:
    """All reminders of a meeting: those who come hear each lead, the groups too, but the day before once.

    A schedule ``meeting_reminder`` on the day before tells the groups at its time, in the
    place of every lead that falls on that day; both are the reminder named ``EVE``.
    """
    zone = community.zone
    day_before = starts_at.astimezone(zone).date() - timedelta(days=1)
    leads = {
        str(int(lead.total_seconds())): _lead_due_at(starts_at, lead, community)
        for lead in community.meeting_leads
    }
    scheduled = [
        datetime.combine(day_before, plan.at_time, zone)
        for plan in plans
        if plan.what == "meeting_reminder" and is_open(day_before, plan.days, community.closed_days)
    ]
    on_the_eve = {name for name, due in leads.items() if due.astimezone(zone).date() == day_before}
    eve = scheduled or [leads[name] for name in on_the_eve]
    return [
        *(Reminder(TO_PEOPLE, name, due) for name, due in leads.items()),
        *(Reminder(TO_GROUPS, EVE, moment) for moment in sorted(eve)[:1]),
        *(Reminder(TO_GROUPS, name, due) for name, due in leads.items() if name not in on_the_eve),
    ]


def _lead_due_at(starts_at: datetime, lead: timedelta, community: CommunitySettings) -> datetime:
    """When a lead is due: after the quiet hours it falls into, or before them when that were too late."""
    moment = starts_at - lead
    quiet, zone = community.quiet, community.zone
    ends = after_quiet(moment, quiet, zone)
    if ends < starts_at:
        return ends
    begins = datetime.combine(moment.astimezone(zone).date(), quiet[0], zone)
    if begins > moment:
        begins -= timedelta(days=1)
    return begins - _SHORTEST_LEFT


def may_remind(starts_at: datetime, community: CommunitySettings, *, now: datetime) -> bool:
    """Whether people may be reminded now: not in quiet hours, unless the meeting begins within them."""
    quiet, zone = community.quiet, community.zone
    return not is_within(now, quiet, zone) or after_quiet(now, quiet, zone) >= starts_at


def is_door_open(meeting: Meeting, *, now: datetime) -> bool:
    """Whether people can sign in just now."""
    begins = start_of(meeting)
    return begins - DOOR_OPENS <= now <= begins + DOOR_CLOSES


def require_door(meeting: Meeting, *, now: datetime) -> None:
    """Refuse to sign people in too early or too late."""
    begins = start_of(meeting)
    if now < begins - DOOR_OPENS:
        raise Refused(texts.DOOR_TOO_EARLY)
    if now > begins + DOOR_CLOSES:
        raise Refused(texts.DOOR_TOO_LATE)


def require_list(meeting: Meeting, *, now: datetime) -> None:
    """Refuse to tick the list too early, or when it has long been put away."""
    begins = start_of(meeting)
    if now < begins - DOOR_OPENS:
        raise Refused(texts.DOOR_TOO_EARLY)
    if now > begins + KEPT:
        raise Refused(texts.DOOR_TOO_LATE)


def require_begun(meeting: Meeting, *, now: datetime) -> None:
    """Refuse minutes of what has not taken place."""
    if now < start_of(meeting):
        raise Refused(texts.MINUTES_TOO_EARLY)
