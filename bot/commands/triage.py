"""``wuailin triage``: what was learnt from the community's own tickets, and forgetting it."""

import asyncio
from enum import StrEnum
from typing import Annotated

import typer

from bot.audit import service as audit
from bot.clock import system_clock
from bot.commands.neighbourhood import in_force
from bot.commands.options import DEFAULT_CONFIG, ConfigFile, loaded
from bot.commands.storage import opened
from bot.config import Config
from bot.learning import queries, service, texts
from bot.triage.evidence import Evidence

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Action(StrEnum):
    """What may be asked of it."""

    REPORT = "report"
    FORGET = "forget"


@app.command()
def triage(
    action: Annotated[Action, typer.Argument(help="Show the evidence, or forget what was learnt.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Show whether what was learnt from past tickets decides, and why or why not (report), or forget it (forget)."""
    settings = loaded(config)
    if action == Action.REPORT:
        typer.echo(asyncio.run(_reported(settings)))
        return
    if not yes:
        typer.confirm(texts.ASK_FORGET, abort=True)
    asyncio.run(_forget(settings))
    typer.echo(texts.FORGOTTEN)


async def _reported(config: Config) -> str:
    async with opened(config) as db, db.read() as session:
        newest = await queries.newest_model(session)
        neighbourhood = await in_force(session) or config.neighbourhood()
    if newest is None:
        return texts.NEVER_LEARNT
    return texts.report(
        Evidence.from_json(newest.evidence),
        {category.key: category.name for category in neighbourhood.categories},
        made_at=newest.made_at,
        since_at=newest.since_at,
        begins_at=newest.begins_at,
        zone=neighbourhood.community.zone,
    )


async def _forget(config: Config) -> None:
    now = system_clock()
    async with opened(config) as db, db.begin() as session:
        await service.forget_model(session, now=now)
        audit.record(session, "forgot", "learned model", "", telegram_id=None, now=now)
