"""What part a place plays in a text: the scene, whose doing it is, who suffers, where the writer lives."""

import re
from enum import IntEnum


class Role(IntEnum):
    """The nearer the front, the sooner such a place decides."""

    CULPRIT = 0
    """Where it comes from: 被8栋吵得."""
    SCENE = 1
    """Where it is, as far as the text tells."""
    SUFFERER = 2
    """Where it arrives: 漏到3栋."""
    HOME = 3
    """Where the writer lives."""
    AWAY = 4
    """Where the writer happens to be, or something lies that is to be brought."""
    NONE = 5
    """Not there at all, or only where an errand leads."""


_DENIED = re.compile("(?:不是|不在|并非|不是在|没在)$")
_ERRAND = re.compile("(?:去|到|上|往|从|在)$")
_ERRANDS = re.compile(
    "(?:里|那里|那边)?(?:帮我|帮忙|帮|给我?|替我?|代|陪)?(?:拿(?!刀)|取|买|领|看病|看医生|打针|配药|开药|挂号|办|交费|缴费|体检|量血压|排队"
    "|接[我他她老孩]|送[我他她老孩]|报销|检查|复查)"
)
_PASSED = re.compile("(?:在|路过|经过)$")
_PASSING = re.compile(
    "(?:这边?|那边?|里面?)?(?:上班|买菜|买东西|散步|遛弯|遛狗|跳舞|锻炼|等人|等车|办事|排队|接孩子|看到|看见|听到|闻到)"
)
_FETCHED = re.compile("(?:快递|包裹|外卖|药|东西)(?:都|还|就)?(?:到了?|放|存|寄)?(?:在|到)$")
_ACCUSED = re.compile("(?:被|遭|都怪|都是因为)$")
_ARRIVES = re.compile(
    "(?:影响|吵|漏|流|淹|飘|滴|传|排|倒|丢|扔|照|挡|渗|熏|冲|灌|溅|喷|砸|掉|对)(?:到|了|着|得|住|进|向|往|过|及|在|下|给|来){1,3}"
    "(?:我们?家?的?)?$|(?:对着|正对|吵得|害得|影响)(?:我们?)?$"
)
_LIVES = re.compile(
    r"(?:我们?(?:家|一家|人|自己)?(?:就|是|都|还|现在|刚才|今天)?(?:住|是|在)|我家|本人(?:家)?(?:住|是|在)|(?:^|[,。\s])家?住|俺家?住?)(?:在|的)?[^,。]{0,2}$"
)
_WRITERS = re.compile("的?(?:业主|居民|住户|租户|租客)(?:$|[,:。 ]|反映|投诉|举报|想问|来说|求助|我)")
_FAR = 10


def role_of(text: str, start: int, end: int) -> Role:
    """The part the place between ``start`` and ``end`` plays in a folded text."""
    before, after = text[max(0, start - _FAR) : start], text[end : end + _FAR]
    if _DENIED.search(before) or (_ERRAND.search(before) and _ERRANDS.match(after)):
        return Role.NONE
    if _FETCHED.search(before) or (_PASSED.search(before) and _PASSING.match(after)):
        return Role.AWAY
    if _ACCUSED.search(before):
        return Role.CULPRIT
    if _ARRIVES.search(before):
        return Role.SUFFERER
    if _LIVES.search(before) or _WRITERS.match(after):
        return Role.HOME
    return Role.SCENE
