"""What is still so after the sandbox was ended and begun again."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import httpx
import pytest

from sandbox.client import People, PeopleError
from sandbox.limits import Limits, Rate
from sandbox.state import dump, read, write
from sandbox.testing import TOKEN, Sandbox, running
from sandbox.world import World
from tests.sandbox.by_hand import GROUP, WANG, ZHANG, Bot
from tests.sandbox.test_program import program

Opened = Callable[[], AbstractAsyncContextManager[tuple[Bot, People]]]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Run a sandbox, always with the same state, and keep it in the end."""
    state = tmp_path / "state.json"

    @asynccontextmanager
    async def open_one() -> AsyncIterator[tuple[Bot, People]]:
        world = World(limits=Limits(on=False))
        read(world, state)
        with running(world) as url:
            async with People(url) as people, httpx.AsyncClient(trust_env=False) as client:
                await people.add_user(ZHANG, "张")
                await people.add_user(WANG, "王")
                yield Bot(Sandbox(url, people, TOKEN), client), people
        write(json.dumps(dump(world)), state)

    return open_one


async def test_reactions_are_kept(opened: Opened) -> None:
    async with opened() as (_, people):
        await people.add_group(GROUP, members=[ZHANG, WANG])
        said = await people.say(ZHANG, "好", chat_id=GROUP)
        await people.react(WANG, said, "👍", chat_id=GROUP)

    async with opened() as (_, people):
        await people.react(ZHANG, said, "👍", chat_id=GROUP)
        shown = (await people.messages(GROUP))[-1]["reactions"]

    assert shown == [{"emoji": "👍", "count": 2, "by": [WANG, ZHANG]}]


async def test_standings_are_kept(opened: Opened) -> None:
    async with opened() as (bot, people):
        await people.add_group(GROUP, members=[ZHANG, WANG], bot="administrator")
        await bot.do("restrictChatMember", chat_id=GROUP, user_id=ZHANG, permissions={})
        await bot.do("promoteChatMember", chat_id=GROUP, user_id=WANG, can_pin_messages=True)
        before = [await bot.do("getChatMember", chat_id=GROUP, user_id=who) for who in (ZHANG, WANG)]

    async with opened() as (bot, _):
        after = [await bot.do("getChatMember", chat_id=GROUP, user_id=who) for who in (ZHANG, WANG)]

    assert [one["status"] for one in before] == ["restricted", "administrator"]
    assert after == before


async def test_links_and_who_waits_are_kept(opened: Opened) -> None:
    async with opened() as (bot, people):
        await people.add_group(GROUP, bot="administrator")
        asking = await bot.do("createChatInviteLink", chat_id=GROUP, creates_join_request=True)
        once = await bot.do("createChatInviteLink", chat_id=GROUP, member_limit=1)
        await people.join(GROUP, ZHANG, link=asking["invite_link"])
        await people.join(GROUP, WANG, link=once["invite_link"])

    async with opened() as (bot, people):
        await bot.do("approveChatJoinRequest", chat_id=GROUP, user_id=ZHANG)
        await people.add_user(7, "李")
        with pytest.raises(PeopleError, match="as many as the link allows have come"):
            await people.join(GROUP, 7, link=once["invite_link"])
        assert (await bot.do("getChatMember", chat_id=GROUP, user_id=ZHANG))["status"] == "member"


async def test_topics_are_kept(opened: Opened) -> None:
    async with opened() as (_, people):
        await people.add_group(GROUP, members=[ZHANG], admins=[WANG], forum=True)
        thread = await people.create_topic(GROUP, WANG, "电梯")
        await people.close_topic(GROUP, WANG, thread)

    async with opened() as (_, people):
        with pytest.raises(PeopleError, match="closed"):
            await people.say(ZHANG, "还有", chat_id=GROUP, thread_id=thread)
        await people.reopen_topic(GROUP, WANG, thread)
        await people.say(ZHANG, "还有", chat_id=GROUP, thread_id=thread)


async def test_rates_are_as_they_were_unless_the_program_is_told_otherwise(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    write(json.dumps(dump(World(limits=Limits(on=False, group=Rate(7, 9.0))))), state)

    shown = []
    async with httpx.AsyncClient(trust_env=False) as client:
        for more in ((), ("--limits", "on")):
            with program("--state", str(state), *more) as (url, _):
                limits = (await client.get(f"{url}/people/limits")).json()
                shown.append((limits["on"], limits["group"]))

    assert shown == [(False, {"calls": 7, "seconds": 9.0}), (True, {"calls": 7, "seconds": 9.0})]
