"""``wuailin apply``: take over a changed configuration file."""

import asyncio
import os
from difflib import unified_diff
from pathlib import Path
from typing import Annotated

import typer

from bot.audit import service as audit
from bot.clock import system_clock
from bot.commands.neighbourhood import in_force, written
from bot.commands.options import DEFAULT_CONFIG, ConfigFile, loaded
from bot.commands.storage import opened
from bot.config import Config, load
from bot.people import service

app = typer.Typer(add_completion=False)


@app.command()
def apply(
    file: Annotated[Path, typer.Argument(help="The changed configuration file.", show_default=False)],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Show how FILE differs from the neighbourhood in force, and on confirmation put it in force.

    A running bot takes it over within ten seconds.
    """
    asyncio.run(_apply(loaded(config), load(file, os.environ), yes=yes))


async def _apply(config: Config, wanted: Config, *, yes: bool) -> None:
    async with opened(config) as db:
        async with db.read() as session:
            before = written(await in_force(session))
        after = written(wanted.neighbourhood())
        lines = list(
            unified_diff(before.splitlines(), after.splitlines(), "in force", "file", lineterm="", n=2)
        )
        if not lines:
            typer.echo("nothing differs")
            return
        typer.echo("\n".join(lines))
        if not yes:
            typer.confirm("Put this in force?", abort=True)
        async with db.begin() as session:
            await service.load_neighbourhood(session, wanted.neighbourhood(), now=system_clock())
            audit.record(
                session, "applied", "neighbourhood", "\n".join(lines), telegram_id=None, now=system_clock()
            )
        typer.echo("done; a running bot takes it over within ten seconds")
