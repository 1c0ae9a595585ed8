"""Whether two matters are one: tables of what neighbours say."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.config import Neighbourhood
from bot.triage import Home, Triage
from bot.triage.same import ENOUGH, Matter, Weights, alike, closest

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
SHARED_GROUP = -1001
AT_3, AT_5, AT_9 = "西关小区3栋2单元", "西关小区5栋1单元", "西关小区9栋1单元"


@pytest.fixture(scope="module")
def triage(neighbourhood: Neighbourhood) -> Triage:
    return Triage(neighbourhood)


def said(triage: Triage, text: str, *, hours: float = 0, home: str | None = None) -> Matter:
    """A matter as a ticket would hold it, said in a group that two grids share."""
    lives = Home.parse(home) if home else None
    decision = triage.decide(text, group=SHARED_GROUP, home=lives, directed=True)
    at = NINE + timedelta(hours=hours)
    return Matter(text, decision.category, at, place=decision.place, home=home, grid=decision.grid)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3栋电梯又坏了", "三号楼电梯停了"),
        ("3栋电梯又坏了，老人上不去", "三号楼的电梯不动了"),
        ("教师楼电梯坏了", "3栋电梯坏了"),
        ("3栋楼上装修太吵", "3号楼电钻声吵死了"),
        ("3栋楼下垃圾没人收", "3栋门口垃圾堆满了"),
        ("3栋楼道灯坏了", "3栋楼道灯不亮"),
        ("3栋单元门坏了", "3栋门禁刷不开"),
        ("3栋501漏水到我家", "3栋漏水"),
        ("3栋有狗乱叫", "3栋的狗半夜叫"),
        ("3栋有狗半夜叫，吵得很", "3栋的狗没拴绳"),
        ("西关小区停水了", "3栋没水了"),
        ("3棟電梯壞了", "3栋电梯坏了"),
        ("王记超市门口乱停车", "王记超市前面车停得乱"),
        ("吴航路路灯不亮", "吴航路的路灯黑了"),
        ("翠湖花园门口路灯不亮", "翠湖花园的路灯黑了三天"),
    ],
)
def test_one_matter_in_other_words(triage: Triage, one: str, other: str) -> None:
    assert closest(said(triage, other, hours=1), [said(triage, one)]) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3栋电梯又坏了", "5栋电梯又坏了"),
        ("西关小区路灯不亮", "锦江苑路灯不亮"),
        ("锦江苑3座停水", "锦江苑二期3座停水"),
        ("南门路灯不亮", "北门路灯不亮"),
        ("南门路灯不亮", "3栋路灯不亮"),
        ("3栋2单元漏水", "3栋5单元漏水"),
        ("吴航路33号门口有积水", "吴航路35号门口有积水"),
        ("翠湖花园路灯不亮", "碧水家园路灯不亮"),
        ("翠湖花园2栋电梯坏了", "翠湖花园6栋电梯坏了"),
        ("东湖路和南山路口路灯不亮", "东湖路和北斗路口路灯不亮"),
    ],
)
def test_another_place_is_another_matter(triage: Triage, one: str, other: str) -> None:
    found = alike(*(pair := (said(triage, one), said(triage, other))), Weights(pair))

    assert found.points == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3栋楼上装修太吵", "3栋有人打麻将太吵"),
        ("3栋电梯里有狗尿", "3栋电梯坏了"),
        ("3栋漏水", "3栋停水"),
        ("请帮我买药，我住3栋", "请帮我去拿药，我住3栋"),
        ("电梯又坏了", "3栋电梯坏了"),
        ("太吵了", "太吵了"),
        ("", ""),
        ("😀", "😀"),
    ],
)
def test_another_trouble_is_another_matter(triage: Triage, one: str, other: str) -> None:
    assert closest(said(triage, other, hours=1), [said(triage, one)]) is None


@pytest.mark.parametrize(("number", "same"), [(3, True), (5, False)])
def test_a_bare_number_may_be_the_building_another_named_in_full(
    triage: Triage, number: int, *, same: bool
) -> None:
    bare = Matter(f"{number}栋的电梯停了", "elevator", NINE, place=f"{number}栋")

    assert (closest(bare, [said(triage, "3栋电梯又坏了")]) is not None) is same


@pytest.mark.parametrize(
    ("home", "hours", "same"),
    [(AT_3, 0.5, True), (AT_5, 1, True), (AT_5, 3, False), (AT_9, 0.5, False), (AT_3, 13, False)],
    ids=["same building", "same grid within the hour", "too late", "another grid", "another outage"],
)
def test_an_outage_needs_no_place(triage: Triage, home: str, hours: float, *, same: bool) -> None:
    first = said(triage, "停电了", home=AT_3)

    found = closest(said(triage, "家里没电了", hours=hours, home=home), [first])

    assert (found is not None) is same


def test_what_was_said_long_ago_is_another_time(triage: Triage) -> None:
    first = said(triage, "3栋电梯又坏了")

    assert closest(said(triage, "3栋电梯又坏了", hours=24 * 14), [first]) is not None
    assert closest(said(triage, "3栋电梯又坏了", hours=24 * 14 + 1), [first]) is None


def test_the_most_alike_is_found_with_its_reasons(triage: Triage) -> None:
    others = [said(triage, text) for text in ("5栋电梯坏了", "西关小区电梯都旧了", "3栋电梯坏了", "3栋太吵")]

    found = closest(said(triage, "三号楼电梯停了"), others)

    assert found is not None
    assert (found[0], found[1].reasons) == (2, ("都在西关小区3栋", "都说「电梯」", "类别相同"))
    assert found[1].points >= ENOUGH


def test_a_long_text_repeated_needs_no_place(triage: Triage) -> None:
    text = "这几个月早上五点就有人敲锣打鼓喊口号，说了好多回都不听，孩子要考试，大人要上班，实在受不了"

    found = closest(said(triage, text + "！！"), [said(triage, text)])

    assert found is not None
    assert found[1].reasons == ("原话几乎一样",)


def test_rare_words_say_more_than_common_ones(triage: Triage) -> None:
    matters = [
        said(triage, text) for text in ("请尽快解决问题", "请尽快解决问题", "沼气池冒泡", "沼气池溢出")
    ]
    weights = Weights(matters)

    assert weights["沼气"] > weights["尽快"]


def test_nothing_open_is_like_nothing(triage: Triage) -> None:
    assert closest(said(triage, "3栋电梯坏了"), []) is None
