"""What several tests of tickets begin with."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from tests.tickets import a_person, a_ticket, a_worker, an_office
from tests.tickets.lift import LATER, Lift


@pytest.fixture
async def lift(session: AsyncSession, neighbourhood: Neighbourhood) -> Lift:
    wang, office = await a_worker(session), await an_office(session)
    li = await a_person(session, "李阿姨", 1001)
    zhao = await a_person(session, "赵大爷", 1002)
    first = await a_ticket(session, neighbourhood, li, "#电梯 3栋电梯又坏了", message_id=5)
    second = await a_ticket(session, neighbourhood, zhao, "#电梯 三号楼电梯停了", message_id=6)
    given = {"neighbourhood": neighbourhood, "now": LATER}
    return Lift(first, second, li, zhao, wang, office, given)
