"""From Telegram into the inbox: kept before it is acknowledged, in polling and in webhook mode."""

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa

from bot.inbox.models import InboxRow, InboxState
from sandbox.testing import Sandbox
from tests.town import LI, OFFICE, WANG, XIGUAN, Town, town_in

UNREADABLE = {"message": {"message_id": 1, "from": "nobody", "text": "坏掉的"}}


async def until(check: Callable[[], Awaitable[bool]], seconds: float = 15.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not await check():
            await asyncio.sleep(0.02)


async def _states(town: Town) -> dict[int, str]:
    async with town.program.db.read() as session:
        return dict((await session.execute(sa.select(InboxRow.update_id, InboxRow.state))).all())  # type: ignore[arg-type]


async def test_an_update_nobody_can_read_is_parked_reported_once_and_holds_up_nobody(town: Town) -> None:
    bad = await town.people.push_update(UNREADABLE)
    await town.people.say(LI, "#电梯 3栋电梯坏了", chat_id=XIGUAN)

    cards = [text for text in await town.shows(XIGUAN) if text.startswith("诉求 #")]
    reports = [text for text in await town.shows(OFFICE) if "读不懂" in text]

    fetches = (await town.people.counters())["methods"]["getUpdates"]["calls"]
    assert (len(cards), len(reports)) == (1, 1)
    assert (await _states(town))[bad] == InboxState.PARKED
    assert fetches < 20


async def test_kinds_of_update_nobody_has_seen_yet_change_nothing(town: Town) -> None:
    update = await town.people.push_update(
        {"brand_new_thing": {"chat": {"id": XIGUAN}, "x": [1, {"y": None}]}}
    )

    await town.settled()

    assert (await _states(town))[update] == InboxState.DONE
    assert await town.shows(XIGUAN) == []


async def test_the_same_update_twice_is_handled_once(town: Town) -> None:
    await town.people.say(LI, "#电梯 3栋电梯坏了", chat_id=XIGUAN)
    await town.settled()
    said = next(m for m in await town.people.messages(XIGUAN) if m["from"]["id"] == LI)
    said = {name: value for name, value in said.items() if name not in ("buttons", "keyboard", "pinned")}
    known = max(await _states(town))

    await town.people.push_update({"update_id": known, "message": {**said, "text": "#电梯 改头换面"}})

    await town.settled()
    assert [text for text in await town.shows(XIGUAN) if text.startswith("诉求 #2")] == []
    assert max(await _states(town)) == known


async def test_nothing_is_acknowledged_that_could_not_be_stored(town: Town, tmp_path: Path) -> None:
    await town.settled()
    before = (await town.people.counters())["acknowledged"]
    other = sqlite3.connect(tmp_path / "town.db", isolation_level=None)
    other.execute("begin exclusive")

    await town.people.say(LI, "#电梯 3栋电梯坏了", chat_id=XIGUAN)
    fetched = (await town.people.counters())["methods"]["getUpdates"]["calls"]
    await until(lambda: _fetched_more(town, fetched + 1))

    while_locked = await town.people.counters()
    assert (while_locked["acknowledged"], while_locked["pending_updates"]) == (before, 1)
    other.execute("rollback")
    other.close()
    await until(lambda: _card_is_there(town))


async def _fetched_more(town: Town, than: int) -> bool:
    return bool((await town.people.counters())["methods"]["getUpdates"]["calls"] > than)


async def _card_is_there(town: Town) -> bool:
    return any((m.get("text") or "").startswith("诉求 #1") for m in await town.people.messages(XIGUAN))


def _by_webhook(port: int) -> dict[str, str]:
    return {
        "WUAILIN_TELEGRAM__MODE": "webhook",
        "WUAILIN_TELEGRAM__WEBHOOK__URL": f"http://127.0.0.1:{port}/telegram",
        "WUAILIN_TELEGRAM__WEBHOOK__PORT": str(port),
        "WUAILIN_TELEGRAM__WEBHOOK__SECRET_TOKEN": "only-telegram-knows",
    }


async def test_a_complaint_comes_by_webhook_and_only_telegram_may_bring_one(
    sandbox: Sandbox, tmp_path: Path, unused_tcp_port: int
) -> None:
    address = f"http://127.0.0.1:{unused_tcp_port}/telegram"
    async with town_in(sandbox, tmp_path, started=(WANG, OFFICE), **_by_webhook(unused_tcp_port)) as town:
        await town.people.say(LI, "#电梯 3栋电梯坏了", chat_id=XIGUAN)
        cards = [text for text in await town.shows(XIGUAN) if text.startswith("诉求 #")]
        kept = len(await _states(town))
        async with httpx.AsyncClient(timeout=20) as stranger:

            async def bring(body: Any, secret: str | None = "only-telegram-knows") -> int:
                headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
                return (await stranger.post(address, content=body, headers=headers)).status_code

            answers = {
                "no secret": await bring(b'{"update_id": 900}', None),
                "wrong secret": await bring(b'{"update_id": 901}', "guess"),
                "no JSON": await bring(b"{"),
                "no update": await bring(b"[]"),
                "good": await bring(b'{"update_id": 902}'),
                "twice": await bring(b'{"update_id": 902}'),
            }
            other = sqlite3.connect(tmp_path / "town.db", isolation_level=None)
            other.execute("begin exclusive")
            answers["locked"] = await bring(b'{"update_id": 903}')
            other.execute("rollback")
            other.close()

        assert len(cards) == 1
        assert answers == {
            "no secret": 403, "wrong secret": 403, "no JSON": 400, "no update": 400,
            "good": 200, "twice": 200, "locked": 503,
        }  # fmt: skip
        assert (await _states(town))[902] == InboxState.DONE
        assert len(await _states(town)) == kept + 1


async def test_what_was_stored_but_not_handled_is_handled_after_the_next_start(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with town_in(sandbox, tmp_path, started=(WANG,)) as town:
        await town.settled()
        await _leave_unhandled(town)

    async with town_in(sandbox, tmp_path) as town:
        await until(lambda: _card_is_there(town))


async def _leave_unhandled(town: Town) -> None:
    """What a process leaves that dies between storing and handling."""
    message = {
        "message_id": 77, "date": 1795459027, "text": "#电梯 3栋电梯坏了",
        "from": {"id": LI, "is_bot": False, "first_name": "李阿姨"},
        "chat": {"id": XIGUAN, "type": "supergroup", "title": "西关小区邻里群"},
    }  # fmt: skip
    async with town.program.db.begin() as session:
        row = InboxRow(
            update_id=10**9, lane=XIGUAN, raw=json.dumps({"update_id": 10**9, "message": message}),
            state=InboxState.NEW, attempts=0, received_at=town.clock(),
        )  # fmt: skip
        session.add(row)
