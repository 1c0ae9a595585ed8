"""How fast Telegram lets us send: so many overall, to one chat, and in one group."""

from collections.abc import Callable

from pyrate_limiter import InMemoryBucket, Rate, RateItem

from bot.config import Limits, SendRate

_MARGIN = 1.03
"""Our windows are 3 % longer than Telegram's: requests overtake each other on the way."""


class Pace:
    """Sliding windows of what was sent. Times are milliseconds of a clock that never goes back."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._overall = _bucket(limits.overall_rate)
        self._chats: dict[int, list[InMemoryBucket]] = {}
        self._halted: dict[int, float] = {}

    def wait_overall(self) -> float:
        """Seconds until one more message may go anywhere; 0 when now."""
        return self._wait([self._overall] if self._overall else [])

    def wait_for(self, chat_id: int) -> float:
        """Seconds until one more message may go to this chat; 0 when now."""
        halted = self._halted.get(chat_id, 0.0) - self._clock()
        if halted <= 0:
            self._halted.pop(chat_id, None)
        return max(halted, self._wait(self._buckets(chat_id)))

    def take(self, chat_id: int, messages: int = 1) -> None:
        """Count a call to this chat that sends so many messages."""
        now = self._now()
        for bucket in (*([self._overall] if self._overall else []), *self._buckets(chat_id)):
            for _ in range(messages):
                bucket.put(RateItem("message", now))

    def halt(self, chat_id: int, seconds: float) -> None:
        """Telegram said: nothing to this chat for so long."""
        self._halted[chat_id] = max(self._halted.get(chat_id, 0.0), self._clock() + seconds)

    def paced_chats(self) -> dict[int, float]:
        """The chats to which nothing may go now, with the seconds they wait; forgets quiet chats."""
        waits = {chat_id: self.wait_for(chat_id) for chat_id in (*self._chats, *self._halted)}
        for chat_id, buckets in list(self._chats.items()):
            if not any(bucket.count() for bucket in buckets):
                del self._chats[chat_id]
        return {chat_id: wait for chat_id, wait in waits.items() if wait > 0}

    def _buckets(self, chat_id: int) -> list[InMemoryBucket]:
        if chat_id not in self._chats:
            rate = self._limits.group_rate if chat_id < 0 else self._limits.chat_rate
            bucket = _bucket(rate)
            if bucket is None:
                return []
            self._chats[chat_id] = [bucket]
        return self._chats[chat_id]

    def _wait(self, buckets: list[InMemoryBucket]) -> float:
        now = self._now()
        waits = [0.0]
        for bucket in buckets:
            bucket.leak(now)
            limit = bucket.rates[0].limit
            first = bucket.peek(limit - 1) if bucket.count() >= limit else None
            if first is not None:
                waits.append((first.timestamp + bucket.rates[0].interval - now + 1) / 1000)
        return max(waits)

    def _now(self) -> int:
        return int(self._clock() * 1000)


def _bucket(rate: SendRate | None) -> InMemoryBucket | None:
    if rate is None:
        return None
    return InMemoryBucket([Rate(rate.messages, int(rate.seconds * 1000 * _MARGIN))])
