"""6. From starting the process to its first fetch; memory after many tickets."""

import statistics

import psutil

from benchmarks.measures import Figure
from benchmarks.towns import complaint, town


async def measure(*, quick: bool) -> list[Figure]:
    """Start several times on the same database; then raise tickets and look at the memory."""
    starts, tickets = (2, 100) if quick else (5, 1000)
    spans = []
    async with town() as here:
        for _ in range(starts):
            fetched = (await here.people.counters())["methods"].get("getUpdates", {"calls": 0})["calls"]
            bot = here.start_ours()
            spans.append(await _first_fetch(here, fetched) - here.started)
            bot.terminate()
            bot.wait()
        bot = here.start_ours()
        await here.settle(ours=True)
        await here.people.say_many([complaint(index) for index in range(tickets)])
        await here.at_rest(200)
        memory = psutil.Process(bot.pid).memory_info().rss / 2**20
    slowest = max(spans)
    return [
        Figure("start to first fetch, median s", f"{statistics.median(spans):.2f}"),
        Figure("start to first fetch, slowest s", f"{slowest:.2f}", "< 2", slowest < 2),
        Figure(f"resident memory after {tickets} tickets, MB", f"{memory:.0f}", "< 150", memory < 150),
    ]


async def _first_fetch(here, fetched: int) -> float:  # type: ignore[no-untyped-def]  # noqa: ANN001
    def fetches(counters) -> bool:  # type: ignore[no-untyped-def]  # noqa: ANN001
        return bool(counters["methods"].get("getUpdates", {"calls": 0})["calls"] > fetched)

    await here.until(fetches)
    calls = [call["at"] for call in await here.people.calls() if call["method"] == "getUpdates"]
    return float(calls[fetched])
