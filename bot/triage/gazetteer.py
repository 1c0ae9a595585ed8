"""Every place the neighbourhood names, found in a text by its longest name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from bot.config import Neighbourhood
from bot.consistency import estate_names, place_specs
from bot.notation import PlaceSpec, parse_place, plain
from bot.triage.fold import fold
from bot.triage.home import Home

GATES = ("东门", "西门", "南门", "北门", "正门", "后门", "大门", "侧门")


@dataclass(frozen=True)
class Named:
    """What a name stands for: an estate, a street, a landmark or a building or number of one."""

    kind: Literal["estate", "street", "landmark"]
    label: str
    estate: str = ""
    street: str = ""
    numbers: tuple[int, ...] = ()
    grid: str | None = None


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

    @classmethod
    def of(cls, neighbourhood: Neighbourhood) -> "Gazetteer":
        """Read the estates, streets, landmarks and nicknames of a neighbourhood."""
        gazetteer = cls()
        for estate in neighbourhood.estates:
            gazetteer.buildings[estate.name] = dict.fromkeys(sorted(estate.building_numbers))
            for name in estate.names:
                gazetteer._call(name, Named("estate", estate.name, estate=estate.name))
        for grid, spec in place_specs(neighbourhood):
            gazetteer._place(grid, spec)
        gazetteer._close()
        gazetteer._nickname(neighbourhood)
        for name in [*gazetteer._names, *GATES]:
            gazetteer._by_first[name[0]].append(name)
        for names in gazetteer._by_first.values():
            names.sort(key=len, reverse=True)
        return gazetteer

    def find(self, text: str) -> Iterator[Found]:
        """At each position of a folded text the longest name that begins there."""
        for start, first in enumerate(text):
            for name in self._by_first.get(first, ()):
                if text.startswith(name, start):
                    yield Found(start, start + len(name), tuple(self._names.get(name, ())))
                    break

    def named(self, name: str) -> tuple[Named, ...]:
        """All that exactly this name may stand for."""
        return tuple(self._names.get(fold(name).strip(), ()))

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
        known = self._names[fold(plain(name))]
        if meaning not in known:
            known.append(meaning)

    def _place(self, grid: str, spec: PlaceSpec) -> None:
        for name in spec.landmarks:
            label = spec.estate + spec.landmarks[0]
            self._call(name, Named("landmark", label, estate=spec.estate, grid=grid))
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
            yield from (
                m for m in self._names.get(fold(spec.landmarks[0]), ()) if not estate or m.estate == estate
            )
        elif spec.street:
            grid = self.grid_of_number(spec.street, numbers[0]) if numbers else None
            label = spec.street + "、".join(f"{number}号" for number in numbers)
            yield Named(
                "landmark" if numbers else "street", label, street=spec.street, numbers=numbers, grid=grid
            )
        else:
            grid = self.grid_of_building(estate, numbers[0]) if numbers else None
            label = estate + "、".join(f"{number}栋" for number in numbers)
            yield Named("landmark" if numbers else "estate", label, estate=estate, numbers=numbers, grid=grid)


def _once(grids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(grids))
