"""GeoJSON in, inside or outside out."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.outlines import Outline, Point
from tests.outlines import square

OUTER, HOLE, FAR = square(119, 25, 10), square(121, 27, 2), square(140, 30, 2)
WITH_HOLE = {"type": "Polygon", "coordinates": [OUTER, HOLE]}
BOTH = {"type": "MultiPolygon", "coordinates": [[OUTER, HOLE], [FAR]]}


def outline(document: Any) -> Outline:
    return Outline.read(json.dumps(document))


@pytest.mark.parametrize(
    ("latitude", "longitude", "inside"),
    [
        (26, 120, True),
        (28, 122, False),
        (34, 128, True),
        (31, 141, False),
        (26, 118, False),
        (120, 26, False),
    ],
)
def test_a_point_is_inside_a_polygon_and_outside_its_hole(
    latitude: float, longitude: float, *, inside: bool
) -> None:
    assert outline(WITH_HOLE).holds(Point(latitude, longitude)) is inside


@pytest.mark.parametrize(
    "document",
    [
        BOTH,
        {"type": "Feature", "properties": {}, "geometry": BOTH},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": BOTH}]},
        {
            "type": "GeometryCollection",
            "geometries": [WITH_HOLE, {"type": "Polygon", "coordinates": [FAR]}],
        },
        {"type": "MultiPolygon", "coordinates": [[[[*corner, 12.5] for corner in OUTER], HOLE], [FAR]]},
    ],
)
def test_every_way_of_saying_the_same_outline_is_read(document: Any) -> None:
    read = outline(document)
    assert read == outline(BOTH)
    assert [read.holds(Point(*at)) for at in ((26, 120), (28, 122), (31, 141))] == [True, False, True]


def test_what_is_written_is_read_again() -> None:
    assert Outline.read(outline(WITH_HOLE).written()) == outline(WITH_HOLE)


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("", "not valid JSON; save the outline as GeoJSON"),
        ('{"type": "Polygon", "coordinates": [[NaN]]}', "not valid JSON; save the outline as GeoJSON"),
        ("[" * 100_000, "not valid JSON; save the outline as GeoJSON"),
        ("[1]", '"None" is no outline; draw a Polygon or MultiPolygon'),
        ('{"type": "Point", "coordinates": [119, 25]}', '"Point" is no outline; draw a Polygon or MultiPolygon'),
        ('{"type": "Polygon"}', "its coordinates are no list; save the outline as GeoJSON"),
        ('{"type": "Polygon", "coordinates": []}', "a polygon has no corners; draw it again"),
        ('{"type": "FeatureCollection", "features": []}', "it holds no outline; draw a Polygon or MultiPolygon"),
        (
            '{"type": "Polygon", "coordinates": [[[119, 25], [120, 25], [120, 26]]]}',
            "a ring is not closed; end it where it begins, with three corners or more",
        ),
        (
            '{"type": "Polygon", "coordinates": [[[25, 119], [25, 120], [26, 120], [25, 119]]]}',
            "[25, 119] is not on earth; write the longitude first",
        ),
        (
            '{"type": "Polygon", "coordinates": [[["a", 1], [1, 1], [1, 2], ["a", 1]]]}',
            "a corner is no pair of numbers; write [longitude, latitude]",
        ),
        (
            '{"type": "Polygon", "coordinates": [[[true, 1], [1, 1], [1, 2], [true, 1]]]}',
            "a corner is no pair of numbers; write [longitude, latitude]",
        ),
        ('{"type": "Feature", "geometry": ' * 50 + "1" + "}" * 50, '"Feature" is no outline; draw a Polygon or MultiPolygon'),
    ],
)  # fmt: skip
def test_what_is_no_outline_is_refused_with_the_mend(written: str, mend: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole text is compared
        Outline.read(written)
    assert str(refused.value) == mend


@given(
    st.floats(-89, 79),
    st.floats(-179, 169),
    st.floats(0.001, 10),
    st.floats(0.01, 0.99),
    st.floats(0.01, 0.99),
)
@settings(deadline=1000)
def test_a_square_holds_just_what_lies_between_its_sides(
    south: float, west: float, side: float, up: float, right: float
) -> None:
    shape = outline({"type": "Polygon", "coordinates": [square(west, south, side)]})
    assert shape.holds(Point(south + up * side, west + right * side))
    assert not shape.holds(Point(south - up, west + right * side))
    assert not shape.holds(Point(south + up * side, west - right))
