"""Names in no list next to a listed one or a number: 锦江苑三期, 西关社区, 东方花园3栋, 解放路33号."""

import re
from typing import Literal

from bot.triage.address_words import BREAK

_PHASE = re.compile(
    r"(?:第?[一二三四五六七八九十0-9]{1,2}|[东西南北A-Za-z])(?:期|区|里|苑)|新村|花苑|花园|公寓"
)
_OTHER = re.compile(
    "社区|街道|大街|大道|路(?![灯面上边旁坑])|街(?![上边])|巷|村|镇|桥|大桥|小学|中学|幼儿园|医院|派出所|公园|广场|站"
)
_ESTATE_ENDS = "小区|花园|花苑|公寓|家园|新村|新苑|大厦|佳园|名苑|苑|城|府|庭|湾|[一二三四五六七八九0-9]期"
_WHOLE = re.compile(rf"(?:{_ESTATE_ENDS})$")
_NAME = {
    "building": re.compile(rf"(?P<name>[\u4e00-\u9fff]{{1,5}}?)(?:{_ESTATE_ENDS})[\s的]?$"),
    "house": re.compile(r"(?P<name>[\u4e00-\u9fff]{1,4})[路街巷弄][\s的]?$"),
}
_NO_NAME = {
    "building": re.compile(
        "(?:我们?|咱们?|本|这个?|那个?|该|住|在|到|自己|整个|全|同一?个?|问|反映|说|讲|听|一下|们|个|的|区"
        "|[这那哪家屋手]里|[晚早网楼路街]上|[楼底]下|停[水电气])$"
    ),
    "house": re.compile("(?:马|道|公|条|大|小|一|半|走|修|过|铁|网|线|这|那|出|进|思|水|电|气|在|到|的)$"),
}
_SECTION = re.compile(
    r"(?:[\u4e00-\u9fff]{0,5}?(?:[A-Za-z]区|[一二三四五六七八九十0-9]{1,2}[区期])|[0-9一二三四五六七八九十百]{1,4}弄)[\s的]?$"
)
"""A section, phase or lane of something: of what does not matter, it is in no list."""
_FARTHEST = 9


def phase_after(text: str, end: int) -> int:
    """Where the phase ends that makes the estate before ``end`` another one; ``end`` when there is none."""
    match = _PHASE.match(text, end)
    return match.end() if match else end


def is_other_name(said: str, text: str, end: int) -> bool:
    """Whether an estate's short name only begins something else: the 西关 of 西关社区."""
    return _WHOLE.search(said) is None and _OTHER.match(text, end) is not None


def name_before(text: str, start: int, kind: Literal["building", "house"]) -> str:
    """The strange estate or street a number at ``start`` belongs to, as written; empty when there is none."""
    before = text[max(0, start - _FARTHEST) : start]
    match = _NAME[kind].search(before)
    if match and not _NO_NAME[kind].search(match["name"]) and BREAK.split(match["name"])[-1]:
        return match[0]
    section = _SECTION.search(before)
    return section[0] if section else ""
