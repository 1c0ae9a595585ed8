"""What a notice may be, and what may be done to it when."""

from collections.abc import Collection, Sequence

from bot.broadcast import texts
from bot.broadcast.models import Notice, NoticeState
from bot.config import Neighbourhood
from bot.errors import Refused
from bot.outbox.content import MOST_CAPTION, MOST_TEXT

GROUPS, RESIDENTS, WORKERS, GRID = "groups", "residents", "workers", "grid:"
_SUFFIX = 40
"""Units kept free for 已更正 below a corrected notice."""


def require_sayable(text: str, *, with_media: bool) -> None:
    """Refuse a notice without a word, and one that would be cut."""
    if not text and not with_media:
        raise Refused(texts.EMPTY)
    most = (MOST_CAPTION if with_media else MOST_TEXT) - _SUFFIX
    units = len(text.encode("utf-16-le", "replace")) // 2
    if units > most:
        raise Refused(texts.too_long(units, most, with_media=with_media))


def require_state(notice: Notice | None, *states: NoticeState) -> Notice:
    """Return the notice; refuse one that is gone or no longer in one of these states."""
    if notice is None or notice.state not in states:
        raise Refused(texts.TOO_LATE)
    return notice


def require_audience(groups: int, people: int) -> None:
    """Refuse to send to nobody."""
    if not groups and not people:
        raise Refused(texts.NOBODY)


def toggled(audience: Collection[str], part: str) -> list[str]:
    """The audience with this part put in or taken out; all groups and single grids exclude each other."""
    chosen = [one for one in audience if one != part]
    if part in audience:
        return chosen
    if part == GROUPS:
        chosen = [one for one in chosen if not one.startswith(GRID)]
    if part.startswith(GRID):
        chosen = [one for one in chosen if one != GROUPS]
    return [*chosen, part]


def groups_of(audience: Sequence[str], neighbourhood: Neighbourhood, left: Collection[int]) -> list[int]:
    """The group chats an audience has, without those the bot was put out of."""
    chats = [
        chat_id
        for grid in neighbourhood.grids
        if GROUPS in audience or f"{GRID}{grid.code}" in audience
        for chat_id in grid.groups
    ]
    return [chat_id for chat_id in dict.fromkeys(chats) if chat_id not in left]
