"""The whole database schema: every feature's tables, and bringing a database up to date."""

from importlib import import_module
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection

import migrations
from bot.audit import models as audit
from bot.broadcast import models as broadcast
from bot.canteen import models as canteen
from bot.db import Base, Database
from bot.inbox import models as inbox
from bot.intake import models as intake
from bot.learning import models as learning
from bot.listening import models as listening
from bot.meetings import models as meetings
from bot.outbox import models as outbox
from bot.people import models as people
from bot.pushes import models as pushes
from bot.tickets import models as tickets

TABLES = (
    audit, broadcast, canteen, inbox, intake, learning, listening, meetings, outbox, people, pushes, tickets,
)  # fmt: skip
"""The modules whose import fills the metadata."""

metadata = Base.metadata

HEAD = max(
    file.name.partition("_")[0] for file in (Path(migrations.__file__).parent / "versions").glob("[0-9]*.py")
)
"""The newest revision; they are numbered in order."""


async def migrate(db: Database) -> None:
    """Bring the database to the newest revision; an empty one is made from nothing."""
    async with db.engine.begin() as connection:
        if await connection.run_sync(_revision) != HEAD:
            migrating = import_module("bot.migrating")  # only where there is something to migrate
            await connection.run_sync(lambda sync: migrating.upgrade(sync, HEAD))


def _revision(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(sa.text("select version_num from alembic_version"))
    return revision
