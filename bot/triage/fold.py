"""One form of text to compare in: half-width signs and simplified characters, position by position."""

from typing import Final

from bot.triage.traditional import PAIRS

LONGEST: Final = 4096
"""What Telegram lets a message hold; nothing longer is read."""

_TABLE = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
    **dict(zip(map(ord, PAIRS[::2]), PAIRS[1::2], strict=True)),
}


def fold(text: str) -> str:
    """The text in its compared form, of the same length, or cut at what a message may hold."""
    return text[:LONGEST].translate(_TABLE)
