"""What the bots called: counted per method, and the latest calls one by one."""

from collections import Counter, deque
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

CALLS_KEPT = 100_000


class Entry(NamedTuple):
    """One call: when it arrived on the monotonic clock, what it asked and how it ended."""

    n: int
    at: float
    bot_id: int
    method: str
    chat_id: int | None
    ok: bool
    error: str | None
    silent: bool = False


@dataclass(slots=True)
class Tally:
    """How often one method was called and how that ended."""

    calls: int = 0
    ok: int = 0
    dropped: int = 0
    refused: Counter[str] = field(default_factory=Counter)


class Ledger:
    """Counts calls and keeps the last ``CALLS_KEPT`` of them."""

    def __init__(self) -> None:
        self.tallies: dict[str, Tally] = {}
        self._entries: deque[Entry] = deque(maxlen=CALLS_KEPT)
        self._n = 0

    def record(
        self,
        at: float,
        bot_id: int,
        method: str,
        chat_id: int | None,
        code: int,
        error: str | None,
        *,
        silent: bool = False,
    ) -> None:
        """Enter one finished call; code 0 means the connection was closed without an answer."""
        tally = self.tallies.get(method)
        if tally is None:
            tally = self.tallies[method] = Tally()
        tally.calls += 1
        if error is None:
            tally.ok += 1
        elif code:
            tally.refused[str(code)] += 1
        else:
            tally.dropped += 1
        self._n += 1
        self._entries.append(Entry(self._n, at, bot_id, method, chat_id, error is None, error, silent))

    def since(self, n: int) -> list[dict[str, Any]]:
        """Return the calls entered after number ``n``, oldest first."""
        first_kept = self._n - len(self._entries) + 1
        return [entry._asdict() for entry in islice(self._entries, max(n + 1 - first_kept, 0), None)]

    def shown(self) -> dict[str, Any]:
        """Return the counts per method as JSON."""
        return {
            method: {"calls": t.calls, "ok": t.ok, "dropped": t.dropped, "refused": dict(t.refused)}
            for method, t in self.tallies.items()
        }
