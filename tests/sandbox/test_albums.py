"""Albums and what can stand in them."""

import pytest

from sandbox.testing import Sandbox
from tests.sandbox.by_hand import ZHANG, Bot


def of(kind: str, media: str = "https://example.org/a") -> dict:
    return {"type": kind, "media": media}


UNREADABLE = "Bad Request: can't parse InputMedia: "


@pytest.mark.parametrize(
    ("media", "said"),
    [
        (None, 'Bad Request: parameter "media" is required'),
        ("{", "Bad Request: can't parse media JSON object"),
        ({}, "Bad Request: expected an Array of InputMedia"),
        ([], "Bad Request: there are no messages to send"),
        ([of("photo")] * 11, "Bad Request: too many messages to send as an album"),
        (["x"], UNREADABLE + "expected an Object"),
        ([{"media": "x"}], UNREADABLE + 'Can\'t find field "type"'),
        ([of("voice")] * 2, UNREADABLE + 'type "voice" is unsupported'),
        ([of("animation")] * 2, UNREADABLE + 'type "animation" can\'t be used in sendMediaGroup'),
        ([of("photo", "attach://not_there")], UNREADABLE + "media not found"),
        ([of("photo", "x")], "Bad Request: wrong remote file identifier specified: Wrong string length"),
    ],
)
async def test_an_album_that_is_none_is_refused_and_nothing_is_sent(
    bot: Bot, sandbox: Sandbox, media: object, said: str
) -> None:
    refused = await bot.refused("sendMediaGroup", chat_id=ZHANG, media=media)

    assert refused == said
    assert await sandbox.people.messages(ZHANG, after=1) == []


async def test_one_alone_is_a_message_of_its_own(bot: Bot) -> None:
    sent = await bot.do("sendMediaGroup", chat_id=ZHANG, media=[of("photo")])

    assert (len(sent), "media_group_id" in sent[0]) == (1, False)


async def test_in_an_album_pictures_stay_pictures_and_files_files(bot: Bot) -> None:
    photo, _ = await bot.do("sendMediaGroup", chat_id=ZHANG, media=[of("photo"), of("video")])
    file, _ = await bot.do("sendMediaGroup", chat_id=ZHANG, media=[of("document"), of("document")])
    edits = [
        await bot.call("editMessageMedia", chat_id=ZHANG, message_id=message["message_id"], media=of(kind))
        for message, kind in ((photo, "video"), (photo, "document"), (file, "photo"), (file, "document"))
    ]

    refused = "Bad Request: can't change media type in the album"
    assert [edit.get("description") for edit in edits] == [None, refused, refused, None]


@pytest.mark.parametrize(
    ("media", "said"),
    [
        (None, 'Bad Request: parameter "media" is required'),
        ("{", "Bad Request: can't parse input media JSON object"),
        ([], UNREADABLE + "expected an Object"),
        (of("voice"), UNREADABLE + 'type "voice" is unsupported'),
    ],
)
async def test_what_cannot_replace_a_photo_is_refused(bot: Bot, media: object, said: str) -> None:
    sent = await bot.do("sendPhoto", chat_id=ZHANG, photo="https://example.org/a.jpg")

    refused = await bot.refused("editMessageMedia", chat_id=ZHANG, message_id=sent["message_id"], media=media)

    assert refused == said
