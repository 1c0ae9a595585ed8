import pytest

from bot.triage import Triage, texts
from tests.triage.xiguan import SHARED


@pytest.mark.parametrize(
    "text",
    [
        "3栋噪音太大了",
        "西关小区3栋2单元楼道灯坏了",
        "有人遛狗不牵绳",
        "南门垃圾没人收",
        "灭火器都过期了",
        "请问高龄津贴怎么申请",
        "楼下的狗叫了一整夜",
        "家里停水了",
        "麻烦帮我取个快递，下不了楼",
    ],
)
def test_a_complaint_in_the_group_is_a_request(triage: Triage, text: str) -> None:
    assert triage.decide(text, group=SHARED).kind == "request"


@pytest.mark.parametrize(
    "text",
    [
        "大家新年好",
        "谁家有多的葱借两根",
        "今天食堂的鱼不错",
        "消防车来给我们送水了",
        "电梯里遇到张老师，还是那么精神",
        "广场舞比赛我们得奖啦，哈哈",
        "明天有人一起去爬山吗",
        "收到，谢谢",
        "狗狗好可爱",
        "下雨了记得收衣服",
        "",
        "😀😀",
    ],
)
def test_talk_among_neighbours_is_chat(triage: Triage, text: str) -> None:
    assert triage.decide(text, group=SHARED).kind == "chat"


@pytest.mark.parametrize(
    "text",
    [
        "上次报的路灯修好了吗",
        "我前天反映的漏水处理得怎么样了",
        "还没人来修吗",
        "那个电梯的事有进展吗",
        "催一下昨天的工单",
    ],
)
def test_a_question_about_something_said_before_is_a_followup(triage: Triage, text: str) -> None:
    assert triage.decide(text, group=SHARED).kind == "followup"


@pytest.mark.parametrize("text", ["大家新年好", "", "有点事"])
def test_what_is_said_to_the_bot_is_never_chat(triage: Triage, text: str) -> None:
    assert triage.decide(text, group=SHARED, directed=True).kind == "request"


@pytest.mark.parametrize(
    "text", ["有事敞开说，今天风大", "/say 今天风大", "#噪音 今天风大", "今天风大 #噪音"]
)
def test_a_tag_or_the_invitation_turns_to_the_bot(triage: Triage, text: str) -> None:
    decision = triage.decide(text, group=SHARED)
    assert triage.is_addressed(text)
    assert (decision.kind, decision.reasons[0]) == ("request", texts.directed())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("电梯又坏了，3栋2单元", "像是反映问题：「电梯」「坏了」"),
        ("老人摸黑上楼", "像是反映问题：「摸黑」「上楼」"),
    ],
)
def test_why_it_sounds_like_a_request_is_told_in_words_of_the_matter(
    triage: Triage, text: str, reason: str
) -> None:
    assert triage.decide(text, group=SHARED).reasons[0] == reason
