"""Numbers as residents write them: 3, 十二, 8-9, 3、5."""

import re

NUMERAL = r"(?:[0-9]{1,4}|[一二三四五六七八九十百零\u3007]{1,5})"
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"\u3007": 0}
_TENS = {"十": 10, "百": 100}
_PART = re.compile(rf"(?P<sign>[-~—至到])?[^-~—至到0-9一二三四五六七八九十百零\u3007]*(?P<number>{NUMERAL})")
_WIDEST = 60


def number_of(written: str) -> int:
    """The value of an Arabic or Chinese numeral: 12, 十二, 二十一, 一百零三, 一二."""
    if written.isdigit() and written.isascii():
        return int(written)
    if not any(sign in _TENS for sign in written):
        return int("".join(str(_DIGITS[sign]) for sign in written))
    total, pending = 0, 0
    for sign in written:
        if sign in _TENS:
            total += (pending or 1) * _TENS[sign]
            pending = 0
        else:
            pending = _DIGITS[sign]
    return total + pending


def numbers_of(written: str, *, one_side: bool = False) -> tuple[int, ...]:
    """All numbers of a list with ranges, in order: 8-9 is 8 and 9; 33-1 is house 33, entrance 1.

    ``one_side``: from odd to odd and from even to even only that side of a street is meant.
    """
    numbers: list[int] = []
    for match in _PART.finditer(written):
        number = number_of(match["number"])
        if not match["sign"] or not numbers:
            numbers.append(number)
        elif number > numbers[-1]:
            step = 2 if one_side and (number - numbers[-1]) % 2 == 0 else 1
            numbers.extend(range(max(numbers[-1] + step, number - _WIDEST), number + 1, step))
    return tuple(dict.fromkeys(numbers))
