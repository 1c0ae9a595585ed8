"""What triage answers."""

from dataclasses import dataclass
from typing import Literal

_BARE, _PARTICLES = 8, 2
"""So many characters, or so many more than the place itself, say nothing besides."""

Kind = Literal["request", "followup", "emergency", "chat"]


@dataclass(frozen=True)
class Decision:
    """What a message is, what it is about, where, and who answers.

    ``place`` is the place the text names, normalised, or ``None`` when it names none.
    ``grid`` is ``None`` when the writer has to be asked; ``candidates_grid`` then holds
    what to ask between (empty: everything). ``candidates_category`` is filled when the
    category is doubtful, likeliest first. ``worker`` is who answers before absence is
    considered; ``None`` means the office. ``tagged``: the writer chose the category by a tag.
    """

    kind: Kind
    category: str
    also: tuple[str, ...] = ()
    place: str | None = None
    grid: str | None = None
    worker: str | None = None
    candidates_grid: tuple[str, ...] = ()
    candidates_category: tuple[str, ...] = ()
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    urgent: bool = False
    tagged: bool = False

    def place_is_all_of(self, text: str) -> bool:
        """Whether a text says where and hardly anything else: 3栋的."""
        return self.place is not None and len(text) <= max(_BARE, len(self.place) + _PARTICLES)
