"""The group itself: its title, its description, what its members may do."""

from sandbox.acts.call import Call, addressed_room
from sandbox.delivery import tell_bots
from sandbox.members import RUNNING, SENDING, may, permissions, runs
from sandbox.refusals import bad_request
from sandbox.world import Room

_LONGEST_TITLE = 128
_LONGEST_DESCRIPTION = 255
_MEDIA = SENDING[:7]
_FOLLOWS = {
    "can_react_to_messages": "can_send_messages",
    "can_edit_tag": "can_pin_messages",
    "can_manage_topics": "can_pin_messages",
}


def require_supergroup(room: Room, refusal: str) -> None:
    """Refuse with these words in any other chat."""
    if room.is_direct or room.face["type"] != "supergroup":
        raise bad_request(refusal)


def read_permissions(call: Call) -> dict[str, bool]:
    """Return the call's ChatPermissions whole; what implies other permissions brings them along."""
    given = call.params.parsed("permissions", dict, "ChatPermissions")
    if given is None:
        raise bad_request("can't parse ChatPermissions JSON object")
    read = {name: bool(given.get(name)) for name in (*SENDING, *RUNNING)}
    if not call.params.flag("use_independent_chat_permissions"):
        if read["can_send_other_messages"] or read["can_add_web_page_previews"]:
            read |= dict.fromkeys(_MEDIA, True)
        read["can_send_messages"] |= read["can_send_polls"]
    followed = {name: read[other] for name, other in _FOLLOWS.items() if given.get(name) is None}
    return {**read, **followed}


def set_permissions(call: Call) -> bool:
    """Say what all members may do unless they are restricted further."""
    room = addressed_room(call)
    wanted = read_permissions(call)
    if room.is_direct:
        raise bad_request("can't change private chat permissions")
    if not runs(call.world, room, call.bot.face["id"], "can_restrict_members"):
        raise bad_request("not enough rights to change chat permissions")
    if wanted != permissions(room):
        room.permissions = wanted
    return True


def set_title(call: Call) -> bool:
    """Give the group another title; a service message says so."""
    room = addressed_room(call)
    _require_can_change(call, room, "title", "not enough rights to change chat title")
    title = " ".join(call.params.text("title").split())[:_LONGEST_TITLE]
    if not title:
        raise bad_request("title must be non-empty")
    if title == room.face["title"]:
        return True
    room.face = {**room.face, "title": title}
    service = call.world.post(room, call.bot.face, {"new_chat_title": title})
    tell_bots(call.world, room, "message", service)
    return True


def set_description(call: Call) -> bool:
    """Say what the group is for; nothing takes it away."""
    room = addressed_room(call)
    _require_can_change(call, room, "description", "not enough rights to set chat description")
    description = call.params.text("description").strip()[:_LONGEST_DESCRIPTION]
    if description == room.description:
        raise bad_request("chat description is not modified")
    room.description = description
    return True


def _require_can_change(call: Call, room: Room, what: str, refusal: str) -> None:
    if room.is_direct:
        raise bad_request(f"can't change private chat {what}")
    if not may(call.world, room, call.bot.face["id"], "can_change_info"):
        raise bad_request(refusal)


METHODS = {
    "setChatPermissions": set_permissions,
    "setChatTitle": set_title,
    "setChatDescription": set_description,
}
