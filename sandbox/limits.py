"""Telegram's rates, as sliding windows: how many sends fit before a bot is told to wait."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

COUNTED = frozenset(
    {
        "sendMessage",
        "sendPhoto",
        "sendDocument",
        "sendVoice",
        "sendVideo",
        "sendAudio",
        "sendLocation",
        "sendMediaGroup",
        "copyMessage",
        "forwardMessage",
        "editMessageText",
        "editMessageCaption",
        "editMessageReplyMarkup",
        "editMessageMedia",
        "sendAnimation",
        "sendVideoNote",
        "sendSticker",
        "sendVenue",
        "sendContact",
        "sendPoll",
        "copyMessages",
        "forwardMessages",
    }
)


@dataclass(slots=True)
class Rate:
    """At most ``calls`` within any ``seconds``."""

    calls: int
    seconds: float


@dataclass(slots=True)
class Limits:
    """The three rates and what was sent lately; only calls that were done are remembered."""

    on: bool = True
    overall: Rate = field(default_factory=lambda: Rate(30, 1.0))
    group: Rate = field(default_factory=lambda: Rate(20, 60.0))
    private: Rate = field(default_factory=lambda: Rate(3, 3.0))
    _sent: defaultdict[tuple[int, int], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def retry_after(self, bot: int, chat_id: int, now: float) -> int:
        """Return the whole seconds to wait before a send fits, or 0 when it fits now."""
        room = self.group if chat_id < 0 else self.private
        wait = max(self._wait((bot, 0), self.overall, now), self._wait((bot, chat_id), room, now))
        return math.ceil(wait) if wait > 0 else 0

    def _wait(self, key: tuple[int, int], rate: Rate, now: float) -> float:
        sent = self._sent[key]
        while sent and sent[0] <= now - rate.seconds:
            sent.popleft()
        if len(sent) < rate.calls:
            return 0.0
        return max(sent[len(sent) - rate.calls] + rate.seconds - now, 0.001) if rate.calls else rate.seconds

    def record(self, bot: int, chat_id: int, now: float) -> None:
        """Count a send that was done."""
        self._sent[bot, 0].append(now)
        self._sent[bot, chat_id].append(now)

    def forget(self) -> None:
        """Empty every window."""
        self._sent.clear()
