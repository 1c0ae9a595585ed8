"""Whether a message asks somebody to act, asks about something said before, or is chat."""

from dataclasses import dataclass
from typing import Final

from bot.triage.back import ANSWERED, BACK, POINTS_BACK, STILL, TAKEN_BACK
from bot.triage.fold import fold
from bot.triage.frames import AGAINST
from bot.triage.masking import NOTHING, Mask
from bot.triage.signs import FOR, OURS, Sign

_READ = 160
"""What a message is shows at its beginning."""
_ENOUGH: Final = 3.6
_MOST_STRENGTH: Final = 5.5
_STRENGTH: Final = 0.8
_PLACE: Final = 1.5
_LONG: Final = 4.0
_UNFRAMED: Final = 1.4
"""Nothing says that it is fun, past, elsewhere, settled: then a need is meant as one."""
_FOREIGN: Final = 0.8
"""What is missing where neither a place nor a thing of the neighbourhood is named."""
_TOLD: Final = 3
_LETTER: Final = 100
"""Who writes at such length in a group has something on their mind."""
_LAST_BACK = 70
"""A question about something said before is short."""


@dataclass(frozen=True)
class Signs:
    """How much a message asks somebody to act, and the words for it and against."""

    score: float
    words: tuple[str, ...]
    against: tuple[str, ...] = ()

    @property
    def is_request(self) -> bool:
        """Whether somebody ought to act."""
        return self.score >= _ENOUGH


def followup_words(text: str) -> str | None:
    """The words that point back to something reported before; not when it is settled since."""
    folded = fold(text)
    if len(folded) > _LAST_BACK or (ANSWERED.search(folded) and not TAKEN_BACK.search(folded)):
        return None
    match = POINTS_BACK.search(folded)
    if match:
        return match[0].strip()
    still = STILL.search(folded)
    return still[0].strip() if still and BACK.search(folded) else None


def signs(text: str, *, strength: float, names_place: bool, mask: Mask = NOTHING) -> Signs:
    """Weigh what asks for action against what sounds like chat.

    ``strength`` is how strongly the words speak for a category, ``names_place`` whether
    the text names a place of the neighbourhood; ``mask`` hides the names themselves.
    """
    folded = fold(text)[:_READ]
    hidden = mask.hide(folded)
    score = min(strength, _MOST_STRENGTH) * _STRENGTH
    score += _PLACE * names_place + _LONG * (len(text) > _LETTER)
    gained, said = _weigh(folded, hidden, FOR)
    lost, against = _weigh(folded, hidden, AGAINST)
    ours = names_place or OURS.search(hidden) is not None
    score += _UNFRAMED * (ours and bool(gained and not lost)) - _FOREIGN * (not ours)
    return Signs(round(score + gained - lost, 2), said, against)


def _weigh(text: str, hidden: str, table: tuple[Sign, ...]) -> tuple[float, tuple[str, ...]]:
    heard = [(sign.weight, match) for sign in table if (match := sign.pattern.search(hidden))]
    found = [(weight, text[slice(*match.span())]) for weight, match in heard]
    words = list(dict.fromkeys(word.strip() for _, word in found))
    told = [word for word in words if not any(word in other and word != other for other in words)]
    return sum(weight for weight, _ in found), tuple(told[:_TOLD])
