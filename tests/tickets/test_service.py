"""Raising tickets and giving them to people, on a real database."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood, Worker
from bot.tickets import service, workers
from bot.tickets.models import TicketEvent, TicketState
from bot.triage import Triage
from tests.tickets import MONDAY_NINE, a_resident, a_ticket, a_worker, an_office, log_of, promises


async def test_a_ticket_promises_its_two_cards(session: AsyncSession, neighbourhood: Neighbourhood) -> None:
    worker, _, resident = await a_worker(session), await an_office(session), await a_resident(session)

    ticket = await a_ticket(session, neighbourhood, resident)

    assert list(await promises(session)) == ["ticket:1:card", f"ticket:1:worker:{worker.id}"]
    assert (ticket.state, ticket.assignee_id) == (TicketState.ASSIGNED, worker.id)


async def test_the_same_message_twice_is_one_ticket(
    session: AsyncSession, neighbourhood: Neighbourhood
) -> None:
    await a_worker(session)
    await an_office(session)
    resident = await a_resident(session)

    first = await a_ticket(session, neighbourhood, resident)
    second = await a_ticket(session, neighbourhood, resident)

    assert second is first
    assert len(await promises(session)) == 2


async def test_what_matches_nobody_has_the_offices_name(
    session: AsyncSession, neighbourhood: Neighbourhood
) -> None:
    await a_worker(session)
    office, resident = await an_office(session), await a_resident(session)

    ticket = await a_ticket(session, neighbourhood, resident, "#噪音 99栋太吵")

    assert (ticket.state, ticket.assignee_id) == (TicketState.TRIAGE, office.id)
    assert list(await promises(session)) == ["ticket:1:card", f"ticket:1:triage:{office.id}"]


async def test_of_two_with_the_same_duty_the_less_busy_gets_it(
    session: AsyncSession, neighbourhood: Neighbourhood
) -> None:
    twin = Worker(name="丁一", telegram_id=2010, grids=["G1"])
    twins = neighbourhood.model_copy(update={"workers": [*neighbourhood.workers, twin]})
    first, second = await a_worker(session, "丁一", 2010), await a_worker(session)
    await an_office(session)
    resident = await a_resident(session)

    given = [await a_ticket(session, twins, resident, message_id=number) for number in (5, 6, 7)]

    assert [ticket.assignee_id for ticket in given] == [first.id, second.id, first.id]
    assert given[1].reasons[-3:-1] == ["丁一 负责 第一网格", "王云也负责这里，手上的诉求少，由王云承办"]


async def test_who_is_away_is_passed_over_for_a_colleague_with_the_same_duty(
    session: AsyncSession, neighbourhood: Neighbourhood
) -> None:
    twin = Worker(name="丁一", telegram_id=2010, grids=["G1"], stand_in="陈静")
    twins = neighbourhood.model_copy(update={"workers": [*neighbourhood.workers, twin]})
    await a_worker(session, "丁一", 2010, away_at=MONDAY_NINE)
    colleague = await a_worker(session)
    await an_office(session)

    ticket = await a_ticket(session, twins, await a_resident(session))

    assert ticket.assignee_id == colleague.id
    assert ticket.reasons[-1] == "王云也负责这里，现在能接到，由王云承办"


async def test_every_change_is_a_row_of_the_log(session: AsyncSession, neighbourhood: Neighbourhood) -> None:
    worker, other = await a_worker(session), await a_worker(session, "陈静", 2002)
    await an_office(session)
    resident = await a_resident(session)
    ticket = await a_ticket(session, neighbourhood, resident)
    reasons = "；".join(ticket.reasons)

    await workers.accept_ticket(
        session, ticket.id, actor=worker, neighbourhood=neighbourhood, now=MONDAY_NINE
    )
    await workers.hand_over_ticket(
        session, ticket.id, actor=worker, to_id=other.id, why="她离得近", neighbourhood=neighbourhood,
        now=MONDAY_NINE,
    )  # fmt: skip

    assert await log_of(session, ticket) == [
        (resident.id, "opened", MONDAY_NINE, None, "3栋楼上太吵", None),
        (None, "routed", MONDAY_NINE, None, "王云", reasons),
        (worker.id, "accepted", MONDAY_NINE, "assigned", "accepted", None),
        (worker.id, "handed_over", MONDAY_NINE, "王云", "陈静", "她离得近"),
    ]


async def test_the_log_cannot_be_changed(session: AsyncSession, neighbourhood: Neighbourhood) -> None:
    await a_worker(session)
    await an_office(session)
    ticket = await a_ticket(session, neighbourhood, await a_resident(session))
    row = await session.get_one(TicketEvent, 1)

    row.after = "没说过"
    with pytest.raises(AssertionError, match=f"event 1 of ticket {ticket.id} is history"):
        await session.flush()
    session.expunge(row)


async def test_the_log_cannot_be_shortened(session: AsyncSession, neighbourhood: Neighbourhood) -> None:
    await a_worker(session)
    await an_office(session)
    ticket = await a_ticket(session, neighbourhood, await a_resident(session))
    row = await session.get_one(TicketEvent, 1)

    await session.delete(row)
    with pytest.raises(AssertionError, match=f"event 1 of ticket {ticket.id} is history"):
        await session.flush()
    session.expunge_all()


async def test_the_right_category_brings_the_right_worker_and_clock(
    session: AsyncSession, neighbourhood: Neighbourhood
) -> None:
    await a_worker(session)
    specialist = await a_worker(session, "吴秀珍", 2006)
    await an_office(session)
    resident = await a_resident(session)
    ticket = await a_ticket(session, neighbourhood, resident)
    triage = Triage(neighbourhood)

    changed = await service.change_category(
        session, ticket.id, actor=resident, key="welfare", triage=triage, now=MONDAY_NINE
    )

    assert changed
    assert (ticket.category, ticket.assignee_id) == ("welfare", specialist.id)
    assert ticket.reasons[-2:] == [
        "李阿姨把类别改成「社保民政」",
        f"王云转来：{triage.worker_for('G1', 'welfare')[1]}",
    ]
