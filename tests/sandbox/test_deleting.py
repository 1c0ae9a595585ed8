"""Which messages a bot may delete: its own and others', young and old, with the right and without."""

import pytest

from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, SMALL_GROUP, ZHANG, Bot

NOON, TWO_DAYS = 1_764_000_000, 48 * 3600
NOT_AT_ALL, NOT_FOR_ALL = "message can't be deleted", "message can't be deleted for everyone"


async def _of_both(bot: Bot, sandbox: Sandbox, chat_id: int) -> tuple[int, int]:
    """Return the ids of a message of the bot and of one of 张."""
    own = await bot.do("sendMessage", chat_id=chat_id, text="公告")
    return own["message_id"], await sandbox.people.say(ZHANG, "好", chat_id=chat_id)


async def _deleting(bot: Bot, chat_id: int, ids: tuple[int, int]) -> list[object]:
    answers = [await bot.call("deleteMessage", chat_id=chat_id, message_id=one) for one in ids]
    return [answer["ok"] or answer["description"].removeprefix("Bad Request: ") for answer in answers]


@pytest.mark.parametrize(
    ("chat_id", "status", "young", "old"),
    [
        (ZHANG, None, [True, True], [NOT_FOR_ALL, NOT_FOR_ALL]),
        (SMALL_GROUP, "member", [True, NOT_AT_ALL], [NOT_FOR_ALL, NOT_AT_ALL]),
        (SMALL_GROUP, "administrator", [True, True], [NOT_FOR_ALL, NOT_FOR_ALL]),
        (GROUP, "member", [True, NOT_AT_ALL], [NOT_AT_ALL, NOT_AT_ALL]),
        (GROUP, "administrator", [True, True], [NOT_AT_ALL, NOT_AT_ALL]),
    ],
)
async def test_two_days_long_with_the_right(
    bot: Bot, sandbox: Sandbox, chat_id: int, status: str | None, young: list, old: list
) -> None:
    if status:
        await sandbox.people.add_bot(chat_id, status=status)
    await sandbox.people.set_clock(NOON)
    first, second = await _of_both(bot, sandbox, chat_id), await _of_both(bot, sandbox, chat_id)

    await sandbox.people.set_clock(NOON + TWO_DAYS)
    assert await _deleting(bot, chat_id, first) == young
    await sandbox.people.set_clock(NOON + TWO_DAYS + 1)
    assert await _deleting(bot, chat_id, second) == old


async def test_an_administrator_without_the_right_deletes_only_its_own(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.add_bot(GROUP, status="administrator", rights=["can_pin_messages"])
    ids = await _of_both(bot, sandbox, GROUP)

    assert await _deleting(bot, GROUP, ids) == [True, NOT_AT_ALL]


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ("x", "can't parse message_ids JSON object"),
        ({}, "expected an Array of message identifiers"),
        ([[]], "message identifier must be a Number"),
        (["x"], "can't parse message identifier as Number"),
        ([0], "invalid message identifier specified"),
        (list(range(1, 102)), "too many message identifiers specified"),
    ],
)
async def test_ids_that_are_none_are_refused(bot: Bot, ids: object, said: str) -> None:
    refused = await bot.refused("deleteMessages", chat_id=ZHANG, message_ids=ids)

    assert refused == f"Bad Request: {said}"
