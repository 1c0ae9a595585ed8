"""Whom a notice is for."""

import pytest

from bot.broadcast import rules, texts
from bot.config import Neighbourhood
from bot.people.models import Person, Role

RESIDENT = Person(role=Role.RESIDENT, estate="西关小区", building="3")


@pytest.mark.parametrize(
    ("before", "part", "after"),
    [
        (["groups"], "groups", []),
        (["groups"], "residents", ["groups", "residents"]),
        (["groups"], "grid:G1", ["grid:G1"]),
        (["grid:G1", "grid:G2"], "groups", ["groups"]),
        (["grid:G1", "residents"], "grid:G2", ["grid:G1", "residents", "grid:G2"]),
        (["residents", "workers"], "building:西关小区/3", ["workers", "building:西关小区/3"]),
        (["building:西关小区/3"], "residents", ["residents"]),
        (["building:西关小区/3"], "building:西关小区/3", []),
    ],
)
def test_a_whole_and_its_parts_exclude_each_other(before: list[str], part: str, after: list[str]) -> None:
    assert rules.toggled(before, part) == after


@pytest.mark.parametrize(
    ("person", "audience", "addressed"),
    [
        (RESIDENT, ["residents"], True),
        (RESIDENT, ["building:西关小区/3"], True),
        (RESIDENT, ["building:西关小区/13", "building:锦江苑/3", "workers", "groups"], False),
        (Person(role=Role.RESIDENT), ["building:西关小区/3"], False),
        (
            Person(role=Role.WORKER, estate="西关小区", building="3"),
            ["building:西关小区/3", "residents"],
            False,
        ),
        (Person(role=Role.WORKER), ["workers"], True),
        (Person(role=Role.STAFF), ["office"], True),
        (Person(role=Role.SECRETARY), ["office"], True),
        (Person(role=Role.SECRETARY), ["workers", "residents"], False),
    ],
)
def test_who_is_addressed(person: Person, audience: list[str], *, addressed: bool) -> None:
    assert rules.is_addressed(person, audience) is addressed


@pytest.mark.parametrize(
    ("audience", "everybody"),
    [
        (["groups"], True),
        (["residents", "workers"], True),
        (["grid:G1", "building:西关小区/3", "office"], False),
    ],
)
def test_what_reaches_everybody(audience: list[str], *, everybody: bool) -> None:
    assert rules.reaches_everybody(audience) is everybody


def test_groups_the_bot_was_put_out_of_are_left_out(neighbourhood: Neighbourhood) -> None:
    chosen = ["grid:G1", "grid:G2", "grid:G3"]

    assert rules.groups_of(chosen, neighbourhood, left={-1002}) == [-1001]
    assert rules.groups_of(["groups"], neighbourhood, left=()) == [-1001, -1002, -1003, -1004]


def test_the_homes_of_a_groups_people(neighbourhood: Neighbourhood) -> None:
    of_g4 = {("锦江苑二期", str(number)) for number in (1, 2, 3, 4, 5, 6, 8)}

    assert rules.homes_in([-1003], neighbourhood) == of_g4
    assert len(rules.homes_in([-1001], neighbourhood)) == 12
    assert rules.homes_in([-1004, -9], neighbourhood) == set()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("Forbidden: bot was blocked by the user", "把机器人停用了"),
        ("Forbidden: bot can't initiate conversation with a user", "还没有点过“开始”"),
        ("Bad Request: something new", "Telegram 没有收下（Bad Request: something new）"),
        ("", "不清楚"),
    ],
)
def test_telegrams_reasons_in_our_words(error: str, words: str) -> None:
    assert texts.why(error) == words


def test_many_names_fit_into_one_message() -> None:
    have = [f"很长很长很长的名字{number}" for number in range(1000)]

    shown = texts.readers(have, [])

    assert shown.endswith("等 1000 人\n还没点的：没有")
    assert len(shown) < 1000
