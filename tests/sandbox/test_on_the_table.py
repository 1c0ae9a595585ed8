"""What a page lives on: the stream of changes, each person's list of chats, the stage."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from sandbox.state import dump, load
from sandbox.testing import Sandbox, running
from sandbox.world import World
from tests.sandbox.by_hand import GROUP, SMALL_GROUP, STRANGE_GROUP, WANG, ZHANG, Bot

TOUR = {
    "title": {"zh": "看", "en": "look"},
    "steps": [{"caption": {"zh": "说", "en": "say"}, "phone": 0, "act": "write", "text": "灯坏了"}],
}


@asynccontextmanager
async def events(bot: Bot, sandbox: Sandbox) -> AsyncIterator[AsyncIterator[Any]]:
    """The stream's events, parsed; the first has come already."""
    async with bot.client.stream("GET", f"{sandbox.url}/people/live") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.aiter_lines()

        async def parsed() -> AsyncIterator[Any]:
            async for line in lines:
                if line.startswith("data: "):
                    yield json.loads(line.removeprefix("data: "))

        stream = parsed()
        assert (await anext(stream))["rooms"] == []
        yield stream


async def inbox(bot: Bot, sandbox: Sandbox, user_id: int) -> dict[int, dict]:
    answer = await bot.client.get(f"{sandbox.url}/people/inbox", params={"user_id": user_id})
    return {entry["chat_id"]: entry for entry in answer.json()["chats"]}


async def act(bot: Bot, sandbox: Sandbox, verb: str, **form: object) -> httpx.Response:
    return await bot.client.post(f"{sandbox.url}/people/{verb}", json=form)


async def test_the_stream_names_the_chats_that_change(bot: Bot, sandbox: Sandbox) -> None:
    async with asyncio.timeout(10), events(bot, sandbox) as stream:
        await sandbox.people.say(WANG, "早", chat_id=GROUP)
        in_group = await anext(stream)
        await bot.do("sendMessage", chat_id=ZHANG, text="您好")
        direct = await anext(stream)

    bot_id = (await bot.do("getMe"))["id"]
    assert [room[:2] for room in in_group["rooms"]] == [[GROUP, 0]]
    assert [room[:2] for room in direct["rooms"]] == [[ZHANG, bot_id]]
    assert (direct["users"], direct["groups"], direct["ahead"]) == (2, 3, 0)


async def test_the_list_counts_what_others_said_until_it_is_read(bot: Bot, sandbox: Sandbox) -> None:
    people = sandbox.people
    await people.say(ZHANG, "早", chat_id=GROUP)
    first = await people.say(WANG, "早上好", chat_id=GROUP)
    await people.say(WANG, "吃了吗", chat_id=GROUP)
    before = (await inbox(bot, sandbox, ZHANG))[GROUP]
    await act(bot, sandbox, "read", user_id=ZHANG, chat_id=GROUP, message_id=first)
    after = (await inbox(bot, sandbox, ZHANG))[GROUP]
    await act(bot, sandbox, "read", user_id=ZHANG, chat_id=GROUP, message_id=first - 1)

    assert (before["unread"], before["last"]["text"], before["people"]) == (2, "吃了吗", 2)
    assert after["unread"] == 1
    assert (await inbox(bot, sandbox, ZHANG))[GROUP]["unread"] == 1


async def test_the_list_has_ones_groups_and_the_bot_and_names_the_others(bot: Bot, sandbox: Sandbox) -> None:
    answer = await bot.client.get(f"{sandbox.url}/people/inbox", params={"user_id": ZHANG})

    chats = {entry["chat_id"]: entry for entry in answer.json()["chats"]}
    assert set(chats) == {ZHANG, GROUP, SMALL_GROUP}
    assert (chats[ZHANG]["bot_id"] > 0, chats[ZHANG]["started"]) == (True, True)
    assert answer.json()["elsewhere"] == [{"id": STRANGE_GROUP, "title": "别处"}]


@pytest.mark.parametrize(
    ("verb", "form", "field"),
    [
        ("read", {"user_id": ZHANG, "chat_id": GROUP, "message_id": 999}, "message_id"),
        ("read", {"user_id": ZHANG, "chat_id": STRANGE_GROUP, "message_id": 1}, "user_id"),
        ("set_stage", {"phones": [{"user_id": 77, "chat_id": GROUP}]}, "phones.0.user_id"),
        ("set_stage", {"phones": [{"user_id": ZHANG, "chat_id": -77}]}, "phones.0.chat_id"),
        ("set_stage", {"tour": {**TOUR, "steps": []}}, "tour.steps"),
        ("set_stage", {"tour": TOUR}, "tour.steps.0.phone"),
        ("set_bot", {"username": "吾爱邻"}, "username"),
        ("fault", {"kind": "500", "methods": ["sendPigeon"]}, "methods"),
    ],
)
async def test_what_is_not_there_is_refused_by_field(
    bot: Bot, sandbox: Sandbox, verb: str, form: dict, field: str
) -> None:
    answer = await act(bot, sandbox, verb, **form)

    assert (answer.is_client_error, answer.json()["field"]) == (True, field)


async def test_the_stage_is_shown_as_it_was_set(bot: Bot, sandbox: Sandbox) -> None:
    stage = {
        "title": "锦江苑",
        "phones": [{"user_id": ZHANG, "chat_id": GROUP}],
        "roles": [{"title": {"zh": "居民", "en": "resident"}, "user_ids": [ZHANG]}],
        "tour": TOUR,
    }
    await sandbox.people.set_stage(stage)

    assert (await bot.client.get(f"{sandbox.url}/people/stage")).json() == stage


def test_what_was_read_and_the_stage_outlast_a_restart() -> None:
    before, later = World(), World()
    with running(before) as url:
        for user_id in (ZHANG, WANG):
            httpx.post(f"{url}/people/add_user", json={"id": user_id, "first_name": "张"})
        httpx.post(
            f"{url}/people/add_group", json={"chat_id": GROUP, "title": "群", "members": [ZHANG, WANG]}
        )
        httpx.post(f"{url}/people/say", json={"user_id": WANG, "chat_id": GROUP, "text": "早"})
        httpx.post(f"{url}/people/read", json={"user_id": ZHANG, "chat_id": GROUP, "message_id": 1})
        httpx.post(f"{url}/people/set_stage", json={"title": "锦江苑"})

    load(later, json.loads(json.dumps(dump(before))))

    with running(later) as url:
        chats = httpx.get(f"{url}/people/inbox", params={"user_id": ZHANG}).json()["chats"]
        stage = httpx.get(f"{url}/people/stage").json()
    unread = {entry["chat_id"]: entry["unread"] for entry in chats}
    assert (unread[GROUP], stage["title"]) == (0, "锦江苑")
