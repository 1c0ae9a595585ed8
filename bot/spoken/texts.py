"""Moments and days in words, and what to ask when a time is not clear."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
HALVES = ("上午", "下午")
NOT_A_TIME = "这个时间我没看懂。可以这样写：明天下午3点、下周三晚上7点半、12月1号上午9点半。"
NOT_A_DAY = "这个日子我没看懂。可以这样写：明天、周三、12月1号。"


def no_such_time(words: str) -> str:
    """A day or an hour that does not exist."""
    return f"没有“{words}”这个时间，请再看一下。可以这样写：明天下午3点、12月1号上午9点半。"


def which_hour(day: str) -> str:
    """A day without an hour."""
    return f"{day}几点？请把钟点也写上，比如：下午3点、晚上7点半。"


def which_half(hour: str) -> str:
    """An hour that may be in the morning or in the evening."""
    return f"“{hour}”是上午还是下午、晚上？请写清楚，比如：上午9点、晚上8点。"


def is_past(moment: str) -> str:
    """A time that is over."""
    return f"{moment}已经过去了，请写一个以后的时间。"


def day_in_words(day: date, today: date) -> str:
    """A day with its weekday, and its year where it is not this one: 12月1日周二."""
    year = f"{day.year}年" if day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日{WEEKDAYS[day.weekday()]}"


def moment_in_words(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """A moment in local time, with its weekday: 12月1日周二 15:00."""
    local = moment.astimezone(zone)
    return f"{day_in_words(local.date(), now.astimezone(zone).date())} {local:%H:%M}"
