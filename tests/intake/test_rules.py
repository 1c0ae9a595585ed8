"""What is a courtesy and what can be read."""

import pytest

from bot.intake import rules


@pytest.mark.parametrize(
    ("text", "courtesy"),
    [
        ("谢谢", True), ("谢谢您！", True), ("好的，谢谢", True), ("收到，辛苦了！", True), ("👍👍", True),
        ("嗯嗯", True), ("OK", True), ("", True), ("谢谢，可是还在漏", False), ("不好", False), ("没好", False),
        ("好的地方不多", False), ("谢" * 20, False), ("3", False),
    ],
)  # fmt: skip
def test_courtesies_are_told_from_matters(text: str, courtesy: bool) -> None:  # noqa: FBT001
    assert rules.is_courtesy(text) is courtesy


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  电梯\n坏了 ", "电梯\n坏了"),
        ("\u200b电\u200b梯\u202e", "电梯"),
        ("\x00\x07", ""),
        ("\ufeff好", "好"),
    ],
)
def test_what_nobody_sees_is_left_out(text: str, words: str) -> None:
    assert rules.words_of(text) == words


@pytest.mark.parametrize(
    ("text", "readable"), [("a", True), ("好", True), ("٣", True), ("👍", False), ("……", False)]
)
def test_a_letter_or_digit_of_any_script_can_be_read(text: str, readable: bool) -> None:  # noqa: FBT001
    assert rules.has_words(text) is readable
