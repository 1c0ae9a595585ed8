"""Moving and cancelling a meeting: proposed, shown back, confirmed, told to everybody who was told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.errors import Refused
from bot.meetings import calendars, cards, queries, rules, texts, texts_of_cards
from bot.meetings.models import Meeting, MeetingAttendance, MeetingState
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane, OutboxRow
from bot.people import rules as people_rules
from bot.people.models import Person
from bot.spoken.texts import moment_in_words


async def load(session: AsyncSession, meeting_id: int, actor: Person, *, now: datetime) -> Meeting:
    """A meeting to be changed. Refuses whoever is not of the office, and what has begun or is cancelled."""
    people_rules.require_staff(actor)
    meeting = rules.require_announced(await session.get(Meeting, meeting_id, with_for_update=True))
    rules.require_ahead(meeting, now=now)
    return meeting


async def propose_time(
    session: AsyncSession, meeting_id: int, starts_at: datetime, *, actor: Person,
    neighbourhood: Neighbourhood, now: datetime,
) -> Content:  # fmt: skip
    """Propose another time; returns what would change, to be confirmed. Refuses one that is over."""
    meeting = await load(session, meeting_id, actor, now=now)
    rules.require_future(starts_at, now=now)
    meeting.new_starts_at = starts_at if starts_at != meeting.starts_at else None
    return _proposed_move(meeting, neighbourhood, now=now)


async def propose_place(
    session: AsyncSession,
    meeting_id: int,
    place: str,
    *,
    actor: Person,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> Content:
    """Propose another place; returns what would change, to be confirmed."""
    meeting = await load(session, meeting_id, actor, now=now)
    rules.require_sayable("place", place)
    place = " ".join(place.split())
    meeting.new_place = place if place != meeting.place else None
    return _proposed_move(meeting, neighbourhood, now=now)


def _proposed_move(meeting: Meeting, neighbourhood: Neighbourhood, *, now: datetime) -> Content:
    meeting.reason = None
    if not rules.is_proposed(meeting):
        raise Refused(texts.SAME_AS_BEFORE)
    meeting.proposed += 1
    zone, lines = neighbourhood.community.zone, []
    if meeting.new_starts_at is not None:
        after = moment_in_words(meeting.new_starts_at, now=now, zone=zone)
        lines.append(texts_of_cards.time_line(texts.when(meeting, now=now, zone=zone), after))
    if meeting.new_place is not None:
        lines.append(texts_of_cards.place_line(meeting.place, meeting.new_place))
    return texts_of_cards.proposed_move(meeting, lines)


async def propose_cancel(
    session: AsyncSession,
    meeting_id: int,
    reason: str,
    *,
    actor: Person,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> Content:
    """Propose to cancel for a reason; returns it to be confirmed. Refuses to go without one."""
    meeting = await load(session, meeting_id, actor, now=now)
    rules.require_sayable("reason", reason)
    meeting.new_starts_at = meeting.new_place = None
    meeting.reason = reason.strip()
    meeting.proposed += 1
    return texts_of_cards.proposed_cancel(meeting, now=now, zone=neighbourhood.community.zone)


async def drop_change(
    session: AsyncSession, meeting_id: int, proposed: str, *, actor: Person, now: datetime
) -> None:
    """Leave the meeting as it is."""
    meeting = await load(session, meeting_id, actor, now=now)
    rules.require_newest(meeting, proposed)
    meeting.new_starts_at = meeting.new_place = meeting.reason = None


async def confirm_change(
    session: AsyncSession,
    meeting_id: int,
    proposed: str,
    *,
    actor: Person,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> Meeting:
    """Do what was proposed last, and tell everybody who was told of the meeting.

    Refuses a change that was confirmed, dropped or overtaken by a colleague's.
    """
    meeting = await load(session, meeting_id, actor, now=now)
    rules.require_newest(meeting, proposed)
    meeting.sequence += 1
    if meeting.reason:
        await _cancel(session, meeting, neighbourhood, now=now)
    else:
        await _move(session, meeting, neighbourhood, now=now)
    await calendars.send_changed(session, meeting, neighbourhood, now=now)
    return meeting


async def _cancel(
    session: AsyncSession, meeting: Meeting, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    meeting.state, meeting.cancelled_at = MeetingState.CANCELLED, now
    people = await _told_directly(session, meeting)
    people += await _host_besides(session, meeting, people)
    await cards.refresh(session, meeting, neighbourhood, now=now)
    zone = neighbourhood.community.zone
    over = texts_of_cards.own_card(meeting, None, now=now, zone=zone, brought=0)
    await outbox.rewrite(session, _keys(meeting, "invite"), over)
    await _tell_all(session, meeting, "cancelled", texts.cancelled(meeting, now=now, zone=zone), people)


async def _move(
    session: AsyncSession, meeting: Meeting, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    people = await _told_directly(session, meeting)
    place_before = meeting.place
    if meeting.new_place is not None:
        meeting.moved_from, meeting.place = place_before, meeting.new_place
    if meeting.new_starts_at is not None:
        rules.require_future(meeting.new_starts_at, now=now)
        await _ask_again(session, meeting, people, neighbourhood, now=now)
    else:
        await cards.refresh(session, meeting, neighbourhood, now=now)
        for person in people:
            await cards.refresh_invitation(session, meeting, person, neighbourhood, now=now)
        text = texts.moved_place(meeting, place_before, now=now, zone=neighbourhood.community.zone)
        people += await _host_besides(session, meeting, people)
        await _tell_all(session, meeting, f"moved.{meeting.sequence}", text, people)
    meeting.new_starts_at = meeting.new_place = None


async def _ask_again(
    session: AsyncSession,
    meeting: Meeting,
    people: Sequence[Person],
    neighbourhood: Neighbourhood,
    *,
    now: datetime,
) -> None:
    """The time moves: old cards say so, and new ones ask; nobody has answered or signed in yet."""
    outdated = texts_of_cards.outdated_card(meeting)
    for kind in ("card", "invite"):
        await outbox.rewrite(session, _keys(meeting, kind), outdated)
    meeting.moved_from_at, meeting.starts_at = meeting.starts_at, meeting.new_starts_at
    meeting.round += 1
    meeting.asked_at, meeting.door_code = now, None
    await session.execute(sa.delete(MeetingAttendance).where(MeetingAttendance.meeting_id == meeting.id))
    await cards.refresh(session, meeting, neighbourhood, now=now)
    for person in people:
        if person.telegram_id is not None:
            content = await cards.for_person(session, meeting, person, neighbourhood, now=now)
            key = cards.invitation_key(meeting, person.id)
            await outbox.show(session, key=key, chat_id=person.telegram_id, content=content, lane=Lane.TICKET)
    host = await _host_besides(session, meeting, people)
    text = texts.host_of_moved(meeting, now=now, zone=neighbourhood.community.zone)
    await _tell_people(session, meeting, f"moved.{meeting.sequence}", text, host)


async def _told_directly(session: AsyncSession, meeting: Meeting) -> list[Person]:
    """Whom a change concerns in their direct chat: guests, and those who come."""
    coming = [answer.person for answer in await queries.answers_of(session, meeting) if answer.heads]
    everybody = {person.id: person for person in [*await queries.guests_of(session, meeting.id), *coming]}
    return [person for person in everybody.values() if person.has_direct_chat]


async def _host_besides(session: AsyncSession, meeting: Meeting, people: Sequence[Person]) -> list[Person]:
    """The host, where they are none of these people; they are told, and not asked."""
    host = await session.get(Person, meeting.host_id) if meeting.host_id else None
    return [host] if host and host.has_direct_chat and host.id not in {one.id for one in people} else []


async def _tell_all(
    session: AsyncSession, meeting: Meeting, what: str, text: str, people: Sequence[Person]
) -> None:
    """Say something in every group that was told, below its card, and to these people."""
    for chat_id in await queries.groups_told(session, meeting.id):
        content = Content(text, reply_to_key=cards.group_key(meeting, chat_id))
        key = f"meeting:{meeting.id}:{what}:{chat_id}"
        await outbox.enqueue(session, key=key, chat_id=chat_id, content=content, lane=Lane.TICKET)
    await _tell_people(session, meeting, what, text, people)


async def _tell_people(
    session: AsyncSession, meeting: Meeting, what: str, text: str, people: Sequence[Person]
) -> None:
    for person in people:
        if person.telegram_id is not None:
            key = f"meeting:{meeting.id}:{what}:{person.id}"
            await outbox.enqueue(session, key=key, chat_id=person.telegram_id, text=text, lane=Lane.TICKET)


def _keys(meeting: Meeting, kind: str) -> sa.Select[Any]:
    """The keys of this asking's cards of one kind."""
    prefix = f"meeting:{meeting.id}:{kind}.{meeting.round}:"
    return sa.select(OutboxRow.key).where(OutboxRow.key.startswith(prefix, autoescape=True))
