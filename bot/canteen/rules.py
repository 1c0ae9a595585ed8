"""What is a menu, when it makes sense, and what may be ordered: values in, verdict out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.canteen import texts
from bot.canteen.sheets import Cell, Rows
from bot.clock import is_open
from bot.config import Canteen, Meal
from bot.errors import Refused
from bot.notation import plain
from bot.people.models import Person
from bot.spoken.rules import read_day

MOST_NEIGHBOURS = 9
_FURTHEST = timedelta(days=62)
_LONGEST_NAME, _MOST_DISHES, _MOST_PROBLEMS = 30, 30, 8
_HEADER_WITHIN = 10
_MARKS = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_PRICE = re.compile(r"[¥￥]?\s*(\d{1,4}(?:\.\d{1,2})?)\s*(?:元|块钱|块)?\s*(?:/?份)?$")
_SEPARATORS = re.compile(r"[、,，;；]")
_GAP = re.compile(r"\s+(?![¥￥]?\d|[(（\[【])")
_HEAD = re.compile(r"[:：]")
_LIST_MARK = re.compile(r"^\s*(?:[·•\-*]|\d{1,2}[.、)])\s*")
_WORDS = re.compile(r"[^\W\d_]")
_OPEN_DAYS_AHEAD = 40


class Dish(NamedTuple):
    """A dish; ``price`` in fen, None where none is given."""

    name: str
    price: int | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What is served at one meal of one day. ``of_week`` says that only the weekday was given."""

    day: date
    meal: str
    dishes: tuple[Dish, ...]
    of_week: bool = False


@dataclass(slots=True)
class Reading:
    """What was understood of a menu somebody sent in, and what was not."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Around:
    """What reading a menu needs to know: which canteen, and which moment it is where."""

    canteen: Canteen
    closed: frozenset[date]
    now: datetime
    zone: ZoneInfo
    with_photo: bool = False
    """Whether the dishes may be in a picture instead."""

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.zone).date()


def require_cook(actor: Person, canteen: Canteen) -> None:
    """Refuse whoever is neither of the office nor a cook of this canteen."""
    if not actor.is_staff and actor.telegram_id not in canteen.cooks:
        raise Refused(texts.COOKS_ONLY)


def may_cook(actor: Person, canteens: Iterable[Canteen]) -> bool:
    """Whether somebody may send in menus of any of these."""
    return actor.is_staff or any(actor.telegram_id in canteen.cooks for canteen in canteens)


def is_canteen_open(canteen: Canteen, day: date, closed: Iterable[date]) -> bool:
    """Whether a canteen cooks on a day; ``closed`` are the community's own closing days."""
    return is_open(day, canteen.days, {*canteen.closed_days, *closed})


def next_opening(canteen: Canteen, after: date, closed: Iterable[date]) -> date | None:
    """The next day after this one on which a canteen cooks, within forty days."""
    days = (after + timedelta(days=n) for n in range(1, _OPEN_DAYS_AHEAD))
    closing = set(closed)
    return next((day for day in days if is_canteen_open(canteen, day, closing)), None)


def is_over(day: date, meal: Meal, *, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a meal has been served to the end."""
    return now >= datetime.combine(day, meal.hours[1], zone)


def cut_off_at(day: date, meal: Meal, zone: ZoneInfo) -> datetime | None:
    """Until when a meal can be ordered; None when it cannot."""
    return datetime.combine(day, meal.cut_off, zone) if meal.cut_off else None


def require_orderable(day: date, meal: Meal | None, *, now: datetime, zone: ZoneInfo) -> None:
    """Refuse orders and their changes after the cut-off, and for meals that are not ordered."""
    until = cut_off_at(day, meal, zone) if meal else None
    if until is None:
        raise Refused(texts.NO_ORDERS)
    if now >= until:
        raise Refused(texts.too_late_to_order(until.astimezone(zone).time()))


def read_text(text: str, around: Around) -> Reading:
    """A menu as people type it: 周一 午餐：红烧豆腐 8元、青菜汤（软食）; one line a meal.

    A line without a day goes on with the day before it, a line of dishes with its meal.
    """
    reading, found = Reading(), list[tuple[date, str, list[Dish], bool]]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            _take_line(line, around, found)
        except Refused as refusal:
            reading.problems.append(texts.problem_in_line(number, str(refusal)))
    entries = [
        Entry(day, meal, tuple(dishes), of_week)
        for day, meal, dishes, of_week in found
        if dishes or not reading.problems
    ]
    return _checked(entries, reading, around)


def _take_line(line: str, around: Around, found: list[tuple[date, str, list[Dish], bool]]) -> None:
    colon = _HEAD.search(line)
    body = line[colon.end() :] if colon else line
    if colon or _is_head(line, around):
        day, meal, of_week = _read_head(line[: colon.start()] if colon else line, around, found)
        found.append((day, meal, [], of_week))
        body = body if colon else ""
    if not found:
        raise Refused(texts.LINE_WITHOUT_DAY)
    found[-1][2].extend(_read_dish(part) for part in _parts(body))


def _parts(body: str) -> list[str]:
    """The dishes of a line: between commas, or where there are none, between blanks."""
    body = _LIST_MARK.sub("", body)
    between = _SEPARATORS if _SEPARATORS.search(_MARKS.sub("", body)) else _GAP
    return [part for part in between.split(body) if part.strip()]


def _is_head(line: str, around: Around) -> bool:
    """Whether a line without a colon names a day or a meal and no dish."""
    meals = around.canteen.meals
    if any(line.strip().endswith(meal.name) for meal in meals):
        return True
    return around.with_photo and len(meals) == 1 and _is_day(line, around)


def _is_day(words: str, around: Around) -> bool:
    try:
        read_day(words, now=around.now, zone=around.zone)
    except Refused:
        return False
    return True


def _read_head(
    head: str, around: Around, found: Sequence[tuple[date, str, list[Dish], bool]]
) -> tuple[date, str, bool]:
    words = plain(head)
    meals = [meal.name for meal in around.canteen.meals]
    named = next((meal for meal in meals if words.endswith(meal)), None)
    words = words.removesuffix(named or "").strip(" ，,的")
    if named is None and len(meals) > 1:
        raise Refused(texts.which_meal(meals))
    meal = named or meals[0]
    if not words:
        return (found[-1][0] if found else around.today), meal, bool(found and found[-1][3])
    return read_day(words, now=around.now, zone=around.zone), meal, _is_weekday(words)


def _is_weekday(words: str) -> bool:
    return words[:1] in texts.WEEK_WORDS


def _read_dish(written: str) -> Dish:
    text = plain(written)
    marks = [mark.strip() for found in _MARKS.findall(text) for mark in _SEPARATORS.split(found)]
    text = _MARKS.sub("", text).strip()
    price = None
    if found := _PRICE.search(text):
        price = round(float(found[1]) * 100)
        text = text[: found.start()].strip()
    return _dish(text, price, marks)


def _dish(name: str, price: int | None, marks: Iterable[str]) -> Dish:
    name = name.strip(" 。.")
    if not _WORDS.search(name):
        raise Refused(texts.dish_without_name(name))
    if len(name) > _LONGEST_NAME:
        raise Refused(texts.dish_too_long(name))
    return Dish(name, price, tuple(mark for mark in marks if mark))


def read_rows(rows: Rows, around: Around) -> Reading:
    """A menu in a sheet with a row a dish: day, meal, dish, price, marks, under their headings.

    An empty day or meal goes on with the one above. Each problem names its row and column.
    """
    reading = Reading()
    header, columns = _columns(rows)
    if "dish" not in columns or "day" not in columns:
        reading.problems.append(texts.NO_HEADINGS)
        return reading
    found: dict[tuple[date, str], Entry] = {}
    day: tuple[date, bool] | None = None
    meal = ""
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        cells = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
        if not any(cells.values()):
            continue
        try:
            day = _cell_day(cells["day"], number, around) or _day_above(day, number)
            meal = _cell_meal(cells.get("meal", ""), number, around.canteen) or meal
            dish = _row_dish(cells, number)
        except Refused as refusal:
            reading.problems.append(str(refusal))
            continue
        key = (day[0], meal or around.canteen.meals[0].name)
        before = found.get(key, Entry(*key, (), day[1]))
        found[key] = replace(before, dishes=(*before.dishes, dish))
    return _checked(list(found.values()), reading, around)


def _columns(rows: Rows) -> tuple[int, dict[str, int]]:
    """In which row the headings stand, and which column is what."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        named = {
            name: at
            for at, cell in reversed(list(enumerate(row)))
            for name, words in texts.COLUMNS.items()
            if str(cell).strip() in words
        }
        if len(named) > len(best[1]):
            best = (number, named)
    return best


def _cell_day(cell: Cell, number: int, around: Around) -> tuple[date, bool] | None:
    if isinstance(cell, date):
        return cell, False
    if not cell:
        return None
    try:
        return read_day(cell, now=around.now, zone=around.zone), _is_weekday(cell)
    except Refused as refusal:
        raise Refused(texts.problem_in_cell(number, texts.COLUMNS["day"][0], str(refusal))) from None


def _day_above(day: tuple[date, bool] | None, number: int) -> tuple[date, bool]:
    if day is None:
        raise Refused(texts.problem_in_cell(number, texts.COLUMNS["day"][0], texts.NO_DAY_YET))
    return day


def _cell_meal(cell: Cell, number: int, canteen: Canteen) -> str:
    meals = [meal.name for meal in canteen.meals]
    if cell and cell not in meals:
        heading = texts.COLUMNS["meal"][0]
        raise Refused(texts.problem_in_cell(number, heading, texts.unknown_meal(str(cell), meals)))
    if not cell and len(meals) == 1:
        return meals[0]
    return str(cell)


def _row_dish(cells: dict[str, Cell], number: int) -> Dish:
    price = None
    written = plain(str(cells.get("price", "")))
    if written:
        found = _PRICE.fullmatch(written)
        if found is None:
            heading = texts.COLUMNS["price"][0]
            raise Refused(texts.problem_in_cell(number, heading, texts.not_a_price(written)))
        price = round(float(found[1]) * 100)
    marks = _SEPARATORS.split(str(cells.get("marks", "")))
    try:
        return _dish(plain(str(cells["dish"])), price, [mark.strip() for mark in marks])
    except Refused as refusal:
        raise Refused(texts.problem_in_cell(number, texts.COLUMNS["dish"][0], str(refusal))) from None


def _checked(entries: list[Entry], reading: Reading, around: Around) -> Reading:
    """Put weekdays into one week, and refuse days on which the canteen cannot or will not cook."""
    entries = _in_one_week(entries, around.today)
    seen: set[tuple[date, str]] = set()
    for entry in entries:
        problem = _problem(entry, around)
        if (entry.day, entry.meal) in seen:
            problem = texts.twice(entry.day, entry.meal, around.today)
        seen.add((entry.day, entry.meal))
        if problem:
            reading.problems.append(problem)
    reading.entries = sorted(entries, key=lambda entry: entry.day)
    if not entries and not reading.problems:
        reading.problems.append(texts.NOTHING_FOUND)
    unheard = len(reading.problems) - _MOST_PROBLEMS
    if unheard > 0:
        reading.problems[_MOST_PROBLEMS:] = [texts.and_more(unheard)]
    return reading


def _in_one_week(entries: list[Entry], today: date) -> list[Entry]:
    """Weekdays that would fall into two weeks are all meant for the next: the sheet is a week's."""
    ends = today + timedelta(days=6 - today.weekday())
    weekdays = [entry for entry in entries if entry.of_week]
    if not any(entry.day <= ends for entry in weekdays) or not any(entry.day > ends for entry in weekdays):
        return entries
    return [
        replace(entry, day=entry.day + timedelta(days=7)) if entry.of_week and entry.day <= ends else entry
        for entry in entries
    ]


def _problem(entry: Entry, around: Around) -> str:
    if entry.day < around.today:
        return texts.day_is_past(entry.day, around.today)
    if entry.day > around.today + _FURTHEST:
        return texts.day_too_far(entry.day, around.today)
    if not is_canteen_open(around.canteen, entry.day, around.closed):
        return texts.day_closed(entry.day, around.today)
    if not entry.dishes and not around.with_photo:
        return texts.no_dishes(entry.day, entry.meal, around.today)
    if len(entry.dishes) > _MOST_DISHES:
        return texts.too_many_dishes(entry.day, entry.meal, around.today)
    return ""
