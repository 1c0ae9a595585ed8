import pytest

from bot.triage import Home, Triage


@pytest.mark.parametrize(
    ("written", "home", "said"),
    [
        ("西关小区3栋2单元", Home("西关小区", 3, 2), "西关小区3栋2单元"),
        ("西关小区3栋2单元501", Home("西关小区", 3, 2, "501"), "西关小区3栋2单元501室"),
        ("西关小区 ３号楼 501室", Home("西关小区", 3, None, "501"), "西关小区3栋501室"),
        ("锦江苑二期3座", Home("锦江苑二期", 3), "锦江苑二期3栋"),
        ("西关小区3-2-501", Home("西关小区", 3, 2, "501"), "西关小区3栋2单元501室"),
        ("西关小区十二栋", Home("西关小区", 12), "西关小区12栋"),
        ("吴航路33号", Home(street="吴航路", building=33), "吴航路33号"),
        ("教师楼2单元", Home("教师楼", unit=2), "教师楼2单元"),
        ("西关小区", Home("西关小区"), "西关小区"),
    ],
)
def test_an_address_is_read_and_said(written: str, home: Home, said: str) -> None:
    assert (Home.parse(written), str(home)) == (home, said)


@pytest.mark.parametrize("written", ["", "   ", "西" * 61])
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        Home.parse(written)


@pytest.mark.parametrize(
    ("written", "grid"),
    [
        ("西关小区3栋2单元", "G1"),
        ("西关8栋", "G2"),
        ("教师楼2单元", "G1"),
        ("吴航路34号", "G2"),
        ("锦江苑", "G3"),
        ("西关小区", None),
        ("西关小区99栋", None),
        ("东海小区3栋", None),
    ],
)
def test_an_address_lies_in_a_grid(triage: Triage, written: str, grid: str | None) -> None:
    assert triage.grid_of(Home.parse(written)) == grid


def test_estates_and_their_buildings_make_buttons(triage: Triage) -> None:
    assert triage.estates()["锦江苑二期"] == (1, 2, 3, 4, 5, 6)
