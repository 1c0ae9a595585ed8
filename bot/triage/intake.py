"""How people turn to the bot on purpose: #标签, 有事敞开说, /say."""

import re
from collections.abc import Sequence

from bot.config import Category
from bot.triage.fold import fold

_INVITED = re.compile(r"\s*有事敞开说[\s,，:：!！。.、~]*")
_COMMAND = re.compile(r"\s*/(?:say|shuo)(?:@\w{1,64})?(?:\s+|$)", re.IGNORECASE)
_TAG = re.compile(r"[#＃]\s?([\u4e00-\u9fffA-Za-z_]{1,12})[#＃]?")
_LEADING = re.compile(r"[\s,，:：、]*[#＃]\s?([\u4e00-\u9fffA-Za-z_]{1,12})[#＃]?[\s,，:：、]*")


def strip_intake(text: str, categories: Sequence[Category]) -> tuple[str, str | None]:
    """The message without what only addresses the bot, and the category of its leading tag.

    An unknown tag stays in the text. A tag may run into the words behind it (#噪音太大了):
    the longest known tag it begins with counts.
    """
    rest, key = text, None
    for _ in range(4):
        shorter = _COMMAND.sub("", _INVITED.sub("", rest, count=1), count=1) if _addresses(rest) else rest
        found = _leading_tag(shorter, categories)
        if found:
            key, shorter = key or found[0], shorter[found[1] :]
        if shorter == rest:
            break
        rest = shorter
    return rest.strip(), key


def is_addressed(text: str, categories: Sequence[Category]) -> bool:
    """Whether the message turns to the bot on purpose: a known tag anywhere, 有事敞开说 or /say in front."""
    return _addresses(text) or tag_in(text, categories) is not None


def tag_in(text: str, categories: Sequence[Category]) -> tuple[str, str] | None:
    """The first known tag in the text and its category."""
    for match in _TAG.finditer(fold(text)):
        tag = _known_tag(match[1], categories)
        if tag:
            return tag
    return None


def _addresses(text: str) -> bool:
    return bool(_INVITED.match(text) or _COMMAND.match(text))


def _leading_tag(text: str, categories: Sequence[Category]) -> tuple[str, int] | None:
    match = _LEADING.match(text)
    tag = _known_tag(fold(match[1]), categories) if match else None
    if not match or not tag:
        return None
    whole = tag[0] == fold(match[1])
    return tag[1], match.end() if whole else match.start(1) + len(tag[0])


def _known_tag(written: str, categories: Sequence[Category]) -> tuple[str, str] | None:
    fits = [
        (tag, category.key)
        for category in categories
        for tag in (*category.tags, category.name, category.key)
        if written.lower().startswith(fold(tag).lower())
    ]
    return max(fits, key=lambda fit: len(fit[0]), default=None)
