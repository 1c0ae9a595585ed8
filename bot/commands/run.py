"""``wuailin run``: the bot itself."""

from collections.abc import Callable

import typer
import uvloop
from sqlalchemy.exc import DBAPIError

from bot import logs
from bot.app import run as run_bot
from bot.commands.options import DEFAULT_CONFIG, ConfigFile, loaded
from bot.config import Config, telegram_token
from bot.db import storage_problem
from bot.errors import ConfigurationError, StorageError

app = typer.Typer(add_completion=False)


@app.command()
def run(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Run the bot until it is stopped with Ctrl-C or SIGTERM."""
    settings = loaded(config)
    try:
        run_until_stopped(settings)
    except StorageError as problem:
        raise ConfigurationError(str(problem)) from None


def run_until_stopped(config: Config, *, on_ready: Callable[[], None] = lambda: None) -> None:
    """Run the bot on an event loop of its own, with logs on standard error.

    Refuses as ``bot.app.run`` does; trouble with the database at start is a StorageError.
    """
    webhook = config.telegram.webhook
    secrets = [telegram_token(config), webhook.secret_token.get_secret_value() if webhook else ""]
    logs.set_up(secrets)
    try:
        uvloop.run(run_bot(config, on_ready=on_ready))
    except DBAPIError as error:
        problem = storage_problem(error)
        if problem is None:
            raise
        raise StorageError(f"database.url: {problem}") from None
