"""``wuailin enrol``: one-time links for the workers who are still missing."""

import asyncio
from typing import Annotated

import typer

from bot.clock import system_clock
from bot.commands.options import DEFAULT_CONFIG, ConfigFile, loaded
from bot.commands.storage import opened
from bot.config import Config
from bot.people import queries, service, texts

app = typer.Typer(add_completion=False)


@app.command()
def enrol(
    username: Annotated[str, typer.Argument(help="The bot's username, without @.")],
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Print a one-time link for each grid worker who has not enrolled yet; earlier links stop working."""
    typer.echo(asyncio.run(_links(loaded(config), username.removeprefix("@"))))


async def _links(config: Config, username: str) -> str:
    async with opened(config) as db, db.begin() as session:
        missing = [worker for worker in await queries.all_workers(session) if not worker.has_direct_chat]
        links = []
        for worker in missing:
            secret = await service.make_enrolment(session, worker, now=system_clock())
            links.append((worker.name, service.enrolment_link(username, secret)))
        return texts.enrol_links(links, [name for name, _ in links]) if links else texts.NOBODY_MISSING
