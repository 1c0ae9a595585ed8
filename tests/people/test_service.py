"""Enrolling and homes on a real database."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.people import service
from bot.people.models import Role
from tests.tickets import MONDAY_NINE, a_resident, a_worker, an_office


async def test_whoever_opens_the_link_is_the_worker(session: AsyncSession) -> None:
    worker = await a_worker(session, "高建华", None, started_at=None)
    secret = await service.make_enrolment(session, worker, now=MONDAY_NINE)

    enrolled = await service.enrol(session, secret, 5001, now=MONDAY_NINE + timedelta(days=2))

    assert (enrolled.id, enrolled.telegram_id, enrolled.role) == (worker.id, 5001, Role.WORKER)
    with pytest.raises(Refused, match="已经用过"):
        await service.enrol(session, secret, 5002, now=MONDAY_NINE + timedelta(days=2))


async def test_a_link_is_refused_when_it_is_too_old(session: AsyncSession) -> None:
    worker = await a_worker(session, "高建华", None)
    secret = await service.make_enrolment(session, worker, now=MONDAY_NINE)

    with pytest.raises(Refused, match="过期"):
        await service.enrol(session, secret, 5001, now=MONDAY_NINE + timedelta(days=3))


async def test_the_office_cannot_become_a_worker_by_a_link(session: AsyncSession) -> None:
    worker, office = await a_worker(session, "高建华", None), await an_office(session)
    secret = await service.make_enrolment(session, worker, now=MONDAY_NINE)

    with pytest.raises(Refused, match="不能再登记一次"):
        await service.enrol(session, secret, office.telegram_id or 0, now=MONDAY_NINE)

    assert (office.role, worker.telegram_id) == (Role.STAFF, None)


async def test_a_home_is_kept_and_forgotten(session: AsyncSession) -> None:
    li = await a_resident(session)

    await service.register_home(session, li, estate="西关小区", building="3", unit="2")
    kept = li.home
    await service.forget_home(session, li)

    assert (kept, li.home) == ("西关小区3栋2单元", None)
