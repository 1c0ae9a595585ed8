"""When people are reminded, what may be said, and who may press what."""

from datetime import datetime, timedelta

import pytest

from bot.config import CommunitySettings, Neighbourhood, Schedule
from bot.errors import Refused
from bot.meetings import rules, texts
from bot.meetings.models import Meeting, MeetingState
from bot.people.models import Person, Role
from tests.meetings import at

EVENING = [Schedule(what="meeting_reminder", at="18:30", days="daily")]
WEDNESDAY = at(2, 19, 30)


def reminders(
    starts_at: datetime = WEDNESDAY,
    leads: tuple[str, ...] = ("1d", "1h"),
    plans: list[Schedule] | None = None,
) -> list[tuple[str, str, str]]:
    community = CommunitySettings.model_validate({"meeting_leads": list(leads)})
    found = rules.reminders_of(starts_at, community, EVENING if plans is None else plans)
    return [(one.to, one.name, f"{one.due_at.astimezone(community.zone):%d %H:%M}") for one in found]


def test_the_evening_before_replaces_the_groups_lead_of_that_day() -> None:
    assert reminders() == [
        ("people", "86400", "01 19:30"),
        ("people", "3600", "02 18:30"),
        ("groups", "eve", "01 18:30"),
        ("groups", "3600", "02 18:30"),
    ]


def test_without_a_schedule_the_lead_is_the_eve() -> None:
    assert reminders(plans=[])[2:] == [("groups", "eve", "01 19:30"), ("groups", "3600", "02 18:30")]


def test_two_leads_on_the_day_before_tell_the_groups_once() -> None:
    nine = reminders(at(2, 9), ("1d", "14h"), plans=[])

    assert [one for one in nine if one[0] == "groups"] == [("groups", "eve", "01 09:00")]


def test_a_schedule_on_other_days_leaves_the_lead() -> None:
    fridays = [Schedule(what="meeting_reminder", at="18:30", days="fri")]

    assert reminders(plans=fridays)[2] == ("groups", "eve", "01 19:30")


def test_a_longer_lead_tells_something_else_and_stays() -> None:
    assert [one for one in reminders(leads=("3d",)) if one[0] == "groups"] == [
        ("groups", "eve", "01 18:30"),
        ("groups", "259200", "29 19:30"),
    ]


@pytest.mark.parametrize(
    ("starts_at", "lead", "due"),
    [
        (at(2, 9), "10h", "02 07:30"),  # 23:00 lies in the quiet hours: when they end
        (at(2, 23), "1h", "02 21:29"),  # they end too late: just before they begin
        (at(2, 7), "1h", "01 21:29"),
        (at(2, 7, 31), "1h", "02 07:30"),
        (at(2, 19, 30), "1h", "02 18:30"),
    ],
)
def test_quiet_hours_hold_a_reminder_back_where_that_is_early_enough(
    starts_at: datetime, lead: str, due: str
) -> None:
    assert reminders(starts_at, (lead,))[0][2] == due


@pytest.mark.parametrize(
    ("now", "may"),
    [(at(2, 12), True), (at(1, 22), False), (at(2, 7, 29), False), (at(2, 7, 30), True)],
)
def test_nobody_is_reminded_in_quiet_hours(now: datetime, *, may: bool) -> None:
    assert rules.may_remind(WEDNESDAY, CommunitySettings(), now=now) is may


def test_a_meeting_within_quiet_hours_may_be_reminded_of_then() -> None:
    assert rules.may_remind(at(2, 23), CommunitySettings(), now=at(2, 22))


@pytest.mark.parametrize(
    ("part", "text", "said"),
    [
        ("topic", "字" * 4096, "主题太长了（4096 字），最多 60 字，请短一点再发给我，细的可以写在议程里。"),
        ("topic", "😀" * 31, "主题太长了（62 字），最多 60 字，请短一点再发给我，细的可以写在议程里。"),
        ("place", "楼" * 61, "地点太长了（61 字），最多 60 字，请短一点再发给我。"),
        ("reason", " ", "原因还没有字，请写几个字再发给我。"),
    ],
)
def test_what_does_not_fit_is_said_kindly(part: str, text: str, said: str) -> None:
    with pytest.raises(Refused, match=f"^{said}$".replace("（", "\\（").replace("）", "\\）")):
        rules.require_sayable(part, text)


@pytest.mark.parametrize(
    ("audience", "part", "after"),
    [
        (["groups"], "grid:G1", ["grid:G1"]),
        (["grid:G1"], "grid:G2", ["grid:G1", "grid:G2"]),
        (["grid:G1", "grid:G2"], "groups", ["groups"]),
        (["groups"], "groups", []),
    ],
)
def test_all_groups_and_single_grids_exclude_each_other(
    audience: list[str], part: str, after: list[str]
) -> None:
    assert rules.toggled(audience, part) == after


def test_groups_come_from_grids_and_by_name_each_once(neighbourhood: Neighbourhood) -> None:
    assert rules.groups_of(["grid:G1", "grid:G2"], [-1003, -1001], neighbourhood) == [-1001, -1003]


@pytest.mark.parametrize("written", ["5", "99", "", "x", "²"])
def test_nobody_brings_more_than_the_buttons_say(written: str) -> None:
    with pytest.raises(Refused, match=texts.MEETING_GONE):
        rules.heads_in(written)


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (Person(id=1, role=Role.STAFF), True),
        (Person(id=2, role=Role.SECRETARY), True),
        (Person(id=7, role=Role.WORKER), True),
        (Person(id=8, role=Role.WORKER), False),
        (Person(id=9, role=Role.RESIDENT), False),
    ],
)
def test_the_office_and_the_host_run_a_meeting(person: Person, *, may: bool) -> None:
    assert rules.is_host(Meeting(host_id=7), person) is may


@pytest.mark.parametrize(
    ("now", "is_open"),
    [(at(2, 18, 29), False), (at(2, 18, 30), True), (at(2, 23, 30), True), (at(2, 23, 31), False)],
)
def test_the_door_is_open_an_hour_before_until_four_after(now: datetime, *, is_open: bool) -> None:
    meeting = Meeting(starts_at=WEDNESDAY, state=MeetingState.ANNOUNCED)

    assert rules.is_door_open(meeting, now=now) is is_open


def test_leads_are_read_and_written_like_every_span() -> None:
    community = CommunitySettings.model_validate({"meeting_leads": ["2d", "30m"]})

    assert community.meeting_leads == [timedelta(days=2), timedelta(minutes=30)]
    assert community.model_dump(mode="json")["meeting_leads"] == ["2d", "30m"]


@pytest.mark.parametrize(
    ("lead", "mend"), [("soon", "write a number and s, m, h or d"), ("0h", "write some time")]
)
def test_a_lead_that_is_none_is_refused(lead: str, mend: str) -> None:
    with pytest.raises(ValueError, match=mend):
        CommunitySettings.model_validate({"meeting_leads": [lead]})
