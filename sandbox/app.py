"""The whole sandbox as one ASGI application: bot's side, people's side, page."""

from collections.abc import Awaitable, Callable
from importlib import resources
from typing import cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from sandbox.bot_api import BotApi, download
from sandbox.people.api import HANDLERS, ROUTES
from sandbox.world import World

_PAGE = resources.files("sandbox").joinpath("page")
_POLICY = {"content-security-policy": "default-src 'self'; frame-ancestors 'none'"}


async def page(_: Request) -> Response:
    """Show the chat page."""
    html = _PAGE.joinpath("index.html").read_text("utf-8")
    return Response(html, media_type="text/html", headers=_POLICY)


class App:
    """Sends bots straight to the Bot API and everybody else to the routes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.bots = BotApi(world)
        handlers = cast(
            "dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]]", HANDLERS
        )
        static = Mount("/page", StaticFiles(packages=[("sandbox", "page")]))
        self.people = Starlette(routes=[Route("/", page), *ROUTES, static], exception_handlers=handlers)
        self.people.state.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on to whom it is for."""
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        if path.startswith("/bot"):
            await self.bots(scope, receive, send)
        elif path.startswith("/file/bot"):
            await self._file(path, send)
        else:
            await self.people(scope, receive, send)

    async def _file(self, path: str, send: Send) -> None:
        token, _, wanted = path.removeprefix("/file/bot").partition("/")
        await download(self.world, wanted if self.bots.bot(token) else "", send)
