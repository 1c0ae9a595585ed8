"""Who may do what, who answers, and by when."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.config import Neighbourhood, Worker
from bot.errors import Refused
from bot.people.models import Person, Role
from bot.tickets import rules, texts
from bot.tickets.models import Ticket, TicketState
from tests.tickets import MONDAY_NINE, a_loose_ticket

AUTHOR = Person(id=1, name="李阿姨", telegram_id=1001, role=Role.RESIDENT)
ASSIGNEE = Person(id=2, name="王云", telegram_id=2001, role=Role.WORKER)
COLLEAGUE = Person(id=3, name="陈静", telegram_id=2002, role=Role.WORKER)
STAFF = Person(id=4, name="社区小张", telegram_id=3001, role=Role.STAFF)
SECRETARY = Person(id=5, name="书记", telegram_id=3002, role=Role.SECRETARY)
NEIGHBOUR = Person(id=6, name="赵大爷", telegram_id=1002, role=Role.RESIDENT)
EVERYBODY = (AUTHOR, ASSIGNEE, COLLEAGUE, STAFF, SECRETARY, NEIGHBOUR)
OPEN = {TicketState.TRIAGE, TicketState.ASSIGNED, TicketState.ACCEPTED}


def passes(rule: Callable[..., None], *values: Any) -> bool:
    try:
        rule(*values)
    except Refused:
        return False
    return True


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (rules.require_assignee, {ASSIGNEE}),
        (rules.require_assignee_or_staff, {ASSIGNEE, STAFF, SECRETARY}),
        (rules.require_author, {AUTHOR}),
        (rules.require_author_or_staff, {AUTHOR, STAFF, SECRETARY}),
        (rules.require_author_or_assignee, {AUTHOR, ASSIGNEE}),
        (rules.require_concerned, {AUTHOR, ASSIGNEE, STAFF, SECRETARY}),
    ],
)
def test_who_may(rule: Callable[[Person, Ticket], None], allowed: set[Person]) -> None:
    assert {person for person in EVERYBODY if passes(rule, person, a_loose_ticket())} == allowed


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (rules.require_open, OPEN),
        (rules.require_acceptable, OPEN - {TicketState.ACCEPTED}),
        (rules.require_asked, {TicketState.RESOLVED}),
        (rules.require_taken_back, {TicketState.WITHDRAWN}),
        (rules.require_in_triage, {TicketState.TRIAGE}),
    ],
)
def test_in_which_state(rule: Callable[[Ticket], None], allowed: set[TicketState]) -> None:
    assert {state for state in TicketState if passes(rule, a_loose_ticket(state=state))} == allowed


@pytest.mark.parametrize(
    ("action", "state", "allowed"),
    [
        ("answer", TicketState.ASSIGNED, {ASSIGNEE}),
        ("close", TicketState.RESOLVED, set()),
        ("note", TicketState.RESOLVED, {ASSIGNEE, STAFF, SECRETARY}),
        ("hand_over", TicketState.ASSIGNED, {ASSIGNEE, STAFF, SECRETARY}),
        ("hand_over", TicketState.WITHDRAWN, set()),
        ("add", TicketState.ASSIGNED, set(EVERYBODY)),
        ("add", TicketState.RESOLVED, set()),
    ],
)
def test_what_is_written_late_is_checked_again(action: str, state: TicketState, allowed: set[Person]) -> None:
    ticket = a_loose_ticket(state=state)

    assert {p for p in EVERYBODY if passes(rules.require_still_asked, action, p, ticket)} == allowed


def person(name: str, *, away: bool = False, gone: bool = False, account: bool = True) -> Person:
    return Person(
        name=name,
        telegram_id=1 if account else None,
        role=Role.WORKER,
        away_at=MONDAY_NINE if away else None,
        unreachable_at=MONDAY_NINE if gone else None,
    )


@pytest.mark.parametrize(
    ("worker", "workers", "chosen", "matched", "unreachable"),
    [
        ("王云", [person("王云"), person("陈静")], "王云", True, None),
        ("王云", [person("王云", away=True), person("陈静")], "陈静", True, None),
        ("王云", [person("王云", gone=True), person("陈静")], "陈静", True, "王云"),
        ("王云", [person("王云", account=False), person("陈静")], "陈静", True, "王云"),
        ("王云", [person("王云", gone=True), person("陈静", gone=True)], "社区小张", True, "王云"),
        ("王云", [person("王云", away=True), person("陈静", away=True)], "社区小张", True, None),
        (None, [person("王云")], "社区小张", False, None),
    ],
)
def test_the_worker_else_the_stand_in_else_the_office(
    worker: str | None,
    workers: list[Person],
    chosen: str,
    matched: bool,  # noqa: FBT001
    unreachable: str | None,
) -> None:
    by_name = {one.name: one for one in workers}

    choice = rules.choose_assignee(worker, {"王云": "陈静", "陈静": "王云"}, by_name, [STAFF])

    assert (choice.person.name, choice.matched, choice.unreachable) == (chosen, matched, unreachable)


@pytest.mark.parametrize(
    ("there", "on_duty", "open_tickets", "urgent", "chosen"),
    [
        ({"丁一", "王云"}, set(), {}, False, ("丁一", None)),
        ({"丁一", "王云"}, set(), {"丁一": 3, "王云": 2}, False, ("王云", "手上的诉求少")),
        ({"丁一", "王云"}, {"王云"}, {"王云": 9}, True, ("王云", "正在上班")),
        ({"丁一", "王云"}, {"王云"}, {"王云": 9}, False, ("丁一", None)),
        ({"王云"}, {"丁一"}, {"王云": 9}, True, ("王云", "现在能接到")),
        (set(), {"丁一"}, {}, True, ("丁一", None)),
    ],
)
def test_among_those_who_answer_for_the_same(
    *,
    there: set[str],
    on_duty: set[str],
    open_tickets: dict[str, int],
    urgent: bool,
    chosen: tuple[str, str | None],
) -> None:
    given = rules.first_of(
        ("丁一", "王云"), there=there, on_duty=on_duty, open_tickets=open_tickets, urgent=urgent
    )
    assert given == chosen


@pytest.mark.parametrize(
    ("hours", "days", "now", "on_duty"),
    [
        ("", "workdays", "2026-11-23T01:00Z", True),  # Monday 9:00
        ("", "workdays", "2026-11-23T10:00Z", False),  # 18:00
        ("", "workdays", "2026-11-22T01:00Z", False),  # Sunday
        ("", "daily", "2026-11-22T01:00Z", True),
        ("07:00-20:00", "sat,sun", "2026-11-22T11:00Z", True),
        ("07:00-20:00", "sat,sun", "2026-11-23T01:00Z", False),
    ],
)
def test_a_worker_is_on_duty_by_their_own_hours_or_the_communitys(
    *, neighbourhood: Neighbourhood, hours: str, days: str, now: str, on_duty: bool
) -> None:
    worker = Worker(name="王云", hours=hours, days=days)
    moment = datetime.fromisoformat(now)
    assert rules.is_on_duty(worker, neighbourhood.community, now=moment) is on_duty


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("opened", "urgent", "due"),
    [
        (utc(23, 1), False, utc(23, 3)),  # Monday 9:00 + 2 h
        (utc(23, 8, 30), False, utc(24, 1, 30)),  # Monday 16:30: one hour today, one tomorrow
        (utc(27, 10), False, utc(30, 2, 30)),  # Friday 18:00 begins on Monday 8:30
        (utc(28, 15), True, utc(28, 15, 30)),  # an emergency knows no weekend
    ],
)
def test_by_when_the_resident_is_to_hear_something(
    neighbourhood: Neighbourhood,
    opened: datetime,
    urgent: bool,  # noqa: FBT001
    due: datetime,
) -> None:
    noise = next(category for category in neighbourhood.categories if category.key == "noise")

    assert rules.respond_due_at(noise, opened, neighbourhood.community, urgent=urgent) == due


@pytest.mark.parametrize("text", ["", "短", "啊" * 4095, "啊" * 4096, "啊" * 4097, "😀" * 5000])
def test_parts_lose_nothing_and_each_fits(text: str) -> None:
    parts = texts.in_parts(text)

    assert "".join(parts) == text
    assert all(len(part.encode("utf-16-le")) // 2 <= 4096 for part in parts)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (utc(23, 8, 30), "今天16:30"),
        (utc(24, 1), "明天9:00"),
        (utc(25, 1), "后天9:00"),
        (utc(22, 1), "昨天9:00"),
        (utc(27, 1, 5), "11月27日（周五）9:05"),
    ],
)
def test_moments_are_said_as_people_say_them(neighbourhood: Neighbourhood, at: datetime, said: str) -> None:
    assert texts.moment(at, now=MONDAY_NINE, zone=neighbourhood.community.zone) == said
