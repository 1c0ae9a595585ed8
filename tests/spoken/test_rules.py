"""What people type, and which moment they mean."""

import subprocess
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.errors import Refused
from bot.spoken import texts
from bot.spoken.rules import read_day, read_time

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY_NINE = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("明天下午3点", "2026-11-24 15:00"),
        ("下周三晚上7点半", "2026-12-02 19:30"),
        ("12月1号上午九点半", "2026-12-01 09:30"),
        ("元旦上午9点", "2027-01-01 09:00"),
        ("今晚7点", "2026-11-23 19:00"),
        ("这周五下午两点", "2026-11-27 14:00"),
        ("大后天早上8点", "2026-11-26 08:00"),
        ("明早八点", "2026-11-24 08:00"),
        ("后天中午12点", "2026-11-25 12:00"),
        ("十二月一号下午两点", "2026-12-01 14:00"),
        ("12月1日 14:30", "2026-12-01 14:30"),
        ("2026-12-01 09:30", "2026-12-01 09:30"),
        ("周五15:00", "2026-11-27 15:00"),
        ("半小时后", "2026-11-23 09:30"),
        ("国庆上午10点", "2027-10-01 10:00"),
        ("周一上午8点", "2026-11-30 08:00"),
        ("上午8点", "2026-11-24 08:00"),
        ("1号下午3点", "2026-12-01 15:00"),
        ("下午三点半到五点", "2026-11-23 15:30"),
        ("周六晚上12点", "2026-11-29 00:00"),
        ("１２月１日　下午３点", "2026-12-01 15:00"),
    ],
)  # fmt: skip
def test_it_is_always_the_next_one(words: str, meant: str) -> None:
    read = read_time(words, now=MONDAY_NINE, zone=SHANGHAI)

    assert f"{read.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("周日", texts.which_hour("11月29日周日")),
        ("明天下午", texts.which_hour("11月24日周二")),
        ("下周", texts.which_hour("11月30日周一")),
        ("明天8点", texts.which_half("8点")),
        ("明天三点半", texts.which_half("三点")),
        ("昨天下午3点", texts.is_past("11月22日周日 15:00")),
        ("今天上午8点", texts.is_past("11月23日周一 08:00")),
        ("2025年1月1日上午9点", texts.is_past("2025年1月1日周三 09:00")),
        ("明天25点", texts.no_such_time("明天25点")),
        ("明天下午3:75", texts.no_such_time("明天下午3:75")),
        ("13月1号上午9点", texts.no_such_time("13月1号上午9点")),
        ("12月32号上午9点", texts.no_such_time("12月32号上午9点")),
        ("11月31号上午9点", texts.no_such_time("11月31号上午9点")),
        ("二月三十日下午3点", texts.no_such_time("二月三十日下午3点")),
        ("等大家有空", texts.NOT_A_TIME),
        ("", texts.NOT_A_TIME),
        ("明天" * 50, texts.NOT_A_TIME),
    ],
)
def test_what_is_not_clear_is_asked(words: str, asked: str) -> None:
    with pytest.raises(Refused) as refused:
        read_time(words, now=MONDAY_NINE, zone=SHANGHAI)

    assert str(refused.value) == asked


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("今天", date(2026, 11, 23)),
        ("周一", date(2026, 11, 23)),
        ("星期三", date(2026, 11, 25)),
        ("下周一", date(2026, 11, 30)),
        ("11月24日", date(2026, 11, 24)),
        ("2026-11-27", date(2026, 11, 27)),
        ("1号", date(2026, 12, 1)),
        ("元旦", date(2027, 1, 1)),
    ],
)
def test_a_day_is_today_or_the_next_one(words: str, meant: date) -> None:
    assert read_day(words, now=MONDAY_NINE, zone=SHANGHAI) == meant


@pytest.mark.parametrize(
    ("words", "said"),
    [("昨天", texts.is_past("11月22日周日")), ("红烧肉", texts.NOT_A_DAY), ("周八", texts.NOT_A_DAY)],
)
def test_a_day_that_is_none_or_over_is_refused(words: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_day(words, now=MONDAY_NINE, zone=SHANGHAI)

    assert str(refused.value) == said


def test_nothing_is_printed_by_what_reads() -> None:
    read = "from bot.spoken.rules import warm; warm(); print('done')"
    done = subprocess.run([sys.executable, "-c", read], capture_output=True, text=True, check=True)

    assert done.stdout == "done\n"
