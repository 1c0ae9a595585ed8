"""Who answers for a category in a grid."""

from collections.abc import Sequence

from bot.config import Worker
from bot.triage import texts


def worker_for(
    workers: Sequence[Worker], grid: str, category: str, *, grid_name: str, category_name: str
) -> tuple[str | None, str]:
    """The worker's name and the reason in Chinese; no name means the office.

    Somebody who has this category in this grid comes before somebody who has everything
    there; among equals the one with the fewest grids, then the first name.
    """
    there = [worker for worker in workers if grid in worker.grids]
    special = [worker for worker in there if category in worker.categories]
    general = [worker for worker in there if not worker.categories]
    if special:
        name = _first(special)
        return name, texts.specialist(name, grid_name, category_name)
    if general:
        name = _first(general)
        return name, texts.general_worker(name, grid_name)
    return None, texts.nobody(grid_name, category_name)


def _first(workers: Sequence[Worker]) -> str:
    return min(workers, key=lambda worker: (len(worker.grids), worker.name)).name
