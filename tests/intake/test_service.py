"""Drafts on a real database."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.intake import queries, service
from tests.tickets import MONDAY_NINE, a_person, a_resident


async def test_a_draft_taken_is_gone_and_its_id_is_never_used_again(session: AsyncSession) -> None:
    li = await a_resident(session)
    ids = []

    for _ in range(2):
        await service.add_piece(session, li, message_id=1, text="漏水", kind="", now=MONDAY_NINE)
        draft = await queries.draft_of(session, li)
        assert draft is not None
        ids.append(draft.id)
        await service.take_draft(session, li, draft.id)

    assert await queries.draft_of(session, li) is None
    assert ids == [1, 2]


async def test_a_draft_is_shown_when_the_quiet_time_is_over(session: AsyncSession) -> None:
    li = await a_resident(session)
    await service.add_piece(session, li, message_id=1, text="漏水", kind="", now=MONDAY_NINE)

    shown = [
        len(
            await queries.drafts_to_show(
                session, quiet=timedelta(seconds=4), now=MONDAY_NINE + timedelta(seconds=s)
            )
        )
        for s in (0, 3, 4, 5)
    ]

    assert shown == [0, 0, 1, 1]


async def test_nobody_takes_the_draft_of_another(session: AsyncSession) -> None:
    li, zhao = await a_resident(session), await a_person(session, "赵大爷", 1002)
    await service.add_piece(session, li, message_id=1, text="漏水", kind="", now=MONDAY_NINE)

    with pytest.raises(Refused, match="这一条已经处理过了。"):
        await service.take_draft(session, zhao, 1)

    assert await queries.draft_of(session, li) is not None
