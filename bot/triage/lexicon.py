"""The words that speak for a category, read from ``lexicon.toml``: staff can read that file, too."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

LEVELS: Final = {"decisive": 4.0, "strong": 3.0, "plain": 2.0, "hint": 1.0}
_RESERVED: Final = {"lookalikes", "negatable", "groups", "together", "shows_as", "things", "trouble"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Any word of ``one`` with any of ``other`` in a clause speaks for ``key``.

    ``across``: in the clauses of one sentence, too.
    """

    key: str
    weight: float
    one: frozenset[str]
    other: frozenset[str]
    across: bool = True


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the shipped words say.

    ``weights``: for each word the categories it speaks for. ``lookalikes`` hold a word of a
    category and mean something else: they are cut as one and count for nothing.
    ``negatable`` are words for trouble, which is none when denied.
    ``shows_as``: a dog that barks is a matter of pets, and noise only how it shows.
    """

    weights: Mapping[str, Mapping[str, float]]
    pairs: tuple[Pair, ...]
    lookalikes: frozenset[str]
    negatable: frozenset[str]
    shows_as: Mapping[str, tuple[str, ...]]

    def words(self) -> Iterator[str]:
        """Every word that has to be cut out whole."""
        yield from self.weights
        yield from self.lookalikes
        for pair in self.pairs:
            yield from pair.one
            yield from pair.other


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon."""
    document = tomllib.loads((files("bot.triage") / "lexicon.toml").read_text(encoding="utf-8"))
    groups = {name: words.split() for name, words in document["groups"].items()}
    weights: dict[str, dict[str, float]] = {}
    for key, by_level in document.items():
        if key not in _RESERVED:
            for level, words in by_level.items():
                for word in words.split():
                    weights.setdefault(word, {}).setdefault(key, LEVELS[level])
    things = {key: frozenset(words.split()) for key, words in document["things"].items()}
    for key, words in things.items():
        for word in words:
            weights.setdefault(word, {}).setdefault(key, LEVELS["plain"])
    trouble = frozenset(document["trouble"]["words"].split())
    return Lexicon(
        weights,
        (
            *(_pair(row, groups) for row in document["together"]),
            *(
                Pair(key, LEVELS["plain"], words, trouble - words, across=False)
                for key, words in things.items()
            ),
        ),
        frozenset(document["lookalikes"]["words"].split()) - set(weights),
        frozenset(document["negatable"]["words"].split()),
        {key: tuple(words.split()) for key, words in document["shows_as"].items()},
    )


def _pair(row: Mapping[str, Any], groups: Mapping[str, list[str]]) -> Pair:
    return Pair(
        row["category"], float(row["level"]), _spread(row["one"], groups), _spread(row["with"], groups)
    )


def _spread(words: str, groups: Mapping[str, list[str]]) -> frozenset[str]:
    """The words, with each @group in its members' place."""
    spread: list[str] = []
    for word in words.split():
        spread += groups[word[1:]] if word.startswith("@") else [word]
    return frozenset(spread)
