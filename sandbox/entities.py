"""What Telegram finds in a text by itself: commands, tags, mentions, links, addresses, telephone numbers.

Offsets are in UTF-16 units. Links without a scheme are found under a few common domains only.
"""

import re
from typing import Any

_DOMAIN = r"(?:[a-z0-9][a-z0-9-]*\.)+(?:app|asia|biz|cc|cn|com|dev|edu|gov|info|io|me|net|org|top|tv|vip|xyz)"
_FINDERS = (
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])", re.ASCII)),
    ("hashtag", re.compile(r"(?<!\w)[#＃]\w*[^\W\d_]\w*")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])", re.ASCII)),
    ("email", re.compile(rf"(?<![\w.@-])[a-z0-9][\w.+-]*@{_DOMAIN}(?![\w@])", re.ASCII | re.IGNORECASE)),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z0-9_]{4,32}\b", re.ASCII)),
    ("url", re.compile(r"\bhttps?://[^\s<>\"，。；！？）]+")),
    (
        "url",
        re.compile(
            rf"(?<![\w@./-]){_DOMAIN}(?![\w@.-]*[\w@])(?::\d+)?(?:/[\w./?&=%#~+-]*)?",
            re.ASCII | re.IGNORECASE,
        ),
    ),
    ("phone_number", re.compile(r"(?<![\w+])\+\d(?:[ -]?\d){6,14}(?!\w)", re.ASCII)),
)
_MARKS = re.compile(r"[/#＃@$+]|://|[A-Za-z0-9]\.[A-Za-z]")
_WHOLE = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def find_entities(text: str, given: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """Return the given entities and those found in the text outside of code and links, in order."""
    given = given or []
    if not _MARKS.search(text):
        return given
    taken = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in _WHOLE]
    found = list(given)
    for kind, finder in _FINDERS:
        for match in finder.finditer(text):
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(match.group())
            if all(end <= first or start >= last for first, last in taken):
                found.append({"offset": start, "length": end - start, "type": kind})
                taken.append((start, end))
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))
