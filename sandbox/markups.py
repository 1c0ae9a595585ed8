"""Checking what a bot wants under its message: inline buttons, a reply keyboard, a forced reply."""

from typing import Any

from sandbox.params import Params
from sandbox.refusals import bad_request
from sandbox.world import Json

MAX_CALLBACK_DATA = 64
_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def read_markup(params: Params) -> Json | None:
    """Return the call's reply_markup once it is well formed, or None."""
    markup = params.parsed("reply_markup", dict, "reply keyboard markup")
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return {**markup, "keyboard": [[_reply_button(b) for b in row] for row in _rows(markup["keyboard"])]}
    if markup.get("force_reply") or markup.get("remove_keyboard"):
        return dict(markup)
    raise bad_request("can't parse reply keyboard markup JSON object")


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse reply keyboard markup JSON object")
    return rows


def _inline(rows: Any) -> Json:
    return {"inline_keyboard": [[_inline_button(button) for button in row] for row in _rows(rows) if row]}


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text:
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must have a text")
    if not any(action in button for action in _ACTIONS):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button:
        data = button["callback_data"]
        if not isinstance(data, str) or not 0 < len(data.encode()) <= MAX_CALLBACK_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not is_link(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return button


def is_link(url: Any) -> bool:
    """Tell whether Telegram takes this for a link."""
    return isinstance(url, str) and (url.startswith("tg://") or "." in url or "localhost" in url)


def _reply_button(button: Any) -> Json:
    if isinstance(button, str) and button:
        return {"text": button}
    if isinstance(button, dict) and button.get("text"):
        return button
    raise bad_request("can't parse keyboard button: KeyboardButton must have a text")
