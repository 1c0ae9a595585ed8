"""The buttons and lists of tickets."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TypedDict, TypeVar

from telegram import Update

from bot.config import Neighbourhood
from bot.errors import Refused
from bot.outbox import queries as outbox_queries
from bot.outbox import service as outbox
from bot.outbox.content import Button, Content
from bot.outbox.models import Lane
from bot.people import rules as people_rules
from bot.people.models import Person
from bot.telegram.context import Context
from bot.tickets import cards, queries, residents, rules, telling, texts, texts_of_cards, workers
from bot.tickets.models import Outcome, Satisfaction
from bot.tickets.queries import Around
from handlers.people import caller
from handlers.reading import Press

_MOST_SHOWN = 5

Choice = TypeVar("Choice", bound=StrEnum)


async def accept(press: Press) -> None:
    """签收."""
    await workers.accept_ticket(
        press.context.session, press.subject, actor=press.actor, **surroundings(press.context)
    )
    press.context.answer(texts.ACCEPTED_TOAST)


async def ask_to_write(press: Press) -> None:
    """回复居民, 请居民补充, 内部记录: what is written next is the answer."""
    around = await telling.load(press.context.session, press.subject)
    if press.action == "note":
        rules.require_assignee_or_staff(press.actor, around.ticket)
    else:
        rules.require_assignee(press.actor, around.ticket)
        rules.require_open(around.ticket)
    question = texts.ask_to_write(press.action, press.subject, joined=around.ticket.joined)
    await _ask(press, press.action, question)


async def choose_colleague(press: Press) -> None:
    """转办: to whom?"""
    around = await own_open(press)
    people = await cards.assignable_people(press.context.session, press.context.desk.triage.neighbourhood)
    others = [(person_id, label) for person_id, label in people if person_id != around.assignee.id]
    buttons = texts_of_cards.colleague_buttons(press.subject, "give", others, back=True)
    await _redraw_worker(press, around, texts.CHOOSE_COLLEAGUE, buttons)


async def ask_why(press: Press) -> None:
    """A colleague was chosen: why?"""
    around = await own_open(press)
    to = await press.context.session.get(Person, number_in(press.argument))
    rules.require_can_be_given(around.ticket, to)
    question = texts.ask_to_write("hand_over", press.subject, colleague=to.name if to else "")
    buttons = texts_of_cards.reason_buttons(press.subject, number_in(press.argument))
    await _ask(press, f"hand_over.{press.argument}", question, buttons)


async def assign(press: Press) -> None:
    """One tap on the office's card."""
    people_rules.require_staff(press.actor)
    around = await telling.load(press.context.session, press.subject)
    rules.require_in_triage(around.ticket)
    await workers.hand_over_ticket(
        press.context.session, press.subject, actor=press.actor, to_id=number_in(press.argument),
        why=texts.assigned_by(press.actor.name), **surroundings(press.context),
    )  # fmt: skip
    press.context.answer(texts.ASSIGNED_TOAST)


async def choose_outcome(press: Press) -> None:
    """办结: how?"""
    around = await own_open(press)
    await _redraw_worker(press, around, texts.CHOOSE_OUTCOME, texts_of_cards.outcome_buttons(press.subject))


async def ask_outcome(press: Press) -> None:
    """An outcome was chosen: a sentence, and a photo if there is one."""
    around = await own_open(press)
    outcome = member(Outcome, press.argument)
    joined = around.ticket.joined
    question = texts.ask_to_write("close", press.subject, outcome=outcome, joined=joined)
    await _ask(press, f"close.{outcome}", question)


async def show(press: Press) -> None:
    """返回: the card as it is."""
    around = await telling.load(press.context.session, press.subject)
    rules.require_concerned(press.actor, around.ticket)
    await cards.refresh(press.context.session, around, **surroundings(press.context))
    key = await outbox_queries.key_of_message(press.context.session, press.chat_id, press.message_id)
    if key and key.startswith(_opened_key(press.subject)):
        rules.require_assignee(press.actor, around.ticket)
        content = await _worker_content(press.context, around)
        await outbox.show(
            press.context.session, key=key, chat_id=press.chat_id, content=content, lane=Lane.ANSWER
        )


async def add(press: Press) -> None:
    """补充: in a group by replying to the card; directly by writing."""
    around = await telling.load(press.context.session, press.subject)
    rules.require_takes_more(around.ticket)
    if press.chat_id < 0:
        press.context.answer(texts.ADD_IN_GROUP, alert=True)
        return
    rules.require_author(press.actor, around.ticket)
    await _ask(press, "add", texts.ask_to_write("add", press.subject))


async def take_back(press: Press) -> None:
    """撤回."""
    await residents.take_back(
        press.context.session, press.subject, actor=press.actor, **surroundings(press.context)
    )
    press.context.answer(texts.WITHDRAWN_TOAST)


async def restore(press: Press) -> None:
    """恢复."""
    await residents.restore_ticket(
        press.context.session, press.subject, actor=press.actor, **surroundings(press.context)
    )
    press.context.answer(texts.RESTORED_TOAST)


async def rate(press: Press) -> None:
    """解决了, 解决了一部分, 没解决."""
    satisfaction = member(Satisfaction, press.argument)
    await residents.rate_ticket(
        press.context.session,
        press.subject,
        actor=press.actor,
        satisfaction=satisfaction,
        **surroundings(press.context),
    )
    press.context.answer(
        {
            Satisfaction.SOLVED: texts.THANKS_FOR_RATING,
            Satisfaction.PARTLY: texts.PLEASE_ADD,
            Satisfaction.NOT: texts.SORRY_NOT_SOLVED,
        }[satisfaction],
        alert=satisfaction == Satisfaction.NOT,
    )


async def open_card(press: Press) -> None:
    """A number in /mine: the card again, below everything else."""
    around = await telling.load(press.context.session, press.subject)
    rules.require_assignee(press.actor, around.ticket)
    content = await _worker_content(press.context, around)
    key = f"{_opened_key(press.subject)}{press.context.row_id}"
    await outbox.enqueue(press.context.session, key=key, chat_id=press.chat_id, content=content)


async def turn_page(press: Press) -> None:
    """下一页, 上一页 of /mine."""
    people_rules.require_colleague(press.actor)
    content = await _page(press.actor, press.subject, press.context)
    key = await outbox_queries.key_of_message(press.context.session, press.chat_id, press.message_id)
    key = key if key and key.startswith("mine:") else f"mine:{press.context.row_id}"
    await outbox.show(
        press.context.session, key=key, chat_id=press.chat_id, content=content, lane=Lane.ANSWER
    )


async def mine(update: Update, context: Context) -> None:
    """/mine: a worker's open tickets by due time; 我的诉求 for a resident."""
    person = await caller(update, context)
    await show_mine(person, context)


async def show_mine(person: Person, context: Context) -> None:
    """The list that fits the person: what a worker has to do, or what a resident raised."""
    if person.telegram_id is None:
        return
    if person.role == "resident":
        names = {c.key: c.name for c in context.desk.triage.neighbourhood.categories}
        rows = await queries.tickets_raised_by(context.session, person)
        content = Content(
            texts_of_cards.my_tickets([(t, names.get(t.category, t.category), a.name) for t, _, a in rows])
        )
    else:
        content = await _page(person, 0, context)
    await outbox.enqueue(
        context.session, key=f"mine:{context.row_id}", chat_id=person.telegram_id, content=content
    )


async def triage_list(update: Update, context: Context) -> None:
    """/triage: what waits for the office, each with its one-tap card."""
    person = await caller(update, context)
    people_rules.require_staff(person)
    waiting = await queries.tickets_in_triage(context.session)
    if person.telegram_id is None:
        return
    if not waiting:
        await outbox.enqueue(
            context.session,
            key=f"triage:{context.row_id}",
            chat_id=person.telegram_id,
            text=texts.NOTHING_IN_TRIAGE,
        )
    if len(waiting) > _MOST_SHOWN:
        await outbox.enqueue(
            context.session,
            key=f"triage:{context.row_id}",
            chat_id=person.telegram_id,
            text=texts.first_in_triage(_MOST_SHOWN, len(waiting)),
        )
    for ticket in waiting[:_MOST_SHOWN]:
        content = await cards.triage_content(context.session, ticket, person, **surroundings(context))
        key = f"ticket:{ticket.id}:triage_again:{context.row_id}"
        await outbox.enqueue(context.session, key=key, chat_id=person.telegram_id, content=content)


class Surroundings(TypedDict):
    """What every service about tickets takes besides the ticket and the actor."""

    neighbourhood: Neighbourhood
    now: datetime


def surroundings(context: Context) -> Surroundings:
    """The neighbourhood and the moment of an update."""
    return {"neighbourhood": context.desk.triage.neighbourhood, "now": context.now()}


async def _ask(press: Press, what: str, question: str, buttons: tuple[tuple[Button, ...], ...] = ()) -> None:
    await press.context.await_answer(press.actor, f"tickets:{what}", press.subject)
    key = f"ticket:{press.subject}:prompt.{what}:{press.context.row_id}"
    content = Content(question, buttons=buttons, question=not buttons)
    await outbox.enqueue(press.context.session, key=key, chat_id=press.chat_id, content=content)


async def own_open(press: Press) -> Around:
    """The open ticket a button of its assignee's card is about. Refuses others, and one that has ended."""
    around = await telling.load(press.context.session, press.subject)
    rules.require_assignee_or_staff(press.actor, around.ticket)
    rules.require_open(around.ticket)
    return around


async def _worker_content(context: Context, around: Around) -> Content:
    names = cards.names_of(around.ticket, around.assignee, context.desk.triage.neighbourhood)
    media = await queries.media_of(context.session, around.ticket.id)
    return await cards.worker_content(context.session, around, names, media, context.now())


async def _redraw_worker(
    press: Press, around: Around, question: str, buttons: tuple[tuple[Button, ...], ...]
) -> None:
    card = await _worker_content(press.context, around)
    content = replace(card, text=f"{card.text}\n\n{question}", buttons=buttons)
    pressed = await outbox_queries.key_of_message(press.context.session, press.chat_id, press.message_id)
    official = cards.worker_key(around.ticket, press.actor.id)
    key = pressed if pressed and pressed.startswith(_opened_key(press.subject)) else official
    await outbox.show(
        press.context.session, key=key, chat_id=press.chat_id, content=content, lane=Lane.ANSWER
    )


async def _page(person: Person, page: int, context: Context) -> Content:
    size = texts_of_cards.page_size()
    _, total = await queries.open_tickets_of(context.session, person, page=0, size=1)
    page = min(max(page, 0), max(total - 1, 0) // size)
    tickets, total = await queries.open_tickets_of(context.session, person, page=page, size=size)
    neighbourhood = context.desk.triage.neighbourhood
    names = {c.key: c.name for c in neighbourhood.categories}
    rows = [(ticket, names.get(ticket.category, ticket.category)) for ticket in tickets]
    zone = neighbourhood.community.zone
    return texts_of_cards.open_tickets(rows, page=page, total=total, now=context.now(), zone=zone)


def _opened_key(number: int) -> str:
    return f"ticket:{number}:opened:"


def number_in(argument: str) -> int:
    """The number in a button's argument. Refuses anything else."""
    if not argument.isdecimal() or len(argument) > 18:  # noqa: PLR2004 - fits the database
        raise Refused(texts.UNKNOWN_TICKET)
    return int(argument)


def member(kind: type[Choice], value: str) -> Choice:
    """The member of an enumeration a button names. Refuses one that is none."""
    try:
        return kind(value)
    except ValueError:
        raise Refused(texts.UNKNOWN_TICKET) from None


ACTIONS = {
    "accept": accept, "answer": ask_to_write, "ask": ask_to_write, "note": ask_to_write,
    "hand_over": choose_colleague, "give": ask_why, "assign": assign, "close": choose_outcome,
    "outcome": ask_outcome, "add": add,
    "take_back": take_back, "restore": restore, "rate": rate,
    "open": open_card, "page": turn_page,
}  # fmt: skip
IN_GROUPS = ("add", "take_back", "restore", "rate")
"""The buttons of the resident's card, which stands where others read along."""
