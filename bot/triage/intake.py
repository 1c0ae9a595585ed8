"""How people turn to the bot on purpose: #标签, 有事敞开说, /say."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.config import Category
from bot.triage.fold import fold

_INVITED = re.compile(r"\s*有事敞开说[\s,，:：!！。.、~]*")
_COMMAND = re.compile(r"\s*/(?:say|shuo)(?:@\w{1,64})?(?:\s+|$)", re.IGNORECASE)
_TAG = re.compile(r"[#＃]\s?([\u4e00-\u9fffA-Za-z_]{1,12})[#＃]?")
_LEADING = re.compile(r"[\s,，:：、]*[#＃]\s?([\u4e00-\u9fffA-Za-z_]{1,12})[#＃]?[\s,，:：、]*")


class Tag(NamedTuple):
    """A word that may follow #: as written, as compared, and the category it means."""

    written: str
    plain: str
    key: str


def tags_of(categories: Sequence[Category]) -> tuple[Tag, ...]:
    """Every tag of every category, longest first, ready to be compared."""
    tags = [
        Tag(written, fold(written).lower(), category.key)
        for category in categories
        for written in (*category.tags, category.name, category.key)
    ]
    return tuple(sorted(tags, key=lambda tag: -len(tag.plain)))


def strip_intake(text: str, tags: Sequence[Tag]) -> tuple[str, str | None]:
    """The message without what only addresses the bot, and the category of its leading tag.

    An unknown tag stays in the text. A tag may run into the words behind it (#噪音太大了):
    the longest known tag it begins with counts.
    """
    rest, key = text, None
    for _ in range(4):
        shorter = _COMMAND.sub("", _INVITED.sub("", rest, count=1), count=1) if _addresses(rest) else rest
        found = _leading_tag(shorter, tags)
        if found:
            key, shorter = key or found[0], shorter[found[1] :]
        if shorter == rest:
            break
        rest = shorter
    return rest.strip(), key


def is_addressed(text: str, tags: Sequence[Tag]) -> bool:
    """Whether the message turns to the bot on purpose: a known tag anywhere, 有事敞开说 or /say in front."""
    return _addresses(text) or tag_in(text, tags) is not None


def tag_in(text: str, tags: Sequence[Tag]) -> tuple[str, str] | None:
    """The first known tag in the text and its category."""
    for match in _TAG.finditer(fold(text)):
        tag = _known_tag(match[1], tags)
        if tag:
            return tag
    return None


def _addresses(text: str) -> bool:
    return bool(_INVITED.match(text) or _COMMAND.match(text))


def _leading_tag(text: str, tags: Sequence[Tag]) -> tuple[str, int] | None:
    match = _LEADING.match(text)
    tag = _known_tag(fold(match[1]), tags) if match else None
    if not match or not tag:
        return None
    whole = tag[0] == fold(match[1])
    return tag[1], match.end() if whole else match.start(1) + len(tag[0])


def _known_tag(written: str, tags: Sequence[Tag]) -> tuple[str, str] | None:
    """The longest tag that ``written`` begins with, and its category."""
    lowered = written.lower()
    return next(((tag.written, tag.key) for tag in tags if lowered.startswith(tag.plain)), None)
