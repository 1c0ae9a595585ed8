"""Which messages belong together, which matter they are, and when nobody is asked. Values in, verdict out."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.categories import OTHER
from bot.errors import Refused
from bot.listening import texts
from bot.listening.models import Fate, Offer, Overheard
from bot.triage import Decision

TOGETHER = timedelta(minutes=3)
"""Messages of one person closer than this may belong to one matter."""

NEVER_SILENT = timedelta(minutes=2)
"""Who goes on talking is judged after this, silence or not."""

KEPT = timedelta(minutes=10)
"""What could not be judged within this is deleted unjudged."""

KINDS = frozenset({"", "photo", "voice", "video", "video_note", "audio", "document", "animation"})
"""What may be a piece of a matter: not a shared place, a contact, a sticker, a poll."""

_SURE = 0.5

_AFTER = "(?:了|啦|吧|的|啊|呀|哈|哦|一下|您|你|谢谢|多谢|麻烦|登记|[,，])*"
_YES = re.compile(f"(?:要|好|行|可以|对|是|嗯+|需要|登记|麻烦|谢谢|ok){_AFTER}", re.IGNORECASE)
_NO = re.compile(f"(?:不(?:用|要|必|需要|登记|是|行|好)?|算了|没事|别(?:登记|记|问)?){_AFTER}")

Judge = Callable[[str], Decision]


class Own(NamedTuple):
    """An open ticket of the author's, raised in the same group."""

    number: int
    category: str
    grid: str | None
    place: str | None
    message_id: int


@dataclass(frozen=True, slots=True)
class Matter:
    """Messages that are one matter, and what triage says of it."""

    pieces: tuple[Overheard, ...]
    decision: Decision


def joined(pieces: Iterable[Overheard]) -> str:
    """The words of several messages."""
    return "\n".join(piece.text for piece in pieces if piece.text)


def runs(pieces: Sequence[Overheard]) -> list[list[Overheard]]:
    """Messages in their order, each once, parted where somebody was silent for long by Telegram's clock."""
    found: list[list[Overheard]] = []
    for piece in sorted({piece.message_id: piece for piece in pieces}.values(), key=lambda p: p.message_id):
        if found and piece.said_at - found[-1][-1].said_at <= TOGETHER:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def near(pieces: Iterable[Overheard], run: Sequence[Overheard]) -> list[Overheard]:
    """Those said shortly before a run, which may belong to it."""
    known = {piece.message_id for piece in run}
    return [
        piece
        for piece in pieces
        if piece.message_id not in known
        and run[0].said_at - piece.said_at <= TOGETHER
        and run[0].heard_at - piece.heard_at <= TOGETHER
    ]


def matter_of(run: Sequence[Overheard], before: Sequence[Overheard], judge: Judge) -> Matter:
    """What was said, with what was said just before when only the two together are a matter or say where.

    Media belong to the words around them, so those sent just before come along.
    """
    decision = judge(joined(run))
    if any(piece.text for piece in before):
        whole = judge(joined((*before, *run)))
        says_where = decision.place is None and whole.place_is_all_of(joined(before))
        if whole.kind != "chat" and (decision.kind == "chat" or says_where):
            return Matter((*before, *run), whole)
    media = [piece for piece in before if not piece.text]
    return Matter((*media, *run), decision)


def continues(offer: Offer, matter: Matter, judge: Judge) -> bool:
    """Whether what somebody said goes on about what they are being asked about already."""
    if matter.pieces[0].said_at - offer.last_said_at > TOGETHER:
        return False
    decision = matter.decision
    if decision.kind != "chat":
        return decision.category in {offer.category, OTHER} or decision.confidence < _SURE
    words = joined(matter.pieces)
    asked = {piece["message_id"] for piece in offer.pieces}
    if not words or any(piece.replies_to in asked for piece in matter.pieces):
        return True
    before = "\n".join(piece["text"] for piece in offer.pieces)
    return judge(before).place is None and judge(f"{before}\n{words}").place_is_all_of(words)


def fitting(own: Sequence[Own], matter: Matter) -> int | None:
    """The one open ticket of the author's that this is about: replied to, or of the same kind and place."""
    replied = {piece.replies_to for piece in matter.pieces}
    chosen = [ticket for ticket in own if ticket.message_id in replied]
    if not chosen:
        decision = matter.decision
        knows_kind = decision.category != OTHER and decision.confidence >= _SURE
        if decision.kind != "followup" and not knows_kind:
            return None
        alike = [ticket for ticket in own if ticket.category == decision.category or not knows_kind]
        chosen = [ticket for ticket in alike if _is_there(ticket, decision)]
    return chosen[0].number if len(chosen) == 1 else None


def _is_there(ticket: Own, decision: Decision) -> bool:
    if decision.place is None or ticket.place is None:
        return True
    return ticket.place.startswith(decision.place) or decision.place.startswith(ticket.place)


def was_asked(earlier: Collection[Offer], matter: Matter, ticket: int | None) -> bool:
    """Whether the author was asked about this matter before and did not want it."""
    decision = matter.decision
    return any(
        offer.fate != Fate.TAKEN
        and offer.ticket_id == ticket
        and (
            ticket is not None
            or (offer.category == decision.category and _may_be_one_place(offer.grid, decision.grid))
        )
        for offer in earlier
    )


def _may_be_one_place(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def kept_for(gone: timedelta) -> timedelta:
    """How long at most what nobody registered is anywhere.

    It is judged, asked about for ``gone``, and a press at the last moment brings it once
    more into the inbox, which forgets after ten minutes.
    """
    return NEVER_SILENT + gone + KEPT


def answer_in(text: str) -> bool | None:
    """Whether a written answer to the question says yes or no; None when it says something else."""
    bare = text.strip(" 。.！!，,~～")
    return False if _NO.fullmatch(bare) else True if _YES.fullmatch(bare) else None


def require_author(offer: Offer | None, telegram_id: int | None) -> Offer:
    """Refuse everybody but the one who is asked."""
    if offer is None:
        raise Refused(texts.OFFER_GONE)
    if offer.author_id != telegram_id:
        raise Refused(texts.NOT_ASKED)
    if offer.fate != Fate.OPEN:
        raise Refused(texts.OFFER_GONE)
    return offer


def is_left_in_peace(until_at: datetime | None, *, now: datetime) -> bool:
    """Whether somebody who declined is still not to be asked; None is for good."""
    return until_at is None or now < until_at
