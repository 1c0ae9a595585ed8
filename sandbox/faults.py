"""Failures dealt on purpose: server errors, waits, closed connections."""

import random
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = ("500", "502", "429", "drop_before", "drop_after", "delay")


@dataclass(slots=True)
class Fault:
    """One switch: which calls it may hit, how often, and what happens to them."""

    id: int
    kind: str
    methods: frozenset[str] | None
    probability: float
    times: int | None
    chat_id: int | None
    retry_after: int
    delay: float
    seed: int
    dealt: int = 0
    _dice: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)

    def hits(self, method: str, chat_id: int | None) -> bool:
        """Decide whether this call is hit, and count it if so."""
        if self.methods is None:
            if method == "getUpdates":
                return False
        elif method not in self.methods:
            return False
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        if self.times is not None and self.dealt >= self.times:
            return False
        if self._dice.random() >= self.probability:
            return False
        self.dealt += 1
        return True

    def shown(self) -> dict[str, Any]:
        """Return the switch as JSON."""
        methods = "*" if self.methods is None else sorted(self.methods)
        shown = {k: v for k, v in asdict(self).items() if not k.startswith("_")}
        return {**shown, "methods": methods}


class Faults:
    """All switches that are on, in the order they were set."""

    def __init__(self) -> None:
        self._on: list[Fault] = []
        self._next_id = 1
        self.dealt: dict[str, int] = dict.fromkeys(KINDS, 0)

    def add(
        self,
        kind: str,
        methods: Iterable[str] | None,
        *,
        probability: float,
        times: int | None,
        chat_id: int | None,
        retry_after: int,
        delay: float,
        seed: int,
    ) -> int:
        """Set a switch and return its id."""
        names = None if methods is None else frozenset(methods)
        fault = Fault(self._next_id, kind, names, probability, times, chat_id, retry_after, delay, seed)
        self._next_id += 1
        self._on.append(fault)
        return fault.id

    def clear(self, fault_id: int | None = None) -> int:
        """Remove one switch, or all of them; return how many went."""
        before = len(self._on)
        self._on = [] if fault_id is None else [fault for fault in self._on if fault.id != fault_id]
        return before - len(self._on)

    def strike(self, method: str, chat_id: int | None) -> tuple[float, Fault | None]:
        """Return how long this call is held up, and the first failure that hits it.

        Every delay that hits adds up; of the other kinds the oldest switch wins.
        """
        if not self._on:
            return 0.0, None
        delay, failure = 0.0, None
        for fault in self._on:
            if fault.kind != "delay" and failure is not None:
                continue
            if not fault.hits(method, chat_id):
                continue
            self.dealt[fault.kind] += 1
            if fault.kind == "delay":
                delay += fault.delay
            else:
                failure = fault
        return delay, failure

    def shown(self) -> list[dict[str, Any]]:
        """Return every switch as JSON."""
        return [fault.shown() for fault in self._on]
