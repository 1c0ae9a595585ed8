"""What keeps a page up to date: a stream of changes, and each person's list of chats."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator

from sandbox.delivery import is_service
from sandbox.people import asks
from sandbox.people.places import chat_of, the_message, the_user
from sandbox.world import PRESENT, Json, Room, User, World

HEARTBEAT = 15.0
_SETTLING = 0.03
"""Seconds in which changes that come together are gathered into one event."""
_MOST_UNREAD = 100


async def stream(world: World) -> AsyncIterator[str]:
    """Yield server-sent events until the sandbox stops.

    Each names the chats that changed since the one before, as ``[chat_id, bot_id or 0, revision]``,
    how far the clock is ahead, and how many people and groups there are.
    """
    seen = dict(_revisions(world))
    yield _event(world, [])
    while not world.stir.is_closed:
        now = dict(_revisions(world))
        changed = [[*key, revision] for key, revision in now.items() if seen.get(key) != revision]
        seen = now
        if changed:
            yield _event(world, changed)
        elif await world.stir.wait(HEARTBEAT):
            await asyncio.sleep(_SETTLING)
        else:
            yield _event(world, [])


def _revisions(world: World) -> Iterator[tuple[tuple[int, int], int]]:
    for room in world.rooms():
        bot_id = 0 if room.bot_key is None else world.bots[room.bot_key].face["id"]
        yield (room.chat_id, bot_id), room.revision


def _event(world: World, changed: list[list[int]]) -> str:
    ahead = world.now() - World.real_now()
    known = {"rooms": changed, "ahead": ahead, "users": len(world.users), "groups": len(world.groups)}
    return f"data: {json.dumps(known, separators=(',', ':'))}\n\n"


def inbox(world: World, user_id: int) -> Json:
    """Return a person's chats, with each one's newest message and how many they have not read.

    ``elsewhere`` are the groups they could join.
    """
    user = the_user(world, user_id)
    direct = [world.direct_room(bot, user) for bot in world.bots or [world.first_bot()]]
    groups = [room for room in world.groups.values() if room.migrated_to is None]
    inside = [room for room in groups if room.members.get(user_id) in PRESENT]
    return {
        "chats": [_entry(world, room, user) for room in (*direct, *inside)],
        "elsewhere": [
            {"id": room.chat_id, "title": room.face["title"]} for room in groups if room not in inside
        ],
    }


def _entry(world: World, room: Room, user: User) -> Json:
    bot = None if room.bot_key is None else world.bots[room.bot_key].face
    last = next(reversed(room.messages.values()), None)
    return {
        "chat_id": room.chat_id,
        "bot_id": bot["id"] if bot else 0,
        "title": bot["first_name"] if bot else room.face["title"],
        "username": bot["username"] if bot else room.face.get("username", ""),
        "people": sum(status in PRESENT for status in room.members.values()),
        "standing": room.members.get(user.face["id"], "member"),
        "started": room.started,
        "blocked": room.blocked,
        "unread": _unread(room, user.face["id"]),
        "last": last,
    }


def _unread(room: Room, user_id: int) -> int:
    """Count what others said after the last message read; counting ends at a hundred."""
    read, count = room.read.get(user_id, 0), 0
    for message_id in reversed(room.messages):
        if message_id <= read or count == _MOST_UNREAD:
            break
        message = room.messages[message_id]
        count += message["from"]["id"] != user_id and not is_service(message)
    return count


def read(world: World, ask: asks.ToMessage) -> Json:
    """Note that a person has read a chat up to this message."""
    room = chat_of(world, the_user(world, ask.user_id), ask.chat_id, ask.bot_id)
    the_message(room, ask.message_id)
    room.read[ask.user_id] = max(room.read.get(ask.user_id, 0), ask.message_id)
    return {}
