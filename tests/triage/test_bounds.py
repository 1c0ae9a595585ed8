"""Any text is answered, in bounded time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import Neighbourhood
from bot.triage import Home, Triage
from bot.triage.address import address_in
from bot.triage.fold import fold
from bot.triage.gazetteer import Gazetteer
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
    *(
        "燃气",
        " ",
        "a",
        "\n",
        "。",
        "路",
        "区",
        "小区的",
        "公园旁边",
        "中山路3号",
        "和",
        "河下接",
        "锦江院",
        "二期",
    ),
    *("20.21", "12-", "附", "A1区", "快递在", "被", "漏到"),
)
LONGEST_PLACE = 128
"""What a ticket has room for."""

GENEROUS = 0.5
"""Ten times the promise: the machine may be busy, and a runaway pattern would take minutes."""

words = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map("".join)


@pytest.mark.parametrize("piece", PIECES)
def test_the_longest_message_of_one_piece_takes_bounded_time(piece: str) -> None:
    TRIAGE.warm()
    text = (piece * 4096)[:4096]
    fastest = min(_seconds(text) for _ in range(3))
    assert fastest < GENEROUS


MANY = {
    "three hundred numbers": "、".join(f"{number}栋" for number in range(1, 301)),
    "three hundred houses": "吴航路" + "、".join(f"{number}号" for number in range(1, 301)),
    "one list of three hundred": ",".join(map(str, range(1, 301))) + "栋",
    "ten estates": "西关小区和锦江苑跟锦江苑二期还有翠湖花园、丽景城、金辉苑、五一新村、朝阳公寓、望江府、阳光家园都停水",
    "ranges of ranges": "1-2-3-4-5-6-7-8-9-10-11-12栋" * 100,
    "nested brackets": "(((((" * 800,
    "an address without end": "仓山区下渡街道下藤路342号龙津花园12幢" * 200,
    "the same gate": "北门" * 2048,
    "letters and signs": "A座#A3栋-3-501、" * 400,
}


@pytest.mark.parametrize("text", MANY.values(), ids=MANY)
def test_very_many_places_take_bounded_time_and_have_a_decision(text: str) -> None:
    decision = TRIAGE.decide(text, group=SHARED, directed=True)
    assert decision.reasons
    assert len(decision.place or "") <= LONGEST_PLACE
    assert min(_seconds(text) for _ in range(3)) < GENEROUS


@given(words)
@settings(max_examples=300, deadline=1000)
def test_an_address_lies_in_its_text(text: str) -> None:
    found = address_in(text)
    assert found is None or (found.words and found.words in fold(text))


@given(st.sampled_from(PIECES), st.integers(0, 40), words)
@settings(max_examples=200, deadline=1000)
def test_a_name_heard_lies_in_the_text_and_sounds_so(piece: str, times: int, text: str) -> None:
    said = fold(piece * times + text)
    for found in Gazetteer.of(NEIGHBOURHOOD).find(said):
        assert 0 <= found.start < found.end <= len(said)


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
