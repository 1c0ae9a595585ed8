"""Names that are written otherwise: other numerals, short forms, wrong characters of the same sound."""

import pytest

from bot.triage import Home, Triage
from bot.triage.names import in_chinese, phase_of, spellings
from bot.triage.sounds import sound_of
from tests.triage.test_place import where
from tests.triage.xiguan import JINJIANG, SHARED, STREETS


@pytest.mark.parametrize(
    ("said", "place", "grid"),
    [
        ("西官小区3栋停水", "西关小区3栋", "G1"),
        ("溪关小区3栋停水", "西关小区3栋", "G1"),
        ("西官3栋停水", "西关小区3栋", "G1"),
        ("锦江院3座停水", "锦江苑3栋", "G3"),
        ("锦江园停水了", "锦江苑", "G3"),
        ("锦江宛3座停水", "锦江苑3栋", "G3"),
        ("锦江城3座停水", "锦江城3座", None),
        ("锦江西苑3座停水", "锦江西苑3座", None),
        ("金江苑3座停水", "锦江苑3栋", "G3"),
        ("锦江院二期3座停水", "锦江苑二期3栋", "G4"),
        ("锦江苑2期3座停水", "锦江苑二期3栋", "G4"),
        ("锦江苑第二期3座停水", "锦江苑第二期3座", None),
        ("河下接33号停水", "河下街33号", "G5"),
        ("河下接门口积水", "河下街", None),
        ("乌航路33号停水", "吴航路33号", "G1"),
        ("教室楼电梯坏了", "西关小区3栋", "G1"),
        ("二期3座停水", "锦江苑二期3栋", "G4"),
        ("我们二期路灯坏了", "锦江苑二期", "G4"),
    ],
)
def test_a_wrong_character_of_the_same_sound_is_understood(
    triage: Triage, said: str, place: str, grid: str | None
) -> None:
    assert where(triage, said, SHARED) == (place, grid)


@pytest.mark.parametrize(
    "said",
    [
        "从会堂向左走路灯坏了",
        "会堂想装电梯",
        "河下接水管的地方漏水",
        "他稀罕小区里的树，路灯坏了",
        "供销社会上都说要停水",
        "西馆的路灯坏了",
        "二期工程天天半夜施工",
        "疫苗打二期治疗要什么手续",
        "建供销舍的事停了，路灯坏了",
    ],
)
def test_ordinary_words_never_become_a_place(triage: Triage, said: str) -> None:
    place, grid = where(triage, said, JINJIANG)
    assert (place or "") not in {"会堂巷", "河下街", "西关小区", "锦江苑", "锦江苑二期"}
    assert grid in {"G3", "G2"}


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("五一新村", {"五一新村", "51新村", "五十一新村"}),
        ("阳光100", {"阳光100", "阳光一百", "阳光一零零"}),
        ("锦江苑二期", {"锦江苑二期", "锦江苑2期"}),
        ("西关小区", {"西关小区"}),
    ],
)
def test_a_name_is_also_written_with_other_numerals(name: str, written: set[str]) -> None:
    assert set(spellings(name)) == written


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "零"), (7, "七"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (2024, "二零二四")],
)
def test_a_number_in_chinese(number: int, said: str) -> None:
    assert in_chinese(number) == said


@pytest.mark.parametrize(
    ("name", "phase"),
    [("锦江苑二期", "二期"), ("伯爵山B区", "B区"), ("西关小区", None), ("东区", None), ("王庄一区", "一区")],
)
def test_a_phase_or_section_tells_estates_apart(name: str, phase: str | None) -> None:
    assert phase_of(name) == phase


@pytest.mark.parametrize(
    ("one", "other"), [("苑", "院"), ("西", "溪"), ("张", "赃"), ("宁", "林"), ("山", "三")]
)
def test_what_many_do_not_tell_apart_sounds_the_same(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


def test_a_name_said_wrongly_helps_a_home_too(triage: Triage) -> None:
    assert triage.grid_of(Home.parse("锦江苑2期3座")) == "G4"
    assert where(triage, "二期3座停水", STREETS, "锦江苑3座") == ("锦江苑二期3栋", "G4")
