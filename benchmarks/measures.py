"""A figure with its goal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure; ``reached`` is None for a figure that has no goal."""

    name: str
    value: str
    goal: str = ""
    reached: bool | None = None

    def line(self) -> str:
        """As it is printed."""
        mark = {True: "reached", False: "SHORT", None: ""}[self.reached]
        return f"  {self.name:<46} {self.value:>28}   {self.goal:<18} {mark}".rstrip()


def share(part: float, whole: float) -> float:
    """``part`` of ``whole``, 0 of nothing."""
    return part / whole if whole else 0.0
