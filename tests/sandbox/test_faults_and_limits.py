"""Failures dealt on purpose, and Telegram's rates."""

import httpx
import pytest

from sandbox.faults import Fault
from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, ZHANG, Bot


async def texts(sandbox: Sandbox, chat_id: int) -> list[str]:
    return [message["text"] for message in await sandbox.people.messages(chat_id, after=1)]


@pytest.mark.parametrize(("kind", "done"), [("drop_before", []), ("drop_after", ["到了吗"])])
async def test_a_dropped_call_ends_without_an_answer(
    bot: Bot, sandbox: Sandbox, kind: str, done: list[str]
) -> None:
    await sandbox.people.fault(kind, ["sendMessage"], times=1)

    with pytest.raises(httpx.RemoteProtocolError):
        await bot.call("sendMessage", chat_id=ZHANG, text="到了吗")

    assert await texts(sandbox, ZHANG) == done
    counters = await sandbox.people.counters()
    assert counters["faults"][kind] == 1
    assert counters["methods"]["sendMessage"] == {"calls": 1, "ok": 0, "dropped": 1, "refused": {}}
    await bot.do("sendMessage", chat_id=ZHANG, text="再来")


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("500", {"ok": False, "error_code": 500, "description": "Internal Server Error"}),
        ("502", {"ok": False, "error_code": 502, "description": "Bad Gateway"}),
        (
            "429",
            {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests: retry after 7",
                "parameters": {"retry_after": 7},
            },
        ),
    ],
)
async def test_a_failure_is_dealt_as_often_as_asked(
    bot: Bot, sandbox: Sandbox, kind: str, answer: dict
) -> None:
    await sandbox.people.fault(kind, times=2, retry_after=7)

    answers = [await bot.call("sendMessage", chat_id=ZHANG, text="a") for _ in range(3)]

    assert answers[:2] == [answer, answer]
    assert answers[2]["ok"]


async def test_a_failure_keeps_to_its_schedule_of_calls(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.fault("500", ["getMe"], skip=2, times=1)

    answers = [(await bot.call("getMe"))["ok"] for _ in range(4)]

    assert answers == [True, True, False, True]


def test_a_failure_keeps_to_its_schedule_of_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = iter((1000.0, 1004.9, 1005.0, 1009.9, 1010.0))
    monkeypatch.setattr("sandbox.faults.time.monotonic", lambda: next(watch))
    fault = Fault(1, "500", None, 1.0, None, None, 1, 1.0, 0, starts_in=5, lasts=5)

    hits = [fault.hits("getMe", None) for _ in range(4)]

    assert hits == [False, True, True, False]


async def test_faults_hit_getupdates_only_when_named_and_only_the_named_chat(
    bot: Bot, sandbox: Sandbox
) -> None:
    await sandbox.people.fault("500")
    unharmed = await bot.call("getUpdates")
    await sandbox.people.clear_faults()
    await sandbox.people.fault("500", ["getUpdates"])
    await sandbox.people.fault("502", chat_id=GROUP)

    answers = [
        (await bot.call(method, chat_id=chat_id, text="a")).get("error_code")
        for method, chat_id in (("getUpdates", 0), ("sendMessage", GROUP), ("sendMessage", ZHANG))
    ]

    assert unharmed == {"ok": True, "result": []}
    assert answers == [500, 502, None]


async def test_a_seed_makes_chance_repeatable(bot: Bot, sandbox: Sandbox) -> None:
    rounds = []
    for _ in range(2):
        fault = await sandbox.people.fault("500", ["getMe"], probability=0.5, seed=3)
        rounds.append([(await bot.call("getMe"))["ok"] for _ in range(20)])
        await sandbox.people.clear_faults(fault)

    assert rounds[0] == rounds[1]
    assert 4 < sum(rounds[0]) < 16


@pytest.mark.parametrize(
    ("chat_id", "fits", "rate"), [(ZHANG, 3, "private"), (GROUP, 20, "group"), (GROUP, 5, "overall")]
)
async def test_sends_beyond_the_rate_are_refused_with_a_wait(
    bot: Bot, sandbox: Sandbox, chat_id: int, fits: int, rate: str
) -> None:
    await sandbox.people.set_limits(on=True, **{rate: (fits, 40.0)})

    answers = [await bot.call("sendMessage", chat_id=chat_id, text="a") for _ in range(fits + 2)]

    assert [answer["ok"] for answer in answers] == [True] * fits + [False] * 2
    assert answers[-1]["error_code"] == 429
    assert answers[-1]["description"] == "Too Many Requests: retry after 40"
    assert answers[-1]["parameters"] == {"retry_after": 40}


async def test_a_refused_call_uses_up_nothing_and_edits_count(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.set_limits(on=True, private=(2, 40.0))
    await bot.refused("sendMessage", chat_id=ZHANG, text="")
    sent = await bot.do("sendMessage", chat_id=ZHANG, text="a")
    await bot.do("editMessageText", chat_id=ZHANG, message_id=sent["message_id"], text="b")
    await bot.do("sendChatAction", chat_id=ZHANG, action="typing")

    refused = await bot.refused("sendMessage", chat_id=ZHANG, text="c")

    assert refused == "Too Many Requests: retry after 40"


async def test_a_group_named_by_its_username_has_the_rate_of_a_group(bot: Bot, sandbox: Sandbox) -> None:
    await bot.client.post(
        f"{sandbox.url}/people/add_group", json={"chat_id": -1009, "title": "议事厅", "username": "yishiting"}
    )
    await sandbox.people.set_limits(on=True, private=(1, 40.0), group=(4, 40.0))

    answers = [
        (await bot.call("sendMessage", chat_id=chat, text="a"))["ok"] for chat in ("@yishiting", -1009) * 3
    ]

    assert answers == [True] * 4 + [False] * 2
    assert (await bot.call("sendMessage", chat_id=ZHANG, text="a"))["ok"]


async def test_calls_are_logged_in_the_order_they_came(bot: Bot, sandbox: Sandbox) -> None:
    before = (await sandbox.people.calls())[-1]["n"]
    await bot.do("sendMessage", chat_id=ZHANG, text="a")
    await bot.refused("sendMessage", chat_id=99, text="a")
    calls = await sandbox.people.calls(since=before)

    assert [(c["method"], c["chat_id"], c["ok"], c["error"]) for c in calls] == [
        ("sendMessage", ZHANG, True, None),
        ("sendMessage", 99, False, "Bad Request: chat not found"),
    ]
    assert calls[0]["at"] < calls[1]["at"]
