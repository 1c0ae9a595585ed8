"""The whole database schema: every feature's tables, and the migrations that make them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

import migrations
from bot.audit import models as audit
from bot.db import Base, Database
from bot.inbox import models as inbox
from bot.intake import models as intake
from bot.outbox import models as outbox
from bot.people import models as people
from bot.tickets import models as tickets

TABLES = (audit, inbox, intake, outbox, people, tickets)
"""The modules whose import fills the metadata."""

metadata = Base.metadata


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for one connection; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = connection
    return config


async def migrate(db: Database, *, to: str = "head") -> None:
    """Bring the database to a revision; an empty one is made from nothing."""
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), to))
