"""``wuailin restore``: put a backup in the place of the database."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.options import DEFAULT_CONFIG, ConfigFile, loaded
from bot.db import Database

app = typer.Typer(add_completion=False)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file made by `wuailin backup`.", show_default=False)],
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Put FILE in the place of the database, which is kept aside. Refuses while a bot is running on it."""
    aside = Database(loaded(config).database.url).replace_by(file)
    typer.echo("restored" + (f"; what was there is now {aside}" if aside else ""))
