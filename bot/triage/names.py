"""How else a listed name is written: with other numerals, or with a character that sounds the same."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from bot.triage.numerals import NUMERAL, number_of
from bot.triage.sounds import sound_of

_NUMERAL = re.compile(NUMERAL)
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_SIGNS = "零一二三四五六七八九"
_TEN, _HUNDRED = 10, 100
_PHASE = re.compile(r"(?<=.)(?:第?[一二三四五六七八九十0-9]{1,2}期|[A-Za-z东西南北一二三四五六七八九十]区)$")

MOSTLY_WORDS = frozenset(
    "的一是不了在有人这上大来我个中也说到就要去会着没看好自她他那都得里后么你过还可以对多能下起成把被从给让往向想像见家住咱们找帮"
    "接借解节取叫等问听做用打拿放开关坐走跑飞吃喝买卖修装拆停堵响吵漏流滴搬送跟和与或又再才刚已将正很太真更最先"
)
"""Characters that are more often words than part of a name: 会堂向左 is not 会堂巷."""
_ADDRESS_BEHIND = re.compile(
    rf"\s?(?:$|[,.。!?;、]|第?{NUMERAL}\s?(?:栋|幢|座|号|#|弄)|的?(?:门口|旁边|附近|对面|楼|路灯|口|那[边里])|[这那]边)"
)
_NUMBER_BEHIND = re.compile(rf"\s?第?{NUMERAL}\s?(?:栋|幢|座|号|#)")
_SHORTEST, _LONG, _MOST = 3, 5, 64
_MISREAD = re.compile(
    "(?![苑园院城府庭湾里区村楼期路街巷弄道新东南西北中上下前后大小老一二三四五六七八九十的])[\u4e00-\u9fff]"
)
"""With one of those instead it is another place: 锦江城, 锦江苑三期."""


def spellings(name: str) -> Iterator[str]:
    """The name, and the name with Arabic for Chinese numerals and the other way round."""
    yield name
    for match in _NUMERAL.finditer(name):
        number = number_of(match[0])
        for written in {str(number), in_chinese(number), _by_digits(number)} - {match[0]}:
            yield name[: match.start()] + written + name[match.end() :]


def phase_of(name: str) -> str | None:
    """What of an estate's name tells it from its neighbours: 二期, B区."""
    match = _PHASE.search(name)
    return match[0] if match else None


def in_chinese(number: int) -> str:
    """A number below a thousand in Chinese: 12 is 十二; a larger one digit by digit."""
    if number >= _HUNDRED * _TEN:
        return _by_digits(number)
    hundreds, rest = divmod(number, _HUNDRED)
    tens, ones = divmod(rest, _TEN)
    said = f"{_SIGNS[hundreds]}百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else _SIGNS[tens]) + "十"
    elif hundreds and ones:
        said += "零"
    return said + (_SIGNS[ones] if ones or not said else "")


def _by_digits(number: int) -> str:
    return "".join(_SIGNS[int(digit)] for digit in str(number))


@dataclass(frozen=True)
class _Heard:
    """A name with the sound of each character; ``is_whole`` of an estate or street, not a landmark."""

    name: str
    sounds: list[str]
    is_whole: bool


class Alike:
    """Finds names that are written with a wrong character."""

    def __init__(self, names: Mapping[str, bool]) -> None:
        """Learn the names; true for those of estates and streets, where the wrong one may be the last."""
        known = [
            _Heard(name, [sound_of(sign) for sign in name], is_whole) for name, is_whole in names.items()
        ]
        self._by_first: dict[str, list[_Heard]] = defaultdict(list)
        for heard in sorted(known, key=lambda heard: -len(heard.name)):
            self._by_first[heard.sounds[0]].append(heard)
        self._whole = [heard.name for heard in known if heard.is_whole and len(heard.name) >= _SHORTEST]

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Where a folded text holds a name with a wrong character, and the name."""
        yield from self._misheard(text)
        yield from self._misread(text)

    def _misheard(self, text: str) -> Iterator[tuple[int, str]]:
        """Names written with a character of the same sound: 锦江院."""
        sounds = [sound_of(sign) for sign in text]
        for start, first in enumerate(sounds):
            for heard in self._by_first.get(first, ()):
                same = sounds[start : start + len(heard.name)] == heard.sounds
                if same and _is_slip(text, start, heard):
                    yield start, heard.name
                    break

    def _misread(self, text: str) -> Iterator[tuple[int, str]]:
        """Right in front of a number a wrong character needs no like sound: 锦江宛3座."""
        for number in islice(_NUMBER_BEHIND.finditer(text), _MOST):
            for name in self._whole:
                start = number.start() - len(name)
                wrong = _wrong(text, start, name) if start >= 0 else []
                if len(wrong) == 1 and wrong[0] > 0 and _MISREAD.fullmatch(text[start + wrong[0]]):
                    yield start, name


def _wrong(text: str, start: int, name: str) -> list[int]:
    """The places in a name where the text has another character; none when a number or letter is one."""
    said = text[start : start + len(name)]
    wrong = [place for place, (sign, meant) in enumerate(zip(said, name, strict=True)) if sign != meant]
    return wrong if all(_CHINESE.fullmatch(said[place] + name[place]) for place in wrong) else []


def _is_slip(text: str, start: int, heard: _Heard) -> bool:
    """Whether the other characters are slips rather than the words that stand there."""
    end, last = start + len(heard.name), len(heard.name) - 1
    wrong = _wrong(text, start, heard.name)
    if not 1 <= len(wrong) <= (2 if len(heard.name) >= _LONG else 1):
        return False
    inside_a_word = 0 in wrong and _CHINESE.match(text[start - 1 : start]) is not None
    if not heard.is_whole and (last in wrong or (inside_a_word and text[start - 1] not in MOSTLY_WORDS)):
        return False
    if len(heard.name) < _SHORTEST:
        return _CHINESE.fullmatch(heard.name) is not None and _NUMBER_BEHIND.match(text, end) is not None
    return (
        MOSTLY_WORDS.isdisjoint(text[start + place] for place in wrong)
        or _ADDRESS_BEHIND.match(text, end) is not None
    )
