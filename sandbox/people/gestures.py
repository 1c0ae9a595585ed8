"""What people do to messages without a word, and with the bot's keyboard."""

from sandbox import pins
from sandbox.members import may
from sandbox.people import asks
from sandbox.people.keyboards import keyboard_in_force
from sandbox.people.places import chat_of, the_message, the_user
from sandbox.people.speech import speak
from sandbox.reactions import ALLOWED, put
from sandbox.refusals import Mistake
from sandbox.world import Json, Room, User, World

_AS_TEXT = frozenset({"text"})


def react(world: World, ask: asks.React) -> Json:
    """React to a message, or with nothing take it back.

    Bots hear of it where they asked for ``message_reaction``: in their direct chat and in
    groups they administer (Bot API, Update.message_reaction).
    """
    user = the_user(world, ask.user_id)
    room = chat_of(world, user, ask.chat_id, ask.bot_id)
    message = the_message(room, ask.message_id)
    if not room.is_direct and not may(world, room, ask.user_id, "can_react_to_messages"):
        raise Mistake("user_id", f"{ask.user_id} may not react in the chat {room.chat_id}", 403)
    for emoji in ask.emoji:
        if emoji not in ALLOWED:
            raise Mistake("emoji", f"nobody can react with {emoji!r}")
    before = put(room, ask.message_id, ask.user_id, ask.emoji)
    if before != ask.emoji:
        _tell(world, room, message, user.face, before, ask.emoji)
    return {}


def _tell(world: World, room: Room, message: Json, user: Json, old: list[str], new: list[str]) -> None:
    change = {
        "chat": room.face,
        "message_id": message["message_id"],
        "user": user,
        "date": world.now(),
        "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in old],
        "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in new],
    }
    keys = [key for key, status in room.bots.items() if status == "administrator"]
    for key in keys if room.bot_key is None else [room.bot_key]:
        world.bots[key].hear({"message_reaction": change})


def press_key(world: World, ask: asks.PressKey) -> Json:
    """Press a button of the bot's keyboard: say its words, or share one's contact or place if it asks for it."""
    user = the_user(world, ask.user_id)
    room = chat_of(world, user, ask.chat_id, ask.bot_id)
    keyboard = keyboard_in_force(room, user.face) or {}
    keys = [key for row in keyboard.get("keyboard", []) for key in row]
    key = next((one for one in keys if one["text"] == ask.text), None)
    if key is None:
        raise Mistake("text", f"no key {ask.text!r}; there are {[one['text'] for one in keys]}", 404)
    if key.keys() <= {"text", "style", "icon_custom_emoji_id"}:
        return {
            "message_id": speak(world, room, user, {"text": ask.text}, thread_id=ask.thread_id)["message_id"]
        }
    if key.get("request_contact"):
        contact = {
            "phone_number": ask.phone_number,
            "first_name": user.face["first_name"],
            "user_id": ask.user_id,
        }
        return {"message_id": speak(world, room, user, {"contact": contact})["message_id"]}
    if key.get("request_location"):
        place = {"latitude": ask.latitude, "longitude": ask.longitude}
        return {"message_id": speak(world, room, user, {"location": place})["message_id"]}
    raise Mistake("text", f"a key with {sorted(key.keys() - _AS_TEXT)} cannot be pressed here", 409)


def pin(world: World, ask: asks.ToMessage) -> Json:
    """Pin a message; in a group only who may."""
    user, room, message = _pinnable(world, ask)
    pins.pin(world, room, user.face, message)
    return {}


def unpin(world: World, ask: asks.ToMessage) -> Json:
    """Unpin a message; in a group only who may."""
    _, room, _ = _pinnable(world, ask)
    if ask.message_id not in room.pinned:
        raise Mistake("message_id", f"{ask.message_id} is not pinned", 409)
    pins.unpin(room, [ask.message_id])
    return {}


def _pinnable(world: World, ask: asks.ToMessage) -> tuple[User, Room, Json]:
    user = the_user(world, ask.user_id)
    room = chat_of(world, user, ask.chat_id, ask.bot_id)
    message = the_message(room, ask.message_id)
    if not pins.may_pin(world, room, ask.user_id):
        raise Mistake("user_id", f"{ask.user_id} may not pin in the chat {room.chat_id}", 403)
    return user, room, message
