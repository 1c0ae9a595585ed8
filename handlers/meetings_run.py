"""Running a meeting: who comes, the door, the minutes."""

import re

from telegram import Message

from bot.errors import Refused
from bot.meetings import answers, door, minutes, queries, texts
from bot.meetings.minutes import Written
from bot.outbox import queries as outbox_queries
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.people.models import Awaited, Person
from bot.telegram.context import Context
from handlers.reading import Press, kind_of, text_of

_NAMES = re.compile(r"[,，、;；\n]+")
_ALBUM = "album."


async def show_answers(press: Press) -> None:
    """看报名."""
    meeting = await door.load(press.context.session, press.subject, press.actor)
    await say(press.actor, await answers.answers_in_words(press.context.session, meeting), press.context)


async def export_answers(press: Press) -> None:
    """导出表格 under who comes."""
    context = press.context
    meeting = await door.load(context.session, press.subject, press.actor)
    zone = context.desk.triage.neighbourhood.community.zone
    await say(press.actor, await answers.answers_sheet(context.session, meeting, zone), context)


async def open_door(press: Press) -> None:
    """开始签到: the code."""
    context = press.context
    code = await door.open_door(context.session, press.subject, actor=press.actor, now=context.now())
    context.answer(texts.door_opened(code))


async def show_page(press: Press) -> None:
    """名单打勾, 上一页 or 下一页."""
    meeting = await door.load(press.context.session, press.subject, press.actor)
    await _show_list(press, meeting.id, press.argument)


async def tick(press: Press) -> None:
    """Somebody on the list is here, or is not after all."""
    person_id, _, page = press.argument.partition(".")
    context = press.context
    here = await door.tick(
        context.session, press.subject, number_in(person_id), actor=press.actor,
        neighbourhood=context.desk.triage.neighbourhood, now=context.now(),
    )  # fmt: skip
    await _show_list(press, press.subject, page)
    context.answer(texts.ticked(here) if here else texts.TICKED_OFF)


async def _show_list(press: Press, meeting_id: int, page: str) -> None:
    """The list turns its pages in place; asked for from elsewhere it comes anew."""
    context = press.context
    meeting = await door.load(context.session, meeting_id, press.actor)
    content = await door.tick_list(context.session, meeting, number_in(page))
    lists = f"meeting:{meeting_id}:list:"
    key = await outbox_queries.key_of_message(context.session, press.chat_id, press.message_id)
    key = key if key and key.startswith(lists) else f"{lists}{context.row_id}"
    await outbox.show(context.session, key=key, chat_id=press.chat_id, content=content, lane=Lane.ANSWER)


def number_in(written: str) -> int:
    """A number a button carries."""
    if not written.isdecimal() or len(written) > 9:  # noqa: PLR2004 - what a database takes
        raise Refused(texts.MEETING_GONE)
    return int(written)


async def ask_names(press: Press) -> None:
    """加名字 at the door."""
    await door.load(press.context.session, press.subject, press.actor)
    await press.context.await_answer(press.actor, "meetings:names", press.subject)
    await say(press.actor, Content(texts.ASK_NAMES), press.context)


async def export_attendance(press: Press) -> None:
    """导出表格 at the door."""
    context = press.context
    meeting = await door.load(context.session, press.subject, press.actor)
    zone = context.desk.triage.neighbourhood.community.zone
    await say(press.actor, await door.attendance_sheet(context.session, meeting, zone), context)


async def ask_minutes(press: Press) -> None:
    """写纪要 or 改纪要."""
    context = press.context
    await minutes.load(context.session, press.subject, press.actor, now=context.now())
    await context.await_answer(press.actor, "meetings:minutes", press.subject)
    await say(press.actor, Content(texts.ASK_MINUTES), context)


async def read_minutes(press: Press) -> None:
    """看纪要."""
    context = press.context
    meeting = await minutes.load(context.session, press.subject, press.actor, now=context.now())
    pieces = await queries.minutes_of(context.session, meeting.id)
    if not pieces:
        raise Refused(texts.NO_MINUTES)
    neighbourhood = context.desk.triage.neighbourhood
    for piece in pieces:
        content = minutes.content_of(meeting, piece, neighbourhood, now=context.now())
        key = f"minutes-read:{context.row_id}:{piece.id}"
        await outbox.enqueue(context.session, key=key, chat_id=press.chat_id, content=content)


async def written(message: Message, person: Person, awaited: Awaited, context: Context) -> bool:
    """Names for the door, or minutes; False when it was nothing of ours."""
    what = awaited.what.partition(":")[2]
    if what == "names":
        await _names_written(message, person, awaited.subject_id, context)
    elif what == "minutes" or (
        what.startswith(_ALBUM) and message.media_group_id == what.removeprefix(_ALBUM)
    ):
        await _minutes_written(message, person, awaited.subject_id, context)
    else:
        return False
    return True


async def _names_written(message: Message, person: Person, meeting_id: int, context: Context) -> None:
    names = [name.strip() for name in _NAMES.split(text_of(message)) if name.strip()]
    await door.write_names(
        context.session, meeting_id, names, actor=person,
        neighbourhood=context.desk.triage.neighbourhood, now=context.now(),
    )  # fmt: skip
    await context.stop_awaiting(person)
    await say(person, Content(texts.names_added(names)), context)


async def _minutes_written(message: Message, person: Person, meeting_id: int, context: Context) -> None:
    """Minutes as they were sent; of an album, what follows belongs to them."""
    album = message.media_group_id
    piece = Written(text_of(message), kind_of(message), message.chat_id, message.message_id, album)
    said = await minutes.attach(
        context.session, meeting_id, piece, actor=person,
        neighbourhood=context.desk.triage.neighbourhood, now=context.now(),
    )  # fmt: skip
    if album is None:
        await context.stop_awaiting(person)
    else:
        await context.await_answer(person, f"meetings:{_ALBUM}{album}", meeting_id)
    key = f"meeting:{meeting_id}:minutes-said:{album or context.row_id}"
    await outbox.enqueue(context.session, key=key, chat_id=message.chat_id, text=said)


async def say(person: Person, content: Content, context: Context) -> None:
    """Answer somebody in their direct chat."""
    if person.telegram_id is not None:
        key = f"meeting-said:{context.row_id}"
        await outbox.enqueue(context.session, key=key, chat_id=person.telegram_id, content=content)


ACTIONS = {
    "answers": show_answers,
    "answers_file": export_answers,
    "door": open_door,
    "page": show_page,
    "tick": tick,
    "add_names": ask_names,
    "attendance_file": export_attendance,
    "minutes": ask_minutes,
    "read": read_minutes,
}
