"""Reading a call's parameters from query, form, multipart or JSON, forgiving what Telegram forgives."""

import json
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Receive, Scope

from sandbox.refusals import bad_request

_TRUE = frozenset({"true", "1", "yes"})
_NO_UNICODE = "strings must be encoded in UTF-8"


class Upload(NamedTuple):
    """A file that came with the call."""

    name: str
    content: bytes
    mime: str


class Params:
    """The parameters of one call; values are text unless the body was JSON."""

    __slots__ = ("uploads", "values")

    def __init__(self, values: dict[str, Any], uploads: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.uploads = uploads or {}

    def has(self, name: str) -> bool:
        """Tell whether the parameter was given and is not empty."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """Return the parameter as text, empty when absent."""
        value = self.values.get(name)
        return value if isinstance(value, str) else "" if value is None else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return the parameter as a number; what is none counts as absent."""
        try:
            return int(self.values[name])
        except (KeyError, TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """Return whether the parameter says yes."""
        return str(self.values.get(name, "")).lower() in _TRUE

    def parsed(self, name: str, kind: type, called: str = "", *, otherwise: str = "") -> Any:
        """Return a JSON parameter of this kind, or None when absent.

        ``otherwise`` is the refusal of JSON of another kind, where Telegram has one of its own.
        """
        value = self.values.get(name)
        if value in (None, ""):
            return None
        if isinstance(value, str):
            value = _loaded(value)
        if not isinstance(value, kind):
            unreadable = f"can't parse {called or name.replace('_', ' ')} JSON object"
            raise bad_request(otherwise if otherwise and value is not None else unreadable)
        return value


async def read_params(scope: Scope, receive: Receive) -> Params:
    """Read the whole request, a GET's body too; one that cannot be read counts as empty."""
    values: dict[str, Any] = {}
    if scope["query_string"]:
        values.update(_form(scope["query_string"]))
    mime = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    if mime.startswith(b"multipart/"):
        return await _multipart(scope, receive, values)
    body = await _body(receive)
    if mime.startswith(b"application/json"):
        values.update(_json_object(body))
    elif body:
        values.update(_form(body))
    return Params(values)


async def _body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body


def _json_object(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    value = _loaded(body)
    if not isinstance(value, dict):
        raise bad_request("can't parse JSON object")
    return value


def _loaded(source: str | bytes) -> Any:
    """Return what a JSON text says, or None where it is none; refuses text that is no Unicode."""
    try:
        value = json.loads(source)
        if (b"\\u" if isinstance(source, bytes) else "\\u") in source:  # type: ignore[operator]
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeError:
        raise bad_request(_NO_UNICODE) from None
    except (ValueError, RecursionError):
        return None
    return value


def _form(source: bytes) -> dict[str, Any]:
    try:
        return dict(parse_qsl(source.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeError:
        raise bad_request(_NO_UNICODE) from None


async def _multipart(scope: Scope, receive: Receive, values: dict[str, Any]) -> Params:
    try:
        return await _parts(scope, receive, values)
    except MultiPartException as error:
        raise bad_request(f"can't read the parts of the form: {error.message}") from None


async def _parts(scope: Scope, receive: Receive, values: dict[str, Any]) -> Params:
    uploads = {}
    async with Request(scope, receive).form(max_files=50, max_part_size=2**26) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                mime = value.content_type or "application/octet-stream"
                uploads[name] = Upload(value.filename or name, await value.read(), mime)
            else:
                values[name] = value
    return Params(values, uploads)
