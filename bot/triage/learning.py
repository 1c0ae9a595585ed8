"""What this community's own tickets teach about categories: a small model, pure and in plain Python.

Complement naive Bayes on single characters and pairs of them, hashed into buckets. One pass
over the tickets makes it, so that it is made anew each night and keeps nothing of a ticket
that is gone. Why this and not another: docs/decisions/0016-it-learns-here.md.
"""

import math
import re
from array import array
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from bot.triage.category import Topic
from bot.triage.fold import fold

BUCKETS = 1 << 15
UNSURE = 0.5
"""A ticket nobody objected to teaches half as much as one whose category somebody chose."""

_SPREAD, _SHIFT, _MASK = 2654435769, 17, BUCKETS - 1
_READ = 300
_FEWEST = 3
_SMOOTHING = 0.2
_STEPS = 20
_DIGITS = re.compile(r"\d+")
_GAP = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Example:
    """What a ticket was about in the end; ``sure`` when somebody chose the category."""

    text: str
    category: str
    sure: bool = True


class Voice(NamedTuple):
    """What one category has learnt: ``numbers`` are buckets, each followed by its weight."""

    category: str
    bias: float
    numbers: list[int]


class Model:
    """Tells how likely each category is by the tickets it was made from. Immutable."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        """Lay the weights of all categories side by side, one byte each."""
        self._categories = [voice.category for voice in voices]
        self._biases = [voice.bias for voice in voices]
        self._width = len(voices)
        table = bytearray(BUCKETS * self._width)
        for place, voice in enumerate(voices):
            for bucket, weight in zip(voice.numbers[::2], voice.numbers[1::2], strict=True):
                table[bucket * self._width + place] = weight
        self._table = bytes(table)

    @property
    def voices(self) -> list[Voice]:
        """What it was made from: plain numbers, to be stored."""
        columns = [self._table[place :: self._width] for place in range(self._width)]
        numbers = [
            [number for bucket, weight in enumerate(column) if weight for number in (bucket, weight)]
            for column in columns
        ]
        return [Voice(*voice) for voice in zip(self._categories, self._biases, numbers, strict=True)]

    def scores(self, text: str) -> dict[str, float]:
        """How likely each category is, together one; nothing for a text without words."""
        return self.scores_of(grams(text))

    def scores_of(self, found: Sequence[int]) -> dict[str, float]:
        """The same for the buckets of a text."""
        width = self._width
        rows = [self._table[bucket * width : bucket * width + width] for bucket in found]
        if not rows or not width:
            return {}
        heard = [total / _STEPS for total in map(sum, zip(*rows, strict=True))]
        evened = math.sqrt(len(rows))
        speaks = [
            (total + bias * len(rows)) / evened for total, bias in zip(heard, self._biases, strict=True)
        ]
        most = max(speaks)
        shares = [math.exp(one - most) for one in speaks]
        whole = sum(shares)
        return {key: share / whole for key, share in zip(self._categories, shares, strict=True)}


@dataclass(frozen=True, slots=True)
class Learned:
    """A model in force, and the rules' verdicts it may change: those it was shown to improve."""

    model: Model
    trusted: frozenset[str]


class Tuition:
    """What was counted so far; a model can be made at any moment."""

    def __init__(self) -> None:
        self._of: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        self._all = [0.0] * BUCKETS
        self._examples: dict[str, int] = defaultdict(int)

    def hear(self, found: Sequence[int], category: str, *, sure: bool) -> None:
        """Count the buckets of one more ticket."""
        if not found:
            return
        share = (1.0 if sure else UNSURE) / math.sqrt(len(found))
        mine = self._of[category]
        self._examples[category] += 1
        for bucket in found:
            mine[bucket] += share
            self._all[bucket] += share

    def model(self) -> Model:
        """The model of what was counted; categories with very few tickets have no voice."""
        whole = sum(self._all)
        smooth = max(_SMOOTHING * whole / BUCKETS, math.ulp(1.0))
        voices = []
        for category, mine in sorted(self._of.items()):
            if self._examples[category] < _FEWEST:
                continue
            rest = whole - sum(mine.values())
            bias = math.log((rest + smooth * BUCKETS) / (whole + smooth * BUCKETS))
            numbers: list[int] = []
            for bucket, share in sorted(mine.items()):
                total = self._all[bucket] + smooth
                weight = min(255, round(_STEPS * math.log(total / max(total - share, smooth))))
                if weight:
                    numbers += (bucket, weight)
            voices.append(Voice(category, round(bias, 6), numbers))
        return Model(voices)


def grams(text: str) -> Sequence[int]:
    """The buckets of a text's characters and pairs, each once; all numbers look alike."""
    words = _GAP.sub(" ", _DIGITS.sub("0", fold(text[:_READ]).lower())).strip()
    codes = list(map(ord, words))
    known = {*codes, *(first << 16 ^ second for first, second in pairwise(codes))}
    # multiplicative hashing: the upper bits of the lower 32 of a product
    return array("H", {code * _SPREAD >> _SHIFT & _MASK for code in known})


def combine(rules: Mapping[str, float], model: Mapping[str, float]) -> dict[str, float]:
    """The mean of what both hold likely."""
    return {key: (rules.get(key, 0.0) + model.get(key, 0.0)) / 2 for key in (*rules, *model)}


def reconsider(topic: Topic, model: Mapping[str, float], known: Collection[str]) -> Topic:
    """The verdict of the words, ``topic``, and the model together.

    Never a category that is not ``known``.
    """
    likely = {key: score for key, score in model.items() if key in known}
    if not likely:
        return topic
    scores = combine(topic.scores, likely)
    ranked = sorted(scores, key=lambda key: (-scores[key], key))
    best = ranked[0]
    confidence = round(scores[best], 2)
    also = topic.also
    if best != topic.key:
        also = tuple(key for key in (topic.key, *topic.also) if key != best and key in topic.scores)[:2]
    return replace(topic, key=best, confidence=confidence, also=also, rivals=tuple(ranked[:3]))
