"""``wuailin demo``: a made-up neighbourhood in one command, without a token."""

import asyncio
import contextlib
import os
import shutil
import sys
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import httpx
import typer
import uvloop

from bot import demo as neighbourhood
from bot import logs
from bot.app import run as run_bot
from bot.clock import system_clock
from bot.config import Config, load
from bot.errors import ConfigurationError, WuailinError
from sandbox.client import People

app = typer.Typer(add_completion=False)

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
_TOKEN = "1:only-for-the-sandbox"  # noqa: S105 - opens nothing
_PATIENCE = 30.0
_EVERY = 1.0
"""Seconds between looks at the sandbox's clock."""

_GUIDE = """
吾爱邻 demo: 3 estates, 6 grids, 6 grid workers, 30 residents, 4 group chats, all made up.
Open {url}/ and be somebody:
  1. 李秀兰 in 西关小区邻里群: write  #电梯 3栋电梯又坏了，老人上不去
  2. 王云 (grid worker), the chat with 吾爱邻: press 签收, 回复居民, then 办结
  3. 李秀兰 again: press 解决了 or 没解决 under the card
  4. 李秀兰 in the group: press 我来 under the meeting; 社区小张 can move it, cancel it, sign people in
Ctrl-C stops; the same command goes on where you left; `make demo-reset` starts afresh.
The bot's log: {log}
"""


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The page's port on 127.0.0.1; 0 takes a free one.")] = 8081,
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its state.")] = Path(".demo"),
    *,
    reset: Annotated[bool, typer.Option("--reset", help="Forget what was and start afresh.")] = False,
) -> None:
    """Start the sandbox, the bot and a made-up neighbourhood; Ctrl-C stops all of it."""
    if reset:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "bot.log").open("a", encoding="utf-8") as log:
        logs.set_up([_TOKEN], stream=log)
        uvloop.run(_demo(port, folder))


async def _demo(port: int, folder: Path) -> None:
    async with _sandbox(port, folder / "sandbox.json") as (url, sandbox), People(url) as people:
        clock = _SandboxClock(people)
        await clock.look()
        ready = asyncio.Event()
        running = asyncio.create_task(run_bot(_configuration(url, folder), clock=clock, on_ready=ready.set))
        showing = asyncio.create_task(_show(people, url, folder, ready))
        following = asyncio.create_task(clock.follow())
        died = asyncio.create_task(sandbox.wait())
        await asyncio.wait({running, died}, return_when=asyncio.FIRST_COMPLETED)
        broke = died.done() and not running.done()
        for task in (showing, following, died, *([running] if broke else [])):
            task.cancel()
        await asyncio.gather(showing, following, died, return_exceptions=True)
        if broke:
            await asyncio.gather(running, return_exceptions=True)
            raise WuailinError(f"the sandbox stopped by itself; see {folder / 'sandbox.log'}")
        await running


class _SandboxClock:
    """The sandbox's time: whoever puts its clock forward sees what is due then."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        return system_clock() + self._ahead

    async def look(self) -> None:
        """Read the sandbox's clock."""
        self._ahead = timedelta(seconds=(await self._people.clock())["ahead"])

    async def follow(self) -> None:
        """Keep looking."""
        while True:
            await asyncio.sleep(_EVERY)
            with contextlib.suppress(httpx.HTTPError):
                await self.look()


async def _show(people: People, url: str, folder: Path, ready: asyncio.Event) -> None:
    """When the bot listens, settle a new neighbourhood, then say where to look."""
    await ready.wait()
    settled = folder / "settled"
    if not settled.exists():
        await neighbourhood.settle(people)
        settled.touch()
    await neighbourhood.set_the_stage(people)
    sys.stdout.write(_GUIDE.format(url=url, log=folder / "bot.log"))
    sys.stdout.flush()


def _configuration(url: str, folder: Path) -> Config:
    ours = {
        "WUAILIN_TELEGRAM__TOKEN": _TOKEN,
        "WUAILIN_TELEGRAM__BASE_URL": f"{url}/bot",
        "WUAILIN_TELEGRAM__BASE_FILE_URL": f"{url}/file/bot",
        "WUAILIN_TELEGRAM__PROXY": "",
        "WUAILIN_DATABASE__URL": f"sqlite+aiosqlite:///{folder / 'demo.db'}",
    }
    return load(EXAMPLE, {**os.environ, **ours})


@contextlib.asynccontextmanager
async def _sandbox(port: int, state: Path) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """The sandbox as a process of its own, out of reach of the terminal's Ctrl-C, ended on leaving."""
    with state.with_suffix(".log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "sandbox", "--port", str(port), "--state", str(state),
            stdout=asyncio.subprocess.PIPE, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        assert process.stdout is not None  # noqa: S101 - asked for above
        async with asyncio.timeout(_PATIENCE):
            line = (await process.stdout.readline()).decode()
        if not line.startswith("sandbox listening on "):
            raise ConfigurationError(f"--port {port}: the sandbox cannot listen there; name another port")
        url = line.split()[-1]
        await _answers(url)
        yield url, process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _answers(url: str) -> None:
    async with httpx.AsyncClient() as client:
        (await client.get(f"{url}/people/users")).raise_for_status()
