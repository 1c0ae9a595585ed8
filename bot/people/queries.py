"""Finding people."""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.people.models import Awaited, Chat, GroupGrid, NeighbourhoodVersion, Person, Role
from bot.people.rules import ANSWER_KEPT

# built once: every complaint asks these two
_BY_TELEGRAM_ID = sa.select(Person).where(Person.telegram_id == sa.bindparam("telegram_id"))
_WORKERS_BY_NAME = sa.select(Person).where(
    Person.role == Role.WORKER, Person.name.in_(sa.bindparam("names", expanding=True))
)


async def by_telegram_id(session: AsyncSession, telegram_id: int) -> Person | None:
    """The person with this Telegram account, if we know them."""
    return await session.scalar(_BY_TELEGRAM_ID, {"telegram_id": telegram_id})


async def workers_by_name(session: AsyncSession, names: Collection[str]) -> dict[str, Person]:
    """The grid workers with these names."""
    found = await session.scalars(_WORKERS_BY_NAME, {"names": list(names)})
    return {person.name: person for person in found}


async def all_workers(session: AsyncSession) -> list[Person]:
    """Every grid worker, by name."""
    return list(
        await session.scalars(sa.select(Person).where(Person.role == Role.WORKER).order_by(Person.name))
    )


async def staff(session: AsyncSession) -> list[Person]:
    """The office: staff in the configuration's order, the secretary last; those in reach first."""
    people = await session.scalars(
        sa.select(Person).where(Person.role.in_((Role.STAFF, Role.SECRETARY))).order_by(Person.id)
    )
    return sorted(
        people, key=lambda person: (person.role == Role.SECRETARY, person.unreachable_at is not None)
    )


async def awaited_from(session: AsyncSession, person: Person, *, now: datetime) -> Awaited | None:
    """What the bot asked this person to write, unless that was too long ago."""
    asked = await session.get(Awaited, person.id)
    return asked if asked and now - asked.asked_at < ANSWER_KEPT else None


async def newest_neighbourhood(session: AsyncSession) -> NeighbourhoodVersion | None:
    """The neighbourhood in force."""
    return await session.scalar(
        sa.select(NeighbourhoodVersion).order_by(NeighbourhoodVersion.id.desc()).limit(1)
    )


async def neighbourhood_since(session: AsyncSession, now: datetime, *, at_most: timedelta) -> datetime:
    """Since when the neighbourhood is as it is, at most so long ago: nothing was due before."""
    newest = await newest_neighbourhood(session)
    return max(newest.since_at if newest else now, now - at_most)


async def groups_left(session: AsyncSession) -> set[int]:
    """The groups the bot was put out of."""
    return set(await session.scalars(sa.select(Chat.chat_id).where(Chat.removed_at.is_not(None))))


async def group_grids(session: AsyncSession) -> dict[str, list[int]]:
    """The group chats of each grid."""
    groups: dict[str, list[int]] = {}
    for chat_id, grid in await session.execute(
        sa.select(GroupGrid.chat_id, GroupGrid.grid).order_by(GroupGrid.chat_id)
    ):
        groups.setdefault(grid, []).append(chat_id)
    return groups


async def neighbourhood_in_force(session: AsyncSession) -> Neighbourhood | None:
    """The neighbourhood as it now is, with the group ids as Telegram now has them."""
    newest = await newest_neighbourhood(session)
    if newest is None:
        return None
    groups = await group_grids(session)
    document = dict(newest.document)
    document["grids"] = [{**grid, "groups": groups.get(grid["code"], [])} for grid in document["grids"]]
    return Neighbourhood.model_validate(document)
