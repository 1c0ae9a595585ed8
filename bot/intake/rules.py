"""What is a courtesy and what holds nothing."""

import re
import unicodedata

_COURTESIES = re.compile(
    r"(?:谢谢(?:您|你|大家)?|多谢|感谢|谢了|好[的滴]?|收到|知道了|明白了?|辛苦了?|嗯+|ok|okay|thanks|thank you"
    r"|可以|行|没事了?|不客气|麻烦(?:您|你)?了|点?赞|太好了|棒)+"
)
_LONGEST_COURTESY = 16


def words_of(text: str) -> str:
    """``text`` without what nobody sees or reads: control, format and zero-width characters, edges."""
    return "".join(
        c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}
    ).strip()


def has_words(text: str) -> bool:
    """Whether there is anything to read: a letter or a digit of any script."""
    return any(unicodedata.category(c)[0] in "LN" for c in text)


def is_courtesy(text: str) -> bool:
    """Whether it only says thanks or all right, and so changes nothing."""
    bare = "".join(c for c in text.lower() if unicodedata.category(c)[0] in "LN")
    return len(bare) <= _LONGEST_COURTESY and (not bare or _COURTESIES.fullmatch(bare) is not None)
