"""Calling, moving and cancelling meetings: the office writes and presses in its direct chat."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from telegram import Message, Update

from bot.errors import Refused
from bot.meetings import cards, changes, door, queries, rules, service, texts, texts_of_cards
from bot.meetings.models import Meeting
from bot.meetings.reading import Reading, read_sentence
from bot.meetings.rules import Moment
from bot.outbox.content import Content
from bot.people import rules as people_rules
from bot.people.models import Awaited, Person
from bot.telegram.context import Context
from bot.tickets.texts import CANCEL_WORD, CANCELLED
from handlers import meetings_invitation, meetings_run
from handlers.people import caller
from handlers.reading import Press, text_of

_PARTS = ("topic", "place", "host", "agenda")


async def call(update: Update, context: Context) -> None:
    """/meeting: with a sentence it becomes a draft; alone, what is missing is asked for."""
    actor = await caller(update, context)
    people_rules.require_staff(actor)
    words = "".join(text_of(update.message).split(maxsplit=1)[1:]) if update.message else ""
    if words:
        await _from_sentence(actor, words, context)
        return
    meeting = await queries.draft_of(context.session, actor)
    if meeting is None:
        meeting = await service.draft_meeting(
            context.session, actor=actor, reading=Reading(), now=context.now()
        )
    await _go_on(meeting, actor, context)


async def _from_sentence(actor: Person, words: str, context: Context) -> None:
    """Show what was understood, and ask for what is missing."""
    grids = {grid.name: grid.code for grid in context.desk.triage.neighbourhood.grids}
    reading = read_sentence(words, grids)
    meeting = await service.draft_meeting(context.session, actor=actor, reading=reading, now=context.now())
    meeting.host = meeting.host or ""
    moment = _moment(reading.time, context) if reading.time else Moment()
    meeting.starts_at = moment.at
    if rules.missing_part(meeting):
        await _lay(meeting, actor, context)
    await _go_on(meeting, actor, context, moment)


def _moment(words: str, context: Context) -> Moment:
    zone = context.desk.triage.neighbourhood.community.zone
    return rules.read_moment(words, now=context.now(), zone=zone)


async def _go_on(meeting: Meeting, actor: Person, context: Context, moment: Moment | None = None) -> None:
    """Ask the next question; when nothing is missing show the draft."""
    missing = rules.missing_part(meeting)
    if moment is not None and moment.problem and missing != "topic":
        await _ask_time(meeting, actor, moment, context)
    elif missing:
        await _ask(meeting, missing, actor, context)
    else:
        await context.stop_awaiting(actor)
        await _lay(meeting, actor, context)


async def _ask_time(
    meeting: Meeting, actor: Person, moment: Moment, context: Context, *, what: str = "time"
) -> None:
    """Ask about a time that is not clear; where it is one of two, with buttons."""
    zone = context.desk.triage.neighbourhood.community.zone
    action = "at" if what == "time" else "new_at"
    rows = texts_of_cards.halves(meeting, moment.halves, action=action, zone=zone) if moment.halves else ()
    await context.await_answer(actor, f"meetings:{what}", meeting.id)
    await meetings_run.say(actor, Content(moment.problem, buttons=rows), context)


async def _ask(meeting: Meeting, part: str, actor: Person, context: Context) -> None:
    rows = texts_of_cards.skip_host(meeting) if part == "host" else ()
    await context.await_answer(actor, f"meetings:{part}", meeting.id)
    await meetings_run.say(actor, Content(texts.ASK[part], buttons=rows), context)


async def _lay(meeting: Meeting, actor: Person, context: Context) -> None:
    neighbourhood = context.desk.triage.neighbourhood
    await cards.lay_desk(context.session, meeting, actor, neighbourhood, now=context.now())


async def written(message: Message, person: Person, awaited: Awaited, context: Context) -> bool:
    """What the office or a host wrote after it was asked; False when it was nothing of ours."""
    feature, _, what = awaited.what.partition(":")
    text, meeting_id = text_of(message), awaited.subject_id
    if feature != "meetings":
        return False
    if text == CANCEL_WORD:
        await _give_up(person, what, meeting_id, context)
    elif await _is_too_late(what, meeting_id, person, context):
        await context.stop_awaiting(person)
    elif what in _PARTS:
        meeting = await service.write_part(context.session, meeting_id, what, text, actor=person)
        await _go_on(meeting, person, context)
    elif what == "guests":
        await meetings_invitation.guests_written(text, meeting_id, person, context)
    elif what == "time":
        await _time_written(text, meeting_id, person, context)
    elif what in _CHANGES:
        await _change_written(text, what, meeting_id, person, context)
    else:
        return await meetings_run.written(message, person, awaited, context)
    return True


async def _is_too_late(what: str, meeting_id: int, person: Person, context: Context) -> bool:
    """Whether what was asked for has been settled meanwhile; then that is said."""
    session, now = context.session, context.now()
    try:
        if what in (*_PARTS, "time", "guests"):
            await service.load_draft(session, meeting_id, person)
        elif what in _CHANGES:
            await changes.load(session, meeting_id, person, now=now)
        elif what == "names":
            await door.load(session, meeting_id, person)
    except Refused as refusal:
        await meetings_run.say(person, Content(str(refusal)), context)
        return True
    return False


async def _give_up(person: Person, what: str, meeting_id: int, context: Context) -> None:
    """算了: nothing is written; a draft that had only begun goes."""
    await context.stop_awaiting(person)
    draft = await queries.draft_of(context.session, person)
    if draft is not None and draft.id == meeting_id and what == rules.missing_part(draft):
        await service.discard(context.session, meeting_id, actor=person)
    await meetings_run.say(person, Content(CANCELLED), context)


async def _time_written(text: str, meeting_id: int, person: Person, context: Context) -> None:
    moment = _moment(text, context)
    meeting = await service.load_draft(context.session, meeting_id, person)
    if moment.at is None:
        await _ask_time(meeting, person, moment, context)
    else:
        await service.set_time(context.session, meeting_id, moment.at, actor=person, now=context.now())
        await _go_on(meeting, person, context)


async def set_time(press: Press) -> None:
    """上午 or 下午 under the question which is meant."""
    meeting = await service.set_time(
        press.context.session,
        press.subject,
        _unix(press.argument),
        actor=press.actor,
        now=press.context.now(),
    )
    await press.context.stop_awaiting(press.actor)
    await _go_on(meeting, press.actor, press.context)


def _unix(written: str) -> datetime:
    if not written.isdecimal() or len(written) > 10:  # noqa: PLR2004 - until the year 2286
        raise Refused(texts.MEETING_GONE)
    return datetime.fromtimestamp(int(written), UTC)


async def ask_part(press: Press) -> None:
    """改主题, 改时间, 改地点, 改主持, 写议程, 加名字."""
    meeting = await service.load_draft(press.context.session, press.subject, press.actor)
    if press.argument not in texts.ASK:
        raise Refused(texts.MEETING_GONE)
    await _ask(meeting, press.argument, press.actor, press.context)


async def skip_host(press: Press) -> None:
    """先不写: nobody is named as the host."""
    meeting = await service.leave_host_open(press.context.session, press.subject, actor=press.actor)
    await _go_on(meeting, press.actor, press.context)


async def announce(press: Press) -> None:
    """发布: the groups and those invited by name are told."""
    context = press.context
    told = await service.announce(
        context.session, press.subject, actor=press.actor,
        neighbourhood=context.desk.triage.neighbourhood, now=context.now(),
    )  # fmt: skip
    await context.stop_awaiting(press.actor)
    await meetings_run.say(press.actor, Content(texts.announced(*told)), context)


async def discard(press: Press) -> None:
    """不办了."""
    await service.discard(press.context.session, press.subject, actor=press.actor)
    await press.context.stop_awaiting(press.actor)
    press.context.answer(texts.THROWN_AWAY)


_CHANGES = {
    "new_time": texts.ASK_NEW_TIME,
    "new_place": texts.ASK_NEW_PLACE,
    "reason": texts.ASK_REASON,
}
_PROPOSE: dict[str, Callable[..., Awaitable[Content]]] = {
    "new_time": changes.propose_time,
    "new_place": changes.propose_place,
    "reason": changes.propose_cancel,
}
_ASKED_BY = {"move_time": "new_time", "move_place": "new_place", "cancel": "reason"}


async def ask_change(press: Press) -> None:
    """改时间, 改地点 or 取消会议 of what is announced: to what, or why?"""
    await changes.load(press.context.session, press.subject, press.actor, now=press.context.now())
    what = _ASKED_BY[press.action]
    await press.context.await_answer(press.actor, f"meetings:{what}", press.subject)
    await meetings_run.say(press.actor, Content(_CHANGES[what]), press.context)


async def _change_written(text: str, what: str, meeting_id: int, person: Person, context: Context) -> None:
    """Show what would change, to be confirmed."""
    if what == "new_time":
        moment = _moment(text, context)
        if moment.at is None:
            meeting = await changes.load(context.session, meeting_id, person, now=context.now())
            await _ask_time(meeting, person, moment, context, what=what)
            return
        change: datetime | str = moment.at
    else:
        change = text
    content = await _PROPOSE[what](
        context.session, meeting_id, change, actor=person,
        neighbourhood=context.desk.triage.neighbourhood, now=context.now(),
    )  # fmt: skip
    await context.stop_awaiting(person)
    await meetings_run.say(person, content, context)


async def propose_half(press: Press) -> None:
    """上午 or 下午 of a new time."""
    context = press.context
    content = await changes.propose_time(
        context.session, press.subject, _unix(press.argument), actor=press.actor,
        neighbourhood=context.desk.triage.neighbourhood, now=context.now(),
    )  # fmt: skip
    await context.stop_awaiting(press.actor)
    await meetings_run.say(press.actor, content, context)


async def confirm_change(press: Press) -> None:
    """就这样，告诉大家, or 确定取消."""
    context = press.context
    await changes.confirm_change(
        context.session, press.subject, press.argument, actor=press.actor,
        neighbourhood=context.desk.triage.neighbourhood, now=context.now(),
    )  # fmt: skip
    context.answer(texts.EVERYBODY_TOLD)


async def drop_change(press: Press) -> None:
    """不改了, or 不取消了."""
    await changes.drop_change(
        press.context.session, press.subject, press.argument, actor=press.actor, now=press.context.now()
    )
    press.context.answer(texts.NOT_CHANGED)


ACTIONS = {
    "ask": ask_part,
    "at": set_time,
    "skip_host": skip_host,
    "announce": announce,
    "discard": discard,
    "move_time": ask_change,
    "move_place": ask_change,
    "cancel": ask_change,
    "new_at": propose_half,
    "confirm": confirm_change,
    "drop": drop_change,
}
