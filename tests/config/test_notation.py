from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.notation import (
    PlaceSpec,
    SendRate,
    parse_days,
    parse_hours,
    parse_numbers,
    parse_place,
    parse_rate,
    parse_span,
    write_span,
)

ESTATES = ("西关小区", "西关", "锦江苑", "锦江苑二期")


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("4s", timedelta(seconds=4)),
        ("30m", timedelta(minutes=30)),
        ("2h", timedelta(hours=2)),
        ("2d", timedelta(days=2)),
        (" 2 h ", timedelta(hours=2)),
    ],
)
def test_a_span_is_a_number_and_a_unit(written: str, span: timedelta) -> None:
    assert parse_span(written) == span


@pytest.mark.parametrize("written", ["", "2", "h", "2w", "-2h", "two hours", 2, None, "1.5h"])
def test_what_is_no_span_is_refused_with_an_example(written: object) -> None:
    with pytest.raises(ValueError, match="30m"):
        parse_span(written)


@given(st.integers(min_value=0, max_value=99999))
def test_a_written_span_reads_back_as_itself(seconds: int) -> None:
    span = timedelta(seconds=seconds)
    assert parse_span(write_span(span)) == span


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("30 per 1 second", SendRate(30, 1)),
        ("20 per 60 second", SendRate(20, 60)),
        ("20/minute", SendRate(20, 60)),
        ("100 per 2 hours", SendRate(100, 7200)),
        ("", None),
    ],
)
def test_a_rate_is_messages_in_a_time(written: str, rate: SendRate | None) -> None:
    assert parse_rate(written) == rate


@pytest.mark.parametrize("written", ["0 per 1 second", "5 per 0 second", "fast", "30"])
def test_what_is_no_rate_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="20 per 60 second"):
        parse_rate(written)


def test_hours_may_run_over_midnight() -> None:
    assert parse_hours("21:30-07:30") == (time(21, 30), time(7, 30))


@pytest.mark.parametrize("written", ["21:30", "25:00-07:00", "07:00-07:00", "7-9", ""])
def test_what_are_no_hours_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="21:30-07:30"):
        parse_hours(written)


@pytest.mark.parametrize(
    ("written", "days"), [("workdays", "workdays"), ("Daily", "daily"), ("Mon, thu", "mon,thu")]
)
def test_days_are_named_or_listed(written: str, days: str) -> None:
    assert parse_days(written) == days


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("1-4", {1, 2, 3, 4}),
        ("1-3,8,10-12", {1, 2, 3, 8, 10, 11, 12}),
        ("１－３，８", {1, 2, 3, 8}),
        (" 5 ", {5}),
    ],
)
def test_numbers_are_listed_with_ranges(written: str, numbers: set[int]) -> None:
    assert parse_numbers(written) == numbers


@pytest.mark.parametrize("written", ["", "a", "6-1", "1--2", "1,,2", "0-3", "1-99999", "１二"])
def test_numbers_that_are_none_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="write"):
        parse_numbers(written)


@pytest.mark.parametrize(
    ("written", "spec"),
    [
        ("西关小区1-3栋", PlaceSpec(estate="西关小区", numbers=frozenset({1, 2, 3}))),
        ("西关小区3号楼", PlaceSpec(estate="西关小区", numbers=frozenset({3}))),
        ("西关小区3＃", PlaceSpec(estate="西关小区", numbers=frozenset({3}))),
        ("锦江苑二期3座", PlaceSpec(estate="锦江苑二期", numbers=frozenset({3}))),
        ("锦江苑1,3幢", PlaceSpec(estate="锦江苑", numbers=frozenset({1, 3}))),
        ("锦江苑", PlaceSpec(estate="锦江苑")),
        ("吴航路1-5号单号", PlaceSpec(street="吴航路", numbers=frozenset({1, 3, 5}))),
        ("吴航路1-5号双号", PlaceSpec(street="吴航路", numbers=frozenset({2, 4}))),
        ("吴航路1-3号", PlaceSpec(street="吴航路", numbers=frozenset({1, 2, 3}))),
        ("会堂巷", PlaceSpec(street="会堂巷")),
        ("西关小区·南门|南门岗", PlaceSpec(estate="西关小区", landmarks=("南门", "南门岗"))),
        ("王记超市|王记", PlaceSpec(landmarks=("王记超市", "王记"))),
    ],
)
def test_a_place_is_buildings_a_street_or_a_landmark(written: str, spec: PlaceSpec) -> None:
    assert parse_place(written, ESTATES) == spec


@pytest.mark.parametrize(
    "written", ["", "|", "东海小区3栋", "西关小区·", "·南门", "吴航路2号单号", "西关小区6-1栋"]
)
def test_a_place_that_does_not_parse_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_place(written, ESTATES)
