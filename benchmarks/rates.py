"""Rates of right answers with the interval they may truly lie in."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.measures import Figure, share

_Z = 1.959964
"""Two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    part: int
    whole: int

    @classmethod
    def of(cls, outcomes: Iterable[bool]) -> "Rate":
        """How many of the outcomes are true."""
        listed = list(outcomes)
        return cls(sum(listed), len(listed))

    @property
    def value(self) -> float:
        """The share itself."""
        return share(self.part, self.whole)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval."""
        if not self.whole:
            return 0.0, 1.0
        spread = _Z**2 / self.whole
        centre = (self.value + spread / 2) / (1 + spread)
        half = (
            _Z
            / (1 + spread)
            * math.sqrt(self.value * (1 - self.value) / self.whole + spread / (4 * self.whole))
        )
        return max(0.0, centre - half), min(1.0, centre + half)

    def __str__(self) -> str:
        """As it is printed: 0.940 [0.90, 0.97] 141/150."""
        low, high = self.interval
        return f"{self.value:.3f} [{low:.2f}, {high:.2f}] {self.part}/{self.whole}"


def at_least(name: str, rate: Rate, goal: float) -> Figure:
    """A rate that is to be high."""
    return Figure(name, str(rate), f">= {goal:.2f}", rate.value >= goal)


def at_most(name: str, rate: Rate, goal: float) -> Figure:
    """A rate that is to be low."""
    return Figure(name, str(rate), f"<= {goal:.2f}", rate.value <= goal)
