"""Any text is answered, in bounded time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import Neighbourhood
from bot.triage import Home, Triage
from bot.triage.fold import fold
from bot.triage.mentions import numbered
from tests.triage.xiguan import NEIGHBOURHOOD, SHARED

TRIAGE = Triage(NEIGHBOURHOOD)
PIECES = (
    *(
        "3",
        "1,",
        "1-",
        "一",
        "3栋",
        "#",
        "西关小区",
        "西关",
        "我住",
        "着火",
        "没有着火",
        "还没",
        "1-1-",
        "33号",
    ),
    *("楼上漏水,", "锦江苑3栋2单元501、", "有事敞开说", "#噪音", "/say ", "可以", "3栋对面", "北门", "号楼"),
    *("燃气", " ", "a", "\n", "。"),
)
GENEROUS = 0.5
"""Ten times the promise: the machine may be busy, and a runaway pattern would take minutes."""

words = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map("".join)


@pytest.mark.parametrize("piece", PIECES)
def test_the_longest_message_of_one_piece_takes_bounded_time(piece: str) -> None:
    TRIAGE.warm()
    text = (piece * 4096)[:4096]
    fastest = min(_seconds(text) for _ in range(3))
    assert fastest < GENEROUS


@given(words, st.none() | words)
@settings(max_examples=200, deadline=1000)
def test_any_text_has_a_whole_decision(text: str, home: str | None) -> None:
    address = Home.parse(f"西关小区{home}"[:60]) if home else None
    decision = TRIAGE.decide(text, group=SHARED, home=address)
    assert decision.kind in {"request", "followup", "emergency", "chat"}
    assert 0 <= decision.confidence <= 1
    assert decision.reasons
    assert decision.grid is None or not decision.candidates_grid
    assert TRIAGE.decide(text, directed=True).kind != "chat"


@given(words)
@settings(max_examples=200, deadline=1000)
def test_every_mention_lies_in_the_text_and_has_numbers(text: str) -> None:
    for mention in numbered(fold(text)):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.numbers


@given(st.text(max_size=50))
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_an_empty_neighbourhood_decides_too() -> None:
    decision = Triage(Neighbourhood()).decide("路灯坏了，请处理", group=SHARED)
    assert (decision.kind, decision.category, decision.grid) == ("request", "lighting_roads", None)


def _seconds(text: str) -> float:
    begun = time.perf_counter()
    TRIAGE.decide(text, group=SHARED)
    return time.perf_counter() - begun
