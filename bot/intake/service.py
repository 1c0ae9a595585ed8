"""What changes about drafts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.intake import queries, texts
from bot.intake.models import Draft
from bot.outbox import service as outbox
from bot.outbox.models import Lane
from bot.outlines import Point
from bot.people.models import Person


def shown_key(draft: Draft) -> str:
    """The outbox key of the message that shows a draft back."""
    return f"draft:{draft.id}:{draft.shown}"


async def add_piece(
    session: AsyncSession,
    person: Person,
    *,
    message_id: int,
    text: str,
    kind: str,
    point: Point | None = None,
    now: datetime,
) -> None:
    """Add a message to what somebody is saying; what was shown back before disappears, to come again below."""
    draft = await queries.draft_of(session, person)
    if draft is None:
        draft = Draft(person_id=person.id, pieces=[], touched_at=now, shown=0)
        session.add(draft)
    elif draft.shown_at is not None:
        await outbox.take_away(session, [shown_key(draft)])
    piece = {"message_id": message_id, "text": text, "kind": kind}
    draft.pieces = [*draft.pieces, {**piece, "point": point} if point else piece]
    draft.touched_at = now
    draft.shown_at = None
    await session.flush()


def point_in(piece: Mapping[str, Any]) -> Point | None:
    """The location a draft's message shares."""
    return Point(*piece["point"]) if "point" in piece else None


async def edit_piece(
    session: AsyncSession, person: Person, *, message_id: int, text: str, now: datetime
) -> bool:
    """A message of a draft was edited; returns whether there was such a one."""
    draft = await queries.draft_of(session, person)
    if draft is None or message_id not in {piece["message_id"] for piece in draft.pieces}:
        return False
    if draft.shown_at is not None:
        await outbox.take_away(session, [shown_key(draft)])
    draft.pieces = [{**p, "text": text} if p["message_id"] == message_id else p for p in draft.pieces]
    draft.touched_at = now
    draft.shown_at = None
    await session.flush()
    return True


async def show_back(session: AsyncSession, draft: Draft, person: Person, *, now: datetime) -> None:
    """Read a draft back to its writer, with a button to confirm."""
    draft.shown += 1
    draft.shown_at = now
    await session.flush()
    if person.telegram_id is not None:
        content = texts.shown_back(draft.pieces, draft.id)
        await outbox.enqueue(
            session, key=shown_key(draft), chat_id=person.telegram_id, content=content, lane=Lane.ANSWER
        )


async def take_draft(session: AsyncSession, person: Person, draft_id: int) -> Draft:
    """Take a draft out, to become a ticket or to be thrown away; its message loses its buttons.

    Refuses anybody but its writer, and one already taken.
    """
    draft = await queries.draft_of(session, person)
    if draft is None or draft.id != draft_id:
        raise Refused(texts.NOTHING_TO_CONFIRM)
    await outbox.take_away(session, [shown_key(draft)])
    await session.delete(draft)
    await session.flush()
    return draft


async def forget_drafts(session: AsyncSession, *, keep: timedelta, now: datetime) -> None:
    """Throw away drafts nobody confirmed for ``keep``; their writers, who may think it was raised, are told."""
    for draft, person in await queries.drafts_left_lying(session, keep=keep, now=now):
        await outbox.take_away(session, [shown_key(draft)])
        await session.delete(draft)
        if person.telegram_id is not None:
            await outbox.enqueue(
                session,
                key=f"draft:{draft.id}:forgotten",
                chat_id=person.telegram_id,
                text=texts.never_registered(draft.pieces),
                lane=Lane.REMINDER,
            )
