"""4. Killed at random moments while numbered complaints arrive."""

import asyncio
import random

from benchmarks.measures import Figure
from benchmarks.towns import OFFICE, WORKERS, Town, complaint, town


async def measure(*, quick: bool) -> list[Figure]:
    """Each complaint is exactly one ticket and reached its worker."""
    number, kills = (60, 3) if quick else (1000, 30)
    moments = random.Random(20261123)
    async with town() as here:
        bot = here.start_ours()
        await here.settle(ours=True)
        talking = asyncio.create_task(_talk(here, number, seconds=kills * 1.7))
        for _ in range(kills):
            await asyncio.sleep(moments.uniform(0.9, 2.5))
            bot.kill()
            bot.wait()
            bot = here.start_ours()
        await talking
        await here.at_rest(300)
        tickets, seen = here.tickets(), await here.seen_by((*WORKERS, *OFFICE))
    once = sum(count == 1 for count in tickets.values())
    return [
        Figure("kills", str(kills), ">= 25" if not quick else ""),
        Figure("complaints that are exactly one ticket", f"{once} of {number}", "all", once == number),
        Figure("that reached their worker", f"{len(seen)} of {number}", "all", len(seen) == number),
        Figure("messages repeated to workers", str(sum(count - 1 for count in seen.values()))),
    ]


async def _talk(here: Town, number: int, *, seconds: float) -> None:
    for index in range(number):
        await here.people.say(**complaint(index))
        await asyncio.sleep(seconds / number)
