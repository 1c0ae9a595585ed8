import pytest

from bot.triage import Triage
from tests.triage.xiguan import SHARED


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("着火了！快来人", "着火"),
        ("3栋着了火", "着火"),
        ("没有人管吗，楼下着火了", "着火"),
        ("去年刚换的电线今天着火了", "着火"),
        ("宣传栏着火了", "着火"),
        ("燃气管道泄漏", "燃气泄漏"),
        ("好像燃气泄露了", "燃气泄漏"),
        ("电梯里困人了", "电梯困人"),
        ("这次不是演习，真着火了", "着火"),
        ("一家三口在家，隔壁起火了", "起火"),
    ],
)
def test_danger_now_is_an_emergency(triage: Triage, text: str, word: str | None) -> None:
    assert triage.emergency_word(text) == word


@pytest.mark.parametrize(
    "text",
    [
        "今天上午消防演习，模拟三楼着火",
        "社区办燃气泄漏怎么处理的讲座",
        "电瓶车这样充电容易着火",
        "万一着火怎么跑",
        "预防起火要注意什么",
        "去年隔壁小区着火过",
        "没着火，是蒸包子的蒸汽",
        "我们吃着火锅聊天",
        "沿着火车站走",
        "他发起火来谁都怕",
        "堆这么多东西有着火隐患",
        "大家一起火锅吗",
        "最近电瓶车起火事故多",
        "燃气灶打不着火，是不是停气了",
        "灶台老是点不着火",
        "车子打着火就开走了",
    ],
)
def test_drills_warnings_and_lookalikes_are_none(triage: Triage, text: str) -> None:
    assert triage.emergency_word(text) is None


def test_an_emergency_is_one_whoever_it_is_said_to(triage: Triage) -> None:
    decision = triage.decide("3栋着火了", group=SHARED)
    assert (decision.kind, decision.urgent, decision.category, decision.worker) == (
        "emergency",
        True,
        "fire_safety",
        "王云",
    )


@pytest.mark.parametrize(
    ("text", "urgent"), [("老人摔倒了起不来", True), ("水管爆裂了水一直喷水", True), ("路灯不亮", False)]
)
def test_what_cannot_wait_is_urgent(triage: Triage, text: str, *, urgent: bool) -> None:
    assert triage.decide(text, directed=True).urgent is urgent


DANGERS = [
    "3栋二楼着火了，烟好大",
    "煤气味很重，我头晕",
    "楼道里全是煤气味，不敢开灯",
    "有人被困在电梯里",
    "我被关在电梯里了，按铃没人应",
    "老人摔倒在楼梯口起不来了",
    "我爸晕倒了，叫不醒",
    "小孩走丢了，穿红衣服，五岁",
    "有人拿刀在楼下打架",
    "有人要跳楼，坐在阳台外面",
    "厨房烧起来了",
    "配电箱冒火了",
    "孩子噎住了，脸发紫",
    "有人掉进河里了",
]
NONE_OF_IT = [
    "着火了哈哈，这太阳要把人晒熟",
    "这火锅辣得我嘴巴着火",
    "电影里大楼着火那段真吓人",
    "昨晚梦见家里着火了",
    "新闻说上海有个电梯坠落",
    "消防演习，大家不要慌，三楼会冒烟",
    "去年隔壁有老人晕倒过",
    "万一老人摔倒了没人知道怎么办",
    "煤气味已经没有了，是虚惊一场",
    "孩子找到了，谢谢大家",
    "老公加班回来累得像晕倒一样",
    "怕老人摔倒，能不能装个扶手",
    "我爸中风以后走不了路，残疾证去哪里办",
    "没有着火，是邻居烧菜",
]


@pytest.mark.parametrize("text", DANGERS)
def test_danger_told_without_a_listed_word_is_an_emergency(triage: Triage, text: str) -> None:
    decision = triage.decide(text, group=SHARED)
    assert (decision.kind, decision.urgent) == ("emergency", True)


@pytest.mark.parametrize("text", NONE_OF_IT)
def test_fun_films_fears_and_what_is_over_raise_no_alarm(triage: Triage, text: str) -> None:
    assert triage.decide(text, group=SHARED).kind != "emergency"


@pytest.mark.parametrize("text", ["西关小区3栋电梯又坏了", "热水器打不着火", "我妈上周摔了一跤，路面还没修"])
def test_names_and_daily_words_that_hold_a_dangerous_one_raise_no_alarm(triage: Triage, text: str) -> None:
    assert triage.emergency_word(text) is None


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("3栋厨房烧起来了", "fire_safety"),
        ("煤气味很重，我头晕", "utilities"),
        ("我被关在电梯里了", "elevator"),
        ("有人拿刀打架", "neighbour_dispute"),
        ("老人晕倒在花坛边", "other"),
        ("变压器炸了一声，现在滋滋冒蓝火", "utilities"),
        ("炸起来了", "fire_safety"),
        ("全是黑烟", "fire_safety"),
    ],
)
def test_a_danger_has_its_category(triage: Triage, text: str, category: str) -> None:
    assert triage.decide(text, group=SHARED).category == category


CANNOT_WAIT = [
    "3栋的电线掉下来了，小孩够得着",
    "井盖不见了，晚上会掉下去",
    "水管爆裂，水喷得到处都是",
    "树压到电线上了",
    "楼上两家要动手了，快来劝劝",
    "隔壁独居的老伯两天没动静，敲门不应",
    "墙要倒了，砖都松了",
    "隔壁天天打孩子，哭得很惨",
]
CAN_WAIT = [
    "路灯不亮好几天了",
    "垃圾没人收",
    "医保卡怎么补办",
    "建议多装几个充电桩",
    "楼上漏水，墙皮都掉了",
    "广场舞太吵",
]


@pytest.mark.parametrize("text", CANNOT_WAIT)
def test_harm_that_cannot_wait_for_the_morning_is_urgent(triage: Triage, text: str) -> None:
    assert triage.decide(text, directed=True).urgent


@pytest.mark.parametrize("text", CAN_WAIT)
def test_what_can_wait_is_not_urgent(triage: Triage, text: str) -> None:
    assert not triage.decide(text, directed=True).urgent
