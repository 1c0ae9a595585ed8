"""8. The sandbox itself, with 2,000 residents in 50 groups: calls a second by a trivial client."""

import asyncio
import json
import time
from urllib.parse import urlsplit

from benchmarks.measures import Figure
from benchmarks.throughput import messages_a_second
from benchmarks.towns import TOKEN, Town, town

_CONNECTIONS = 8
_RESIDENTS, _GROUPS = 2_000, 50


async def measure(*, quick: bool) -> list[Figure]:
    """Calls from sockets that do nothing else, against what our bot asks of it when it is fastest."""
    calls, complaints = (400, 60) if quick else (8_000, 600)
    async with town() as here:
        groups = await _crowd(here, *((100, 5) if quick else (_RESIDENTS, _GROUPS)))
        took = await _sent(here.url, groups, calls)
        watched = (await here.people.counters())["methods"]["sendMessage"]["ok"]
    needed = await messages_a_second(complaints, ours=True)
    share = calls / took / needed
    return [
        Figure("messages taken from a trivial client, a second", f"{calls / took:.0f}"),
        Figure("of those sent", f"{watched} of {calls}", "all", watched == calls),
        Figure("what our bot sends without limits, a second", f"{needed:.0f}"),
        Figure("times what the bot needs", f"{share:.1f}", "> 3", share > 3),
    ]


async def _crowd(here: Town, residents: int, groups: int) -> list[int]:
    people = range(1, residents + 1)
    for person in people:
        await here.people.add_user(person, f"居民{person}")
    ids = [-1 - number for number in range(groups)]
    for number, chat_id in enumerate(ids):
        await here.people.add_group(chat_id, f"群{number}", members=list(people)[number::groups])
    return ids


async def _sent(url: str, groups: list[int], calls: int) -> float:
    """Send so many messages into the groups in turn; returns the seconds it took."""
    address = urlsplit(url)
    bodies = [json.dumps({"chat_id": chat_id, "text": "诉求 #1 · 电梯"}).encode() for chat_id in groups]
    requests = [
        b"POST /bot%s/sendMessage HTTP/1.1\r\nHost: sandbox\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (TOKEN.encode(), len(body), body)
        for body in bodies
    ]
    waiting = iter(requests[number % len(requests)] for number in range(calls))

    async def client() -> None:
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        for request in waiting:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
            await reader.readexactly(int(length))
        writer.close()

    begun = time.monotonic()
    await asyncio.gather(*(client() for _ in range(_CONNECTIONS)))
    return time.monotonic() - begun
