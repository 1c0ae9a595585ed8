"""One matter said by several: the author's answer, 我家也是, and what the office merges and splits."""

from telegram import Message

from bot.errors import Refused
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.people.models import Person, Role
from bot.telegram.context import Context
from bot.tickets import duplicates, households
from bot.tickets import texts_of_duplicates as texts
from bot.tickets.households import Pressed
from handlers.reading import Press, text_of
from handlers.tickets import number_in, surroundings


async def join(press: Press) -> None:
    """是同一件（并在一起）: the author's own word."""
    await duplicates.join(
        press.context.session, press.subject, number_in(press.argument), actor=press.actor,
        **surroundings(press.context),
    )  # fmt: skip
    press.context.answer(texts.JOINED_TOAST)


async def keep_apart(press: Press) -> None:
    """不是，单独办."""
    await duplicates.keep_apart(
        press.context.session, press.subject, number_in(press.argument), actor=press.actor,
        **surroundings(press.context),
    )  # fmt: skip
    press.context.answer(texts.APART_TOAST)


async def me_too(press: Press) -> None:
    """我家也是; pressed again it is taken back."""
    pressed = await households.press_me_too(
        press.context.session,
        press.subject,
        actor=press.actor,
        chat_id=press.chat_id,
        **surroundings(press.context),
    )
    toasts = {
        Pressed.COUNTED: texts.ME_TOO_COUNTED,
        Pressed.KNOWN: texts.ME_TOO_HOUSEHOLD,
        Pressed.TAKEN_BACK: texts.ME_TOO_TAKEN_BACK,
    }
    press.context.answer(toasts[pressed])


async def merge(press: Press) -> None:
    """并到 #12 under what waits for the office."""
    main = number_in(press.argument)
    await duplicates.merge(
        press.context.session, press.subject, main, actor=press.actor, **surroundings(press.context)
    )
    press.context.answer(texts.merged_toast(main))


async def split(press: Press) -> None:
    """拆开 by the office, 不是，单独办 by the author who had joined it."""
    await duplicates.split(
        press.context.session, press.subject, actor=press.actor, **surroundings(press.context)
    )
    press.context.answer(texts.SPLIT_TOAST)


async def written(message: Message, person: Person, number: int | None, context: Context) -> bool:
    """并到 #12 or 拆开 written by a colleague, under a ticket's message or with both numbers. False: neither.

    Refuses grid workers: what they write under a card goes to the resident, and this must not.
    """
    asked = texts.asked_of_office(text_of(message))
    if person.role == Role.RESIDENT or asked is None:
        return False
    if not person.is_staff:
        raise Refused(texts.STAFF_MERGES)
    which = asked.number if asked.number is not None else number
    if which is None:
        raise Refused(texts.WHICH)
    done = await _done(which, asked.main, person, context)
    await outbox.enqueue(context.session, key=f"same:{context.row_id}", chat_id=message.chat_id, content=done)
    return True


async def _done(number: int, main: int | None, person: Person, context: Context) -> Content:
    """Merge into ``main``, or split when there is none; returns what to say about it."""
    given = surroundings(context)
    if main is None:
        assignee = await duplicates.split(context.session, number, actor=person, **given)
        return Content(texts.staff_told_split(number, assignee.name))
    assignee = await duplicates.merge(context.session, number, main, actor=person, **given)
    return texts.staff_told_merged(number, main, assignee.name)


ACTIONS = {
    "join": join,
    "apart": keep_apart,
    "me_too": me_too,
    "merge": merge,
    "split": split,
    "leave": split,
}
IN_GROUPS = ("join", "apart", "me_too", "leave")
"""The buttons of the resident's card."""
