"""What the tests of receiving and sending share."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa

from bot.db import Base, Database
from bot.inbox.models import InboxRow
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane, OutboxRow
from tests.town import Town


async def until(check: Callable[[], Awaitable[Any]], what: str = "", seconds: float = 20.0) -> Any:
    """Wait until the check gives something true, and return that."""
    deadline = time.monotonic() + seconds
    while True:
        found = await check()
        if found:
            return found
        assert time.monotonic() < deadline, f"not within {seconds} s: {what or check}"
        await asyncio.sleep(0.02)


async def promised(
    town: Town, key: str, chat_id: int, text: str = "在吗", *, lane: Lane = Lane.ANSWER, **more: Any
) -> None:
    """Promise a message, in a transaction of its own, and wake the sender."""
    await promised_all(town, outbox.promise(key, chat_id, Content(text), lane=lane, **more))


async def promised_all(town: Town, *promises: dict[str, Any]) -> None:
    """Make several promises in one transaction and wake the sender."""
    async with town.program.db.begin() as session:
        await outbox.enqueue_all(session, promises)
    town.program.sender.wake()


async def shown(
    town: Town, key: str, chat_id: int, content: Content | str, *, lane: Lane = Lane.TICKET
) -> None:
    """Promise a card's newest state and wake the sender."""
    wanted = Content(content) if isinstance(content, str) else content
    async with town.program.db.begin() as session:
        await outbox.show(session, key=key, chat_id=chat_id, content=wanted, lane=lane)
    town.program.sender.wake()


async def row_of(town: Town, key: str) -> OutboxRow:
    """The promise with this key as it now is."""
    async with town.program.db.read() as session:
        return (await session.scalars(sa.select(OutboxRow).where(OutboxRow.key == key))).one()


async def state_of(town: Town, key: str) -> str:
    """How far a promise has come."""
    return str((await row_of(town, key)).state)


async def becomes(town: Town, key: str, state: str, seconds: float = 20.0) -> OutboxRow:
    """Wait until a promise is in this state."""

    async def there() -> OutboxRow | None:
        row = await row_of(town, key)
        return row if row.state == state else None

    return await until(there, f"{key} to be {state}", seconds)


async def inbox_rows(db: Database) -> list[InboxRow]:
    """Everything that arrived."""
    async with db.read() as session:
        return list(await session.scalars(sa.select(InboxRow).order_by(InboxRow.id)))


async def count(db: Database, model: type[Base]) -> int:
    """How many rows a table has."""
    async with db.read() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


async def sends(town: Town, since: int = 0) -> list[tuple[str, int | None, bool]]:
    """The calls that send, edit, copy or delete, in the order they came: method, chat, ok."""
    return [
        (call["method"], call["chat_id"], call["ok"])
        for call in await town.people.calls(since)
        if call["method"].startswith(("send", "edit", "copy", "delete")) and call["method"] != "deleteWebhook"
    ]


async def last_call(town: Town) -> int:
    """The number of the newest call."""
    calls = await town.people.calls()
    return int(calls[-1]["n"]) if calls else 0
