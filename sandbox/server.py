"""Running the sandbox: in this process, in a thread of it, or as the program itself."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from sandbox.app import App
from sandbox.webhooks import deliver_to_webhooks
from sandbox.world import World


def listening_socket(host: str, port: int) -> socket.socket:
    """Return a bound socket; port 0 picks a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    return sock


def address(sock: socket.socket) -> str:
    """Return the URL under which a bound socket is reached."""
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


_PATIENCE = 2.0
"""Seconds that answers under way have when the server stops."""
_GLANCE = 0.005


class Server(uvicorn.Server):
    """A server that leaves signals to its owner and keeps nobody waiting when it stops.

    uvicorn looks ten times a second whether it shall stop, and then rests for as long again:
    a fifth of a second for every test that has a sandbox of its own.
    """

    def __init__(self, world: World) -> None:
        super().__init__(
            uvicorn.Config(
                App(world),
                http="httptools",
                lifespan="off",
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                date_header=False,
                backlog=2048,
                loop="uvloop",
            )
        )
        self.world = world
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told_to_stop = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, and to bring updates to webhooks."""
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self._couriers = asyncio.create_task(deliver_to_webhooks(self.world))

    async def main_loop(self) -> None:
        """Serve until told to stop."""
        if not self.should_exit:
            await self._told_to_stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Wake who waits, let what is under way be answered, then stop."""
        self.world.close()
        self._couriers.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._couriers
        for server in self.servers:
            server.close()
        for sock in sockets or []:
            sock.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110 - it rings no bell
                    await asyncio.sleep(_GLANCE)
        for task in self.server_state.tasks:
            task.cancel()

    def stop_on_signals(self) -> None:
        """Stop cleanly at Ctrl-C and when asked to terminate."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(number, self.stop)

    def stop(self) -> None:
        """Begin to stop; may be called from another thread, and before the server has begun."""
        self.should_exit = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._told_to_stop.set)
