"""9. Killed around due times by a set clock; the tick with many future jobs."""

import asyncio
import json
import random
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import Popen
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from benchmarks.measures import Figure
from benchmarks.towns import ROOT, Town, town
from bot.broadcast.models import Notice, NoticeState
from bot.config import load
from bot.db import Database
from bot.people.models import Person, Role
from bot.schema import migrate
from bot.telegram.context import Desk
from bot.triage import Triage
from scheduler.broadcast import start_due_notices
from scheduler.canteen import push_due_menus

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_BEGIN = datetime(2027, 3, 1, 8, 0, tzinfo=_SHANGHAI)
_DUE = timedelta(minutes=30)
_DAILY = json.dumps([{"what": "canteen_menu", "at": "08:30", "days": "daily"}])
_FUTURE = 10_000
_POSTED = "select count(*) from menus where posted_at is not null and id = ?"


async def measure(*, quick: bool) -> list[Figure]:
    """Each menu is promised exactly once or reported as missed, whenever the bot is killed.

    A day is two kills around the due time; after them the bot may finish, except on every tenth day.
    """
    rounds = 8 if quick else 500
    days = rounds // 2
    moments = random.Random(20261125)
    async with town() as here:
        bot = here.start_at(_BEGIN.timestamp(), WUAILIN_SCHEDULES=_DAILY)
        await here.settle(ours=True)
        _enter_menus(here, days)
        for day in range(days):
            clock = (_BEGIN + timedelta(days=day) + _DUE).timestamp() - moments.uniform(-0.5, 3.0)
            for _ in range(2):
                bot = await _restart(here, bot, clock, alive=moments.uniform(0.3, 3.0))
                clock += 3.0
            bot = await _restart(here, bot, clock, alive=0.0)
            if day % 10:
                await here.until_asked(_POSTED, (day + 1,))
                await here.at_rest(30)
        bot.kill()
        bot.wait()
        await here.until_up(
            lambda: here.start_at(
                (_BEGIN + timedelta(days=days, hours=6)).timestamp(), WUAILIN_SCHEDULES=_DAILY
            )
        )
        await asyncio.sleep(3)
        await here.at_rest(120)
        posted, missed = await _told(here, days)
    kept = sum(posted[day] >= 1 if not missed[day] else not posted[day] for day in range(days))
    tick = await _tick()
    return [
        Figure("kills around a due time", str(rounds), ">= 500" if not quick else "", quick or rounds >= 500),
        Figure("menus posted, or else reported as missed", f"{kept} of {days}", "all", kept == days),
        Figure("posted in time", str(sum(map(bool, posted)))),
        Figure("reported", str(sum(missed))),
        Figure("repeated: killed between sending and noting", str(sum(max(n - 1, 0) for n in posted))),
        Figure(f"a tick with {_FUTURE} future jobs, ms", f"{tick:.1f}", "< 50", tick < 50),
    ]


async def _restart(here: Town, bot: Popen[bytes], clock: float, *, alive: float) -> Popen[bytes]:
    bot.kill()
    bot.wait()
    started = here.start_at(clock, WUAILIN_SCHEDULES=_DAILY)
    await asyncio.sleep(alive)
    return started


def _enter_menus(here: Town, days: int) -> None:
    dishes = json.dumps([{"name": "红烧豆腐", "price": 800, "marks": []}])
    with closing(sqlite3.connect(here.database, timeout=30)) as connection, connection:
        [(staff,)] = connection.execute("select min(id) from people where role = 'staff'").fetchall()
        connection.executemany(
            "insert into menus (canteen, day, meal, dishes, entered_by, entered_at) values (?, ?, ?, ?, ?, ?)",
            [
                (
                    "西关长者食堂",
                    (_BEGIN + timedelta(days=n)).date().isoformat(),
                    "午餐",
                    dishes,
                    staff,
                    "2027-03-01 00:00:00.000000",
                )
                for n in range(days)
            ],
        )


async def _told(here: Town, days: int) -> tuple[list[int], list[int]]:
    """How often each day's menu was posted, and how often it was reported as missed."""
    group = [message.get("text") or "" for message in await here.people.messages(-1001)]
    office = [message.get("text") or "" for message in await here.people.messages(3001)]
    lines = [line for text in office if text.startswith("我停了一阵") for line in text.splitlines()]
    posted, missed = [], []
    for n in range(days):
        day = (_BEGIN + timedelta(days=n)).date()
        head = f"西关长者食堂 · {day.month}月{day.day}日周"
        year = f"{day.year}年"
        posted.append(sum(text.removeprefix(year).startswith(head) for text in group))
        missed.append(sum(head in line for line in lines))
    return posted, missed


async def _tick() -> float:
    """Milliseconds a look at what is due takes while many notices wait for their time, median of 20."""
    now = datetime(2027, 3, 1, 4, 0, tzinfo=UTC)
    config = load(ROOT / "config.example.toml", {})
    desk = Desk(config, lambda: now, Triage(config.neighbourhood()), "bot")
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite+aiosqlite:///{Path(folder) / 'tick.db'}")
        await migrate(db)
        async with db.begin() as session:
            session.add(Person(telegram_id=3001, name="社区小张", role=Role.STAFF))
            await session.flush()
            same = {
                "author_id": 1, "media_message_ids": [], "audience": ["groups"], "wants_receipt": False,
                "pins": False, "state": NoticeState.SCHEDULED, "made_at": now,
            }  # fmt: skip
            rows = [
                {**same, "text": f"通知{n}", "send_at": now + timedelta(minutes=n + 1)}
                for n in range(_FUTURE)
            ]
            await session.execute(sa.insert(Notice), rows)
        spans = []
        for _ in range(20):
            begun = time.perf_counter()
            async with db.begin() as session:
                await push_due_menus(session, desk)
                await start_due_notices(session, desk)
            spans.append((time.perf_counter() - begun) * 1000)
        await db.close()
    return sorted(spans)[len(spans) // 2]
