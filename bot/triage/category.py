"""What a message is about: a tag, else weighted words on word boundaries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.categories import OTHER
from bot.config import Category
from bot.triage.fold import fold
from bot.triage.leanings import Leaning
from bot.triage.lexicon import LEVELS, lexicon
from bot.triage.masking import Mask
from bot.triage.words import Cutter

_COMMUNITY_WEIGHT = LEVELS["decisive"]
"""A keyword from the configuration counts as much as the strongest of ours."""

SURE = 0.5
"""Below this the category is doubtful and the writer may be asked."""

_ENDS_SENTENCE = frozenset("。!?;\n")
_ENDS_CLAUSE = _ENDS_SENTENCE | frozenset(",.:、~… \t\r")
_FACTORS = ((50, 1.0), (160, 0.5))
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
_SOMETHING = 0.3
"""Less sure than this, and no word of the lexicon stands for it: then the category is ``other``."""
_BESIDES = 0.4
"""A further demand is at least so likely beside the main one."""
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
    """The category with its confidence, the words that spoke for it, further demands, the likeliest few.

    ``scores``: how likely each category is, together one.
    """

    key: str
    confidence: float
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Heard:
    """What the words of the lexicon say: how strongly for each category, and which words.

    ``strength``: how strongly it sounds like a matter at all; words together count more than
    words alone. ``own``: the categories for which a keyword of the community stands.
    ``is_denied``: some trouble is said not to be. ``cut``: the beginning of the text as words;
    what no word is known for falls into characters.
    """

    scores: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]
    strength: float = 0.0
    own: frozenset[str] = frozenset()
    is_denied: bool = False
    cut: tuple[str, ...] = ()


@dataclass
class _Tally:
    """For each category the words that spoke, with what each counted, and its best pair."""

    words: dict[str, dict[str, float]] = field(default_factory=dict)
    pairs: dict[str, float] = field(default_factory=dict)
    is_denied: bool = False

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
        self._own = {
            category.key: frozenset(fold(keyword).lower() for keyword in category.keywords)
            for category in categories
        }
        for key, keywords in self._own.items():
            for keyword in keywords:
                self._weights.setdefault(keyword, {})[key] = _COMMUNITY_WEIGHT
        self._keys = {category.key for category in categories} | {OTHER}
        self._negatable = shipped.negatable
        self._shows_as = shipped.shows_as
        self._pairs = shipped.pairs
        self._ones, self._others = (
            _numbers(pair.one for pair in self._pairs),
            _numbers(pair.other for pair in self._pairs),
        )
        self._sides = self._ones.keys() | self._others.keys()
        self._parts = {word: parts for word in self._weights if (parts := _parts(word, self._sides))}
        self._mask = Mask.of(name for name in names if fold(name).lower() not in self._weights)
        self._cutter = Cutter({*shipped.words(), *self._weights})

    def heard(self, text: str) -> Heard:
        """What speaks for each category; categories nothing speaks for are absent."""
        cut = tuple(self._cutter.cut(self._mask.hide(fold(text[:_READ]))))
        tally = self._tally(cut)
        scores = self._scores(tally, len(text))
        if not scores:
            return Heard({}, {}, is_denied=tally.is_denied, cut=cut)
        best = min(scores, key=lambda key: (-scores[key], key))
        return Heard(
            scores,
            {key: _told(tally.words.get(key, {})) for key in scores},
            min(tally.pairs.get(best, 0.0), _TOGETHER) + tally.alone(best) * _ALONE,
            frozenset(key for key in scores if self._own.get(key, frozenset()) & tally.words[key].keys()),
            tally.is_denied,
            cut,
        )

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

    def _tally(self, cut: Sequence[str]) -> _Tally:
        tally = _Tally()
        for sentence in _sentences(cut):
            whole: list[str] = []
            for factor, clause in sentence:
                said = [
                    word
                    for place, word in enumerate(clause)
                    if word not in self._negatable or not _is_denied(clause, place)
                ]
                is_denial = len(said) < len(clause)
                tally.is_denied |= is_denial
                for word in filter(self._weights.__contains__, said):
                    for key, weight in self._weights[word].items():
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
        said = dict.fromkeys(word for word in words if word in self._sides)
        if len(said) < 2:  # noqa: PLR2004 - a pair
            return
        ones, others = _meeting(said, self._ones), _meeting(said, self._others)
        for number in ones.keys() & others.keys():
            pair = self._pairs[number]
            both = _apart(ones[number], others[number]) if pair.across or not across else ()
            if both:
                tally.pairs[pair.key] = max(tally.pairs.get(pair.key, 0.0), pair.weight * factor)
            for word in both:
                tally.hear(pair.key, word, 0.0)


def _is_denied(cut: Sequence[str], place: int) -> bool:
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


def topic_of(heard: Heard, leaning: Leaning, known: Collection[str]) -> Topic:
    """The likeliest category of those ``known``.

    What sounds like chat is about nothing, so its category is half as sure. A very doubtful
    one for which no word of the lexicon stands is ``other``.
    """
    ranked = sorted(known, key=lambda key: (-leaning.categories.get(key, 0.0), key))
    best, *others = ranked
    share = leaning.categories.get(best, 0.0)
    sure = round(share * (1 - leaning.kinds["chat"] / 2), 2)
    if sure < _SOMETHING and best not in heard.scores:
        return Topic(OTHER, sure, rivals=tuple(ranked[:3]), scores=leaning.categories)
    also = tuple(key for key in others[:2] if leaning.categories.get(key, 0.0) >= share * _BESIDES)
    return Topic(
        best,
        sure,
        heard.words.get(best, ()),
        also,
        tuple(ranked[:3]),
        leaning.categories,
    )


def _told(heard: Mapping[str, float]) -> tuple[str, ...]:
    """The strongest words, without those that stand in another."""
    told = [word for word in heard if not any(word in other and word != other for other in heard)]
    return tuple(sorted(told, key=lambda word: -heard[word]))[:4]


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
