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


class Server(uvicorn.Server):
    """A server that leaves signals to its owner and keeps nobody waiting when it stops."""

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
                timeout_graceful_shutdown=2,
                backlog=2048,
                loop="uvloop",
            )
        )
        self.world = world

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, and to bring updates to webhooks."""
        await super().startup(sockets)
        self._couriers = asyncio.create_task(deliver_to_webhooks(self.world))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Wake who waits, then stop."""
        self.world.close()
        self._couriers.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._couriers
        await super().shutdown(sockets)

    def stop_on_signals(self) -> None:
        """Stop cleanly at Ctrl-C and when asked to terminate."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(number, self.stop)

    def stop(self) -> None:
        """Begin to stop."""
        self.should_exit = True
