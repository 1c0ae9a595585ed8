"""The short notations of the configuration file: spans, times of day, rates, numbers, places.

Each parser takes what the operator wrote and returns a value, or raises ``ValueError``
whose text is the mend: what to write instead.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time, timedelta

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SPAN = re.compile(r"(\d{1,5})\s*([smhd])")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_RATE = re.compile(r"(\d{1,6})\s*(?:per|/)\s*(\d{1,6})?\s*(second|minute|hour)s?", re.IGNORECASE)
_RATE_UNITS = {"second": 1, "minute": 60, "hour": 3600}
_NUMBERS = re.compile(r"\d{1,4}(?:[-~]\d{1,4})?")
_STREET = re.compile(
    r"(?P<name>.+?(?:路|街|巷|弄|道|胡同))(?:(?P<numbers>\d[\d,~-]*)号?(?P<side>单号|双号)?)?"
)
_BUILDINGS = re.compile(r"(?P<numbers>\d[\d,~-]*)(?:号楼|栋|幢|座|#)?")
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class SendRate:
    """So many messages in so many seconds."""

    messages: int
    seconds: float


@dataclass(frozen=True)
class PlaceSpec:
    """One entry of a grid's ``places``, parsed.

    An estate's buildings (``numbers`` empty: the whole estate), a street's numbers
    (``numbers`` empty: the whole street), or a landmark with its aliases.
    """

    estate: str = ""
    street: str = ""
    numbers: frozenset[int] = frozenset()
    landmarks: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Bring full-width digits, letters and signs to their plain form and drop outer blanks."""
    return unicodedata.normalize("NFKC", text).strip()


def parse_span(written: object) -> timedelta:
    """Read ``30m``, ``2h``, ``2d`` or ``4s``; a timedelta passes."""
    if isinstance(written, timedelta):
        return written
    match = _SPAN.fullmatch(written.strip()) if isinstance(written, str) else None
    if match is None:
        raise ValueError('write a number and s, m, h or d, such as "30m", "2h" or "2d"')
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]])


def write_span(span: timedelta) -> str:
    """The shortest notation of a span: the inverse of ``parse_span``."""
    seconds = int(span.total_seconds())
    unit = next(unit for unit in ("d", "h", "m", "s") if seconds % _UNITS[unit] == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


def parse_time(written: str) -> time:
    """Read a time of day, ``10:00``."""
    match = _TIME.fullmatch(written.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:  # noqa: PLR2004 - a clock's face
        raise ValueError('write a time of day such as "10:00"')
    return time(int(match[1]), int(match[2]))


def parse_hours(written: str) -> tuple[time, time]:
    """Read hours from one time of day to another, ``21:30-07:30``, maybe over midnight."""
    begins, dash, ends = plain(written).partition("-")
    try:
        hours = parse_time(begins), parse_time(ends)
    except ValueError:
        hours = (time.min, time.min)
    if not dash or hours[0] == hours[1]:
        raise ValueError('write two different times of day such as "21:30-07:30"')
    return hours


def parse_rate(written: str) -> SendRate | None:
    """Read ``30 per 1 second``, ``20/minute``; an empty text means no limit."""
    if not written.strip():
        return None
    match = _RATE.fullmatch(written.strip())
    if match is None or int(match[1]) == 0 or match[2] == "0":
        raise ValueError('write a rate such as "20 per 60 second", or "" for none')
    return SendRate(int(match[1]), float(int(match[2] or 1) * _RATE_UNITS[match[3].lower()]))


def parse_days(written: str) -> str:
    """Check ``workdays``, ``daily`` or ``mon,tue,…`` and bring it to lower case without blanks."""
    days = re.sub(r"\s", "", written).lower()
    if days in {"workdays", "daily"}:
        return days
    if not days or any(day not in DAY_NAMES for day in days.split(",")):
        raise ValueError('write "workdays", "daily" or days such as "mon,thu"')
    return days


def parse_numbers(written: str) -> frozenset[int]:
    """Read a list of numbers and ranges, ``1-6,8,10-12``."""
    numbers: set[int] = set()
    for part in re.split(r"[,、]", re.sub(r"\s", "", plain(written))):
        if not _NUMBERS.fullmatch(part):
            raise ValueError('write numbers and ranges such as "1-6,8,10-12"')
        first, _, last = part.replace("~", "-").partition("-")
        if int(first) < 1 or int(last or first) < int(first):
            raise ValueError(f'write the range "{part}" from low to high, beginning at 1 or more')
        numbers.update(range(int(first), int(last or first) + 1))
    return frozenset(numbers)


def parse_place(written: str, estates: Iterable[str]) -> PlaceSpec:
    """Read one place of a grid: estate and buildings, street and numbers, or a landmark.

    ``estates`` are all names and aliases of estates; the longest that fits wins. The
    estate of the result is spelt as in the list it was found in.
    """
    text = re.sub(r"\s", "", plain(written)).replace("、", ",")
    names = tuple(name for name in text.split("|") if name)
    if not names or any(not name.strip("·") for name in names):
        raise ValueError('write a place such as "西关小区1-6栋", "吴航路1-59号单号" or "王记超市|王记"')
    inside = _landmark_inside(names)
    if inside:
        return inside
    estate = longest_prefix(names[0], estates)
    rest = names[0].removeprefix(plain(estate))
    if len(names) == 1 and estate and not rest:
        return PlaceSpec(estate=estate)
    if len(names) == 1 and estate and (match := _BUILDINGS.fullmatch(rest)):
        return PlaceSpec(estate=estate, numbers=parse_numbers(match["numbers"]))
    return _street_or_landmark(names)


def longest_prefix(text: str, names: Iterable[str]) -> str:
    """The longest of the names with which the text begins, or an empty text."""
    return max((name for name in names if text.startswith(plain(name))), key=len, default="")


def _landmark_inside(names: tuple[str, ...]) -> PlaceSpec | None:
    estate, dot, landmark = names[0].partition("·")
    if not dot:
        return None
    if not estate or not landmark:
        raise ValueError('write a landmark inside an estate as "西关小区·南门|南门岗"')
    return PlaceSpec(estate=estate, landmarks=(landmark, *names[1:]))


def _street_or_landmark(names: tuple[str, ...]) -> PlaceSpec:
    match = _STREET.fullmatch(names[0]) if len(names) == 1 else None
    if match:
        numbers = parse_numbers(match["numbers"]) if match["numbers"] else frozenset[int]()
        parity = {"单号": 1, "双号": 0}.get(match["side"] or "")
        kept = frozenset(number for number in numbers if parity is None or number % 2 == parity)
        if numbers and not kept:
            raise ValueError(f"no number of {names[0]} is {match['side']}: mend the range or the side")
        return PlaceSpec(street=match["name"], numbers=kept)
    if len(names) == 1 and re.search(r"\d(?:号楼|栋|幢|座|#)$", names[0]):
        raise ValueError("it names no estate of [[estates]]: add the estate, or mend the name")
    return PlaceSpec(landmarks=names)
