"""Whether a message asks somebody to act, asks about something said before, or is chat."""

import re
from dataclasses import dataclass

from bot.triage.fold import fold

_ASKS = re.compile(
    "请问|请求|请[^客假吃帖柬]|麻烦|求助|帮忙|帮我|帮帮|没人管|谁管|谁来|管管|管一下|管一管|处理|解决|修一下|修修|来修|修理|派人|怎么办|咋办|投诉|反映|举报|"
    "反应一下|希望|能不能|能否|可不可以|可以.{0,6}吗|咨询|怎么办理|去哪里?办|需要什么|建议|要求|报修|有没有人|什么时候能|要不要|该怎么|看一下|看看怎么|查一下|通知一下|诉求|取缔|盼"
)
_TROUBLE = re.compile(
    "坏了|又坏|坏掉|不亮|停了|漏|堵了|堵住|堵塞|堵死|堵着|臭|吵|脏|断了|裂|塌|破了|破损|打不开|关不上|没水|没电|没有水|停水|停电|失灵|故障|用不了"
    "|不能用|不好用|很滑|危险|摔|满了|溢|占用|被占|占了|乱停|乱扔|乱丢|乱堆|乱搭|难闻|受不了|扰民|严重|影响|隐患|困在|被困|卡住|没人|掉下来"
    "|没信号|积水|渗|不见了|被偷|咬|不牵|不拴|有人在|有人把|有人搞|天天|一整夜|一整晚|半夜|好几天|几天了|个月了|半年|一年了|到处|全是|都是|过期"
    "|没反应|太小|太大|太响|涨价|又涨|没有公示|打起来|打架|窜|生了一窝|隔成|围起来|坑坑洼洼|出不去|进不去|刷不开|爆了|还在施工|不会用|晚上都在|捡到|传销"
)
_WONDERS = re.compile(
    "怎么(?:办|申请|交|弄|补|又)|要(?:什么|哪些)(?:材料|手续|证)|去?哪里?(?:办|换|交|领|申请)|找谁|找哪|有没有人|什么时候(?:开始|来|能)|多少钱一|能不能"
)
_CHAT = re.compile(
    "哈哈|呵呵|嘿嘿|嘻嘻|谢谢大家|晚安|早安|早上好|晚上好|吃饭|吃了|约吗|想你|爱你|拜拜|电影|电视剧|小说|游戏|转让|出售|拼团|团购|接龙|红包|生日|恭喜|加油|"
    "辛苦|修好了(?![吗没?])|好多了|可爱|挺好|挺方便|不错|真好|好漂亮|好看|天气|放假|旅游|老婆|老公|宝贝|亲爱|同学|老师说|考试|上课|作业|公司|单位|加班|下班|回家|老板|寝室|宿舍|遇到|碰到|听说|朋友圈|微博|手机坏|哥们|亲们"
)
_TO_YOU = re.compile("你(?![好们])|您(?!好)")
_FOLLOWUP = re.compile(
    "(?:处理|解决|修|办|弄|搞|查|核实|落实|联系)(?:得|的)?(?:怎么样|咋样|如何|好了?没|好了?吗|了没|完了?没|到哪|没有[?？]?$)"
    "|(?:有|没)(?:什么|啥)?(?:进展|下文|回音|消息|结果|答复)(?:了?[吗没呢?？]|$)|(?:进展|进度|结果)(?:怎么样|如何|呢|到哪)"
    "|(?:怎么|咋|为什么)?还(?:没|不)(?:人来|有人来|来修|来人|处理|解决|修好?|见人|办好|回复|答复|有消息)|催一下|催催|什么时候(?:来修|能修好|修好|处理好|解决|有人来)"
    "|(?:修|处理|解决|办)好了吗|来了没有?[?？]?$"
)
_BEFORE = re.compile(
    "上次|上回|上周|前天|前几天|昨天|之前|那天|早上|我报|报的|报修的|反映的|反映过|说的|提的|工单|编号|我那个|那件事|那个|的事|诉求|还没|还不|催"
)
_SHORT = 70
_ENOUGH = 3.0


@dataclass(frozen=True)
class Signs:
    """How much a message asks somebody to act, and the words that do."""

    score: float
    words: tuple[str, ...]

    @property
    def is_request(self) -> bool:
        """Whether somebody ought to act."""
        return self.score >= _ENOUGH


def followup_words(text: str) -> str | None:
    """The words that ask how something said before stands; only in short messages."""
    folded = fold(text)
    match = _FOLLOWUP.search(folded) if len(folded) <= _SHORT else None
    return match[0] if match and _BEFORE.search(folded) else None


def signs(text: str, *, strength: float, names_place: bool) -> Signs:
    """Weigh what asks for action against what sounds like chat.

    ``strength`` is how strongly the words speak for a category, ``names_place`` whether
    the text names a place of the neighbourhood.
    """
    folded = fold(text)
    asks, trouble = _ASKS.search(folded), _TROUBLE.search(folded)
    score = min(strength, 6.0) * 0.6
    score += 1.6 if asks else 0.0
    score += 1.4 if trouble else 0.0
    score += 1.0 if _WONDERS.search(folded) else 0.0
    score += 1.7 if names_place else 0.0
    score -= 2.0 * min(2, len(_CHAT.findall(folded)))
    score -= 1.0 if _TO_YOU.search(folded) else 0.0
    return Signs(score, tuple(match[0] for match in (asks, trouble) if match))
