"""How fast Telegram lets us send: so many overall, to one chat, and in one group."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from pyrate_limiter import InMemoryBucket, Rate, RateItem

from bot.config import Limits, SendRate

_MARGIN = 1.005
"""Our windows are half a percent longer than Telegram's: clocks and wake-ups are not exact."""
_REMEMBERED = 100
_MOMENT = 0.1
_CROWDED = 1.3
"""In a moment goes at most this many times what a steady stream would send: a second's worth is spread
over three quarters of it, so that something urgent need not wait for the next second."""
_UNTIL_ONE_RETURNS = 0.5
"""Seconds to wait at most when all that is allowed is under way; whoever returns wakes the sender."""


@dataclass(slots=True)
class _Window:
    """What was sent lately and what is under way, of a number allowed in a time."""

    bucket: InMemoryBucket
    under_way: int = 0

    def wait(self, now: int) -> float:
        """Seconds until one more may go."""
        self.bucket.leak(now)
        room = self.bucket.rates[0].limit - self.under_way
        if self.bucket.count() < room:
            return 0.0
        first = self.bucket.peek(room - 1) if room > 0 else None
        if first is None:
            return _UNTIL_ONE_RETURNS
        return (first.timestamp + self.bucket.rates[0].interval - now + 1) / 1000

    def is_quiet(self) -> bool:
        """Whether it holds nothing."""
        return not self.under_way and not self.bucket.count()


class Pace:
    """Sliding windows of what was sent. Times are seconds of a clock that never goes back.

    Telegram counts a message when it arrives, which we never see. It arrives before its answer
    returns, and what goes next takes a while to get there too: so a call counts from its return
    less half the quickest round trip of late, and however calls are held up on their way no
    window of Telegram's holds too many.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._overall = _window(limits.overall_rate)
        self._moment = _moment(limits.overall_rate)
        self._chats: dict[int, _Window] = {}
        self._halted: dict[int, float] = {}
        self._trips: deque[float] = deque(maxlen=_REMEMBERED)

    def wait_overall(self) -> float:
        """Seconds until one more message may go anywhere; 0 when now."""
        now = self._now()
        return max((window.wait(now) for window in (self._overall, self._moment) if window), default=0.0)

    def wait_for(self, chat_id: int) -> float:
        """Seconds until one more message may go to this chat; 0 when now."""
        halted = self._halted.get(chat_id, 0.0) - self._clock()
        if halted <= 0:
            self._halted.pop(chat_id, None)
        window = self._of(chat_id)
        return max(0.0, halted, window.wait(self._now()) if window else 0.0)

    def take(self, chat_id: int, messages: int = 1) -> None:
        """So many messages to this chat are under way, until ``returned`` or ``given_back``."""
        for window in self._both(chat_id):
            window.under_way += messages
        if self._moment:
            self._moment.bucket.put(RateItem("call", self._now()))

    def returned(self, chat_id: int, messages: int = 1, *, took: float) -> None:
        """A call that sent so many messages has been answered, or failed, after ``took`` seconds."""
        self._trips.append(took)
        counted_at = self._now() - int(min(self._trips) * 500)
        for window in self._both(chat_id):
            window.under_way -= messages
            for _ in range(messages):
                window.bucket.put(RateItem("message", counted_at))

    def given_back(self, chat_id: int, messages: int = 1) -> None:
        """So many messages that were taken were not sent after all."""
        for window in self._both(chat_id):
            window.under_way -= messages

    def halt(self, chat_id: int, seconds: float) -> None:
        """Telegram said: nothing to this chat for so long."""
        self._halted[chat_id] = max(self._halted.get(chat_id, 0.0), self._clock() + seconds)

    def paced_chats(self) -> dict[int, float]:
        """The chats to which nothing may go now, with the seconds they wait; forgets quiet chats."""
        waits = {chat_id: self.wait_for(chat_id) for chat_id in (*self._chats, *self._halted)}
        self._chats = {chat_id: window for chat_id, window in self._chats.items() if not window.is_quiet()}
        return {chat_id: wait for chat_id, wait in waits.items() if wait > 0}

    def _both(self, chat_id: int) -> list[_Window]:
        return [window for window in (self._overall, self._of(chat_id)) if window is not None]

    def _of(self, chat_id: int) -> _Window | None:
        if chat_id not in self._chats:
            window = _window(self._limits.group_rate if chat_id < 0 else self._limits.chat_rate)
            if window is None:
                return None
            self._chats[chat_id] = window
        return self._chats[chat_id]

    def _now(self) -> int:
        return int(self._clock() * 1000)


def _window(rate: SendRate | None) -> _Window | None:
    if rate is None:
        return None
    return _Window(InMemoryBucket([Rate(rate.messages, int(rate.seconds * 1000 * _MARGIN))]))


def _moment(rate: SendRate | None) -> _Window | None:
    if rate is None:
        return None
    steady = rate.messages / rate.seconds * _MOMENT
    return _Window(InMemoryBucket([Rate(math.ceil(steady * _CROWDED), int(_MOMENT * 1000))]))
