"""What a message is about: a tag, else weighted words on word boundaries."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.categories import OTHER
from bot.config import Category
from bot.triage.fold import fold
from bot.triage.lexicon import LOOKALIKES, WEIGHTS
from bot.triage.pairs import PAIRS
from bot.triage.words import Cutter

COMMUNITY_WEIGHT = 4.0
"""A keyword from the configuration counts as much as the strongest of ours."""

SURE = 0.5
"""Below this the category is doubtful and the writer may be asked."""

_CLAUSE = re.compile(r"[,.。!?;:、\s~…]+")
_TITLE = 60
_HEAD = 160
_READ = 1500
_DOUBT = 1.5


@dataclass(frozen=True)
class Topic:
    """The category with its confidence, the words that spoke for it, the runners-up, and every score."""

    key: str
    confidence: float
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    strength: float = 0.0
    scores: Mapping[str, float] = field(default_factory=dict)


class Topics:
    """Knows the categories of a neighbourhood and tells which one a text is about."""

    def __init__(self, categories: Sequence[Category], names: Iterable[str] = ()) -> None:
        """Learn the shipped words, the configured keywords, and names that are no keywords."""
        self._weights: dict[str, dict[str, float]] = {word: dict(speaks) for word, speaks in WEIGHTS.items()}
        for category in categories:
            for keyword in category.keywords:
                self._weights.setdefault(fold(keyword).lower(), {})[category.key] = COMMUNITY_WEIGHT
        self._keys = {category.key for category in categories} | {OTHER}
        pair_words = {word for pair in PAIRS for side in (pair.one, pair.other) for word in side}
        blind = {fold(name).lower() for name in names} - set(self._weights)
        self._cutter = Cutter({*self._weights, *LOOKALIKES, *pair_words, *blind})

    def topic(self, text: str) -> Topic:
        """The category of a text; ``other`` with little confidence when nothing speaks."""
        scores, words = self._scores(text)
        ranked = sorted(scores, key=lambda key: (-scores[key], key))
        if not ranked:
            return Topic(OTHER, 0.1)
        best, score = ranked[0], scores[ranked[0]]
        second = scores[ranked[1]] if len(ranked) > 1 else 0.0
        confidence = score / (score + second + _DOUBT)
        also = tuple(key for key in ranked[1:3] if scores[key] >= max(3.0, score * 0.5))
        spoke = tuple(sorted(words.get(best, {}), key=lambda word: -words[best][word]))[:4]
        return Topic(best, round(confidence, 2), spoke, also, tuple(ranked[:3]), score, scores)

    def _scores(self, text: str) -> tuple[dict[str, float], Mapping[str, Mapping[str, float]]]:
        words: dict[str, dict[str, float]] = {}
        scores: dict[str, float] = {}
        for factor, clause in _clauses(text):
            cut = self._cutter.cut(clause)
            for word in cut:
                for key, weight in self._weights.get(word, {}).items():
                    mine = words.setdefault(key, {})
                    mine[word] = max(mine.get(word, 0.0), weight * factor)
            present = set(cut)
            for pair in PAIRS:
                if pair.one & present and pair.other & present:
                    scores[pair.key] = max(scores.get(pair.key, 0.0), pair.weight * factor)
                    for word in (*sorted(pair.one & present)[:1], *sorted(pair.other & present)[:1]):
                        words.setdefault(pair.key, {}).setdefault(word, 0.0)
        for key, mine in words.items():
            scores[key] = scores.get(key, 0.0) + sum(sorted(mine.values(), reverse=True)[:6])
        return {key: score for key, score in scores.items() if key in self._keys and score > 0}, words


def _clauses(text: str) -> list[tuple[float, str]]:
    """The clauses of a text and how much each counts: what comes first says what is wanted."""
    weighed, position = [], 0
    for clause in _CLAUSE.split(fold(text[:_READ])):
        factor = 1.0 if position < _TITLE else 0.5 if position < _HEAD else 0.25
        weighed.append((factor, clause))
        position += len(clause)
    return weighed
