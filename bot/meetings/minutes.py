"""Minutes: attached after a meeting, kept with it, sent to who came."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.errors import Refused
from bot.meetings import cards, queries, rules, texts
from bot.meetings.models import Meeting, MeetingMinutes
from bot.outbox import service as outbox
from bot.outbox.content import MOST_CAPTION, MOST_TEXT, Content, Copy
from bot.outbox.models import Lane
from bot.people import rules as people_rules
from bot.people.models import Person


@dataclass(frozen=True, slots=True)
class Written:
    """What was sent in as minutes: words, and where the photo or file stands, of which kind."""

    text: str
    kind: str = ""
    chat_id: int = 0
    message_id: int = 0
    album: str | None = None


async def load(session: AsyncSession, meeting_id: int, actor: Person, *, now: datetime) -> Meeting:
    """A meeting to be minuted. Refuses whoever is not of the office, and what has not begun."""
    people_rules.require_staff(actor)
    meeting = rules.require_announced(await session.get(Meeting, meeting_id, with_for_update=True))
    rules.require_begun(meeting, now=now)
    return meeting


async def attach(
    session: AsyncSession,
    meeting_id: int,
    written: Written,
    *,
    actor: Person,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> str:
    """Keep the minutes and send them to who came; returns what to say about it.

    Sent in again they replace the earlier ones, everywhere; a further piece of the same
    album belongs to them. Refuses what has no words, is too long, or cannot be passed on.
    """
    meeting = await load(session, meeting_id, actor, now=now)
    before = await queries.minutes_of(session, meeting.id)
    continues = bool(before and written.album and before[-1].album == written.album)
    version = before[-1].version + (0 if continues else 1) if before else 1
    piece = MeetingMinutes(
        meeting_id=meeting.id, version=version, author_id=actor.id, text=written.text, album=written.album,
        media_chat_id=written.chat_id if written.kind else None,
        media_message_id=written.message_id if written.kind else None, written_at=now,
    )  # fmt: skip
    _require_passable(written, content_of(meeting, piece, neighbourhood, now=now))
    session.add(piece)
    await session.flush()
    if not continues:
        await _take_back(session, meeting, before, by=piece)
    reached, came = await send(session, meeting, neighbourhood, now=now)
    await cards.refresh_desks(session, meeting, neighbourhood, now=now)
    return texts.minutes_sent(reached, came, corrected=version > 1)


def _require_passable(written: Written, content: Content) -> None:
    if not written.kind and not written.text:
        raise Refused(texts.MINUTES_EMPTY)
    if written.kind and written.kind not in rules.KINDS_OF_MINUTES:
        raise Refused(texts.MINUTES_KIND)
    most = MOST_CAPTION if written.kind else MOST_TEXT
    size = rules.units(content.copy.caption or "" if content.copy else content.text)
    if size > most:
        raise Refused(
            texts.minutes_too_long(rules.units(written.text), most - size + rules.units(written.text))
        )


def content_of(
    meeting: Meeting, piece: MeetingMinutes, neighbourhood: Neighbourhood, *, now: datetime
) -> Content:
    """A piece of the minutes as people read it."""
    zone = neighbourhood.community.zone
    head = texts.minutes_head(meeting, now=now, zone=zone, corrected=piece.version > 1)
    text = f"{head}\n{piece.text}" if piece.text else head
    if piece.media_chat_id is not None and piece.media_message_id is not None:
        return Content(copy=Copy(piece.media_chat_id, piece.media_message_id, text))
    return Content(text)


async def send(
    session: AsyncSession, meeting: Meeting, neighbourhood: Neighbourhood, *, now: datetime
) -> tuple[int, int]:
    """Promise the minutes, if there are any, to everybody who came: each piece once.

    Returns how many are reached, and how many came.
    """
    pieces = await queries.minutes_of(session, meeting.id)
    came = await queries.attendances_of(session, meeting.id)
    readers = [
        person for person in await queries.people_who_came(session, meeting.id) if person.has_direct_chat
    ]
    for piece in pieces:
        content = content_of(meeting, piece, neighbourhood, now=meeting.asked_at or now)
        for person in readers:
            if person.telegram_id is not None:
                await outbox.show(
                    session, key=_key(meeting, piece, person), chat_id=person.telegram_id,
                    content=content, lane=Lane.REMINDER,
                )  # fmt: skip
    return len(readers), len(came)


def _key(meeting: Meeting, piece: MeetingMinutes, person: Person) -> str:
    """Words are corrected where they stand; a picture cannot become another one and comes anew."""
    return f"meeting:{meeting.id}:minutes.{piece.media_message_id or 0}:{person.id}"


async def _take_back(
    session: AsyncSession, meeting: Meeting, before: list[MeetingMinutes], *, by: MeetingMinutes
) -> None:
    """What cannot be corrected where it stands disappears, to be followed by the new."""
    people = await queries.people_who_came(session, meeting.id)
    gone = [one for one in before if one.media_message_id != by.media_message_id]
    await outbox.take_away(session, [_key(meeting, piece, person) for piece in gone for person in people])
