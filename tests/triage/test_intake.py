import pytest

from bot.triage import Triage


@pytest.mark.parametrize(
    ("text", "bare", "key"),
    [
        ("楼道灯坏了", "楼道灯坏了", None),
        ("#噪音 楼上拖椅子", "楼上拖椅子", "noise"),
        ("＃噪音　楼上拖椅子", "楼上拖椅子", "noise"),
        ("#噪音太大了睡不着", "太大了睡不着", "noise"),
        ("#停车# 门口堵了", "门口堵了", "parking"),
        ("有事敞开说：楼道灯坏了", "楼道灯坏了", None),
        ("有事敞开说，#路灯 不亮", "不亮", "lighting_roads"),
        ("有事敞开说楼道灯坏了", "楼道灯坏了", None),
        ("/say 楼道灯坏了", "楼道灯坏了", None),
        ("/say@wuailin_bot 楼道灯坏了", "楼道灯坏了", None),
        ("/saying 楼道灯坏了", "/saying 楼道灯坏了", None),
        ("#团购 苹果", "#团购 苹果", None),
        ("#噪音 #停车 都有", "都有", "noise"),
        ("", "", None),
    ],
)
def test_what_only_addresses_the_bot_is_taken_off(
    triage: Triage, text: str, bare: str, key: str | None
) -> None:
    assert triage.strip_intake(text) == (bare, key)
