"""Asking about chats and their members, pinning, leaving."""

from sandbox.acts.call import Call, addressed_room, find_room, is_admin, named_message, require_open
from sandbox.delivery import as_reply, tell_bots
from sandbox.members import member_changed, shown_member
from sandbox.refusals import bad_request
from sandbox.world import PRESENT, Json

_RUNS_IT = frozenset({"creator", "administrator"})


def get_chat(call: Call) -> Json:
    """Return what is known of a chat, with its newest pinned message."""
    room = find_room(call)
    full: Json = {
        **room.face,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if room.pinned:
        full["pinned_message"] = as_reply(room.messages[room.pinned[-1]])
    return full


def get_chat_member(call: Call) -> Json:
    """Return one person's or bot's standing in a group."""
    room = require_open(call, find_room(call))
    user_id = call.params.integer("user_id")
    if not user_id:
        raise bad_request("invalid user_id specified")
    for key, status in room.bots.items():
        if call.world.bots[key].face["id"] == user_id:
            return shown_member(call.world.bots[key].face, status)
    user = call.world.users.get(user_id)
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    standing = "member" if room.is_direct and user_id == room.chat_id else "left"
    return shown_member(user.face, room.members.get(user_id, standing))


def get_chat_administrators(call: Call) -> list[Json]:
    """Return who runs a group; bots other than the caller are left out, as Telegram does."""
    room = require_open(call, find_room(call))
    if room.is_direct:
        raise bad_request("there are no administrators in the private chat")
    people = [
        shown_member(call.world.users[user_id].face, status)
        for user_id, status in room.members.items()
        if status in _RUNS_IT
    ]
    own = [shown_member(call.bot.face, "administrator")] if is_admin(call, room) else []
    return people + own


def get_chat_member_count(call: Call) -> int:
    """Return how many are in a chat."""
    room = require_open(call, find_room(call))
    if room.is_direct:
        return 2
    return sum(status in PRESENT for status in [*room.members.values(), *room.bots.values()])


def leave_chat(call: Call) -> bool:
    """Go out of a group."""
    room = addressed_room(call)
    if room.is_direct:
        raise bad_request("chat member status can't be changed in private chats")
    old = room.bots[call.bot.key]
    room.bots[call.bot.key] = "left"
    call.bot.hear(
        {"my_chat_member": member_changed(call.world, room, call.bot.face, call.bot.face, old, "left")}
    )
    return True


def pin_chat_message(call: Call) -> bool:
    """Pin a message; in a group only as administrator. A service message says so."""
    room = addressed_room(call)
    message = named_message(call, room, "message to pin not found")
    _require_can_pin(call, room.is_direct or is_admin(call, room))
    message_id = message["message_id"]
    if message_id not in room.pinned:
        room.pinned.append(message_id)
        room.changed(message_id)
        service = call.world.post(room, call.bot.face, {"pinned_message": as_reply(message)})
        tell_bots(call.world, room, "message", service)
    return True


def unpin_chat_message(call: Call) -> bool:
    """Unpin a message, or the newest pinned one when none is named."""
    room = addressed_room(call)
    _require_can_pin(call, room.is_direct or is_admin(call, room))
    message_id = call.params.integer("message_id") or (room.pinned[-1] if room.pinned else 0)
    if message_id not in room.pinned:
        raise bad_request("message to unpin not found")
    room.pinned.remove(message_id)
    room.changed(message_id)
    return True


def _require_can_pin(_call: Call, allowed: bool) -> None:  # noqa: FBT001 - a verdict, not a mode
    if not allowed:
        raise bad_request("not enough rights to manage pinned messages in the chat")


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
}
