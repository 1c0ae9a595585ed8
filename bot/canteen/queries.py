"""Finding menus, orders and subscribers."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.canteen.models import MealOrder, Menu, MenuDraft, MenuSubscriber
from bot.people.models import Chat, Person


async def menus_between(
    session: AsyncSession, first: date, last: date, canteens: Collection[str]
) -> list[Menu]:
    """The menus of these canteens on these days, in order."""
    statement = sa.select(Menu).where(Menu.day.between(first, last), Menu.canteen.in_(canteens))
    return list(await session.scalars(statement.order_by(Menu.day, Menu.canteen, Menu.id)))


async def menu_of(session: AsyncSession, canteen: str, day: date, meal: str) -> Menu | None:
    """What a canteen serves at this meal."""
    return await session.scalar(
        sa.select(Menu).where(Menu.canteen == canteen, Menu.day == day, Menu.meal == meal)
    )


async def draft_of(session: AsyncSession, person: Person) -> MenuDraft | None:
    """The menus somebody has sent in and not confirmed."""
    return await session.scalar(sa.select(MenuDraft).where(MenuDraft.person_id == person.id))


async def portions_of(session: AsyncSession, menu_id: int) -> int:
    """How many portions of a menu are ordered."""
    total = sa.func.coalesce(sa.func.sum(MealOrder.own + MealOrder.neighbours), 0)
    return await session.scalar(sa.select(total).where(MealOrder.menu_id == menu_id)) or 0


async def orders_of(session: AsyncSession, menu_id: int) -> list[tuple[Person, MealOrder]]:
    """Who ordered of a menu, by name."""
    statement = sa.select(Person, MealOrder).join(MealOrder, MealOrder.person_id == Person.id)
    rows = await session.execute(
        statement.where(MealOrder.menu_id == menu_id, MealOrder.own + MealOrder.neighbours > 0).order_by(
            Person.name, Person.id
        )
    )
    return [(person, order) for person, order in rows]


async def orders_by(session: AsyncSession, person: Person, since: date) -> list[tuple[Menu, MealOrder]]:
    """What somebody has ordered from this day on."""
    statement = sa.select(Menu, MealOrder).join(MealOrder, MealOrder.menu_id == Menu.id)
    rows = await session.execute(
        statement.where(
            MealOrder.person_id == person.id, Menu.day >= since, MealOrder.own + MealOrder.neighbours > 0
        ).order_by(Menu.day, Menu.id)
    )
    return [(menu, order) for menu, order in rows]


async def subscribers(session: AsyncSession, canteen: str) -> list[Person]:
    """Who gets a canteen's menu directly and can be reached."""
    statement = sa.select(Person).join(MenuSubscriber, MenuSubscriber.person_id == Person.id)
    people = await session.scalars(statement.where(MenuSubscriber.canteen == canteen).order_by(Person.id))
    return [person for person in people if person.may_be_reached]


async def is_subscribed(session: AsyncSession, canteen: str, person: Person) -> bool:
    """Whether somebody gets a canteen's menu directly."""
    return await session.get(MenuSubscriber, (canteen, person.id)) is not None


async def groups_left(session: AsyncSession) -> set[int]:
    """The groups the bot was put out of."""
    return set(await session.scalars(sa.select(Chat.chat_id).where(Chat.removed_at.is_not(None))))
