"""What was learnt is kept as numbers, judged each time, and forgotten for good, on a real database."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.learning import queries, service
from bot.learning.models import LearnedModel, LearnedWeights
from bot.tickets.models import EventKind, Ticket, TicketEvent, TicketState
from bot.triage import Triage
from bot.triage.evidence import learn
from bot.triage.learning import Example
from tests.learning import settle_past
from tests.tickets import MONDAY_NINE
from tests.triage.tickets import ordinary, past_tickets

TUESDAY_NINE = MONDAY_NINE + timedelta(days=1)


@pytest.fixture(scope="module")
def triage(neighbourhood: Neighbourhood) -> Triage:
    return Triage(neighbourhood)


async def night(session: AsyncSession, triage: Triage, *, now: object = MONDAY_NINE) -> LearnedModel:
    """Learn from what is there, as the night does."""
    known = [category.key for category in triage.neighbourhood.categories]
    model, evidence = learn(await queries.examples(session), triage.topic, known)
    await service.keep_model(session, model, evidence, now=now)  # type: ignore[arg-type]
    newest = await queries.newest_model(session)
    assert newest is not None
    return newest


async def weights(session: AsyncSession) -> int:
    return await session.scalar(sa.select(sa.func.count()).select_from(LearnedWeights)) or 0


async def test_nothing_is_in_force_as_shipped(session: AsyncSession) -> None:
    assert await queries.newest_model(session) is None
    assert await queries.model_in_force(session) is None
    assert await queries.learned_in_force(session) is None


async def test_what_ended_tickets_say_is_read_as_it_was_said(session: AsyncSession) -> None:
    said = past_tickets(8)
    await settle_past(session, said)

    assert await queries.examples(session) == said


async def test_a_better_model_comes_into_force_as_numbers(session: AsyncSession, triage: Triage) -> None:
    await settle_past(session, past_tickets(120))

    newest = await night(session, triage)

    learned = await queries.learned_in_force(session)
    assert learned is not None
    assert (newest.since_at, learned.trusted) == (MONDAY_NINE, {"other"})
    assert triage.with_learned(learned).decide("老虎窗又不行了", directed=True).category == "drainage_leak"
    stored = (await session.scalars(sa.select(LearnedWeights.numbers))).all()
    assert all(isinstance(number, int) for numbers in stored for number in numbers)


async def test_since_when_it_is_in_force_outlives_the_nights(session: AsyncSession, triage: Triage) -> None:
    await settle_past(session, past_tickets(120))
    first = (await night(session, triage)).id

    newest = await night(session, triage, now=TUESDAY_NINE)

    assert (newest.made_at, newest.since_at) == (TUESDAY_NINE, MONDAY_NINE)
    assert newest.id > first
    assert await session.scalar(sa.select(sa.func.count()).select_from(LearnedModel)) == 1


async def test_a_model_that_is_not_better_is_not_kept_at_all(session: AsyncSession, triage: Triage) -> None:
    usual = ordinary()
    await settle_past(session, [next(usual) for _ in range(100)])

    newest = await night(session, triage)

    assert (newest.since_at, await queries.model_in_force(session), await weights(session)) == (None, None, 0)


async def test_a_model_that_is_no_longer_better_goes(session: AsyncSession, triage: Triage) -> None:
    numbers = await settle_past(session, past_tickets(120))
    await night(session, triage)
    before = await weights(session)
    session.add_all(
        TicketEvent(
            ticket_id=number,
            at=MONDAY_NINE,
            kind=EventKind.CORRECTION_UNDONE,
            before="drainage_leak",
            after="other",
        )
        for number in numbers[::4]
    )
    await session.execute(sa.update(Ticket).where(Ticket.id.in_(numbers[::4])).values(category="other"))

    newest = await night(session, triage, now=TUESDAY_NINE)

    assert (before, await weights(session), newest.since_at) == (5, 0, None)


async def test_what_was_taken_back_is_gone_from_the_weights(session: AsyncSession, triage: Triage) -> None:
    numbers = await settle_past(session, past_tickets(120))
    await night(session, triage)
    clean = await session.scalars(sa.select(LearnedWeights.numbers).order_by(LearnedWeights.category))
    without = clean.all()
    secret = await settle_past(session, [Example("骐骥骅骝", "drainage_leak")], until=TUESDAY_NINE)
    await night(session, triage)
    with_it = (
        await session.scalars(sa.select(LearnedWeights.numbers).order_by(LearnedWeights.category))
    ).all()
    taken_back = sa.update(Ticket).where(Ticket.id.in_(secret)).values(state=TicketState.WITHDRAWN)
    await session.execute(taken_back)

    await night(session, triage)

    again = (await session.scalars(sa.select(LearnedWeights.numbers).order_by(LearnedWeights.category))).all()
    assert with_it != without
    assert again == without
    assert len(numbers) == 120


async def test_forgetting_is_for_good(session: AsyncSession, triage: Triage) -> None:
    await settle_past(session, past_tickets(120))
    await night(session, triage)

    await service.forget_model(session, now=MONDAY_NINE)
    forgotten = (await queries.learned_in_force(session), await weights(session))
    newest = await night(session, triage, now=TUESDAY_NINE)
    await settle_past(session, past_tickets(4), until=MONDAY_NINE + timedelta(days=9))

    assert forgotten == (None, 0)
    assert (newest.begins_at, newest.evidence["tickets"]) == (MONDAY_NINE, 0)
    assert len(await queries.examples(session)) == 4


async def test_what_was_being_learnt_while_somebody_forgot_is_not_kept(
    session: AsyncSession, triage: Triage
) -> None:
    await settle_past(session, past_tickets(120))
    known = [category.key for category in triage.neighbourhood.categories]
    model, evidence = learn(await queries.examples(session), triage.topic, known)

    await service.forget_model(session, now=TUESDAY_NINE)
    await service.keep_model(session, model, evidence, now=MONDAY_NINE)

    assert await queries.model_in_force(session) is None
