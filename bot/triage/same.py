"""Whether two matters are one: 3栋电梯又坏了 and 三号楼电梯停了. Values in, verdict with reasons out.

What counts, in points; ``ENOUGH`` makes a likely duplicate:

- **Place.** The place the triage found for both in the community's lists, which has a grid:
  the same, or one inside the other. Where it is in no list: names of estates, streets and
  villages that both write, told by how such names end. Else the homes of both authors, which say less.
- **What is the matter.** Words for the same trouble (``THINGS``) or who makes it
  (``CULPRITS``); a little more for each further one.
- **Category**, as decided or corrected; another one counts against it, unless it is the
  same culprit.
- **Words.** Pairs of characters outside the names of places and those words, weighted by
  how rare they are among the matters compared, as a cosine.

Some things forbid it, whatever else is alike: another place (3栋 and 5栋, 西关小区 and
锦江苑, two crossings of one street), another grid, another culprit (装修 and 麻将), more
than ``RECENT`` between them; an errand is everybody's own. Where a place is missing, one
grid within ``OUTAGE`` says something, most of what fails for many at once (停电); else
only a text said over again almost word for word counts.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from bot.triage import texts
from bot.triage.fold import fold
from bot.triage.gazetteer import GATES
from bot.triage.numerals import number_of
from bot.triage.same_words import (
    BUILDING,
    COMMON,
    CULPRITS,
    NO_NAME,
    OUTAGES,
    PERSONAL,
    PLACE_END,
    STREET_ENDS,
    THINGS,
)

ENOUGH = 0.75
"""So many points make a likely duplicate."""

RECENT = timedelta(days=14)
"""What lies further apart is another time."""

OUTAGE = timedelta(hours=1)
"""So soon after each other one grid's reports without a place may be of one thing."""

_OUTAGE_LASTS = timedelta(hours=12)
_READ = 240
_HEAD = 40
_NAME = 6
_PIECE = 3
_TAIL = 5
_BOTH = 2
_BACKGROUND = 20
_COMMON_AMONG_THEM = 8
_VERBATIM, _VERBATIM_PAIRS = 0.5, 12

_SAME_PLACE, _INSIDE, _SAME_HOME, _OUTAGE_NEAR, _NEAR = 0.5, 0.35, 0.35, 0.45, 0.25
_SAME_THING, _FURTHER_WORD, _MOST_FURTHER = 0.3, 0.05, 4
_WORDS = 2.0
_SAME_CATEGORY, _OTHER_CATEGORY = 0.1, -0.1


@dataclass(frozen=True, slots=True)
class Matter:
    """What is compared: the words, and what the triage made of them.

    ``place`` is the triage's normalised place, None where the text names none; ``home`` is
    where the author lives, as ``Person.home`` writes it.
    """

    text: str
    category: str
    at: datetime
    place: str | None = None
    home: str | None = None
    grid: str | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two matters are; ``reasons`` in words for staff, the weightiest first."""

    points: float
    reasons: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether they are likely one matter."""
        return self.points >= ENOUGH


class _Seen(NamedTuple):
    """What a text holds that is compared."""

    pairs: frozenset[str]
    names: tuple[str, ...]
    in_front: tuple[str, ...]
    buildings: frozenset[int]
    things: frozenset[int]
    words: frozenset[str]


class _Part(NamedTuple):
    """One place of a label: 西关小区 · 3 · 2 · 501."""

    base: str
    numbers: tuple[str | None, ...]


class _Relation(NamedTuple):
    points: float
    reason: str


_NOWHERE = _Relation(0.0, "")


class Weights(dict[str, float]):
    """How much each pair of characters says among the matters compared: the rarer the more.

    The square of the inverse document frequency, over a background of unseen matters;
    worked out when it is first asked for.
    """

    def __init__(self, matters: Iterable[Matter]) -> None:
        """Count in how many matters each pair stands."""
        super().__init__()
        seen = [_seen(matter.text[:_READ]).pairs for matter in matters]
        self._total = len(seen) + _BACKGROUND + 1
        self._having = Counter(chain.from_iterable(seen))

    def __missing__(self, pair: str) -> float:
        among = _COMMON_AMONG_THEM if pair in COMMON else 0
        self[pair] = weight = math.log(self._total / (self._having[pair] + among + 0.5)) ** 2
        return weight

    def cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        """How alike two sets of pairs are, from 0 to 1."""
        weight = self.__getitem__
        shared = sum(map(weight, one & other))
        if not shared:
            return 0.0
        return shared / math.sqrt(sum(map(weight, one)) * sum(map(weight, other)))


def closest(new: Matter, others: Sequence[Matter]) -> tuple[int, Likeness] | None:
    """Which of ``others`` is likely the same as ``new``: the most alike, the first of equals. None when none is."""
    possible = [
        (index, other, where)
        for index, other in enumerate(others)
        if (where := _relation(new, other)) is not None
    ]
    if not possible:
        return None
    weights = Weights((new, *others))
    points = [_points(new, other, where, weights) for _, other, where in possible]
    best = max(points)
    if best < ENOUGH:
        return None
    index, other, where = possible[points.index(best)]
    return index, Likeness(best, _reasons(new, other, where))


def alike(one: Matter, other: Matter, weights: Weights) -> Likeness:
    """How alike two matters are among those that ``weights`` were counted from."""
    where = _relation(one, other)
    if where is None:
        return Likeness(0.0)
    return Likeness(_points(one, other, where, weights), _reasons(one, other, where))


def _points(one: Matter, other: Matter, where: _Relation, weights: Weights) -> float:
    a, b = _seen(one.text[:_READ]), _seen(other.text[:_READ])
    words = weights.cosine(a.pairs, b.pairs)
    if where == _NOWHERE:
        return 1.0 if words >= _VERBATIM else 0.0
    points = where.points + _WORDS * words
    shared = a.things & b.things
    if shared:
        further = max(len(a.words & b.words) - 1, 0)
        points += _SAME_THING + _FURTHER_WORD * min(further, _MOST_FURTHER)
    if one.category == other.category:
        points += _SAME_CATEGORY
    elif all(row >= len(CULPRITS) for row in shared):
        points += _OTHER_CATEGORY
    return round(points, 3)


def _reasons(one: Matter, other: Matter, where: _Relation) -> tuple[str, ...]:
    if where == _NOWHERE:
        return (texts.same_words(),)
    shared = _seen(one.text[:_READ]).things & _seen(other.text[:_READ]).things
    reasons = [where.reason]
    if shared:
        reasons.append(texts.same_thing(_ROWS[row][0] for row in sorted(shared)))
    if one.category == other.category:
        reasons.append(texts.same_category())
    return tuple(reasons)


def _relation(one: Matter, other: Matter) -> _Relation | None:
    """How two matters relate by place; None when something forbids that they are one."""
    a, b = _seen(one.text[:_READ]), _seen(other.text[:_READ])
    if not _may_be_one(one, other, a, b):
        return None
    where = _where(one, other, a, b)
    if where == _NOWHERE or (where and {one.category, other.category} & PERSONAL):
        return _NOWHERE if len(a.pairs & b.pairs) >= _VERBATIM_PAIRS else None
    return where


def _may_be_one(one: Matter, other: Matter, a: _Seen, b: _Seen) -> bool:
    """Not when they lie far apart in time, or name different troubles."""
    apart = abs(one.at - other.at)
    outage = bool(a.things & b.things & _OUTAGE_ROWS)
    if apart > (_OUTAGE_LASTS if outage else RECENT):
        return False
    return not a.things or not b.things or bool(a.things & b.things)


def _where(one: Matter, other: Matter, a: _Seen, b: _Seen) -> _Relation | None:
    """How the places of two matters relate; None when they are different ones."""
    listed = [_parts(m.place) for m in (one, other) if m.grid and m.place and _parts(m.place)]
    if len(listed) == _BOTH:
        points = _between(*listed)
        if not points:
            return None
        return _Relation(points, texts.same_place(other.place or "", exactly=points == _SAME_PLACE))
    if one.grid and other.grid and one.grid != other.grid:
        return None
    named = _names(a, b)
    if named != _NOWHERE:
        return named
    here, there = _numbers(one.place or ""), _numbers(other.place or "")
    if here and there:
        return _Relation(_INSIDE, texts.same_number()) if here & there else None
    return _without_place(one, other, a.things & b.things)


def _without_place(one: Matter, other: Matter, shared: frozenset[int]) -> _Relation:
    """What is left when not both say where: the homes, or one grid at one time."""
    homes = [_parts(at) for matter in (one, other) if (at := matter.place or matter.home) and _parts(at)]
    if len(homes) == _BOTH and _between(*homes):
        return _Relation(_SAME_HOME, texts.same_home())
    if one.grid and one.grid == other.grid and abs(one.at - other.at) <= OUTAGE:
        return _Relation(_OUTAGE_NEAR if shared & _OUTAGE_ROWS else _NEAR, texts.same_grid())
    return _NOWHERE


def _between(some: Sequence[_Part], others: Sequence[_Part]) -> float:
    """The closest relation between the places of two labels, in points; 0 when each is another."""
    return max(_of_parts(a, b) for a in some for b in others)


def _of_parts(a: _Part, b: _Part) -> float:
    if len(a.base) > len(b.base):
        a, b = b, a
    if b.base.startswith(a.base) and a.base != b.base:
        rest = b.base.removeprefix(a.base)
        return 0.0 if any(a.numbers) or _PHASE.match(rest) else _INSIDE
    if a.base[-_TAIL:] != b.base[-_TAIL:]:
        return 0.0
    if any(x != y for x, y in zip(a.numbers, b.numbers, strict=True) if x and y):
        return 0.0
    return _SAME_PLACE if any(a.numbers) == any(b.numbers) else _INSIDE


@lru_cache(maxsize=512)
def _parts(label: str) -> tuple[_Part, ...]:
    """The places of a label that say of which estate or street they are: 西关小区3栋、5栋 are two."""
    parts, base = [], ""
    for piece in label.split("、"):
        match = _LABEL.fullmatch(piece)
        base = (match[1] if match else piece) or base
        if base and base not in GATES:
            parts.append(_Part(base, match.groups()[1:] if match else (None, None, None)))
    return tuple(parts)


def _numbers(label: str) -> set[str]:
    """The buildings and houses of a label, also those of which nobody said in which estate: 3栋."""
    return {match[2] for piece in label.split("、") if (match := _LABEL.fullmatch(piece))}


def _names(a: _Seen, b: _Seen) -> _Relation | None:
    """How the names relate that both write of places in no list; None when they are others."""
    if a.buildings and b.buildings and not a.buildings & b.buildings:
        return None
    shared = [name for name in a.in_front if _is_among(name, b.names)]
    shared += [name for name in b.in_front if _is_among(name, a.names)]
    left = [name for name in a.in_front if not _is_among(name, b.names)]
    other = [name for name in b.in_front if not _is_among(name, a.names)]
    if left and other:
        return None
    if not shared:
        return _NOWHERE
    only_a_street = all(name.endswith(STREET_ENDS) for name in shared)
    return _Relation(_INSIDE if only_a_street else _SAME_PLACE, texts.same_name(max(shared, key=len)))


def _is_among(name: str, names: Iterable[str]) -> bool:
    pieces = _pieces(name)
    return any(not pieces.isdisjoint(_pieces(other)) for other in names)


@lru_cache(maxsize=2048)
def _pieces(name: str) -> frozenset[str]:
    """What a name is recognised by, whatever stands before it: each three characters in a row."""
    return frozenset(name[start : start + _PIECE] for start in range(len(name) - _PIECE + 1))


@lru_cache(maxsize=1024)
def _seen(text: str) -> _Seen:
    """Read a text for comparing; the same words are read once."""
    folded = fold(text).lower()
    spans = list(_spans(folded))
    bare = _without(folded, spans)
    words = frozenset(_THING.findall(bare))
    runs = _RUN.findall(_THING.sub(" ", bare))
    pairs = {run[start : start + 2] for run in runs for start in range(len(run) - 1)}
    end = _front(folded)
    return _Seen(
        pairs=frozenset(pairs),
        names=tuple(folded[start:stop] for start, stop in spans),
        in_front=tuple(folded[start:stop] for start, stop in spans if stop <= end),
        buildings=frozenset(number_of(found) for found in BUILDING.findall(folded[:end])),
        things=frozenset(_ROW_OF[word] for word in words),
        words=words,
    )


def _front(text: str) -> int:
    """Where the part ends that says what it is about: the first sentence, if it is not long."""
    stop = _STOP.search(text)
    return min(stop.start() if stop else len(text), _HEAD)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where names of estates, streets and villages stand, as their ends give away."""
    for run in _RUN.finditer(text):
        begin = run.start()
        for end in PLACE_END.finditer(text, run.start(), run.end()):
            start = end.start()
            while start > max(begin, end.start() - _NAME) and text[start - 1] not in NO_NAME:
                start -= 1
            if end.start() - start > 1:
                yield start, end.end()
                begin = end.end()


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with a gap where the names were."""
    kept, position = [], 0
    for start, stop in spans:
        kept.append(text[position:start])
        position = stop
    return " ".join([*kept, text[position:]])


_RUN = re.compile(r"[\u4e00-\u9fff]+")
_STOP = re.compile(r"[。！？!?\n]")
_PHASE = re.compile(r"第?[一二三四五六七八九十0-9]+期|[东西南北]区|新村|花园")
_LABEL = re.compile(r"(.*?)(\d+)(?:号楼|栋|幢|座|号)(?:(\d+)单元)?(?:(\w+)室)?")
_ROWS = (*CULPRITS, *THINGS)
_ROW_OF = {word: row for row, words in enumerate(_ROWS) for word in words}
_THING = re.compile("|".join(sorted(map(re.escape, _ROW_OF), key=len, reverse=True)))
_OUTAGE_ROWS = frozenset(_ROW_OF[word] for word in OUTAGES)
