"""Receiving by webhook: 200 only after the commit, and only for Telegram."""

import asyncio
import json
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.inbox.models import InboxState
from sandbox.testing import Sandbox
from tests.telegram import inbox_rows, until
from tests.town import LI, WANG, XIGUAN, Town, town_in

HOOK = "/hook"
SECRET = "known-to-telegram-only"
SAID = {
    "update_id": 77,
    "message": {
        "message_id": 901,
        "date": 1795395600,
        "chat": {"id": XIGUAN, "type": "supergroup", "title": "西关小区邻里群"},
        "from": {"id": LI, "is_bot": False, "first_name": "李阿姨"},
        "text": "#噪音 3栋楼上装修太吵",
    },
}


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        return int(found.getsockname()[1])


@asynccontextmanager
async def hooked(sandbox: Sandbox, folder: Path) -> AsyncIterator[tuple[Town, httpx.AsyncClient]]:
    """A town whose bot receives by webhook, and somebody who can post to it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    webhook = json.dumps({"url": url + HOOK, "port": port, "secret_token": SECRET})
    more = {"WUAILIN_TELEGRAM__MODE": "webhook", "WUAILIN_TELEGRAM__WEBHOOK": webhook}
    async with (
        town_in(sandbox, folder, started=(WANG,), **more) as town,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as anybody,
    ):
        yield town, anybody


def _with(secret: str) -> dict[str, str]:
    return {"X-Telegram-Bot-Api-Secret-Token": secret}


async def test_a_whole_complaint_works_by_webhook(sandbox: Sandbox, tmp_path: Path) -> None:
    async with hooked(sandbox, tmp_path) as (town, _):
        [bot] = await sandbox.people.bots()
        await town.people.say(LI, "#噪音 3栋楼上装修太吵", chat_id=XIGUAN)
        await town.press(WANG, "签收")
        await town.press(WANG, "办结")
        await town.press(WANG, "已解决")
        await town.people.say(WANG, "和业主说好了，中午不动工。")
        toast = await town.press(LI, "解决了", chat=XIGUAN)
        card = (await town.last(XIGUAN))["text"]
        polled = (await town.people.counters())["methods"].get("getUpdates")

    assert bot["webhook"].endswith("/hook")
    assert toast == "谢谢您告诉我们！"
    assert "进展：承办人：已解决；居民：解决了" in card
    assert polled is None


async def test_whoever_does_not_know_the_secret_is_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    async with hooked(sandbox, tmp_path) as (town, anybody):
        before = len(await inbox_rows(town.program.db))
        odd: Any = {"X-Telegram-Bot-Api-Secret-Token": b"\xe9\xff"}
        codes = [
            (await anybody.post(HOOK, json=SAID, headers=headers)).status_code
            for headers in ({}, _with(""), _with("wrong"), _with(SECRET + "x"), odd)
        ]
        other_ways = [
            (await anybody.get(HOOK, headers=_with(SECRET))).status_code,
            (await anybody.post("/other", json=SAID, headers=_with(SECRET))).status_code,
        ]

        assert codes == [403] * 5
        assert other_ways == [405, 404]
        assert len(await inbox_rows(town.program.db)) == before


async def test_an_update_is_stored_when_it_is_answered_and_twice_is_one_row(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with hooked(sandbox, tmp_path) as (town, telegram):
        codes = []
        for _ in range(3):
            codes.append((await telegram.post(HOOK, json=SAID, headers=_with(SECRET))).status_code)
            with closing(sqlite3.connect(tmp_path / "town.db")) as other:
                rows = other.execute("select raw from inbox where update_id = 77").fetchall()
            assert [json.loads(raw) for (raw,) in rows] == [SAID]
        cards = [text for text in await town.shows(XIGUAN) if text.startswith("诉求")]

    assert codes == [200, 200, 200]
    assert len(cards) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", 400),
        (b"not json", 400),
        (b"\xff\xfe", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'"text"', 400),
        (b"{}", 400),
        (b'{"update_id": "five"}', 400),
        (b'{"update_id": 99999999999999999999999}', 400),
        (b'{"update_id": 5, "message": "' + b"x" * 1_100_000 + b'"}', 413),
    ],
)
async def test_a_body_that_is_no_update_is_refused_and_nothing_breaks(
    sandbox: Sandbox, tmp_path: Path, body: bytes, code: int
) -> None:
    async with hooked(sandbox, tmp_path) as (town, telegram):
        before = len(await inbox_rows(town.program.db))
        answer = await telegram.post(HOOK, content=body, headers=_with(SECRET))
        after = len(await inbox_rows(town.program.db))
        goes_on = await telegram.post(HOOK, json=SAID, headers=_with(SECRET))

    assert (answer.status_code, after - before, goes_on.status_code) == (code, 0, 200)


async def test_an_update_nobody_can_read_is_taken_once_and_set_aside(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with hooked(sandbox, tmp_path) as (town, telegram):
        answer = await telegram.post(HOOK, json={"update_id": 5, "message": {}}, headers=_with(SECRET))
        await town.settled()
        states = [row.state for row in await inbox_rows(town.program.db) if row.update_id == 5]

    assert (answer.status_code, states) == (200, [InboxState.PARKED])


async def test_nothing_is_acknowledged_while_the_database_refuses(sandbox: Sandbox, tmp_path: Path) -> None:
    async with hooked(sandbox, tmp_path) as (town, telegram):
        with closing(sqlite3.connect(tmp_path / "town.db", isolation_level=None)) as other:
            other.execute("begin exclusive")
            direct = asyncio.create_task(telegram.post(HOOK, json=SAID, headers=_with(SECRET)))
            acknowledged = (await town.people.counters())["acknowledged"]
            await town.people.say(LI, "#噪音 1栋楼上装修太吵", chat_id=XIGUAN)
            refused = await direct
            counters = await town.people.counters()
            other.execute("rollback")
        await until(lambda: _nothing_pending(town), "Telegram to bring it again")
        cards = [text for text in await town.shows(XIGUAN) if text.startswith("诉求")]

    assert refused.status_code == 503
    assert (counters["acknowledged"], counters["pending_updates"]) == (acknowledged, 1)
    assert len(cards) == 1


async def _nothing_pending(town: Town) -> Any:
    return not (await town.people.counters())["pending_updates"]
