"""What an error of Telegram's means for the message that met it. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

import aiohttp
import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError


class Meaning(Enum):
    """What to do now."""

    ARRIVED = auto()
    UNCHANGED = auto()
    """An edit to what is there already: as good as arrived."""
    WAIT = auto()
    """Telegram told us to slow down."""
    NOT_SENT = auto()
    """It certainly did not arrive; try again."""
    DOUBT = auto()
    """The connection broke or the server failed: it may have arrived."""
    UNREACHABLE = auto()
    """The person blocked the bot, never started it, or is gone."""
    REMOVED = auto()
    """The bot is no longer in this group, or may not write there."""
    MIGRATED = auto()
    GONE = auto()
    """The message to be edited is not there any more."""
    TAKEN_AWAY = auto()
    """The message to be deleted or copied is not there any more: nothing left to do."""
    REJECTED = auto()
    """Telegram will never take it like this."""
    HELD_UP = auto()
    """It was not tried: one before it in the same chat has to wait."""


HOLDS_UP = frozenset(
    {Meaning.WAIT, Meaning.NOT_SENT, Meaning.DOUBT, Meaning.MIGRATED, Meaning.UNREACHABLE, Meaning.REMOVED}
)
"""After these, what comes next in the same chat is not tried before the first is settled."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The meaning, with what comes with it."""

    meaning: Meaning
    why: str = ""
    message_id: int | None = None
    wait: timedelta = timedelta(0)
    new_chat_id: int = 0


_NEVER_CONNECTED = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
)

_BAD_REQUESTS = (
    ("message is not modified", Meaning.UNCHANGED),
    ("message to edit not found", Meaning.GONE),
    ("message can't be edited", Meaning.GONE),
    ("message_id_invalid", Meaning.GONE),
    ("message to delete not found", Meaning.TAKEN_AWAY),
    ("message can't be deleted", Meaning.TAKEN_AWAY),
    ("message to copy not found", Meaning.TAKEN_AWAY),
    ("chat not found", Meaning.UNREACHABLE),
    ("user not found", Meaning.UNREACHABLE),
    ("peer_id_invalid", Meaning.UNREACHABLE),
    ("not enough rights to send", Meaning.REMOVED),
    ("have no rights to send", Meaning.REMOVED),
    ("chat_write_forbidden", Meaning.REMOVED),
)


def verdict_on(error: TelegramError, *, chat_id: int, copying: bool = False) -> Verdict:
    """Read an error as python-telegram-bot raises it.

    The texts are those of the Bot API server; a group's id is negative, a person's positive.
    A copy also fails when its source cannot be reached: then whoever was to get it is not to blame.
    """
    verdict = _verdict_on(error, chat_id)
    if copying and _is_about_the_source(error, chat_id):
        return Verdict(Meaning.TAKEN_AWAY, verdict.why)
    return verdict


def _is_about_the_source(error: TelegramError, chat_id: int) -> bool:
    """Whether the chat that is gone may be the one copied from: what is left unsaid falls to the next message."""
    if isinstance(error, BadRequest):
        return "chat not found" in error.message.lower()
    return chat_id > 0 and (
        isinstance(error, ChatMigrated)
        or (isinstance(error, Forbidden) and any(kind in error.message for kind in ("group", "channel")))
    )


def _verdict_on(error: TelegramError, chat_id: int) -> Verdict:
    why = error.message
    if isinstance(error, RetryAfter):
        seconds = error.retry_after
        wait = seconds if isinstance(seconds, timedelta) else timedelta(seconds=seconds)
        return Verdict(Meaning.WAIT, why, wait=wait)
    if isinstance(error, ChatMigrated):
        return Verdict(Meaning.MIGRATED, why, new_chat_id=error.new_chat_id)
    if isinstance(error, Forbidden):
        return Verdict(Meaning.REMOVED if chat_id < 0 else Meaning.UNREACHABLE, why)
    if isinstance(error, BadRequest):
        return _on_bad_request(why, chat_id)
    if isinstance(error, NetworkError):
        return Verdict(_on_broken_connection(error), why)
    return Verdict(Meaning.REJECTED, why)


def _on_bad_request(why: str, chat_id: int) -> Verdict:
    text = why.lower()
    meaning = next((meaning for sign, meaning in _BAD_REQUESTS if sign in text), Meaning.REJECTED)
    if meaning is Meaning.UNREACHABLE and chat_id < 0:
        meaning = Meaning.REMOVED
    return Verdict(meaning, why)


def _on_broken_connection(error: NetworkError) -> Meaning:
    """Whether it may have arrived, certainly has not, or cannot even be written down."""
    match error.__cause__:
        case UnicodeError():
            return Meaning.REJECTED
        case cause if isinstance(cause, _NEVER_CONNECTED):
            return Meaning.NOT_SENT
    return Meaning.DOUBT
