"""The calendar file as another program reads it."""

from datetime import UTC, datetime, timedelta

import icalendar

from bot.meetings.calendars import calendar_of
from bot.meetings.models import Meeting, MeetingState

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BEGINS = datetime(2026, 12, 2, 11, 30, tzinfo=UTC)


def a_meeting(**more: object) -> Meeting:
    given = {
        "id": 7, "topic": "商量3栋加装电梯；看方案,定下一步", "place": "三楼议事厅", "agenda": "1. 看方案\n2. 表决",
        "made_at": MONDAY, "starts_at": BEGINS, "sequence": 0, "state": MeetingState.ANNOUNCED,
    }  # fmt: skip
    return Meeting(**{**given, **more})


def read(meeting: Meeting) -> tuple[icalendar.Calendar, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(calendar_of(meeting, "西关社区", now=MONDAY))
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_it_says_what_when_and_where() -> None:
    calendar, event = read(a_meeting())

    assert calendar["METHOD"] == "PUBLISH"
    assert event["UID"] == "meeting-7-1795395600@wuailin"
    assert (event["SUMMARY"], event["LOCATION"]) == ("商量3栋加装电梯；看方案,定下一步", "三楼议事厅")
    assert event["DESCRIPTION"] == "1. 看方案\n2. 表决"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (BEGINS, BEGINS + timedelta(hours=2))
    assert (event["STATUS"], event["SEQUENCE"], event["DTSTAMP"].dt) == ("CONFIRMED", 0, MONDAY)
    assert event["ORGANIZER"].params["CN"] == "西关社区"
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [-timedelta(hours=1)]


def test_a_moved_one_is_the_same_with_a_higher_sequence() -> None:
    _, before = read(a_meeting())
    _, after = read(a_meeting(sequence=1, starts_at=BEGINS + timedelta(days=1)))

    assert before["UID"] == after["UID"]
    assert (after["SEQUENCE"], after["DTSTART"].dt) == (1, BEGINS + timedelta(days=1))


def test_a_cancelled_one_takes_itself_out() -> None:
    calendar, event = read(a_meeting(sequence=2, state=MeetingState.CANCELLED))

    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)
    assert event["UID"] == "meeting-7-1795395600@wuailin"
    assert event.walk("VALARM") == []


def test_lines_end_and_fold_as_the_standard_wants() -> None:
    made = calendar_of(a_meeting(topic="长" * 60), "西关社区", now=MONDAY)

    lines = made.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
