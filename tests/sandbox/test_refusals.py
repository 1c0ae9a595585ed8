"""Telegram's refusals, in its words."""

import pytest

from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, SMALL_GROUP, STRANGE_GROUP, WANG, ZHANG, Bot

PHOTO = {"type": "photo", "media": "https://example.org/a.jpg"}
BUTTON = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}


def button(**more: str) -> dict:
    return {"inline_keyboard": [[{"text": "好", **more}]]}


@pytest.mark.parametrize(
    ("method", "parameters", "said"),
    [
        ("sendMessage", {"chat_id": ZHANG, "text": " "}, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": ZHANG}, "Bad Request: message text is empty"),
        ("sendMessage", {"text": "a"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 99, "text": "a"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": STRANGE_GROUP, "text": "a"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": ZHANG, "text": "😀" * 2049}, "Bad Request: message is too long"),
        (
            "sendMessage",
            {"chat_id": ZHANG, "text": "a", "reply_markup": button(callback_data="字" * 22)},
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            {"chat_id": ZHANG, "text": "a", "reply_markup": button()},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            "sendMessage",
            {"chat_id": ZHANG, "text": "a", "reply_markup": "[1"},
            "Bad Request: can't parse reply keyboard markup JSON object",
        ),
        (
            "sendMessage",
            {"chat_id": ZHANG, "text": "a", "reply_parameters": {"message_id": 99}},
            "Bad Request: message to be replied not found",
        ),
        (
            "sendMessage",
            {"chat_id": ZHANG, "text": "a", "reply_to_message_id": 99},
            "Bad Request: message to be replied not found",
        ),
        (
            "sendMessage",
            {"chat_id": ZHANG, "text": "a", "parse_mode": "x"},
            "Bad Request: unsupported parse_mode",
        ),
        (
            "sendMessage",
            {"chat_id": WANG, "text": "a"},
            "Forbidden: bot can't initiate conversation with a user",
        ),
        (
            "sendDocument",
            {"chat_id": ZHANG, "document": "https://example.org/a.pdf", "caption": "a" * 1025},
            "Bad Request: message caption is too long",
        ),
        ("sendPhoto", {"chat_id": ZHANG}, "Bad Request: there is no photo in the request"),
        (
            "editMessageText",
            {"chat_id": ZHANG, "message_id": 99, "text": "a"},
            "Bad Request: message to edit not found",
        ),
        (
            "editMessageText",
            {"chat_id": ZHANG, "text": "a"},
            "Bad Request: message identifier is not specified",
        ),
        ("editMessageText", {"text": "a"}, "Bad Request: message identifier is not specified"),
        (
            "editMessageText",
            {"chat_id": ZHANG, "message_id": 1, "text": "a" * 4097},
            "Bad Request: MESSAGE_TOO_LONG",
        ),
        (
            "editMessageCaption",
            {"chat_id": ZHANG, "message_id": 1, "caption": "a" * 1025},
            "Bad Request: MEDIA_CAPTION_TOO_LONG",
        ),
        ("sendLocation", {"chat_id": ZHANG, "longitude": 1}, "Bad Request: latitude is empty"),
        (
            "sendLocation",
            {"chat_id": ZHANG, "latitude": 91, "longitude": 1},
            "Bad Request: wrong location specified",
        ),
        (
            "sendLocation",
            {"chat_id": ZHANG, "latitude": 1, "longitude": 1, "live_period": 60, "heading": 361},
            "Bad Request: wrong live location heading specified",
        ),
        (
            "sendVenue",
            {"chat_id": ZHANG, "latitude": "x", "longitude": 1, "title": "a", "address": "b"},
            "Bad Request: wrong venue location specified",
        ),
        (
            "sendMessage",
            {"chat_id": ZHANG, "text": "a", "business_connection_id": "x"},
            "Bad Request: business connection not found",
        ),
        (
            "sendMessage",
            {"chat_id": 4_200_000_001, "text": "a"},
            "Forbidden: the bot can't send messages to the bot",
        ),
        (
            "editMessageText",
            {"chat_id": ZHANG, "message_id": 1, "text": "a"},
            "Bad Request: message can't be edited",
        ),
        ("deleteMessage", {"chat_id": ZHANG, "message_id": 99}, "Bad Request: message to delete not found"),
        (
            "copyMessage",
            {"chat_id": ZHANG, "from_chat_id": ZHANG, "message_id": 99},
            "Bad Request: message to copy not found",
        ),
        (
            "forwardMessage",
            {"chat_id": ZHANG, "from_chat_id": ZHANG, "message_id": 99},
            "Bad Request: message to forward not found",
        ),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1"},
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        ),
        ("getFile", {"file_id": "x"}, "Bad Request: invalid file_id"),
        (
            "sendChatAction",
            {"chat_id": ZHANG, "action": "x"},
            "Bad Request: wrong parameter action in request",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "菜单", "description": "a"}]},
            "Bad Request: BOT_COMMAND_INVALID",
        ),
        ("setMyCommands", {"commands": {}}, "Bad Request: expected an Array of BotCommand"),
        (
            "setMyCommands",
            {"commands": [{"command": "a"}]},
            "Bad Request: can't parse BotCommand: Can't find field \"description\"",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a" * 33, "description": "a"}]},
            "Bad Request: command length must not exceed 32",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": " "}]},
            "Bad Request: command description must be non-empty",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "a"}] * 101},
            "Bad Request: BOT_COMMANDS_TOO_MUCH",
        ),
        ("setChatMenuButton", {"chat_id": GROUP}, "Bad Request: invalid chat_id specified"),
        ("getChatMenuButton", {"chat_id": 99}, "Bad Request: user not found"),
        (
            "setChatMenuButton",
            {"menu_button": {"type": "web_app"}},
            "Bad Request: can't parse menu button: Can't find field \"text\"",
        ),
        (
            "setChatMenuButton",
            {"menu_button": {"type": "web_app", "text": "开", "web_app": {"url": "http://example.org"}}},
            "Bad Request: menu button Web App URL 'http://example.org' is invalid: Only HTTPS links are allowed",
        ),
        (
            "setWebhook",
            {"url": "https://a.org", "secret_token": "a b"},
            "Bad Request: secret token contains unallowed characters",
        ),
        (
            "setWebhook",
            {"url": "https://a.org", "secret_token": "a" * 257},
            "Bad Request: secret token is too long",
        ),
        (
            "setMyCommands",
            {"commands": [], "language_code": "zh-hans"},
            "Bad Request: invalid language code specified",
        ),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "everybody"}},
            "Bad Request: can't parse BotCommandScope: Unsupported type specified",
        ),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "chat", "chat_id": STRANGE_GROUP}},
            "Bad Request: chat not found",
        ),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "chat_administrators", "chat_id": ZHANG}},
            "Bad Request: can't use specified scope in private chats",
        ),
        (
            "getMyCommands",
            {"scope": {"type": "chat_member", "chat_id": GROUP, "user_id": 99}},
            "Bad Request: user not found",
        ),
        (
            "sendMediaGroup",
            {"chat_id": ZHANG, "media": [PHOTO, {"type": "document", "media": "https://example.org/a"}]},
            "Bad Request: document can't be mixed with other media types",
        ),
        (
            "sendMediaGroup",
            {"chat_id": ZHANG, "media": [{"type": "audio", "media": "https://example.org/a"}, PHOTO]},
            "Bad Request: audio can't be mixed with other media types",
        ),
        ("sendGame", {}, "Not Implemented: sendGame is not acted out in this sandbox"),
        ("setWebhook", {"url": "https://"}, "Bad Request: invalid webhook URL specified"),
        ("sendNothing", {}, "Not Found: method not found"),
    ],
)
async def test_a_wrong_call_is_refused_in_telegrams_words(
    bot: Bot, method: str, parameters: dict, said: str
) -> None:
    assert await bot.refused(method, **parameters) == said


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("字</b>", "Unexpected end tag at byte offset 3"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("<tg-emoji>👍</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
async def test_bad_html_is_refused(bot: Bot, html: str, said: str) -> None:
    refused = await bot.refused("sendMessage", chat_id=ZHANG, text=html, parse_mode="HTML")

    assert refused == f"Bad Request: can't parse entities: {said}"


@pytest.mark.parametrize(
    ("mime", "body"),
    [
        ("application/json", rb'{"chat_id": 5, "text": "\ud83d"}'),
        ("application/json", b'{"chat_id": 5, "text": "\xff"}'),
        ("application/json", rb'{"chat_id": 5, "text": "a", "entities": "[{\"type\": \"\ud83d\"}]"}'),
        ("application/x-www-form-urlencoded", b"chat_id=5&text=%ff"),
        ("application/x-www-form-urlencoded", b"chat_id=5&text=\xff"),
    ],
)
async def test_text_that_is_no_unicode_is_refused(bot: Bot, mime: str, body: bytes) -> None:
    response = await bot.client.post(f"{bot.url}/sendMessage", content=body, headers={"content-type": mime})

    assert response.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_bare_characters_in_a_form_are_read(bot: Bot) -> None:
    mime = {"content-type": "application/x-www-form-urlencoded"}
    response = await bot.client.post(
        f"{bot.url}/sendMessage", content="chat_id=5&text=电梯".encode(), headers=mime
    )

    assert response.json()["result"]["text"] == "电梯"


MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("kind", "size", "code", "said"),
    [
        ("photo", 10 * MEGABYTE + 1, 400, "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes"),
        ("document", 50 * MEGABYTE + 1, 413, "Request Entity Too Large"),
        ("document", 10 * MEGABYTE + 1, 200, None),
    ],
)  # fmt: skip
async def test_files_are_taken_up_to_their_size(bot: Bot, kind: str, size: int, code: int, said: str) -> None:
    response = await bot.client.post(
        f"{bot.url}/send{kind.title()}", data={"chat_id": ZHANG}, files={kind: ("a.bin", bytes(size))}
    )

    assert (response.status_code, response.json().get("description")) == (code, said)


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot) -> None:
    sent = await bot.do("sendMessage", chat_id=ZHANG, text="一样", reply_markup=BUTTON)

    refused = await bot.refused(
        "editMessageText", chat_id=ZHANG, message_id=sent["message_id"], text="一样", reply_markup=BUTTON
    )

    assert refused == (
        "Bad Request: message is not modified: specified new message content and reply markup are"
        " exactly the same as a current content and reply markup of the message"
    )


async def test_a_bot_deletes_anothers_message_only_as_administrator(bot: Bot, sandbox: Sandbox) -> None:
    said = await sandbox.people.say(ZHANG, "广告", chat_id=GROUP)
    refused = await bot.refused("deleteMessage", chat_id=GROUP, message_id=said)
    await sandbox.people.add_bot(GROUP, status="administrator")
    await bot.do("deleteMessage", chat_id=GROUP, message_id=said)

    assert refused == "Bad Request: message can't be deleted"
    assert await sandbox.people.messages(GROUP) == []


async def test_who_blocked_or_is_gone_is_not_reached(bot: Bot, sandbox: Sandbox) -> None:
    people = sandbox.people
    await people.block(ZHANG)
    blocked = await bot.call("sendMessage", chat_id=ZHANG, text="在吗")
    await people.unblock(ZHANG)
    await bot.do("sendMessage", chat_id=ZHANG, text="在吗")
    await people.deactivate(ZHANG)
    gone = await bot.call("sendMessage", chat_id=ZHANG, text="在吗")

    assert blocked == {
        "ok": False,
        "error_code": 403,
        "description": "Forbidden: bot was blocked by the user",
    }
    assert gone == {"ok": False, "error_code": 403, "description": "Forbidden: user is deactivated"}


@pytest.mark.parametrize(("chat_id", "kind"), [(GROUP, "supergroup chat"), (SMALL_GROUP, "group chat")])
async def test_a_bot_that_was_put_out_is_told_so(bot: Bot, sandbox: Sandbox, chat_id: int, kind: str) -> None:
    await sandbox.people.remove_bot(chat_id)

    refused = await bot.refused("sendMessage", chat_id=chat_id, text="a")

    assert refused == f"Forbidden: bot was kicked from the {kind}"


async def test_a_bot_that_left_is_no_member(bot: Bot) -> None:
    await bot.do("leaveChat", chat_id=GROUP)

    refused = await bot.refused("sendMessage", chat_id=GROUP, text="a")

    assert refused == "Forbidden: bot is not a member of the supergroup chat"


async def test_the_old_id_of_a_migrated_group_names_the_new_one(bot: Bot, sandbox: Sandbox) -> None:
    new_id = await sandbox.people.migrate(SMALL_GROUP)

    refused = await bot.call("sendMessage", chat_id=SMALL_GROUP, text="a")
    updates = await bot.updates()

    assert refused == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new_id},
    }
    said = [update["message"] for update in updates]
    assert [(m["chat"]["id"], m.get("migrate_to_chat_id"), m.get("migrate_from_chat_id")) for m in said] == [
        (SMALL_GROUP, new_id, None),
        (new_id, None, SMALL_GROUP),
    ]
    assert (await bot.do("sendMessage", chat_id=new_id, text="a"))["chat"]["type"] == "supergroup"


async def test_a_token_without_form_is_unauthorized(bot: Bot, sandbox: Sandbox) -> None:
    response = await bot.client.get(f"{sandbox.base_url}nonsense/getMe")

    assert (response.status_code, response.json()) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )


async def test_a_press_cannot_be_answered_too_late(bot: Bot, sandbox: Sandbox) -> None:
    await bot.do("sendMessage", chat_id=ZHANG, text="好吗", reply_markup=BUTTON)
    await sandbox.people.set_limits(press_seconds=0)
    press = await sandbox.people.press(ZHANG, "好")

    refused = await bot.refused("answerCallbackQuery", callback_query_id=press)

    assert refused == "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await sandbox.people.toast(press, wait=0) is None
