"""The words that speak for a category, read from ``lexicon.toml``: staff can read that file, too."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Final

LEVELS: Final = {"decisive": 4.0, "strong": 3.0, "plain": 2.0, "hint": 1.0}
_RESERVED: Final = {
    "also_called", "groups", "lookalikes", "negatable", "shows_as", "things", "together", "trouble",
}  # fmt: skip


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


class _Blocks:
    """Reads the blocks of words in the file."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._groups: dict[str, list[str]] = {}
        self._called: dict[str, list[str]] = {}
        called = {word: list(self.words(block)) for word, block in document["also_called"].items()}
        self._called = called
        for name, block in document["groups"].items():
            self._groups[name] = list(self.words(block))

    def words(self, block: str) -> Iterator[str]:
        """The words of a block, without its # lines, each with what else it is called.

        @group stands for its members, 装/摆*个/张 for all four.
        """
        for line in block.splitlines():
            for part in () if line.startswith("#") else line.split():
                if part.startswith("@"):
                    yield from self._groups[part[1:]]
                    continue
                for word in map("".join, product(*(choice.split("/") for choice in part.split("*")))):
                    yield word
                    yield from self._called.get(word, ())


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon."""
    document = tomllib.loads((files("bot.triage") / "lexicon.toml").read_text(encoding="utf-8"))
    blocks = _Blocks(document)
    things = {key: frozenset(blocks.words(block)) for key, block in document["things"].items()}
    trouble = frozenset(blocks.words(document["trouble"]["words"]))
    weights = _weights(document, blocks, things)
    return Lexicon(
        weights,
        (
            *(_pair(row, blocks) for row in document["together"]),
            *(
                Pair(key, LEVELS["plain"], words, trouble - words, across=False)
                for key, words in things.items()
            ),
        ),
        frozenset(document["lookalikes"]["words"].split()) - set(weights),
        frozenset(blocks.words(document["negatable"]["words"])),
        {key: tuple(words.split()) for key, words in document["shows_as"].items()},
    )


def _weights(
    document: Mapping[str, Any], blocks: _Blocks, things: Mapping[str, frozenset[str]]
) -> dict[str, dict[str, float]]:
    """For each word what it says alone; the first level it stands in counts, a thing is plain."""
    weights: dict[str, dict[str, float]] = {}
    for key in document.keys() - _RESERVED:
        for level, block in document[key].items():
            for word in blocks.words(block):
                weights.setdefault(word, {}).setdefault(key, LEVELS[level])
    for key, words in things.items():
        for word in words:
            weights.setdefault(word, {}).setdefault(key, LEVELS["plain"])
    return weights


def _pair(row: Mapping[str, Any], blocks: _Blocks) -> Pair:
    one, other = (frozenset(blocks.words(row[side])) for side in ("one", "with"))
    return Pair(row["category"], float(row["level"]), one, other, row.get("across", True))
