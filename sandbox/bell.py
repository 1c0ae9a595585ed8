"""Waiting until something changes, without asking again and again."""

import asyncio


class Bell:
    """Wakes everybody who waits for it; whoever comes later waits for the next ring."""

    __slots__ = ("_closed", "_waiting")

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self._closed = False

    @property
    def is_closed(self) -> bool:
        """Whether nobody may wait any longer."""
        return self._closed

    def ring(self) -> None:
        """Wake all who wait now."""
        if not self._waiting:
            return
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    def close(self) -> None:
        """Wake all who wait and let nobody wait again."""
        self._closed = True
        self.ring()

    async def wait(self, seconds: float) -> bool:
        """Return whether the bell rang within ``seconds``; at once when it is closed."""
        if self._closed or seconds <= 0:
            return False
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            # not wait_for: in Python 3.11 it swallows a cancellation that meets a ring
            async with asyncio.timeout(seconds):
                await waiter
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(waiter)
        return not self._closed
