"""Running migrations. Kept apart because Alembic costs the start more than most of the rest."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

import migrations


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for one connection; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, to: str) -> None:
    """Bring a database up to a revision."""
    command.upgrade(alembic_config(connection), to)


def downgrade(connection: Connection, to: str) -> None:
    """Take a database back to a revision, "base" for nothing at all."""
    command.downgrade(alembic_config(connection), to)
