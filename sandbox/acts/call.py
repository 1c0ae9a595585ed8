"""One bot's call, and the chat it is addressed to."""

import re
from dataclasses import dataclass

from sandbox.invitations import is_asking
from sandbox.params import Params
from sandbox.refusals import Refused, bad_request, forbidden
from sandbox.world import PRESENT, Bot, Json, Room, World

_WHOLE = re.compile(r"-?[0-9]{1,20}")


@dataclass(slots=True)
class Call:
    """A method called by a bot with its parameters."""

    world: World
    bot: Bot
    method: str
    params: Params


def named_chat_id(params: Params) -> int | None:
    """Return the numeric chat id the call names, or None."""
    try:
        return int(params.values["chat_id"])
    except (KeyError, TypeError, ValueError):
        return None


def find_room(call: Call, name: str = "chat_id") -> Room:
    """Return the chat the bot names and may know of.

    Refuses chats nobody has, people and groups this bot never met.
    """
    asked = call.params.text(name)
    if not asked:
        raise bad_request(f"{name} is empty")
    return room_called(call, asked)


def room_called(call: Call, asked: str) -> Room:
    """Return the chat with this id or @username, as far as the bot may know of it."""
    room = _by_username(call, asked) if asked.startswith("@") else _by_id(call, asked)
    if room is None:
        raise bad_request("chat not found")
    return room


def _by_id(call: Call, asked: str) -> Room | None:
    world, chat_id = call.world, int(asked) if _WHOLE.fullmatch(asked) else 0
    if chat_id in world.users:
        return world.direct_room(call.bot, world.users[chat_id])
    if chat_id == call.bot.face["id"]:
        raise forbidden("the bot can't send messages to the bot")
    if any(bot.face["id"] == chat_id for bot in world.bots):
        raise forbidden("bot can't send messages to bots")
    room = world.groups.get(chat_id)
    return room if room is not None and call.bot.key in room.bots else None


def _by_username(call: Call, username: str) -> Room | None:
    wanted = username.removeprefix("@").lower()
    for room in call.world.groups.values():
        if room.face.get("username", "").lower() == wanted:
            return room
    return None


def require_open(call: Call, room: Room) -> Room:
    """Return the room when the bot may speak in it; refuse in Telegram's words otherwise."""
    if room.is_direct:
        _require_open_direct(call, room)
        return room
    if room.migrated_to is not None:
        raise _migrated(room.migrated_to)
    status = room.bots[call.bot.key]
    kind = f"{room.face['type']} chat"
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {kind}")
    if status not in PRESENT:
        raise forbidden(f"bot is not a member of the {kind}")
    return room


def _migrated(new_id: int) -> Refused:
    return bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=new_id)


def _require_open_direct(call: Call, room: Room) -> None:
    if call.world.users[room.chat_id].deactivated:
        raise forbidden("user is deactivated")
    if room.blocked:
        raise forbidden("bot was blocked by the user")
    if not room.started and not is_asking(call.world, call.bot.face["id"], room.chat_id):
        raise forbidden("bot can't initiate conversation with a user")


def addressed_room(call: Call) -> Room:
    """Return the chat the bot speaks in."""
    return require_open(call, find_room(call))


def counted_chat_id(call: Call) -> int:
    """Return the chat whose rate a call uses up, also where it names it by its @username; 0 for none."""
    asked = call.params.text("chat_id")
    if asked.startswith("@"):
        room = _by_username(call, asked)
        return room.chat_id if room else 0
    return named_chat_id(call.params) or 0


def is_admin(call: Call, room: Room) -> bool:
    """Tell whether the bot runs this group."""
    return room.bots.get(call.bot.key) in ("administrator", "creator")


def known_face(call: Call, user_id: int) -> Json | None:
    """Return the person or bot with this id, or None."""
    user = call.world.users.get(user_id)
    if user is not None:
        return user.face
    return next((bot.face for bot in call.world.bots if bot.face["id"] == user_id), None)


def named_message(call: Call, room: Room, missing: str) -> Json:
    """Return the message the call names; ``missing`` is what Telegram says when there is none."""
    message_id = call.params.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = room.messages.get(message_id)
    if message is None:
        raise bad_request(missing)
    return message
