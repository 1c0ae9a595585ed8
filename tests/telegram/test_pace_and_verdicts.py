"""Telegram's rates and what its errors mean."""

import math
import random
from datetime import timedelta

import aiohttp
import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.config import Limits
from bot.outbox import rules
from bot.telegram.pace import Pace
from bot.telegram.verdicts import Meaning, Verdict, verdict_on


class Watch:
    """Seconds that pass when told."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def _sent_in(pace: Pace, watch: Watch, chats: list[int], seconds: float) -> list[float]:
    """When messages to these chats in turn could go, as fast as allowed."""
    moments, start, turn = [], watch.now, 0
    while watch.now - start <= seconds:
        chat = chats[turn % len(chats)]
        wait = max(pace.wait_overall(), pace.wait_for(chat))
        if wait:
            watch.now += wait
            continue
        pace.take(chat)
        pace.returned(chat, took=0.0)
        moments.append(watch.now - start)
        turn += 1
    return [moment for moment in moments if moment <= seconds]


@pytest.mark.parametrize(
    ("chats", "window", "most"),
    [([-1], 60.0, 20), ([7], 3.0, 3), (list(range(1, 400)), 1.0, 30)],
    ids=["a group", "a person", "overall"],
)
def test_no_window_ever_holds_more_than_telegram_allows(chats: list[int], window: float, most: int) -> None:
    watch = Watch()
    moments = _sent_in(Pace(Limits(), watch), watch, chats, 5 * window)

    fullest = max(sum(start <= moment < start + window for moment in moments) for start in moments)
    assert fullest == most
    assert len(moments) >= 0.95 * 5 * most


def test_a_limit_that_is_switched_off_never_waits() -> None:
    pace = Pace(Limits(overall="", chat="", group=""), Watch())

    for _ in range(1000):
        pace.take(-1)
        pace.returned(-1, took=0.0)

    assert (pace.wait_overall(), pace.wait_for(-1), pace.paced_chats()) == (0.0, 0.0, {})


@pytest.mark.parametrize("seed", range(5))
def test_however_calls_are_held_up_no_window_of_telegrams_holds_too_many(seed: int) -> None:
    """Each call takes 40 to 240 ms, at random there or back; Telegram counts when it arrives."""
    draw, watch = random.Random(seed), Watch()
    pace, arrived, under_way = Pace(Limits(), watch), list[float](), list[tuple[float, int, float]]()
    for chat in range(1, 400):
        while wait := pace.wait_overall():
            back, whose, took = min(under_way, default=(math.inf, 0, 0.0))
            if back <= watch.now + wait:
                under_way.remove((back, whose, took))
                watch.now = max(back, watch.now)
                pace.returned(whose, took=took)
            else:
                watch.now += wait
        pace.take(chat)
        there, back = (0.02 + draw.random() / 10 for _ in range(2))
        arrived.append(watch.now + there)
        under_way.append((watch.now + there + back, chat, there + back))

    fullest = max(sum(start <= moment < start + 1 for moment in arrived) for start in arrived)
    assert fullest <= 30
    assert len(arrived) / (max(arrived) - min(arrived)) > 25


def test_something_urgent_need_not_wait_for_the_next_second() -> None:
    watch = Watch()
    pace = Pace(Limits(), watch)
    waits = []
    for chat in range(1, 300):
        waits.append(pace.wait_overall())
        watch.now += waits[-1]
        pace.take(chat)
        pace.returned(chat, took=0.0)

    assert max(waits) < 0.35


def test_what_is_not_sent_after_all_leaves_its_room() -> None:
    pace = Pace(Limits(), Watch())
    pace.take(7, 3)
    full = pace.wait_for(7)
    pace.given_back(7, 3)

    assert full > 0
    assert (pace.wait_for(7), pace.wait_overall()) == (0.0, 0.0)


def test_a_halted_chat_waits_as_long_as_told_and_others_do_not() -> None:
    watch = Watch()
    pace = Pace(Limits(), watch)

    pace.halt(-1, 30)

    assert (pace.wait_for(-1), pace.wait_for(-2)) == (30.0, 0.0)
    watch.now += 31
    assert (pace.wait_for(-1), pace.paced_chats()) == (0.0, {})


def _caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


_REFUSED = aiohttp.ClientConnectorError(None, OSError(111, "refused"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "chat_id", "meaning"),
    [
        (BadRequest("Message is not modified: specified new message content…"), 7, Meaning.UNCHANGED),
        (BadRequest("Message to edit not found"), -1, Meaning.GONE),
        (BadRequest("Message can't be edited"), -1, Meaning.GONE),
        (BadRequest("Message to delete not found"), -1, Meaning.TAKEN_AWAY),
        (BadRequest("Message to copy not found"), 7, Meaning.TAKEN_AWAY),
        (BadRequest("Chat not found"), 7, Meaning.UNREACHABLE),
        (BadRequest("Chat not found"), -1, Meaning.REMOVED),
        (BadRequest("Not enough rights to send text messages to the chat"), -1, Meaning.REMOVED),
        (BadRequest("Can't parse entities"), 7, Meaning.REJECTED),
        (Forbidden("Forbidden: bot was blocked by the user"), 7, Meaning.UNREACHABLE),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), 7, Meaning.UNREACHABLE),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), -1, Meaning.REMOVED),
        (NetworkError("Bad Gateway"), 7, Meaning.DOUBT),
        (TimedOut(), 7, Meaning.DOUBT),
        (_caused(NetworkError("x"), httpx.ConnectError("refused")), 7, Meaning.NOT_SENT),
        (_caused(NetworkError("x"), _REFUSED), 7, Meaning.NOT_SENT),
        (_caused(TimedOut(), aiohttp.ConnectionTimeoutError()), 7, Meaning.NOT_SENT),
        (_caused(TimedOut(), aiohttp.SocketTimeoutError()), 7, Meaning.DOUBT),
        (_caused(NetworkError("x"), aiohttp.ServerDisconnectedError()), 7, Meaning.DOUBT),
        (_caused(NetworkError("x"), httpx.ReadError("cut")), 7, Meaning.DOUBT),
        (_caused(NetworkError("x"), UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "no")), 7, Meaning.REJECTED),
    ],
)  # fmt: skip
def test_what_an_error_means(error: TelegramError, chat_id: int, meaning: Meaning) -> None:
    assert verdict_on(error, chat_id=chat_id).meaning is meaning


@pytest.mark.parametrize(
    ("error", "chat_id", "meaning"),
    [
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), 7, Meaning.TAKEN_AWAY),
        (Forbidden("Forbidden: bot is not a member of the channel chat"), 7, Meaning.TAKEN_AWAY),
        (Forbidden("Forbidden: bot was blocked by the user"), 7, Meaning.UNREACHABLE),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), -1, Meaning.REMOVED),
        (BadRequest("Chat not found"), 7, Meaning.TAKEN_AWAY),
        (ChatMigrated(-100200), 7, Meaning.TAKEN_AWAY),
        (ChatMigrated(-100200), -1, Meaning.MIGRATED),
        (TimedOut(), 7, Meaning.DOUBT),
    ],
)
def test_a_copy_that_fails_for_its_source_blames_nobody_else(
    error: TelegramError, chat_id: int, meaning: Meaning
) -> None:
    assert verdict_on(error, chat_id=chat_id, copying=True).meaning is meaning


def test_what_comes_with_an_error() -> None:
    assert verdict_on(RetryAfter(timedelta(seconds=35)), chat_id=-1).wait == timedelta(seconds=35)
    assert verdict_on(ChatMigrated(-100200), chat_id=-1) == Verdict(
        Meaning.MIGRATED, "Group migrated to supergroup. New chat id: -100200", new_chat_id=-100200
    )


def test_pauses_double_and_end() -> None:
    pauses = [rules.retry_after(attempt) for attempt in range(1, rules.MOST_ATTEMPTS)]

    seconds = [pause.total_seconds() for pause in pauses if pause]
    assert all(
        0.74 * want <= got <= 1.26 * want for want, got in zip((0.5, 1, 2, 4, 8), seconds, strict=False)
    )
    assert (len(seconds), max(seconds) <= 750, rules.retry_after(rules.MOST_ATTEMPTS)) == (39, True, None)
