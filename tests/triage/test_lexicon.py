from bot.triage.lexicon import lexicon


def test_a_word_with_a_star_stands_for_all_its_forms() -> None:
    weights = lexicon().weights
    assert {"搬不动", "搬不上楼", "扛不动", "扛不上楼"} <= weights.keys()
    assert not [word for word in lexicon().words() if set(word) & set("*/@#")]


def test_a_word_is_known_by_its_other_names() -> None:
    weights = lexicon().weights
    assert weights["电提"] == weights["电梯"]
    assert any({"落雨", "下雨"} <= pair.one for pair in lexicon().pairs)


def test_a_row_may_ask_for_one_clause() -> None:
    nearby = [
        pair for pair in lexicon().pairs if "电梯" in pair.one and "灯" in pair.other and not pair.across
    ]
    assert nearby
