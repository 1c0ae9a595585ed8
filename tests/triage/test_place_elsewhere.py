"""The same rules among quite different names: numbers, letters, lanes, sections."""

import pytest

from bot.triage import Home, Triage
from tests.triage.sunny import EVERYBODY, HILL, NEIGHBOURHOOD, SUN, TOWER, VILLAGE

ASK = None
TRIAGE = Triage(NEIGHBOURHOOD)


def where(text: str, group: int | None = EVERYBODY, home: str | None = None) -> tuple[str | None, str | None]:
    decision = TRIAGE.decide(text, group=group, home=Home.parse(home) if home else None, directed=True)
    return decision.place, decision.grid


@pytest.mark.parametrize(
    "said",
    [
        "阳光100 3栋",
        "阳光1003栋",
        "阳光100的3栋",
        "阳光100三号楼",
        "阳光１００，３＃楼",
        "阳光一百3幢",
        "阳光一零零3座",
        "陽光100 3棟",
        "阳光100第三栋",
        "杨光100 3栋",
    ],
)
def test_a_name_that_ends_in_a_number_keeps_apart_from_the_buildings(said: str) -> None:
    assert where(f"{said}楼道灯坏了") == ("阳光1003栋", "S1")


@pytest.mark.parametrize(
    ("said", "place", "grid"),
    [
        ("51新村16栋停水", "五一新村16栋", "T2"),
        ("五一新村20.21栋停水", "五一新村20栋、21栋", "T2"),
        ("五一新村14、15栋停水", "五一新村14栋、15栋", "T1"),
        ("五一新村15-16栋停水", "五一新村15栋、16栋", ASK),
        ("五一新村3到5号楼停水", "五一新村3栋、4栋、5栋", "T1"),
        ("五一新村8栋9栋停水", "五一新村8栋、五一新村9栋", "T1"),
        ("联邦大厦2座电梯坏了", "三迪联邦大厦2栋", "T1"),
        ("三迪联邦大厦2座2单元1501漏水", "三迪联邦大厦2栋2单元1501室", "T1"),
        ("后浦一巷12号停水", "后浦一巷12号", "T2"),
        ("后浦1巷12号停水", "后浦一巷12号", "T2"),
        ("后浦二巷三号对面停水", "后浦二巷3号", "T2"),
        ("六一路12号门口积水", "六一路12号", "S2"),
        ("61路12号门口积水", "六一路12号", "S2"),
        ("老粮站门口积水", "六一路12号", "S2"),
        ("六一路33号楼上漏水", "六一路33号", "S1"),
        ("蓝楼楼下积水", "五一新村12栋", "T1"),
        ("状元楼电梯坏了", "阳光100状元楼", "S1"),
        ("金辉伯爵山B区3栋停水", "金辉伯爵山B区3栋", "H2"),
        ("伯爵山a区3栋停水", "金辉伯爵山A区3栋", "H1"),
        ("B区3栋停水", "金辉伯爵山B区3栋", "H2"),
        ("我们A区会所太吵", "金辉伯爵山A区会所", "H1"),
    ],
)
def test_numbers_letters_and_lists_are_read(said: str, place: str, grid: str | None) -> None:
    assert where(said) == (place, grid)


@pytest.mark.parametrize(
    ("said", "home", "place", "grid"),
    [
        ("五一新村20栋被三迪联邦大厦3座的施工吵得睡不着", None, "三迪联邦大厦3栋", "T1"),
        ("五一新村12栋的污水流到20栋来了", "五一新村20栋", "五一新村12栋", "T1"),
        ("我是五一新村20栋的，12栋天天放音响", None, "五一新村12栋", "T1"),
        ("五一新村20栋业主反映：12栋楼顶搭违建", None, "五一新村12栋", "T1"),
        ("我妈住五一新村20栋，下不了楼，帮忙买药", "五一新村1栋", "五一新村20栋", "T2"),
        ("麻烦去六一幼儿园接我孙子，我住五一新村20栋", None, "五一新村20栋", "T2"),
        ("我现在在五一新村20栋，我妈家在12栋，她摔了", None, "五一新村12栋", "T1"),
        ("我在大榕树等车，家住五一新村20栋，家里水管爆了", None, "五一新村20栋", "T2"),
        ("快递在六一幼儿园，我拿不动，我在五一新村20栋", None, "五一新村20栋", "T2"),
        ("不是A区3栋，是B区3栋停水", None, "金辉伯爵山B区3栋", "H2"),
        ("垃圾都倒在五一新村20栋门口", "五一新村1栋", "五一新村20栋", "T2"),
    ],
)
def test_the_place_of_the_problem_comes_before_the_writers_home(
    said: str, home: str | None, place: str, grid: str
) -> None:
    assert where(said, home=home) == (place, grid)


@pytest.mark.parametrize(
    ("said", "group", "home", "place", "grid"),
    [
        ("楼道灯坏了", SUN, None, None, ASK),
        ("楼道灯坏了", SUN, "五一新村20栋", None, "T2"),
        ("楼道灯坏了", VILLAGE, None, None, "T2"),
        ("楼道灯坏了", TOWER, None, None, "T1"),
        ("3栋停水", SUN, None, "阳光1003栋", "S1"),
        ("13栋停水", SUN, None, "阳光10013栋", "S2"),
        ("3栋停水", TOWER, None, "3栋", ASK),
        ("3栋停水", TOWER, "五一新村20栋", "五一新村3栋", "T1"),
        ("3栋停水", HILL, None, "3栋", ASK),
        ("3栋停水", HILL, "金辉伯爵山B区1栋", "金辉伯爵山B区3栋", "H2"),
        ("东门路灯坏了", SUN, None, "阳光100东门", "S1"),
        ("西门路灯坏了", HILL, "阳光100 2栋", "阳光100西门", "S2"),
        ("12号路灯坏了", SUN, None, "六一路12号", "S2"),
        ("12号路灯坏了", SUN, "后浦一巷3号", "后浦一巷12号", "T2"),
        ("12号路灯坏了", VILLAGE, None, "12号", ASK),
        ("阳光100路灯坏了", SUN, None, "阳光100", ASK),
        ("阳光100路灯坏了", SUN, "阳光100 12栋", "阳光100", "S2"),
        ("五一新村路灯坏了", TOWER, None, "五一新村", "T1"),
        ("五一新村路灯坏了", SUN, None, "五一新村", ASK),
        ("六一路双号这边路灯坏了", EVERYBODY, None, "六一路", "S2"),
        ("后浦二巷路灯坏了", EVERYBODY, None, "后浦二巷", "T2"),
        ("五一新村99栋停水", TOWER, "五一新村1栋", "五一新村99栋", ASK),
        ("后浦三巷5号停水", VILLAGE, None, "后浦三巷5号", ASK),
        ("金辉伯爵山C区3栋停水", HILL, "金辉伯爵山B区1栋", "金辉伯爵山C区3栋", ASK),
        ("五一新村活动中心漏雨", EVERYBODY, None, "五一新村活动中心", "T2"),
        ("联邦大厦活动中心漏雨", EVERYBODY, None, "三迪联邦大厦", "T1"),
        ("六一路33弄5号漏水", EVERYBODY, None, "33弄5号", ASK),
        ("和平里小区3栋停水", SUN, None, "和平里小区3栋", ASK),
        ("昨晚小区3栋停水", SUN, None, "阳光1003栋", "S1"),
        ("保安说小区3栋停水", SUN, None, "阳光1003栋", "S1"),
        ("六一路45号到47号人行道松了", SUN, None, "六一路45号、47号", "S1"),
        ("补贴没到账，之前都是10号", VILLAGE, None, None, "T2"),
        ("大榕树后门那边积水", EVERYBODY, None, "大榕树", "T1"),
    ],
)
def test_what_is_left_open_is_filled_from_home_and_group(
    said: str, group: int, home: str | None, place: str | None, grid: str | None
) -> None:
    assert where(said, group, home) == (place, grid)
