"""Every call against the facts of the Bot API, before it is acted out."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from sandbox.bot_api_facts import ARRAY, REQUIRED, shipped
from sandbox.params import Params
from sandbox.refusals import bad_request

Check = Callable[[Any], str]
"""Returns what is wrong with a value, or nothing."""

FACTS = shipped()
_IN_WORDS_OF_THEIR_OWN = frozenset(
    {
        *("chat_id", "from_chat_id", "message_id", "message_ids", "user_id", "text", "caption", "question"),
        *("photo", "document", "voice", "video", "audio", "sticker", "animation", "video_note", "media"),
        *("latitude", "longitude", "title", "phone_number", "first_name", "options", "file_id", "action"),
        *(
            "callback_query_id",
            "commands",
            "reply_markup",
            "entities",
            "caption_entities",
            "question_entities",
        ),
    }
)
"""Parameters that acts read themselves, because Telegram refuses them in particular words."""


def check(method: str, params: Params) -> None:
    """Refuse a call that lacks a required parameter or has one of another type.

    Forgiving where Telegram is: numbers may come as text, lists and objects as JSON text;
    an empty text counts as absent; unknown parameters are passed over.
    """
    required, checks = _rules(method)
    if params.has("business_connection_id"):
        raise bad_request("business connection not found")
    for name in required:
        if not params.has(name) and name not in params.uploads:
            raise bad_request(f'parameter "{name}" is required')
    for name, value in params.values.items():
        wrong = checks[name](value) if name in checks and value not in (None, "") else ""
        if wrong:
            raise bad_request(f'can\'t parse parameter "{name}": {wrong}')


@cache
def _rules(method: str) -> tuple[tuple[str, ...], Mapping[str, Check]]:
    fields: Mapping[str, str] = FACTS["methods"][method]
    own = {name: types for name, types in fields.items() if name not in _IN_WORDS_OF_THEIR_OWN}
    required = tuple(name for name, types in own.items() if types.endswith(REQUIRED))
    return required, {name: _any_of(types.removesuffix(REQUIRED).split("|")) for name, types in own.items()}


@cache
def _of_type(name: str) -> Check:
    """Return the check of one type: a plain one, a list of another, an object, or one of several objects."""
    if name in _PLAIN:
        return _PLAIN[name]
    if name.startswith(ARRAY):
        return _list_of(_of_type(name.removeprefix(ARRAY)))
    described = FACTS["types"].get(name, {})
    return _any_of(described) if isinstance(described, list) else _object(name, described)


def _any_of(names: Iterable[str]) -> Check:
    names = tuple(names)

    def check_any(value: Any) -> str:
        wrongs = [_of_type(name)(value) for name in names]
        return "" if "" in wrongs else min(wrongs, key=len)

    return check_any


def _integer(value: Any) -> str:
    try:
        whole = int(value) == value or isinstance(value, str)
    except (TypeError, ValueError, OverflowError):
        whole = False
    return "" if whole else "it must be an Integer"


def _float(value: Any) -> str:
    try:
        float(value)
    except (TypeError, ValueError):
        return "it must be a Float"
    return ""


def _string(value: Any) -> str:
    return "it must be a String" if isinstance(value, list | dict) else ""


def _nothing(_: Any) -> str:
    return ""


# Telegram takes every text for a Boolean: what is not "true" is false.
_PLAIN: Mapping[str, Check] = {
    "Integer": _integer,
    "Float": _float,
    "String": _string,
    "InputFile": _string,
    "Boolean": _nothing,
    "True": _nothing,
}


def _parsed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _list_of(item: Check) -> Check:
    def check_list(value: Any) -> str:
        items = _parsed(value)
        if not isinstance(items, list):
            return "it must be an Array"
        return next(filter(None, map(item, items)), "")

    return check_list


def _object(name: str, fields: Mapping[str, str]) -> Check:
    required = [field for field, types in fields.items() if types.endswith(REQUIRED)]
    checks = {field: _any_of(types.removesuffix(REQUIRED).split("|")) for field, types in fields.items()}

    def check_object(value: Any) -> str:
        given = _parsed(value)
        if not isinstance(given, dict):
            return f"{name} must be an Object"
        missing = next((field for field in required if given.get(field) in (None, "")), None)
        if missing:
            return f'{name} must have the field "{missing}"'
        for field, one in given.items():
            wrong = checks[field](one) if field in checks and one is not None else ""
            if wrong:
                return f'field "{field}" of {name}: {wrong}'
        return ""

    return check_object
