"""Receiving by webhook: 200 only after the commit."""

import contextlib
import hmac
import json
import socket
from collections.abc import Iterator

import httpx
import structlog
import uvicorn
from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.config import Webhook
from bot.db import Database, storage_problem
from bot.errors import ConfigurationError
from bot.inbox import service as inbox
from bot.telegram.dispatcher import Dispatcher

log = structlog.get_logger()

_LARGEST_UPDATE = 1_000_000


class WebhookServer(uvicorn.Server):
    """A uvicorn server inside our process, which handles signals itself."""

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen and serve until ``should_exit``. Refuses an address that cannot be had: uvicorn would exit."""
        await super().serve(sockets or [_listening(self.config.host, self.config.port)])

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def listening_socket(settings: Webhook) -> socket.socket:
    """The socket updates come in by: it listens before Telegram is told of it.

    Refuses an address that is taken or not ours.
    """
    try:
        return socket.create_server((settings.listen, settings.port), backlog=128)
    except OSError as error:
        raise ConfigurationError(
            f"telegram.webhook.port = {settings.port}: cannot listen on {settings.listen} ({error.strerror}); "
            "choose another one or stop who has it"
        ) from None


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ConfigurationError(
            f"telegram.webhook.port = {port}: cannot listen on {host} ({error.strerror}); "
            "choose another port or end the program that has it"
        ) from None


def webhook_server(
    settings: Webhook, secret: str, db: Database, dispatcher: Dispatcher, *, clock: Clock
) -> WebhookServer:
    """A server that takes updates at the path of the public address, from whoever knows the secret."""
    path = httpx.URL(settings.url).path

    async def receive(request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("not for you", 403)
        body = await request.body()
        if len(body) > _LARGEST_UPDATE:
            return PlainTextResponse("too large", 413)
        try:
            update = json.loads(body)
            async with db.begin() as session:
                arrived = await inbox.store_updates(session, [update], now=clock())
        except (ValueError, AttributeError, TypeError):
            return PlainTextResponse("not an update", 400)
        except DBAPIError as error:
            log.error("database does not take updates; Telegram keeps them", problem=storage_problem(error))
            return PlainTextResponse("not stored", 503)
        dispatcher.take(arrived)
        return PlainTextResponse("")

    routes = [Route(path, receive, methods=["POST"])]
    configuration = uvicorn.Config(
        Starlette(routes=routes), host=settings.listen, port=settings.port, log_config=None, access_log=False
    )
    return WebhookServer(configuration)
