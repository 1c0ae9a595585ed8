"""How long a promise waits before it is tried again, and when it is given up."""

import random
from datetime import timedelta

MOST_ATTEMPTS = 40
"""With the pauses below about five hours of an unreachable Telegram."""

LEASE = timedelta(minutes=5)
"""Longer than the calls claimed together for one chat may take before they time out."""


def retry_after(attempts: int) -> timedelta | None:
    """The pause after this many failures: doubling from half a second to ten minutes, ± 25 %.

    None when it is time to give up.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    pause = min(0.5 * 2 ** (attempts - 1), 600.0)
    return timedelta(seconds=pause * random.uniform(0.75, 1.25))  # noqa: S311 - jitter, not a secret
