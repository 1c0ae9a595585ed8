"""Whether the parts of a neighbourhood fit each other: places, people, categories."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from bot.notation import PlaceSpec, longest_prefix, parse_place, plain
from bot.settings import Estate, Neighbourhood, Nickname


@dataclass(frozen=True)
class Problem:
    """One thing that does not fit: where it stands, what is written there, and the mend."""

    path: str
    value: str
    mend: str


def problems(neighbourhood: Neighbourhood) -> list[Problem]:
    """Everything that must be mended before the neighbourhood can be used."""
    return [
        *_duplicates(neighbourhood),
        *_estate_names(neighbourhood),
        *_workers(neighbourhood),
        *_places(neighbourhood),
        *_nicknames(neighbourhood),
        *_canteens(neighbourhood),
    ]


def warnings(neighbourhood: Neighbourhood) -> list[str]:
    """What works but is probably not meant, one line each."""
    return [
        *_unanswered(neighbourhood),
        *_unreached(neighbourhood),
        *_homeless(neighbourhood),
        *_unfed(neighbourhood),
    ]


def place_specs(neighbourhood: Neighbourhood) -> list[tuple[str, PlaceSpec]]:
    """The grid code and the parsed entry of each place that parses; estates by their own names."""
    owners = estate_names(neighbourhood)
    specs = []
    for grid in neighbourhood.grids:
        for written in grid.places:
            try:
                spec = parse_place(written, owners)
            except ValueError:
                continue
            specs.append((grid.code, _with_own_name(spec, owners)))
    return specs


def estate_names(neighbourhood: Neighbourhood) -> dict[str, Estate]:
    """Every name and alias of every estate, in plain form, and the estate."""
    return {name: estate for estate in neighbourhood.estates for name in estate.names}


def meaning(nickname: Nickname, neighbourhood: Neighbourhood) -> tuple[str, PlaceSpec] | None:
    """The grid ("" when in none) and the place a nickname means; ``None`` when it names nothing known."""
    owners = estate_names(neighbourhood)
    try:
        wanted = _with_own_name(parse_place(nickname.means, owners), owners)
    except ValueError:
        return None
    for grid, spec in place_specs(neighbourhood):
        if _holds(spec, wanted):
            return grid, wanted
    known = owners.get(plain(wanted.estate))
    if known and not wanted.landmarks and wanted.numbers <= known.building_numbers:
        return "", wanted
    return None


def _with_own_name(spec: PlaceSpec, owners: dict[str, Estate]) -> PlaceSpec:
    estate = owners.get(plain(spec.estate))
    if estate is None:
        return spec
    return PlaceSpec(estate=estate.name, numbers=spec.numbers, landmarks=spec.landmarks)


def _holds(spec: PlaceSpec, wanted: PlaceSpec) -> bool:
    if (spec.estate, spec.street) != (wanted.estate, wanted.street):
        return False
    if wanted.landmarks:
        return bool(set(wanted.landmarks) & set(spec.landmarks))
    return not spec.landmarks and (not spec.numbers or wanted.numbers <= spec.numbers)


def _duplicates(neighbourhood: Neighbourhood) -> Iterator[Problem]:
    n = neighbourhood
    yield from _twice("grids", "code", [grid.code for grid in n.grids])
    yield from _twice("workers", "name", [worker.name for worker in n.workers])
    yield from _twice("workers", "telegram_id", [str(w.telegram_id) for w in n.workers if w.telegram_id])
    yield from _twice("categories", "key", [category.key for category in n.categories])
    yield from _twice("nicknames", "name", [name for nickname in n.nicknames for name in nickname.names])
    tags = [tag for category in n.categories for tag in dict.fromkeys(category.tags)]
    yield from _twice("categories", "tags", tags)


def _twice(table: str, field: str, values: Iterable[str]) -> Iterator[Problem]:
    for value, times in Counter(values).items():
        if times > 1:
            yield Problem(f"{table}.{field}", value, f"it is there {times} times; give each its own")


def _estate_names(neighbourhood: Neighbourhood) -> Iterator[Problem]:
    names = [name for estate in neighbourhood.estates for name in dict.fromkeys(estate.names)]
    yield from _twice("estates", "name", names)


def _workers(neighbourhood: Neighbourhood) -> Iterator[Problem]:
    grids = [grid.code for grid in neighbourhood.grids]
    keys = [category.key for category in neighbourhood.categories]
    names = [worker.name for worker in neighbourhood.workers]
    for worker in neighbourhood.workers:
        path = f'workers["{worker.name}"]'
        yield from _unknown(f"{path}.grids", worker.grids, grids, "grid")
        yield from _unknown(f"{path}.categories", worker.categories, keys, "category")
        if worker.stand_in == worker.name:
            yield Problem(f"{path}.stand_in", worker.stand_in, "name somebody else")
        elif worker.stand_in:
            yield from _unknown(f"{path}.stand_in", [worker.stand_in], names, "worker")


def _unknown(path: str, values: Iterable[str], known: list[str], what: str) -> Iterator[Problem]:
    for value in values:
        if value not in known:
            near = get_close_matches(value, known, 1)
            hint = f'did you mean "{near[0]}"?' if near else f"known are {', '.join(known) or 'none'}"
            yield Problem(path, value, f"no such {what}; {hint}")


def _places(neighbourhood: Neighbourhood) -> Iterator[Problem]:
    owners = estate_names(neighbourhood)
    taken: dict[tuple[str, ...], str] = {}
    for grid in neighbourhood.grids:
        for written in grid.places:
            path = f'grids["{grid.code}"].places'
            try:
                spec = parse_place(written, owners)
            except ValueError as problem:
                yield Problem(path, written, str(problem))
                continue
            yield from _outside(path, written, spec, owners)
            yield from _shared(path, written, grid.code, _claims(_with_own_name(spec, owners), owners), taken)


def _outside(path: str, written: str, spec: PlaceSpec, owners: dict[str, Estate]) -> Iterator[Problem]:
    estate = owners.get(plain(spec.estate))
    if spec.estate and estate is None:
        near = get_close_matches(spec.estate, list(owners), 1) or [longest_prefix(spec.estate, owners)]
        hint = f'did you mean "{near[0]}"?' if near[0] else "add it to [[estates]]"
        yield Problem(path, written, f"no such estate; {hint}")
    elif estate and not spec.numbers <= estate.building_numbers:
        foreign = ", ".join(map(str, sorted(spec.numbers - estate.building_numbers)))
        yield Problem(path, written, f"{estate.name} has no building {foreign}; it has {estate.buildings}")


def _claims(spec: PlaceSpec, owners: dict[str, Estate]) -> Iterator[tuple[str, ...]]:
    if spec.landmarks:
        yield from ((spec.estate, name) for name in dict.fromkeys(spec.landmarks))
    elif spec.estate in owners or spec.estate:
        estate = owners.get(plain(spec.estate))
        numbers = spec.numbers or (estate.building_numbers if estate else frozenset[int]())
        yield from ((spec.estate, str(number), "栋") for number in sorted(numbers))
    else:
        yield from ((spec.street, str(number), "号") for number in sorted(spec.numbers))


def _shared(
    path: str, written: str, grid: str, claims: Iterable[tuple[str, ...]], taken: dict[tuple[str, ...], str]
) -> Iterator[Problem]:
    for claim in claims:
        other = taken.setdefault(claim, grid)
        if other != grid:
            yield Problem(path, written, f"{''.join(claim)} is in {other} already; leave it in one grid")
            return


def _nicknames(neighbourhood: Neighbourhood) -> Iterator[Problem]:
    for nickname in neighbourhood.nicknames:
        if meaning(nickname, neighbourhood) is None:
            mend = 'name a known building, street number or landmark, such as "西关小区3栋"'
            yield Problem(f'nicknames["{nickname.name}"].means', nickname.means, mend)


def _canteens(neighbourhood: Neighbourhood) -> Iterator[Problem]:
    yield from _twice("canteens", "name", [canteen.name for canteen in neighbourhood.canteens])
    codes = [grid.code for grid in neighbourhood.grids]
    for canteen in neighbourhood.canteens:
        path = f'canteens["{canteen.name}"]'
        yield from _unknown(f"{path}.grids", canteen.grids, codes, "grid")
        yield from _twice(f"{path}.meals", "name", [meal.name for meal in canteen.meals])
        for meal in canteen.meals:
            if meal.cut_off and meal.cut_off > meal.hours[1]:
                where = f'{path}.meals["{meal.name}"].order_until'
                yield Problem(where, meal.order_until, f"name a time before the meal ends ({meal.serves})")


def _unfed(neighbourhood: Neighbourhood) -> Iterator[str]:
    menus = [plan for plan in neighbourhood.schedules if plan.what == "canteen_menu"]
    if menus and not neighbourhood.canteens:
        yield "schedules: canteen_menu has no [[canteens]] to serve"
    if neighbourhood.canteens and not menus:
        yield "canteens: no [[schedules]] with canteen_menu: no menu is ever posted by itself"
    for plan in menus:
        for canteen in neighbourhood.canteens:
            for meal in canteen.meals:
                if plan.at_time >= meal.hours[1]:
                    over = f"{canteen.name} {meal.name} is over ({meal.serves})"
                    yield f"canteens: {over} when its menu is posted at {plan.at}"


def _unanswered(neighbourhood: Neighbourhood) -> Iterator[str]:
    for grid in neighbourhood.grids:
        if not any(grid.code in worker.grids for worker in neighbourhood.workers):
            yield f"grid {grid.code} ({grid.name}) has no worker: its tickets go to the office"
        elif not any(grid.code in worker.grids and not worker.categories for worker in neighbourhood.workers):
            yield f"grid {grid.code} ({grid.name}) has nobody for every category: the rest goes to the office"


def _unreached(neighbourhood: Neighbourhood) -> Iterator[str]:
    if not neighbourhood.community.staff:
        yield "community.staff is empty: what matches nobody has no name on it"
    for worker in neighbourhood.workers:
        if not worker.grids:
            yield f"worker {worker.name} has no grid"
        if worker.telegram_id is None:
            yield f"worker {worker.name} has no telegram_id: make a one-time link with `wuailin enrol`"


def _homeless(neighbourhood: Neighbourhood) -> Iterator[str]:
    specs = [spec for _, spec in place_specs(neighbourhood)]
    for estate in neighbourhood.estates:
        mine = [spec for spec in specs if spec.estate == estate.name and not spec.landmarks]
        covered = frozenset[int]().union(*(spec.numbers or estate.building_numbers for spec in mine))
        missing = sorted(estate.building_numbers - covered)
        if missing:
            yield f"{estate.name}: building {', '.join(map(str, missing))} is in no grid"
