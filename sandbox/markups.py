"""Checking what a bot wants under its message: inline buttons, a reply keyboard, a forced reply."""

from collections.abc import Callable, Iterator
from typing import Any

from sandbox.params import Params
from sandbox.refusals import bad_request
from sandbox.world import Json, Room

MAX_CALLBACK_DATA = 64
_MOST_INLINE_BUTTONS = 100
_LONGEST_COPIED = 256
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
_ONLY_PRIVATE = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_poll": "poll can be requested in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
    "web_app": "Web App buttons can be used in private chats only",
}


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


def require_fitting(room: Room, markup: Json | None) -> None:
    """Refuse buttons that work only in private chats in any other one."""
    if markup is None or room.is_direct:
        return
    if any("web_app" in button for button in _buttons(markup, "inline_keyboard")):
        raise bad_request("BUTTON_TYPE_INVALID")
    for button in _buttons(markup, "keyboard"):
        for name, refusal in _ONLY_PRIVATE.items():
            if button.get(name):
                raise bad_request(refusal)


def _buttons(markup: Json, name: str) -> Iterator[Json]:
    for row in markup.get(name, []):
        yield from row


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse reply keyboard markup JSON object")
    return rows


def _inline(rows: Any) -> Json:
    keyboard = [[_inline_button(button) for button in row] for row in _rows(rows) if row]
    if sum(map(len, keyboard)) > _MOST_INLINE_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": keyboard}


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text:
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must have a text")
    action = next((action for action in _ACTIONS if action in button), None)
    if action is None:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if action in _CHECKS:
        _CHECKS[action](button[action])
    return button


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or not 0 < len(data.encode()) <= MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    if not is_link(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def is_link(url: Any) -> bool:
    """Tell whether Telegram takes this for a link."""
    return isinstance(url, str) and (url.startswith("tg://") or "." in url or "localhost" in url)


def _check_secure(what: str) -> Callable[[Any], None]:
    def check(given: Any) -> None:
        url = given.get("url") if isinstance(given, dict) else None
        if not isinstance(url, str) or not url.startswith("https://"):
            raise bad_request(f"{what} '{url}' is invalid: Only HTTPS links are allowed")

    return check


def _check_copied(given: Any) -> None:
    text = given.get("text") if isinstance(given, dict) else None
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST_COPIED:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _refuse(_: Any) -> None:
    """Refuse what belongs under games and invoices, which are not sent here."""
    raise bad_request("BUTTON_TYPE_INVALID")


_CHECKS: dict[str, Callable[[Any], None]] = {
    "callback_data": _check_data,
    "url": _check_url,
    "web_app": _check_secure("inline keyboard button Web App URL"),
    "login_url": _check_secure("inline keyboard button login URL"),
    "copy_text": _check_copied,
    "callback_game": _refuse,
    "pay": _refuse,
}
_check_opened = _check_secure("keyboard button Web App URL")


def _reply_button(button: Any) -> Json:
    if isinstance(button, str) and button:
        return {"text": button}
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request("can't parse keyboard button: KeyboardButton must have a text")
    if "web_app" in button:
        _check_opened(button["web_app"])
    return button
