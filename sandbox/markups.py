"""Checking what a bot wants under its message: inline buttons, a reply keyboard, a forced reply."""

from collections.abc import Callable, Iterator
from typing import Any

from sandbox.params import Params
from sandbox.refusals import Refused, bad_request
from sandbox.world import Json, Room

MAX_CALLBACK_DATA = 64
_MOST_INLINE_BUTTONS = 100
_LONGEST_COPIED = 256
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_FILLED = frozenset({"url", "callback_data"})
"""Actions that count only when they say something."""
_ONLY_PRIVATE = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_poll": "poll can be requested in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
    "web_app": "Web App buttons can be used in private chats only",
}


def read_markup(params: Params) -> Json | None:
    """Return the call's reply_markup once it is well formed, or None where it asks for nothing."""
    markup = params.parsed(
        "reply_markup", dict, "reply keyboard markup", otherwise="object expected as reply markup"
    )
    if not markup:
        return None
    if keyboard := _keyboard(markup.get("keyboard", [])):
        return {**markup, "keyboard": keyboard}
    if inline := _inline(markup.get("inline_keyboard", [])):
        return {"inline_keyboard": inline}
    return dict(markup) if markup.get("force_reply") or markup.get("remove_keyboard") else None


def read_inline_markup(params: Params) -> Json | None:
    """Return the same where only inline buttons can stand: under what is there already."""
    markup = read_markup(params)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


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


def _rows(rows: Any, name: str, called: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f"field {called} must be an Array of Arrays")
    return rows


def _keyboard(rows: Any) -> list[list[Json]]:
    """Return the keys by rows; those without words are passed over, as Telegram does."""
    keys = [[_reply_button(key) for key in row] for row in _rows(rows, "keyboard", '"keyboard"')]
    return [row for row in ([key for key in row if key["text"]] for row in keys) if row]


def _inline(rows: Any) -> list[list[Json]]:
    """Return the buttons by rows; those without words are passed over, as Telegram does."""
    called = '"inline_keyboard" of the InlineKeyboardMarkup'
    buttons = [[_inline_button(button) for button in row] for row in _rows(rows, "inline_keyboard", called)]
    keyboard = [row for row in ([button for button in row if button["text"]] for row in buttons) if row]
    if sum(map(len, keyboard)) > _MOST_INLINE_BUTTONS:
        raise bad_request("reply markup is too long")
    return keyboard


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    _require_text(button, _unreadable)
    for name in ("url", "callback_data"):
        if not isinstance(button.get(name, ""), str):
            raise _unreadable(f'Field "{name}" must be of type String')
    action = next(
        (action for action in _ACTIONS if button.get(action) or action in button.keys() - _FILLED), ""
    )
    if not action:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if action in _CHECKS:
        _CHECKS[action](button[action])
    return button


def _require_text(button: Json, unreadable: Callable[[str], Refused]) -> None:
    if "text" not in button:
        raise unreadable('Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise unreadable('Field "text" must be of type String')


def _unreadable(problem: str) -> Refused:
    return bad_request(f"can't parse inline keyboard button: {problem}")


def _unreadable_key(problem: str) -> Refused:
    return bad_request(f"can't parse keyboard button: {problem}")


def _check_data(data: str) -> None:
    if len(data.encode()) > MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    if not is_link(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def is_link(url: Any) -> bool:
    """Tell whether Telegram takes this for a link."""
    return isinstance(url, str) and (url.startswith("tg://") or "." in url or "localhost" in url)


def _check_secure(name: str, unreadable: Callable[[str], Refused], what: str) -> Callable[[Any], None]:
    def check(given: Any) -> None:
        if not isinstance(given, dict):
            raise unreadable(f'Field "{name}" must be of type Object')
        require_secure(given.get("url"), unreadable, what)

    return check


def require_secure(url: Any, unreadable: Callable[[str], Refused], what: str) -> None:
    """Refuse what is no link that a Web App may open; ``what`` names where it stands."""
    if not isinstance(url, str):
        raise unreadable('Can\'t find field "url"')
    if not url.startswith("https://"):
        raise bad_request(f"{what} '{url}' is invalid: Only HTTPS links are allowed")


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
    "web_app": _check_secure("web_app", _unreadable, "inline keyboard button Web App URL"),
    "login_url": _check_secure("login_url", _unreadable, "inline keyboard button login URL"),
    "copy_text": _check_copied,
    "callback_game": _refuse,
    "pay": _refuse,
}
_check_opened = _check_secure("web_app", _unreadable_key, "keyboard button Web App URL")


def _reply_button(button: Any) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise _unreadable_key("KeyboardButton must be a String or an Object")
    _require_text(button, _unreadable_key)
    if "web_app" in button:
        _check_opened(button["web_app"])
    return button
