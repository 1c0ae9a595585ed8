"""Each general way of asking, complaining and chatting, in sentences made for this test."""

import pytest

from bot.triage import Triage
from tests.triage.xiguan import SHARED

NEEDS = {
    "something broke": ["单元门的把手断了", "楼道窗户关不上，雨都飘进来", "健身器材的脚踏松了，会晃"],
    "it is wet or dirty": ["天花板一直滴水", "下水道堵了，水往上冒", "走廊一股霉味，墙都潮了"],
    "it is loud": ["楼上半夜两点还在跑跳", "对面工地凌晨还在轰轰响", "楼下唱歌唱到十二点"],
    "it is in the way": ["有车停在无障碍坡道前面，轮椅过不去", "门口被杂物堵住，婴儿车推不进来"],
    "it was done to somebody": ["我的电动车被刮了，物业说监控坏了", "房东押金扣着不还"],
    "the frail cannot": ["我妈一个人住，五楼的米提不动", "表上的字我看不清，没人帮我填"],
    "how is it done": ["低保年审要带什么材料", "残疾证丢了在哪里补", "医保断了两个月还能补缴吗"],
    "a wish": ["楼下要是有个遮雨棚就好了", "建议在巷口装一面镜子", "小区里放几张长椅吧"],
    "a bitter question": [
        "交了物业费就是让我们天天爬楼的吗",
        "楼道的灯是摆设吗，黑了一个礼拜了",
        "楼道这么乱还让不让人走路",
    ],
    "danger to come": ["六楼阳台的花盆摆得太外面，看着要掉", "台阶太滑，老人摔了好几次"],
}

CHATTER = {
    "fun": ["电梯里放屁的是谁哈哈", "我家狗叫得比闹钟准，笑死"],
    "a word played with": ["孙子把下水道读成下水稻", "昨晚梦到楼道里养了一头牛"],
    "a notice": ["通知：明天上午九点停水检修，请各位业主提前储水", "温馨提示：电动车请勿进电梯"],
    "an advert": ["专业疏通下水道，不通不收费", "转让婴儿车一台，八成新，楼下自提"],
    "asked of neighbours": ["谁家有梯子借我用一下", "有没有人推荐装修师傅，哪家靠谱", "明天有人一起去打球吗"],
    "settled": ["水来了，大家可以做饭了", "昨天漏水的地方弄好了，辛苦了"],
    "elsewhere": ["我同事他们小区停电三天了", "听说隔壁市的电梯出事了", "新闻里那个楼塌了真吓人"],
    "long ago": ["小时候我们那会儿天天停电", "以前住的小区垃圾堆成山"],
    "the small ones": ["我孙子问我垃圾车为什么唱歌", "外孙女画了一辆消防车"],
    "an apology": ["不好意思各位，我家明天装修会吵半天，请大家包涵"],
}


@pytest.mark.parametrize("text", [text for texts in NEEDS.values() for text in texts])
def test_an_unmet_need_is_a_request(triage: Triage, text: str) -> None:
    assert triage.decide(text, group=SHARED).kind == "request"


@pytest.mark.parametrize("text", [text for texts in CHATTER.values() for text in texts])
def test_what_asks_nothing_of_the_office_is_chat(triage: Triage, text: str) -> None:
    assert triage.decide(text, group=SHARED).kind == "chat"


@pytest.mark.parametrize(
    "text",
    [
        "工单显示已办结，可是水还在滴",
        "上周登记的扶手装到哪一步了",
        "门修好没两天又关不上了",
        "说好星期三来换锁的，到现在没见人",
        "我上个月交的申请，一直没回复",
        "那张单子撤销吧，我自己弄好了",
        "催第二遍了，有进展吗",
        "上次报错了，是二单元不是三单元",
    ],
)
def test_coming_back_to_a_report_is_a_followup(triage: Triage, text: str) -> None:
    assert triage.decide(text, group=SHARED).kind == "followup"
