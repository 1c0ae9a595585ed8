"""What there is to see: chats, their messages, people, counters, calls."""

import time
from dataclasses import asdict

from sandbox.acts.profile import about
from sandbox.members import standing
from sandbox.people.keyboards import forced_reply, keyboard_in_force
from sandbox.people.places import NOT_FOUND, shown_room, the_bot, the_user
from sandbox.reactions import shown as shown_reactions
from sandbox.refusals import Mistake
from sandbox.world import Bot, Json, Room, World


async def messages(
    world: World,
    chat_id: int,
    *,
    after: int,
    since: int,
    wait: float,
    bot_id: int | None,
    user_id: int | None = None,
) -> Json:
    """Return what a chat shows: its messages above id ``after`` that changed since a revision.

    With a ``since`` that is the present revision, waits up to ``wait`` seconds for a change.
    ``deleted`` names what went since. Keyboards meant for some only are shown to the person looking.
    """
    room = shown_room(world, chat_id, bot_id)
    looking = the_user(world, user_id or chat_id).face if user_id or room.is_direct else None
    until = time.monotonic() + wait
    while room.revision <= since and await room.bell.wait(until - time.monotonic()):
        pass
    return {
        "chat": room.face,
        "revision": room.revision,
        "messages": [
            shown_message(room, message_id)
            for message_id in list(room.messages)
            if message_id > after and room.revisions[message_id] > since
        ],
        "deleted": [message_id for message_id, at in room.deleted.items() if at > since],
        "reply_keyboard": keyboard_in_force(room, looking),
        "force_reply": forced_reply(room, looking) if looking else None,
        "topics": [{"thread_id": thread, **topic} for thread, topic in room.topics.items()],
        "typing": [{"name": world.bots[key].face["first_name"]} for key in _busy(room)],
    }


def _busy(room: Room) -> list[int]:
    return [key for key, until in room.busy.items() if until > time.monotonic()]


def shown_message(room: Room, message_id: int) -> Json:
    """Return a message as people see it: Telegram's fields, its buttons, its keyboard."""
    message = room.messages[message_id]
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {
        **message,
        "buttons": rows,
        "keyboard": room.keyboards.get(message_id),
        "pinned": message_id in room.pinned,
        "reactions": shown_reactions(room, message_id),
        **({"votes": room.votes[message_id]} if message_id in room.votes else {}),
    }


def users(world: World) -> Json:
    """Return everybody."""
    return {"users": [{**user.face, "deactivated": user.deactivated} for user in world.users.values()]}


def chats(world: World) -> Json:
    """Return every group and direct chat, with who is in it."""
    return {"chats": [_shown_chat(world, room) for room in world.rooms()]}


def _shown_chat(world: World, room: Room) -> Json:
    shown: Json = {
        **room.face,
        "members": {
            str(user_id): standing(world, room, {"id": user_id})["status"] for user_id in room.members
        },
        "bots": {str(world.bots[key].face["id"]): status for key, status in room.bots.items()},
        "last_message_id": max(room.messages, default=0),
    }
    if room.bot_key is not None:
        shown |= {
            "bot_id": world.bots[room.bot_key].face["id"],
            "started": room.started,
            "blocked": room.blocked,
        }
    if room.migrated_to is not None:
        shown["migrated_to"] = room.migrated_to
    return shown


def bots(world: World) -> Json:
    """Return every bot with its queue and its commands."""
    return {"bots": [_shown_bot(bot) for bot in world.bots]}


def _shown_bot(bot: Bot) -> Json:
    return {
        **about(bot),
        "connected": bot.token is not None,
        "pending_updates": len(bot.queue),
        "acknowledged": bot.acknowledged,
        "webhook": bot.webhook.url if bot.webhook else "",
        "commands": bot.commands,
        "sayings": bot.sayings,
    }


def counters(world: World, bot_id: int | None) -> Json:
    """Return what was called how often, what was dealt, and what is still to be fetched."""
    bot = the_bot(world, bot_id)
    return {
        "methods": world.ledger.shown(),
        "faults": world.faults.dealt,
        "pending_updates": len(bot.queue),
        "acknowledged": bot.acknowledged,
        "next_update_id": bot.next_update_id,
    }


def limits(world: World) -> Json:
    """Return the rates in force."""
    now = world.limits
    rates = {name: asdict(getattr(now, name)) for name in ("overall", "group", "private")}
    return {"on": now.on, **rates, "press_seconds": world.press_seconds}


def clock(world: World) -> Json:
    """Return the time in the sandbox and by how many seconds it is ahead of the real one."""
    ahead = world.ahead if world.clock is None else world.clock - int(time.time())
    return {"now": world.now(), "ahead": ahead, "stopped": world.clock is not None}


def file_path(world: World, file_id: str) -> str:
    """Return where a file's bytes are, for the page to show."""
    file = world.files.get(file_id)
    if file is None:
        raise Mistake("file_id", f"no file has the id {file_id!r}", NOT_FOUND)
    return file.path
