"""The key ``outline`` of a grid: a file beside the configuration, read when it is loaded."""

import json
from pathlib import Path

import pytest

from bot.config import Neighbourhood
from bot.outlines import Point
from tests.config.test_loading import loaded, refusal
from tests.outlines import square

GRID = '[[grids]]\ncode = "G1"\nname = "第一网格"\noutline = "{}"\n'
SQUARE = {"type": "Polygon", "coordinates": [square(119, 25, 1)]}


def test_the_file_lies_beside_the_configuration_and_is_needed_only_once(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "g1.geojson").write_text(json.dumps(SQUARE), encoding="utf-8-sig")

    config = loaded(tmp_path, GRID.format("maps/g1.geojson"))
    (tmp_path / "maps" / "g1.geojson").unlink()
    kept = Neighbourhood.model_validate_json(config.neighbourhood().model_dump_json())

    shape = kept.grids[0].shape
    assert shape is not None
    assert [shape.holds(Point(25.5, 119.5)), shape.holds(Point(27, 119.5))] == [True, False]


def test_what_is_exported_can_be_loaded_without_any_file(tmp_path: Path) -> None:
    (tmp_path / "g1.geojson").write_text(json.dumps(SQUARE), encoding="utf-8")
    first = loaded(tmp_path, GRID.format("g1.geojson"))

    again = loaded(tmp_path, GRID.format(first.grids[0].outline.replace('"', '\\"')))

    assert again.neighbourhood() == first.neighbourhood()


def test_without_an_outline_there_is_no_shape(tmp_path: Path) -> None:
    assert loaded(tmp_path, GRID.format("")).grids[0].shape is None


@pytest.mark.parametrize(
    ("content", "mend"),
    [
        (None, 'no such file; name one beside this file, or write "" for none'),
        (b"\xff\xfe", "not UTF-8 at byte 0; save the file as UTF-8"),
        (b"<kml/>", "not valid JSON; save the outline as GeoJSON"),
        (
            b'{"type": "Polygon", "coordinates": [[[25.9, 119.5], [25.9, 119.6], [26, 119.6], [25.9, 119.5]]]}',
            "[25.9, 119.5] is not on earth; write the longitude first",
        ),
    ],
)
def test_a_wrong_file_is_one_line_with_key_value_and_mend(
    tmp_path: Path, content: bytes | None, mend: str
) -> None:
    if content is not None:
        (tmp_path / "g1.geojson").write_bytes(content)
    assert (
        refusal(tmp_path, GRID.format("g1.geojson"))
        == f'config.toml: grids["G1"].outline = "g1.geojson": {mend}'
    )


def test_a_folder_is_no_outline(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    line = 'config.toml: grids["G1"].outline = "maps": this is a directory; name the file in it'
    assert refusal(tmp_path, GRID.format("maps")) == line
