"""The names of places sound like danger or trouble to nobody, whatever a community is called."""

import pytest

from bot.config import CommunitySettings, Estate, Grid, Neighbourhood
from bot.triage import Triage
from bot.triage.masking import MASK, Mask

GROUP = -3001


@pytest.fixture(scope="module")
def frightful() -> Triage:
    """A community whose names are full of dangerous words."""
    return Triage(
        Neighbourhood(
            community=CommunitySettings(name="火炬社区", emergency_words=["着火", "起火", "电梯困人"]),
            estates=[Estate(name="困龙关", buildings="1-9"), Estate(name="新起火新村", buildings="1-9")],
            grids=[
                Grid(
                    code="K1",
                    name="火炬一格",
                    groups=[GROUP],
                    places=["困龙关1-9栋", "新起火新村1-9栋", "漏水巷1-30号", "打人石公园"],
                )
            ],
        )
    )


@pytest.mark.parametrize(
    "text", ["困龙关电梯里贴的春联真好看", "新起火新村今天真安静", "漏水巷口的桂花开了", "打人石公园见"]
)
def test_a_name_raises_no_alarm_and_is_no_trouble(frightful: Triage, text: str) -> None:
    assert frightful.decide(text, group=GROUP).kind == "chat"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("新起火新村3栋着火了", "着火"),
        ("困龙关2栋电梯困人了，快来", "电梯困人"),
        ("有老人在漏水巷晕倒了", "老人在漏水巷晕倒"),
    ],
)
def test_danger_at_such_a_place_is_known_and_told_in_its_own_words(
    frightful: Triage, text: str, word: str
) -> None:
    assert frightful.emergency_word(text) == word


def test_trouble_at_such_a_place_is_a_request(frightful: Triage) -> None:
    assert frightful.decide("漏水巷8号门口的路灯不亮了", group=GROUP).kind == "request"


def test_a_mask_keeps_every_position_and_hides_the_longest_name_first() -> None:
    mask = Mask.of(["西关", "西关小区"])
    assert mask.hide("在西关小区3栋") == f"在{MASK * 4}3栋"


def test_a_place_called_after_what_is_dangerous_stays_in_sight() -> None:
    assert Mask.of(["燃气站"]).hide("燃气站漏气") == "燃气站漏气"
