"""Who answers for a category in a grid."""

from collections.abc import Sequence

from bot.config import Worker
from bot.triage import texts


def worker_for(
    workers: Sequence[Worker], grid: str, category: str, *, grid_name: str, category_name: str
) -> tuple[str | None, str]:
    """The worker's name and the reason in Chinese; no name means the office.

    Among those who answer for it alike it is the first name: who of them is there, on duty
    or less busy is not known here.
    """
    alike = workers_alike(workers, grid, category)
    if not alike:
        return None, texts.nobody(grid_name, category_name)
    first = alike[0]
    if category in first.categories:
        return first.name, texts.specialist(first.name, grid_name, category_name)
    return first.name, texts.general_worker(first.name, grid_name)


def workers_alike(workers: Sequence[Worker], grid: str, category: str) -> tuple[Worker, ...]:
    """Those who answer for a category in a grid before all others, by name.

    Somebody who has this category in this grid comes before somebody who has everything
    there, then whoever has the fewest grids.
    """
    there = [worker for worker in workers if grid in worker.grids]
    special = [worker for worker in there if category in worker.categories]
    suited = special or [worker for worker in there if not worker.categories]
    fewest = min((len(worker.grids) for worker in suited), default=0)
    return tuple(sorted((w for w in suited if len(w.grids) == fewest), key=lambda worker: worker.name))
