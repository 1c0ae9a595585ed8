"""Where a text speaks of a place no list knows: the grammar of Chinese addresses.

From the large to the small: 区县, 街道镇村, 路街巷, 号, 小区, 栋, 单元, 室; or something everybody
knows (公园, 学校, 河, 路口). Nothing is looked up: a name is what stands before such a word.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.triage import address_words as words
from bot.triage.address_words import Rank
from bot.triage.fold import fold

_READ = 600
_LONGEST_TAIL = 6
_LONGEST_REGION = 3
_LEFT_OPEN = 3
_SHORTEST = 2
_FARTHEST = 10
"""A name of more characters than this is a sentence."""


@dataclass(frozen=True)
class _Part:
    start: int
    end: int
    ranks: tuple[Rank, ...]
    limit: int
    """Where the words it stands among end."""
    named: bool


@dataclass(frozen=True)
class Address:
    """A place as it is written; ``full`` when it names an estate or a road, which a grid could hold."""

    words: str
    full: bool


def address_in(text: str) -> Address | None:
    """The place a text speaks of most fully, the first of equals; ``None`` when it names none."""
    folded = fold(text[:_READ])
    chains = [
        chain
        for chain in _chains(list(_parts(folded)), folded)
        if chain.named and set(chain.ranks) not in ({"region"}, {"house"}, {"floor"})
    ]
    if not chains:
        return None
    best = max(chains, key=lambda chain: (_weight(chain, folded), -chain.start))
    full = not {"estate", "road"}.isdisjoint(best.ranks)
    return Address(folded[best.start : best.end].strip(" ,-#"), full)


def _weight(chain: _Part, text: str) -> float:
    said_again = min(2, text.count(text[chain.start : chain.end]) - 1)
    return sum(words.WEIGHTS[rank] for rank in set(chain.ranks)) + said_again / 2 - chain.start / 150


def _parts(text: str) -> Iterator[_Part]:
    start = 0
    for match in words.BREAK.finditer(text):
        if match.start() > start:
            yield from _part(text, start, match.start())
        start = match.end()
    if start < len(text):
        yield from _part(text, start, len(text))


def _hits(text: str, start: int, end: int) -> Iterator[tuple[int, int, Rank]]:
    position = start
    while position < end:
        ordinary = words.ORDINARY.match(text, position, end)
        if ordinary:
            position = ordinary.end()
            continue
        found = next(
            (
                (match.end(), rank)
                for rank, pattern in words.PLACES
                if (match := pattern.match(text, position, end))
            ),
            None,
        )
        if found:
            yield position, found[0], found[1]
            position = found[0]
        else:
            position += 1


def _first_region(text: str, start: int, end: int) -> int:
    """Where a name really begins: what stands in front of a region's own two characters is no name."""
    for begins, _, rank in _hits(text, start, end):
        if rank == "region":
            own = begins if text[begins].isascii() else max(start, begins - 2)
            return own if begins - start > _LONGEST_REGION or text[begins].isascii() else start
        if rank not in words.NUMBERS:
            break
    return start


def _part(text: str, start: int, end: int) -> Iterator[_Part]:
    ranks: list[Rank] = []
    start = _first_region(text, start, end)
    reached = named_from = start
    for begins, ends, rank in _hits(text, start, end):
        if begins - reached > _FARTHEST:
            break
        if begins == start and rank not in words.NUMBERS and not text[begins].isascii():
            continue
        if not ranks and _says_nothing(text[start:begins], text[start:ends], rank):
            continue
        named_from = named_from if ranks else begins
        ranks.append(rank)
        reached = ends
    if not ranks:
        return
    beside = words.BESIDE.search(text, reached, end)
    if beside and (
        beside.start() == reached
        or (set(ranks) <= {"region", "village"} and beside.start() - reached <= _LONGEST_TAIL)
    ):
        ranks += ["village"] * (beside.start() > reached)
        reached = beside.end()
    named = named_from > start or not set(ranks) <= words.NUMBERS
    yield _Part(start, reached, tuple(ranks), end, named)


def _says_nothing(name: str, whole: str, rank: Rank) -> bool:
    """Whether it is any road or estate: one character is no name, and 住宅小区 is none either."""
    return (rank in {"road", "estate"} and len(name) < _SHORTEST) or words.GENERIC.fullmatch(
        whole
    ) is not None


def _chains(parts: list[_Part], text: str) -> Iterator[_Part]:
    if not parts:
        return
    current = parts[0]
    for after in parts[1:]:
        if _goes_on(current, after, text):
            current = _Part(
                current.start,
                after.end,
                (*current.ranks, *after.ranks),
                after.limit,
                current.named or after.named,
            )
        else:
            yield current
            current = after
    yield current


def _goes_on(part: _Part, after: _Part, text: str) -> bool:
    """Whether one place is said in both: 上浦路与工业路交叉口, or a name that holds such a word: 锦和园."""
    between, left = text[part.limit : after.start], part.limit - part.end
    if left:
        return left <= _LEFT_OPEN and words.INSIDE_NAMES.fullmatch(between) is not None
    return words.JOIN.fullmatch(between) is not None
