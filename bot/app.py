"""The running program: everything put together."""

import asyncio
import contextlib
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

import httpx
import structlog
from telegram import BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder
from telegram.request import HTTPXRequest

from bot.clock import Clock, system_clock
from bot.config import Config, telegram_token
from bot.db import Database
from bot.errors import ConfigurationError
from bot.people import queries as people
from bot.people import service as people_service
from bot.schema import migrate
from bot.spoken import rules as spoken
from bot.telegram.context import Desk
from bot.telegram.dispatcher import Dispatcher
from bot.telegram.pace import Pace
from bot.telegram.poller import WANTED_UPDATES, Poller
from bot.telegram.sender import Sender
from bot.telegram.transport import AiohttpRequest
from bot.triage import Triage
from handlers.attachments import attached_sheet
from handlers.emergency import promise_first_aid
from handlers.routes import COMMANDS, PUBLIC_COMMANDS, all_handlers
from scheduler.runner import JobRunner

log = structlog.get_logger()

_CONNECTIONS = 64
_SIDE_SHOWS = ("introduction", "reading times")
"""Tasks whose end is not the program's."""
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0

Work = Callable[[], Awaitable[None]]


@dataclass
class Program:
    """The parts of one running bot, ready to be set going."""

    config: Config
    db: Database
    application: Application[Any, Any, Any, Any, Any, Any]
    desk: Desk
    dispatcher: Dispatcher
    sender: Sender
    jobs: JobRunner

    async def receive(self) -> None:
        """Take in updates until cancelled, as the configuration says."""
        if self.config.telegram.mode == "polling":
            await _persistently(self.application.bot.delete_webhook)
            await Poller(self.db, self.application.bot, self.dispatcher, clock=self.desk.clock).run()
        else:
            await self._receive_by_webhook()

    async def _receive_by_webhook(self) -> None:
        settings = self.config.telegram.webhook
        if settings is None:
            raise ConfigurationError('telegram.mode = "webhook": add [telegram.webhook] with its url')
        secret = settings.secret_token.get_secret_value() or secrets.token_urlsafe(32)
        webhook = import_module("bot.telegram.webhook")  # its web server would cost every start 50 ms
        server = webhook.webhook_server(settings, secret, self.db, self.dispatcher, clock=self.desk.clock)
        listening = webhook.listening_socket(settings)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        announce = partial(
            self.application.bot.set_webhook,
            settings.url,
            secret_token=secret,
            allowed_updates=WANTED_UPDATES,
        )
        try:
            await _persistently(announce)
            await asyncio.shield(serving)  # it is told to end below, and closes its sockets itself
        finally:
            server.should_exit = True
            await asyncio.gather(serving, return_exceptions=True)


async def run(
    config: Config, *, clock: Clock = system_clock, on_ready: Callable[[], None] = lambda: None
) -> None:
    """Run the bot until SIGINT or SIGTERM.

    Refuses with ConfigurationError or StorageError, each one clear line, when the token,
    the office or the database will not do.
    """
    require_office(config)
    stop, started = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(_run(config, stop, started, clock=clock, on_ready=on_ready))
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, _stop, stop, started, running)
    with contextlib.suppress(asyncio.CancelledError):
        await running


def _stop(stop: asyncio.Event, started: asyncio.Event, running: asyncio.Task[None]) -> None:
    """First an orderly end; a second signal, or one before the start is through, breaks off."""
    if stop.is_set() or not started.is_set():
        running.cancel()
    stop.set()


async def _run(
    config: Config, stop: asyncio.Event, started: asyncio.Event, *, clock: Clock, on_ready: Callable[[], None]
) -> None:
    async with assembled(config, clock=clock) as program:
        await program.dispatcher.resume()
        program.jobs.start()
        log.info("ready", bot=program.desk.username, mode=config.telegram.mode)
        started.set()
        on_ready()
        tasks = [
            asyncio.create_task(work(), name=name)
            for name, work in (
                ("sender", program.sender.run),
                ("receiver", program.receive),
                ("stop", stop.wait),
                ("introduction", lambda: _introduce(program)),
                ("reading times", lambda: asyncio.to_thread(spoken.warm)),
            )
        ]
        await _until_one_ends(tasks)
        await _wind_down(program, tasks)


async def _until_one_ends(tasks: list[asyncio.Task[Any]]) -> None:
    waiting = set(tasks)
    while True:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if any(task.get_name() not in _SIDE_SHOWS or task.exception() for task in done):
            return


async def _wind_down(program: Program, tasks: list[asyncio.Task[Any]]) -> None:
    """Stop hearing, then handling, then sending; raise what ended the program, if something did."""
    failed = [task.exception() for task in tasks if task.done() and not task.cancelled() and task.exception()]
    await program.jobs.stop()
    by_name = {task.get_name(): task for task in tasks}
    for name in ("receiver", *_SIDE_SHOWS, "stop"):
        by_name[name].cancel()
        await asyncio.gather(by_name[name], return_exceptions=True)
    await program.dispatcher.stop()
    by_name["sender"].cancel()
    await asyncio.gather(by_name["sender"], return_exceptions=True)
    log.info("stopped")
    if failed and failed[0] is not None:
        raise _clear(failed[0])


def _clear(error: BaseException) -> BaseException:
    if isinstance(error, InvalidToken):
        return ConfigurationError(
            "telegram.token: Telegram does not know this token; copy it anew from @BotFather"
        )
    return error


@contextlib.asynccontextmanager
async def assembled(config: Config, *, clock: Clock) -> AsyncIterator[Program]:
    """The program with its database open and migrated and its bot logged in; closed on leaving."""
    token = telegram_token(config)
    db = Database(config.database.url)
    try:
        sole = db.claim()
        await migrate(db)
        triage = await _triage_in_force(db, config, clock)
        await asyncio.to_thread(triage.warm)
        application = _application(config, token)
        try:
            await _log_in(application)
            bot = application.bot
            desk = Desk(config, clock, triage, bot.username)
            async with db.read() as session:
                await desk.take_over_model(session)
            pace = Pace(config.telegram.limits, asyncio.get_running_loop().time)
            sender = Sender(db, bot, clock=clock, pace=pace, is_quiet=desk.is_quiet)
            if sole:
                await sender.free_claims()
            dispatcher = Dispatcher(
                db,
                application,
                desk,
                wake_sender=sender.wake,
                first_aid=promise_first_aid,
                fetch=attached_sheet,
            )
            jobs = JobRunner(db, desk, wake_sender=sender.wake)
            yield Program(config, db, application, desk, dispatcher, sender, jobs)
        finally:
            await application.bot.shutdown()
    finally:
        await db.close()


def require_office(config: Config) -> None:
    """Refuse a community without anybody to answer for what matches nobody."""
    if not config.community.staff and config.community.secretary is None:
        raise ConfigurationError("community.staff = []: name at least one Telegram id of the office")


async def _triage_in_force(db: Database, config: Config, clock: Clock) -> Triage:
    async with db.begin() as session:
        wanted = await people.neighbourhood_in_force(session)
        if wanted is None:
            wanted = config.neighbourhood()
            await people_service.load_neighbourhood(session, wanted, now=clock())
    return Triage(wanted)


def _application(config: Config, token: str) -> Application[Any, Any, Any, Any, Any, Any]:
    telegram = config.telegram
    tls = httpx.create_ssl_context()
    request, fetching = (
        _through_proxy(telegram.proxy, connections) if telegram.proxy else AiohttpRequest(connections, tls)
        for connections in (_CONNECTIONS, 1)
    )
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(telegram.base_url)
        .base_file_url(telegram.base_file_url)
        .request(request)
        .get_updates_request(fetching)
        .updater(None)
        .build()
    )
    application.add_handlers(all_handlers())
    return application


def _through_proxy(proxy: str, connections: int) -> HTTPXRequest:
    """With a proxy the calls go through httpx, which knows SOCKS."""
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=20.0,
        write_timeout=20.0,
        connect_timeout=10.0,
        proxy=proxy,
    )


async def _log_in(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Ask Telegram who we are."""
    try:
        await _persistently(application.initialize)
    except InvalidToken as error:
        raise _clear(error) from None


async def _persistently(call: Callable[[], Awaitable[Any]]) -> None:
    """Make a call; while Telegram cannot be reached, keep trying. Raises InvalidToken."""
    pause = _FIRST_PAUSE
    while True:
        try:
            await call()
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("Telegram does not answer yet", why=error.message, again_in=pause)
        else:
            return
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


async def _introduce(program: Program) -> None:
    """Tell Telegram our commands; say when the bot is deaf in groups."""
    bot = program.application.bot
    try:
        me = await bot.get_me()
        await bot.set_my_commands([BotCommand(name, COMMANDS[name][0]) for name in PUBLIC_COMMANDS])
    except TelegramError as error:
        log.warning("commands not shown", why=error.message)
        return
    if not me.can_read_all_group_messages:
        log.warning(
            "privacy mode is on: in groups only commands, mentions and replies are heard; "
            "switch it off with @BotFather (/setprivacy), then put the bot into the group anew"
        )
