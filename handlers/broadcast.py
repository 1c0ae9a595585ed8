"""Notices in the chat: the office writes, addresses, sends and follows them; people confirm."""

from collections.abc import Callable

from telegram import Message, Update

from bot.broadcast import rules, service, texts
from bot.broadcast.models import Notice, NoticeState
from bot.errors import Refused
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.people import rules as people_rules
from bot.people.models import Awaited, Person
from bot.spoken.rules import read_time
from bot.telegram.context import Context
from bot.tickets.texts import CANCEL_WORD, CANCELLED
from handlers.people import caller
from handlers.reading import Press, kind_of, text_of

_PARTS = (rules.GROUPS, rules.RESIDENTS, rules.WORKERS)


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
    neighbourhood, now = context.desk.triage.neighbourhood, context.now()
    if what == "write":
        media = (message.chat_id, message.message_id) if has_media else None
        await service.write_notice(
            context.session, actor=person, text=text, media=media, neighbourhood=neighbourhood, now=now
        )
    elif what == "when":
        moment = read_time(text, now=now, zone=neighbourhood.community.zone)

        def at_that_time(notice: Notice) -> None:
            notice.send_at = moment

        await _change(person, awaited.subject_id, at_that_time, context)
    elif has_media:
        raise Refused(texts.NOT_WITH_MEDIA)
    else:
        await service.correct(context.session, awaited.subject_id, text, actor=person, now=now)
    await context.stop_awaiting(person)
    return True


async def _change(actor: Person, notice_id: int, change: Callable[[Notice], None], context: Context) -> None:
    await service.change_plan(
        context.session, notice_id, change, actor=actor,
        neighbourhood=context.desk.triage.neighbourhood, now=context.now(),
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
    grids = press.context.desk.triage.neighbourhood.grids
    index = int(press.argument) if press.argument.isdecimal() else len(grids)
    if index >= len(grids):
        raise Refused(texts.TOO_LATE)
    notice = await service.load(press.context.session, press.subject, press.actor, NoticeState.DRAFT)
    notice.audience = rules.toggled(notice.audience, f"{rules.GRID}{grids[index].code}")
    await _show_grids(press, notice)


async def _show_grids(press: Press, notice: Notice) -> None:
    grids = press.context.desk.triage.neighbourhood.grids
    content = texts.grids(notice.id, grids, notice.audience)
    await outbox.show(
        press.context.session, key=service.plan_key(notice.id), chat_id=press.chat_id,
        content=content, lane=Lane.ANSWER,
    )  # fmt: skip


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
    await service.send(
        press.context.session, press.subject, actor=press.actor,
        neighbourhood=press.context.desk.triage.neighbourhood, now=press.context.now(),
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
    zone = press.context.desk.triage.neighbourhood.community.zone
    content = await service.sheet_of(press.context.session, press.subject, actor=press.actor, zone=zone)
    await _say(press.actor, content, press.context)


async def confirm(press: Press) -> None:
    """收到, also in a group."""
    await service.confirm(press.context.session, press.subject, press.actor, now=press.context.now())
    press.context.answer(texts.CONFIRMED)


async def _say(person: Person, content: Content, context: Context) -> None:
    if person.telegram_id is not None:
        key = f"broadcast-said:{context.row_id}"
        await outbox.enqueue(context.session, key=key, chat_id=person.telegram_id, content=content)


ACTIONS = {
    "to": address,
    "grids": choose_grids,
    "grid": toggle_grid,
    "plan": show_plan,
    "receipt": toggle_receipt,
    "pin": toggle_pin,
    "send": send,
    "when": ask_when,
    "discard": discard,
    "stop": stop,
    "correct": ask_correction,
    "export": export,
    "got": confirm,
}
IN_GROUPS = ("got",)
