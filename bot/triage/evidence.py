"""Whether the model is better than the rules alone: tried on past tickets it had not seen yet. Pure.

The tickets stand in the order in which they ended. Each is judged once, by a model made only
from those before it, and what the rules say is compared with what both together say.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import comb
from typing import Any, Self

from bot.triage.category import Topic
from bot.triage.learning import Example, Model, Tuition, grams, reconsider

FEWEST_TICKETS = 60
"""With fewer ended tickets nothing is decided."""

ENOUGH = 20
"""How many to one luck has to be ruled out: in one community of twenty luck alone would ever do it."""

_FIRST = 20
_GROWTH = 1.5

Rules = Callable[[str], Topic]
"""What the words alone say to a text."""


@dataclass(slots=True)
class Tally:
    """Of the tickets tried, how many each way was right about."""

    tried: int = 0
    rules: int = 0
    model: int = 0
    both: int = 0


@dataclass(slots=True)
class Change:
    """Of the tickets to which the rules gave one verdict, how many the model put right, and wrong."""

    right: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the trial showed. ``by_category``: by what tickets were about; ``by_verdict``: by the rules'."""

    tickets: int = 0
    sure: int = 0
    by_category: Mapping[str, Tally] = field(default_factory=dict)
    by_verdict: Mapping[str, Change] = field(default_factory=dict)

    @property
    def total(self) -> Tally:
        """All categories together."""
        tallies = self.by_category.values()
        return Tally(*(sum(getattr(one, name) for one in tallies) for name in Tally.__slots__))

    @property
    def change(self) -> Change:
        """All verdicts together."""
        changes = self.by_verdict.values()
        return Change(sum(one.right for one in changes), sum(one.wrong for one in changes))

    @property
    def odds(self) -> int:
        """How many to one luck is ruled out, however often one looks."""
        return odds_against_luck(self.change.right, self.change.wrong)

    @property
    def is_better(self) -> bool:
        """Whether the model may take over at all."""
        return self.tickets >= FEWEST_TICKETS and self.odds >= ENOUGH

    @property
    def trusted(self) -> frozenset[str]:
        """The rules' verdicts that the model may change: those it put right more often than wrong."""
        better = (verdict for verdict, change in self.by_verdict.items() if change.right > change.wrong)
        return frozenset(better) if self.is_better else frozenset()

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The reverse of ``to_json``."""
        return cls(
            stored["tickets"],
            stored["sure"],
            {key: Tally(**tally) for key, tally in stored["by_category"].items()},
            {key: Change(**change) for key, change in stored["by_verdict"].items()},
        )


def odds_against_luck(right: int, wrong: int) -> int:
    """How strongly ``right`` against ``wrong`` speaks that the model puts more right than wrong.

    A bet on "more than half", spread evenly over a half to one, against a fair coin (the sign
    test behind McNemar's). Were the coin fair, the bet would ever reach n to one in at most
    one case of n (Ville's inequality), so it may be looked at every night.
    """
    both = right + wrong
    ways, least = 1, 1  # of both + 1 tosses: how many ways there are to at most so many heads
    for heads in range(right):
        ways = ways * (both + 1 - heads) // (heads + 1)
        least += ways
    return least // ((both + 1) * comb(both, right))


def learn(examples: Sequence[Example], rules: Rules, known: Sequence[str]) -> tuple[Model, Evidence]:
    """The model of all these tickets, and what it was worth on those it had not seen."""
    by_category: dict[str, Tally] = defaultdict(Tally)
    by_verdict: dict[str, Change] = defaultdict(Change)
    tuition, judge, ends = Tuition(), None, _FIRST
    for place, example in enumerate(examples):
        if place == ends:
            judge, ends = tuition.model(), int(ends * _GROWTH)
        found = grams(example.text)
        if judge is not None and example.category in known:
            topic, likely = rules(example.text), judge.scores_of(found)
            both = reconsider(topic, likely, known).key
            _count(example.category, topic.key, likely, both, by_category, by_verdict)
        tuition.hear(found, example.category, sure=example.sure)
    sure = sum(example.sure for example in examples)
    return tuition.model(), Evidence(len(examples), sure, dict(by_category), dict(by_verdict))


def _count(
    right: str,
    by_rules: str,
    likely: Mapping[str, float],
    both: str,
    by_category: Mapping[str, Tally],
    by_verdict: Mapping[str, Change],
) -> None:
    tally = by_category[right]
    tally.tried += 1
    tally.rules += by_rules == right
    tally.model += max(likely, key=lambda key: likely[key], default=None) == right
    tally.both += both == right
    if both != by_rules:
        change = by_verdict[by_rules]
        change.right += both == right
        change.wrong += by_rules == right
