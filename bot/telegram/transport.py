"""python-telegram-bot's calls over aiohttp: its own HTTP client was the largest cost of a message."""

import json
import ssl
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_CONNECT_SECONDS = 10.0
_READ_SECONDS = 20.0
_PLACE = ("message_id", "date", "chat")


class AiohttpRequest(BaseRequest):
    """Makes the calls of a ``telegram.Bot`` over at most ``connections`` connections.

    A call raises TimedOut or NetworkError from aiohttp's exception, which tells whether it may
    have arrived (see ``bot.telegram.verdicts``). Parameters travel as one JSON object, or as a
    form when a file is among them (Bot API, "Making requests").
    """

    def __init__(self, connections: int, tls: ssl.SSLContext) -> None:
        self._connections = connections
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds of silence after which a call is given up, unless it asks for others."""
        return _READ_SECONDS

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer. Of a message that was sent only where it stands: its words are ours."""
        answer = BaseRequest.parse_json_payload(payload)
        result = answer.get("result")
        if isinstance(result, dict) and "message_id" in result:
            answer["result"] = {name: result[name] for name in _PLACE if name in result}
        return answer

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, ssl=self._tls)
            self._session = aiohttp.ClientSession(
                connector=connector,
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - aiohttp has none of its own
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - counted to connecting
    ) -> tuple[int, bytes]:
        """Call; returns the status and the body. Timeouts in seconds."""
        if self._session is None:
            raise RuntimeError("not initialized")
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=_given(connect_timeout, _CONNECT_SECONDS),
            sock_read=_given(read_timeout, _READ_SECONDS),
        )
        sent = _body(request_data) if request_data else {}
        try:
            async with self._session.request(
                method, url, timeout=timeout, allow_redirects=False, **sent
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error


def _given(seconds: Any, otherwise: float) -> float | None:
    return otherwise if seconds is BaseRequest.DEFAULT_NONE else seconds


def _body(request: RequestData) -> dict[str, Any]:
    if not request.contains_files:
        payload = json.dumps(request.parameters, ensure_ascii=False).encode()
        return {"data": payload, "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData(request.json_parameters, quote_fields=False)
    for name, (file_name, content, kind) in request.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=kind)
    return {"data": form}
