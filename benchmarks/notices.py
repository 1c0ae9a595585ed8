"""10. A notice to 3,000 residents under Telegram's limits, complaints meanwhile, killed in the middle."""

import asyncio
from collections import Counter
from typing import Any

from benchmarks.measures import Figure, share
from benchmarks.towns import OFFICE, WORKERS, Town, complaint, town

_ALLOWED = 30.0
"""Messages a second to anywhere (Bot API, FAQ)."""
_WORDS = "明天上午九点停水，请提前接水。"
_FIRST = 100_000


async def measure(*, quick: bool) -> list[Figure]:
    """How near the allowed rate, how long a complaint takes beside it, who got it how often."""
    residents = 150 if quick else 3000
    async with town() as here:
        bot = here.start_ours()
        await here.settle(ours=True)
        await _start_all(here, residents)
        bot.kill()
        bot.wait()
        here.limits = True
        await here.people.set_limits(on=True)
        bot = here.start_ours()
        await here.until(lambda counters: "deleteWebhook" in counters["methods"])
        since = (await here.people.calls())[-1]["n"]
        await _send(here)
        spans = await _complain(here, until=residents * 0.6, since=since)
        steady = await here.people.calls(since)
        bot.kill()
        bot.wait()
        here.start_ours()
        await here.at_rest(600)
        calls = await here.people.calls(since)
    copies = Counter(call["chat_id"] for call in calls if _is_copy(call, residents))
    rate = _rate(steady)
    p99 = sorted(spans)[int(len(spans) * 0.99)] if spans else float("inf")
    reached = len(copies)
    return [
        Figure("residents who got it", f"{reached} of {residents}", "all", reached == residents),
        Figure(
            "who got it again: killed between sending and noting", str(sum(n - 1 for n in copies.values()))
        ),
        Figure("messages a second", f"{rate:.1f}"),
        Figure(
            "of what the limits allow", f"{share(rate, _ALLOWED):.1%}", ">= 95 %", rate >= 0.95 * _ALLOWED
        ),
        Figure("refused with 429 on the way", str(sum(not call["ok"] for call in steady))),
        Figure(f"complaint to worker meanwhile, p99 s of {len(spans)}", f"{p99:.2f}", "< 2", p99 < 2),
    ]


async def _start_all(here: Town, residents: int) -> None:
    for start in range(0, residents, 50):
        people = range(_FIRST + start, _FIRST + min(start + 50, residents))
        await asyncio.gather(*(here.people.add_user(person, f"居民{person}") for person in people))
        await asyncio.gather(*(here.people.start(person) for person in people))
    await here.at_rest(300)


async def _send(here: Town) -> None:
    office = OFFICE[0]
    await here.people.say(office, "/notice")
    await here.people.wait_for(office, lambda message: "把通知发给我" in (message.get("text") or ""), 60)
    await here.people.say(office, _WORDS)
    for label in ("✓ 所有群", "所有居民私信", "马上发出"):
        await here.people.wait_for(
            office, lambda message, label=label: label in str(message.get("buttons")), 60
        )
        await here.people.press(office, label)


async def _complain(here: Town, *, until: float, since: int) -> list[float]:
    """A complaint a second while the notice goes out; the seconds until each worker has it."""
    clock, spans, number = asyncio.get_running_loop().time, [], 0
    while here.ask("select count(*) from outbox where lane = 3 and state = 'sent'")[0][0] < until:
        said = clock()
        await here.people.say(**complaint(number))
        number += 1
        arrived, since = await _worker_told(here, since)
        spans.append(arrived - said)
        await asyncio.sleep(max(0.0, 1.0 - (clock() - said)))
    return spans


async def _worker_told(here: Town, since: int) -> tuple[float, int]:
    while True:
        for call in await here.people.calls(since):
            since = call["n"]
            if call["method"] == "sendMessage" and call["chat_id"] in WORKERS and call["ok"]:
                return call["at"], since
        await asyncio.sleep(0.02)


def _is_copy(call: dict[str, Any], residents: int) -> bool:
    return (
        call["ok"]
        and call["method"] == "sendMessage"
        and _FIRST <= (call["chat_id"] or 0) < _FIRST + residents
    )


def _rate(calls: list[dict[str, Any]]) -> float:
    """Messages a second from the first to the last copy, everything that counts for the limit."""
    copies = [call["at"] for call in calls if _is_copy(call, 1_000_000)]
    sent = [
        c for c in calls if c["ok"] and c["method"] == "sendMessage" and copies[0] <= c["at"] <= copies[-1]
    ]
    return share(len(sent) - 1, copies[-1] - copies[0])
