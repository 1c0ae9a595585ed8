"""Polls: asked, voted in, stopped."""

import pytest

from sandbox.client import PeopleError
from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, WANG, ZHANG, Bot

QUESTION = {"chat_id": GROUP, "question": "几点开会？", "options": [{"text": "七点"}, {"text": "八点"}]}
NEXT = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}


def counts(poll: dict) -> tuple[int, list[int]]:
    return poll["total_voter_count"], [option["voter_count"] for option in poll["options"]]


async def test_a_poll_shows_its_question_and_options(bot: Bot, sandbox: Sandbox) -> None:
    sent = await bot.do("sendPoll", **QUESTION, open_period=60)

    poll = dict(sent["poll"])
    assert poll.pop("close_date") == sent["date"] + 60
    assert int(poll.pop("id")) > 0
    assert poll == {
        "question": "几点开会？",
        "options": [
            {"persistent_id": "0", "text": "七点", "voter_count": 0},
            {"persistent_id": "1", "text": "八点", "voter_count": 0},
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
        "open_period": 60,
    }
    assert (await sandbox.people.messages(GROUP))[-1]["poll"] == sent["poll"]


async def test_of_an_open_poll_the_bot_hears_who_chose_what(bot: Bot, sandbox: Sandbox) -> None:
    sent = await bot.do("sendPoll", **QUESTION, is_anonymous=False, allows_multiple_answers=True)
    poll_id, message_id = sent["poll"]["id"], sent["message_id"]
    for options in ([1, 0], [1], []):
        await sandbox.people.vote(ZHANG, message_id, options, chat_id=GROUP)
    await sandbox.people.vote(WANG, message_id, [0], chat_id=GROUP)

    updates = await bot.updates()

    answers = [u["poll_answer"] for u in updates if "poll_answer" in u]
    assert [
        (a["poll_id"], a["user"]["id"], a["option_ids"], a["option_persistent_ids"]) for a in answers
    ] == [
        (poll_id, ZHANG, [0, 1], ["0", "1"]),
        (poll_id, ZHANG, [1], ["1"]),
        (poll_id, ZHANG, [], []),
        (poll_id, WANG, [0], ["0"]),
    ]
    polls = [counts(u["poll"]) for u in updates if "poll" in u]
    assert polls == [(1, [1, 1]), (1, [0, 1]), (0, [0, 0]), (1, [1, 0])]
    assert counts((await sandbox.people.messages(GROUP))[-1]["poll"]) == (1, [1, 0])


async def test_of_an_anonymous_poll_the_bot_hears_only_the_count(bot: Bot, sandbox: Sandbox) -> None:
    sent = await bot.do("sendPoll", **QUESTION)
    await sandbox.people.vote(ZHANG, sent["message_id"], [1], chat_id=GROUP)

    updates = await bot.updates()

    assert [(set(u) - {"update_id"}, counts(u["poll"])) for u in updates] == [({"poll"}, (1, [0, 1]))]


async def test_a_stopped_poll_takes_no_votes(bot: Bot, sandbox: Sandbox) -> None:
    message_id = (await bot.do("sendPoll", **QUESTION))["message_id"]
    await sandbox.people.vote(ZHANG, message_id, [1], chat_id=GROUP)
    await bot.updates(offset=-1)
    stopped = await bot.do("stopPoll", chat_id=GROUP, message_id=message_id, reply_markup=NEXT)

    with pytest.raises(PeopleError, match="the poll is closed"):
        await sandbox.people.vote(WANG, message_id, [1], chat_id=GROUP)
    again = await bot.refused("stopPoll", chat_id=GROUP, message_id=message_id)
    shown = (await sandbox.people.messages(GROUP))[-1]

    assert (stopped["is_closed"], counts(stopped)) == (True, (1, [0, 1]))
    assert (shown["poll"], shown["reply_markup"]) == (stopped, NEXT)
    assert (await bot.updates())[-1]["poll"] == stopped
    assert again == "Bad Request: poll has already been closed"


async def test_a_poll_closes_when_its_time_is_over(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.set_clock(1_800_000_000)
    message_id = (await bot.do("sendPoll", **QUESTION, open_period=60))["message_id"]
    await sandbox.people.set_clock(1_800_000_060)

    with pytest.raises(PeopleError, match="the poll is closed"):
        await sandbox.people.vote(WANG, message_id, [1], chat_id=GROUP)

    assert [u["poll"]["is_closed"] for u in await bot.updates()] == [True]


@pytest.mark.parametrize(
    ("poll", "options", "field"),
    [({}, [0, 1], "options"), ({}, [2], "options"), ({"allows_revoting": False}, [1], "options")],
)
async def test_a_vote_the_poll_does_not_allow_is_refused(
    bot: Bot, sandbox: Sandbox, poll: dict, options: list[int], field: str
) -> None:
    message_id = (await bot.do("sendPoll", **QUESTION, **poll))["message_id"]
    await sandbox.people.vote(ZHANG, message_id, [0], chat_id=GROUP)

    with pytest.raises(PeopleError) as refused:
        await sandbox.people.vote(ZHANG, message_id, options, chat_id=GROUP)

    assert refused.value.field == field
    assert counts((await sandbox.people.messages(GROUP))[-1]["poll"]) == (1, [1, 0])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": " "}, "Bad Request: poll question must be non-empty"),
        ({"question": "问" * 301}, "Bad Request: poll question length must not exceed 300"),
        ({"options": []}, "Bad Request: poll must have at least one answer option"),
        ({"options": ["一"] * 13}, "Bad Request: poll can't have more than 12 options"),
        ({"options": ["一", " "]}, "Bad Request: poll options must be non-empty"),
        ({"options": ["一", "问" * 101]}, "Bad Request: poll options length must not exceed 100"),
        ({"type": "puzzle"}, "Bad Request: unsupported poll type specified"),
        ({"type": "quiz"}, "Bad Request: wrong correct option ID specified"),
        (
            {"type": "quiz", "correct_option_ids": [1, 0]},
            "Bad Request: wrong correct option ID specified",
        ),
        ({"type": "quiz", "correct_option_ids": [2]}, "Bad Request: wrong correct option ID specified"),
        (
            {"type": "quiz", "correct_option_ids": [0], "explanation": "因" * 201},
            "Bad Request: poll explanation is too long",
        ),
    ],
)
async def test_a_poll_that_is_none_is_refused(bot: Bot, wrong: dict, said: str) -> None:
    assert await bot.refused("sendPoll", **{**QUESTION, **wrong}) == said


async def test_only_a_poll_of_ones_own_is_stopped(bot: Bot, sandbox: Sandbox) -> None:
    said = await sandbox.people.say(ZHANG, "几点", chat_id=GROUP)

    refused = [await bot.refused("stopPoll", chat_id=GROUP, message_id=n) for n in (said, 99)]

    assert refused == [
        "Bad Request: message is not a poll",
        "Bad Request: message with poll to stop not found",
    ]


async def test_a_quiz_knows_its_answer_and_takes_no_second_thought(bot: Bot, sandbox: Sandbox) -> None:
    sent = await bot.do(
        "sendPoll",
        **{**QUESTION, "type": "quiz", "correct_option_ids": [1]},
        explanation="夏天<b>八点</b>",
        explanation_parse_mode="HTML",
    )
    await sandbox.people.vote(ZHANG, sent["message_id"], [0], chat_id=GROUP)

    with pytest.raises(PeopleError, match="no second thought"):
        await sandbox.people.vote(ZHANG, sent["message_id"], [1], chat_id=GROUP)

    poll = sent["poll"]
    assert (poll["type"], poll["correct_option_ids"], poll["allows_revoting"]) == ("quiz", [1], False)
    assert (poll["explanation"], poll["explanation_entities"]) == (
        "夏天八点",
        [{"type": "bold", "offset": 2, "length": 2}],
    )


async def test_one_right_answer_may_be_named_by_its_old_parameter(bot: Bot) -> None:
    sent = await bot.do("sendPoll", **{**QUESTION, "type": "quiz", "correct_option_id": 1})

    assert sent["poll"]["correct_option_ids"] == [1]
