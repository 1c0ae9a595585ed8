"""A sandbox, a bot and a neighbourhood, each a real process, for one measurement."""

import asyncio
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.client import People

ROOT = Path(__file__).parents[1]
TOKEN = "1:for-measuring"  # noqa: S105 - opens nothing
WORKERS = (2001, 2002, 2003, 2004, 2005, 2006)
OFFICE = (3001, 3003, 3002)
RESIDENTS = tuple(range(1001, 1031))
PLACES = {-1001: "西关小区3栋", -1002: "锦江苑2栋", -1003: "锦江苑二期3栋", -1004: "吴航路66号"}
GROUPS = tuple(PLACES)
OFF = {
    "WUAILIN_TELEGRAM__LIMITS__OVERALL": "",
    "WUAILIN_TELEGRAM__LIMITS__CHAT": "",
    "WUAILIN_TELEGRAM__LIMITS__GROUP": "",
}
_NUMBER = re.compile(r"编号(\d{4})")


def complaint(number: int) -> dict[str, Any]:
    """One made-up complaint, told apart by its number, by one of 30 residents in one of 4 groups."""
    chat_id = GROUPS[number % 4]
    text = f"#噪音 {PLACES[chat_id]}楼上装修太吵了 编号{number:04}"
    return {"user_id": RESIDENTS[number % 30], "chat_id": chat_id, "text": text}


@dataclass
class Town:
    """The processes of one measurement."""

    people: People
    url: str
    folder: Path
    limits: bool
    sandbox: subprocess.Popen[str]
    bots: list[subprocess.Popen[bytes]] = field(default_factory=list)
    started: float = 0.0

    @property
    def database(self) -> Path:
        """Our bot's SQLite file."""
        return self.folder / "town.db"

    def start_ours(self) -> subprocess.Popen[bytes]:
        """Start our bot on the example's neighbourhood."""
        return self._start(
            [sys.executable, "-m", "bot", "run", "--config", "config.example.toml"], self._environment()
        )

    def start_at(self, begins: float, **more: str) -> subprocess.Popen[bytes]:
        """Start our bot with a clock that begins at this Unix time."""
        command = [sys.executable, "-m", "benchmarks.clocked_bot", "config.example.toml", str(begins)]
        return self._start(command, {**self._environment(), **more})

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            **({} if self.limits else OFF),
            "WUAILIN_TELEGRAM__TOKEN": TOKEN,
            "WUAILIN_TELEGRAM__BASE_URL": f"{self.url}/bot",
            "WUAILIN_DATABASE__URL": f"sqlite+aiosqlite:///{self.database}",
            "WUAILIN_INTAKE__PER_MINUTE": "100000",
        }

    def start_echo(self) -> subprocess.Popen[bytes]:
        """Start the peer."""
        return self._start([sys.executable, "-m", "benchmarks.echo_bot", self.url, TOKEN], dict(os.environ))

    def _start(self, command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        log = (self.folder / "bot.log").open("ab")
        self.started = time.monotonic()
        bot = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        self.bots.append(bot)
        return bot

    async def settle(self, *, ours: bool) -> None:
        """Wait until the bot is about to fetch, then put everybody in; workers and office press Start."""
        await self.until(lambda counters: "deleteWebhook" in counters["methods"])
        for person in (*RESIDENTS, *WORKERS, *OFFICE):
            await self.people.add_user(person, f"人{person}")
        for chat_id in GROUPS:
            await self.people.add_group(chat_id, f"群{chat_id}", members=RESIDENTS)
        if ours:
            for person in (*WORKERS, *OFFICE):
                await self.people.start(person)
            await self.until_sent(len(WORKERS) + len(OFFICE))

    async def until(self, check: Callable[[dict[str, Any]], bool], seconds: float = 60.0) -> bool:
        """Wait for something the sandbox counts; returns whether it came."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if check(await self.people.counters()):
                return True
            await asyncio.sleep(0.2)
        return False

    async def until_up(self, start: Callable[[], object]) -> bool:
        """Start a bot and wait until it is about to fetch; returns whether it came so far."""
        before = (await self.people.counters())["methods"].get("deleteWebhook", {"calls": 0})["calls"]
        start()
        return await self.until(lambda counters: counters["methods"]["deleteWebhook"]["calls"] > before)

    async def until_sent(self, messages: int, seconds: float = 120.0) -> bool:
        """Wait until so many messages were taken in all."""
        return await self.until(lambda counters: sent(counters) >= messages, seconds)

    async def at_rest(self, seconds: float = 300.0) -> bool:
        """Wait until nothing is left to be fetched, handled or sent."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            counters = await self.people.counters()
            if not counters["pending_updates"] and not any(self.ask(_WAITING)[0]):
                return True
            await asyncio.sleep(0.5)
        return False

    async def until_asked(
        self, statement: str, parameters: Sequence[int] = (), seconds: float = 20.0
    ) -> bool:
        """Wait until a statement finds something; returns whether it did."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.ask(statement, parameters)[0][0]:
                return True
            await asyncio.sleep(0.1)
        return False

    def ask(self, statement: str, parameters: Sequence[int] = ()) -> list[Any]:
        """Read from our bot's database."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(statement, parameters).fetchall()
        finally:
            connection.close()

    def tickets(self) -> Counter[str]:
        """How many tickets each numbered complaint has become."""
        return Counter(
            found[1] for (text,) in self.ask("select text from tickets") if (found := _NUMBER.search(text))
        )

    async def seen_by(self, people: Sequence[int]) -> Counter[str]:
        """How often each numbered complaint stands in these people's direct chats."""
        seen: Counter[str] = Counter()
        for person in people:
            for message in await self.people.messages(person):
                found = _NUMBER.search(message.get("text") or "")
                if found:
                    seen[found[1]] += 1
        return seen

    async def answered(self) -> Counter[tuple[int, int]]:
        """How often each message in the groups was answered, by chat and message."""
        answers: Counter[tuple[int, int]] = Counter()
        for chat_id in GROUPS:
            for message in await self.people.messages(chat_id):
                replied = message.get("reply_to_message")
                if message["from"]["is_bot"] and replied:
                    answers[chat_id, replied["message_id"]] += 1
        return answers


_WAITING = (
    "select (select count(*) from inbox where state = 'new'),"
    " (select count(*) from outbox where state in ('queued', 'sending'))"
)


def sent(counters: dict[str, Any]) -> int:
    """How many new messages the sandbox has taken."""
    return sum(
        count["ok"] for name, count in counters["methods"].items() if name.startswith(("send", "copy"))
    )


def _wait_or_kill(process: subprocess.Popen[Any]) -> None:
    """Wait for the end of a process; one that does not end by itself must not cost the figures."""
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        sys.stderr.write(f"killed, because it did not end within 30 s: {process.args}\n")
        process.kill()
        process.wait()


@asynccontextmanager
async def town(*, limits: bool = False) -> AsyncIterator[Town]:
    """A fresh sandbox; whatever was started on it is ended on leaving."""
    folder = Path(tempfile.mkdtemp(prefix="wuailin-bench-"))
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--limits", "on" if limits else "off"]
    sandbox = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220
    assert sandbox.stdout is not None
    url = sandbox.stdout.readline().split()[-1]
    async with People(url) as people:
        running = Town(people, url, folder, limits, sandbox)
        try:
            yield running
        finally:
            for process in (*running.bots, sandbox):
                if process.poll() is None:
                    process.send_signal(signal.SIGINT)
                    _wait_or_kill(process)
            shutil.rmtree(folder, ignore_errors=True)
