"""For tests: a sandbox of one's own. Use with ``pytest_plugins = ["sandbox.testing"]``."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import pytest_asyncio

from sandbox.client import People
from sandbox.limits import Limits
from sandbox.server import Server, address, listening_socket
from sandbox.world import World

TOKEN = "4200000001:a-token-for-tests-only"  # noqa: S105 - opens nothing


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox: where it is, and its people."""

    url: str
    people: People
    token: str = TOKEN

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls base_url."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot calls base_file_url."""
        return f"{self.url}/file/bot"


@contextmanager
def running(world: World) -> Iterator[str]:
    """Serve a world from a thread on a free port; gives its URL.

    The socket listens before the thread starts, so the first request is never refused.
    """
    sock = listening_socket("127.0.0.1", 0)
    sock.listen()
    server = Server(world)

    def serve() -> None:
        with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
            runner.run(server.serve([sock]))

    thread = threading.Thread(target=serve, name="sandbox")
    thread.start()
    try:
        yield address(sock)
    finally:
        server.stop()
        thread.join()
        sock.close()


@asynccontextmanager
async def fresh() -> AsyncIterator[Sandbox]:
    """Run a new sandbox with Telegram's rates off."""
    with running(World(limits=Limits(on=False))) as url:
        async with People(url) as people:
            yield Sandbox(url, people)


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A fresh sandbox with Telegram's rates off (``people.set_limits(on=True)`` turns them on)."""
    async with fresh() as one:
        yield one
