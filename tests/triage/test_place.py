"""How a place decides, sentence by sentence."""

import pytest

from bot.triage import Home, Triage
from tests.triage.xiguan import JINJIANG, NOWHERE, SECOND, SHARED, STREETS

ASK = None


def where(
    triage: Triage, text: str, group: int | None = None, home: str | None = None
) -> tuple[str | None, str | None]:
    decision = triage.decide(text, group=group, home=Home.parse(home) if home else None, directed=True)
    return decision.place, decision.grid


@pytest.mark.parametrize(
    "said",
    [
        "西关小区3栋",
        "西关小区3幢",
        "西关小区3座",
        "西关小区3号楼",
        "西关小区3#",
        "西关小区３＃楼",
        "西关小区三栋",
        "西关小区第三栋",
        "西关小区的3栋",
        "西关小区（3栋）",
        "西关小区，3栋",
        "西关小区 3 栋",
        "西关小区3号",
        "西关3栋",
        "西關小區3棟",
        "西关小区3號樓",
        "教师楼",
        "老师楼",
    ],
)
def test_every_notation_names_the_same_building(triage: Triage, said: str) -> None:
    assert where(triage, f"{said}楼道灯坏了") == ("西关小区3栋", "G1")


@pytest.mark.parametrize(
    ("said", "place", "grid"),
    [
        ("西关小区3栋2单元501漏水", "西关小区3栋2单元501室", "G1"),
        ("西关小区3栋二单元漏水", "西关小区3栋2单元", "G1"),
        ("西关小区3-2-501漏水", "西关小区3栋2单元501室", "G1"),
        ("西关小区3-501漏水", "西关小区3栋501室", "G1"),
        ("西关小区8-9栋停水", "西关小区8栋、9栋", "G2"),
        ("西关小区8到10栋停水", "西关小区8栋、9栋、10栋", "G2"),
        ("西关小区1、3、5栋停水", "西关小区1栋、3栋、5栋", "G1"),
        ("西关小区十二号楼停水", "西关小区12栋", "G2"),
        ("吴航路33号停水", "吴航路33号", "G1"),
        ("吴航路三十三号停水", "吴航路33号", "G1"),
        ("吴航路３４号停水", "吴航路34号", "G2"),
        ("吴航路33-1号停水", "吴航路33号", "G1"),
        ("吴航路33号楼上漏水", "吴航路33号", "G1"),
        ("会堂巷7号停水", "会堂巷7号", "G6"),
        ("供销社门口积水", "吴航路12号", "G2"),
        ("南门岗没有人值班", "西关小区南门", "G1"),
    ],
)
def test_units_rooms_ranges_and_street_numbers_are_read(
    triage: Triage, said: str, place: str, grid: str
) -> None:
    assert where(triage, said, SHARED) == (place, grid)


@pytest.mark.parametrize(
    ("said", "home", "place", "grid"),
    [
        ("锦江苑5座门口有人吵架", "西关小区3栋", "锦江苑5栋", "G3"),
        ("我妈住锦江苑5座，下不了楼，请帮忙买药", "西关小区3栋", "锦江苑5栋", "G3"),
        ("我住西关小区3栋，8栋楼下有人放音响", None, "西关小区8栋", "G2"),
        ("我家在西关小区3栋，我妈在锦江苑5座，她家水管爆了", None, "锦江苑5栋", "G3"),
        ("我住西关小区3栋，楼道灯坏了", "锦江苑5座", "西关小区3栋", "G1"),
        ("不是西关小区3栋，是8栋停水", None, "西关小区8栋", "G2"),
    ],
)
def test_the_place_of_the_problem_comes_before_the_writers_home(
    triage: Triage, said: str, home: str | None, place: str, grid: str
) -> None:
    assert where(triage, said, SHARED, home) == (place, grid)


def test_the_home_comes_before_the_group(triage: Triage) -> None:
    assert where(triage, "楼道灯坏了", JINJIANG, "西关小区3栋2单元") == (None, "G1")


def test_the_group_decides_when_nothing_else_does(triage: Triage) -> None:
    assert where(triage, "楼道灯坏了", JINJIANG) == (None, "G3")


def test_a_shared_group_decides_nothing(triage: Triage) -> None:
    decision = triage.decide("楼道灯坏了", group=SHARED)
    assert (decision.grid, decision.candidates_grid, decision.worker) == (ASK, ("G1", "G2"), None)


def test_with_nothing_known_the_writer_is_asked(triage: Triage) -> None:
    assert where(triage, "楼道灯坏了") == (None, ASK)


@pytest.mark.parametrize(
    ("said", "place", "grid"),
    [
        ("锦江苑二期3座停水", "锦江苑二期3栋", "G4"),
        ("锦江苑3座停水", "锦江苑3栋", "G3"),
        ("锦江苑三期3座停水", "锦江苑三期3座", ASK),
    ],
)
def test_the_longest_name_wins(triage: Triage, said: str, place: str, grid: str | None) -> None:
    assert where(triage, said, JINJIANG) == (place, grid)


@pytest.mark.parametrize("near", ["旁边", "门口", "楼下", "附近", "对面"])
def test_words_of_nearness_stay_with_the_name_before_them(triage: Triage, near: str) -> None:
    assert where(triage, f"西关小区5栋{near}路灯不亮") == ("西关小区5栋", "G1")


def test_unless_the_longer_form_is_listed_itself(triage: Triage) -> None:
    assert where(triage, "王记超市旁边路灯不亮") == ("王记超市旁边", "G5")
    assert where(triage, "王记超市对面路灯不亮") == ("王记超市", "G1")
    assert where(triage, "西关小区3栋门口路灯不亮") == ("西关小区3栋门口", "G2")


def test_what_stands_opposite_is_the_place_not_what_it_stands_opposite_to(triage: Triage) -> None:
    assert where(triage, "西关小区8栋对面的王记超市乱停车") == ("王记超市", "G1")


def test_an_estate_in_front_beats_a_landmark_of_another(triage: Triage) -> None:
    assert where(triage, "锦江苑二期北门路灯坏了", SHARED) == ("锦江苑二期", "G4")
    assert where(triage, "锦江苑南门路灯坏了", SHARED) == ("锦江苑", "G3")
    assert where(triage, "锦江苑北门路灯坏了", SHARED) == ("锦江苑北门", "G3")


@pytest.mark.parametrize(
    ("said", "group", "home", "place", "grid"),
    [
        ("3栋停水", SHARED, "锦江苑5座", "西关小区3栋", "G1"),
        ("3栋停水", SECOND, None, "锦江苑二期3栋", "G4"),
        ("3栋停水", STREETS, "锦江苑5座", "锦江苑3栋", "G3"),
        ("3栋停水", STREETS, None, "3栋", ASK),
        ("3栋停水", None, None, "3栋", ASK),
        ("北门路灯坏了", SHARED, "锦江苑5座", "西关小区北门", "G2"),
        ("北门路灯坏了", JINJIANG, None, "锦江苑北门", "G3"),
        ("北门路灯坏了", STREETS, "锦江苑5座", "锦江苑北门", "G3"),
        ("北门路灯坏了", STREETS, None, "北门", ASK),
    ],
)
def test_a_bare_building_or_gate_belongs_to_the_groups_only_estate_else_to_the_homes(
    triage: Triage, said: str, group: int | None, home: str | None, place: str, grid: str | None
) -> None:
    assert where(triage, said, group, home) == (place, grid)


@pytest.mark.parametrize(
    ("group", "home", "place", "grid"),
    [
        (SHARED, "河下街5号", "河下街33号", "G5"),
        (SHARED, None, "吴航路33号", "G1"),
        (STREETS, "西关小区3栋", "33号", ASK),
        (NOWHERE, None, "33号", ASK),
    ],
)
def test_a_bare_number_belongs_to_the_homes_street_else_to_the_groups_only_street(
    triage: Triage, group: int, home: str | None, place: str, grid: str | None
) -> None:
    assert where(triage, "33号门口路灯坏了", group, home) == (place, grid)


@pytest.mark.parametrize(
    ("said", "group", "home", "grid"),
    [
        ("锦江苑路灯坏了", SHARED, "西关小区3栋", "G3"),
        ("西关小区路灯坏了", JINJIANG, "西关小区8栋", "G2"),
        ("西关小区路灯坏了", JINJIANG, None, ASK),
        ("西关小区路灯坏了", SHARED, None, ASK),
        ("西关路灯坏了", SHARED, "西关小区8栋", "G2"),
        ("会堂巷路灯坏了", SHARED, None, "G6"),
        ("河下街路灯坏了", STREETS, "河下街100号", "G6"),
        ("河下街路灯坏了", STREETS, None, ASK),
        ("吴航路单号那边路灯坏了", None, None, "G1"),
    ],
)
def test_an_estate_or_street_without_a_number_is_narrowed_by_home_or_group_among_its_grids(
    triage: Triage, said: str, group: int | None, home: str | None, grid: str | None
) -> None:
    assert where(triage, said, group, home)[1] == grid


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("西关小区99栋停水", JINJIANG),
        ("西关小区13栋停水", JINJIANG),
        ("99栋停水", JINJIANG),
        ("吴航路330号停水", JINJIANG),
        ("解放路33号停水", SHARED),
        ("东方花园3栋停水", SHARED),
        ("A座停水", JINJIANG),
        ("西关小区A3栋停水", JINJIANG),
    ],
)
def test_a_building_or_number_in_no_list_is_asked_whatever_home_and_group_say(
    triage: Triage, said: str, group: int
) -> None:
    assert where(triage, said, group, "西关小区3栋")[1] is ASK


def test_places_in_several_grids_are_asked_between(triage: Triage) -> None:
    decision = triage.decide("西关小区3栋和8栋都停电了", group=SHARED, home=Home.parse("西关小区3栋"))
    assert (decision.grid, decision.candidates_grid) == (ASK, ("G1", "G2"))


@pytest.mark.parametrize(
    "said",
    [
        "12月3号停水吗",
        "有3栋楼停电",
        "旁边有一座桥坏了",
        "坐3号线回家路灯坏了",
        "2号电梯坏了",
        "旁边那一栋停水",
    ],
)
def test_dates_counts_and_lines_are_no_places(triage: Triage, said: str) -> None:
    assert where(triage, said, JINJIANG) == (None, "G3")


def test_our_own_estate_is_not_a_strange_one(triage: Triage) -> None:
    assert where(triage, "我们小区3栋停水", SHARED) == ("西关小区3栋", "G1")


def test_the_reasons_are_plain_chinese(triage: Triage) -> None:
    decision = triage.decide("3号楼电梯坏了", group=SHARED)
    assert decision.reasons == (
        "像是反映问题：「电梯坏了」",
        "关键词「电梯坏了」",
        "文中地点「3号楼」→ 西关小区3栋（按所在群的小区）",
        "→ 第一网格",
        "王云 负责 第一网格",
    )
