"""Where an update belongs and when a failed one is tried again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

MOST_ATTEMPTS = 3


def lane_of(update: Mapping[str, Any]) -> int:
    """The chat whose order this update belongs to; without a chat its person; else 0.

    Works on the raw JSON and on shapes nobody has seen yet: it looks for ``chat.id`` in
    the update's content and in the message inside it.
    """
    for content in update.values():
        if not isinstance(content, Mapping):
            continue
        for holder in (content, content.get("message")):
            for name in ("chat", "from", "user"):
                identity = _identity(holder, name)
                if identity is not None and (
                    name == "chat" or holder is not content or "message" not in content
                ):
                    return identity
        for name in ("from", "user"):
            identity = _identity(content, name)
            if identity is not None:
                return identity
    return 0


def album_of(update: Mapping[str, Any]) -> str | None:
    """The media group this update is a piece of."""
    message = update.get("message")
    album = message.get("media_group_id") if isinstance(message, Mapping) else None
    return str(album)[:64] if album is not None else None


def retry_after(attempts: int) -> timedelta | None:
    """How long to wait after this many failed attempts; None when it is time to give up."""
    return None if attempts >= MOST_ATTEMPTS else timedelta(seconds=0.5 * 4 ** (attempts - 1))


def _identity(holder: object, name: str) -> int | None:
    inner = holder.get(name) if isinstance(holder, Mapping) else None
    identity = inner.get("id") if isinstance(inner, Mapping) else None
    return identity if isinstance(identity, int) and abs(identity) < 2**63 else None
