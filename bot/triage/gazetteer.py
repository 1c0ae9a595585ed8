"""Every place the neighbourhood names, found in a text by its longest name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from string import ascii_lowercase, ascii_uppercase
from typing import Literal

from bot.config import Neighbourhood
from bot.consistency import estate_names, place_specs
from bot.notation import PlaceSpec, parse_place, plain
from bot.triage.fold import fold
from bot.triage.home import Home
from bot.triage.names import MOSTLY_WORDS, Alike, phase_of, spellings

_SHORT = 2
_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)
_PART_OF_NAME = re.compile("[\u4e00-\u9fffA-Za-z0-9]")
_NO_PHASE = re.compile("工程|项目|治疗|投资|建设|款|改造")

Kind = Literal["estate", "street", "landmark"]

GATES = ("东门", "西门", "南门", "北门", "正门", "后门", "大门", "侧门")


@dataclass(frozen=True)
class Named:
    """What a name stands for: an estate, a street, a landmark or a building or number of one."""

    kind: Kind
    label: str
    estate: str = ""
    street: str = ""
    numbers: tuple[int, ...] = ()
    grid: str | None = None
    by_itself: bool = False
    """A nickname's or a landmark's of its own: needs no estate in front."""


@dataclass(frozen=True)
class Found:
    """A name in a text, and all it may stand for."""

    start: int
    end: int
    meanings: tuple[Named, ...]


@dataclass
class Gazetteer:
    """The places of a neighbourhood. Build it with ``Gazetteer.of``."""

    buildings: dict[str, dict[int, str | None]] = field(default_factory=dict)
    streets: dict[str, list[tuple[frozenset[int], str]]] = field(default_factory=lambda: defaultdict(list))
    grids_of_estate: dict[str, tuple[str, ...]] = field(default_factory=dict)
    grids_of_street: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _names: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))
    _by_first: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _phases: frozenset[str] = frozenset()
    _alike: Alike = field(default_factory=lambda: Alike({}))

    @classmethod
    def of(cls, neighbourhood: Neighbourhood) -> "Gazetteer":
        """Read the estates, streets, landmarks and nicknames of a neighbourhood."""
        gazetteer = cls()
        for estate in neighbourhood.estates:
            gazetteer.buildings[estate.name] = dict.fromkeys(sorted(estate.building_numbers))
            for name in estate.names:
                gazetteer._call(name, Named("estate", estate.name, estate=estate.name))
        gazetteer._shorten(neighbourhood)
        for grid, spec in place_specs(neighbourhood):
            gazetteer._place(grid, spec)
        gazetteer._close()
        gazetteer._nickname(neighbourhood)
        for name in [*gazetteer._names, *GATES]:
            gazetteer._by_first[name[0]].append(name)
        for names in gazetteer._by_first.values():
            names.sort(key=len, reverse=True)
        gazetteer._alike = Alike(gazetteer._mistakable())
        return gazetteer

    def find(self, text: str) -> Iterator[Found]:
        """At each position of a folded text the longest name that begins there, well written or not."""
        text = text.translate(_SMALL)
        for start, first in enumerate(text):
            for name in self._by_first.get(first, ()):
                if text.startswith(name, start) and self._stands(name, text, start):
                    yield Found(start, start + len(name), tuple(self._names.get(name, ())))
                    break
        for start, name in self._alike.find(text):
            yield Found(start, start + len(name), tuple(self._names[name]))

    def _stands(self, name: str, text: str, start: int) -> bool:
        """Whether a short form such as 二期 stands by itself, not at the end of a strange name."""
        if name not in self._phases:
            return True
        before = text[max(0, start - 1) : start]
        begins = before in MOSTLY_WORDS or _PART_OF_NAME.match(before) is None
        return begins and _NO_PHASE.match(text, start + len(name)) is None

    def named(self, name: str) -> tuple[Named, ...]:
        """All that exactly this name may stand for."""
        return tuple(self._names.get(_key(name), ()))

    def grid_of_building(self, estate: str, number: int) -> str | None:
        """The grid of a building, ``None`` when it is in no list."""
        return self.buildings.get(estate, {}).get(number)

    def grid_of_number(self, street: str, number: int) -> str | None:
        """The grid of a street's number; a listed number beats a whole street."""
        spans = self.streets.get(street, [])
        listed = [grid for numbers, grid in spans if number in numbers]
        whole = [grid for numbers, grid in spans if not numbers]
        return next(iter(listed or whole), None)

    def grids_of_side(self, street: str, parity: int) -> tuple[str, ...]:
        """The grids that have odd (1) or even (0) numbers of a street."""
        spans = self.streets.get(street, [])
        return _once(grid for numbers, grid in spans if not numbers or any(n % 2 == parity for n in numbers))

    def names(self) -> tuple[str, ...]:
        """All names of places, which are no keywords however they sound."""
        return tuple(self._names)

    def estates_in(self, grids: set[str]) -> tuple[str, ...]:
        """The estates of which a part lies in one of these grids."""
        return tuple(estate for estate, codes in self.grids_of_estate.items() if grids & set(codes))

    def streets_in(self, grids: set[str]) -> tuple[str, ...]:
        """The streets of which a part lies in one of these grids."""
        return tuple(street for street, codes in self.grids_of_street.items() if grids & set(codes))

    def known_home(self, home: Home) -> Home:
        """The address with its estate's or street's own name in place of an alias or nickname."""
        meaning = next(
            (m for m in self.named(home.street or home.estate) if m.grid or m.kind != "landmark"), None
        )
        if meaning is None:
            return home
        building = meaning.numbers[0] if meaning.numbers else home.building
        return Home(meaning.estate, building, home.unit, home.room, meaning.street)

    def grid_of_home(self, home: Home) -> str | None:
        """The grid of an address, ``None`` when it is in no list or in several."""
        known = self.known_home(home)
        if known.building is not None:
            if known.street:
                return self.grid_of_number(known.street, known.building)
            return self.grid_of_building(known.estate, known.building)
        grids = self.grids_of_street.get(known.street) or self.grids_of_estate.get(known.estate) or ()
        return grids[0] if len(grids) == 1 else None

    def _call(self, name: str, meaning: Named) -> None:
        for written in spellings(_key(plain(name))):
            known = self._names[written]
            if meaning not in known:
                known.append(meaning)

    def _shorten(self, neighbourhood: Neighbourhood) -> None:
        """Let 二期 stand for the one estate that is called so; of two nobody knows which."""
        owners: dict[str, set[str]] = defaultdict(set)
        for estate in neighbourhood.estates:
            for phase in filter(None, map(phase_of, estate.names)):
                owners[phase].add(estate.name)
        single = {phase: names.pop() for phase, names in owners.items() if len(names) == 1}
        for phase, estate_name in single.items():
            if _key(phase) not in self._names:
                self._call(phase, Named("estate", estate_name, estate=estate_name))
        self._phases = frozenset(written for phase in single for written in spellings(_key(phase)))

    def _mistakable(self) -> dict[str, bool]:
        """The names that may be written wrongly, and whether their last character may be the wrong one."""
        return {
            name: any(meaning.kind != "landmark" for meaning in meanings)
            for name, meanings in self._names.items()
            if name not in self._phases
            and (len(name) > _SHORT or any(meaning.kind != "landmark" for meaning in meanings))
        }

    def _place(self, grid: str, spec: PlaceSpec) -> None:
        for name in spec.landmarks:
            label = spec.estate + spec.landmarks[0]
            meaning = Named("landmark", label, estate=spec.estate, grid=grid, by_itself=not spec.estate)
            self._call(name, meaning)
        if spec.landmarks:
            return
        if spec.street:
            self.streets[spec.street].append((spec.numbers, grid))
            self._call(spec.street, Named("street", spec.street, street=spec.street))
            return
        mine = self.buildings.setdefault(spec.estate, {})
        for number in spec.numbers or tuple(mine):
            mine[number] = grid

    def _close(self) -> None:
        inside: dict[str, list[str]] = defaultdict(list)
        for meanings in self._names.values():
            for meaning in meanings:
                if meaning.kind == "landmark" and meaning.estate and meaning.grid:
                    inside[meaning.estate].append(meaning.grid)
        for estate, numbers in self.buildings.items():
            grids = [grid for _, grid in sorted(numbers.items()) if grid] + inside[estate]
            self.grids_of_estate[estate] = _once(grids)
        for street, spans in self.streets.items():
            self.grids_of_street[street] = _once(grid for _, grid in spans)

    def _nickname(self, neighbourhood: Neighbourhood) -> None:
        owners = estate_names(neighbourhood)
        for nickname in neighbourhood.nicknames:
            try:
                spec = parse_place(nickname.means, owners)
            except ValueError:
                continue
            for meaning in list(
                self._meant(spec, owners[plain(spec.estate)].name if spec.estate in owners else "")
            ):
                for name in nickname.names:
                    self._call(name, meaning)

    def _meant(self, spec: PlaceSpec, estate: str) -> Iterator[Named]:
        numbers = tuple(sorted(spec.numbers))
        if spec.landmarks:
            known = self._names.get(_key(spec.landmarks[0]), ())
            yield from (replace(m, by_itself=True) for m in known if not estate or m.estate == estate)
        elif spec.street:
            grid = self.grid_of_number(spec.street, numbers[0]) if numbers else None
            label = spec.street + "、".join(f"{number}号" for number in numbers)
            kind: Kind = "landmark" if numbers else "street"
            yield Named(kind, label, street=spec.street, numbers=numbers, grid=grid, by_itself=True)
        else:
            grid = self.grid_of_building(estate, numbers[0]) if numbers else None
            label = estate + "、".join(f"{number}栋" for number in numbers)
            kind = "landmark" if numbers else "estate"
            yield Named(kind, label, estate=estate, numbers=numbers, grid=grid, by_itself=True)


def _key(name: str) -> str:
    """A name as it is kept and sought: capital and small letters are the same."""
    return fold(name).strip().translate(_SMALL)


def _once(grids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(grids))
