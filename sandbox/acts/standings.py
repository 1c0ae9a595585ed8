"""Changing who may be in a group and what they may do there: bans, restrictions, administrators."""

from sandbox.acts.call import Call, addressed_room, known_face
from sandbox.acts.rights import read_permissions, require_supergroup
from sandbox.delivery import tell_bots
from sandbox.members import (
    NOT_HELD,
    RIGHTS,
    RUNS_IT,
    report,
    runs,
    set_status,
    standing,
    status_of,
)
from sandbox.refusals import bad_request
from sandbox.world import PRESENT, Json, Room

_ONLY_SUPERGROUPS = "method is available only for supergroups"
_BRIEFEST, _LONGEST = 30, 366 * 86_400
_LONGEST_TITLE = 16
_GIVEN = (*RIGHTS, *NOT_HELD[1:])


def ban_member(call: Call) -> bool:
    """Put somebody out, for good or until a date; they do not come back by themselves."""
    room = addressed_room(call)
    if room.is_direct:
        raise bad_request("can't ban members in private chats")
    face = _subject(call)
    _require_can_restrict(call, room)
    _require_below(call, room, face)
    if room.face["type"] == "group" and status_of(call.world, room, face["id"]) not in PRESENT:
        raise bad_request("USER_NOT_PARTICIPANT")
    _put_out(call, room, face, "kicked", {"until_date": _until(call)})
    return True


def unban_member(call: Call) -> bool:
    """Lift a ban; who is in the group is put out of it, unless only bans are to be lifted."""
    room = addressed_room(call)
    require_supergroup(room, "method is available for supergroup and channel chats only")
    face = _subject(call)
    if call.params.flag("only_if_banned") and status_of(call.world, room, face["id"]) != "kicked":
        return True
    _require_can_restrict(call, room)
    _require_below(call, room, face)
    _put_out(call, room, face, "left", None)
    return True


def _put_out(call: Call, room: Room, face: Json, status: str, terms: Json | None) -> None:
    old = standing(call.world, room, face)
    was_there = status_of(call.world, room, face["id"]) in PRESENT
    set_status(call.world, room, face["id"], status, terms)
    report(call.world, room, call.bot.face, old)
    if was_there:
        service = call.world.post(room, call.bot.face, {"left_chat_member": face})
        tell_bots(call.world, room, "message", service)


def restrict_member(call: Call) -> bool:
    """Take from somebody what members may do, or with all permissions give it back."""
    room = addressed_room(call)
    permissions = read_permissions(call)
    require_supergroup(room, _ONLY_SUPERGROUPS)
    face = _subject(call)
    _require_can_restrict(call, room)
    _require_below(call, room, face)
    old = standing(call.world, room, face)
    status = status_of(call.world, room, face["id"])
    terms = {"permissions": permissions, "until_date": _until(call)}
    free = all(permissions.values())
    set_status(call.world, room, face["id"], status if status in PRESENT else "left", None if free else terms)
    report(call.world, room, call.bot.face, old)
    return True


def promote_member(call: Call) -> bool:
    """Make somebody an administrator with the rights named; with none, a plain member again.

    Refuses rights the bot does not hold itself, and administrators somebody else appointed.
    """
    room = addressed_room(call)
    if room.is_direct:
        raise bad_request("chat member status can't be changed in private chats")
    require_supergroup(room, "method is available for supergroup and channel chats only")
    face = _subject(call, "can't promote self")
    world, own = call.world, call.bot.face["id"]
    if not runs(world, room, own, "can_promote_members"):
        raise bad_request("not enough rights")
    _require_below(call, room, face, "CHAT_ADMIN_REQUIRED")
    if status_of(world, room, face["id"]) not in PRESENT:
        raise bad_request("USER_NOT_PARTICIPANT")
    rights = {name: call.params.flag(name) for name in _GIVEN}
    if any(given and not runs(world, room, own, name) for name, given in rights.items() if name in RIGHTS):
        raise bad_request("RIGHT_FORBIDDEN")
    _appoint(call, room, face, rights)
    return True


def _appoint(call: Call, room: Room, face: Json, rights: dict[str, bool]) -> None:
    old = standing(call.world, room, face)
    if any(rights.values()):
        terms = {"rights": {**rights, "can_manage_chat": True}, "promoted_by": call.bot.face["id"]}
        title = room.terms.get(face["id"], {}).get("custom_title", "")
        set_status(
            call.world,
            room,
            face["id"],
            "administrator",
            {**terms, **({"custom_title": title} if title else {})},
        )
    elif old["status"] == "administrator":
        set_status(call.world, room, face["id"], "member")
    report(call.world, room, call.bot.face, old)


def set_custom_title(call: Call) -> bool:
    """Give an administrator the bot appointed a title of their own; an empty one takes it away."""
    room = addressed_room(call)
    require_supergroup(room, _ONLY_SUPERGROUPS)
    face = _subject(call, "")
    status = status_of(call.world, room, face["id"])
    terms = room.terms.get(face["id"], {})
    if status == "creator":
        raise bad_request("only creator can edit their custom title")
    if status != "administrator":
        raise bad_request("user is not an administrator")
    if terms.get("promoted_by") != call.bot.face["id"]:
        raise bad_request("not enough rights to change custom title of the user")
    title = call.params.text("custom_title").strip()
    if len(title) > _LONGEST_TITLE:
        raise bad_request("ADMIN_RANK_INVALID")
    old = standing(call.world, room, face)
    room.terms[face["id"]] = {**terms, "custom_title": title}
    report(call.world, room, call.bot.face, old)
    return True


def ban_sender_chat(call: Call) -> bool:
    """Let a channel speak in the group no longer."""
    room, channel = _sender_chat(call)
    if channel not in room.banned_chats:
        room.banned_chats.append(channel)
    return True


def unban_sender_chat(call: Call) -> bool:
    """Let a channel speak in the group again."""
    room, channel = _sender_chat(call)
    if channel in room.banned_chats:
        room.banned_chats.remove(channel)
    return True


def _sender_chat(call: Call) -> tuple[Room, int]:
    room = addressed_room(call)
    require_supergroup(room, "can't ban chats in basic groups")
    _require_can_restrict(call, room)
    channel = call.params.integer("sender_chat_id")
    if channel >= 0:
        raise bad_request("invalid sender_chat_id specified")
    return room, channel


def _subject(call: Call, of_itself: str = "can't restrict self") -> Json:
    """Return the person or bot the call is about; ``of_itself`` is the refusal of the bot's own id."""
    user_id = call.params.integer("user_id")
    if not user_id:
        raise bad_request("invalid user_id specified")
    if of_itself and user_id == call.bot.face["id"]:
        raise bad_request(of_itself)
    face = known_face(call, user_id)
    if face is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return face


def _require_can_restrict(call: Call, room: Room) -> None:
    if not runs(call.world, room, call.bot.face["id"], "can_restrict_members"):
        basic = room.face["type"] == "group"
        raise bad_request(
            "CHAT_ADMIN_REQUIRED" if basic else "not enough rights to restrict/unrestrict chat member"
        )


def _require_below(
    call: Call, room: Room, face: Json, refusal: str = "user is an administrator of the chat"
) -> None:
    status = status_of(call.world, room, face["id"])
    if status == "creator":
        raise bad_request("can't remove chat owner")
    appointed_by = room.terms.get(face["id"], {}).get("promoted_by")
    if status in RUNS_IT and appointed_by != call.bot.face["id"]:
        raise bad_request(refusal)


def _until(call: Call) -> int:
    """Return when it ends; less than half a minute or more than a year away means never."""
    until = call.params.integer("until_date")
    return until if _BRIEFEST <= until - call.world.now() <= _LONGEST else 0


METHODS = {
    "banChatMember": ban_member,
    "unbanChatMember": unban_member,
    "restrictChatMember": restrict_member,
    "promoteChatMember": promote_member,
    "setChatAdministratorCustomTitle": set_custom_title,
    "banChatSenderChat": ban_sender_chat,
    "unbanChatSenderChat": unban_sender_chat,
}
