"""Meetings in the chat, for everybody: the next ones, answering, the calendar, signing in at the door."""

import re

from telegram import Message, Update

from bot.errors import Refused
from bot.intake import queries as intake
from bot.meetings import answers, calendars, cards, door, queries, rules, texts, texts_of_cards
from bot.meetings.door import Entrance
from bot.meetings.models import Meeting
from bot.notation import plain
from bot.outbox import queries as outbox_queries
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.people.models import Person
from bot.telegram.context import Context
from handlers import meetings_invitation, meetings_office, meetings_run
from handlers.people import caller
from handlers.reading import Press, is_private, reporter_of, text_of

_CODE = re.compile(r"\d{4}")
_MOST_LISTED = 20
_CODE_IN = re.compile(r"\d+")


async def coming_up(update: Update, context: Context) -> None:
    """/meetings, in a group or directly: the next ones, with the own answer."""
    message = update.message
    if message is None:
        return
    person = await reporter_of(message, context)
    if is_private(message.chat):
        await show_own(await caller(update, context), context)
        return
    ahead = await queries.meetings_ahead(context.session, now=context.now())
    told = await queries.told_in(context.session, message.chat_id, ahead)
    content = await _listed(told, person, context, with_buttons=False)
    await outbox.enqueue(
        context.session, key=f"meetings:{context.row_id}", chat_id=message.chat_id, content=content
    )


async def show_own(person: Person, context: Context) -> None:
    """我的报名: the meetings somebody is invited to; for whoever runs one, also those just over."""
    session, now = context.session, context.now()
    recent = await queries.meetings_since(session, now - rules.KEPT)
    invited = await queries.invited_to(session, recent, person)
    shown = [
        one for one in recent if rules.is_host(one, person) or (one in invited and now < rules.start_of(one))
    ]
    await meetings_run.say(person, await _listed(shown, person, context, with_buttons=True), context)


async def _listed(
    meetings: list[Meeting], person: Person, context: Context, *, with_buttons: bool
) -> Content:
    zone = context.desk.triage.neighbourhood.community.zone
    lines = []
    for meeting in meetings[:_MOST_LISTED]:
        words = texts.named(meeting, now=context.now(), zone=zone)
        heads = await queries.answer_of(context.session, meeting, person)
        lines.append((meeting.id, words, texts.own_answer(heads)))
    return texts_of_cards.coming_up(lines, with_buttons=with_buttons) if lines else Content(texts.NO_MEETINGS)


async def open_meeting(press: Press) -> None:
    """打开 under the list: the card to answer on, or to run the meeting by."""
    context, actor = press.context, press.actor
    meeting = await answers.load(context.session, press.subject, actor, press.chat_id)
    neighbourhood, now = context.desk.triage.neighbourhood, context.now()
    if rules.is_host(meeting, actor):
        await cards.lay_desk(context.session, meeting, actor, neighbourhood, now=now)
        return
    content = await cards.for_person(context.session, meeting, actor, neighbourhood, now=now)
    await meetings_run.say(actor, content, context)


async def answer(press: Press) -> None:
    """我来, 带人来 or 来不了, in a group or directly."""
    heads, _, asked = press.argument.partition(".")
    context, neighbourhood = press.context, press.context.desk.triage.neighbourhood
    meeting = await answers.answer(
        context.session, press.subject, rules.heads_in(heads), asked, actor=press.actor,
        chat_id=press.chat_id, neighbourhood=neighbourhood, now=context.now(),
    )  # fmt: skip
    if press.chat_id > 0:
        await _redraw(press, meeting)
    zone = neighbourhood.community.zone
    context.answer(texts.answered(meeting, int(heads), now=context.now(), zone=zone))


async def _redraw(press: Press, meeting: Meeting) -> None:
    """Show the answer on the card in the direct chat that was pressed."""
    context = press.context
    key = await outbox_queries.key_of_message(context.session, press.chat_id, press.message_id)
    if key is not None and key.startswith("meeting"):
        content = await cards.for_person(
            context.session, meeting, press.actor, context.desk.triage.neighbourhood, now=context.now()
        )
        await outbox.show(context.session, key=key, chat_id=press.chat_id, content=content, lane=Lane.ANSWER)


async def give_calendar(press: Press) -> None:
    """加到日历: the file, in the direct chat."""
    context, actor = press.context, press.actor
    meeting = await answers.load(context.session, press.subject, actor, press.chat_id)
    if not actor.has_direct_chat:
        context.answer(texts.START_FIRST, alert=True)
        return
    neighbourhood = context.desk.triage.neighbourhood
    content = await calendars.give_calendar(context.session, meeting, actor, neighbourhood, now=context.now())
    await meetings_run.say(actor, content, context)
    if press.chat_id < 0:
        context.answer(texts.CALENDAR_SENT)


async def heard(message: Message, person: Person, context: Context) -> bool:
    """Something written in the direct chat: an answer about a meeting, or four digits at its door.

    False: it is nothing of ours.
    """
    asked = await context.awaited(person)
    if asked is not None:
        return await meetings_office.written(message, person, asked, context)
    code = plain(text_of(message))
    if not _CODE.fullmatch(code) or await intake.draft_of(context.session, person) is not None:
        return False
    return await _sign_in(person, code, context)


async def here(update: Update, context: Context) -> None:
    """/here 1234: signing in at the door."""
    actor = await caller(update, context)
    code = _CODE_IN.search(plain(text_of(update.message) if update.message else ""))
    if code is None:
        raise Refused(texts.HOW_TO_SIGN_IN)
    if not await _sign_in(actor, code[0], context):
        raise Refused(texts.NO_DOOR)


async def _sign_in(person: Person, code: str, context: Context) -> bool:
    """Take a code; False when no door is open."""
    entrance, meeting = await door.sign_in(
        context.session,
        code,
        actor=person,
        neighbourhood=context.desk.triage.neighbourhood,
        now=context.now(),
    )
    if entrance is Entrance.CLOSED:
        return False
    said = texts.TOO_MANY_CODES if entrance is Entrance.TOO_MANY else texts.CODE_IS_WRONG
    if meeting is not None:
        is_new = entrance is Entrance.IN
        said = texts.signed_in(person.name, meeting) if is_new else texts.signed_in_already(meeting)
    await meetings_run.say(person, Content(said), context)
    return True


ACTIONS = {
    "come": answer,
    "calendar": give_calendar,
    "open": open_meeting,
    **meetings_office.ACTIONS,
    **meetings_invitation.ACTIONS,
    **meetings_run.ACTIONS,
}
IN_GROUPS = ("come", "calendar")
