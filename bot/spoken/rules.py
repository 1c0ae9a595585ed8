"""Reading times as people type them: 明天下午3点, 下周三晚上7点半, 元旦上午9点."""

import contextlib
import io
import re
import sys
import threading
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import Refused
from bot.notation import plain
from bot.spoken import texts

_ENOUGH = 40
"""Characters after which something is no time any more."""
_NUMERAL = r"[0-9零〇一二两三四五六七八九十]+"
_MONTH_DAY = re.compile(rf"({_NUMERAL})\s*月\s*({_NUMERAL})\s*[日号]?")
_LEAP_YEAR = 2024
_HOUR = re.compile(r"([0-9]+|(?<![周期拜])[零〇一二两三四五六七八九十]+)\s*[点时](?![间候])")
_CLOCK = re.compile(r"(\d{1,3})\s*[::]\s*(\d{1,3})")
_MONTH = re.compile(r"(\d+)\s*月")
_DAY = re.compile(r"(\d+)\s*[日号]")
_HALF_OF_DAY = re.compile(r"上午|下午|早|晚|凌晨|中午|正午|傍晚|夜|清晨|午后")
_FIXED = re.compile(r"今|昨|前天|这周|本周|这个?星期|上周|上个|本月|这个月|\d{4}\s*[年/.-]")
"""What names one moment and no later one like it."""
_SHORT = (("明早", "明天早上"), ("今早", "今天早上"), ("后早", "后天早上"))
_NUMBERS = dict(zip("零一二三四五六七八九十", range(11), strict=True)) | {"〇": 0, "两": 2}
_LAST_HOUR, _LAST_MINUTE, _LAST_MONTH, _LAST_DAY, _NOON = 24, 59, 12, 31, 12


def read_time(words: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment somebody means, aware, in UTC: always the next one.

    Refuses what is no time, what does not exist or is over, a day without an hour, and an
    hour that may be in the morning or the evening; each with a sentence that asks.
    """
    text = _settled(words)
    _require_existing(text)
    begins, ends = _next_range(text, now=now, zone=zone)
    local = begins.astimezone(zone)
    if (ends - begins) > timedelta(hours=2):
        raise Refused(texts.which_hour(texts.day_in_words(local.date(), now.astimezone(zone).date())))
    hour = _HOUR.search(text)
    if hour and 0 < local.hour < _NOON and not _HALF_OF_DAY.search(text):
        raise Refused(texts.which_half(hour[0]))
    if begins <= now:
        raise Refused(texts.is_past(texts.moment_in_words(begins, now=now, zone=zone)))
    return begins


def both_halves(words: str, *, now: datetime, zone: ZoneInfo) -> list[datetime]:
    """The moments in the morning and in the evening that an unclear hour may mean, without what is over.

    Empty when it is not the half of the day that is unclear.
    """
    text = _settled(words)
    hour = _HOUR.search(text)
    if hour is None or _HALF_OF_DAY.search(text):
        return []
    found = []
    for half in texts.HALVES:
        with contextlib.suppress(Refused):
            found.append(read_time(text[: hour.start()] + half + text[hour.start() :], now=now, zone=zone))
    return found


def read_day(words: str, *, now: datetime, zone: ZoneInfo) -> date:
    """The local day somebody means: today or the next one.

    Refuses what is no day, does not exist or is over.
    """
    text = _settled(words)
    _require_existing(text)
    today = datetime.combine(now.astimezone(zone).date(), datetime.min.time(), zone)
    try:
        begins, _ = _next_range(text, now=today.astimezone(UTC) - timedelta(seconds=1), zone=zone, base=today)
    except Refused:
        raise Refused(texts.NOT_A_DAY) from None
    day = begins.astimezone(zone).date()
    if day < today.date():
        raise Refused(texts.is_past(texts.day_in_words(day, today.date())))
    return day


def warm() -> None:
    """Load what reads, which takes most of a second; nothing it prints is shown."""
    _reader()


def _settled(words: str) -> str:
    text = plain(words)
    for short, whole in _SHORT:
        text = text.replace(short, whole)
    return text


def _require_existing(text: str) -> None:
    hours = [_number(match[1]) for match in _HOUR.finditer(text)]
    clocks = [(int(match[1]), int(match[2])) for match in _CLOCK.finditer(text)]
    exists = (
        all(hour <= _LAST_HOUR for hour in [*hours, *(hour for hour, _ in clocks)])
        and all(minute <= _LAST_MINUTE for _, minute in clocks)
        and all(0 < int(match[1]) <= _LAST_MONTH for match in _MONTH.finditer(text))
        and all(0 < int(match[1]) <= _LAST_DAY for match in _DAY.finditer(text))
        and all(_is_in_month(*map(_number, match.groups())) for match in _MONTH_DAY.finditer(text))
    )
    if not exists:
        raise Refused(texts.no_such_time(text[:_ENOUGH]))


def _is_in_month(month: int, day: int) -> bool:
    return 0 < month <= _LAST_MONTH and 0 < day <= monthrange(_LEAP_YEAR, month)[1]


def _number(written: str) -> int:
    """A number up to 99, in digits or in Chinese."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (_NUMBERS.get(tens, 1) if ten else 0) * 10 + _NUMBERS.get(ones, 0)


def _next_range(
    text: str, *, now: datetime, zone: ZoneInfo, base: datetime | None = None
) -> tuple[datetime, datetime]:
    """From when until when the words may mean, the next time this comes; a fixed one as it is."""
    local = base or now.astimezone(zone)
    found = _range(text, local)
    if found[0] > now or _FIXED.search(text):
        return found
    for later in _later(local):
        again = _range(text, later)
        if again[0] > now:
            return again
    return found


def _later(local: datetime) -> Iterator[datetime]:
    """Moments to read the same words from: tomorrow, in a week, next month, in the years to come."""
    yield local + timedelta(days=1)
    yield local + timedelta(days=7)
    yield (local.replace(day=1) + timedelta(days=32)).replace(day=1)
    for years in (1, 2):
        yield local.replace(year=local.year + years, month=1, day=1)


def _range(text: str, base: datetime) -> tuple[datetime, datetime]:
    if not text or len(text) > _ENOUGH:
        raise Refused(texts.NOT_A_TIME)
    # jionlp reckons in the machine's zone: the same wall clock there stands for the one here
    wall = base.replace(tzinfo=None)
    try:
        read = _reader().parse_time(text, time_base=wall.timestamp())
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
        raise Refused(texts.NOT_A_TIME) from None
    if read["type"] not in ("time_point", "time_span") or "inf" in read["time"]:
        raise Refused(texts.NOT_A_TIME)
    begins, ends = (datetime.fromisoformat(one).replace(tzinfo=base.tzinfo) for one in read["time"])
    if read["type"] == "time_span":
        ends = begins
    return begins.astimezone(UTC), ends.astimezone(UTC)


class _Hush(io.TextIOBase):
    """Swallows what one thread writes; all others write as before."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self._thread = threading.get_ident()

    def write(self, text: str) -> int:
        return len(text) if threading.get_ident() == self._thread else self._real.write(text)

    def flush(self) -> None:
        self._real.flush()


@lru_cache(maxsize=1)
def _reader() -> Any:
    with contextlib.redirect_stdout(_Hush(sys.stdout)):  # jionlp greets whoever imports it
        return import_module("jionlp")
