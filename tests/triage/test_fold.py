import pytest

from bot.triage import Triage
from bot.triage.fold import fold


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("３號樓電梯壞了", "3号楼电梯坏了"),
        ("著火了，快來人！", "着火了,快来人!"),
        ("鄰居佔用車位，說不聽", "邻居占用车位,说不听"),
        ("瓦斯外洩，麻煩妳們處理", "瓦斯外泄,麻烦你们处理"),
        ("流浪貓狗亂竄", "流浪猫狗乱窜"),
        ("＃噪音　１２号楼", "#噪音 12号楼"),
        ("楼道灯坏了", "楼道灯坏了"),
    ],
)
def test_traditional_and_full_width_are_compared_as_simplified_and_half_width(
    written: str, compared: str
) -> None:
    assert fold(written) == compared


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("電梯又壞了，請派人來修", "电梯又坏了，请派人来修"),
        ("樓上漏水，天花板都濕了", "楼上漏水，天花板都湿了"),
    ],
)
def test_a_message_in_traditional_characters_is_decided_alike(
    triage: Triage, traditional: str, simplified: str
) -> None:
    decided, alike = triage.decide(traditional), triage.decide(simplified)
    assert (decided.kind, decided.category) == (alike.kind, alike.category)
    assert decided.kind == "request"
