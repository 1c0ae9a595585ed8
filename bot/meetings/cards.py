"""Keeping the cards of a meeting in step with it: the groups', the guests', and those who run it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.meetings import queries, rules, texts_of_cards
from bot.meetings.models import Meeting, MeetingDesk, MeetingState
from bot.meetings.texts_of_cards import Invited
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.people.models import Person
from bot.people.queries import groups_left


def group_key(meeting: Meeting, chat_id: int) -> str:
    """The outbox key of the card a group answers on; when the time moves there is a new one."""
    return f"meeting:{meeting.id}:card.{meeting.round}:{chat_id}"


def invitation_key(meeting: Meeting, person_id: int) -> str:
    """The outbox key of the card somebody was sent directly."""
    return f"meeting:{meeting.id}:invite.{meeting.round}:{person_id}"


def desk_key(desk: MeetingDesk) -> str:
    """The outbox key of the card by which somebody runs the meeting."""
    return f"meeting:{desk.meeting_id}:desk:{desk.person_id}.{desk.laid}"


def door_key(meeting_id: int, person_id: int) -> str:
    """The outbox key of the card with the code and the count at the door."""
    return f"meeting:{meeting_id}:door:{person_id}"


async def refresh(
    session: AsyncSession, meeting: Meeting, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    """Show a meeting as it now is in every group that was told, and to everybody who runs it."""
    await session.flush()
    if meeting.state in (MeetingState.ANNOUNCED, MeetingState.CANCELLED):
        content = await for_group(session, meeting, neighbourhood, now=now)
        for chat_id in await queries.groups_told(session, meeting.id):
            key = group_key(meeting, chat_id)
            await outbox.show(session, key=key, chat_id=chat_id, content=content, lane=Lane.BROADCAST)
    await refresh_desks(session, meeting, neighbourhood, now=now)


async def refresh_desks(
    session: AsyncSession, meeting: Meeting, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    """Show a meeting as it now is to everybody who runs it, and the count at the door."""
    for desk, person in await queries.desks_of(session, meeting.id):
        if person.telegram_id is None:
            continue
        if desk.laid:
            content = await for_desk(session, meeting, person, neighbourhood, now=now)
            await _show(session, desk_key(desk), person.telegram_id, content)
        if desk.has_door and meeting.door_code is not None:
            door = await for_door(session, meeting)
            await _show(session, door_key(meeting.id, person.id), person.telegram_id, door)


async def refresh_invitation(
    session: AsyncSession, meeting: Meeting, person: Person, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    """Show a meeting as it now is on the card somebody was sent directly, if they were sent one."""
    key = invitation_key(meeting, person.id)
    if person.telegram_id is not None and await outbox.any_promised(session, [key]):
        content = await for_person(session, meeting, person, neighbourhood, now=now)
        await _show(session, key, person.telegram_id, content)


async def lay_desk(
    session: AsyncSession, meeting: Meeting, person: Person, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    """Put the card by which the meeting is run at the end of somebody's chat; an earlier one goes."""
    if person.telegram_id is None:
        return
    await session.flush()
    desk = await session.get(MeetingDesk, (meeting.id, person.id))
    if desk is None:
        desk = MeetingDesk(meeting_id=meeting.id, person_id=person.id, laid=0, has_door=False)
        session.add(desk)
    else:
        await outbox.take_away(session, [desk_key(desk)])
    desk.laid += 1
    await session.flush()
    content = await for_desk(session, meeting, person, neighbourhood, now=now)
    await _show(session, desk_key(desk), person.telegram_id, content)


async def lay_door(session: AsyncSession, meeting: Meeting, person: Person) -> None:
    """Give somebody the card of the door, kept in step from now on."""
    desk = await session.get(MeetingDesk, (meeting.id, person.id))
    if desk is None:
        desk = MeetingDesk(meeting_id=meeting.id, person_id=person.id, laid=0)
        session.add(desk)
    desk.has_door = True
    await session.flush()
    if person.telegram_id is not None:
        key = door_key(meeting.id, person.id)
        await _show(session, key, person.telegram_id, await for_door(session, meeting))


async def for_group(
    session: AsyncSession, meeting: Meeting, neighbourhood: Neighbourhood, *, now: datetime
) -> Content:
    """What a group sees of a meeting."""
    told = await queries.counted(session, meeting)
    zone = neighbourhood.community.zone
    return texts_of_cards.group_card(meeting, told, now=now, zone=zone, brought=rules.MOST_BROUGHT)


async def for_person(
    session: AsyncSession, meeting: Meeting, person: Person, neighbourhood: Neighbourhood, *, now: datetime
) -> Content:
    """What somebody sees of a meeting in their direct chat."""
    heads = await queries.answer_of(session, meeting, person)
    zone = neighbourhood.community.zone
    return texts_of_cards.own_card(meeting, heads, now=now, zone=zone, brought=rules.MOST_BROUGHT)


async def for_desk(
    session: AsyncSession, meeting: Meeting, person: Person, neighbourhood: Neighbourhood, *, now: datetime
) -> Content:
    """What somebody who runs a meeting sees of it."""
    zone = neighbourhood.community.zone
    invited = await invited_to(session, meeting, neighbourhood)
    if meeting.state == MeetingState.DRAFT:
        return texts_of_cards.draft(meeting, invited, now=now, zone=zone)
    shown = texts_of_cards.Desk(
        invited,
        came=len(await queries.attendances_of(session, meeting.id)),
        has_minutes=bool(await queries.minutes_of(session, meeting.id)),
        by_office=person.is_staff,
    )
    return texts_of_cards.desk(meeting, await queries.counted(session, meeting), shown, now=now, zone=zone)


async def for_door(session: AsyncSession, meeting: Meeting) -> Content:
    """What the host sees at the door."""
    names = [one.name for one in await queries.attendances_of(session, meeting.id)]
    return texts_of_cards.door(meeting, len(names), names)


async def invited_to(session: AsyncSession, meeting: Meeting, neighbourhood: Neighbourhood) -> Invited:
    """Whom a meeting is for, in words, and which groups the bot was put out of."""
    groups = await queries.chosen_groups(session, meeting.id)
    if meeting.state == MeetingState.DRAFT:
        groups = rules.groups_of(meeting.audience, groups, neighbourhood)
    gone = await groups_left(session)
    names = await names_of(session, [one for one in groups if one not in gone], neighbourhood)
    left = await names_of(session, [one for one in groups if one in gone], neighbourhood)
    guests = [person.name for person in await queries.guests_of(session, meeting.id)]
    return Invited(rules.GROUPS in meeting.audience, names, guests, left)


async def names_of(session: AsyncSession, groups: Sequence[int], neighbourhood: Neighbourhood) -> list[str]:
    """What groups are called; one whose title we never heard is called by its grids."""
    titles = await queries.titles_of(session, groups)
    by_grid = {
        chat_id: texts_of_cards.group_of(
            [grid.name for grid in neighbourhood.grids if chat_id in grid.groups]
        )
        for chat_id in groups
    }
    return [titles.get(chat_id) or by_grid[chat_id] for chat_id in groups]


async def _show(session: AsyncSession, key: str, chat_id: int, content: Content) -> None:
    await outbox.show(session, key=key, chat_id=chat_id, content=content, lane=Lane.ANSWER)
