"""Two neighbours who said the same of one lift."""

from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.people.models import Person
from bot.tickets import duplicates
from bot.tickets.models import Ticket
from tests.tickets import MONDAY_NINE

LATER = MONDAY_NINE + timedelta(hours=1)


class Lift(NamedTuple):
    """Two neighbours said the same; ``given`` is what services take besides."""

    first: Ticket
    second: Ticket
    li: Person
    zhao: Person
    wang: Person
    office: Person
    given: dict[str, Any]


async def joined(session: AsyncSession, lift: Lift) -> None:
    await duplicates.join(session, lift.second.id, lift.first.id, actor=lift.zhao, **lift.given)


async def refused(call: Any) -> str:
    with pytest.raises(Refused) as refusal:
        await call
    return str(refusal.value)
