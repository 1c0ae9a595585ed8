"""Places that move, venues, contacts, and media put in the place of others."""

import json

import pytest

from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, ZHANG, Bot

HERE = {"latitude": 25.5, "longitude": 119.5}
THERE = {"latitude": 25.75, "longitude": 119.5}
NOON = 1_800_000_000


async def test_a_live_place_moves_until_it_is_stopped(bot: Bot, sandbox: Sandbox) -> None:
    sent = await bot.do("sendLocation", chat_id=ZHANG, **HERE, live_period=60, heading=90)
    named = {"chat_id": ZHANG, "message_id": sent["message_id"]}
    moved = await bot.do("editMessageLiveLocation", **named, **THERE)
    stopped = await bot.do("stopMessageLiveLocation", **named)
    refused = await bot.refused("editMessageLiveLocation", **named, **HERE)

    assert sent["location"] == {**HERE, "live_period": 60, "heading": 90}
    assert moved["location"] == {**THERE, "live_period": 60}
    assert stopped["location"] == THERE
    assert refused == "Bad Request: there is no live location in the message to edit"
    assert (await sandbox.people.messages(ZHANG))[-1]["location"] == THERE


async def test_a_live_place_stands_still_when_its_time_is_over(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.set_clock(NOON)
    sent = await bot.do("sendLocation", chat_id=ZHANG, **HERE, live_period=60)
    await sandbox.people.set_clock(NOON + 60)

    refused = await bot.refused(
        "editMessageLiveLocation", chat_id=ZHANG, message_id=sent["message_id"], **THERE
    )

    assert refused == "Bad Request: message can't be edited"


async def test_a_venue_and_a_contact_show_what_was_given(bot: Bot, sandbox: Sandbox) -> None:
    await bot.do("sendVenue", chat_id=ZHANG, **HERE, title="居委会", address="锦江路1号", google_place_id="x")
    await bot.do("sendContact", chat_id=ZHANG, phone_number="059100000000", first_name="王", last_name="云")

    venue, contact = (await sandbox.people.messages(ZHANG))[-2:]
    assert venue["location"] == HERE
    assert venue["venue"] == {
        "location": HERE,
        "title": "居委会",
        "address": "锦江路1号",
        "google_place_id": "x",
    }
    assert contact["contact"] == {"phone_number": "059100000000", "first_name": "王", "last_name": "云"}


@pytest.mark.parametrize(
    ("method", "kind"), [("sendAnimation", "animation"), ("sendVideoNote", "video_note")]
)
async def test_animations_and_round_videos_can_be_fetched(
    bot: Bot, sandbox: Sandbox, method: str, kind: str
) -> None:
    form, files = {"chat_id": str(ZHANG)}, {kind: ("a.mp4", b"moving", "video/mp4")}
    sent = (await bot.client.post(f"{bot.url}/{method}", data=form, files=files)).json()["result"]
    path = (await bot.do("getFile", file_id=sent[kind]["file_id"]))["file_path"]

    fetched = await bot.client.get(f"{sandbox.base_file_url}{sandbox.token}/{path}")

    assert fetched.content == b"moving"


async def test_a_photo_becomes_a_document_with_another_caption(bot: Bot, sandbox: Sandbox) -> None:
    photo = await bot.do("sendPhoto", chat_id=ZHANG, photo="https://example.org/a.jpg", caption="旧")
    media = {"type": "document", "media": "attach://paper", "caption": "<b>新</b>", "parse_mode": "HTML"}
    form = {"chat_id": str(ZHANG), "message_id": str(photo["message_id"]), "media": json.dumps(media)}
    files = {"paper": ("名单.txt", b"list", "text/plain")}
    await bot.client.post(f"{bot.url}/editMessageMedia", data=form, files=files)

    shown = (await sandbox.people.messages(ZHANG))[-1]

    assert (shown["message_id"], "photo" in shown) == (photo["message_id"], False)
    assert (shown["document"]["file_name"], shown["caption"]) == ("名单.txt", "新")
    assert shown["caption_entities"] == [{"offset": 0, "length": 1, "type": "bold"}]


async def test_a_text_becomes_a_photo_but_a_place_does_not(bot: Bot) -> None:
    text = await bot.do("sendMessage", chat_id=ZHANG, text="稍等")
    place = await bot.do("sendLocation", chat_id=ZHANG, **HERE)
    media = {"type": "photo", "media": "https://example.org/a.jpg"}

    edited = await bot.do("editMessageMedia", chat_id=ZHANG, message_id=text["message_id"], media=media)
    refused = await bot.refused(
        "editMessageMedia", chat_id=ZHANG, message_id=place["message_id"], media=media
    )

    assert ("photo" in edited, "text" in edited) == (True, False)
    assert refused == "Bad Request: message media can't be edited"


@pytest.mark.parametrize(
    ("method", "wrong", "said"),
    [
        ("sendLocation", {**HERE, "live_period": 59}, "wrong live location period specified"),
        ("sendVenue", {**HERE, "address": "路"}, "venue title must be non-empty"),
        ("sendContact", {"first_name": "王"}, "contact phone number must be non-empty"),
        ("sendContact", {"phone_number": "1"}, "contact first name must be non-empty"),
    ],
)
async def test_what_lacks_a_part_is_refused(bot: Bot, method: str, wrong: dict, said: str) -> None:
    assert await bot.refused(method, chat_id=GROUP, **wrong) == f"Bad Request: {said}"
