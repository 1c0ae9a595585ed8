"""Asking about chats and their members, pinning, leaving."""

from sandbox.acts.call import (
    Call,
    addressed_room,
    find_room,
    is_admin,
    known_face,
    named_message,
    require_open,
)
from sandbox.delivery import as_reply
from sandbox.members import RUNS_IT, permissions, report, set_status, shown_member, standing
from sandbox.pins import may_pin, pin, unpin
from sandbox.refusals import bad_request
from sandbox.world import PRESENT, Json, Room


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
    if not room.is_direct:
        full["permissions"] = permissions(room)
        full |= _primary_link(call, room)
    if room.description:
        full["description"] = room.description
    if room.pinned:
        full["pinned_message"] = as_reply(room.messages[room.pinned[-1]])
    return full


def _primary_link(call: Call, room: Room) -> Json:
    for link in room.links.values():
        if link["is_primary"] and not link["is_revoked"] and link["creator"]["id"] == call.bot.face["id"]:
            return {"invite_link": link["invite_link"]}
    return {}


def get_chat_member(call: Call) -> Json:
    """Return one person's or bot's standing in a group."""
    room = require_open(call, find_room(call))
    user_id = call.params.integer("user_id")
    if not user_id:
        raise bad_request("invalid user_id specified")
    face = known_face(call, user_id)
    if face is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if room.is_direct and user_id in (room.chat_id, call.bot.face["id"]):
        return shown_member(face, "member")
    return standing(call.world, room, face, viewer=call.bot.face["id"])


def get_chat_administrators(call: Call) -> list[Json]:
    """Return who runs a group; bots other than the caller are left out, as Telegram does."""
    room = require_open(call, find_room(call))
    if room.is_direct:
        raise bad_request("there are no administrators in the private chat")
    people = [
        standing(call.world, room, call.world.users[user_id].face, viewer=call.bot.face["id"])
        for user_id, status in room.members.items()
        if status in RUNS_IT
    ]
    return people + ([standing(call.world, room, call.bot.face)] if is_admin(call, room) else [])


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
    old = standing(call.world, room, call.bot.face)
    set_status(call.world, room, call.bot.face["id"], "left")
    report(call.world, room, call.bot.face, old)
    return True


def pin_chat_message(call: Call) -> bool:
    """Pin a message, loudly or not; in a group only with the right to. A service message says so."""
    room = addressed_room(call)
    message = named_message(call, room, "message to pin not found")
    _require_can_pin(call, room)
    pin(call.world, room, call.bot.face, message)
    return True


def unpin_chat_message(call: Call) -> bool:
    """Unpin a message, or the newest pinned one when none is named."""
    room = addressed_room(call)
    _require_can_pin(call, room)
    message_id = call.params.integer("message_id") or (room.pinned[-1] if room.pinned else 0)
    if message_id not in room.pinned:
        raise bad_request("message to unpin not found")
    unpin(room, [message_id])
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    """Unpin everything that is pinned."""
    room = addressed_room(call)
    _require_can_pin(call, room)
    unpin(room, list(room.pinned))
    return True


def _require_can_pin(call: Call, room: Room) -> None:
    if not may_pin(call.world, room, call.bot.face["id"]):
        raise bad_request("not enough rights to manage pinned messages in the chat")


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
}
