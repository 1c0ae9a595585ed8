"""Emergencies: configured words that mean danger now, and the contexts in which they do not.

Needs neither jieba nor anything that can fail, so that it works when the rest does not.
"""

import re
from collections.abc import Iterable
from itertools import islice

from bot.triage.fold import fold

_CLAUSE = re.compile(r"[。！？!?；;\n]")
_REHEARSED = re.compile(
    "演习|演练|培训(?!班|中心|机构)|讲座|宣传(?!栏|画|板|册|牌)|消防知识|防火知识|安全知识|预案|预防|防止|防范|避免|以免|谨防"
    "|电影(?!院)|电视剧|新闻里|小说|模拟|谣言|辟谣"
)
_PAST = re.compile("去年|前年|以前|早年|那年|当年|曾经")
_REAL = re.compile("救命|快来|真的|真着|不是演")
_NOW = re.compile("现在|正在|刚刚|刚才|今天|已经|又|救命|快来")
_DENIED = re.compile("(?:没有?|不是|不会|未|别|怕)$")
_IMAGINED = re.compile(
    "(?:担心|小心|当心|注意|容易|万一|如果|要是|假如|一旦|会不会|可能会|导致|引起|引发)[^，,]{0,4}$"
)
_AFTERMATH = re.compile("了?的?(?:隐患|风险|危险性|事故|一样|似的)")
_FIRE_WORD = re.compile("锅|车|腿|龙|热|爆|箭|种|红|把|炬|星|柴|烧云|山|化|候|气大")
_FIRE_LEAD = re.compile("(?:一|发|升|生)$")
_URGENT = re.compile(
    "困人|被困|触电|漏电|爆管|爆裂|喷水|冒烟|摔倒|晕倒|昏倒|煤气味|燃气味|掉下来|坠落|救命|打起来|动刀"
)
_REACH = 12
_WIDE = 40
_MOST = 100


def emergency_word(text: str, words: Iterable[str]) -> str | None:
    """The first configured word that stands in the text and means danger now, else ``None``.

    A word of four or more characters may be interrupted (燃气管道泄漏); drills, talks,
    warnings, what-ifs and what is long past are no emergency.
    """
    folded = fold(text).replace("泄露", "泄漏")
    return next((word for word in words if _in_danger(folded, word)), None)


def is_urgent(text: str) -> bool:
    """Whether somebody may come to harm before working hours run again."""
    match = _URGENT.search(fold(text))
    return bool(match)


def _in_danger(text: str, word: str) -> bool:
    return any(_is_now(text, match, word) for match in islice(_pattern(word).finditer(text), _MOST))


def _pattern(word: str) -> re.Pattern[str]:
    plain = fold(word).replace("泄露", "泄漏")
    if len(plain) == 2:  # noqa: PLR2004 - 着火 is also 着了火, 着大火
        return re.compile(f"{re.escape(plain[0])}[了大过起]?{re.escape(plain[1])}")
    half = len(plain) // 2
    gap = r"[^。！？!?；;，,\n]{0,4}" if len(plain) > 3 else ""  # noqa: PLR2004 - a word of two words
    return re.compile(re.escape(plain[:half]) + gap + re.escape(plain[half:]))


def _is_now(text: str, match: re.Match[str], word: str) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if word.endswith("火") and (_FIRE_WORD.match(after) or _FIRE_LEAD.search(before[-1:])):
        return False
    near = before[-_REACH:]
    if _DENIED.search(near) or _IMAGINED.search(near) or _AFTERMATH.match(after):
        return False
    clause = _CLAUSE.split(before[-_WIDE:])[-1] + match[0] + _CLAUSE.split(after[:_WIDE])[0]
    if _REHEARSED.search(clause):
        return bool(_REAL.search(clause))
    return bool(_NOW.search(clause)) or not _PAST.search(clause)
