"""Weighs the strings of ``bot/triage/leanings.tsv`` anew, on messages made up for this.

``python -m benchmarks.weigh`` reads every set in ``benchmarks/group_chat`` but the closed ones.
``python -m benchmarks.weigh --try`` writes nothing and prints, for each set, what a table made
without it would be worth on it.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from benchmarks.towns import ROOT
from bot.config import Neighbourhood, load
from bot.triage import Home, Triage
from bot.triage.kind import kind_of
from bot.triage.leanings import (
    CATEGORIES,
    HUNDREDTHS,
    KINDS,
    Leanings,
    Row,
    characters,
    even,
    pieces,
    plain,
    table,
)

_CHAT = Path(__file__).parent / "group_chat"
_TABLE = ROOT / "bot" / "triage" / "leanings.tsv"
_CLOSED = frozenset({"unseen", "closed", "fresh"})
_READ_BEFORE = "dev"
"""The lexicon was written with this set in sight; what it says there tells nothing of what it is worth."""
_FEWEST, _FEWEST_TRIPLES = 5, 10
"""A string that stands in fewer messages has no row."""
_LEAST, _WORTH_A_ROW = 3, 8
"""Fewer hundredths are nothing, and a row without a weight so large is left out."""
_STRICTNESS_OF_KINDS, _STRICTNESS_OF_CATEGORIES = 0.2, 0.4
"""The inverse of how strongly weights are held down (``C`` of scikit-learn)."""
_CIRCUMSTANCE = 0.5
"""Circumstances are held down more than strings, or the lexicon's words are believed too much."""
_LETTERS = "letters"
_COUNTS = {"elsewhere": 1.5, _LETTERS: 1.5}
"""What counts more than once: talk of people who are no neighbours, and letters, are few here."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled message with what triage finds in it."""

    source: str
    kind: str
    category: str
    also: tuple[str, ...]
    strings: frozenset[str]
    evenness: float
    circumstances: dict[str, float]
    hidden: str
    weight: float
    hard: bool
    in_danger: bool


def examples(files: Iterable[Path]) -> list[Example]:
    """Read labelled sets; the weights of today play no part in it.

    A letter is read twice, where its places are known and where none are.
    """
    here, elsewhere = Triage(load(ROOT / "config.example.toml", {}).neighbourhood()), Triage(Neighbourhood())
    return [
        _example(triage, json.loads(line), file)
        for file in files
        for triage in ((here, elsewhere) if file.parent.name == _LETTERS else (here,))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def _example(triage: Triage, row: dict[str, Any], file: Path) -> Example:
    home = Home.parse(row["home"]) if row["home"] else None
    text = triage.strip_intake(row["text"])[0]
    read = triage.read(text, group=row["group"], home=home)
    strings = plain(read.hidden)
    return Example(
        file.stem, row["kind"], row["category"] or "", tuple(row["also"] or ()),
        frozenset(pieces(strings)), even(len(strings)), dict(read.circumstances), read.hidden,
        _COUNTS.get(file.parent.name, 1.0), bool(row["hard"]), read.danger is not None,
    )  # fmt: skip


def weigh(given: Sequence[Example]) -> dict[str, Row]:
    """The table these messages make: two multinomial logistic regressions side by side."""
    known = sorted({name for example in given for name in example.circumstances})
    strings = _frequent(given)
    circumstances = np.full(len(known), _CIRCUMSTANCE)
    held = np.append(circumstances, np.ones(len(strings)))
    kinds = _fit(
        given, [example.kind for example in given], KINDS, [*known, *strings], held, _STRICTNESS_OF_KINDS
    )
    about = [example for example in given if example.category and example.source != _READ_BEFORE]
    short = [string for string in strings if not _is_triple(string)]
    held = np.append(circumstances, _rarity(about, short))
    categories = _fit(
        about,
        [example.category for example in about],
        CATEGORIES,
        [*known, *short],
        held,
        _STRICTNESS_OF_CATEGORIES,
    )
    nothing = [0] * len(CATEGORIES)
    rows = {name: [*row, *categories.get(name, nothing)] for name, row in kinds.items()}
    return {name: row for name, row in rows.items() if max(map(abs, row)) >= _WORTH_A_ROW}


def _frequent(given: Sequence[Example]) -> list[str]:
    counted = Counter(string for example in given for string in example.strings)
    return sorted(
        string
        for string, count in counted.items()
        if count >= (_FEWEST_TRIPLES if _is_triple(string) else _FEWEST)
    )


def _is_triple(string: str) -> bool:
    return len(characters(string)) > 2


def _rarity(given: Sequence[Example], strings: Sequence[str]) -> np.ndarray[Any, Any]:
    """How rare each string is (inverse document frequency), one for a middling one.

    What a matter is called is rare, what it is called by in all matters is not.
    """
    counted = Counter(string for example in given for string in example.strings)
    counts = np.array([max(1, counted[string]) for string in strings])
    rarity = np.log(len(given) / counts)
    return rarity / np.average(rarity, weights=counts)


def _fit(
    given: Sequence[Example],
    answers: Sequence[str],
    columns: Sequence[str],
    names: Sequence[str],
    held: np.ndarray[Any, Any],
    strictness: float,
) -> dict[str, list[int]]:
    """What each circumstance and string adds for each column, in hundredths.

    ``held``: for each name how little its weight is held down.
    """
    found = _matrix(given, names) @ sp.diags(held)
    model = LogisticRegression(C=strictness, max_iter=200, fit_intercept=False)
    model.fit(found, answers, sample_weight=[example.weight for example in given])
    weights = np.zeros((len(names), len(columns)))
    for place, column in enumerate(columns):
        if column in model.classes_:
            weights[:, place] = model.coef_[list(model.classes_).index(column)] * held
    weights = np.rint((weights - weights.mean(axis=1, keepdims=True)) * HUNDREDTHS).astype(int)
    weights[np.abs(weights) < _LEAST] = 0
    return dict(zip(names, weights.tolist(), strict=True))


def _matrix(given: Sequence[Example], names: Sequence[str]) -> sp.csr_matrix:
    places = {name: place for place, name in enumerate(names)}
    rows, columns, values = [], [], []
    for number, example in enumerate(given):
        found = dict.fromkeys(example.strings, example.evenness) | example.circumstances
        for name, value in found.items():
            if value and name in places:
                rows.append(number)
                columns.append(places[name])
                values.append(value)
    return sp.csr_matrix((values, (rows, columns)), shape=(len(given), len(places)))


def tried(given: Sequence[Example], parts: int) -> dict[str, list[tuple[Example, str, str]]]:
    """For each set the kind and category a table made without it (and some others) gives its messages."""
    sources = sorted({example.source for example in given} - {_READ_BEFORE})
    answers = {}
    for part in (set(sources[start::parts]) for start in range(parts)):
        leanings = Leanings(weigh([example for example in given if example.source not in part]).items())
        for source in part:
            answers[source] = [
                (example, *_answer(leanings, example)) for example in given if example.source == source
            ]
    return answers


def _answer(leanings: Leanings, example: Example) -> tuple[str, str]:
    leaning = leanings.lean(example.hidden, example.circumstances)
    kind = kind_of(leaning, in_danger=example.in_danger, directed=False)
    return kind, max(leaning.categories, key=lambda key: leaning.categories[key])


def _print_tried(answers: dict[str, list[tuple[Example, str, str]]]) -> None:
    print(
        "set: recall, precision of requests; hard chat taken; follow-ups, emergencies known; alarms; category"
    )
    together = [answer for given in answers.values() for answer in given]
    for source, given in [*sorted(answers.items()), ("all", together)]:
        wanted = [answer for answer in given if _is_wanted(answer[0].kind)]
        taken = [answer for answer in given if _is_wanted(answer[1])]
        both = sum(_is_wanted(answer[1]) for answer in wanted)
        hard = [answer for answer in given if answer[0].kind == "chat" and answer[0].hard]
        print(
            f"{source:>8}: {both / max(1, len(wanted)):.3f} {both / max(1, len(taken)):.3f}"
            f"  {_share(hard, lambda a: _is_wanted(a[1]))}"
            f"  {_share([a for a in given if a[0].kind == 'followup'], lambda a: a[1] == 'followup')}"
            f"  {_share([a for a in given if a[0].kind == 'emergency'], lambda a: a[1] == 'emergency')}"
            f"  {_share([a for a in given if a[0].kind == 'chat'], lambda a: a[1] == 'emergency')}"
            f"  {_share(wanted, lambda a: a[2] in (a[0].category, *a[0].also))}"
        )


def _is_wanted(kind: str) -> bool:
    return kind in {"request", "emergency"}


def _share(given: Collection[Any], holds: Any) -> str:
    return f"{sum(map(holds, given)) / len(given):.3f} of {len(given)}" if given else "-"


def main() -> None:
    """Write the table, or try it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.weigh")
    parser.add_argument("--try", dest="parts", type=int, nargs="?", const=5, help="in so many parts")
    parser.add_argument("files", type=Path, nargs="*")
    chosen = parser.parse_args()
    files = chosen.files or sorted(file for file in _CHAT.rglob("*.jsonl") if file.stem not in _CLOSED)
    given = examples(files)
    if chosen.parts:
        _print_tried(tried(given, chosen.parts))
        return
    rows = weigh(given)
    _TABLE.write_text(table(sorted(rows.items())), encoding="utf-8")
    print(f"{len(given)} messages, {len(rows)} rows", file=sys.stderr)


if __name__ == "__main__":
    main()
