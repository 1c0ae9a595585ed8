"""Working time as people in China have it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import is_within, is_workday, working_time_after

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = (time(8, 30), time(17, 30))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 1), False),
        (date(2026, 2, 17), False),
        (date(2026, 2, 14), True),
        (date(2099, 11, 23), True),
        (date(2099, 11, 22), False),
    ],
    ids=["Monday", "Sunday", "国庆", "春节", "调休 Saturday", "unknown year, Monday", "unknown year, Sunday"],
)
def test_working_days_follow_the_state_councils_notices(day: date, *, works: bool) -> None:
    assert is_workday(day) is works


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-11-23 09:00", timedelta(hours=2), "2026-11-23 11:00"),
        ("2026-11-23 16:30", timedelta(hours=2), "2026-11-24 09:30"),
        ("2026-11-23 03:00", timedelta(hours=2), "2026-11-23 10:30"),
        ("2026-11-23 22:00", timedelta(minutes=30), "2026-11-24 09:00"),
        ("2026-11-20 17:00", timedelta(hours=1), "2026-11-23 09:00"),
        ("2026-11-26 10:00", timedelta(days=2), "2026-11-30 10:00"),
        ("2026-11-21 12:00", timedelta(days=1), "2026-11-24 08:30"),
        ("2026-09-30 17:00", timedelta(hours=1), "2026-10-08 09:00"),
        ("2026-11-23 08:30", timedelta(hours=20), "2026-11-25 10:30"),
        ("2026-11-23 09:00", timedelta(0), "2026-11-23 09:00"),
    ],
)
def test_a_span_of_working_time_ends_when_people_have_worked_so_long(
    start: str, span: timedelta, end: str
) -> None:
    begins = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)

    found = working_time_after(begins.astimezone(UTC), span, hours=HOURS, zone=SHANGHAI)

    assert (f"{found.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", found.tzinfo) == (end, UTC)


@pytest.mark.parametrize(
    ("clock", "quiet"), [("21:29", False), ("21:30", True), ("03:00", True), ("07:30", False)]
)
def test_hours_may_run_over_midnight(clock: str, *, quiet: bool) -> None:
    moment = datetime.fromisoformat(f"2026-11-23 {clock}").replace(tzinfo=SHANGHAI)

    assert is_within(moment, (time(21, 30), time(7, 30)), SHANGHAI) is quiet
