"""Ordering a meal: portions for oneself and for neighbours, and the numbers for the cook."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.canteen import queries, rules, texts
from bot.canteen.models import MealOrder, Menu
from bot.canteen.service import Kitchen, show_in_groups, show_menu
from bot.config import Neighbourhood
from bot.errors import Refused
from bot.outbox import service as outbox
from bot.outbox.content import Content, File
from bot.outbox.models import Lane
from bot.people import queries as people
from bot.people.models import Person
from bot.sheets import in_base64, write_rows


async def change_order(
    session: AsyncSession, menu: Menu, kitchen: Kitchen, *, actor: Person, change: str, now: datetime
) -> MealOrder:
    """Order a portion (``mine``), add one for a neighbour (``more``), or order nothing (``none``).

    Asking twice for one's own portion is harmless. The groups see the new number. Refuses
    after the cut-off, and more than nine portions for neighbours.
    """
    meal = kitchen.canteen.meal(menu.meal)
    rules.require_orderable(menu.day, meal, now=now, zone=kitchen.zone)
    order = await session.get(MealOrder, (menu.id, actor.id), with_for_update=True)
    if order is None:
        order = MealOrder(menu_id=menu.id, person_id=actor.id, own=0, neighbours=0, changed_at=now)
        session.add(order)
    if change == "mine":
        order.own = 1
    elif change == "more":
        if order.neighbours >= rules.MOST_NEIGHBOURS:
            raise Refused(texts.MOST_FOR_NEIGHBOURS)
        order.neighbours += 1
    else:
        order.own = order.neighbours = 0
    order.changed_at = now
    await session.flush()
    if menu.posted_at is not None:
        await show_in_groups(session, menu, kitchen, now=now)
    return order


async def close_orders(session: AsyncSession, menu: Menu, kitchen: Kitchen, *, now: datetime) -> None:
    """The cut-off has come: the menus lose their buttons, the cooks get the numbers."""
    if menu.posted_at is not None:
        await show_menu(session, menu, kitchen, now=now)
    content = await numbers(session, menu)
    for person in await cooks(session, kitchen):
        if person.telegram_id is not None:
            await outbox.enqueue(
                session, key=f"menu:{menu.id}:orders:{person.id}", chat_id=person.telegram_id,
                content=content, lane=Lane.TICKET,
            )  # fmt: skip


async def numbers(session: AsyncSession, menu: Menu) -> Content:
    """Who ordered of a menu, for the cook."""
    rows = [
        (person.name, person.home or "", order.own, order.neighbours)
        for person, order in await queries.orders_of(session, menu.id)
    ]
    head = texts.menu_head(menu.canteen, menu.day, menu.meal, menu.day)
    return Content(texts.orders(head, rows), buttons=texts.export_button(menu.id))


async def sheet(session: AsyncSession, menu: Menu) -> Content:
    """The same as a spreadsheet."""
    orders = await queries.orders_of(session, menu.id)
    rows = [
        (person.name, person.home or "", order.own, order.neighbours, order.portions)
        for person, order in orders
    ]
    total = (
        texts.TOTAL,
        "",
        sum(row[2] for row in rows),
        sum(row[3] for row in rows),
        sum(row[4] for row in rows),
    )
    made = write_rows([texts.ORDER_COLUMNS, *rows, total], title=texts.ORDERS_TITLE, widths=(14, 24, 8, 8, 8))
    return Content(file=File(texts.orders_name(menu.day, menu.meal), in_base64(made)))


def template(kitchen: Kitchen, *, now: datetime) -> Content:
    """The spreadsheet to fill in, with an example on the canteen's next day."""
    day = rules.next_opening(kitchen.canteen, kitchen.today(now), kitchen.closed_days) or kitchen.today(now)
    meal = kitchen.canteen.meals[0].name
    headings = [words[0] for words in texts.COLUMNS.values()]
    rows = [(day, meal, *dish) for dish in texts.SAMPLE_DISHES]
    made = write_rows([headings, *rows], title=texts.TEMPLATE_TITLE, widths=(14, 10, 24, 10, 16))
    return Content(texts.HOW_TO_SEND, file=File(texts.TEMPLATE_NAME, in_base64(made)))


async def cooks(session: AsyncSession, kitchen: Kitchen) -> list[Person]:
    """Who cooks in a canteen and can be written to; without any, the office."""
    known = [await people.by_telegram_id(session, account) for account in kitchen.canteen.cooks]
    reached = [person for person in known if person is not None and person.may_be_reached]
    return reached or [person for person in await people.staff(session) if person.may_be_reached]


async def who_answers_for_menus(session: AsyncSession, kitchen: Kitchen) -> list[Person]:
    """The cooks and the office: those who are told when a menu is missing."""
    both = [*await cooks(session, kitchen), *await people.staff(session)]
    return list({person.id: person for person in both if person.may_be_reached}.values())


async def menu_with_kitchen(
    session: AsyncSession, menu_id: int, neighbourhood: Neighbourhood
) -> tuple[Menu, Kitchen]:
    """A menu and its canteen. Refuses what is no longer there."""
    menu = await session.get(Menu, menu_id)
    canteen = next((one for one in neighbourhood.canteens if menu and one.name == menu.canteen), None)
    if menu is None or canteen is None:
        raise Refused(texts.MENU_GONE)
    return menu, Kitchen(neighbourhood, canteen)
