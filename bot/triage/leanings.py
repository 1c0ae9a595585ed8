"""What the short strings of a message lean to, each weighed in the open.

Every row of ``leanings.tsv`` is up to three characters in a row (in Latin letters: words), or a
circumstance in brackets, with what it adds for each kind and each category, in hundredths. ``^``
and ``$`` are where a message begins and ends, 0 is any number, ▢ the name of a place. The weights
are those of two multinomial logistic regressions on messages made up for this;
``benchmarks/weigh.py`` makes them.
"""

import math
import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import Final, TypeVar

from bot.categories import SHIPPED
from bot.triage.decision import Kind
from bot.triage.masking import MASK

KINDS: Final[tuple[Kind, ...]] = ("chat", "followup", "request", "emergency")
CATEGORIES: Final = tuple(str(category["key"]) for category in SHIPPED)
COLUMNS: Final = (*KINDS, *CATEGORIES)

READ: Final = 160
"""What a message is, it shows at its beginning."""
_USUAL, _SHORTEST = 25, 10
"""A message of so many characters counts its strings whole; a letter's many strings count less each."""
HUNDREDTHS: Final = 100
"""Of a logarithm of odds: the unit of the table."""
_TELLING = 25
_TOLD = 3
_NUMBER = re.compile(r"\d+")
_NAMES = re.compile(f"{MASK}+")
_GAP = re.compile(r"\s+")
_CHARACTER = re.compile(r"[a-z]+|.")

Row = Sequence[int]
"""What a string adds for each of ``COLUMNS``, in hundredths."""
_LANE = 32
_LANES = struct.Struct(f"<{len(COLUMNS)}I")
_ZERO = 1 << (_LANE - 1)
Key = TypeVar("Key", bound=str)


@dataclass(frozen=True, slots=True)
class Leaning:
    """How likely each kind of message and each category is: shares that add up to one."""

    kinds: Mapping[Kind, float]
    categories: Mapping[str, float]


class Leanings:
    """The table. Immutable.

    A row is kept as one large number, a lane of bits for each column: some hundred rows are added
    up at once, and tens of thousands take little room.
    """

    def __init__(self, rows: Iterable[tuple[str, Row]]) -> None:
        """``rows``: strings and circumstances, each once, with what they add."""
        self._rows = {piece: _packed(weights) for piece, weights in rows}

    def lean(
        self, hidden: str, circumstances: Mapping[str, float], more: Mapping[str, float] | None = None
    ) -> Leaning:
        """Weigh a folded text whose names are hidden, with what else is known of it.

        ``more`` is added for a category on top of what the table says; it may be one of the
        community's own.
        """
        text = plain(hidden)
        rows = self._rows
        heard = _weights(sum(filter(None, map(rows.get, pieces(text)))))
        known = _weights(
            sum(
                rows[name] * round(value * HUNDREDTHS)
                for name, value in circumstances.items()
                if value and name in rows
            )
        )
        counts, share = even(len(text)) / HUNDREDTHS, 1 / HUNDREDTHS**2
        totals = [counts * weight + share * further for weight, further in zip(heard, known, strict=True)]
        kinds = dict(zip(KINDS, totals[: len(KINDS)], strict=True))
        categories = dict(zip(CATEGORIES, totals[len(KINDS) :], strict=True))
        for key, value in (more or {}).items():
            categories[key] = categories.get(key, 0.0) + value
        return Leaning(_shares(kinds), _shares(categories))

    def told(
        self, hidden: str, column: str, words: Iterable[str] = (), *, against: str | None = None
    ) -> tuple[str, ...]:
        """The pairs of a text that speak most for a kind or category, in its order.

        ``against``: another column; then what speaks for both tells nothing.
        ``words`` are the text cut into words: whoever reads it is told the words in which the
        strings stand, and the strings themselves where they stand in none.
        """
        place, other = COLUMNS.index(column), COLUMNS.index(against) if against else None
        text = hidden[:READ].lower()
        speaks = sorted(
            (
                (weight, begin)
                for begin in range(len(text) - 1)
                if (row := self._rows.get(text[begin : begin + 2]))
                and (weight := _weight(row, place) - (_weight(row, other) if other is not None else 0))
                >= _TELLING
                and text[begin : begin + 2].isalnum()
            ),
            reverse=True,
        )
        covered = sorted({spot for _, begin in speaks[:_TOLD] for spot in (begin, begin + 1)})
        whole = [
            word
            for word, begin in _placed(words)
            if not set(covered).isdisjoint(range(begin, begin + len(word)))
        ]
        return tuple(dict.fromkeys(whole or (text[begin : end + 1] for begin, end in _runs(covered))))


def plain(hidden: str) -> str:
    """A text as its strings are taken from it: its beginning, numbers and names all alike."""
    text = _GAP.sub(" ", _NUMBER.sub("0", hidden[:READ].lower()))
    return f"^{_NAMES.sub(MASK, text)}$"


def characters(text: str) -> list[str]:
    """The characters of a plain text; a word in Latin letters counts as one."""
    return _CHARACTER.findall(text)


def pieces(text: str) -> set[str]:
    """The strings of a plain text, up to three characters long, each once."""
    single = characters(text)
    pairs = [one + other for one, other in pairwise(single)]
    triples = [pair + third for pair, third in zip(pairs, single[2:], strict=False)]
    return {*single, *pairs, *triples}


def even(length: int) -> float:
    """What each string of a text of this length counts."""
    return math.sqrt(_USUAL / max(length, _SHORTEST))


@lru_cache(maxsize=1)
def leanings() -> Leanings:
    """The shipped table, read once."""
    lines = files("bot.triage").joinpath("leanings.tsv").read_text(encoding="utf-8").splitlines()
    heading = lines[0].split("\t")[1:]
    order = [heading.index(column) for column in COLUMNS]
    rows = (line.split("\t") for line in lines[1:])
    return Leanings(
        (piece, [int(cells[place]) if cells[place] else 0 for place in order]) for piece, *cells in rows
    )


def table(rows: Iterable[tuple[str, Row]]) -> str:
    """The reverse: rows as they stand in the file, with no sign for nothing."""
    lines = ["\t".join(("string", *COLUMNS))]
    lines += ("\t".join((piece, *(str(weight or "") for weight in weights))) for piece, weights in rows)
    return "\n".join(lines) + "\n"


_RAISED = sum(_ZERO << (_LANE * place) for place in range(len(COLUMNS)))
"""Added before lanes are read, so that none is below nothing and borrows from the next."""


def _packed(weights: Row) -> int:
    lanes = _LANES.pack(*[weight + _ZERO for weight in weights])
    return int.from_bytes(lanes, "little") - _RAISED


def _weights(packed: int) -> list[int]:
    lanes = _LANES.unpack((packed + _RAISED).to_bytes(_LANES.size, "little"))
    return [lane - _ZERO for lane in lanes]


def _weight(packed: int, place: int) -> int:
    return ((packed + _RAISED) >> (_LANE * place) & (2 * _ZERO - 1)) - _ZERO


def _shares(totals: Mapping[Key, float]) -> dict[Key, float]:
    most = max(totals.values())
    parts = {key: math.exp(total - most) for key, total in totals.items()}
    whole = sum(parts.values())
    return {key: part / whole for key, part in parts.items()}


def _placed(words: Iterable[str]) -> list[tuple[str, int]]:
    """Words of several characters, with where they begin."""
    listed = list(words)
    begins = accumulate(map(len, listed), initial=0)
    return [(word, begin) for word, begin in zip(listed, begins, strict=False) if len(word) > 1]


def _runs(spots: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers that follow each other, as first and last."""
    runs: list[tuple[int, int]] = []
    for spot in spots:
        if runs and spot == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], spot)
        else:
            runs.append((spot, spot))
    return runs
