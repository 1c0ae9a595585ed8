"""Whether a message asks somebody to act, comes back to something said before, or is chat."""

from collections.abc import Mapping
from typing import Final

from bot.triage.back import ANSWERED, BACK, POINTS_BACK, STILL, TAKEN_BACK
from bot.triage.category import Heard
from bot.triage.decision import Kind
from bot.triage.fold import fold
from bot.triage.leanings import Leaning

ENOUGH: Final = 0.55
"""So likely a matter for the office, and it is taken for one when overheard."""
_CERTAIN: Final = 0.4
"""So likely a danger, and it is one although no telling of danger is known for it."""
_POSSIBLE: Final = 0.2
"""So possibly a danger, and it is asked about at least."""
_NONE: Final = 0.8
"""So likely chat, and a telling of danger in it is none."""
_LONG, _LETTER = 60, 100
_LAST_BACK = 70
"""A question about something said before is short."""
_CAP, _SCALE = 5.5, 3.0
_MOST_SCORE, _SCORE_SCALE = 8.0, 4.0


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


def circumstances(
    text: str, heard: Heard, *, names_place: bool, comes_back: bool, in_danger: bool
) -> Mapping[str, float]:
    """What is known of a message besides its strings, by the names of the table's rows."""
    best = max(heard.scores.values(), default=0.0)
    return {
        "(always)": 1.0,
        "(place)": float(names_place),
        "(back)": float(comes_back),
        "(danger)": float(in_danger),
        "(long)": float(len(text) > _LONG),
        "(letter)": float(len(text) > _LETTER),
        "(matter)": min(heard.strength, _CAP) / _SCALE,
        "(plain matter)": float(heard.strength >= _SCALE),
        "(no matter)": float(heard.strength <= 0),
        "(denied)": float(heard.is_denied),
        **{f"({key})": min(score, _MOST_SCORE) / _SCORE_SCALE for key, score in heard.scores.items()},
        **{f"(first {key})": 1.0 for key, score in heard.scores.items() if score == best},
    }


def kind_of(leaning: Leaning, *, in_danger: bool, directed: bool) -> Kind:
    """The kind of a message. ``directed``: it was said to the bot on purpose, so it is never chat."""
    likely = leaning.kinds
    if likely["emergency"] >= _CERTAIN or (in_danger and (directed or likely["chat"] < _NONE)):
        return "emergency"
    matter = likely["request"] + likely["emergency"]
    if likely["followup"] > max(matter, likely["chat"]):
        return "followup"
    is_asked_about = matter >= ENOUGH or likely["emergency"] >= _POSSIBLE
    return "request" if directed or is_asked_about else "chat"
