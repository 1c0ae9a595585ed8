"""9. One matter said by several: duplicates found among real complaints, and the time it takes."""

import csv
import hashlib
import itertools
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from benchmarks.measures import Figure
from benchmarks.towns import ROOT
from bot.config import load
from bot.triage import Triage
from bot.triage.same import Matter, Weights, alike, closest

_DATA = ROOT.parent / "shared" / "data" / "duplicates_dev.csv"
_OPEN = 50
_AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
_Z = 1.96


class Pair(NamedTuple):
    """Two complaints: how they are labelled, and what the judge says."""

    same: bool
    by_place: bool
    """Both in one cluster that was found by the name of a place (CL…)."""
    found: bool
    halves: frozenset[int]


@dataclass(frozen=True)
class Counts:
    """What a set of pairs comes to."""

    pairs: Sequence[Pair]

    def precision(self) -> tuple[int, int]:
        """Right ones among those found, over all pairs."""
        return sum(p.found and p.same for p in self.pairs), sum(p.found for p in self.pairs)

    def recall(self) -> tuple[int, int]:
        """Those found among the pairs labelled the same."""
        return sum(p.found and p.same for p in self.pairs), sum(p.same for p in self.pairs)

    def recall_by_place(self) -> tuple[int, int]:
        """Those found among the pairs whose cluster was found by place."""
        return sum(p.found and p.by_place for p in self.pairs), sum(p.by_place for p in self.pairs)


async def measure(*, quick: bool) -> list[Figure]:
    """Every pair of complaints is judged; tuned on the clusters of half 0, checked on half 1.

    Of the five clusters found by place one holds 105 of the 116 pairs, and pairs of one
    cluster are not independent: the intervals (Wilson) are narrower than the truth.
    """
    if not _DATA.exists():
        return [Figure("left out: no folder ../shared/data here", "-")]
    with _DATA.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[: 40 if quick else None]
    triage = Triage(load(ROOT / "config.example.toml", {}).neighbourhood())
    matters = [_matter(f"{row['title']}。{row['text']}", triage) for row in rows]
    pairs = _judged(rows, matters)
    figures = [
        Figure("complaints", str(len(rows))),
        Figure("pairs, of them the same", f"{len(pairs)}, {sum(pair.same for pair in pairs)}"),
    ]
    for name, chosen in (
        ("half 0", [pair for pair in pairs if pair.halves == {0}]),
        ("half 1", [pair for pair in pairs if pair.halves == {1}]),
        ("all", pairs),
    ):
        figures += _rates(name, Counts(chosen), goals=name == "all")
    figures += [_speed("50 long complaints", matters[: _OPEN + 1]), _speed("50 short ones", _short(triage))]
    return figures


def _matter(text: str, triage: Triage) -> Matter:
    decision = triage.decide(text, directed=True)
    return Matter(text, decision.category, _AT, place=decision.place, grid=decision.grid)


def _judged(rows: Sequence[dict[str, str]], matters: Sequence[Matter]) -> list[Pair]:
    weights = Weights(matters)
    pairs = []
    for (row, one), (other_row, other) in itertools.combinations(zip(rows, matters, strict=True), 2):
        cluster, other_cluster = row["cluster"], other_row["cluster"]
        same = cluster == other_cluster
        halves = frozenset({_half(cluster), _half(other_cluster)})
        found = alike(one, other, weights).same
        pairs.append(Pair(same, same and cluster.startswith("CL"), found, halves))
    return pairs


def _half(cluster: str) -> int:
    return hashlib.sha256(cluster.encode()).digest()[-1] % 2


def _rates(name: str, counts: Counts, *, goals: bool) -> list[Figure]:
    rates = (
        ("recall, found by place", counts.recall_by_place(), 0.88),
        ("precision, all pairs", counts.precision(), 0.95),
        ("recall, all pairs", counts.recall(), None),
    )
    return [
        Figure(
            f"{name}: {what}",
            _with_interval(*rate),
            f">= {goal}" if goals and goal else "",
            rate[0] >= goal * rate[1] if goals and goal else None,
        )
        for what, rate, goal in rates
    ]


def _with_interval(part: int, whole: int) -> str:
    """A rate with its counts and 95 % interval (Wilson)."""
    if not whole:
        return "- (0/0)"
    rate, square = part / whole, _Z**2 / whole
    middle, reach = rate + square / 2, _Z * math.sqrt(rate * (1 - rate) / whole + square / (4 * whole))
    low, high = (middle - reach) / (1 + square), (middle + reach) / (1 + square)
    return f"{rate:.2f} [{low:.2f}, {min(high, 1):.2f}] ({part}/{whole})"


def _short(triage: Triage) -> list[Matter]:
    troubles = ("电梯又坏了，老人上不去", "楼道灯不亮", "垃圾没人收", "下水道堵了", "楼上装修太吵")
    texts = [f"{n % 12 + 1}栋{troubles[n % 5]}，已经第{n}天了，请来人看看" for n in range(_OPEN + 1)]
    return [_matter(text, triage) for text in texts]


def _speed(name: str, matters: Sequence[Matter]) -> Figure:
    """Processor time to compare one matter with those open, once the words of those were read."""
    *others, new = matters
    closest(new, others)
    begun = time.process_time()
    for _ in range(20):
        closest(new, others)
    took = (time.process_time() - begun) / 20 * 1000
    return Figure(f"one against {name}", f"{took:.2f} ms", "<= 2 ms", took <= 2)
