"""The bot as an operator runs it: a process of its own."""

import asyncio
import ctypes
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import People
from sandbox.testing import Sandbox
from tests.town import environment_for

ROOT = Path(__file__).parents[2]
TOKEN = "4200000001:a-token-for-tests-only"
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 24, 1, 2


def _as_anybody() -> None:
    """In the child before it starts: Ctrl-C works, and root obeys the rights of files like everybody."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def started(
    environment: Mapping[str, str], config: str | Path = "config.example.toml"
) -> subprocess.Popen[str]:
    """Start ``python -m bot run``."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("WUAILIN_")}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run", "--config", str(config)],
        cwd=ROOT,
        env={**own, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=_as_anybody,  # noqa: PLW1509 - nothing here runs threads that matter to it
    )


def ended(process: subprocess.Popen[str], seconds: float = 30) -> tuple[int, str, str]:
    """Wait until a process is over; its exit code, output and errors."""
    try:
        output, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        raise AssertionError(f"still running:\n{process.communicate()[1]}") from None
    return process.returncode, output, errors


@contextmanager
def alive(environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A running bot, killed on leaving if it has not ended by itself."""
    process = started(environment)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


async def until(check: Callable[[], Any], what: str, seconds: float = 30.0) -> Any:
    """Wait until the check, awaited if need be, gives something true."""
    deadline = time.monotonic() + seconds
    while True:
        found = check()
        found = await found if asyncio.iscoroutine(found) else found
        if found:
            return found
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        await asyncio.sleep(0.05)


async def fetching(people: People) -> None:
    """Wait until the bot is set going and about to fetch."""

    async def seen() -> bool:
        return bool((await people.counters())["methods"].get("deleteWebhook"))

    await until(seen, "the bot to fetch")


def asked(database: Path, statement: str) -> list[tuple[Any, ...]]:
    """Read from a bot's database."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
        return connection.execute(statement).fetchall()


@asynccontextmanager
async def small_disk(folder: Path, kilobytes: int) -> AsyncIterator[Path]:
    """A file system of its own with little room; skips where this machine cannot have one."""
    folder.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mount.returncode:
        pytest.skip(f"only root can mount a small disk: {mount.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Fill a disk to the last byte; returns the file that does."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                pass
    return filler


def environment(sandbox: Sandbox, folder: Path, **more: str) -> dict[str, str]:
    """What points the example's bot at a sandbox and a database in a folder."""
    return environment_for(sandbox, folder, **more)
