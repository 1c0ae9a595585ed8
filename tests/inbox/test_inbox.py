"""What arrives is kept, once, as it came."""

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox import queries, rules, service
from bot.inbox.models import InboxRow, InboxState
from tests.town import MONDAY_MORNING


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"update_id": 1, "message": {"chat": {"id": -5}, "from": {"id": 7}}}, -5),
        ({"update_id": 1, "edited_message": {"chat": {"id": 7}, "from": {"id": 7}}}, 7),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -5}}}}, -5),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}, "inline_message_id": "x"}}, 7),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 9}, "from": {"id": 9}}}, 9),
        ({"update_id": 1, "poll_answer": {"user": {"id": 7}}}, 7),
        ({"update_id": 1, "something_new": {"deep": {"chat": {"id": 3}}}}, 0),
        ({"update_id": 1, "message": {"chat": {"id": "text"}}}, 0),
        ({"update_id": 1, "message": {"chat": {"id": 2**70}, "from": {"id": 8}}}, 8),
        ({"update_id": 1, "message": None, "poll": 5}, 0),
    ],
)
def test_an_update_belongs_to_its_chat_else_to_its_person(update: dict[str, Any], lane: int) -> None:
    assert rules.lane_of(update) == lane


async def test_an_update_that_comes_twice_is_one_row(session: AsyncSession) -> None:
    first = {"update_id": 5, "message": {"chat": {"id": -1}, "text": "又停电了 \ud83d"}}
    second = {"update_id": 6, "message": {"chat": {"id": -1}, "text": "是啊"}}

    once = await service.store_updates(session, [first, second], now=MONDAY_MORNING)
    again = await service.store_updates(session, [second, first], now=MONDAY_MORNING)

    assert [json.loads(row.raw) for row in once] == [first, second]
    assert again == []
    assert await queries.unfinished_updates(session) == once


async def test_failing_three_times_parks_an_update(session: AsyncSession) -> None:
    [row] = await service.store_updates(session, [{"update_id": 5}], now=MONDAY_MORNING)

    waits = [
        (await service.record_failure(session, row.id, error="KeyError: 'x'", now=MONDAY_MORNING)).retry_after
        for _ in range(3)
    ]

    assert waits == [timedelta(seconds=0.5), timedelta(seconds=2), None]
    [parked] = await queries.parked_updates(session)
    assert (parked.state, parked.attempts, parked.error) == (InboxState.PARKED, 3, "KeyError: 'x'")


async def test_what_was_said_is_blanked_after_ten_minutes_and_forgotten_after_two_days(
    session: AsyncSession,
) -> None:
    rows = await service.store_updates(
        session, [{"update_id": n, "said": "悄悄话"} for n in (1, 2, 3)], now=MONDAY_MORNING
    )
    await service.mark_done(session, rows[0].id, now=MONDAY_MORNING)
    await service.park(session, rows[1].id, error="unreadable", now=MONDAY_MORNING)

    async def kept(**later: float) -> dict[int, bool]:
        await service.forget_handled(session, now=MONDAY_MORNING + timedelta(**later))
        found = await session.execute(sa.select(InboxRow.update_id, InboxRow.raw))
        return {
            update_id: "悄悄话" in json.loads(raw).get("said", "") if raw else False
            for update_id, raw in found
        }

    assert await kept(minutes=9) == {1: True, 2: True, 3: True}
    assert await kept(minutes=11) == {1: False, 2: True, 3: True}
    assert await kept(days=2, minutes=1) == {2: True, 3: True}
