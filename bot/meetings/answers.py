"""Answering an invitation: who comes, with how many, and the lists of them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.errors import Refused
from bot.meetings import cards, queries, rules, texts, texts_of_cards
from bot.meetings.models import Meeting, MeetingAnswer
from bot.outbox.content import Content, File
from bot.people.models import Person
from bot.sheets import in_base64, write_rows


async def load(session: AsyncSession, meeting_id: int, actor: Person, chat_id: int) -> Meeting:
    """An announced meeting somebody is invited to, seen in a group or their direct chat.

    Refuses one that is cancelled, a group that was not told of it, and whoever is not invited.
    """
    meeting = rules.require_announced(await session.get(Meeting, meeting_id, with_for_update=True))
    if chat_id < 0:
        invited = await queries.told_in(session, chat_id, [meeting])
    else:
        invited = await queries.invited_to(session, [meeting], actor)
    if not invited and not rules.is_host(meeting, actor):
        raise Refused(texts.NOT_INVITED)
    return meeting


async def answer(
    session: AsyncSession, meeting_id: int, heads: int, asked: str, *, actor: Person, chat_id: int,
    neighbourhood: Neighbourhood, now: datetime,
) -> Meeting:  # fmt: skip
    """Keep with how many somebody comes; a later answer replaces an earlier one.

    ``asked`` is the asking it answers: when the time has moved since, it is refused, and so
    it is once the meeting has begun.
    """
    meeting = await load(session, meeting_id, actor, chat_id)
    rules.require_round(meeting, asked)
    rules.require_ahead(meeting, now=now)
    given = await session.get(MeetingAnswer, (meeting.id, actor.id))
    if given is None:
        given = MeetingAnswer(meeting_id=meeting.id, person_id=actor.id)
        session.add(given)
    given.round, given.heads, given.answered_at = meeting.round, heads, now
    await cards.refresh(session, meeting, neighbourhood, now=now)
    await cards.refresh_invitation(session, meeting, actor, neighbourhood, now=now)
    return meeting


async def answers_in_words(session: AsyncSession, meeting: Meeting) -> Content:
    """Who comes and who cannot, for whoever runs the meeting."""
    given = await queries.answers_of(session, meeting)
    names = [texts_of_cards.with_heads(one.person.name, one.heads) for one in given if one.heads]
    declined = [one.person.name for one in given if not one.heads]
    return texts_of_cards.answers(meeting, names, declined, await queries.counted(session, meeting))


async def answers_sheet(session: AsyncSession, meeting: Meeting, zone: ZoneInfo) -> Content:
    """The same as a spreadsheet, with everybody in it."""
    rows = [
        (
            one.person.name,
            one.person.home or "",
            one.heads,
            f"{one.answered_at.astimezone(zone):%Y-%m-%d %H:%M}",
        )
        for one in await queries.answers_of(session, meeting)
    ]
    made = write_rows([texts.ANSWER_COLUMNS, *rows], title=texts.ANSWERS_TITLE, widths=(20, 24, 8, 18))
    name = texts.sheet_name(texts.ANSWERS_TITLE, rules.start_of(meeting).astimezone(zone))
    return Content(file=File(name, in_base64(made)))
