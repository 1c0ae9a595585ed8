"""Telegram's two Markdowns, as the Bot API describes them."""

import pytest

from sandbox.markdown_text import parse_markdown, parse_markdown_v2
from sandbox.testing import Sandbox
from tests.sandbox.by_hand import ZHANG, Bot


def read(source: str) -> tuple[str, list[tuple[str, str]]]:
    """The plain text, and of each entity its type and the words it covers."""
    text, entities = parse_markdown_v2(source)
    units = text.encode("utf-16-le")
    covered = [
        units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le") for one in entities
    ]
    return text, [(one["type"], words) for one, words in zip(entities, covered, strict=True)]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*粗*", "粗", [("bold", "粗")]),
        ("😀_斜_ __下__ ~删~ ||密||", "😀斜 下 删 密", [("italic", "斜"), ("underline", "下"), ("strikethrough", "删"), ("spoiler", "密")]),
        ("*粗 _粗斜_ 粗*", "粗 粗斜 粗", [("bold", "粗 粗斜 粗"), ("italic", "粗斜")]),
        ("`a*b`", "a*b", [("code", "a*b")]),
        ("```python\nprint(1)```", "print(1)", [("pre", "print(1)")]),
        ("[看](https://example.org/a\\)b)", "看", [("text_link", "看")]),
        ("![👍](tg://emoji?id=536)", "👍", [("custom_emoji", "👍")]),
        (">一\n>二\n三", "一\n二\n三", [("blockquote", "一\n二")]),
        (">一\n**>二\n>三||", "一\n二\n三", [("blockquote", "一"), ("expandable_blockquote", "二\n三")]),
        ("3\\.5 元\\!", "3.5 元!", []),
    ],
)  # fmt: skip
def test_marks_become_entities(source: str, text: str, entities: list) -> None:
    assert read(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("3.5 元", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("电梯*坏了", "Can't find end of Bold entity at byte offset 6"),
        ("`a", "Can't find end of Code entity at byte offset 0"),
        ("*粗_斜*", "Can't find end of Bold entity at byte offset 8"),
    ],
)
async def test_what_cannot_be_read_is_refused(bot: Bot, source: str, said: str) -> None:
    refused = await bot.refused("sendMessage", chat_id=ZHANG, text=source, parse_mode="MarkdownV2")

    assert refused == f"Bad Request: can't parse entities: {said}"


async def test_a_message_carries_the_entities_and_a_mention_its_user(bot: Bot, sandbox: Sandbox) -> None:
    text = f"*您好* [张](tg://user?id={ZHANG}) [网站](example.org)"

    sent = await bot.do("sendMessage", chat_id=ZHANG, text=text, parse_mode="MarkdownV2")

    assert sent["text"] == "您好 张 网站"
    assert [one["type"] for one in sent["entities"]] == ["bold", "text_mention", "text_link"]
    assert sent["entities"][1]["user"]["id"] == ZHANG
    assert sent["entities"][2]["url"] == "http://example.org"


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("*粗* _斜_ `码`", "粗 斜 码", ["bold", "italic", "code"]),
        ("a\\_b [看](https://example.org)", "a_b 看", ["text_link"]),
        ("3.5 元!", "3.5 元!", []),
        ("```\na_b```", "a_b", ["pre"]),
    ],
)
def test_the_old_markdown_is_simpler(source: str, text: str, kinds: list[str]) -> None:
    plain, entities = parse_markdown(source)

    assert (plain, [one["type"] for one in entities]) == (text, kinds)


async def test_the_old_markdown_names_where_an_entity_began(bot: Bot) -> None:
    refused = await bot.refused("sendMessage", chat_id=ZHANG, text="电梯*坏了", parse_mode="Markdown")

    assert (
        refused == "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 6"
    )
