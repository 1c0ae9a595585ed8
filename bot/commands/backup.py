"""``wuailin backup``: a consistent copy of the database while the bot runs."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.options import DEFAULT_CONFIG, ConfigFile, loaded
from bot.db import Database

app = typer.Typer(add_completion=False)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; it must not exist.", show_default=False)],
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Copy the database to FILE, consistently, while the bot may be running."""
    Database(loaded(config).database.url).copy_to(file)
    typer.echo(f"copied to {file}")
