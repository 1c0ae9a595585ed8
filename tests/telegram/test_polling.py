"""Fetching: kept before it is acknowledged, whatever it is."""

import asyncio
import json
import sqlite3
from collections.abc import Iterable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from telegram import Bot

from bot.db import Database
from bot.inbox.models import InboxRow, InboxState
from bot.inbox.service import Arrived
from bot.schema import migrate
from bot.telegram.poller import Poller
from sandbox.testing import Sandbox
from tests.telegram import inbox_rows, until
from tests.town import LI, MONDAY_MORNING, OFFICE, SECRETARY, XIGUAN, ZHAO, Town


class Shelf:
    """Takes what was stored and hands it to nobody: nothing here parses an update."""

    def __init__(self) -> None:
        self.batches: list[list[Arrived]] = []

    def take(self, arrived: Iterable[Arrived]) -> None:
        self.batches.append(list(arrived))

    async def room(self) -> None:
        return


@asynccontextmanager
async def fetching(sandbox: Sandbox, folder: Path) -> Any:
    """Fetch from the sandbox into a database of its own."""
    db, shelf = Database(f"sqlite+aiosqlite:///{folder / 'a.db'}"), Shelf()
    await migrate(db)
    async with Bot(sandbox.token, base_url=sandbox.base_url) as bot:
        poller = Poller(db, bot, shelf, clock=lambda: MONDAY_MORNING)
        task = asyncio.create_task(poller.run())
        try:
            yield db, shelf, task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await db.close()


async def _connected(sandbox: Sandbox) -> None:
    async with Bot(sandbox.token, base_url=sandbox.base_url):
        pass  # a bot's first call tells the sandbox that there is one


async def test_a_fetched_batch_is_kept_as_it_came_in_one_commit(sandbox: Sandbox, tmp_path: Path) -> None:
    await _connected(sandbox)
    await sandbox.people.add_user(LI, "李阿姨")
    updates: list[dict[str, Any]] = [
        {
            "message": {
                "message_id": 1,
                "date": 1,
                "chat": {"id": LI, "type": "private"},
                "text": "又停电了 😀",
            }
        },
        {"message": {"nobody": "can read this"}},
        {"something_telegram_invents_next_year": {"deep": [1, 2.5, None]}},
    ]
    ids = [await sandbox.people.push_update(update) for update in updates]
    commits: list[str] = []

    async with fetching(sandbox, tmp_path) as (db, shelf, _):
        sa.event.listen(db.engine.sync_engine, "commit", lambda _: commits.append("commit"))
        await until(lambda: _acknowledged(sandbox, ids[-1]), "the batch to be acknowledged")
        rows = await inbox_rows(db)

    expected = [{**update, "update_id": number} for number, update in zip(ids, updates, strict=True)]
    assert [json.loads(row.raw) for row in rows] == expected
    assert [(row.update_id, row.lane, row.state) for row in rows] == [
        (ids[0], LI, InboxState.NEW),
        (ids[1], 0, InboxState.NEW),
        (ids[2], 0, InboxState.NEW),
    ]
    assert [[arrived.id for arrived in batch] for batch in shelf.batches] == [[row.id for row in rows]]
    assert commits == ["commit"]


async def _acknowledged(sandbox: Sandbox, update_id: int) -> bool:
    return bool((await sandbox.people.counters())["acknowledged"] >= update_id)


async def _fetched(sandbox: Sandbox) -> int:
    return int((await sandbox.people.counters())["methods"].get("getUpdates", {}).get("ok", 0))


async def test_nothing_is_acknowledged_before_it_is_stored(sandbox: Sandbox, tmp_path: Path) -> None:
    await _connected(sandbox)
    await sandbox.people.add_user(LI, "李阿姨")
    async with fetching(sandbox, tmp_path) as (db, shelf, _):
        with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as other:
            other.execute("begin immediate")
            await sandbox.people.start(LI)
            await until(lambda: _fetched(sandbox), "the fetch to be answered")
            await asyncio.sleep(0.3)  # room for a fetch that would acknowledge too early
            counters = await sandbox.people.counters()
            seen = (counters["acknowledged"], counters["pending_updates"], len(await inbox_rows(db)))
            other.execute("rollback")

        assert seen == (0, 1, 0)
        await until(lambda: _acknowledged(sandbox, 1), "the update to be acknowledged")
        assert [row.state for row in await inbox_rows(db)] == [InboxState.NEW]
        assert len(shelf.batches) == 1


async def test_an_update_brought_twice_is_one_row_and_handled_once(town: Town) -> None:
    said = await town.people.say(LI, "#噪音 3栋楼上装修太吵", chat_id=XIGUAN)
    await town.settled()
    again = json.loads((await inbox_rows(town.program.db))[-1].raw)
    assert again["message"]["message_id"] == said

    await town.people.push_update(again)
    await town.settled()

    rows = [row for row in await inbox_rows(town.program.db) if row.update_id == again["update_id"]]
    assert [row.state for row in rows] == [InboxState.DONE]
    cards = [text for text in await town.shows(XIGUAN) if text.startswith("诉求")]
    assert len(cards) == 1


@pytest.mark.parametrize(
    "unreadable",
    [
        {"message": {"message_id": 7, "text": "没有日期也没有群"}},
        {"message": {"message_id": "x", "date": "y", "chat": 5}},
        {"callback_query": {"id": 1}},
        {"message": "not even an object"},
    ],
)
async def test_an_update_nobody_can_read_is_set_aside_and_those_after_it_go_on(
    town: Town, unreadable: dict[str, Any]
) -> None:
    fetched = await _fetched(town.sandbox)
    number = await town.people.push_update(unreadable)
    await town.people.say(ZHAO, "#噪音 3栋楼上装修太吵", chat_id=XIGUAN)
    await town.settled()

    async with town.program.db.read() as session:
        row = (await session.scalars(sa.select(InboxRow).where(InboxRow.update_id == number))).one()
    told = f"有一条消息（编号 {row.id}）的格式我读不懂，已经放到一边，没有丢。请联系管理员看运行日志。"
    assert (row.state, json.loads(row.raw)) == (InboxState.PARKED, {**unreadable, "update_id": number})
    assert row.error
    assert (await town.shows(OFFICE)).count(told) == 1
    assert (await town.last(XIGUAN))["text"].startswith("诉求 #1 · 噪音")
    assert await _fetched(town.sandbox) - fetched <= 3
    assert [text for text in await town.shows(SECRETARY) if "编号" in text] == []  # never pressed Start


@pytest.mark.parametrize(
    "unknown",
    [
        {"something_new": {"chat": {"id": 5}}},
        {"channel_post": {"message_id": 1, "date": 1, "text": "x", "chat": {"id": -9, "type": "channel"}}},
        {"message_reaction": None},
        {},
    ],
)
async def test_a_kind_of_update_nobody_handles_is_harmless(town: Town, unknown: dict[str, Any]) -> None:
    before = await town.people.messages(OFFICE)
    await town.people.push_update(unknown)
    await town.settled()

    assert (await inbox_rows(town.program.db))[-1].state == InboxState.DONE
    assert await town.people.messages(OFFICE) == before


@pytest.mark.parametrize("kind", ["500", "502", "drop_before", "drop_after", "429"])
async def test_fetching_goes_on_after_trouble(town: Town, kind: str) -> None:
    await town.people.fault(kind, ["getUpdates"], times=1)
    await town.people.say(LI, "随便聊聊", chat_id=XIGUAN)
    await until(lambda: _dealt(town, kind), "the fault to be met")
    await town.people.say(ZHAO, "#噪音 3栋楼上装修太吵", chat_id=XIGUAN)

    await town.settled()

    assert (await town.last(XIGUAN))["text"].startswith("诉求 #1 · 噪音")
    ids = [row.update_id for row in await inbox_rows(town.program.db)]
    assert len(ids) == len(set(ids))


async def _dealt(town: Town, kind: str) -> bool:
    return bool((await town.people.counters())["faults"][kind])
