"""Entities, as bots give them and as Telegram finds them by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.entities import find_entities, utf16_length
from sandbox.given_entities import read_given
from sandbox.testing import Sandbox
from tests.sandbox.by_hand import WANG, ZHANG, Bot

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
OTHERS = ("code", "pre", "blockquote", "expandable_blockquote")


def entity(kind: str, offset: int, length: int, **more: object) -> dict:
    return {"offset": offset, "length": length, "type": kind, **more}


async def test_entities_given_are_kept_beside_those_found(bot: Bot) -> None:
    sent = await bot.do(
        "sendMessage",
        chat_id=ZHANG,
        text="😀粗 看 /help 找王 ",
        entities=[
            entity("text_mention", 12, 1, user={"id": WANG}),
            entity("bold", 2, 1),
            entity("mention", 0, 2),
            entity("underline", 2, 0),
            entity("text_link", 4, 1, url="https://example.org"),
        ],
    )

    mention = sent["entities"].pop()
    assert sent["text"] == "😀粗 看 /help 找王"
    assert sent["entities"] == [
        entity("bold", 2, 1),
        entity("text_link", 4, 1, url="https://example.org"),
        entity("bot_command", 6, 5),
    ]
    assert (mention["type"], mention["offset"], mention["user"]["id"]) == ("text_mention", 12, WANG)


async def test_a_caption_in_an_album_and_an_option_of_a_poll_have_entities_too(bot: Bot) -> None:
    photo = {"type": "photo", "media": "https://example.org/a.jpg"}
    album = await bot.do(
        "sendMediaGroup",
        chat_id=ZHANG,
        media=[{**photo, "caption": "楼道", "caption_entities": [entity("bold", 0, 2)]}, photo],
    )
    options = [{"text": "<b>好</b>", "text_parse_mode": "HTML"}, {"text": "不"}]
    poll = await bot.do("sendPoll", chat_id=ZHANG, question="行吗", options=options)

    assert album[0]["caption_entities"] == [entity("bold", 0, 2)]
    assert [(o["text"], o.get("text_entities")) for o in poll["poll"]["options"]] == [
        ("好", [entity("bold", 0, 1)]),
        ("不", None),
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("粗", "can't parse MessageEntity: expected an Object"),
        ({"type": "bold", "offset": 0}, "can't parse MessageEntity: Can't find field \"length\""),
        (entity("shiny", 0, 1), "can't parse MessageEntity: Unsupported type specified"),
        (entity("text_link", 0, 1), "can't parse MessageEntity: Can't find field \"url\""),
        ({**entity("bold", 0, 1), "offset": "零"}, "can't parse MessageEntity: Field \"offset\" must be of type Number"),
        (entity("bold", -1, 1), "receive an entity with incorrect offset -1"),
        (entity("bold", 0, -1), "receive an entity with incorrect length -1"),
        (entity("bold", 5, 1), "entity begins after the end of the text at UTF-16 offset 5"),
        (entity("bold", 0, 9), "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9"),
        (entity("bold", 1, 2), "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        (entity("bold", 0, 1), "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4"),
        (entity("text_link", 2, 1, url="这里"), "entity URL '这里' is invalid: Wrong HTTP URL"),
        (entity("text_mention", 2, 1, user={"id": 99}), "user not found"),
    ],
)  # fmt: skip
async def test_what_is_no_entity_of_the_text_is_refused(bot: Bot, given: object, said: str) -> None:
    refused = await bot.refused("sendMessage", chat_id=ZHANG, text="😀粗体", entities=[given])

    assert refused == f"Bad Request: {said}"


@pytest.mark.parametrize(
    ("given", "settled"),
    [
        ([("bold", 0, 6), ("italic", 3, 6)], [("bold", 0, 6), ("italic", 3, 3), ("italic", 6, 3)]),
        ([("bold", 0, 3), ("bold", 2, 4)], [("bold", 0, 6)]),
        ([("bold", 0, 8), ("code", 2, 3)], [("bold", 0, 2), ("code", 2, 3), ("bold", 5, 3)]),
        ([("blockquote", 0, 5), ("code", 1, 2)], [("blockquote", 0, 5), ("code", 1, 2)]),
        ([("blockquote", 0, 5), ("expandable_blockquote", 1, 2)], [("blockquote", 0, 5)]),
        ([("pre", 0, 5), ("code", 1, 2)], [("pre", 0, 5)]),
        (
            [("bold", 0, 3), ("code", 0, 1), ("blockquote", 0, 2)],
            [("blockquote", 0, 2), ("code", 0, 1), ("bold", 1, 1), ("bold", 2, 1)],
        ),
        ([("bold", 2, 6), ("blockquote", 0, 5)], [("blockquote", 0, 5), ("bold", 2, 3), ("bold", 5, 3)]),
    ],
)
def test_entities_that_cross_are_cut_or_dropped(given: list, settled: list) -> None:
    shown = read_given([entity(*one) for one in given], "0123456789")

    assert [(one["type"], one["offset"], one["length"]) for one in shown] == settled


@given(st.data())
def test_entities_always_nest_and_keep_to_whole_characters(data: st.DataObject) -> None:
    text = data.draw(st.text("a中😀", min_size=1, max_size=12))
    edges = [utf16_length(text[:n]) for n in range(len(text) + 1)]
    spans = st.tuples(st.sampled_from((*STYLES, *OTHERS)), st.sampled_from(edges), st.sampled_from(edges))
    given_ones = [
        entity(kind, min(one, other), abs(one - other)) for kind, one, other in data.draw(st.lists(spans))
    ]

    shown = read_given(given_ones, text)

    spans_shown = [(e["type"], e["offset"], e["offset"] + e["length"]) for e in shown]
    assert spans_shown == sorted(spans_shown, key=lambda span: (span[1], -span[2]))
    for n, (kind, first, last) in enumerate(spans_shown):
        assert {first, last} <= set(edges)
        assert first < last
        for other, begins, ends in spans_shown[n + 1 :]:
            assert begins >= last or ends <= last
            if begins < last:
                assert {kind, other} & {"code", "pre"} <= {other} or kind.endswith("blockquote")
                assert kind not in ("code", "pre")
    for style in STYLES:
        wanted = styled(given_ones, style) - styled(shown, "code") - styled(shown, "pre")
        assert styled(shown, style) == wanted


def styled(entities: list[dict], kind: str) -> set[int]:
    return {
        unit for e in entities if e["type"] == kind for unit in range(e["offset"], e["offset"] + e["length"])
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电话 +86 591 1234 5678，找我", [("phone_number", "+86 591 1234 5678")]),
        ("1+1=2，3.5元，A.B", []),
        ("写信到 wang@example.com 也行", [("email", "wang@example.com")]),
        ("网址 www.example.org/a?b=1。", [("url", "www.example.org/a?b=1")]),
        ("看 https://example.org/a 和 #停车难 @wuailin $USD", [
            ("url", "https://example.org/a"),
            ("hashtag", "#停车难"),
            ("mention", "@wuailin"),
            ("cashtag", "$USD"),
        ]),
        ("😀 /start@some_bot", [("bot_command", "/start@some_bot")]),
    ],
)  # fmt: skip
def test_telegram_finds_these_by_itself(text: str, found: list) -> None:
    units = text.encode("utf-16-le")
    shown = [
        (e["type"], units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le"))
        for e in find_entities(text)
    ]

    assert shown == found


@pytest.mark.usefixtures("bot")
async def test_people_see_links_in_what_they_write(sandbox: Sandbox) -> None:
    await sandbox.people.say(ZHANG, "看 example.org")

    assert (await sandbox.people.messages(ZHANG))[-1]["entities"] == [entity("url", 2, 11)]
