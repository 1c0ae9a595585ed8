"""Where somebody lives, as people write it: 西关小区3栋2单元501, or 吴航路33号."""

import re
from dataclasses import dataclass
from typing import Self

from bot.triage.fold import fold
from bot.triage.numerals import NUMERAL, number_of

_BUILDING = re.compile(
    rf"(?P<estate>.*?\S)\s*(?P<building>{NUMERAL})\s*(?:号楼|栋|幢|座|#)楼?"
    rf"[\s,-]*(?:(?P<unit>{NUMERAL})\s*(?:单元|门|梯))?[\s,-]*(?:(?P<room>[0-9]{{2,4}})\s*(?:室|房|号|户)?)?"
)
_DASHES = re.compile(
    r"(?P<estate>.*?[^\d\s-])\s*(?P<building>\d{1,3})-(?:(?P<unit>\d{1,2})-)?(?P<room>\d{3,4})室?"
)
_STREET = re.compile(
    rf"(?P<street>.{{1,12}}?[路街巷弄道里])\s*(?P<building>{NUMERAL})\s*号\s*(?:(?P<room>\d{{2,4}})\s*室?)?"
)
_UNIT = re.compile(
    rf"(?P<estate>.*?[^\d\s])\s*(?P<unit>{NUMERAL})\s*单元[\s,-]*(?:(?P<room>[0-9]{{2,4}})\s*(?:室|房|号|户)?)?"
)
_LONGEST = 60


@dataclass(frozen=True)
class Home:
    """An address: an estate's building with unit and room, or a street's number.

    ``street`` is filled instead of ``estate`` for a house on a street; ``building`` is
    then its number.
    """

    estate: str = ""
    building: int | None = None
    unit: int | None = None
    room: str = ""
    street: str = ""

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read an address; an estate alone is one too.

        A building may go by its nickname (教师楼2单元): ``estate`` is the nickname then.

        Refuses with ``ValueError`` what is empty or too long to be an address.
        """
        text = fold(written).strip()
        if not text or len(text) > _LONGEST:
            raise ValueError("not an address")
        match = _BUILDING.fullmatch(text) or _DASHES.fullmatch(text)
        if match:
            unit = number_of(match["unit"]) if match["unit"] else None
            return cls(match["estate"], number_of(match["building"]), unit, match["room"] or "")
        match = _STREET.fullmatch(text)
        if match:
            return cls(
                building=number_of(match["building"]), street=match["street"], room=match["room"] or ""
            )
        match = _UNIT.fullmatch(text)
        if match:
            return cls(estate=match["estate"], unit=number_of(match["unit"]), room=match["room"] or "")
        return cls(estate=text)

    def __str__(self) -> str:
        if self.street:
            return f"{self.street}{self.building or ''}{'号' if self.building else ''}{self._room}"
        building = f"{self.building}栋" if self.building else ""
        unit = f"{self.unit}单元" if self.unit else ""
        return f"{self.estate}{building}{unit}{self._room}"

    @property
    def _room(self) -> str:
        return f"{self.room}室" if self.room else ""
