"""How a character sounds, so that 锦江院 is heard as 锦江苑."""

import os
import re
from functools import lru_cache

# its dictionary of phrases would cost 45 MB and half a second; single characters are enough for names
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")

from pypinyin import lazy_pinyin

_CHINESE = re.compile("[\u4e00-\u9fff]")
_SAME = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("^n"), "l"),
    (re.compile("([aei]n)g$"), r"\1"),
)
"""What many do not tell apart: 平翘舌, n and l, 前后鼻音."""


@lru_cache(maxsize=8192)
def sound_of(sign: str) -> str:
    """The syllable of one character without its tone, as it is often heard; any other sign is itself."""
    if not _CHINESE.match(sign):
        return sign
    syllable = lazy_pinyin(sign)[0]
    for pattern, heard in _SAME:
        syllable = pattern.sub(heard, syllable)
    return syllable
