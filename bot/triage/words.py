"""Cutting a text into words: jieba on a small dictionary of our own words.

The full dictionary costs half a second and 85 MB; this one holds only words that decide
something and the lookalikes that must not, so that 消防车 never counts as 消防.
"""

import logging
import re
from collections.abc import Iterable

import jieba

from bot.triage.fold import fold

jieba.setLogLevel(logging.ERROR)

_USUAL = 10
_RARE = 1
_LATIN = re.compile("([a-z]{2,})")
"""English is cut by jieba letter by letter; a word of it counts whole or not at all."""


class Cutter:
    """Cuts folded text into the longest known words; all else falls into single characters."""

    def __init__(self, words: Iterable[str]) -> None:
        """Learn the words; nothing is read from or written to disk."""
        known: dict[str, int] = {}
        for word in words:
            plain = fold(word).lower()
            for end in range(1, len(plain)):
                # a first character that were worth nothing could not be cut off by itself
                known.setdefault(plain[:end], _RARE if end == 1 else 0)
            known[plain] = _USUAL
        self._jieba = jieba.Tokenizer()
        self._jieba.FREQ, self._jieba.total = known, max(1, _USUAL * len(known))
        self._jieba.initialized = True

    def cut(self, text: str) -> list[str]:
        """The words of a folded text, in order, in lower case; signs and blanks are words of their own."""
        words: list[str] = []
        for place, piece in enumerate(_LATIN.split(text.lower())):
            if place % 2:
                words.append(piece)
            else:
                words += self._jieba.cut(piece, HMM=False)
        return words
