"""Names of places, hidden before danger and trouble are looked for: 西关小区 shuts nobody in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from bot.triage.fold import fold

MASK: Final = "▢"
"""Stands for each character of a name, so that every position stays."""

_THINGS = re.compile("燃气|煤气|电梯|变压器|配电")
"""A place called after what is dangerous itself stays in sight."""
_SHORTEST = 2


@dataclass(frozen=True)
class Mask:
    """Hides the names of a neighbourhood's places in folded text."""

    names: re.Pattern[str] | None = None

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        """Hide these names, the longest first."""
        plain = {fold(name) for name in names if len(name) >= _SHORTEST and not _THINGS.search(name)}
        if not plain:
            return cls()
        return cls(re.compile("|".join(map(re.escape, sorted(plain, key=lambda name: (-len(name), name))))))

    def hide(self, text: str) -> str:
        """The text, of the same length, without its names."""
        return self.names.sub(lambda match: MASK * len(match[0]), text) if self.names else text


NOTHING: Final = Mask()
"""Hides nothing: no neighbourhood is known."""
