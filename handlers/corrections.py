"""The buttons that say what a ticket is really about: 类别不对, its undoing, and handing over for it."""

from dataclasses import replace

from bot.outbox import queries as outbox_queries
from bot.outbox import service as outbox
from bot.outbox.content import Button, Content
from bot.outbox.models import Lane
from bot.people.models import Person
from bot.tickets import cards, corrections, rules, service, telling, texts, texts_of_cards, workers
from bot.tickets.queries import Around
from handlers.reading import Press
from handlers.tickets import number_in, own_open, show, surroundings


async def recategorise(press: Press) -> None:
    """类别不对: which one is right?"""
    context = press.context
    around = await telling.load(context.session, press.subject)
    rules.require_author_or_staff(press.actor, around.ticket)
    rules.require_open(around.ticket)
    choices = _choices(press)
    last = await corrections.last_correction(context.session, press.subject)
    undo = dict(choices).get(last.before or "", last.before) if last else None
    buttons = texts_of_cards.category_buttons(press.subject, choices, undo=undo)
    if not await _redraw_office_card(press, around, buttons):
        card = await cards.resident_content(context.session, around, **surroundings(context))
        content = replace(card, text=f"{card.text}\n{texts.CHOOSE_CATEGORY}", buttons=buttons)
        key, chat_id = cards.resident_key(around.ticket), around.ticket.chat_id
        await outbox.show(context.session, key=key, chat_id=chat_id, content=content, lane=Lane.ANSWER)


async def set_category(press: Press) -> None:
    """The right category was chosen."""
    context = press.context
    changed = await service.change_category(
        context.session,
        press.subject,
        actor=press.actor,
        key=press.argument,
        triage=context.desk.triage,
        now=context.now(),
    )
    await show_again(press)
    context.answer(texts.CATEGORY_TOAST if changed else texts.CATEGORY_SAME)


async def undo_correction(press: Press) -> None:
    """撤回更正."""
    context = press.context
    await corrections.undo_correction(
        context.session, press.subject, actor=press.actor, triage=context.desk.triage, now=context.now()
    )
    await show_again(press)
    context.answer(texts.CORRECTION_UNDONE_TOAST)


async def show_again(press: Press) -> None:
    """返回: every card of the ticket as it is, and the one that was pressed."""
    await show(press)
    await _redraw_office_card(press, await telling.load(press.context.session, press.subject), None)


async def hand_over_for_grid(press: Press) -> None:
    """不在我网格: no need to write why."""
    to = await workers.hand_over_ticket(
        press.context.session, press.subject, actor=press.actor, to_id=number_in(press.argument),
        why=texts.NOT_MY_GRID, **surroundings(press.context),
    )  # fmt: skip
    await _handed_over(press, to)


async def ask_right_category(press: Press) -> None:
    """不是我这类事: which kind is it?"""
    around = await own_open(press)
    to_id = number_in(press.argument)
    to = await press.context.session.get(Person, to_id)
    rules.require_can_be_given(around.ticket, to)
    question = texts.choose_right_category(press.subject, to.name if to else "")
    buttons = texts_of_cards.right_category_buttons(press.subject, to_id, _choices(press))
    await _redraw_prompt(press, question, buttons)


async def hand_over_for_category(press: Press) -> None:
    """The right category was chosen: correct it and hand over."""
    to_id, _, key = press.argument.partition(".")
    context = press.context
    to = await corrections.hand_over_as(
        context.session, press.subject, actor=press.actor, to_id=number_in(to_id), key=key,
        triage=context.desk.triage, now=context.now(),
    )  # fmt: skip
    await _handed_over(press, to)


async def _handed_over(press: Press, to: Person) -> None:
    await press.context.stop_awaiting(press.actor)
    await _redraw_prompt(press, texts.handed_over_toast(to.name), ())
    press.context.answer(texts.handed_over_toast(to.name))


def _choices(press: Press) -> list[tuple[str, str]]:
    return [(one.key, one.name) for one in press.context.desk.triage.neighbourhood.categories]


async def _redraw_prompt(press: Press, text: str, buttons: tuple[tuple[Button, ...], ...]) -> None:
    context = press.context
    key = await outbox_queries.key_of_message(context.session, press.chat_id, press.message_id)
    if key and key.startswith(f"ticket:{press.subject}:prompt."):
        content = Content(text, buttons=buttons)
        await outbox.show(context.session, key=key, chat_id=press.chat_id, content=content, lane=Lane.ANSWER)


async def _redraw_office_card(
    press: Press, around: Around, buttons: tuple[tuple[Button, ...], ...] | None
) -> bool:
    """Show the pressed card of the office anew, with these buttons or its own; False when it is none."""
    context = press.context
    key = await outbox_queries.key_of_message(context.session, press.chat_id, press.message_id)
    if key is None or not key.startswith(f"ticket:{press.subject}:triage"):
        return False
    content = await cards.triage_content(context.session, around.ticket, press.actor, **surroundings(context))
    content = content if buttons is None else replace(content, buttons=buttons)
    await outbox.show(context.session, key=key, chat_id=press.chat_id, content=content, lane=Lane.ANSWER)
    return True


ACTIONS = {
    "recategorise": recategorise, "category": set_category, "undo_correction": undo_correction,
    "show": show_again, "not_my_grid": hand_over_for_grid, "not_my_kind": ask_right_category,
    "hand_over_as": hand_over_for_category,
}  # fmt: skip
IN_GROUPS = ("recategorise", "category", "undo_correction", "show")
"""The buttons of the resident's card, which stands where others read along."""
