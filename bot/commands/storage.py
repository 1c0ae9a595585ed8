"""The database of a command that is not the bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError

from bot.config import Config
from bot.db import Database, storage_problem
from bot.errors import ConfigurationError
from bot.schema import migrate


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[Database]:
    """The configured database, up to date; closed on leaving. Refuses one that cannot be used."""
    db = Database(config.database.url)
    try:
        await migrate(db)
        yield db
    except DBAPIError as error:
        problem = storage_problem(error)
        if problem is None:
            raise
        raise ConfigurationError(f"database.url: {problem}") from None
    finally:
        await db.close()
