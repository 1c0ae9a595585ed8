"""Where a text speaks of buildings and numbers: 3栋2单元501, 8-9栋, 3＃, 三号楼, 33号, 3-2-501."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.triage.numerals import NUMERAL, number_of, numbers_of

_UNIT = r"(?:号楼|栋|幢|座|#楼?|号)"
_JOIN = r"(?:[-~—至到、,，./和跟与及]|还有|以及)"
_TAIL = (
    rf"(?:楼?[\s,-]{{0,2}}(?P<stair>{NUMERAL})\s?(?:单元|门(?!口)|梯))?"
    r"(?:[\s,-]{0,2}(?P<room>[0-9]{3,4})(?:室|房|号|户|(?![0-9元块年])))?"
)
_NUMBERED = re.compile(
    rf"(?<![0-9.A-Za-z])第?(?P<list>{NUMERAL}(?:\s?(?:{_UNIT}\s?[-~—至到]|{_JOIN})\s?{NUMERAL}){{0,9}})\s?(?P<unit>{_UNIT}){_TAIL}"
)
_DASHED = re.compile(
    r"(?<![0-9-])(?P<building>[0-9]{1,2})-(?:(?P<stair>[0-9]{1,2})-)?(?P<room>[0-9]{3,4})(?P<end>室|房|户)?(?![0-9-])"
)
LETTERED = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]-?[0-9]{0,2}(?:号楼|栋|幢|座(?!位|的?车))")
"""A building with a letter (A座): people have them, our lists do not."""

_NO_HOUSE = re.compile(
    "线|电梯|梯|机|门|口|车|桌|柜|窗|桶|泵|馆|位|厅|教室|晚|早|上午|下午|凌晨|中午|那天|开始|之前|以前|之后|以后"
    "|前(?![面门院])|后(?![面门院])|起|停[水电气]|通知|发工资|截止"
)
_NO_DATE_ABOVE = 31
_COUNTED = re.compile("[这那有某每另整同哪盖建是共几]$")
_COUNTED_AFTER = re.compile("桥|山|塔|城|车|的车|位")


@dataclass(frozen=True)
class Numbered:
    """Numbers with their unit in a text; ``stair`` and ``room`` as written behind them."""

    start: int
    end: int
    kind: Literal["building", "house"]
    numbers: tuple[int, ...]
    stair: int | None = None
    room: str = ""
    needs_estate: bool = False
    doubtful: bool = False


def numbered(text: str) -> Iterator[Numbered]:
    """All buildings and house numbers of a folded text: first those with a unit, then those with dashes.

    Counts (有两栋楼) are none. ``doubtful`` marks what may be a date, a lift or a gate
    (3号停水, 2号门): it is a number only right behind a street. ``needs_estate`` marks
    a form (3-501) that is an address only right behind an estate.
    """
    for match in _NUMBERED.finditer(text):
        found = _with_unit(text, match)
        if found:
            yield found
    for match in _DASHED.finditer(text):
        stair = int(match["stair"]) if match["stair"] else None
        building, sure = int(match["building"]), bool(stair or match["end"])
        yield Numbered(*match.span(), "building", (building,), stair, match["room"], needs_estate=not sure)


def _with_unit(text: str, match: re.Match[str]) -> Numbered | None:
    stair, room = number_of(match["stair"]) if match["stair"] else None, match["room"] or ""
    numbers = numbers_of(match["list"], one_side=match["unit"] == "号")
    if match["unit"] != "号":
        is_count = _is_count(text, match)
        return None if is_count else Numbered(*match.span(), "building", numbers, stair, room)
    doubtful = _is_date_or_thing(text, match)
    return Numbered(*match.span(), "house", numbers, stair, room, doubtful=doubtful)


def _is_date_or_thing(text: str, match: re.Match[str]) -> bool:
    if match["stair"] or match["room"]:
        return False
    after, before = text[match.end() : match.end() + 4], text[max(0, match.start() - 2) : match.start()]
    if before.endswith(("月", "都是", "每到", "之前")):
        return True
    if max(numbers_of(match["list"])) > _NO_DATE_ABOVE:
        return False
    return bool(_NO_HOUSE.match(after))


def _is_count(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 2]
    if match["unit"] == "座" and _COUNTED_AFTER.match(after):
        return True
    if match["list"] == "一" and not match[0].startswith("第"):
        return bool(_COUNTED.search(before)) and match["unit"] in {"栋", "幢", "座"}
    return after.startswith("楼") and bool(_COUNTED.search(before)) and not match[0].startswith("第")
