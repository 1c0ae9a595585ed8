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
