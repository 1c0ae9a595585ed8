"""Many messages at once: deleted, copied, forwarded."""

import pytest

from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, ZHANG, Bot


async def three_sent(bot: Bot) -> list[int]:
    return [(await bot.do("sendMessage", chat_id=GROUP, text=text))["message_id"] for text in "一二三"]


async def shown(sandbox: Sandbox, chat_id: int, after: int = 0) -> list[str]:
    return [message.get("text", "?") for message in await sandbox.people.messages(chat_id, after=after)]


async def test_messages_are_deleted_and_what_is_gone_is_passed_over(bot: Bot, sandbox: Sandbox) -> None:
    first, second, third = await three_sent(bot)
    await bot.do("deleteMessage", chat_id=GROUP, message_id=second)

    await bot.do("deleteMessages", chat_id=GROUP, message_ids=[first, second, 999])

    assert await shown(sandbox, GROUP, first - 1) == ["三"]
    assert third > second


async def test_one_message_that_must_stay_keeps_all(bot: Bot, sandbox: Sandbox) -> None:
    sent = await three_sent(bot)
    said = await sandbox.people.say(ZHANG, "四", chat_id=GROUP)

    refused = await bot.refused("deleteMessages", chat_id=GROUP, message_ids=[*sent, said])

    assert refused == "Bad Request: message can't be deleted"
    assert await shown(sandbox, GROUP, sent[0] - 1) == ["一", "二", "三", "四"]


@pytest.mark.parametrize("method", ["copyMessages", "forwardMessages"])
async def test_messages_are_passed_on_and_what_is_gone_is_passed_over(
    bot: Bot, sandbox: Sandbox, method: str
) -> None:
    sent = await three_sent(bot)
    last = (await sandbox.people.messages(ZHANG))[-1]["message_id"]
    await bot.do("deleteMessage", chat_id=GROUP, message_id=sent[1])

    ids = await bot.do(method, chat_id=ZHANG, from_chat_id=GROUP, message_ids=[*sent, 999])

    messages = await sandbox.people.messages(ZHANG, after=last)
    assert [{"message_id": message["message_id"]} for message in messages] == ids
    assert [message["text"] for message in messages] == ["一", "三"]
    origins = [message.get("forward_origin", {}).get("type") for message in messages]
    assert origins == [None, None] if method == "copyMessages" else ["user", "user"]


async def test_copies_may_go_without_their_captions(bot: Bot, sandbox: Sandbox) -> None:
    photo = await sandbox.people.send_media(ZHANG, "photo", caption="灯坏了")

    await bot.do("copyMessages", chat_id=GROUP, from_chat_id=ZHANG, message_ids=[photo], remove_caption=True)

    copy = (await sandbox.people.messages(GROUP))[-1]
    assert ("photo" in copy, "caption" in copy) == (True, False)


async def test_a_copied_poll_begins_anew(bot: Bot, sandbox: Sandbox) -> None:
    poll = await bot.do("sendPoll", chat_id=GROUP, question="几点？", options=["七点", "八点"])
    await sandbox.people.vote(ZHANG, poll["message_id"], [0], chat_id=GROUP)

    (copy,) = await bot.do(
        "copyMessages", chat_id=GROUP, from_chat_id=GROUP, message_ids=[poll["message_id"]]
    )
    await sandbox.people.vote(ZHANG, copy["message_id"], [1], chat_id=GROUP)

    polls = [m["poll"] for m in await sandbox.people.messages(GROUP, after=poll["message_id"] - 1)]
    assert [[option["voter_count"] for option in one["options"]] for one in polls] == [[1, 0], [0, 1]]
    assert polls[0]["id"] != polls[1]["id"]


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ([], "message identifiers are not specified"),
        (list(range(1, 102)), "too many message identifiers specified"),
        ([0], "invalid message identifier specified"),
        ([2, 1], "message identifiers must be in a strictly increasing order"),
        ([998, 999], "there are no messages to forward"),
    ],
)
async def test_wrong_lists_are_refused(bot: Bot, ids: list[int], said: str) -> None:
    refused = await bot.refused("forwardMessages", chat_id=ZHANG, from_chat_id=GROUP, message_ids=ids)

    assert refused == f"Bad Request: {said}"


async def test_a_service_message_is_not_passed_on(bot: Bot, sandbox: Sandbox) -> None:
    left = await sandbox.people.leave(GROUP, ZHANG)

    refused = [
        await bot.refused(method, chat_id=GROUP, from_chat_id=GROUP, message_id=left)
        for method in ("copyMessage", "forwardMessage")
    ]

    assert refused == ["Bad Request: message can't be copied", "Bad Request: message can't be forwarded"]
