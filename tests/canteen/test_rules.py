"""What people send as a menu, and what is understood of it."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.canteen import texts
from bot.canteen.rules import (
    Around,
    Dish,
    Entry,
    is_canteen_open,
    next_opening,
    read_rows,
    read_text,
    require_orderable,
)
from bot.config import Canteen, Meal
from bot.errors import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
LUNCH = Meal(name="午餐", serves="11:00-12:30", order_until="10:30")
DINNER = Meal(name="晚餐", serves="17:00-18:30")
ELDERS = Canteen(name="长者食堂", meals=[LUNCH])
BOTH = Canteen(name="长者食堂", meals=[LUNCH, DINNER], days="daily")
TOFU, SOUP = Dish("红烧豆腐", 800), Dish("青菜汤", None, ("软食",))
MON, TUE, WED, THU, FRI = (date(2026, 11, day) for day in range(23, 28))


def around(canteen: Canteen = ELDERS, day: int = 23, **more: object) -> Around:
    return Around(canteen, frozenset(), datetime(2026, 11, day, 7, 0, tzinfo=SHANGHAI), SHANGHAI, **more)


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("周一 午餐：红烧豆腐 8元、青菜汤（软食）", [(MON, "午餐", (TOFU, SOUP))]),
        ("今天：红烧豆腐8块，青菜汤[软食]", [(MON, "午餐", (TOFU, SOUP))]),
        ("午餐\n· 红烧豆腐 ￥8\n· 青菜汤（软食）", [(MON, "午餐", (TOFU, SOUP))]),
        ("周二午餐：红烧豆腐 8元 青菜汤 （软食）", [(TUE, "午餐", (TOFU, SOUP))]),
        ("11月24日：红烧豆腐8元/份\n11月25日：青菜汤（软食）", [(TUE, "午餐", (TOFU,)), (WED, "午餐", (SOUP,))]),
        ("周二：1、红烧豆腐 8元", [(TUE, "午餐", (TOFU,))]),
    ],
)  # fmt: skip
def test_typed_menus_are_understood(text: str, entries: list) -> None:
    reading = read_text(text, around())

    assert reading.problems == []
    assert [(one.day, one.meal, one.dishes) for one in reading.entries] == entries


def test_several_meals_a_day_are_told_apart() -> None:
    reading = read_text("周一午餐：红烧豆腐 8元\n晚餐：青菜汤（软食）\n周二晚餐：红烧豆腐 8元", around(BOTH))

    assert [(one.day, one.meal, one.dishes) for one in reading.entries] == [
        (MON, "午餐", (TOFU,)),
        (MON, "晚餐", (SOUP,)),
        (TUE, "晚餐", (TOFU,)),
    ]


@pytest.mark.parametrize(
    ("day", "text", "days"),
    [
        (23, "周一：饭\n周五：面", [MON, FRI]),
        (25, "周四：饭\n周五：面", [THU, FRI]),
        (25, "周一：饭\n周三：粥\n周五：面", [date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 4)]),
        (27, "下周一：饭\n下周二：面", [date(2026, 11, 30), date(2026, 12, 1)]),
    ],
)
def test_the_weekdays_of_one_menu_are_of_one_week(day: int, text: str, days: list[date]) -> None:
    assert [one.day for one in read_text(text, around(day=day)).entries] == days


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("红烧豆腐、青菜汤", "第1行：" + texts.LINE_WITHOUT_DAY),
        ("周八：红烧豆腐", "第1行：这个日子我没看懂。可以这样写：明天、周三、12月1号。"),
        ("昨天：红烧豆腐", "第1行：11月22日周日已经过去了，请写一个以后的时间。"),
        ("周一：8元", "第1行：没有写菜名"),
        ("周一：" + "豆" * 31, "第1行：“豆豆豆豆豆豆豆豆豆豆豆豆……”太长了，菜和菜之间请用顿号隔开"),
        ("周一：红烧豆腐\n周一：青菜汤", "11月23日周一午餐写了两遍，请留一份"),
        ("周六：红烧豆腐", "11月28日周六食堂不开，请去掉这一天"),
        ("2027年3月1日：红烧豆腐", "2027年3月1日周一离今天太远了，日期是不是写错了？"),
        ("周一午餐", "11月23日周一午餐没有写菜"),
        ("", texts.NOTHING_FOUND),
    ],
)
def test_what_is_not_understood_is_named_by_its_line(text: str, problem: str) -> None:
    assert read_text(text, around()).problems == [problem]


def test_with_two_meals_the_meal_must_be_named() -> None:
    assert read_text("周一：红烧豆腐", around(BOTH)).problems == ["第1行：请写清楚是哪一餐：午餐、晚餐"]


def test_many_problems_are_summed_up() -> None:
    reading = read_text("\n".join(f"周八：菜{n}" for n in range(20)), around())

    assert (len(reading.problems), reading.problems[-1]) == (9, "……还有12处")


def test_under_a_photo_the_day_is_enough() -> None:
    reading = read_text("明天", around(with_photo=True))

    assert reading.entries == [Entry(TUE, "午餐", ())]


HEADINGS = ["日期", "餐次", "菜名", "价格", "标记"]


def test_a_sheet_goes_on_with_the_day_and_meal_above() -> None:
    rows = [
        ["西关长者食堂菜单", "", "", "", ""],
        HEADINGS,
        [MON, "午餐", "红烧豆腐", "8", ""],
        ["", "", "青菜汤", "", "软食"],
        ["", "", "", "", ""],
        ["周二", "", "红烧豆腐", "8元", ""],
    ]

    assert read_rows(rows, around()).entries == [
        Entry(MON, "午餐", (TOFU, SOUP)),
        Entry(TUE, "午餐", (TOFU,), of_week=True),
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["", "", "红烧豆腐", "", ""], "第2行“日期”列：还没有写日期"),
        (
            ["周八", "", "红烧豆腐", "", ""],
            "第2行“日期”列：这个日子我没看懂。可以这样写：明天、周三、12月1号。",
        ),
        ([date(2026, 11, 20), "", "红烧豆腐", "", ""], "11月20日周五已经过去了"),
        ([MON, "夜宵", "红烧豆腐", "", ""], "第2行“餐次”列：“夜宵”不认识，可以写：午餐"),
        ([MON, "", "", "8", ""], "第2行“菜名”列：没有写菜名"),
        ([MON, "", "红烧豆腐", "八元", ""], "第2行“价格”列：“八元”不是价格，请写数字，比如 8 或 8.5"),
    ],
)
def test_what_is_wrong_in_a_sheet_is_named_by_row_and_column(row: list, problem: str) -> None:
    assert read_rows([HEADINGS, row], around()).problems == [problem]


def test_a_sheet_without_headings_is_asked_for_them() -> None:
    assert read_rows([[MON, "红烧豆腐"]], around()).problems == [texts.NO_HEADINGS]


def test_a_canteen_is_closed_on_holidays_and_its_own_days() -> None:
    closed = {WED}
    canteen = ELDERS.model_copy(update={"closed_days": [THU]})

    assert [is_canteen_open(canteen, day, closed) for day in (TUE, WED, THU, FRI)] == [
        True,
        False,
        False,
        True,
    ]
    assert next_opening(canteen, TUE, closed) == FRI
    assert not is_canteen_open(ELDERS, date(2026, 10, 1), ())
    assert is_canteen_open(ELDERS, date(2026, 10, 10), ())


def test_orders_end_at_the_cut_off() -> None:
    def at(hour: int, minute: int) -> datetime:
        return datetime.combine(MON, time(hour, minute), SHANGHAI)

    require_orderable(MON, LUNCH, now=at(10, 29), zone=SHANGHAI)
    for meal, now, said in (
        (LUNCH, at(10, 30), texts.too_late_to_order(time(10, 30))),
        (DINNER, at(9, 0), texts.NO_ORDERS),
        (None, at(9, 0), texts.NO_ORDERS),
    ):
        with pytest.raises(Refused) as refused:
            require_orderable(MON, meal, now=now, zone=SHANGHAI)
        assert str(refused.value) == said
