"""The neighbourhood in force, and how it is written down."""

from typing import Any

import tomli_w
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.people import queries


async def in_force(session: AsyncSession) -> Neighbourhood | None:
    """The neighbourhood in force, with the accounts its workers enrolled with; None in an empty database."""
    found = await queries.neighbourhood_in_force(session)
    if found is None:
        return None
    accounts = {worker.name: worker.telegram_id for worker in await queries.all_workers(session)}
    workers = [
        worker.model_copy(update={"telegram_id": accounts.get(worker.name, worker.telegram_id)})
        for worker in found.workers
    ]
    return found.model_copy(update={"workers": workers})


def written(neighbourhood: Neighbourhood | None) -> str:
    """As the configuration file has it; nothing for none."""
    if neighbourhood is None:
        return ""
    return tomli_w.dumps(_without_none(neighbourhood.model_dump(mode="json")))


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(inner) for key, inner in value.items() if inner is not None}
    return [_without_none(inner) for inner in value] if isinstance(value, list) else value
