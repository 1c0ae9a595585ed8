"""``wuailin export``: the present state, in the configuration's own format."""

import asyncio

import typer

from bot.commands.neighbourhood import in_force, written
from bot.commands.options import DEFAULT_CONFIG, ConfigFile, loaded
from bot.commands.storage import opened
from bot.config import Config
from bot.errors import ConfigurationError

app = typer.Typer(add_completion=False)


@app.command()
def export(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Print the neighbourhood in force, with the accounts workers enrolled and the groups' present ids."""
    typer.echo(asyncio.run(_exported(loaded(config))), nl=False)


async def _exported(config: Config) -> str:
    async with opened(config) as db, db.read() as session:
        found = await in_force(session)
    if found is None:
        raise ConfigurationError("database.url: it holds no neighbourhood yet; `wuailin run` loads one")
    return written(found)
