"""2. Telegram's limits on: 200 complaints said at once in 4 groups."""

import time

from benchmarks.measures import Figure, share
from benchmarks.towns import WORKERS, complaint, town

_GROUP = (20, 60.0)


async def measure(*, quick: bool) -> list[Figure]:
    """Every one is answered and reaches its worker; the time beside the least the limits allow."""
    number = 90 if quick else 200
    async with town(limits=True) as here:
        here.start_ours()
        await here.settle(ours=True)
        begun = time.monotonic()
        await here.people.say_many([complaint(index) for index in range(number)])
        await here.at_rest(900)
        calls = [c for c in await here.people.calls() if c["method"] == "sendMessage" and c["ok"]]
        took = calls[-1]["at"] - calls[-number * 2]["at"]
        refused = sum(1 for c in await here.people.calls() if not c["ok"])
        answered = len(await here.answered())
        reached = len(await here.seen_by(WORKERS))
        waited = time.monotonic() - begun
    least = _least(number)
    echo = await _echo_unanswered(number)
    efficiency = share(least, took)
    return [
        Figure("answered in the group", f"{answered} of {number}", "all", answered == number),
        Figure("reached a worker", f"{reached} of {number}", "all", reached == number),
        Figure("seconds, first to last message", f"{took:.1f}"),
        Figure("least seconds the limits allow", f"{least:.1f}"),
        Figure("of what the limits allow", f"{efficiency:.1%}", ">= 95 %", efficiency >= 0.95),
        Figure("refused with 429 on the way", str(refused)),
        Figure("until everything was at rest, seconds", f"{waited:.1f}"),
        Figure("echo bot: never answered", f"{echo} of {number}"),
    ]


def _least(number: int) -> float:
    """A group's n-th message may go when the one 20 before it is 60 s old."""
    in_a_group = -(-number // 4)
    return _GROUP[1] * ((in_a_group - 1) // _GROUP[0])


async def _echo_unanswered(number: int) -> int:
    async with town(limits=True) as here:
        here.start_echo()
        await here.settle(ours=False)
        await here.people.say_many([complaint(index) for index in range(number)])
        await here.until(lambda counters: counters["pending_updates"] == 0, 60)
        await here.until_sent(number, 30)
        return number - len(await here.answered())
