"""From the names and numbers in a text to spots: places whose grids are known, or known to be unknown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from bot.outlines import Point
from bot.triage.gazetteer import GATES, Found, Gazetteer, Named
from bot.triage.home import Home
from bot.triage.mentions import LETTERED, Numbered, numbered
from bot.triage.roles import Role, role_of
from bot.triage.strange import is_other_name, name_before, phase_after

_ADJACENT = re.compile(r"[\s的里内之中:(\[·,，-]{0,3}(?:小区)?(?:里面?|内)?的?")
_ENDS_IN_NUMBER = re.compile("[0-9A-Za-z\u3007一二三四五六七八九十百零]$")
_NO_NUMBER = "\ufffc"
_BEFORE_GATE = re.compile("的?")

_MOST = 64
"""Nobody means more places than this; what follows them is not read for places."""


@dataclass(frozen=True)
class Spot:
    """One place a text speaks of.

    ``exact``: a building, number or landmark; otherwise an estate or street as a whole.
    ``listed`` is false for what is in no list, ``clear`` false for what could be several.
    ``source`` says where a bare building got its estate from.
    """

    start: int
    end: int
    label: str
    grids: tuple[str, ...]
    exact: bool = True
    listed: bool = True
    clear: bool = True
    role: Role = Role.SCENE
    source: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What is known besides the text: the group's grids, estates and streets, the home, a shared location."""

    grids: tuple[str, ...] = ()
    estates: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    home: Home | None = None
    home_grid: str | None = None
    point: Point | None = None
    point_grids: tuple[str, ...] = ()

    def estate(self) -> tuple[str, str]:
        """The estate a bare building belongs to, and where that is known from."""
        if len(self.estates) == 1:
            return self.estates[0], "所在群的小区"
        return (self.home.estate, "登记住址的小区") if self.home and self.home.estate else ("", "")

    def street(self) -> tuple[str, str]:
        """The street a bare number belongs to, and where that is known from."""
        if self.home and self.home.street:
            return self.home.street, "登记住址的街道"
        return (self.streets[0], "所在群的街道") if len(self.streets) == 1 else ("", "")


Token = Found | Numbered


def spots(text: str, gazetteer: Gazetteer, around: Surroundings) -> list[Spot]:
    """All places a folded text speaks of, in order; those it denies or only sends somebody to left out."""
    found = [
        replace(spot, role=role_of(text, spot.start, spot.end))
        for spot in _Reader(text, gazetteer, around).read()
    ]
    return [spot for spot in found if spot.role is not Role.NONE]


def _longest(tokens: Iterable[Token]) -> list[Token]:
    """Of names and numbers that overlap the longest, in the order of the text."""
    kept: list[Token] = []
    taken: set[int] = set()
    for token in sorted(tokens, key=lambda token: (token.start - token.end, token.start)):
        if taken.isdisjoint(range(token.start, token.end)):
            taken.update(range(token.start, token.end))
            kept.append(token)
    return sorted(kept, key=lambda token: token.start)


def _without_numbers_at_the_end(text: str, names: Iterable[Found]) -> str:
    """The text as numbers are sought in it: the 100 of 阳光100 is not one with the 3 of 3栋."""
    for name in names:
        if _ENDS_IN_NUMBER.search(text[name.start : name.end]):
            text = text[: name.start] + _NO_NUMBER * (name.end - name.start) + text[name.end :]
    return text


class _Reader:
    """Walks through a text once and remembers the estate and street named last."""

    def __init__(self, text: str, gazetteer: Gazetteer, around: Surroundings) -> None:
        self._text = text
        self._places = gazetteer
        self._around = around
        names = list(islice(gazetteer.find(text), _MOST))
        apart = _without_numbers_at_the_end(text, names)
        self._tokens = _longest([*names, *islice(numbered(apart), _MOST)])
        self._estate = self._street = ""
        self._only_estate = self._only("estate")
        self._only_street = self._only("street")
        self._front: Named | None = None
        self._front_start = 0

    def read(self) -> list[Spot]:
        found: list[Spot] = []
        for index, token in enumerate(self._tokens):
            if found and found[-1].exact and self._is_its_gate(found[-1], token):
                continue
            spot = self._numbers(token) if isinstance(token, Numbered) else self._name(token, index)
            if spot:
                found.append(spot)
        found += (
            Spot(*m.span(), m[0], (), listed=False) for m in islice(LETTERED.finditer(self._text), _MOST)
        )
        return sorted(found, key=lambda spot: spot.start)

    def _is_its_gate(self, before: Spot, token: Token) -> bool:
        """A gate right behind a building or landmark is that one's own: 菜市场后门."""
        near = _BEFORE_GATE.fullmatch(self._text[before.end : token.start])
        return near is not None and self._text[token.start : token.end] in GATES

    def _only(self, kind: str) -> str:
        names = {
            meaning.label
            for token in self._tokens
            if isinstance(token, Found)
            for meaning in token.meanings
            if meaning.kind == kind
        }
        return names.pop() if len(names) == 1 else ""

    def _is_adjacent(self, index: int) -> bool:
        if index + 1 >= len(self._tokens):
            return False
        gap = self._text[self._tokens[index].end : self._tokens[index + 1].start]
        return len(gap) <= 6 and _ADJACENT.fullmatch(gap) is not None  # noqa: PLR2004 - 小区里面的

    def _name(self, token: Found, index: int) -> Spot | None:
        whole = next((m for m in token.meanings if m.kind in {"estate", "street"}), None)
        if whole is None:
            return self._landmark(token)
        self._front = None
        if whole.kind == "estate":
            ends = phase_after(self._text, token.end)
            if ends > token.end:
                return self._other_estate(token.start, ends, index)
            if is_other_name(self._text[token.start : token.end], self._text, token.end):
                return None
        self._remember(whole)
        if self._is_adjacent(index):
            self._front, self._front_start = whole, token.start
            return (
                None
                if self._fits(whole, self._tokens[index + 1])
                else self._whole(whole, token.start, token.end)
            )
        return self._whole(whole, token.start, token.end)

    def _fits(self, whole: Named, after: Token) -> bool:
        if isinstance(after, Numbered):
            return _is_address(after, whole)
        return whole.kind == "estate" and any(meaning.kind == "landmark" for meaning in after.meanings)

    def _remember(self, whole: Named) -> None:
        self._estate = whole.estate or self._estate
        self._street = whole.street or self._street

    def _other_estate(self, start: int, end: int, index: int) -> Spot:
        """An estate that only begins like a listed one: its number, if any, is in no list either."""
        following = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
        if isinstance(following, Numbered) and following.start - end <= 1:
            self._tokens[index + 1] = replace(following, doubtful=True)
            end = following.end
        return Spot(start, end, self._text[start:end], (), listed=False)

    def _whole(self, whole: Named, start: int, end: int) -> Spot:
        if whole.kind == "estate":
            return Spot(
                start, end, whole.label, self._places.grids_of_estate.get(whole.estate, ()), exact=False
            )
        side = re.match(r"[\s的]?([单双])号", self._text[end : end + 4])
        grids = self._places.grids_of_street.get(whole.street, ())
        if side:
            grids = self._places.grids_of_side(whole.street, int(side[1] == "单"))
        return Spot(start, end, whole.label, grids, exact=False)

    def _landmark(self, token: Found) -> Spot | None:
        front, self._front = self._front, None
        said = self._text[token.start : token.end]
        if front and front.kind == "estate":
            known = self._places.grids_of_estate.get(front.estate, ())
            mine = [m for m in token.meanings if m.estate == front.estate]
            mine += [m for m in token.meanings if not m.estate and m.grid in known]
            if mine:
                return self._at(mine[0], self._front_start, token.end)
            return self._whole(front, self._front_start, token.end)
        direct = [m for m in token.meanings if m.by_itself]
        estate, source = (self._estate, "") if self._estate else self._around.estate()
        inside = [m for m in token.meanings if m.estate == estate and not m.by_itself]
        if inside or direct:
            return self._at((inside or direct)[0], token.start, token.end, source if inside else "")
        if estate:
            grids = self._places.grids_of_estate.get(estate, ())
            return Spot(token.start, token.end, estate + said, grids, exact=False, source=source)
        grids = tuple(dict.fromkeys(m.grid for m in token.meanings if m.grid))
        return Spot(token.start, token.end, said, grids, clear=False)

    def _at(self, meaning: Named, start: int, end: int, source: str = "") -> Spot:
        grids = (meaning.grid,) if meaning.grid else ()
        return Spot(start, end, meaning.label, grids, listed=bool(grids), source=source)

    def _numbers(self, token: Numbered) -> Spot | None:
        front, self._front = self._front, None
        strange = "" if front else name_before(self._text, token.start, token.kind)
        if not _is_address(token, front) and not strange:
            return None
        said = self._text[token.start : token.end]
        if front and front.kind == "estate":
            return self._buildings(front.estate, token, self._front_start)
        if front and (token.kind == "house" or "号楼" in said):
            return self._houses(front.street, token, self._front_start)
        if strange:
            return Spot(token.start - len(strange), token.end, strange.strip(" 的") + said, (), listed=False)
        return self._bare(token)

    def _bare(self, token: Numbered) -> Spot:
        """A number with no name in front: of the estate or street named elsewhere, else of home or group."""
        if token.kind == "building":
            estate, source = (self._estate or self._only_estate, "")
            if not estate:
                estate, source = self._around.estate()
            return self._buildings(estate, token, token.start, source)
        street, source = (self._street or self._only_street, "")
        if not street:
            street, source = self._around.street()
        return self._houses(street, token, token.start, source)

    def _buildings(self, estate: str, token: Numbered, start: int, source: str = "") -> Spot:
        label = estate + "、".join(f"{number}栋" for number in token.numbers) + _inner(token)
        if not estate:
            grids = {
                self._places.grid_of_building(e, n) for e in self._places.buildings for n in token.numbers
            }
            return Spot(start, token.end, label, tuple(sorted(grid for grid in grids if grid)), clear=False)
        return _spot(
            start, token, label, [self._places.grid_of_building(estate, n) for n in token.numbers], source
        )

    def _houses(self, street: str, token: Numbered, start: int, source: str = "") -> Spot:
        label = street + "、".join(f"{number}号" for number in token.numbers) + _inner(token)
        if not street:
            grids = {self._places.grid_of_number(s, n) for s in self._places.streets for n in token.numbers}
            return Spot(start, token.end, label, tuple(sorted(grid for grid in grids if grid)), clear=False)
        return _spot(
            start, token, label, [self._places.grid_of_number(street, n) for n in token.numbers], source
        )


def _is_address(token: Numbered, front: Named | None) -> bool:
    if token.needs_estate:
        return front is not None and front.kind == "estate"
    return not token.doubtful or (front is not None and front.kind == "street")


def _inner(token: Numbered) -> str:
    return (f"{token.stair}单元" if token.stair else "") + (f"{token.room}室" if token.room else "")


def _spot(start: int, token: Numbered, label: str, grids: list[str | None], source: str) -> Spot:
    known = tuple(dict.fromkeys(grid for grid in grids if grid))
    return Spot(start, token.end, label, known, listed=None not in grids, source=source)
