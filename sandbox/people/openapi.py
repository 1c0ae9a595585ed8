"""The people's side described as OpenAPI 3.1, from the forms it takes."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.people.asks import Ask
from sandbox.world import Json

_INTEGER = {"type": "integer", "minimum": -(2**53) + 1, "maximum": 2**53 - 1}
_TEXT = {"type": "string"}
_WAIT = {"type": "number", "minimum": 0, "maximum": 60, "default": 0}
_BOT = {**_INTEGER, "default": 0}

VIEWS: Mapping[str, tuple[str, Mapping[str, Json]]] = {
    "messages": (
        "What a chat shows; with since and wait, as soon as it changes.",
        {
            "chat_id": _INTEGER,
            "after": {**_INTEGER, "default": 0},
            "since": {**_INTEGER, "default": 0},
            "wait": _WAIT,
            "bot_id": _BOT,
            "user_id": {**_INTEGER, "default": 0},
        },
    ),
    "inbox": ("A person's list of chats, with what is unread.", {"user_id": _INTEGER}),
    "live": ("Which chats change, as server-sent events, for as long as one listens.", {}),
    "commands": (
        "The commands a person is offered in a chat, and the menu button.",
        {"chat_id": _INTEGER, "user_id": _INTEGER, "bot_id": _BOT},
    ),
    "stage": ("The phones a page shows first, whose roles they are, and its guided tour.", {}),
    "toast": (
        "The answer to a pressed button, as soon as there is one.",
        {"callback_id": _TEXT, "wait": _WAIT},
    ),
    "counters": ("Calls per method, failures dealt, updates still to be fetched.", {"bot_id": _BOT}),
    "calls": ("The bots' calls after a number.", {"since": {**_INTEGER, "default": 0}}),
    "file": ("The bytes of a file.", {"file_id": _TEXT}),
    "users": ("Everybody.", {}),
    "chats": ("Every group and direct chat, with who is in it.", {}),
    "bots": ("Every bot, with its queue and commands.", {}),
    "limits": ("The rates in force.", {}),
    "clock": ("The time in the sandbox.", {}),
    "faults": ("The failures being dealt.", {}),
}
"""What can be looked at: what it is for, and the schema of each query parameter."""

_MISTAKE = {
    "description": "It cannot be done; the field names what was wrong.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {"field": _TEXT, "error": _TEXT},
                "required": ["field", "error"],
            }
        }
    },
}
_DONE = {"description": "Done.", "content": {"application/json": {"schema": {"type": "object"}}}}
_SHOWN = {"description": "Shown.", "content": {"application/json": {"schema": {"type": "object"}}}}
_BYTES = {"description": "The bytes.", "content": {"*/*": {}}}


def document(verbs: Mapping[str, tuple[type[Ask], Callable[..., Any]]]) -> Json:
    """Return the OpenAPI document for these verbs and every view."""
    shared: Json = {}
    paths = {f"/people/{name}": {"get": _view(name, *what)} for name, what in VIEWS.items()}
    paths |= {f"/people/{name}": {"post": _verb(name, *verb, shared)} for name, verb in verbs.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "sandbox: the people's side",
            "version": "1",
            "description": "What people in a local Telegram do and see.",
        },
        "paths": paths,
        "components": {"schemas": shared},
    }


def _view(name: str, summary: str, parameters: Mapping[str, Json]) -> Json:
    return {
        "operationId": f"see_{name}",
        "summary": summary,
        "parameters": [
            {"name": parameter, "in": "query", "required": "default" not in schema, "schema": schema}
            for parameter, schema in parameters.items()
        ],
        "responses": {"200": _BYTES if name == "file" else _SHOWN, "4XX": _MISTAKE},
    }


def _verb(name: str, form: type[Ask], act: Callable[..., Any], shared: Json) -> Json:
    schema = form.model_json_schema(ref_template="#/components/schemas/{model}")
    shared.update(schema.pop("$defs", {}))
    return {
        "operationId": name,
        "summary": (inspect.getdoc(act) or name).splitlines()[0],
        "description": inspect.getdoc(form) or "",
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"200": _DONE, "4XX": _MISTAKE},
    }
