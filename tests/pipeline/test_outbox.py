"""Promises: made once, kept in their newest state."""

from typing import Any

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base, ChatId, chat_id_columns
from bot.outbox import queries, service
from bot.outbox.content import MOST_TEXT, Button, Content, Copy, fitted
from bot.outbox.models import Lane, OutboxRow, OutboxState
from bot.people.models import Chat, GroupGrid
from tests.town import MONDAY_MORNING

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


async def _rows(session: AsyncSession) -> list[OutboxRow]:
    return list(await session.scalars(sa.select(OutboxRow).order_by(OutboxRow.id)))


async def test_a_promise_made_twice_is_kept_once(session: AsyncSession) -> None:
    for text in ("早上好", "换了句话"):
        await service.enqueue(session, key="hello:1", chat_id=7, text=text)

    [row] = await _rows(session)
    assert (row.chat_id, row.content, row.state) == (7, {"text": "早上好"}, OutboxState.QUEUED)


async def test_a_card_keeps_only_its_newest_state(session: AsyncSession) -> None:
    for text in ("一", "二", "三"):
        await service.show(session, key="card:1", chat_id=7, content=Content(text), lane=Lane.TICKET)

    [row] = await _rows(session)
    assert (row.content, row.revision, row.state) == ({"text": "三"}, 2, OutboxState.QUEUED)


async def test_a_card_that_stands_is_queued_as_an_edit_and_one_under_way_stays_under_way(
    session: AsyncSession,
) -> None:
    for key, state in (("stands", OutboxState.SENT), ("under-way", OutboxState.SENDING)):
        await service.show(session, key=key, chat_id=7, content=Content("旧"), lane=Lane.TICKET)
        await session.execute(
            sa.update(OutboxRow).where(OutboxRow.key == key).values(state=state, message_id=4)
        )

    session.expire_all()
    for key in ("stands", "under-way"):
        await service.show(session, key=key, chat_id=7, content=Content("新"), lane=Lane.TICKET)

    assert [(row.key, row.state, row.revision, row.message_id) for row in await _rows(session)] == [
        ("stands", OutboxState.QUEUED, 1, 4),
        ("under-way", OutboxState.SENDING, 1, 4),
    ]


async def test_the_most_urgent_go_first_and_a_waiting_one_holds_back_its_chat(session: AsyncSession) -> None:
    later = MONDAY_MORNING.replace(hour=5)
    for key, chat, lane, not_before in (
        ("broadcast", 1, Lane.BROADCAST, None),
        ("ticket", 2, Lane.TICKET, None),
        ("waits", 3, Lane.TICKET, later),
        ("behind", 3, Lane.TICKET, None),
        ("other lane", 3, Lane.REMINDER, None),
        ("answer", 4, Lane.ANSWER, None),
        ("halted", 5, Lane.ANSWER, None),
    ):
        await service.enqueue(session, key=key, chat_id=chat, text="x", lane=lane, not_before=not_before)

    async def goes(**limits: Any) -> list[str]:
        rows = await queries.sendable_rows(session, now=MONDAY_MORNING, limit=10, **limits)
        return [row.key for row in rows]

    assert await goes(without={5}) == ["answer", "ticket", "other lane", "broadcast"]
    assert await goes(without={5}, without_lanes=[Lane.BROADCAST]) == ["answer", "ticket", "other lane"]
    assert await queries.next_due_at(session, after=MONDAY_MORNING) == later


async def test_a_groups_new_id_is_taken_over_everywhere(session: AsyncSession) -> None:
    session.add_all(
        [Chat(chat_id=-1, title="旧"), Chat(chat_id=-100, title="新"), GroupGrid(chat_id=-1, grid="G1")]
    )
    await service.enqueue(session, key="card", chat_id=-1, text="x")
    await session.execute(sa.update(OutboxRow).values(message_id=9))

    await service.move_chat(session, -1, -100)
    await service.move_chat(session, -1, -100)

    for column in chat_id_columns():
        found = set(await session.scalars(sa.select(column)))
        assert found <= {-100}, column
    session.expire_all()
    assert [(row.chat_id, row.message_id) for row in await _rows(session)] == [(-100, None)]


def test_every_column_that_holds_a_chats_id_is_known_as_one() -> None:
    named = {c for table in Base.metadata.sorted_tables for c in table.columns if c.name.endswith("chat_id")}

    assert {column for column in named if not isinstance(column.type, ChatId)} == set()


@given(TEXTS, st.integers(1, 40))
def test_a_text_is_cut_to_telegrams_units_and_never_inside_a_character(text: str, most: int) -> None:
    cut = fitted(text, most)

    assert len(cut.encode("utf-16-le")) <= 2 * most
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


def test_a_promise_never_exceeds_what_telegram_takes() -> None:
    promised = service.promise("k", 1, Content("长" * 9000))

    assert len(promised["content"]["text"]) == MOST_TEXT


@given(
    st.builds(
        Content,
        text=TEXTS,
        buttons=st.lists(st.lists(st.builds(Button, TEXTS, TEXTS), min_size=1).map(tuple)).map(tuple),
        keyboard=st.lists(st.lists(TEXTS, min_size=1).map(tuple)).map(tuple),
        question=st.booleans(),
        reply_to=st.none() | st.integers(1),
        reply_to_key=st.none() | TEXTS.filter(bool),
        copy=st.none() | st.builds(Copy, st.integers(), st.integers(1), st.none() | TEXTS),
        delete=st.booleans(),
    )
)
def test_a_message_survives_being_stored(content: Content) -> None:
    assert Content.from_json(content.to_json()) == content
