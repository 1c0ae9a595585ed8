"""How a place decides: the text's place, then the home, then the group, then ask."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.triage import texts
from bot.triage.address import address_in
from bot.triage.fold import fold
from bot.triage.gazetteer import Gazetteer
from bot.triage.roles import Role
from bot.triage.spots import Spot, Surroundings, spots

_BESIDE = re.compile("(?:的|斜)?(?:旁边|对面|附近|隔壁|门口|后面|前面|边上|背后|楼下)[那这]?(?:的|个|家)?")

_LONGEST, _MOST_SAID = 100, 8


@dataclass(frozen=True)
class Located:
    """The grid, or what to ask between, with the place named and the reasons."""

    grid: str | None
    place: str | None = None
    candidates: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    is_ours: bool = False
    """Whether the place is one of the neighbourhood, or would be."""


def locate(text: str, gazetteer: Gazetteer, around: Surroundings, grid_names: Mapping[str, str]) -> Located:
    """Decide the grid by the place the text names, else by home, else by group."""
    folded = fold(text)
    chosen = _chosen(spots(folded, gazetteer, around), folded)
    if not chosen:
        return _elsewhere(folded, around, grid_names)
    place = _in_short("、".join(dict.fromkeys(spot.label for spot in chosen)))
    found = [reason for spot in chosen[:_MOST_SAID] for reason in _said(spot, folded)]
    grid, candidates, why = _verdict(chosen, around, grid_names)
    return Located(grid, place, candidates, (*dict.fromkeys(found), why), is_ours=True)


def _chosen(found: Sequence[Spot], text: str) -> list[Spot]:
    """The spots that say where the matter is: whose doing it is before who suffers, the writer's home last."""
    kept = [a for a, b in zip_longest(found, found[1:]) if not _is_reference(a, b, text)]
    first = min((spot.role for spot in kept), default=Role.SCENE)
    kept = [spot for spot in kept if spot.role is first]
    return [spot for spot in kept if spot.exact] or kept


def _is_reference(spot: Spot, after: Spot | None, text: str) -> bool:
    return after is not None and after.exact and _BESIDE.fullmatch(text[spot.end : after.start]) is not None


def _said(spot: Spot, text: str) -> list[str]:
    said = text[spot.start : spot.end]
    if not spot.listed:
        return [texts.unknown_place(said)]
    if not spot.clear:
        return [texts.unclear_place(said)]
    return [texts.named_place(said, spot.label) + (f"（按{spot.source}）" if spot.source else "")]


def _verdict(
    chosen: Sequence[Spot], around: Surroundings, names: Mapping[str, str]
) -> tuple[str | None, tuple[str, ...], str]:
    grids = tuple(dict.fromkeys(grid for spot in chosen for grid in spot.grids))
    if not all(spot.listed and spot.clear for spot in chosen) or not grids:
        return None, grids, texts.ask()
    if not chosen[0].exact:
        common = [grid for grid in grids if all(grid in spot.grids for spot in chosen)]
        grids = tuple(common) or grids
    if len(grids) == 1:
        return grids[0], (), texts.to_grid(names.get(grids[0], grids[0]))
    if not chosen[0].exact:
        ways = (
            (_only(around.point_grids), texts.narrowed_by_location),
            (around.home_grid, texts.narrowed_by_home),
            (_only(around.grids), texts.narrowed_by_group),
        )
        for grid, narrowed in ways:
            if grid in grids and grid:
                return grid, (), narrowed(names.get(grid, grid))
    return None, grids, texts.several_grids(names.get(grid, grid) for grid in grids)


def _in_short(place: str) -> str:
    """A place as a ticket has room for it."""
    if len(place) <= _LONGEST:
        return place
    whole = place.rfind("、", 0, _LONGEST)
    return place[: whole if whole > 0 else _LONGEST] + texts.AND_SO_ON


def _only(grids: Sequence[str]) -> str | None:
    return grids[0] if len(grids) == 1 else None


def _elsewhere(text: str, around: Surroundings, names: Mapping[str, str]) -> Located:
    """No listed place: a strange estate or road is asked about, anything else leaves it to home and group."""
    address = address_in(text)
    if address is None:
        return _without_place(around, names)
    place = _in_short(address.words)
    if address.full and not around.point_grids:
        return Located(None, place, reasons=(texts.unknown_place(place), texts.ask()))
    return replace(_without_place(around, names), place=place)


def _without_place(around: Surroundings, names: Mapping[str, str]) -> Located:
    if around.point is None:
        return _by_home_or_group(around, names)
    place, grids = around.point.name or texts.SHARED_LOCATION, around.point_grids
    if not grids:
        left = _by_home_or_group(around, names)
        return replace(left, place=place, reasons=(texts.location_outside(), *left.reasons))
    if len(grids) == 1:
        return Located(grids[0], place, reasons=(texts.by_location(names.get(grids[0], grids[0])),))
    several = texts.location_in_several(names.get(grid, grid) for grid in grids)
    return Located(None, place, grids, (several,))


def _by_home_or_group(around: Surroundings, names: Mapping[str, str]) -> Located:
    if around.home_grid:
        home = texts.by_home(str(around.home), names.get(around.home_grid, around.home_grid))
        return Located(around.home_grid, reasons=(home,))
    if len(around.grids) == 1:
        grid = around.grids[0]
        return Located(grid, reasons=(texts.by_group(names.get(grid, grid)),))
    if around.grids:
        shared = texts.shared_group(names.get(grid, grid) for grid in around.grids)
        return Located(None, candidates=around.grids, reasons=(shared,))
    return Located(None, reasons=(texts.no_place(),))
