"""Builders for what is overheard."""

from datetime import timedelta
from typing import Any

from bot.listening.models import Fate, Offer, Overheard
from bot.listening.rules import Matter
from bot.triage import Decision
from tests.town import LI, MONDAY_MORNING, XIGUAN


def a_piece(
    text: str, *, n: int = 1, after: float = 0, kind: str = "", replies_to: int | None = None
) -> Overheard:
    """A message of 李阿姨's, ``after`` seconds past nine."""
    at = MONDAY_MORNING + timedelta(seconds=after)
    return Overheard(
        id=n, chat_id=XIGUAN, author_id=LI, message_id=n, text=text, kind=kind, album=None,
        replies_to=replies_to, said_at=at, heard_at=at, judged_at=None,
    )  # fmt: skip


def a_matter(*pieces: Overheard, kind: Any = "request", category: str = "elevator", **more: Any) -> Matter:
    """Messages with what triage might say of them."""
    return Matter(pieces, Decision(kind, category, **{"confidence": 0.8, **more}))


def an_offer(*, fate: Fate = Fate.OPEN, **more: Any) -> Offer:
    """A question about message 1, asked at nine."""
    given: dict[str, Any] = {
        "id": 1, "chat_id": XIGUAN, "author_id": LI, "category": "elevator", "grid": None, "ticket_id": None,
        "pieces": [{"message_id": 1, "text": "电梯又坏了", "kind": "", "album": None}],
        "last_said_at": MONDAY_MORNING, "offered_at": MONDAY_MORNING, "day": MONDAY_MORNING.date(),
        "fate": fate, **more,
    }  # fmt: skip
    return Offer(**given)
