"""The people's side from Python: every verb as an awaitable method."""

import asyncio
import base64
import json
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, Literal, Self

import httpx

from sandbox.client_gestures import Gestures

Json = dict[str, Any]
MediaKind = Literal["photo", "document", "voice", "video", "audio", "sticker", "location", "contact"]
FaultKind = Literal["500", "502", "429", "drop_before", "drop_after", "delay"]
_SHOWN_ON_FAILURE = 12


class PeopleError(Exception):
    """The sandbox could not do what was asked; ``field`` names what was wrong."""

    def __init__(self, field: str, error: str) -> None:
        super().__init__(error)
        self.field = field


class People(Gestures):
    """Plays the people who talk with a bot in the sandbox at ``base_url``."""

    def __init__(self, base_url: str, client: httpx.AsyncClient | None = None) -> None:
        # only plain HTTP to this machine: an empty context saves loading the certificates
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._own = None if client else httpx.AsyncClient(verify=context, trust_env=False, timeout=90)
        self._client = client or self._own or httpx.AsyncClient()
        self._url = f"{base_url.rstrip('/')}/people/"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, unless the client was handed in."""
        if self._own is not None:
            await self._own.aclose()

    async def _do(self, verb: str, **form: Any) -> Json:
        given = {name: value for name, value in form.items() if value is not None}
        return _answer(await self._client.post(self._url + verb, json=given))

    async def _see(self, view: str, **query: Any) -> Json:
        given = {name: value for name, value in query.items() if value is not None}
        return _answer(await self._client.get(self._url + view, params=given))

    # people and groups

    async def add_user(
        self,
        user_id: int,
        first_name: str = "居民",
        username: str | None = None,
        *,
        last_name: str | None = None,
    ) -> int:
        """Add a person, or rename one; returns the id."""
        await self._do("add_user", id=user_id, first_name=first_name, username=username, last_name=last_name)
        return user_id

    async def add_group(
        self,
        chat_id: int,
        title: str = "邻里群",
        *,
        members: Iterable[int] = (),
        admins: Iterable[int] = (),
        owner: int | None = None,
        type: Literal["group", "supergroup"] = "supergroup",  # noqa: A002 - Telegram's name
        bot: Literal["member", "administrator", "absent"] = "member",
        forum: bool = False,
    ) -> int:
        """Add a group with its people and, unless absent, the first bot; returns the id."""
        form = {"members": list(members), "admins": list(admins), "owner": owner, "forum": forum}
        await self._do("add_group", chat_id=chat_id, title=title, type=type, bot=bot, **form)
        return chat_id

    async def start(self, user_id: int, param: str = "", *, bot_id: int | None = None) -> int:
        """Press start in the direct chat; returns the id of the /start message."""
        return int((await self._do("start", user_id=user_id, param=param, bot_id=bot_id))["message_id"])

    async def block(self, user_id: int, *, bot_id: int | None = None) -> None:
        """Block the bot."""
        await self._do("block", user_id=user_id, bot_id=bot_id)

    async def unblock(self, user_id: int, *, bot_id: int | None = None) -> None:
        """Take the block back."""
        await self._do("unblock", user_id=user_id, bot_id=bot_id)

    async def deactivate(self, user_id: int) -> None:
        """Delete the person's account."""
        await self._do("deactivate", user_id=user_id)

    async def join(
        self, chat_id: int, user_id: int, *, by: int | None = None, link: str | None = None
    ) -> int:
        """Come into a group, by a link or brought by another; returns the id of the service message.

        By a link that needs approval nothing is said yet: returns 0.
        """
        done = await self._do("join", chat_id=chat_id, user_id=user_id, by=by, link=link)
        return int(done.get("message_id", 0))

    async def leave(self, chat_id: int, user_id: int, *, by: int | None = None) -> int:
        """Go out of a group, or be put out by another; returns the id of the service message."""
        return int((await self._do("leave", chat_id=chat_id, user_id=user_id, by=by))["message_id"])

    async def add_bot(
        self,
        chat_id: int,
        *,
        by: int | None = None,
        status: Literal["member", "administrator"] = "member",
        rights: Sequence[str] | None = None,
        bot_id: int | None = None,
    ) -> None:
        """Put the bot into a group, or change what it may do there; as administrator everything, or these."""
        await self._do("add_bot", chat_id=chat_id, by=by, status=status, rights=rights, bot_id=bot_id)

    async def remove_bot(self, chat_id: int, *, by: int | None = None, bot_id: int | None = None) -> None:
        """Put the bot out of a group."""
        await self._do("remove_bot", chat_id=chat_id, by=by, bot_id=bot_id)

    async def migrate(self, chat_id: int, new_id: int | None = None) -> int:
        """Make a group a supergroup; returns the new id."""
        return int((await self._do("migrate", chat_id=chat_id, new_id=new_id))["chat_id"])

    # speaking

    async def say(
        self,
        user_id: int,
        text: str,
        *,
        chat_id: int | None = None,
        reply_to: int | None = None,
        thread_id: int | None = None,
        bot_id: int | None = None,
    ) -> int:
        """Say a text in a chat (without ``chat_id`` to the bot directly); returns the message id."""
        where = {"chat_id": chat_id, "reply_to": reply_to, "thread_id": thread_id, "bot_id": bot_id}
        return int((await self._do("say", user_id=user_id, text=text, **where))["message_id"])

    async def say_many(self, items: Sequence[Json]) -> list[int]:
        """Say many texts, each ``{"user_id", "text", "chat_id"?, "reply_to"?}``; returns the ids."""
        return list((await self._do("say_many", items=list(items)))["message_ids"])

    async def edit(self, user_id: int, message_id: int, text: str, *, chat_id: int | None = None) -> None:
        """Change one's own text or caption."""
        await self._do("edit", user_id=user_id, message_id=message_id, text=text, chat_id=chat_id)

    async def send_media(
        self,
        user_id: int,
        kind: MediaKind = "photo",
        *,
        chat_id: int | None = None,
        caption: str = "",
        content: bytes | None = None,
        file_name: str = "",
        reply_to: int | None = None,
        media_group_id: str | None = None,
        **more: Any,
    ) -> int:
        """Send a photo, file, voice…; without ``content`` a sample is made. Returns the message id.

        ``more``: mime_type, duration, phone_number, first_name, latitude, longitude, thread_id, bot_id.
        """
        encoded = None if content is None else base64.b64encode(content).decode()
        form = {"chat_id": chat_id, "caption": caption, "content": encoded, "file_name": file_name, **more}
        form |= {"reply_to": reply_to, "media_group_id": media_group_id}
        return int((await self._do("send_media", user_id=user_id, kind=kind, **form))["message_id"])

    async def album(
        self,
        user_id: int,
        items: int | Sequence[Json] = 3,
        *,
        chat_id: int | None = None,
        caption: str = "",
        reply_to: int | None = None,
    ) -> list[int]:
        """Send several things at once; returns the message ids.

        ``items`` is a number of sample photos, the first with the caption, or a list of
        ``{"kind", "caption"?, "content"? (base64), "file_name"?}``.
        """
        if isinstance(items, int):
            items = [{"caption": caption if n == 0 else ""} for n in range(items)]
        form = {"items": list(items), "chat_id": chat_id, "reply_to": reply_to}
        return list((await self._do("album", user_id=user_id, **form))["message_ids"])

    async def send_location(
        self, user_id: int, latitude: float, longitude: float, *, chat_id: int | None = None
    ) -> int:
        """Share a place; returns the message id."""
        return await self.send_media(
            user_id, "location", chat_id=chat_id, latitude=latitude, longitude=longitude
        )

    async def say_anonymously(self, chat_id: int, text: str, *, reply_to: int | None = None) -> int:
        """Say a text as the group itself, like its anonymous administrators; returns the message id."""
        said = await self._do("say_anonymously", chat_id=chat_id, text=text, reply_to=reply_to)
        return int(said["message_id"])

    async def say_as_channel(self, chat_id: int, text: str, *, title: str = "社区公告", **more: Any) -> int:
        """Say a text in a group as a channel; returns the message id."""
        said = await self._do("say_as_channel", chat_id=chat_id, text=text, title=title, **more)
        return int(said["message_id"])

    async def push_update(self, update: Json, *, bot_id: int | None = None) -> int:
        """Hand the bot any update; returns its update_id."""
        return int((await self._do("push_update", update=update, bot_id=bot_id))["update_id"])

    async def toast(self, callback_id: str, wait: float = 5.0) -> Json | None:
        """Return ``{"text", "show_alert", "url"}`` as answered to a press, or None if none came in time."""
        toast: Json | None = (await self._see("toast", callback_id=callback_id, wait=wait))["toast"]
        return toast

    # looking

    async def messages(self, chat_id: int, *, after: int = 0, bot_id: int | None = None) -> list[Json]:
        """Return what a chat shows, oldest first, above the id ``after``."""
        return list((await self._see("messages", chat_id=chat_id, after=after, bot_id=bot_id))["messages"])

    async def wait_for(
        self,
        chat_id: int,
        check: Callable[[Json], bool],
        timeout: float = 5.0,  # noqa: ASYNC109 - the server waits, not this loop
        *,
        after: int = 0,
        bot_id: int | None = None,
    ) -> Json:
        """Return the first message above ``after`` that passes the check, as soon as one does.

        Raises AssertionError with what the chat shows when none does in time.
        """
        until, revision = time.monotonic() + timeout, 0
        while True:
            left = max(until - time.monotonic(), 0.0)
            shown = await self._see(
                "messages", chat_id=chat_id, after=after, since=revision, wait=left, bot_id=bot_id
            )
            revision = shown["revision"]
            for message in shown["messages"]:
                if check(message):
                    return dict(message)
            if not left:
                raise AssertionError(await self._what_shows(chat_id, timeout, bot_id))
            await asyncio.sleep(0)

    async def _what_shows(self, chat_id: int, waited: float, bot_id: int | None) -> str:
        latest = (await self.messages(chat_id, bot_id=bot_id))[-_SHOWN_ON_FAILURE:]
        lines = [_one_line(message) for message in latest] or ["(nothing)"]
        return "\n".join([f"no such message in chat {chat_id} within {waited} s; it shows:", *lines])

    async def users(self) -> list[Json]:
        """Return everybody."""
        return list((await self._see("users"))["users"])

    async def chats(self) -> list[Json]:
        """Return every chat with who is in it."""
        return list((await self._see("chats"))["chats"])

    async def bots(self) -> list[Json]:
        """Return every bot with its queue, commands and descriptions."""
        return list((await self._see("bots"))["bots"])

    async def counters(self, *, bot_id: int | None = None) -> Json:
        """Return calls per method, faults dealt, pending updates, the highest acknowledged id."""
        return await self._see("counters", bot_id=bot_id)

    async def calls(self, since: int = 0) -> list[Json]:
        """Return the bots' calls after number ``since``: n, at, bot_id, method, chat_id, ok, error, silent."""
        return list((await self._see("calls", since=since))["calls"])

    # knobs

    async def set_bot(
        self,
        *,
        username: str | None = None,
        first_name: str | None = None,
        privacy: bool | None = None,
        bot_id: int | None = None,
    ) -> int:
        """Name the bot and say whether privacy mode is on; returns its id."""
        form = {"username": username, "first_name": first_name, "privacy": privacy, "bot_id": bot_id}
        return int((await self._do("set_bot", **form))["bot_id"])

    async def fault(
        self,
        kind: FaultKind,
        methods: Iterable[str] | Literal["*"] = "*",
        *,
        times: int | None = None,
        probability: float = 1.0,
        seed: int = 0,
        chat_id: int | None = None,
        retry_after: int = 1,
        delay: float = 1.0,
        skip: int = 0,
        starts_in: float = 0.0,
        lasts: float | None = None,
    ) -> int:
        """Begin to deal a failure; returns its id.

        ``skip`` calls pass first; it begins after ``starts_in`` seconds and lasts ``lasts`` seconds.
        """
        named = methods if isinstance(methods, str) else list(methods)
        form = {"times": times, "probability": probability, "seed": seed, "chat_id": chat_id, "skip": skip}
        form |= {"retry_after": retry_after, "delay": delay, "starts_in": starts_in, "lasts": lasts}
        return int((await self._do("fault", kind=kind, methods=named, **form))["fault_id"])

    async def clear_faults(self, fault_id: int | None = None) -> None:
        """Stop dealing one failure, or all."""
        await self._do("clear_faults", id=fault_id)

    async def set_limits(
        self,
        *,
        on: bool | None = None,
        overall: tuple[int, float] | None = None,
        group: tuple[int, float] | None = None,
        private: tuple[int, float] | None = None,
        press_seconds: float | None = None,
    ) -> Json:
        """Change Telegram's rates, each (calls, seconds), and how long a press can be answered."""
        rates = {"overall": overall, "group": group, "private": private}
        form = {name: {"calls": r[0], "seconds": r[1]} for name, r in rates.items() if r is not None}
        return await self._do("set_limits", on=on, press_seconds=press_seconds, **form)

    async def clock(self) -> Json:
        """Return ``{"now", "ahead", "stopped"}``: Unix seconds, seconds ahead of the real time, whether it stands."""
        return await self._see("clock")

    async def forward_clock(self, seconds: int) -> None:
        """Put the clock new messages are dated by forward."""
        await self._do("forward_clock", seconds=seconds)

    async def set_stage(self, stage: Json) -> None:
        """Lay out what the page shows first: phones, roles, a tour."""
        await self._do("set_stage", **stage)

    async def set_clock(self, now: int | None) -> None:
        """Stop the clock new messages are dated by, or with None let the real one go again."""
        _answer(await self._client.post(self._url + "set_clock", json={"now": now}))


def _answer(response: httpx.Response) -> Json:
    answer = response.json()
    if response.is_error:
        raise PeopleError(str(answer.get("field", "")), str(answer.get("error", answer)))
    return dict(answer)


def _one_line(message: Json) -> str:
    said = message.get("text") or message.get("caption") or ""
    known = ("message_id", "from", "chat", "date", "text", "caption", "entities", "caption_entities")
    extra = {k: v for k, v in message.items() if k not in known and v not in (None, [], False)}
    buttons = [button.get("text") for row in extra.pop("buttons", []) for button in row]
    extra.pop("reply_markup", None)
    more = json.dumps(extra, ensure_ascii=False) if extra else ""
    return (
        f"#{message['message_id']} {message['from']['first_name']}: {said!r} {buttons or ''} {more}".rstrip()
    )
