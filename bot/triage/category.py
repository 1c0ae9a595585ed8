"""What a message is about: a tag, else weighted words on word boundaries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.categories import OTHER
from bot.config import Category
from bot.triage.fold import fold
from bot.triage.lexicon import LEVELS, lexicon
from bot.triage.words import Cutter

COMMUNITY_WEIGHT = LEVELS["decisive"]
"""A keyword from the configuration counts as much as the strongest of ours."""

SURE = 0.5
"""Below this the category is doubtful and the writer may be asked."""

_ENDS_SENTENCE = frozenset("。!?;\n")
_ENDS_CLAUSE = _ENDS_SENTENCE | frozenset(",.:、~… \t\r")
_FACTORS = ((50, 1.0), (160, 0.5), (400, 0.25))
"""Up to how many characters how much a clause counts: what comes first says what is wanted."""
_LATER = 0.6
"""The first sentence of a letter is its title."""
_READ = _FACTORS[-1][0]
_SHORT = 60
_ACROSS = 0.7
"""Across the clauses of a sentence words belong together a little less."""
_SYMPTOM = 1.0
"""How much of what a pair of words says about the source is taken from how it shows: all."""
_FADING = (1.0, 0.7, 0.5, 0.35, 0.25, 0.2)
"""The best word for a category counts whole, each further one less."""
_ALONE = 0.5
_TOGETHER = 5.0
"""More than this two words together do not say about whether it is a matter at all."""
_DOUBT = 2.5
_MEASURED = ((0.0, 0.1), (0.4, 0.45), (0.475, 0.6), (0.55, 0.85), (0.65, 0.95), (1.0, 0.99))
"""Shares of the best score in all that spoke, and how many of a hundred such answers are right."""
_DENIES = ("没", "没有", "不", "别", "无", "未", "不是", "不会", "不再", "并非")
_ASKS = ("是不是", "有没有", "会不会", "要不", "是否")
_MANNERS = frozenset({"suggestion", "errand"})
_MANNERED = 0.15
_PLAIN_ALONE = frozenset("灯狗猫墙坑漏渗堵臭")
"""Single characters that mean the same within a longer word."""
_LETTER = 90
"""In a text longer than this 建议 and 帮忙 are manners; who has an idea or an errand says so shortly."""


@dataclass(frozen=True)
class Topic:
    """The category with its confidence, the words that spoke for it, the runners-up, and every score."""

    key: str
    confidence: float
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    together: float = 0.0
    alone: float = 0.0
    scores: Mapping[str, float] = field(default_factory=dict)

    @property
    def strength(self) -> float:
        """How strongly it sounds like a matter: words together count more than words alone."""
        return min(self.together, _TOGETHER) + self.alone * _ALONE


@dataclass
class _Tally:
    """For each category the words that spoke, with what each counted, and its best pair."""

    words: dict[str, dict[str, float]] = field(default_factory=dict)
    pairs: dict[str, float] = field(default_factory=dict)

    def hear(self, key: str, word: str, weight: float) -> None:
        mine = self.words.setdefault(key, {})
        mine[word] = max(mine.get(word, 0.0), weight)

    def alone(self, key: str) -> float:
        """What the words say one by one."""
        ranked = sorted(self.words.get(key, {}).values(), reverse=True)
        return sum(weight * fading for weight, fading in zip(ranked, _FADING, strict=False))

    def score(self, key: str) -> float:
        """What the words say, and what two of them say together."""
        return self.pairs.get(key, 0.0) + self.alone(key)


class Topics:
    """Knows the categories of a neighbourhood and tells which one a text is about."""

    def __init__(self, categories: Sequence[Category], names: Iterable[str] = ()) -> None:
        """Learn the shipped words, the configured keywords, and names that are no keywords."""
        shipped = lexicon()
        self._weights: dict[str, dict[str, float]] = {
            word: dict(speaks) for word, speaks in shipped.weights.items()
        }
        for category in categories:
            for keyword in category.keywords:
                self._weights.setdefault(fold(keyword).lower(), {})[category.key] = COMMUNITY_WEIGHT
        self._keys = {category.key for category in categories} | {OTHER}
        self._negatable = shipped.negatable
        self._shows_as = shipped.shows_as
        self._pairs = shipped.pairs
        self._ones, self._others = (
            _numbers(pair.one for pair in self._pairs),
            _numbers(pair.other for pair in self._pairs),
        )
        sides = self._ones.keys() | self._others.keys()
        self._parts = {word: parts for word in self._weights if (parts := _parts(word, sides))}
        blind = {fold(name).lower() for name in names} - set(self._weights)
        self._cutter = Cutter({*shipped.words(), *self._weights, *blind})

    def topic(self, text: str) -> Topic:
        """The category of a text; ``other`` with little confidence when nothing speaks."""
        tally = self._tally(text)
        scores = self._scores(tally, len(text))
        ranked = sorted(scores, key=lambda key: (-scores[key], key))
        if not ranked:
            return Topic(OTHER, 0.1)
        best, score = ranked[0], scores[ranked[0]]
        second = scores[ranked[1]] if len(ranked) > 1 else 0.0
        also = tuple(key for key in ranked[1:3] if scores[key] >= max(3.0, score * 0.5))
        heard = tally.words.get(best, {})
        told = [word for word in heard if not any(word in other and word != other for other in heard)]
        spoke = tuple(sorted(told, key=lambda word: -heard[word]))[:4]
        return Topic(
            best,
            _confidence(score, second),
            spoke,
            also,
            tuple(ranked[:3]),
            tally.pairs.get(best, 0.0),
            tally.alone(best),
            scores,
        )

    def scores(self, text: str) -> Mapping[str, float]:
        """How strongly the words speak for each category; categories nothing speaks for are absent."""
        return self._scores(self._tally(text), len(text))

    def _scores(self, tally: _Tally, length: int) -> dict[str, float]:
        heard = (tally.words.keys() | tally.pairs.keys()) & self._keys
        scores = {key: tally.score(key) for key in heard}
        for source in tally.pairs:
            for symptom in self._shows_as.get(source, ()):
                if symptom in scores:
                    scores[symptom] -= min(scores[symptom], tally.pairs[source]) * _SYMPTOM
        if length > _LETTER:
            scores = {key: score * (_MANNERED if key in _MANNERS else 1.0) for key, score in scores.items()}
        return {key: score for key, score in scores.items() if score > 0}

    def _tally(self, text: str) -> _Tally:
        tally = _Tally()
        for sentence in _sentences(self._cutter.cut(fold(text[:_READ]))):
            whole: list[str] = []
            for factor, clause in sentence:
                said = [word for place, word in enumerate(clause) if not self._is_denied(clause, place)]
                is_denial = len(said) < len(clause)
                for word in said:
                    for key, weight in self._weights.get(word, {}).items():
                        tally.hear(key, word, weight * factor)
                said += [part for word in said for part in self._parts.get(word, ())]
                self._hear_pairs(tally, said, factor)
                whole += () if is_denial else said
            if len(sentence) > 1:
                self._hear_pairs(tally, whole, sentence[0][0] * _ACROSS, across=True)
        return tally

    def _hear_pairs(
        self, tally: _Tally, words: Sequence[str], factor: float, *, across: bool = False
    ) -> None:
        said = dict.fromkeys(words)
        ones, others = _meeting(said, self._ones), _meeting(said, self._others)
        for number in ones.keys() & others.keys():
            pair = self._pairs[number]
            both = _apart(ones[number], others[number]) if pair.across or not across else ()
            if both:
                tally.pairs[pair.key] = max(tally.pairs.get(pair.key, 0.0), pair.weight * factor)
            for word in both:
                tally.hear(pair.key, word, 0.0)

    def _is_denied(self, cut: Sequence[str], place: int) -> bool:
        if cut[place] not in self._negatable:
            return False
        before = "".join(cut[max(0, place - 3) : place])
        return before.endswith(_DENIES) and not before.endswith(_ASKS)


def _parts(word: str, sides: Collection[str]) -> tuple[str, ...]:
    """The words within a phrase that pair with others: 灯一闪 is a lamp, 电梯 is no power."""
    pieces = (word[begin:end] for begin in range(len(word)) for end in range(begin + 1, len(word) + 1))
    return tuple(
        piece
        for piece in pieces
        if piece in sides and piece != word and (piece in _PLAIN_ALONE or 1 < len(piece) < len(word))
    )


def _numbers(sides: Iterable[frozenset[str]]) -> dict[str, tuple[int, ...]]:
    """For each word the numbers of the pairs it is a side of."""
    numbers: dict[str, list[int]] = {}
    for number, side in enumerate(sides):
        for word in side:
            numbers.setdefault(word, []).append(number)
    return {word: tuple(mine) for word, mine in numbers.items()}


def _meeting(said: Iterable[str], numbers: Mapping[str, tuple[int, ...]]) -> dict[int, list[str]]:
    """For each pair the words said that are this side of it."""
    met: dict[int, list[str]] = {}
    for word in said:
        for number in numbers.get(word, ()):
            met.setdefault(number, []).append(word)
    return met


def _apart(ones: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """The first two words that do not overlap: a phrase makes no pair with its own part."""
    apart = ((one, other) for one in ones for other in others if one not in other and other not in one)
    return next(apart, ())


def _confidence(score: float, second: float) -> float:
    """How often such an answer is right: measured where the best category stands to the next.

    ``benchmarks/triage.py`` prints the table; between its points it is read off a line.
    """
    share = score / (score + second + _DOUBT)
    (low, is_low), (high, is_high) = next(
        (left, right) for left, right in pairwise(_MEASURED) if share <= right[0]
    )
    return round(is_low + (is_high - is_low) * (share - low) / (high - low), 2)


def _sentences(words: Sequence[str]) -> list[list[tuple[float, list[str]]]]:
    """The clauses of each sentence and how much each counts; a short message is one sentence."""
    is_short = sum(map(len, words)) <= _SHORT
    sentences: list[list[tuple[float, list[str]]]] = [[]]
    clause: list[str] = []
    position = begins = 0
    for word in (*words, "\n"):
        if word in _ENDS_CLAUSE:
            if clause:
                factor = next(factor for end, factor in _FACTORS if begins < end)
                sentences[-1].append((factor if len(sentences) == 1 else min(factor, _LATER), clause))
            clause, begins = [], position + 1
            if word in _ENDS_SENTENCE and sentences[-1] and not is_short:
                sentences.append([])
        else:
            clause.append(word)
        position += len(word)
    return sentences
