"""Notices in the chat: the office writes, addresses, sends and follows them; people confirm."""

from collections.abc import Callable

from telegram import Message, Update

from bot.broadcast import approval, receipts, rules, service, texts
from bot.broadcast.models import Notice, NoticeState
from bot.broadcast.service import Written
from bot.config import Estate, Neighbourhood
from bot.errors import Refused
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.people import rules as people_rules
from bot.people.models import Awaited, Person
from bot.spoken.rules import read_time
from bot.spoken.texts import moment_in_words
from bot.telegram.context import Context
from bot.tickets.texts import CANCEL_WORD, CANCELLED
from handlers.people import caller
from handlers.reading import Press, kind_of, text_of

_PARTS = (rules.GROUPS, rules.RESIDENTS, rules.WORKERS, rules.OFFICE)
_MOST_BUILDINGS = 92
"""A message has room for 100 buttons."""


async def write(update: Update, context: Context) -> None:
    """/notice: the office is asked for its text."""
    actor = await caller(update, context)
    people_rules.require_staff(actor)
    await context.await_answer(actor, "broadcast:write", 0)
    await _say(actor, Content(texts.HOW_TO_WRITE), context)


async def written(message: Message, person: Person, awaited: Awaited, context: Context) -> bool:
    """What the office wrote after it was asked; False when it was nothing of ours."""
    feature, _, what = awaited.what.partition(":")
    if feature != "broadcast":
        return False
    text, has_media = text_of(message), bool(kind_of(message))
    if text == CANCEL_WORD:
        await context.stop_awaiting(person)
        await _say(person, Content(CANCELLED), context)
        return True
    if what == "album":
        return await _further_photo(message, person, awaited.subject_id, context)
    if what == "write":
        return await _first_words(message, person, context)
    if what == "when":
        zone = _neighbourhood(context).community.zone
        moment = read_time(text, now=context.now(), zone=zone)

        def at_that_time(notice: Notice) -> None:
            notice.send_at = moment

        await _change(person, awaited.subject_id, at_that_time, context)
        when = moment_in_words(moment, now=context.now(), zone=zone)
        await _say(person, Content(texts.understood(when)), context)
    elif has_media:
        raise Refused(texts.NOT_WITH_MEDIA)
    elif what == "reword":

        def in_these_words(notice: Notice) -> None:
            notice.text = text

        await _change(person, awaited.subject_id, in_these_words, context)
        await _say(person, Content(texts.REWORDED), context)
    else:
        await service.correct(context.session, awaited.subject_id, text, actor=person, now=context.now())
    await context.stop_awaiting(person)
    return True


def _neighbourhood(context: Context) -> Neighbourhood:
    return context.desk.triage.neighbourhood


def _written(message: Message) -> Written:
    media = (message.chat_id, message.message_id) if kind_of(message) else None
    return Written(text_of(message), media, message.media_group_id if media else None)


async def _first_words(message: Message, person: Person, context: Context) -> bool:
    """The notice itself; of photos sent together the others follow."""
    words = _written(message)
    notice = await service.write_notice(
        context.session, words, actor=person, neighbourhood=_neighbourhood(context), now=context.now()
    )
    await context.stop_awaiting(person)
    if words.album is not None:
        await context.await_answer(person, "broadcast:album", notice.id)
    return True


async def _further_photo(message: Message, person: Person, notice_id: int, context: Context) -> bool:
    """A photo sent together with the first. False: something else, which is no part of the notice."""
    belongs = message.media_group_id is not None and await service.add_photo(
        context.session, notice_id, _written(message), actor=person,
        neighbourhood=_neighbourhood(context), now=context.now(),
    )  # fmt: skip
    if not belongs:
        await context.stop_awaiting(person)
    return belongs


async def _change(actor: Person, notice_id: int, change: Callable[[Notice], None], context: Context) -> None:
    await service.change_plan(
        context.session, notice_id, change, actor=actor,
        neighbourhood=_neighbourhood(context), now=context.now(),
    )  # fmt: skip


async def address(press: Press) -> None:
    """所有群, 所有居民私信 or 网格员: put in or taken out."""
    if press.argument not in _PARTS:
        raise Refused(texts.TOO_LATE)

    def toggle(notice: Notice) -> None:
        notice.audience = rules.toggled(notice.audience, press.argument)

    await _change(press.actor, press.subject, toggle, press.context)


async def choose_grids(press: Press) -> None:
    """选网格群: the grids to choose from."""
    notice = await service.load(press.context.session, press.subject, press.actor, NoticeState.DRAFT)
    await _show_grids(press, notice)


async def toggle_grid(press: Press) -> None:
    """One grid's groups put in or taken out."""
    grids = _neighbourhood(press.context).grids
    index = int(press.argument) if press.argument.isdecimal() else len(grids)
    if index >= len(grids):
        raise Refused(texts.TOO_LATE)
    notice = await service.load(press.context.session, press.subject, press.actor, NoticeState.DRAFT)
    notice.audience = rules.toggled(notice.audience, f"{rules.GRID}{grids[index].code}")
    await _show_grids(press, notice)


async def _show_grids(press: Press, notice: Notice) -> None:
    grids = _neighbourhood(press.context).grids
    await service.show_card(press.context.session, notice, texts.grids(notice.id, grids, notice.audience))


async def choose_estate(press: Press) -> None:
    """选楼栋: the estates first."""
    notice = await service.load(press.context.session, press.subject, press.actor, NoticeState.DRAFT)
    names = [estate.name for estate in _neighbourhood(press.context).estates]
    await service.show_card(press.context.session, notice, texts.estates(notice.id, names))


async def choose_buildings(press: Press) -> None:
    """The buildings of an estate."""
    notice = await service.load(press.context.session, press.subject, press.actor, NoticeState.DRAFT)
    await _show_buildings(press, notice, press.argument)


async def toggle_building(press: Press) -> None:
    """The residents of one building put in or taken out; ``argument`` is the estate and the number."""
    notice = await service.load(press.context.session, press.subject, press.actor, NoticeState.DRAFT)
    index, _, number = press.argument.partition(".")
    estate = _estate(press, index)
    if not number.isdecimal() or int(number) not in estate.building_numbers:
        raise Refused(texts.TOO_LATE)
    notice.audience = rules.toggled(notice.audience, rules.building(estate.name, number))
    await _show_buildings(press, notice, index)


def _estate(press: Press, index: str) -> Estate:
    estates = _neighbourhood(press.context).estates
    if not index.isdecimal() or int(index) >= len(estates):
        raise Refused(texts.TOO_LATE)
    return estates[int(index)]


async def _show_buildings(press: Press, notice: Notice, index: str) -> None:
    estate = _estate(press, index)
    numbers = [
        (number, rules.building(estate.name, number) in notice.audience)
        for number in sorted(estate.building_numbers)[:_MOST_BUILDINGS]
    ]
    content = texts.buildings(notice.id, estate.name, int(index), numbers)
    await service.show_card(press.context.session, notice, content)


async def show_plan(press: Press) -> None:
    """好了: back to the card."""
    await _change(press.actor, press.subject, lambda _: None, press.context)


async def toggle_receipt(press: Press) -> None:
    """收到按钮, with or without."""

    def toggle(notice: Notice) -> None:
        notice.wants_receipt = not notice.wants_receipt

    await _change(press.actor, press.subject, toggle, press.context)


async def toggle_pin(press: Press) -> None:
    """群里置顶, or not."""

    def toggle(notice: Notice) -> None:
        notice.pins = not notice.pins

    await _change(press.actor, press.subject, toggle, press.context)


async def send(press: Press) -> None:
    """马上发出, or 到点发出."""
    await approval.send(
        press.context.session, press.subject, actor=press.actor,
        neighbourhood=_neighbourhood(press.context), now=press.context.now(),
    )  # fmt: skip


async def ask_when(press: Press) -> None:
    """定个时间: when?"""
    await service.load(press.context.session, press.subject, press.actor, NoticeState.DRAFT)
    await press.context.await_answer(press.actor, "broadcast:when", press.subject)
    await _say(press.actor, Content(texts.ASK_WHEN), press.context)


async def discard(press: Press) -> None:
    """不发了."""
    await service.discard(press.context.session, press.subject, actor=press.actor)
    press.context.answer(texts.DISCARDED)


async def stop(press: Press) -> None:
    """停下."""
    await service.stop(press.context.session, press.subject, actor=press.actor, now=press.context.now())
    press.context.answer(texts.STOPPING)


async def ask_correction(press: Press) -> None:
    """改内容: to what?"""
    await service.load(
        press.context.session, press.subject, press.actor, NoticeState.RUNNING, NoticeState.DONE
    )
    await press.context.await_answer(press.actor, "broadcast:correct", press.subject)
    await _say(press.actor, Content(texts.ASK_CORRECTION), press.context)


async def export(press: Press) -> None:
    """看送达名单."""
    zone = _neighbourhood(press.context).community.zone
    content = await receipts.sheet_of(press.context.session, press.subject, actor=press.actor, zone=zone)
    await _say(press.actor, content, press.context)


async def ask_words(press: Press) -> None:
    """改文字: to what?"""
    await service.load(press.context.session, press.subject, press.actor, NoticeState.DRAFT)
    await press.context.await_answer(press.actor, "broadcast:reword", press.subject)
    await _say(press.actor, Content(texts.ASK_WORDS), press.context)


async def agree(press: Press) -> None:
    """同意发出, by a colleague."""
    await approval.agree(
        press.context.session, press.subject, actor=press.actor,
        neighbourhood=_neighbourhood(press.context), now=press.context.now(),
    )  # fmt: skip
    press.context.answer(texts.AGREED)


async def object_to(press: Press) -> None:
    """先不发, by a colleague."""
    await approval.object_to(
        press.context.session, press.subject, actor=press.actor,
        neighbourhood=_neighbourhood(press.context), now=press.context.now(),
    )  # fmt: skip
    press.context.answer(texts.NOT_AGREED)


async def show_readers(press: Press) -> None:
    """谁收到了."""
    text = await receipts.readers(
        press.context.session, press.subject, actor=press.actor, neighbourhood=_neighbourhood(press.context)
    )
    await _say(press.actor, Content(text), press.context)


async def remind(press: Press) -> None:
    """提醒没点的: the same notice again, for those."""
    await receipts.remind(
        press.context.session, press.subject, actor=press.actor,
        neighbourhood=_neighbourhood(press.context), now=press.context.now(),
    )  # fmt: skip


async def confirm(press: Press) -> None:
    """收到, also in a group."""
    await receipts.confirm(press.context.session, press.subject, press.actor, now=press.context.now())
    press.context.answer(texts.CONFIRMED)


async def _say(person: Person, content: Content, context: Context) -> None:
    if person.telegram_id is not None:
        key = f"broadcast-said:{context.row_id}"
        await outbox.enqueue(context.session, key=key, chat_id=person.telegram_id, content=content)


ACTIONS = {
    "to": address,
    "grids": choose_grids,
    "grid": toggle_grid,
    "estates": choose_estate,
    "buildings": choose_buildings,
    "building": toggle_building,
    "plan": show_plan,
    "receipt": toggle_receipt,
    "pin": toggle_pin,
    "send": send,
    "when": ask_when,
    "discard": discard,
    "stop": stop,
    "correct": ask_correction,
    "reword": ask_words,
    "agree": agree,
    "object": object_to,
    "readers": show_readers,
    "remind": remind,
    "export": export,
    "got": confirm,
}
IN_GROUPS = ("got",)
