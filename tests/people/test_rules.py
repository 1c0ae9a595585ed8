"""How a door is written."""

import pytest

from bot.people import texts


@pytest.mark.parametrize(
    ("written", "room"),
    [
        ("501", "501"), ("５０１", "501"), (" 501室 ", "501"), ("12b号", "12B"), ("8", "8"),
        ("12345", None), ("五楼", None), ("3栋501", None), ("", None), ("501 漏水", None),
    ],
)  # fmt: skip
def test_what_stands_on_a_door(written: str, room: str | None) -> None:
    assert texts.room_in(written) == room
