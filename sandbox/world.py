"""Everything the sandbox remembers: bots, people, rooms, messages, files, pressed buttons."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.bell import Bell
from sandbox.faults import Faults
from sandbox.ledger import Ledger
from sandbox.limits import Limits

Json = dict[str, Any]

FIRST_USERNAME = "wuailin_demo_bot"
MESSAGES_KEPT = 50_000
PRESSES_KEPT = 50_000
UPDATES_KEPT = 86_400
PRESENT = frozenset({"creator", "administrator", "member"})
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Webhook:
    """Where a bot wants its updates brought, and how that went."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass(slots=True)
class Bot:
    """One bot account with its queue of updates."""

    key: int
    face: Json
    token: str | None = None
    privacy: bool = False
    queue: deque[Json] = field(default_factory=deque)
    next_update_id: int = 500_000_001
    acknowledged: int = 0
    allowed: frozenset[str] | None = None
    webhook: Webhook | None = None
    commands: dict[str, list[Json]] = field(default_factory=dict)
    sayings: dict[str, Any] = field(default_factory=dict)
    heard_at: dict[int, int] = field(default_factory=dict)
    bell: Bell = field(default_factory=Bell)
    clock: Callable[[], int] = lambda: int(time.time())
    poll: int = 0

    def hear(self, update: Json) -> None:
        """Queue an update of a kind the bot wants; its id is put first."""
        kind = next(iter(update))
        if kind in ON_REQUEST if self.allowed is None else kind not in self.allowed:
            return
        self.queue.append({"update_id": self.next_update_id, **update})
        self.heard_at[self.next_update_id] = self.clock()
        self.next_update_id += 1
        self.bell.ring()

    def forget_stale(self) -> None:
        """Drop what nobody fetched for 24 hours (Bot API, "Getting updates"), and when it came."""
        oldest = self.clock() - UPDATES_KEPT
        while self.queue and self.heard_at.get(self.queue[0]["update_id"], oldest) < oldest:
            self.queue.popleft()
        waiting = self.queue[0]["update_id"] if self.queue else self.next_update_id
        while self.heard_at and next(iter(self.heard_at)) < waiting:
            del self.heard_at[next(iter(self.heard_at))]


@dataclass(slots=True)
class User:
    """A person; ``face`` is Telegram's User."""

    face: Json
    deactivated: bool = False


@dataclass(slots=True)
class File:
    """An uploaded or generated file, kept whole."""

    file_id: str
    unique_id: str
    path: str
    content: bytes
    mime: str


@dataclass(slots=True)
class Press:
    """A pressed button and the toast it got."""

    id: str
    user_id: int
    chat_id: int
    bot_key: int
    pressed_at: float
    answer: Json | None = None


@dataclass(slots=True)
class Room:
    """One chat: a group, or what one person and one bot say to each other."""

    face: Json
    bot_key: int | None = None
    started: bool = False
    blocked: bool = False
    members: dict[int, str] = field(default_factory=dict)
    bots: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    keyboards: dict[int, Json] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    votes: dict[int, dict[str, list[int]]] = field(default_factory=dict)
    reactions: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    busy: dict[int, float] = field(default_factory=dict)
    terms: dict[int, Json] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=dict)
    banned_chats: list[int] = field(default_factory=list)
    description: str = ""
    links: dict[str, Json] = field(default_factory=dict)
    requests: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, Json] = field(default_factory=dict)
    migrated_to: int | None = None
    next_message_id: int = 1
    revision: int = 0
    revisions: dict[int, int] = field(default_factory=dict)
    deleted: dict[int, int] = field(default_factory=dict)
    read: dict[int, int] = field(default_factory=dict)
    bell: Bell = field(default_factory=Bell)
    stir: Bell = field(default_factory=Bell)

    @property
    def chat_id(self) -> int:
        """Telegram's id of the chat."""
        return int(self.face["id"])

    @property
    def is_direct(self) -> bool:
        """Whether this is one person's chat with one bot."""
        return self.bot_key is not None

    def store(self, message: Json) -> None:
        """Keep a new or changed message and tell whoever watches."""
        message_id = message["message_id"]
        self.messages[message_id] = message
        self._touch(message_id, self.revisions)
        if len(self.messages) > MESSAGES_KEPT:
            oldest = next(iter(self.messages))
            for kept in (self.messages, self.keyboards, self.revisions, self.votes, self.reactions):
                kept.pop(oldest, None)

    def remove(self, message_id: int) -> None:
        """Make a message disappear."""
        del self.messages[message_id]
        self.keyboards.pop(message_id, None)
        self.revisions.pop(message_id, None)
        self.votes.pop(message_id, None)
        self.reactions.pop(message_id, None)
        if message_id in self.pinned:
            self.pinned.remove(message_id)
        self._touch(message_id, self.deleted)

    def changed(self, message_id: int) -> None:
        """Note that a message shows differently now, for instance because it was pinned."""
        if message_id in self.messages:
            self._touch(message_id, self.revisions)

    def seem_busy(self, bot_key: int, until: float) -> None:
        """Show a bot as typing until then (``time.monotonic``), or until it says something."""
        self.busy[bot_key] = until
        self.revision += 1
        self.bell.ring()
        self.stir.ring()

    def _touch(self, message_id: int, book: dict[int, int]) -> None:
        self.revision += 1
        book[message_id] = self.revision
        self.bell.ring()
        self.stir.ring()


class World:
    """All state of one sandbox."""

    def __init__(self, tokens: tuple[str, ...] = (), limits: Limits | None = None) -> None:
        self.tokens = tokens
        self.bots: list[Bot] = []
        self.by_token: dict[str, Bot] = {}
        self.users: dict[int, User] = {}
        self.groups: dict[int, Room] = {}
        self.direct: dict[tuple[int, int], Room] = {}
        self.files: dict[str, File] = {}
        self.presses: dict[str, Press] = {}
        self.press_bell = Bell()
        self.webhook_bell = Bell()
        self.stir = Bell()
        self.stage: Json = {}
        self.limits = limits or Limits()
        self.faults = Faults()
        self.ledger = Ledger()
        self.press_seconds = 60.0
        self.next_serial = 1
        self.version = 0
        self.clock: int | None = None
        self.ahead = 0
        for token in tokens:
            self.bot_for(token)

    def now(self) -> int:
        """Return the time that new messages carry, in Unix seconds."""
        return self.real_now() + self.ahead if self.clock is None else self.clock

    @staticmethod
    def real_now() -> int:
        """Return the time outside of the sandbox, in Unix seconds."""
        return int(time.time())

    def serial(self) -> int:
        """Return a number never given before, for files, albums and presses."""
        self.next_serial += 1
        return self.next_serial

    def first_bot(self) -> Bot:
        """Return the bot people mean when they name none; it may not have connected yet."""
        return self.bots[0] if self.bots else self._new_bot(None)

    def bot_for(self, token: str) -> Bot:
        """Return the bot with this well-formed token; the first to come is the first bot."""
        bot = self.by_token.get(token)
        if bot is None:
            bot = next((one for one in self.bots if one.token is None), None) or self._new_bot(token)
            bot.token = token
            bot.face["id"] = int(token.partition(":")[0])
            self.by_token[token] = bot
        return bot

    def _new_bot(self, token: str | None) -> Bot:
        key = len(self.bots)
        name = FIRST_USERNAME if key == 0 else FIRST_USERNAME.replace("_bot", f"{key + 1}_bot")
        bot_id = int(token.partition(":")[0]) if token else 8_000_000_001 + key
        bot = Bot(key, {"id": bot_id, "is_bot": True, "first_name": "吾爱邻", "username": name}, token)
        bot.clock = self.now
        self.bots.append(bot)
        return bot

    def direct_room(self, bot: Bot, user: User) -> Room:
        """Return the chat of this person with this bot, made when first asked for."""
        key = (bot.key, user.face["id"])
        room = self.direct.get(key)
        if room is None:
            known = ("id", "first_name", "last_name", "username")
            face = {name: user.face[name] for name in known if name in user.face}
            room = self.direct[key] = Room({**face, "type": "private"}, bot_key=bot.key, stir=self.stir)
        return room

    def rooms(self) -> Iterator[Room]:
        """Walk over every chat."""
        yield from self.groups.values()
        yield from self.direct.values()

    def post(self, room: Room, sender: Json, content: Json) -> Json:
        """Put a new message into a chat and return it."""
        message_id = room.next_message_id
        room.next_message_id = message_id + 1
        message = {
            "message_id": message_id,
            "from": sender,
            "chat": room.face,
            "date": self.now(),
            **content,
        }
        room.store(message)
        return message

    def close(self) -> None:
        """Let nobody wait any longer."""
        self.press_bell.close()
        self.webhook_bell.close()
        self.stir.close()
        for bot in self.bots:
            bot.bell.close()
        for room in self.rooms():
            room.bell.close()
