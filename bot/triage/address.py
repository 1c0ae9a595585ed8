"""Where a text speaks of a place no list knows: the grammar of Chinese addresses.

From the large to the small: 区县, 街道镇村, 路街巷, 号, 小区, 栋, 单元, 室; or something everybody
knows (公园, 学校, 河, 路口). Nothing is looked up: a name is what stands before such a word.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.triage import address_words as words
from bot.triage.address_words import Rank
from bot.triage.fold import fold

_READ = 600
"""Who has not said where by then will not."""

_FARTHEST = 10
"""A name of more characters than this is a sentence."""

_SHORTEST = 2
_LONGEST_REGION = 3
_LONGEST_TAIL = 6
"""Behind a region a name may stand that ends in nothing we know: 老粮站旁边."""

_LEFT_OPEN = 3
_SAID_AGAIN, _LATER = 0.5, 150
"""What a place gains by being named again, and after how many characters it loses as much as a region says."""


@dataclass(frozen=True)
class _Part:
    """A place between two breaks, or several that make one."""

    start: int
    end: int
    limit: int
    """Where the words it stands among end: behind the place there may be more."""
    ranks: tuple[Rank, ...]
    named: bool
    """Whether there is a name, not only a number."""

    def with_next(self, after: "_Part") -> "_Part":
        """One place of two parts."""
        ranks = (*self.ranks, *after.ranks)
        return _Part(self.start, after.end, after.limit, ranks, self.named or after.named)


@dataclass(frozen=True)
class Address:
    """A place as it is written; ``full`` when it names an estate or a road, which a grid could hold."""

    words: str
    full: bool


def address_in(text: str) -> Address | None:
    """The place a text speaks of most fully, as it is written; the first of equals, ``None`` when it names none."""
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
    return Address(text[best.start : best.end].strip(" ,，-#＃"), full)


def _weight(chain: _Part, text: str) -> float:
    said_again = min(2, text.count(text[chain.start : chain.end]) - 1)
    says = sum(words.WEIGHTS[rank] for rank in set(chain.ranks))
    return says + said_again * _SAID_AGAIN - chain.start / _LATER


def _parts(text: str) -> Iterator[_Part]:
    start = 0
    for match in words.BREAK.finditer(text):
        yield from _part(text, start, match.start())
        start = match.end()
    yield from _part(text, start, len(text))


def _hits(text: str, start: int, end: int) -> Iterator[tuple[int, int, Rank]]:
    for match in words.ANY.finditer(text, start, end):
        rank = words.RANKS[str(match.lastgroup)]
        if rank is not None:
            yield match.start(), match.end(), rank


def _first_region(text: str, start: int, hits: Iterable[tuple[int, int, Rank]]) -> int:
    """Where a name really begins: what stands in front of a region's own two characters is no name."""
    for begins, _, rank in hits:
        if rank == "region":
            own = begins if text[begins].isascii() else max(start, begins - 2)
            return own if begins - start > _LONGEST_REGION or text[begins].isascii() else start
        if rank not in words.NUMBERS:
            break
    return start


def _part(text: str, start: int, end: int) -> Iterator[_Part]:
    """The place between two breaks, if there is one: from the first name to the last word of a place."""
    hits = list(_hits(text, start, end))
    start = _first_region(text, start, hits)
    reached = first = start
    ranks: list[Rank] = []
    for begins, ends, rank in hits:
        if begins - reached > _FARTHEST:
            break
        if not ranks and _says_nothing(text[start:begins], text[start:ends], rank):
            continue
        first = first if ranks else begins
        ranks.append(rank)
        reached = ends
    if ranks:
        named = first > start or not set(ranks) <= words.NUMBERS
        reached, tail = _with_beside(text, reached, end, may_be_named=set(ranks) <= {"region", "village"})
        yield _Part(start, reached, end, (*ranks, *tail), named)


def _with_beside(text: str, reached: int, end: int, *, may_be_named: bool) -> tuple[int, tuple[Rank, ...]]:
    """Where the place ends with the 旁边 behind it, which ends a name too where none has been yet."""
    beside = words.BESIDE.search(text, reached, end)
    if beside and beside.start() == reached:
        return beside.end(), ()
    if beside and may_be_named and beside.start() - reached <= _LONGEST_TAIL:
        return beside.end(), ("village",)
    return reached, ()


def _says_nothing(name: str, whole: str, rank: Rank) -> bool:
    """Whether it is any road or estate: with no name in front of it, or one like 住宅小区."""
    if rank in words.NUMBERS or whole[:1].isascii():
        return False
    shortest = _SHORTEST if rank in {"road", "estate"} else 1
    return len(name) < shortest or words.GENERIC.fullmatch(whole) is not None


def _chains(parts: list[_Part], text: str) -> Iterator[_Part]:
    if not parts:
        return
    current = parts[0]
    for after in parts[1:]:
        if _goes_on(current, after, text):
            current = current.with_next(after)
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
