"""Telegram's two Markdowns: from marked-up text to plain text and entities (Bot API, "Formatting options")."""

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.entities import utf16_length
from sandbox.refusals import Refused, bad_request

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_MARKS = {
    "*": "bold",
    "_": "italic",
    "__": "underline",
    "~": "strikethrough",
    "||": "spoiler",
    "`": "code",
    "```": "pre",
    "[": "text_link",
    "![": "custom_emoji",
}
_TITLES = {"text_link": "TextUrl", "custom_emoji": "CustomEmoji", "pre": "Pre", "code": "Code"}
_VERBATIM = frozenset({"code", "pre"})
_LANGUAGE = re.compile(r"([^\s`]+)\n|\n?")
_MENTION = re.compile(r"tg://user\?id=(\d+)")
_EMOJI = re.compile(r"tg://emoji\?id=(\d+)")
_OLD_MARKS = {"*": "bold", "_": "italic", "`": "code"}


@dataclass(slots=True)
class _Open:
    kind: str
    start: int
    at: int
    language: str = ""
    expandable: bool = False


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    parts: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def offset(self, at: int) -> int:
        return len(self.source[:at].encode())

    def refuse(self, text: str) -> Refused:
        return bad_request(f"can't parse entities: {text}")

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)

    def begins_line(self) -> bool:
        last = next((part for part in reversed(self.parts) if part), "\n")
        return last.endswith("\n")

    def starts(self, text: str) -> bool:
        return self.source.startswith(text, self.at)

    def inner(self) -> str:
        return self.open[-1].kind if self.open else ""

    def read(self) -> None:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "\\" and 0 < ord(self.source[self.at + 1 : self.at + 2] or "\0") < 127:  # noqa: PLR2004 - ASCII
                self.add(self.source[self.at + 1])
                self.at += 2
            elif character == "\n" and self.inner() not in _VERBATIM:
                self.new_line()
            elif (mark := self.mark()) is not None:
                self.toggle(mark)
            elif character in _RESERVED and self.inner() not in _VERBATIM:
                raise self.refuse(
                    f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
                )
            else:
                self.add(character)
                self.at += 1
        self.end_quote()
        if self.open:
            raise self.lost(self.open[-1])

    def lost(self, opened: _Open) -> Refused:
        title = _TITLES.get(opened.kind, opened.kind.capitalize())
        return self.refuse(f"Can't find end of {title} entity at byte offset {self.offset(opened.at)}")

    def mark(self) -> str | None:
        """Return the mark that stands here and means something here."""
        inner = self.inner()
        if inner in _VERBATIM:
            closing = "```" if inner == "pre" else "`"
            return closing if self.starts(closing) else None
        if self.starts(">") and self.begins_line() and "blockquote" not in {one.kind for one in self.open}:
            return ">"
        if self.starts("]") and inner in ("text_link", "custom_emoji"):
            return "]"
        return next(
            (one for one in ("```", "`", "__", "||", "![", "_", "*", "~", "[") if self.starts(one)), None
        )

    def toggle(self, mark: str) -> None:
        if mark == "]":
            self.end_link()
        elif mark == ">":
            self.open.append(_Open("blockquote", self.length, self.at))
            self.at += 1
        elif mark == "||" and self.inner() == "blockquote" and self.ends_quote(self.at + 2):
            self.open[-1].expandable = True
            self.at += 2
        elif self.inner() == _MARKS[mark] and mark not in ("[", "!["):
            self.at += len(mark)
            self.close()
        else:
            self.begin(mark)

    def ends_quote(self, at: int) -> bool:
        rest = self.source[at:]
        return not rest or (rest.startswith("\n") and not rest.startswith("\n>"))

    def begin(self, mark: str) -> None:
        opened = _Open(_MARKS[mark], self.length, self.at)
        self.at += len(mark)
        if mark == "```":
            language = _LANGUAGE.match(self.source, self.at)
            if language is not None:
                opened.language = language[1] or ""
                self.at = language.end()
        self.open.append(opened)

    def close(self, **more: Any) -> None:
        opened = self.open.pop()
        length = self.length - opened.start
        kind = "expandable_blockquote" if opened.expandable else opened.kind
        if length:
            language = {"language": opened.language} if opened.language else {}
            self.entities.append({"offset": opened.start, "length": length, "type": kind, **language, **more})

    def end_link(self) -> None:
        opened = self.open[-1]
        target = re.compile(r"\]\(((?:\\.|[^)\\])*)\)").match(self.source, self.at)
        url = re.sub(r"\\(.)", r"\1", target[1]) if target else ""
        self.at = target.end() if target else self.at + 1
        emoji = _EMOJI.fullmatch(url)
        if opened.kind == "custom_emoji":
            if emoji is None:
                raise self.refuse("Custom emoji entity must contain a tg://emoji URL")
            self.close(custom_emoji_id=emoji[1])
            return
        if link := _link(url):
            self.close(**link)
        else:
            self.open.pop()

    def new_line(self) -> None:
        quoted = any(one.kind == "blockquote" for one in self.open)
        self.at += 1
        if quoted and self.starts(">"):
            self.at += 1
        elif quoted:
            self.end_quote()
        self.add("\n")

    def end_quote(self) -> None:
        if any(one.kind == "blockquote" for one in self.open):
            if self.inner() != "blockquote":
                raise self.lost(self.open[-1])
            self.close()


def _link(url: str) -> dict[str, Any]:
    mention = _MENTION.fullmatch(url)
    if mention:
        return {"type": "text_mention", "user_id": int(mention[1])}
    if "." not in url and ":" not in url:
        return {}
    return {"url": url if ":" in url else f"http://{url}"}


def parse_markdown_v2(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the plain text and its entities; refuses what is reserved, unescaped or not ended.

    A mention by link carries ``user_id``; the caller turns it into a user.
    """
    reader = _Reader(source)
    reader.read()
    entities = sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(reader.parts), entities


def parse_markdown(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the same of the old Markdown, which cannot be nested."""
    reader = _Reader(source)
    while reader.at < len(source):
        character = source[reader.at]
        if character == "\\" and source[reader.at + 1 : reader.at + 2] in ("_", "*", "`", "["):
            reader.add(source[reader.at + 1])
            reader.at += 2
        elif character in _OLD_MARKS or character == "[":
            _old_entity(reader)
        else:
            reader.add(character)
            reader.at += 1
    return "".join(reader.parts), reader.entities


def _old_entity(reader: _Reader) -> None:
    mark = next(one for one in ("```", "`", "*", "_", "[") if reader.starts(one))
    begun, start = reader.at, reader.length
    end = reader.source.find("]" if mark == "[" else mark, begun + len(mark))
    if end < 0:
        raise reader.refuse(f"Can't find end of the entity starting at byte offset {reader.offset(begun)}")
    inside, language = reader.source[begun + len(mark) : end], {}
    reader.at = end + len("]" if mark == "[" else mark)
    if mark == "```" and (named := _LANGUAGE.match(inside)):
        language = {"language": named[1]} if named[1] else {}
        inside = inside[named.end() :]
    reader.add(inside)
    entity = {
        "offset": start,
        "length": reader.length - start,
        "type": _OLD_MARKS.get(mark, "pre"),
        **language,
    }
    if mark == "[":
        target = re.compile(r"\(([^)]*)\)").match(reader.source, reader.at)
        reader.at = target.end() if target else reader.at
        link = _link(target[1]) if target else {}
        entity = {**entity, "type": "text_link", **link} if link else {"length": 0}
    if entity["length"]:
        reader.entities.append(entity)
