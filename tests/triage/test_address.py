"""Places no list knows, found by the grammar of Chinese addresses."""

import pytest

from bot.triage import Triage
from bot.triage.address import Address, address_in
from tests.triage.xiguan import JINJIANG


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("请处理台山区海棠路翠湖花园3栋2单元漏水", "台山区海棠路翠湖花园3栋2单元"),
        ("我家住城关街道望江社区附12栋，一直没通气", "城关街道望江社区附12栋"),
        ("举报海棠路翠湖花园，二栋1502住改商", "海棠路翠湖花园，二栋1502"),
        ("江滨路甲5号的烧烤摊", "江滨路甲5号"),
        ("长风路88弄6号302室半夜很吵", "长风路88弄6号302室"),
        ("上浦路与青年路交叉口连夜施工", "上浦路与青年路交叉口"),
        ("湖滨大道到解放路口的路灯不亮", "湖滨大道到解放路口"),
        ("锦和园小区停水三天", "锦和园小区"),
        ("翠湖河公园夜里没有灯", "翠湖河公园"),
        ("投诉C3区云楼路老粮站旁边的垃圾站", "C3区云楼路老粮站旁边的垃圾站"),
        ("石桥村8组的水管爆了", "石桥村"),
        ("枫林五区32栋东边住户加层", "枫林五区32栋东边"),
        ("多次打电话给自来水公司。青山镇红旗小学门口积水", "青山镇红旗小学门口"),
    ],
)
def test_an_address_is_found_whole(text: str, words: str) -> None:
    found = address_in(text)
    assert found is not None
    assert found.words == words


@pytest.mark.parametrize(
    "text",
    [
        "大家早上好",
        "小区的路灯坏了",
        "马路上到处是垃圾",
        "咱们社区什么时候打疫苗",
        "坐12路车去上班",
        "12月3号停水吗",
        "谁帮我把米扛上六楼",
        "全市养老金什么时候调整",
        "城市管理太差",
        "",
    ],
)
def test_everyday_words_are_no_address(text: str) -> None:
    assert address_in(text) is None


def test_the_fullest_of_several_is_taken_and_of_equals_the_first() -> None:
    assert address_in("翠湖花园很吵。翠湖花园3栋的狗") == Address("翠湖花园3栋", full=True)
    assert address_in("翠湖花园和丽景花园很吵") == Address("翠湖花园和丽景花园", full=True)
    assert address_in("红旗桥坏了") == Address("红旗桥", full=False)


def test_a_strange_estate_is_shown_and_asked_about(triage: Triage) -> None:
    decision = triage.decide("翠湖花园路灯坏了", group=JINJIANG, directed=True)
    assert (decision.place, decision.grid) == ("翠湖花园", None)
    assert "文中地点「翠湖花园」不在任何网格的名单里，请居民确认" in decision.reasons


def test_a_landmark_nobody_listed_is_shown_and_leaves_the_grid_to_home_and_group(triage: Triage) -> None:
    decision = triage.decide("红旗桥的路灯坏了", group=JINJIANG, directed=True)
    assert (decision.place, decision.grid) == ("红旗桥", "G3")
