"""Telegram's HTML: from marked-up text to plain text and entities."""

import re
import sys
from dataclasses import dataclass, field
from typing import Any

from sandbox.entities import utf16_length
from sandbox.refusals import Refused, bad_request

_PIECE = re.compile(
    r"<(?P<close>/?)(?P<tag>[^<>\s/]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
    r"|&(?P<entity>#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot);"
    r"|(?P<plain>[^<&]+)"
    r"|(?P<stray>[<&])"
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SURROGATES = range(0xD800, 0xE000)
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    start: int
    at: int


@dataclass(slots=True)
class _Reader:
    source: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, text: str) -> Refused:
        return bad_request(f"can't parse entities: {text}")

    def offset(self, at: int) -> int:
        return len(self.source[:at].encode())

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)

    def start_tag(self, match: re.Match[str]) -> None:
        tag = match["tag"].lower()
        offset = self.offset(match.start())
        if tag not in _KINDS:
            raise self.refuse(f'Unsupported start tag "{tag}" at byte offset {offset}')
        attributes = {
            m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(match["attributes"])
        }
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self.refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
        if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdecimal():
            raise self.refuse("Invalid custom emoji identifier specified")
        self.open.append(_Open(tag, attributes, self.length, match.start()))

    def end_tag(self, match: re.Match[str]) -> None:
        tag = match["tag"].lower()
        offset = self.offset(match.start())
        if not self.open:
            raise self.refuse(f"Unexpected end tag at byte offset {offset}")
        opened = self.open.pop()
        if tag not in ("", opened.tag):
            raise self.refuse(
                f'Unmatched end tag at byte offset {offset}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        entity = _entity(opened, "".join(self.parts), self.length - opened.start)
        if entity is not None:
            self._keep(entity)

    def _keep(self, entity: dict[str, Any]) -> None:
        code = self.entities[-1] if self.entities else None
        if entity["type"] == "pre" and code and code["type"] == "code" and _same_place(code, entity):
            self.entities.pop()
            entity |= {"language": code["language"]} if "language" in code else {}
        self.entities.append(entity)


def _same_place(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return (one["offset"], one["length"]) == (other["offset"], other["length"])


def _entity(opened: _Open, text: str, length: int) -> dict[str, Any] | None:
    entity: dict[str, Any] = {"offset": opened.start, "length": length, "type": _KINDS[opened.tag]}
    attributes = opened.attributes
    if opened.tag == "a":
        return _link(
            entity, attributes.get("href") or text.encode("utf-16-le")[2 * opened.start :].decode("utf-16-le")
        )
    if opened.tag == "code" and attributes.get("class", "").startswith("language-"):
        entity["language"] = attributes["class"].removeprefix("language-")
    if opened.tag == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    if opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = attributes.get("emoji-id", "")
    return entity if length else None


def _link(entity: dict[str, Any], href: str) -> dict[str, Any] | None:
    user = re.fullmatch(r"tg://user\?id=(\d+)", href)
    if not entity["length"] or ("." not in href and ":" not in href):
        return None
    if user:
        return {**entity, "type": "text_mention", "user_id": int(user[1])}
    return {**entity, "url": href if "://" in href or ":" in href else f"http://{href}"}


def _character(entity: str) -> str:
    if entity in _NAMED:
        return _NAMED[entity]
    digits = entity[1:].lower()
    code = int(digits.removeprefix("x"), 16 if "x" in digits else 10)
    return chr(code) if 0 < code <= sys.maxunicode and code not in _SURROGATES else ""


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the plain text and its entities.

    Refuses what Telegram refuses: unknown, unmatched and unclosed tags. A mention by
    link carries ``user_id``; the caller turns it into a user.
    """
    reader = _Reader(source)
    for match in _PIECE.finditer(source):
        if match["plain"]:
            reader.add(match["plain"])
        elif match["entity"]:
            reader.add(_character(match["entity"]))
        elif match["stray"] == "<":
            raise reader.refuse(f"Unclosed start tag at byte offset {reader.offset(match.start())}")
        elif match["stray"]:
            reader.add("&")
        elif match["close"]:
            reader.end_tag(match)
        else:
            reader.start_tag(match)
    if reader.open:
        raise reader.refuse(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].tag}"')
    entities = [_without_inner_language(entity) for entity in reader.entities]
    return "".join(reader.parts), sorted(entities, key=lambda e: (e["offset"], -e["length"]))


def _without_inner_language(entity: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in entity.items() if k != "language" or entity["type"] == "pre"}
