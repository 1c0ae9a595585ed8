"""Where a grid lies on the map: GeoJSON outlines (RFC 7946), and whether a shared location is inside."""

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, NoReturn

_FEWEST_CORNERS, _DEEPEST = 4, 8
_FARTHEST_EAST, _FARTHEST_NORTH = 180, 90


class Point(NamedTuple):
    """A place on the map, with the name of a venue when it has one."""

    latitude: float
    longitude: float
    name: str = ""


Ring = tuple[tuple[float, float], ...]
"""Longitude and latitude of each corner, the first again at the end."""


@dataclass(frozen=True)
class Outline:
    """Polygons; the first ring of each is its edge, the others are holes."""

    polygons: tuple[tuple[Ring, ...], ...]

    @classmethod
    def read(cls, written: str) -> "Outline":
        """Read a Polygon or MultiPolygon, a Feature of one, or a collection of them.

        Refuses anything else with ``ValueError``, whose text is the mend.
        """
        try:
            document = json.loads(written, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise ValueError("not valid JSON; save the outline as GeoJSON") from None
        polygons = tuple(_polygons(document, depth=0))
        if not polygons:
            raise ValueError("it holds no outline; draw a Polygon or MultiPolygon")
        return cls(polygons)

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside and in no hole."""
        return any(sum(_crossings(ring, point) for ring in rings) % 2 for rings in self.polygons)

    def written(self) -> str:
        """As short GeoJSON; ``read`` reads it."""
        return json.dumps({"type": "MultiPolygon", "coordinates": self.polygons}, separators=(",", ":"))


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _crossings(ring: Ring, point: Point) -> int:
    """How often a ray from the point to the east crosses the ring."""
    return sum(
        (south > point.latitude) != (north > point.latitude)
        and point.longitude < west + (east - west) * (point.latitude - south) / (north - south)
        for (west, south), (east, north) in pairwise(ring)
    )


def _polygons(document: Any, depth: int) -> list[tuple[Ring, ...]]:
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Polygon":
        return [_polygon(document.get("coordinates"))]
    if kind == "MultiPolygon":
        return [_polygon(rings) for rings in _list(document.get("coordinates"))]
    if kind == "Feature" and depth <= _DEEPEST:
        return _polygons(document.get("geometry"), depth + 1)
    inner = {"FeatureCollection": "features", "GeometryCollection": "geometries"}.get(str(kind))
    if inner is None or depth > _DEEPEST:
        raise ValueError(f'"{str(kind)[:20]}" is no outline; draw a Polygon or MultiPolygon')
    return [polygon for part in _list(document.get(inner)) for polygon in _polygons(part, depth + 1)]


def _polygon(rings: Any) -> tuple[Ring, ...]:
    found = tuple(_ring(ring) for ring in _list(rings))
    if not found:
        raise ValueError("a polygon has no corners; draw it again")
    return found


def _ring(corners: Any) -> Ring:
    ring = tuple(_corner(corner) for corner in _list(corners))
    if len(ring) < _FEWEST_CORNERS or ring[0] != ring[-1]:
        raise ValueError("a ring is not closed; end it where it begins, with three corners or more")
    return ring


def _corner(corner: Any) -> tuple[float, float]:
    values = _list(corner)
    if len(values) < 2 or not all(type(value) in {int, float} for value in values[:2]):  # noqa: PLR2004 - a pair
        raise ValueError("a corner is no pair of numbers; write [longitude, latitude]")
    longitude, latitude = float(values[0]), float(values[1])
    if abs(longitude) > _FARTHEST_EAST or abs(latitude) > _FARTHEST_NORTH:
        raise ValueError(f"[{values[0]}, {values[1]}] is not on earth; write the longitude first")
    return longitude, latitude


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("its coordinates are no list; save the outline as GeoJSON")  # noqa: TRY004 - said to the operator
    return value
