"""Entities as bots give them: read, held against the text, and made to nest (Bot API, "Formatting options")."""

from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Any

from sandbox.entities import utf16_length
from sandbox.refusals import Refused, bad_request
from sandbox.world import Json

_STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_VERBATIM = frozenset({"code", "pre"})
_FOUND = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)
_MORE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((*_STYLES, *_QUOTES, "code"), ()),
    "pre": ("language",),
    "text_link": ("url",),
    "text_mention": ("user",),
    "custom_emoji": ("custom_emoji_id",),
    "date_time": ("unix_time", "date_time_format"),
}
"""What each kind of entity carries besides its place."""
_OPTIONAL = frozenset({"language", "date_time_format"})
_FURTHEST = 1_000_000

Span = tuple[int, int]
"""Begin and end in UTF-16 units."""


def read_given(given: Iterable[Any], text: str) -> list[Json]:
    """Return the entities a bot gave for this text, in order, nested as Telegram has them.

    Passed over are those Telegram finds by itself and those of no length. Refused is what
    is no entity, and what begins or ends outside of the text or inside of a character.
    """
    entities = [read for one in given if (read := _read(one)) is not None]
    for entity in entities:
        for name in ("offset", "length"):
            if not 0 <= entity[name] <= _FURTHEST:
                raise bad_request(f"receive an entity with incorrect {name} {entity[name]}")
    there = [entity for entity in entities if entity["length"]]
    if there:
        _require_inside(text, there)
    return nested(there)


def _unreadable(problem: str) -> Refused:
    return bad_request(f"can't parse MessageEntity: {problem}")


def _read(given: Any) -> Json | None:
    if not isinstance(given, dict):
        raise _unreadable("expected an Object")
    kind = given.get("type")
    for name in ("offset", "length", "type"):
        if name not in given:
            raise _unreadable(f'Can\'t find field "{name}"')
    if not isinstance(kind, str):
        raise _unreadable('Field "type" must be of type String')
    if kind in _FOUND:
        return None
    if kind not in _MORE:
        raise _unreadable("Unsupported type specified")
    more = {name: given[name] for name in _MORE[kind] if name in given}
    missing = next((name for name in _MORE[kind] if name not in more and name not in _OPTIONAL), None)
    if missing:
        raise _unreadable(f'Can\'t find field "{missing}"')
    return {"offset": _whole(given, "offset"), "length": _whole(given, "length"), "type": kind, **more}


def _whole(given: Json, name: str) -> int:
    value = given[name]
    if isinstance(value, bool) or not str(value).removeprefix("-").isdecimal():
        raise _unreadable(f'Field "{name}" must be of type Number')
    return int(value)


def _require_inside(text: str, entities: list[Json]) -> None:
    ends = {0: 0}
    units = size = 0
    for character in text:
        units += utf16_length(character)
        size += len(character.encode())
        ends[units] = size
    for entity in entities:
        first, last = _span(entity)
        if first > units:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {first}")
        begins = f"entity beginning at UTF-16 offset {first}"
        if last > units:
            raise bad_request(f"{begins} ends after the end of the text at UTF-16 offset {last}")
        if first not in ends:
            raise bad_request(
                f"entity begins in a middle of a UTF-16 symbol at byte offset {ends[first + 1]}"
            )
        if last not in ends:
            raise bad_request(f"{begins} ends in a middle of a UTF-16 symbol at byte offset {ends[last + 1]}")


def _span(entity: Json) -> Span:
    return entity["offset"], entity["offset"] + entity["length"]


def nested(entities: list[Json]) -> list[Json]:
    """Return entities in order, so that of two with common characters one contains the other.

    Styles are joined where they touch and cut where they would cross; there are none in code.
    Of others that would cross or contain each other the later is dropped; only quotes contain.
    """
    if len(entities) <= 1:
        return entities
    whole = _kept(entity for entity in entities if entity["type"] not in _STYLES)
    spans = [_span(entity) for entity in whole]
    code = [_span(entity) for entity in whole if entity["type"] in _VERBATIM]
    pieces = [
        (piece, kind)
        for kind in _STYLES
        for span in _joined(_span(entity) for entity in entities if entity["type"] == kind)
        for piece in _cut(span, spans, code)
    ]
    styles = [
        {"offset": first, "length": last - first, "type": kind} for (first, last), kind in _uncrossed(pieces)
    ]
    return sorted([*whole, *styles], key=lambda entity: (entity["offset"], -entity["length"]))


def _crosses(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _contains(one: Span, other: Span) -> bool:
    return one[0] <= other[0] and other[1] <= one[1]


def _kept(entities: Iterable[Json]) -> list[Json]:
    kept: list[Json] = []
    for entity in sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])):
        others = [one for one in kept if _crosses(_span(one), _span(entity))]
        quote = entity["type"] in _QUOTES
        if all(
            one["type"] in _QUOTES and not quote and _contains(_span(one), _span(entity)) for one in others
        ):
            kept.append(entity)
    return kept


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    begin = end = -1
    for first, last in sorted(spans):
        if first > end:
            if end > begin:
                yield begin, end
            begin, end = first, last
        end = max(end, last)
    if end > begin:
        yield begin, end


def _cut(span: Span, whole: list[Span], code: list[Span]) -> Iterator[Span]:
    """Take the code out of a style, and cut what is left where it would cross an entity that stays whole."""
    for piece in _split(span, code):
        if not any(_crosses(piece, one) for one in code):
            yield from _split(piece, [one for one in whole if not _contains(piece, one)])


def _split(span: Span, others: Iterable[Span]) -> Iterator[Span]:
    edges = {edge for one in others for edge in one if span[0] < edge < span[1]}
    return pairwise(sorted({*span, *edges}))


def _uncrossed(pieces: list[tuple[Span, str]]) -> Iterator[tuple[Span, str]]:
    """Cut styles where they end inside of another that began earlier."""
    waiting = [(first, -last, kind) for (first, last), kind in pieces]
    heapify(waiting)
    open_ends: list[int] = []
    while waiting:
        first, minus_last, kind = heappop(waiting)
        open_ends = [end for end in open_ends if end > first]
        end = min(open_ends, default=-minus_last)
        if end < -minus_last:
            heappush(waiting, (end, minus_last, kind))
        last = min(end, -minus_last)
        open_ends.append(last)
        yield (first, last), kind
