"""The answers to what triage doubted: pressed on a card, or written in reply to it."""

from functools import partial

from bot.config import Estate
from bot.errors import Refused
from bot.outbox import queries as outbox_queries
from bot.outbox import service as outbox
from bot.outbox.models import Lane
from bot.people.models import Person
from bot.telegram.context import Context
from bot.tickets import cards, clarifying, queries, rules, texts_of_questions
from bot.tickets.models import About, Ticket
from bot.tickets.queries import Around
from bot.tickets.texts_of_questions import Question
from bot.triage import Decision, Home
from handlers.people import building_rows
from handlers.reading import Press
from handlers.tickets import member, number_in, surroundings


async def clarify(press: Press) -> None:
    """One of the choices, or 都不是; ``argument`` is what it is about and which choice."""
    kind, _, choice = press.argument.partition(".")
    about = member(About, kind)
    context = press.context
    if choice == "none":
        await clarifying.leave_to_office(
            context.session, press.subject, about=about, actor=press.actor,
            triage=context.desk.triage, now=context.now(),
        )  # fmt: skip
        context.answer(texts_of_questions.LEFT_TO_OFFICE_TOAST)
        return
    settle = clarifying.settle_category if about is About.CATEGORY else clarifying.settle_grid
    await settle(
        context.session,
        press.subject,
        choice=number_in(choice),
        actor=press.actor,
        triage=context.desk.triage,
        now=context.now(),
    )
    context.answer(texts_of_questions.CLARIFIED_TOAST)


async def choose_estate(press: Press) -> None:
    """返回: where, from the beginning."""
    around, _ = await clarifying.what_is_asked(press.context.session, press.subject, About.PLACE, press.actor)
    await _redraw(press, around, None)


async def choose_building(press: Press) -> None:
    """An estate was chosen: which building? ``argument`` is the estate, with a dot the page."""
    index, _, page = press.argument.partition(".")
    estate, number, shown = _estate(press.context, index), press.subject, number_in(page or "0")
    around, _ = await clarifying.what_is_asked(press.context.session, number, About.PLACE, press.actor)
    buildings = building_rows(
        estate,
        shown,
        chosen=lambda building: f"tickets:building.{index}.{building}:{number}",
        more=f"tickets:estate.{index}.{shown + 1}:{number}",
    )
    await _redraw(press, around, texts_of_questions.which_building(number, estate.name, buildings))


async def set_building(press: Press) -> None:
    """The building was chosen."""
    index, _, building = press.argument.partition(".")
    context = press.context
    await clarifying.settle_building(
        context.session,
        press.subject,
        actor=press.actor,
        estate=_estate(context, index),
        building=number_in(building),
        triage=context.desk.triage,
        now=context.now(),
    )
    context.answer(texts_of_questions.CLARIFIED_TOAST)


async def answered_where(actor: Person, ticket: Ticket, text: str, context: Context) -> bool:
    """A reply to a card that says where, while that is what is asked; returns whether it says nothing else."""
    doubt = (await queries.doubts_about(context.session, ticket.id)).get(About.PLACE)
    if actor.id != ticket.reporter_id or doubt is None or not rules.is_asked(ticket, doubt):
        return False
    decision = _where(actor, ticket, text, context)
    if decision is None or decision.grid is None or decision.place is None:
        return False
    await clarifying.settle_place(
        context.session, ticket.id, actor=actor, place=decision.place, grid=decision.grid,
        triage=context.desk.triage, now=context.now(),
    )  # fmt: skip
    return decision.place_is_all_of(text)


def _where(actor: Person, ticket: Ticket, text: str, context: Context) -> Decision | None:
    """What triage makes of a place, alone or in the estate or street the ticket names; None without a place."""
    judge = partial(
        context.desk.triage.decide,
        group=ticket.chat_id if ticket.from_group else None,
        home=Home.parse(actor.home) if actor.home else None,
        directed=True,
    )
    alone = judge(text)
    if alone.place is None:
        return None
    return alone if alone.grid is not None else judge(f"{rules.within(ticket.place)}{text}")


def _estate(context: Context, index: str) -> Estate:
    estates = context.desk.triage.neighbourhood.estates
    if number_in(index) >= len(estates):
        raise Refused(texts_of_questions.PLACE_GONE)
    return estates[number_in(index)]


async def _redraw(press: Press, around: Around, question: Question | None) -> None:
    """Ask on the card whose button was pressed, the resident's or the office's; None asks from the beginning."""
    session, ticket, given = press.context.session, around.ticket, surroundings(press.context)
    key = await outbox_queries.key_of_message(session, press.chat_id, press.message_id) or ""
    if key.startswith(f"ticket:{ticket.id}:triage"):
        content = await cards.triage_content(session, ticket, press.actor, asked=question, **given)
    else:
        key = cards.resident_key(ticket)
        content = await cards.resident_content(session, around, asked=question, **given)
    await outbox.show(session, key=key, chat_id=press.chat_id, content=content, lane=Lane.ANSWER)


ACTIONS = {
    "clarify": clarify,
    "where": choose_estate,
    "estate": choose_building,
    "building": set_building,
}
IN_GROUPS = tuple(ACTIONS)
