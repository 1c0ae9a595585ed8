"""6. From starting the process to its first fetch; memory after many tickets."""

import asyncio
import statistics
import time

import psutil

from benchmarks.measures import Figure
from benchmarks.towns import RESIDENTS, Town, complaint, town


async def measure(*, quick: bool) -> list[Figure]:
    """Start several times on the same database; then raise tickets and look at the memory."""
    starts, tickets = (2, 100) if quick else (5, 1000)
    spans = []
    async with town() as here:
        await here.people.add_user(RESIDENTS[0])
        for _ in range(starts):
            bot = here.start_ours()
            spans.append(await _first_fetch(here) - here.started)
            bot.terminate()
            bot.wait()
        bot = here.start_ours()
        await here.settle(ours=True)
        await here.people.say_many([complaint(index) for index in range(tickets)])
        await here.at_rest(200)
        memory = psutil.Process(bot.pid).memory_info().rss / 2**20
    median = statistics.median(spans)
    return [
        Figure("start to first fetch, median s", f"{median:.2f}", "< 2", median < 2),
        Figure("start to first fetch, slowest s", f"{max(spans):.2f}"),
        Figure(f"resident memory after {tickets} tickets, MB", f"{memory:.0f}", "< 150", memory < 150),
    ]


async def _first_fetch(here: Town) -> float:
    """When the first fetch came in; it is logged when it is answered, so something is said to it."""
    before = await _fetches(here)
    begun = (await here.people.counters())["methods"].get("deleteWebhook", {"calls": 0})["calls"]
    await here.until(lambda now: now["methods"].get("deleteWebhook", {"calls": 0})["calls"] > begun)
    await here.people.start(RESIDENTS[0])
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        fetches = await _fetches(here)
        if len(fetches) > len(before):
            return fetches[len(before)]
        await asyncio.sleep(0.05)
    raise AssertionError("the bot never fetched")


async def _fetches(here: Town) -> list[float]:
    return [call["at"] for call in await here.people.calls() if call["method"] == "getUpdates"]
