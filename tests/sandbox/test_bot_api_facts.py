"""The facts of the Bot API: written from its description, and every call is held against them."""

import json
import os
from pathlib import Path

import pytest

from sandbox.bot_api import ACTED
from sandbox.bot_api_facts import FILE, facts, shipped, written
from sandbox.testing import Sandbox
from tests.sandbox.by_hand import ZHANG, Bot

DESCRIPTION = Path(os.environ.get("BOT_API_DESCRIPTION", "api.json"))
METHODS = sorted(shipped()["methods"])
_OF_NO_USE_HERE = {"getUpdates", "logOut", "close"}


def field(name: str, *types: str, required: bool = False) -> dict:
    return {"name": name, "types": types, "required": required, "description": "left out"}


def test_facts_are_names_types_and_what_is_required() -> None:
    api = {
        "version": "Bot API 1",
        "methods": {"sendIt": {"fields": [field("to", "Integer", "String", required=True), field("as", "Array of Look")]}},
        "types": {
            "Look": {"subtypes": ["Bold", "Plain"]},
            "Bold": {"fields": [field("again", "Look", required=True)]},
            "Plain": {"description": ["has no fields"]},
            "Update": {"fields": [field("update_id", "Integer"), field("message", "Message")]},
        },
    }  # fmt: skip

    known = facts(api)

    assert known == {
        "version": "Bot API 1",
        "updates": ["message"],
        "methods": {"sendIt": {"to": "Integer|String!", "as": "Array of Look"}},
        "types": {"Bold": {"again": "Look!"}, "Look": ["Bold", "Plain"], "Plain": {}},
    }
    assert json.loads(written(known)) == known


@pytest.mark.skipif(
    not DESCRIPTION.exists(), reason="BOT_API_DESCRIPTION names no description to compare with"
)
def test_what_ships_is_what_the_description_says() -> None:
    known = facts(json.loads(DESCRIPTION.read_text("utf-8")))
    file = Path(__file__).parents[2] / "sandbox" / FILE

    assert file.read_text("utf-8") == written(known)


@pytest.mark.parametrize("method", sorted(set(METHODS) - _OF_NO_USE_HERE))
async def test_a_method_called_with_nothing_never_breaks_or_pretends(bot: Bot, method: str) -> None:
    answer = await bot.call(method)

    if method not in ACTED:
        assert answer["error_code"] == 501
        assert method in answer["description"]
    else:
        needed = [types for types in shipped()["methods"][method].values() if types.endswith("!")]
        assert not (answer["ok"] and needed)
        assert answer.get("error_code", 400) == 400


async def test_a_method_telegram_has_not_is_not_found(bot: Bot) -> None:
    assert (await bot.call("sendPigeon"))["error_code"] == 404


@pytest.mark.parametrize(
    ("method", "wrong", "said"),
    [
        ("sendVoice", {"voice": "x", "duration": "long"}, 'parameter "duration": it must be an Integer'),
        ("sendMessage", {"text": "好", "message_thread_id": 1.5}, 'parameter "message_thread_id": it must be an Integer'),
        ("sendMessage", {"text": "好", "link_preview_options": "[]"}, 'parameter "link_preview_options": LinkPreviewOptions must be an Object'),
        ("sendMessage", {"text": "好", "reply_parameters": {"quote": "好"}}, 'parameter "reply_parameters": ReplyParameters must have the field "message_id"'),
        ("sendMessage", {"text": "好", "reply_parameters": {"message_id": "x"}}, 'parameter "reply_parameters": field "message_id" of ReplyParameters: it must be an Integer'),
        ("sendMessage", {"text": "好", "parse_mode": ["HTML"]}, 'parameter "parse_mode": it must be a String'),
        ("setChatMenuButton", {"menu_button": "x"}, 'parameter "menu_button": '),
        ("setMyCommands", {"commands": [], "scope": 5}, 'parameter "scope": '),
    ],
)  # fmt: skip
async def test_ill_typed_parameters_are_refused(bot: Bot, method: str, wrong: dict, said: str) -> None:
    refused = await bot.refused(method, chat_id=ZHANG, **wrong)

    assert refused.startswith(f"Bad Request: can't parse {said}")


async def test_what_telegram_forgives_is_forgiven(bot: Bot, sandbox: Sandbox) -> None:
    form = {
        "chat_id": str(ZHANG), "text": "好", "disable_notification": "True", "message_thread_id": "",
        "link_preview_options": '{"is_disabled":true}', "unknown": "x",
    }  # fmt: skip
    answer = (await bot.client.post(f"{bot.url}/sendMessage", data=form)).json()

    assert (answer["ok"], answer["result"]["text"]) == (True, "好")
