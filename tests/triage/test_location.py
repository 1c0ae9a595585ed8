"""A shared location: after the place in the text, before home and group."""

import json

import pytest

from bot.config import Neighbourhood
from bot.outlines import Point
from bot.triage import Home, Triage
from tests.outlines import square
from tests.triage.xiguan import JINJIANG, NEIGHBOURHOOD, SHARED


def _with_outlines(west_of: dict[str, float]) -> Neighbourhood:
    grids = [
        grid.model_copy(
            update={
                "outline": json.dumps({"type": "Polygon", "coordinates": [square(west_of[grid.code], 25, 1)]})
            }
        )
        if grid.code in west_of
        else grid
        for grid in NEIGHBOURHOOD.grids
    ]
    return NEIGHBOURHOOD.model_copy(update={"grids": grids})


MAPPED = Triage(_with_outlines({"G1": 119, "G2": 119.9, "G3": 122}))
IN_G1, IN_BOTH, IN_G2, OUTSIDE = (Point(25.5, east) for east in (119.5, 119.95, 120.5, 130))


@pytest.mark.parametrize(
    ("said", "point", "group", "home", "place", "grid", "reason"),
    [
        ("路灯坏了", IN_G2, JINJIANG, "西关小区3栋", "发来的位置", "G2", "按您发的位置 → 第二网格"),
        ("路灯坏了", IN_G2._replace(name="河边亭子"), None, None, "河边亭子", "G2", "按您发的位置 → 第二网格"),
        ("锦江苑5座路灯坏了", IN_G2, None, None, "锦江苑5栋", "G3", "→ 第三网格"),
        ("西关小区路灯坏了", IN_G2, None, "西关小区3栋", "西关小区", "G2", "其中按您发的位置 → 第二网格"),
        ("西关小区99栋路灯坏了", IN_G2, None, None, "西关小区99栋", None, "网格待确认"),
        ("翠湖花园路灯坏了", IN_G2, None, None, "翠湖花园", "G2", "按您发的位置 → 第二网格"),
        ("路灯坏了", OUTSIDE, JINJIANG, None, "发来的位置", "G3", "所在群只属于第三网格"),
        ("路灯坏了", IN_BOTH, JINJIANG, None, "发来的位置", None, "发来的位置在第一网格、第二网格的交界处，请居民确认"),
        ("", IN_G1, SHARED, None, "发来的位置", "G1", "按您发的位置 → 第一网格"),
    ],
)  # fmt: skip
def test_the_location_decides_what_the_text_leaves_open(
    said: str, point: Point, group: int | None, home: str | None, place: str, grid: str | None, reason: str
) -> None:
    address = Home.parse(home) if home else None
    decision = MAPPED.decide(said, group=group, home=address, point=point, directed=True)
    assert (decision.place, decision.grid) == (place, grid)
    assert reason in decision.reasons


def test_overlapping_outlines_are_asked_between() -> None:
    assert MAPPED.decide("路灯坏了", point=IN_BOTH, directed=True).candidates_grid == ("G1", "G2")


def test_without_outlines_a_location_decides_nothing() -> None:
    decision = Triage(NEIGHBOURHOOD).decide("路灯坏了", group=SHARED, point=IN_G1, directed=True)
    assert (decision.grid, decision.candidates_grid) == (None, ("G1", "G2"))
    assert "发来的位置不在任何网格的范围里" in decision.reasons
