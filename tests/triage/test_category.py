import pytest

from bot.triage import Triage
from bot.triage.category import SURE, Topics
from bot.triage.fold import fold
from bot.triage.lexicon import lexicon
from tests.triage.xiguan import NEIGHBOURHOOD

CASES = {
    "noise": [
        "楼上天天半夜拖椅子，睡不着",
        "隔壁装修电钻从早响到晚",
        "腰鼓队在楼下练了一早上",
        "烧烤店吵到凌晨两点",
    ],
    "sanitation": [
        "垃圾桶满出来了没人收",
        "楼道里全是小广告",
        "花坛那边好多蚊子",
        "楼下饭店油烟直往家里窜",
        "2单元门口全是垃圾",
    ],
    "parking": ["车位被外来车占了", "门口的僵尸车停了半年了", "谁的车挡住我家车库了，麻烦挪一下"],
    "elevator": ["电梯又卡在5楼了", "电梯按钮按了没反应", "电梯晃得厉害，心里发慌"],
    "utilities": ["停水了，什么时候来", "整栋楼没电了", "宽带断了一天了", "自来水发黄，不敢喝", "水压太小"],
    "illegal_building": ["楼顶搭了个棚子", "楼上把三房隔成六间出租", "有人在砸承重墙", "露台上加盖了一层"],
    "pets": ["有人遛狗不牵绳", "草地上到处是狗屎", "楼下的狗叫了一整夜", "邻居在阳台养鸡，天天打鸣"],
    "fire_safety": ["楼道里堆满了纸箱", "有人把电瓶车推上楼充电", "消防通道被车堵死了", "灭火器都过期了"],
    "neighbour_dispute": ["晾衣服滴水吵起来了，想请人评评理", "楼上楼下吵了半年，谁劝都没用，请社区调解"],
    "lighting_roads": [
        "路灯不亮，晚上黑漆漆的",
        "人行道的砖松了，老人容易绊倒",
        "井盖破了，很危险",
        "楼道灯坏了",
    ],
    "drainage_leak": ["楼上漏水把我家天花板泡了", "下水道堵了", "一下雨地下车库就积水", "3#楼下水道堵了"],
    "property_mgmt": ["门禁刷卡刷不开", "物业费涨价没有公示", "单元门关不上，谁都能进"],
    "welfare": ["老人高龄津贴怎么申请", "医保断缴了怎么补", "残疾证过期了去哪里换"],
    "errand": ["我腿脚不便，帮忙买点药", "能不能帮我取个快递，下不了楼", "帮老人交一下电费，他不会用手机"],
    "suggestion": ["建议在花园加几张长椅", "提个建议，能不能多放几个垃圾桶"],
    "other": ["我家自行车被偷了", "有人在楼里搞传销", "苹果树开花了"],
}


@pytest.mark.parametrize(("text", "key"), [(text, key) for key, texts in CASES.items() for text in texts])
def test_a_complaint_has_its_category(triage: Triage, text: str, key: str) -> None:
    assert triage.decide(text, directed=True).category == key


@pytest.mark.parametrize(
    "text",
    [
        "消防车给大家送水来了",
        "电梯里遇到老同学，聊了半天",
        "晚饭吃热狗",
        "中午炖了鸡汤",
        "坐火车回来的路上",
        "熊猫真可爱",
        "网上买的水果到了",
    ],
)
def test_a_lookalike_is_no_matter_and_is_asked_about_when_said_to_the_bot(triage: Triage, text: str) -> None:
    assert triage.decide(text).kind == "chat"
    assert triage.decide(text, directed=True).confidence < SURE


def test_a_tag_comes_before_all_words(triage: Triage) -> None:
    decision = triage.decide("#吵闹 电梯坏了")
    assert (decision.category, decision.also, decision.confidence) == ("noise", ("elevator",), 1.0)
    assert "标签 #吵闹" in decision.reasons


def test_nothing_matched_is_other_with_little_confidence(triage: Triage) -> None:
    decision = triage.decide("苹果树开花了", directed=True)
    assert decision.category == "other"
    assert decision.confidence < SURE


def test_a_doubtful_category_offers_candidates(triage: Triage) -> None:
    decision = triage.decide("垃圾多，噪音也大", directed=True)
    assert decision.confidence < SURE
    assert {"noise", "sanitation"} <= set(decision.candidates_category)


def test_what_comes_first_is_what_is_wanted(triage: Triage) -> None:
    decision = triage.decide(
        "路灯不亮。" + "这条路走的人多，" * 8 + "旁边还有人乱停车，车位也不够", directed=True
    )
    assert decision.category == "lighting_roads"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("电梯没坏，楼道灯坏了", "elevator"),
        ("不吵了，就是楼道灯坏了", "noise"),
        ("没漏水，是门禁坏了", "drainage_leak"),
    ],
)
def test_trouble_that_is_denied_does_not_decide(triage: Triage, text: str, key: str) -> None:
    assert triage.decide(text, directed=True).category != key


def test_a_dog_that_barks_is_a_matter_of_pets(triage: Triage) -> None:
    assert triage.decide("隔壁的狗半夜叫个不停，吵得睡不着", directed=True).category == "pets"


def test_scores_are_told_for_every_category_that_was_heard() -> None:
    topics = Topics(NEIGHBOURHOOD.categories)
    scores = topics.heard("楼道灯坏了，垃圾也没人收").scores
    assert scores["lighting_roads"] > 3
    assert scores["sanitation"] > 3
    assert topics.heard("嗯嗯").scores == {}


def test_every_word_of_the_lexicon_is_compared_as_written() -> None:
    assert [word for word in lexicon().words() if fold(word).lower() != word] == []


def test_who_cannot_get_down_because_the_lift_is_broken_needs_the_lift(triage: Triage) -> None:
    assert triage.decide("电梯又坏了，我妈坐轮椅，下不了楼", directed=True).category == "elevator"
