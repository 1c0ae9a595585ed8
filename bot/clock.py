"""Time: what it is now, and how working hours run."""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import chinese_calendar

from bot.notation import DAY_NAMES

Clock = Callable[[], datetime]
"""Gives the present moment, aware, in UTC."""


def system_clock() -> datetime:
    """Tell the machine's time, aware, in UTC."""
    return datetime.now(UTC)


@lru_cache(maxsize=1024)
def is_workday(day: date) -> bool:
    """Whether people work on this day in mainland China, holidays and 调休 included.

    Source: the State Council's yearly notices as kept by chinesecalendar; a year it does
    not know yet falls back to Monday to Friday.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.isoweekday() <= 5  # noqa: PLR2004 - Friday


def working_time_after(
    start: datetime, span: timedelta, *, hours: tuple[time, time], zone: ZoneInfo
) -> datetime:
    """The moment at which ``span`` of working time has passed since ``start``, aware, in UTC.

    Working time runs between ``hours`` (local to ``zone``) on working days. A ``span`` in
    whole days counts working days: two days after Thursday 10:00 is Monday 10:00.
    """
    opens, closes = hours
    moment = _next_open(start.astimezone(zone), opens, closes)
    days, rest = divmod(span, timedelta(days=1))
    for _ in range(days):
        moment = _next_workday(moment)
    while rest:
        left = datetime.combine(moment.date(), closes, zone) - moment
        if rest <= left:
            return (moment + rest).astimezone(UTC)
        rest -= left
        moment = datetime.combine(_next_workday(moment).date(), opens, zone)
    return moment.astimezone(UTC)


def is_within(moment: datetime, hours: tuple[time, time], zone: ZoneInfo) -> bool:
    """Whether the local time of ``moment`` lies in ``hours``, which may run over midnight."""
    begins, ends = hours
    local = moment.astimezone(zone).time()
    return begins <= local < ends if begins <= ends else local >= begins or local < ends


def _next_workday(moment: datetime) -> datetime:
    moment += timedelta(days=1)
    while not is_workday(moment.date()):
        moment += timedelta(days=1)
    return moment


def _next_open(moment: datetime, opens: time, closes: time) -> datetime:
    if is_workday(moment.date()) and moment.time() < closes:
        return max(moment, datetime.combine(moment.date(), opens, moment.tzinfo))
    return datetime.combine(_next_workday(moment).date(), opens, moment.tzinfo)


def is_open(day: date, days: str, closed: Collection[date] = ()) -> bool:
    """Whether something open on ``days`` (``workdays``, ``daily`` or ``mon,tue,…``) is open on this one.

    It is not on a day in ``closed``.
    """
    if day in closed:
        return False
    if days == "workdays":
        return is_workday(day)
    return days == "daily" or DAY_NAMES[day.weekday()] in days.split(",")


def is_known_year(year: int) -> bool:
    """Whether the holidays of this year are known; else ``is_workday`` goes by the weekday alone."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def due_times(
    at: time, days: str, *, after: datetime, until: datetime, zone: ZoneInfo, closed: Collection[date] = ()
) -> list[datetime]:
    """When something that happens at a local time of certain days was due, aware, in UTC.

    The moments lie after ``after`` and not after ``until``, oldest first.
    """
    day, last = after.astimezone(zone).date(), until.astimezone(zone).date()
    found = []
    while day <= last:
        moment = datetime.combine(day, at, zone).astimezone(UTC)
        if after < moment <= until and is_open(day, days, closed):
            found.append(moment)
        day += timedelta(days=1)
    return found


def after_quiet(moment: datetime, quiet: tuple[time, time], zone: ZoneInfo) -> datetime:
    """``moment``, or if it lies in the quiet hours, when they end; aware, in UTC."""
    if not is_within(moment, quiet, zone):
        return moment
    local = moment.astimezone(zone)
    ends = datetime.combine(local.date(), quiet[1], zone)
    return (ends if ends > local else ends + timedelta(days=1)).astimezone(UTC)
