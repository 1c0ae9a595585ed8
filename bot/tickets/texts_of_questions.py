"""What is asked on a card when triage doubts: the line and the buttons that answer it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.config import Estate, Grid
from bot.outbox.content import Button
from bot.tickets.models import About

NEITHER, UNSURE, MORE, BACK = "都不是", "都不是／说不清", "更多", "返回"
WHICH_KIND = "这是哪一类的事？请点一下。"
WHERE = "您说的是哪里？请点一下，或者回复这张卡片，写上几栋、几号。"
STAFF_KNOW_KIND = "知道是哪一类，点最下面那几个也行。"
STAFF_KNOW_WHERE = "知道是哪里，点最下面那几个也行。"

ALREADY_CLARIFIED = "已经记下了，不用再点。"
CLARIFIED_TOAST = "记下了，谢谢！"
LEFT_TO_OFFICE_TOAST = "好的，请社区工作人员来看。"
PLACE_GONE = "楼栋名单刚更新过，请点最新的那张卡片。"

Rows = tuple[tuple[Button, ...], ...]

_WIDEST = 20


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to be asked: ``line`` on the resident's card, ``to_staff`` on the office's."""

    line: str
    to_staff: str
    buttons: Rows


def which_kind(number: int, names: Sequence[str]) -> Question:
    """Between the likeliest categories."""
    kinds = tuple(Button(name, _data(About.CATEGORY, str(n), number)) for n, name in enumerate(names))
    return Question(
        WHICH_KIND, STAFF_KNOW_KIND, (kinds, (Button(NEITHER, _data(About.CATEGORY, "none", number)),))
    )


def which_grid(number: int, words: Sequence[str]) -> Question:
    """Between grids, in residents' words."""
    places = tuple((Button(said, _data(About.PLACE, str(n), number)),) for n, said in enumerate(words))
    return Question(WHERE, STAFF_KNOW_WHERE, (*places, _unsure(number)))


def which_estate(number: int, estates: Sequence[Estate]) -> Question | None:
    """Anywhere: first the estate; None when there are none to choose from."""
    if not estates:
        return None
    buttons = [Button(estate.name, f"tickets:estate.{n}:{number}") for n, estate in enumerate(estates)]
    return Question(WHERE, STAFF_KNOW_WHERE, (*_in_rows(buttons, 2), _unsure(number)))


def which_building(number: int, estate: str, buildings: Rows) -> Question:
    """Then the building."""
    line = f"{estate}，是几栋？"
    back = (Button(BACK, f"tickets:where:{number}"), *_unsure(number))
    return Question(line, line, (*buildings, back))


def grid_in_words(grid: Grid, place: str | None) -> str:
    """A grid as residents know it: its places, those of the estate or street they named first."""
    names = [entry.partition("|")[0].replace("·", "") for entry in grid.places]
    names.sort(key=lambda name: not (place and name.startswith(place)))
    if place and names and names[0].startswith(place):
        return names[0]
    said = ""
    for name in names:
        longer = f"{said}、{name}" if said else name
        if said and len(longer) > _WIDEST:
            return f"{said}等"
        said = longer
    return said or grid.name


def chosen(who: str, label: str, *, resident: bool) -> str:
    """A reason: somebody answered what triage doubted."""
    return f"{'居民' if resident else who}选了「{label}」"


def none_chosen(who: str, *, resident: bool) -> str:
    """A reason: nothing offered was right."""
    return f"{'居民' if resident else who}说都不是，请社区工作人员定"


def _unsure(number: int) -> tuple[Button, ...]:
    return (Button(UNSURE, _data(About.PLACE, "none", number)),)


def _data(about: About, choice: str, number: int) -> str:
    return f"tickets:clarify.{about}.{choice}:{number}"


def _in_rows(buttons: Iterable[Button], width: int) -> Rows:
    listed = list(buttons)
    return tuple(tuple(listed[start : start + width]) for start in range(0, len(listed), width))
