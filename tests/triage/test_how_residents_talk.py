"""How residents talk: requests without a cue word, talk that only sounds like one, what points back."""

import pytest

from bot.triage import Triage
from tests.triage.xiguan import SHARED

REQUESTS = [
    "3栋的水压小得只剩一条线",
    "垃圾房的味道飘到三楼",
    "地库灯坏了一排，开车进去像进山洞",
    "楼道里又堆满了纸板",
    "隔壁在打承重墙",
    "南门的道闸坏了好几天",
    "半夜还有人在楼下放音响",
    "电梯门关不拢",
    "有人在楼梯间给电瓶车充电",
    "网格员能不能来看看，7栋门禁失灵了",
    "请问残疾证怎么换",
    "我妈腿脚不好下不了楼，麻烦社区帮忙取一下药",
    "建议在北门装个路灯",
    "每天早上五点就有人杀鸡，血水流得到处都是",
    "马桶往上冒水，一楼都淹了",
    "车位天天被外来车占，物业也不管",
    "elevator in building 3 is broken again",
]
CHAT = [
    "哈哈我家猫比物业还会巡逻",
    "笑死，老公把电梯按钮按成开门键按了十分钟",
    "【通知】因管道检修，明天上午八点到十二点停水，请各位居民提前储水",
    "转让九成新洗衣机，自提，价格好商量",
    "专业疏通下水道，电话138****1234",
    "求推荐靠谱的空调维修师傅",
    "谁家有冲击钻借我用一下",
    "水来了，大家可以洗澡了",
    "我老家那边停电停了一天",
    "我公司楼下天天施工",
    "小时候停电最开心了",
    "新闻说有个小区着火了，吓人",
    "明天上午消防演习，大家别慌",
    "电梯没坏，是我按错楼层了",
    "我们楼没有停水",
    "各位小心，最近有骗子冒充物业收费",
    "晚上一起跳广场舞吗，老地方",
    "今天食堂有什么菜",
    "谢谢网格员帮我妈办好了津贴",
    "楼上说得对",
    "这只流浪猫好可爱，谁要领养",
]
FOLLOWUPS = [
    "上周报的下水道还没人来",
    "催一下，路灯的事三天了",
    "我反映过两次了，你们到底来不来",
    "#23 怎么样了",
    "上次说的那个井盖修好了吗",
    "修了没两天又漏了，还是那个地方",
    "有结果了吗",
    "你们说昨天来看的，人呢",
    "补充一下，刚才说的是2单元",
    "已办结？可是垃圾还在那里",
]


@pytest.mark.parametrize("text", REQUESTS)
def test_a_complaint_needs_no_cue_word(triage: Triage, text: str) -> None:
    assert triage.decide(text, group=SHARED).kind == "request"


@pytest.mark.parametrize("text", CHAT)
def test_jokes_notices_adverts_thanks_and_other_places_are_chat(triage: Triage, text: str) -> None:
    assert triage.decide(text, group=SHARED).kind == "chat"


@pytest.mark.parametrize("text", ["路灯修好了，谢谢师傅", "楼道灯修好啦，谢谢师傅"])
def test_what_is_mended_and_thanked_for_raises_nothing(triage: Triage, text: str) -> None:
    assert triage.decide(text, group=SHARED).kind in {"chat", "followup"}


@pytest.mark.parametrize("text", FOLLOWUPS)
def test_what_points_back_is_a_followup(triage: Triage, text: str) -> None:
    assert triage.decide(text, group=SHARED).kind == "followup"
