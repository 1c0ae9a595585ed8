"""Reminding those who come, and the groups, before a meeting begins: each once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.meetings import cards, queries, rules, texts, texts_of_cards
from bot.meetings.models import Meeting
from bot.meetings.rules import Reminder
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.people import queries as people
from bot.pushes import service as pushes
from bot.pushes.models import Fate

_WHAT = "meeting_reminder"
_SOON = timedelta(hours=3)
"""A reminder so shortly before says how to sign in."""


async def remind(session: AsyncSession, neighbourhood: Neighbourhood, *, now: datetime) -> None:
    """Say what is due before meetings; what came too late for one that has begun is reported once.

    Of several reminders overdue at once only one is sent. Nobody is disturbed in quiet hours.
    """
    missed = []
    zone = neighbourhood.community.zone
    for meeting in await queries.meetings_since(session, now - rules.LOOKED_BACK):
        begun = now >= rules.start_of(meeting)
        if not begun and not rules.may_remind(rules.start_of(meeting), neighbourhood.community, now=now):
            continue
        fresh = await _claim_due(session, meeting, neighbourhood, begun=begun, now=now)
        if fresh and begun:
            missed.append(texts.named(meeting, now=now, zone=zone))
        elif fresh:
            await _remind_people(session, meeting, fresh, neighbourhood, now=now)
            await _remind_groups(session, meeting, fresh, neighbourhood, now=now)
    if missed:
        await _report(session, missed, now=now)


async def _claim_due(
    session: AsyncSession, meeting: Meeting, neighbourhood: Neighbourhood, *, begun: bool, now: datetime
) -> list[Reminder]:
    """The reminders that are due and nobody has taken care of, claimed."""
    starts_at = rules.start_of(meeting)
    asked_at = meeting.asked_at or meeting.made_at
    fresh = []
    for reminder in rules.reminders_of(starts_at, neighbourhood.community, neighbourhood.schedules):
        subject = f"{meeting.id}.{meeting.round}:{reminder.to}.{reminder.name}"
        if not asked_at < reminder.due_at <= now:
            continue
        if not await pushes.unclaimed(session, _WHAT, subject, [starts_at]):
            continue
        fate = Fate.MISSED if begun else Fate.DONE
        if await pushes.claim(session, _WHAT, subject, starts_at, fate=fate, now=now):
            fresh.append(reminder)
    return fresh


def _newest(fresh: Sequence[Reminder], to: str) -> Reminder | None:
    return max((one for one in fresh if one.to == to), key=lambda one: one.due_at, default=None)


async def _remind_people(
    session: AsyncSession,
    meeting: Meeting,
    fresh: Sequence[Reminder],
    neighbourhood: Neighbourhood,
    *,
    now: datetime,
) -> None:
    reminder = _newest(fresh, rules.TO_PEOPLE)
    if reminder is None:
        return
    zone, soon = neighbourhood.community.zone, rules.start_of(meeting) - now <= _SOON
    buttons = texts_of_cards.answer_buttons(meeting, brought=rules.MOST_BROUGHT)
    for person, heads, _ in await queries.answers_of(session, meeting):
        if heads and person.has_direct_chat and person.telegram_id is not None:
            text = texts.remind_person(meeting, heads, now=now, zone=zone, soon=soon)
            key = f"meeting:{meeting.id}:remind.{meeting.round}.{reminder.name}:{person.id}"
            content = Content(text, buttons=buttons)
            await outbox.enqueue(
                session, key=key, chat_id=person.telegram_id, content=content, lane=Lane.REMINDER
            )


async def _remind_groups(
    session: AsyncSession,
    meeting: Meeting,
    fresh: Sequence[Reminder],
    neighbourhood: Neighbourhood,
    *,
    now: datetime,
) -> None:
    """By the clock and not by hand: it counts among what a group is told a day."""
    reminder = _newest(fresh, rules.TO_GROUPS)
    if reminder is None:
        return
    community = neighbourhood.community
    text = texts.remind_group(meeting, now=now, zone=community.zone)
    content = Content(text, buttons=texts_of_cards.answer_buttons(meeting, brought=rules.MOST_BROUGHT))
    today = now.astimezone(community.zone).date()
    for chat_id in await queries.groups_told(session, meeting.id):
        key = f"meeting:{meeting.id}:remind.{meeting.round}.{reminder.name}:{chat_id}"
        await pushes.tell_group(session, key, chat_id, content, day=today, most=community.group_pushes)


async def _report(session: AsyncSession, missed: Sequence[str], *, now: datetime) -> None:
    for person in await people.staff(session):
        if person.may_be_reached and person.telegram_id is not None:
            key = f"meetings-missed:{int(now.timestamp())}:{person.id}"
            text = texts.reminders_missed(missed)
            await outbox.enqueue(session, key=key, chat_id=person.telegram_id, text=text, lane=Lane.REMINDER)


async def show_begun(session: AsyncSession, neighbourhood: Neighbourhood, *, now: datetime) -> None:
    """Show meetings that have begun as such, each once."""
    for meeting in await queries.meetings_since(session, now - rules.LOOKED_BACK):
        starts_at, subject = rules.start_of(meeting), str(meeting.id)
        if now < starts_at or not await pushes.unclaimed(session, "meeting_begun", subject, [starts_at]):
            continue
        if await pushes.claim(session, "meeting_begun", subject, starts_at, now=now):
            await cards.refresh(session, meeting, neighbourhood, now=now)
