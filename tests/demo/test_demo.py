"""The demo as a newcomer starts it: a real process, Ctrl-C, and on again."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

from sandbox.client import People


async def _demo(folder: Path, *more: str) -> tuple[asyncio.subprocess.Process, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", "--folder", str(folder), *more,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    said = ""
    async with asyncio.timeout(60):
        while "The bot's log" not in said:
            line = (await process.stdout.readline()).decode()
            assert line, (await process.communicate())[1].decode()
            said += line
    found = re.search(r"http://\S+?(?=/ )", said)
    assert found is not None
    return process, found[0], said


async def _ctrl_c(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    os.killpg(process.pid, signal.SIGINT)
    async with asyncio.timeout(30):
        _, errors = await process.communicate()
    return process.returncode, errors.decode()


async def _cards(url: str) -> dict[int, list[str]]:
    async with People(url) as people:
        chats = {
            chat["id"]: await people.messages(chat["id"]) for chat in await people.chats() if chat["id"] < 0
        }
    return {
        chat: [m["text"].partition("\n")[0] for m in messages if (m.get("text") or "").startswith("诉求 #")]
        for chat, messages in chats.items()
    }


async def test_the_demo_starts_stops_goes_on_and_starts_afresh(tmp_path: Path) -> None:
    first, url, said = await _demo(tmp_path / "demo")
    async with People(url) as people:
        users = [user for user in await people.users() if not user.get("is_bot")]
        in_group = [m.get("text") or "" for m in await people.messages(-1001)]
    cards = await _cards(url)
    stopped = await _ctrl_c(first)

    again, url, _ = await _demo(tmp_path / "demo")
    kept = await _cards(url)
    stopped_again = await _ctrl_c(again)

    afresh, url, _ = await _demo(tmp_path / "demo", "--reset")
    numbers = await _cards(url)
    await _ctrl_c(afresh)

    assert "3 estates, 6 grids, 6 grid workers, 30 residents, 4 group chats" in said
    assert (len(users), sum(map(len, cards.values())) >= 2) == (39, True)
    assert [text for text in in_group if "商量3栋加装电梯" in text and "已报名：3 人，来不了：1 人" in text]
    assert (stopped, stopped_again, kept) == ((0, ""), (0, ""), cards)
    assert sum(map(len, numbers.values())) <= 3


async def test_a_silent_worker_is_reminded_as_soon_as_the_clock_is_put_forward(tmp_path: Path) -> None:
    demo, url, _ = await _demo(tmp_path / "demo")
    async with People(url) as people:
        await people.say(1001, "#电梯 3栋电梯又坏了", chat_id=-1001)
        await people.wait_for(2001, lambda m: "3栋电梯又坏了" in (m.get("text") or ""), 20)
        before = [m for m in await people.messages(2001) if "居民还在等" in (m.get("text") or "")]

        await people.forward_clock(7 * 86_400)

        reminded = await people.wait_for(2001, lambda m: "居民还在等" in (m.get("text") or ""), 30)
        clock = await people.clock()
    stopped = await _ctrl_c(demo)

    assert before == []
    assert clock["now"] - 60 < reminded["date"] <= clock["now"]
    assert stopped == (0, "")
