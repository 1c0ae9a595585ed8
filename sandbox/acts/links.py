"""Links into a group, and letting in who asked."""

import secrets
from typing import Any

from sandbox.acts.call import Call, addressed_room
from sandbox.invitations import come_in, shown_link
from sandbox.members import runs, status_of
from sandbox.refusals import bad_request
from sandbox.world import PRESENT, Json, Room

_LONGEST_NAME = 32
_LIMIT = range(1, 100_000)


def export_link(call: Call) -> str:
    """Make a new primary link; the one before works no more. Returns only the address."""
    return str(_new_primary(call, _managed_room(call))["invite_link"])


def _new_primary(call: Call, room: Room) -> Json:
    for link in room.links.values():
        if link["is_primary"] and link["creator"]["id"] == call.bot.face["id"]:
            link["is_revoked"] = True
    return _made(call, room, {"is_primary": True})


def create_link(call: Call) -> Json:
    """Make one more link, with a name, an end, a limit or the need for approval."""
    room = _managed_room(call)
    return shown_link(room, _made(call, room, {"is_primary": False, **_terms(call)}))


def _made(call: Call, room: Room, terms: Json) -> Json:
    address = f"https://t.me/+{secrets.token_urlsafe(12)}"
    room.links[address] = {
        "invite_link": address,
        "creator": call.bot.face,
        "creates_join_request": False,
        "is_revoked": False,
        "joined": [],
        **terms,
    }
    return room.links[address]


def _terms(call: Call) -> Json:
    params = call.params
    needs_approval, limit = params.flag("creates_join_request"), params.integer("member_limit")
    if limit and needs_approval:
        raise bad_request("member limit can't be specified for links requiring administrator approval")
    if limit and limit not in _LIMIT:
        raise bad_request("USAGE_LIMIT_INVALID")
    end = params.integer("expire_date")
    if 0 < end <= call.world.now():
        raise bad_request("EXPIRE_DATE_INVALID")
    name = params.text("name").strip()[:_LONGEST_NAME]
    given: dict[str, Any] = {"name": name, "expire_date": end, "member_limit": limit}
    return {
        "creates_join_request": needs_approval,
        **{name: value for name, value in given.items() if value},
    }


def edit_link(call: Call) -> Json:
    """Give a link other terms; those not named are gone. Refuses primary and foreign links."""
    room = _managed_room(call)
    link = _own_link(call, room)
    if link["is_primary"]:
        raise bad_request("CHAT_INVITE_PERMANENT")
    terms = _terms(call)
    for name in ("name", "expire_date", "member_limit"):
        link.pop(name, None)
    link.update(terms)
    return shown_link(room, link)


def revoke_link(call: Call) -> Json:
    """Let nobody in by a link any more; in the place of a primary one there is a new one."""
    room = _managed_room(call)
    link = _own_link(call, room)
    link["is_revoked"] = True
    if link["is_primary"]:
        _new_primary(call, room)
    return shown_link(room, link)


def _own_link(call: Call, room: Room) -> Json:
    link = room.links.get(call.params.text("invite_link"))
    if link is None or link["is_revoked"] or link["creator"]["id"] != call.bot.face["id"]:
        raise bad_request("INVITE_HASH_EXPIRED")
    return link


def approve_request(call: Call) -> bool:
    """Let in somebody who asked."""
    room, user_id = _asked(call)
    link = room.links[room.requests.pop(user_id)["link"]]
    link["joined"].append(user_id)
    how = {"invite_link": shown_link(room, link), "via_join_request": True}
    come_in(call.world, room, call.world.users[user_id].face, call.bot.face, **how)
    return True


def decline_request(call: Call) -> bool:
    """Do not let in somebody who asked."""
    room, user_id = _asked(call)
    del room.requests[user_id]
    return True


def _asked(call: Call) -> tuple[Room, int]:
    room = _managed_room(call)
    user_id = call.params.integer("user_id")
    if not user_id:
        raise bad_request("invalid user_id specified")
    if status_of(call.world, room, user_id) in PRESENT:
        raise bad_request("USER_ALREADY_PARTICIPANT")
    if user_id not in room.requests:
        raise bad_request("HIDE_REQUESTER_MISSING")
    return room, user_id


def _managed_room(call: Call) -> Room:
    room = addressed_room(call)
    if room.is_direct:
        raise bad_request("can't invite members to a private chat")
    if not runs(call.world, room, call.bot.face["id"], "can_invite_users"):
        raise bad_request("not enough rights to manage chat invite link")
    return room


METHODS = {
    "exportChatInviteLink": export_link,
    "createChatInviteLink": create_link,
    "editChatInviteLink": edit_link,
    "revokeChatInviteLink": revoke_link,
    "approveChatJoinRequest": approve_request,
    "declineChatJoinRequest": decline_request,
}
