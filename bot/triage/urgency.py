"""Emergencies: words and tellings that mean danger now, and the contexts in which they do not.

Needs neither jieba nor anything that can fail, so that it works when the rest does not.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from bot.triage.dangers import DANGERS, MISSED_LONG, URGENT
from bot.triage.fold import fold
from bot.triage.masking import NOTHING, Mask

_READ = 1500
_CLAUSE = re.compile(r"[。！？!?；;\n]")
_REHEARSED = re.compile(
    "演习|演练|彩排|测试|培训(?!班|中心|机构)|讲座|宣传(?!栏|画|板|册|牌)|消防知识|防火知识|安全知识|预案|预防|防止|防范|避免|以免|谨防"
    "|电影(?!院)|电视剧|新闻|小说|短视频|抖音|视频里|剧里|游戏|梦见|做梦|模拟|谣言|辟谣|听说|据说|听我[妈爸]讲|听[^,，。]{1,4}(?:说|讲)|通知|公告|温馨提示|提醒大家|保险|险种"
)
_FUN = re.compile(
    "哈哈|呵呵|嘻嘻|hhh|233|笑死|好笑|开玩笑|逗|段子|🤣|😂|😄|😁|😆|像.{0,8}(?:一样|似的)|跟.{0,8}(?:一样|似的)|一样(?:冲|跑|飞|快|热|红)|堪比|辣得|辣到|热得|晒得|热死|太阳|(?:嗓子|嘴巴|喉咙).{0,4}(?:着火|冒烟|喷火)|火锅|钱包|作文|以为|读成|写成|老板|甲方|论文|ppt|加班|副本|剧本杀|密室|鬼屋|蹦迪|演唱会|(?:心情|人生|朋友圈|演技|颜值|生意|股票|基金|球队|比赛|行情)"
)
_LAUGHTER = re.compile("哈哈|hhh|笑死|🤣|😂|😆")
_PAST = re.compile(
    "去年|前年|大前年|以前|早年|那年|当年|曾经|小时候|[一二三四五六七八九十几两0-9]{1,3}年(?:前|代)|上[个]?(?:月|周|星期|礼拜)|上次|上回|前(?:几天|阵子|段时间)|记得|那场|那次|那会儿"
)
_REAL = re.compile("救命|快来|真的着|真着|不是演|真起火|快跑|赶快下楼")
_NOW = re.compile("现在|正在|刚刚|刚才|今天|今早|已经|又|救命|快来|快")
_DENIED = re.compile("(?:没有?|(?:打|点|烧|烤)不|不是|不会|未|别|怕|并非|不算|没人?)$")
_IMAGINED = re.compile(
    "(?:担心|小心|当心|注意|容易|万一|如果|要是|假如|一旦|会不会|可能会|导致|引起|引发|怕|等(?:着|到|于)|迟早|早晚|哪天|差点|差一点|险些)[^，,]{0,8}$"
)
_SUPPOSED = re.compile("担心|容易|万一|如果|要是|一旦|会不会|小心|以免|可能会|导致|差点|险些")
_AFTERMATH = re.compile(
    "了?的?(?:隐患|风险|危险性|事故|一样|似的|怎么(?:处理|跑|逃|预防|应对)|的?话|那次|那年|那段|险)"
)
_OVER = re.compile(
    r"(?:找到|灭|扑灭|救出来|送(?:去|到|进)?医院|醒)(?:了|啦)|虚惊一场|没事了?(?:$|[,，。!！\s])|没大?事|已经没事|解除|谢谢|感谢|多亏|好在|幸亏|幸好"
)
_ELSEWHERE = re.compile(
    "(?:上海|北京|广州|深圳|杭州|东北|日本|美国|国外|外地|老家|娘家|他们小区|她们小区|人家小区|我?(?:单位|公司|同事|同学|表[姐妹哥弟]|朋友|亲戚)(?:家|那边|小区|楼)?)"
)
_FIRE_WORD = re.compile("锅|车|腿|龙|热|爆|箭|种|红|把|炬|星|柴|烧云|山|化|候|气大|急火燎|力全开")
_FIRE_LEAD = re.compile("(?:一|发|升|生|窝|打)$")
_PAPERS = re.compile("补贴|津贴|什么材料|残疾证|报销|申请|康复|护工|出院|助餐|认证|办证|医保")
_REACH = 12
_WIDE = 40
_MOST = 100


class Alarm(NamedTuple):
    """The words that mean danger now, and the category that answers for it, if they tell."""

    word: str
    category: str | None


def alarm(text: str, words: Iterable[str], mask: Mask = NOTHING) -> Alarm | None:
    """What in the text means danger now, else ``None``: one of ``words``, or a telling that needs none.

    A word of four or more characters may be interrupted (燃气管道泄漏). Drills, films, jokes,
    talks, warnings, what-ifs, and what is denied, over, elsewhere or long past are no emergency.
    ``mask`` hides the names of places, which sound like danger to nobody.
    """
    folded = fold(text)[:_READ].replace("泄露", "泄漏")
    hidden = mask.hide(folded)
    listed = next((word for word in words if _listed(hidden, word)), None)
    for danger in DANGERS:
        told = _told(hidden, danger.pattern)
        if told:
            return Alarm(listed or folded[slice(*told.span())], danger.category)
    return Alarm(listed, _category_of(listed)) if listed else None


def emergency_word(text: str, words: Iterable[str], mask: Mask = NOTHING) -> str | None:
    """The words that mean danger now, else ``None``."""
    found = alarm(text, words, mask)
    return found.word if found else None


def is_urgent(text: str, mask: Mask = NOTHING) -> bool:
    """Whether somebody may come to harm before working hours run again."""
    hidden = mask.hide(fold(text)[:_READ])
    return any(
        _is_now(hidden, match)
        for pattern in (URGENT, MISSED_LONG)
        for match in islice(pattern.finditer(hidden), _MOST)
    )


def _category_of(word: str) -> str | None:
    marks = (
        ("火", "fire_safety"),
        ("气", "utilities"),
        ("电梯", "elevator"),
        ("刀", "neighbour_dispute"),
        ("人", "other"),
    )
    return next((category for mark, category in marks if mark in word), None)


def _listed(text: str, word: str) -> bool:
    return any(
        _is_now(text, match) and not _is_fire_word(text, match, word)
        for match in islice(_pattern(word).finditer(text), _MOST)
    )


def _told(text: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    found = islice(pattern.finditer(text), _MOST)
    return next((match for match in found if _is_now(text, match)), None)


@lru_cache(maxsize=256)
def _pattern(word: str) -> re.Pattern[str]:
    plain = fold(word).replace("泄露", "泄漏")
    if len(plain) == 2:  # noqa: PLR2004 - 着火 is also 着了火, 着大火
        return re.compile(f"{re.escape(plain[0])}[了大过起]?{re.escape(plain[1])}")
    half = len(plain) // 2
    gap = r"[^。！？!?；;，,\n]{0,4}" if len(plain) > 3 else ""  # noqa: PLR2004 - a word of two words
    return re.compile(re.escape(plain[:half]) + gap + re.escape(plain[half:]))


def _is_fire_word(text: str, match: re.Match[str], word: str) -> bool:
    if not word.endswith("火"):
        return False
    return bool(_FIRE_WORD.match(text, match.end()) or _FIRE_LEAD.search(text[: match.start()][-1:]))


def _is_now(text: str, match: re.Match[str]) -> bool:
    before, after = (
        text[max(0, match.start() - _WIDE) : match.start()],
        text[match.end() : match.end() + _WIDE],
    )
    near = before[-_REACH:]
    if (
        _DENIED.search(near)
        or _IMAGINED.search(near)
        or _SUPPOSED.search(match[0])
        or _AFTERMATH.match(after)
    ):
        return False
    if _PAPERS.search(after):
        return False
    clause = _CLAUSE.split(before)[-1] + match[0] + _CLAUSE.split(after)[0]
    if _LAUGHTER.search(after):
        return False
    if _REHEARSED.search(clause) or _FUN.search(clause) or _ELSEWHERE.search(clause):
        return bool(_REAL.search(clause))
    if _OVER.search(after):
        return False
    return bool(_NOW.search(clause)) or not _PAST.search(clause)
