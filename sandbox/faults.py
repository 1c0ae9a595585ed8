"""Failures dealt on purpose: server errors, waits, closed connections."""

import random
import time
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
    skip: int = 0
    """How many calls that would be hit pass first."""
    starts_in: float = 0.0
    lasts: float | None = None
    """Seconds from its being set until it begins, and from then until it ends."""
    dealt: int = 0
    _passed: int = field(default=0, init=False, repr=False)
    _set_at: float = field(init=False, repr=False)
    _dice: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        self._set_at = time.monotonic()

    def hits(self, method: str, chat_id: int | None) -> bool:
        """Decide whether this call is hit, and count it if so."""
        if not self._concerns(method, chat_id) or not self._is_due():
            return False
        if self._dice.random() >= self.probability:
            return False
        if self._passed < self.skip:
            self._passed += 1
            return False
        self.dealt += 1
        return True

    def _concerns(self, method: str, chat_id: int | None) -> bool:
        named = method != "getUpdates" if self.methods is None else method in self.methods
        return named and self.chat_id in (None, chat_id)

    def _is_due(self) -> bool:
        if self.times is not None and self.dealt >= self.times:
            return False
        age = time.monotonic() - self._set_at - self.starts_in
        return age >= 0 and (self.lasts is None or age < self.lasts)

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

    def add(self, *, methods: Iterable[str] | None, **how: Any) -> int:
        """Set a switch as ``Fault`` describes it and return its id."""
        names = None if methods is None else frozenset(methods)
        fault = Fault(id=self._next_id, methods=names, **how)
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
