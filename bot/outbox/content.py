"""What a message holds, without a word of Telegram's library."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

MOST_TEXT = 4096
"""Telegram's limit for a text, in UTF-16 units (Bot API, sendMessage)."""

MOST_CAPTION = 1024
"""The same for what stands under a file or photo (Bot API, sendDocument)."""


class Button(NamedTuple):
    """A button under a message: ``data`` is ``feature:action:id``, at most 64 bytes."""

    label: str
    data: str


class File(NamedTuple):
    """A file to send: its name, and its bytes in Base64."""

    name: str
    base64: str


class Copy(NamedTuple):
    """A message to be copied: where it stands, and what its caption becomes ("" for none).

    ``others`` are the ids of what was sent together with it; then nothing keeps a caption.
    """

    chat_id: int
    message_id: int
    caption: str | None = None
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """One message: a text with buttons, a file with the text under it, or a copy of somebody's media.

    ``keyboard`` are the big buttons under the text field; ``question`` opens the text field
    as an answer to this message. ``reply_to`` is a message's id in the same chat,
    ``reply_to_key`` the outbox key of one that may not have left yet. ``delete`` takes the
    message away again; ``pin`` pins it once it stands there, where the bot may.
    """

    text: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    keyboard: tuple[tuple[str, ...], ...] = ()
    question: bool = False
    reply_to: int | None = None
    reply_to_key: str | None = None
    copy: Copy | None = None
    file: File | None = None
    delete: bool = False
    pin: bool = False

    def to_json(self) -> dict[str, Any]:
        """As plain JSON, without what is at its default."""
        values = {field.name: getattr(self, field.name) for field in _FIELDS}
        return {name: value for name, value in values.items() if value not in ("", (), None, False)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Content":
        """The reverse of ``to_json``."""
        values = dict(stored)
        values["buttons"] = tuple(
            tuple(Button(*button) for button in row) for row in values.get("buttons", ())
        )
        values["keyboard"] = tuple(tuple(row) for row in values.get("keyboard", ()))
        values["copy"] = _copy(*values["copy"]) if values.get("copy") else None
        values["file"] = File(*values["file"]) if values.get("file") else None
        return cls(**values)


_FIELDS = fields(Content)


def _copy(chat_id: int, message_id: int, caption: str | None, others: Sequence[int] = ()) -> Copy:
    return Copy(chat_id, message_id, caption, tuple(others))


def fitted(text: str, most: int = MOST_TEXT) -> str:
    """``text`` cut to ``most`` UTF-16 units, with … where something is missing.

    Half a character, which no connection can carry, becomes �.
    """
    encoded = text.encode("utf-16-le", "surrogatepass")
    if len(encoded) <= 2 * most:
        return encoded.decode("utf-16-le", "replace")
    return encoded[: 2 * (most - 1)].decode("utf-16-le", "replace").rstrip("�") + "…"
