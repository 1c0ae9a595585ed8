"""The table of weights: read, written, and what it makes of a text."""

import math

import pytest

from bot.triage.leanings import (
    CATEGORIES,
    COLUMNS,
    KINDS,
    READ,
    Leanings,
    even,
    leanings,
    pieces,
    plain,
    table,
)
from bot.triage.masking import MASK


def row(**weights: int) -> list[int]:
    return [weights.get(column, 0) for column in COLUMNS]


SMALL = Leanings(
    [
        ("坏了", row(request=100, elevator=50)),
        ("没人", row(request=200)),
        ("人管", row(request=200)),
        ("好了", row(request=-300, chat=150, elevator=-70)),
        ("(place)", row(request=50)),
    ]
)


def test_numbers_names_and_gaps_all_look_alike() -> None:
    assert plain(f"{MASK * 4}12栋  3楼\n坏了") == f"^{MASK}0栋 0楼 坏了$"


def test_a_text_falls_into_characters_pairs_triples_and_latin_words() -> None:
    assert pieces("^wifi坏$") == {"^", "wifi", "坏", "$", "^wifi", "wifi坏", "坏$", "^wifi坏", "wifi坏$"}


def test_only_the_beginning_is_read_however_long_a_text_is() -> None:
    assert len(plain("又" + "坏" * 4000)) == READ + len("^$")


@pytest.mark.parametrize(("length", "counts"), [(1, 1.58), (10, 1.58), (25, 1.0), (100, 0.5)])
def test_the_strings_of_a_long_text_count_less_each(length: int, counts: float) -> None:
    assert even(length) == pytest.approx(counts, abs=0.01)


def test_shares_add_up_to_one_and_follow_the_weights() -> None:
    leaning = SMALL.lean("坏了", {})

    assert sum(leaning.kinds.values()) == pytest.approx(1)
    assert sum(leaning.categories.values()) == pytest.approx(1)
    odds = math.log(leaning.kinds["request"] / leaning.kinds["chat"])
    assert odds == pytest.approx(even(4) * 1.0)
    assert max(leaning.categories, key=lambda key: leaning.categories[key]) == "elevator"


def test_what_is_held_against_a_column_takes_nothing_from_the_others() -> None:
    leaning = SMALL.lean("好了坏了", {})

    kinds, counts = leaning.kinds, even(6)
    assert math.log(kinds["chat"] / kinds["followup"]) == pytest.approx(counts * 1.5)
    assert math.log(kinds["request"] / kinds["followup"]) == pytest.approx(counts * -2.0)
    assert leaning.categories["elevator"] < leaning.categories["noise"]


def test_a_circumstance_counts_as_much_as_it_holds() -> None:
    leaning = SMALL.lean("嗯", {"(place)": 2.0, "(nowhere in the table)": 5.0})

    assert math.log(leaning.kinds["request"] / leaning.kinds["chat"]) == pytest.approx(1.0)


def test_a_category_of_the_communitys_own_can_be_the_likeliest() -> None:
    leaning = SMALL.lean("坏了", {}, {"canal": 3.0})

    assert max(leaning.categories, key=lambda key: leaning.categories[key]) == "canal"


def test_what_spoke_is_told_in_whole_words_and_in_order() -> None:
    assert SMALL.told("坏了三天没人管", "request") == ("坏了", "没人管")
    assert SMALL.told("大家早", "request") == ()


def test_what_speaks_for_both_tells_nothing() -> None:
    both = Leanings([("坏了", row(request=100, chat=90)), ("没人", row(request=80, chat=-40))])

    assert both.told("坏了没人管", "request") == ("坏了没人",)
    assert both.told("坏了没人管", "request", against="chat") == ("没人",)


def test_a_string_that_stands_in_a_word_is_told_as_the_word() -> None:
    words = ["三", "天", "没人管理", "了"]

    assert SMALL.told("三天没人管理了", "request", words) == ("没人管理",)
    assert SMALL.told("三天没人管", "request", [*"三天没人管"]) == ("没人管",)


def test_a_table_is_read_as_it_was_written() -> None:
    lines = table([("坏了", row(request=123, other=-50))]).splitlines()

    assert lines[0].split("\t") == ["string", *COLUMNS]
    cells = dict(zip(COLUMNS, lines[1].split("\t")[1:], strict=True))
    assert {column: cell for column, cell in cells.items() if cell} == {"request": "123", "other": "-50"}


def test_the_shipped_table_knows_every_kind_and_category() -> None:
    leaning = leanings().lean("路灯坏了", {"(always)": 1.0})

    assert (tuple(leaning.kinds), tuple(leaning.categories)) == (KINDS, CATEGORIES)
    assert leaning.categories["lighting_roads"] > 0.5
    assert leaning.kinds["request"] > leanings().lean("路灯真好看", {"(always)": 1.0}).kinds["request"]
