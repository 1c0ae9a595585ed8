"""Where the time stands in a sentence."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.spoken.finding import find_time
from bot.spoken.rules import both_halves

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY_NINE = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("下周三晚上7点半在三楼开会", "下周三晚上7点半"),
        ("商量3号楼加装电梯，12月2日（周三）19:30，议事厅", "12月2日（周三）19:30"),
        ("12月2日周三，晚上7点半，三楼", "12月2日周三，晚上7点半"),
        ("十二月二号晚上七点，关于春节期间安全", "十二月二号晚上七点"),
        ("本周六晚八点，商量2027年春节活动", "本周六晚八点"),
        ("说说春节的安排，明天下午3点", "明天下午3点"),
        ("周三晚上7点半到9点在三楼", "周三晚上7点半到9点"),
        ("元旦上午9点，5栋5点钟断水的事", "元旦上午9点"),
        ("明早9点半开会", "明早9点半"),
        ("下周三在三楼开会", "下周三"),
        ("晚上七点在议事厅", "晚上七点"),
        ("三天后下午2点", "三天后下午2点"),
        ("2月30日下午3点", "2月30日下午3点"),
        ("明天25点", "明天25点"),
    ],
)
def test_the_time_is_found(sentence: str, found: str) -> None:
    begin, end = find_time(sentence) or (0, 0)

    assert sentence[begin:end] == found


@pytest.mark.parametrize("sentence", ["", "提3点意见", "3号楼2单元", "这个时候不方便", "在三楼商量电梯"])
def test_where_there_is_none_none_is_found(sentence: str) -> None:
    assert find_time(sentence) is None


@pytest.mark.parametrize(
    ("words", "halves"),
    [
        ("周五8点", ["2026-11-27 08:00", "2026-11-27 20:00"]),
        ("周五八点半", ["2026-11-27 08:30", "2026-11-27 20:30"]),
        ("今天8点", ["2026-11-23 20:00"]),
        ("周五", []),
        ("周五下午3点", []),
        ("明天25点", []),
    ],
)
def test_an_unclear_hour_may_be_one_of_two(words: str, halves: list[str]) -> None:
    found = both_halves(words, now=MONDAY_NINE, zone=SHANGHAI)

    assert [f"{one.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" for one in found] == halves
