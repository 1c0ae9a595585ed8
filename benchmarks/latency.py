"""5. From a complaint to the worker's message on an idle machine."""

import asyncio
import statistics

from benchmarks.measures import Figure
from benchmarks.towns import WORKERS, complaint, town


async def measure(*, quick: bool) -> list[Figure]:
    """One complaint after another; by the clock of the sandbox, when the worker's message arrives."""
    number = 20 if quick else 300
    spans = []
    async with town() as here:
        here.start_ours()
        await here.settle(ours=True)
        clock = asyncio.get_running_loop().time
        newest = (await here.people.calls())[-1]["n"]
        for index in range(number):
            said = clock()
            await here.people.say(**complaint(index))
            newest, arrived = await _worker_told(here.people, newest)
            spans.append((arrived - said) * 1000)
            await asyncio.sleep(0.05)
    spans.sort()
    p99 = spans[min(len(spans) - 1, int(len(spans) * 0.99))]
    return [
        Figure("complaint to worker, median ms", f"{statistics.median(spans):.1f}"),
        Figure("complaint to worker, p99 ms", f"{p99:.1f}", "< 100", p99 < 100),
    ]


async def _worker_told(people, since: int) -> tuple[int, float]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    while True:
        for call in await people.calls(since):
            if call["method"] == "sendMessage" and call["chat_id"] in WORKERS and call["ok"]:
                return call["n"], call["at"]
        await asyncio.sleep(0.002)
