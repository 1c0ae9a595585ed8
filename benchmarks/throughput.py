"""1. Limits off: messages a second by complaints against a bare echo bot on the same sandbox."""

import statistics

from benchmarks.measures import Figure
from benchmarks.towns import complaint, town


async def measure(*, quick: bool) -> list[Figure]:
    """Alternating rounds; medians, and the ratio of each pair."""
    rounds, complaints, echoes = (1, 60, 100) if quick else (5, 600, 1200)
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(await messages_a_second(echoes, ours=False))
        ours.append(await messages_a_second(complaints, ours=True))
    ratio = statistics.median(mine / peer for mine, peer in zip(ours, theirs, strict=True))
    return [
        Figure("echo bot, messages a second", f"{statistics.median(theirs):.0f}"),
        Figure("ours, messages a second", f"{statistics.median(ours):.0f}"),
        Figure("ours, complaints a second", f"{statistics.median(ours) / 2:.0f}"),
        Figure("ratio, median of the pairs", f"{ratio:.2f}", ">= 0.33", ratio >= 0.33),
    ]


async def messages_a_second(number: int, *, ours: bool) -> float:
    """Messages sent a second, from the first to the last, after so many things were said at once."""
    async with town() as here:
        here.start_ours() if ours else here.start_echo()
        await here.settle(ours=ours)
        before = (await here.people.calls())[-1]["n"]
        wanted = number * (2 if ours else 1)
        already = sum(c["method"].startswith("send") for c in await here.people.calls())
        await here.people.say_many([complaint(index) for index in range(number)])
        await here.until_sent(already + wanted)
        times = [c["at"] for c in await here.people.calls(before) if c["method"].startswith("send")]
        return (len(times) - 1) / (times[-1] - times[0])
