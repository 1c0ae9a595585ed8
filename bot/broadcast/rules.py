"""What a notice may be, whom it is for, and what may be done to it when."""

from collections.abc import Collection, Sequence

from bot.broadcast import texts
from bot.broadcast.models import Notice, NoticeState
from bot.config import Neighbourhood
from bot.consistency import estate_names, place_specs
from bot.errors import Refused
from bot.outbox.content import MOST_CAPTION, MOST_TEXT
from bot.people.models import Person, Role

GROUPS, RESIDENTS, WORKERS, OFFICE = "groups", "residents", "workers", "office"
"""All group chats; and, each in their direct chats, all residents, grid workers, the office."""

GRID, BUILDING, UNCONFIRMED = "grid:", "building:", "unconfirmed:"
"""The groups of the grid with this code; the residents of this building, as ``estate/number``;
those who have not confirmed the notice with this number."""

MOST_PHOTOS = 10
"""Telegram's limit for photos sent together (Bot API, sendMediaGroup)."""

_SUFFIX = 40
"""Units kept free for 已更正 below a corrected notice."""

_ROLES = {
    Role.RESIDENT: {RESIDENTS},
    Role.WORKER: {WORKERS},
    Role.STAFF: {OFFICE},
    Role.SECRETARY: {OFFICE},
}
_WHOLE = {GRID: GROUPS, BUILDING: RESIDENTS}
"""What holds all parts of a kind, and so excludes them."""


def require_sayable(text: str, *, photos: int = 0, complete: bool = True) -> None:
    """Refuse a notice without a word, and one that would be cut.

    ``photos`` counts its photos or files. Not yet ``complete``, several may still lack their text.
    """
    if not text and photos != 1 and complete:
        raise Refused(texts.EMPTY)
    most = (MOST_CAPTION if photos == 1 else MOST_TEXT) - _SUFFIX
    units = len(text.encode("utf-16-le", "replace")) // 2
    if units > most:
        raise Refused(texts.too_long(units, most, with_media=photos == 1))


def require_room(photos: int) -> None:
    """Refuse more photos than Telegram sends together."""
    if photos > MOST_PHOTOS:
        raise Refused(texts.TOO_MANY_PHOTOS)


def require_state(notice: Notice | None, *states: NoticeState) -> Notice:
    """Return the notice; refuse one that is gone or no longer in one of these states."""
    if notice is None or notice.state not in states:
        raise Refused(texts.TOO_LATE)
    return notice


def require_audience(groups: int, people: int) -> None:
    """Refuse to send to nobody."""
    if not groups and not people:
        raise Refused(texts.NOBODY)


def require_colleague(actor: Person, notice: Notice) -> None:
    """Refuse to let the author agree with themselves."""
    if actor.id == notice.author_id:
        raise Refused(texts.NOT_YOUR_OWN)


def reaches_everybody(audience: Collection[str]) -> bool:
    """Whether it goes to all groups or all residents."""
    return bool({GROUPS, RESIDENTS} & set(audience))


def toggled(audience: Collection[str], part: str) -> list[str]:
    """The audience with this part put in or taken out; a whole and its single parts exclude each other."""
    chosen = [one for one in audience if one != part]
    if part in audience:
        return chosen
    for kind, whole in _WHOLE.items():
        if part == whole:
            chosen = [one for one in chosen if not one.startswith(kind)]
        if part.startswith(kind):
            chosen = [one for one in chosen if one != whole]
    return [*chosen, part]


def building(estate: str, number: int | str) -> str:
    """The part of an audience that lives in a building."""
    return f"{BUILDING}{estate}/{number}"


def is_addressed(person: Person, audience: Collection[str]) -> bool:
    """Whether an audience names a person by role or by the building they live in."""
    parts = set(_ROLES[person.role])
    if person.role == Role.RESIDENT and person.estate and person.building:
        parts.add(building(person.estate, person.building))
    return not parts.isdisjoint(audience)


def awaited_receipts(audience: Collection[str]) -> list[int]:
    """The notices whose missing confirmations an audience asks for."""
    numbers = [part.removeprefix(UNCONFIRMED) for part in audience if part.startswith(UNCONFIRMED)]
    return [int(number) for number in numbers if number.isdecimal()]


def groups_of(audience: Sequence[str], neighbourhood: Neighbourhood, left: Collection[int]) -> list[int]:
    """The group chats an audience has, without those the bot was put out of."""
    chats = [
        chat_id
        for grid in neighbourhood.grids
        if GROUPS in audience or f"{GRID}{grid.code}" in audience
        for chat_id in grid.groups
    ]
    return [chat_id for chat_id in dict.fromkeys(chats) if chat_id not in left]


def homes_in(chats: Collection[int], neighbourhood: Neighbourhood) -> set[tuple[str, str]]:
    """Estate and building of all homes whose grids have one of these group chats."""
    codes = {grid.code for grid in neighbourhood.grids if set(grid.groups) & set(chats)}
    estates = {estate.name: estate for estate in estate_names(neighbourhood).values()}
    return {
        (spec.estate, str(number))
        for code, spec in place_specs(neighbourhood)
        if code in codes and spec.estate in estates and not spec.landmarks
        for number in spec.numbers or estates[spec.estate].building_numbers
    }
