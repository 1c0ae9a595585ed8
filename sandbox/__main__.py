"""``python -m sandbox``: serve until Ctrl-C."""

import argparse
import asyncio
import ipaddress
import socket
import sys
from pathlib import Path

from sandbox.limits import Limits
from sandbox.server import Server, address, listening_socket
from sandbox.state import UnreadableStateError, read, saving
from sandbox.world import World

WRONG_USE = 2


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="sandbox", description="A local Telegram Bot API with a people's side."
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8081, help="0 picks a free one")
    parser.add_argument("--state", type=Path, help="file to load at the start and keep up to date")
    parser.add_argument(
        "--limits", choices=("on", "off"), help="Telegram's rates (default: as the state has it, else on)"
    )
    parser.add_argument(
        "--token", action="append", default=[], help="accept only this token; may be repeated"
    )
    return parser.parse_args(given)


def _reach(sock: socket.socket) -> str:
    """Say who can reach the sandbox: it asks nobody who they are."""
    if ipaddress.ip_address(sock.getsockname()[0]).is_loopback:
        return "only this machine can reach it (--host names another address)"
    return "other machines can reach it: whoever does can read and play everything in it"


def main(given: list[str] | None = None) -> int:
    """Serve; return the exit code."""
    options = arguments(given)
    world = World(tuple(options.token), Limits(on=options.limits != "off"))
    try:
        if options.state:
            read(world, options.state)
        if options.limits:
            world.limits.on = options.limits == "on"
        sock = listening_socket(options.host, options.port)
        sock.listen()
    except UnreadableStateError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return WRONG_USE
    except (OSError, OverflowError) as error:
        print(f"cannot listen on {options.host}:{options.port}: {error}", file=sys.stderr)  # noqa: T201
        return WRONG_USE
    print(f"sandbox listening on {address(sock)}\n{_reach(sock)}", flush=True)  # noqa: T201 - whoever started it reads this
    server = Server(world)

    async def serve() -> None:
        server.stop_on_signals()
        async with saving(world, options.state):
            await server.serve([sock])

    with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
        runner.run(serve())
    return 0


if __name__ == "__main__":
    sys.exit(main())
