"""Standings in a group: who may do what, as Telegram shows it and as it reports changes of it."""

from typing import Any

from sandbox.world import PRESENT, Json, Room, World

RUNS_IT = frozenset({"creator", "administrator"})
RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
NOT_HELD = ("can_be_edited", "is_anonymous", "can_post_stories", "can_edit_stories", "can_delete_stories")
SENDING = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
)
RUNNING = ("can_edit_tag", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics")
USUAL = dict.fromkeys(SENDING, True) | dict.fromkeys(RUNNING, False) | {"can_invite_users": True}
"""What members of a group may do unless somebody changed it."""
_NEEDED = {
    "photo": "can_send_photos",
    "video": "can_send_videos",
    "audio": "can_send_audios",
    "voice": "can_send_voice_notes",
    "video_note": "can_send_video_notes",
    "animation": "can_send_other_messages",
    "sticker": "can_send_other_messages",
    "document": "can_send_documents",
    "poll": "can_send_polls",
}


def status_of(world: World, room: Room, who: int) -> str:
    """Return how somebody, person or bot, stands in a group; a ban that is over counts no more."""
    for bot in world.bots:
        if bot.face["id"] == who:
            return room.bots.get(bot.key, "left")
    _lapse(world, room, who)
    return room.members.get(who, "left")


def _lapse(world: World, room: Room, who: int) -> None:
    if 0 < room.terms.get(who, {}).get("until_date", 0) <= world.now():
        del room.terms[who]
        if room.members.get(who) == "kicked":
            room.members[who] = "left"


def set_status(world: World, room: Room, who: int, status: str, terms: Json | None = None) -> None:
    """Give somebody, person or bot, another standing in a group, on these terms."""
    key = next((bot.key for bot in world.bots if bot.face["id"] == who), None)
    if key is None:
        room.members[who] = status
    else:
        room.bots[key] = status
    room.terms.pop(who, None)
    if terms:
        room.terms[who] = terms


def standing(world: World, room: Room, who: Json, viewer: int | None = None) -> Json:
    """Return Telegram's ChatMember of somebody now; ``viewer`` is the bot it is shown to."""
    status = status_of(world, room, who["id"])
    return shown_member(who, status, room.terms.get(who["id"]), viewer)


def shown_member(user: Json, status: str, terms: Json | None = None, viewer: int | None = None) -> Json:
    """Return Telegram's ChatMember of this status, on these terms."""
    terms = terms or {}
    member: Json = {"user": user, "status": status}
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "kicked":
        member["until_date"] = terms.get("until_date", 0)
    elif status == "administrator":
        member |= dict.fromkeys(RIGHTS, True) | dict.fromkeys(NOT_HELD, False) | terms.get("rights", {})
        member["can_be_edited"] = viewer is not None and terms.get("promoted_by") == viewer
        member |= {name: terms[name] for name in ("custom_title",) if terms.get(name)}
    elif "permissions" in terms:
        member |= {"status": "restricted", "is_member": status in PRESENT, **terms["permissions"]}
        member["until_date"] = terms["until_date"]
    return member


def member_changed(world: World, room: Room, by: Json, who: Json, old: str, new: str) -> Json:
    """Return Telegram's ChatMemberUpdated: ``by`` made ``who`` from ``old`` to ``new``."""
    return _changed(world, room, by, shown_member(who, old), shown_member(who, new))


def _changed(world: World, room: Room, by: Json, old: Json, new: Json) -> Json:
    return {
        "chat": room.face,
        "from": by,
        "date": world.now(),
        "old_chat_member": old,
        "new_chat_member": new,
    }


def report(world: World, room: Room, by: Json, old: Json, **how: Any) -> None:
    """Let the bots hear that a standing is no longer the ``old`` one; ``how`` adds to the update.

    The bot it is about hears it of itself, others only where they are administrators
    (Bot API, Update.chat_member). Nothing is said when nothing changed.
    """
    who = old["user"]
    new = standing(world, room, who)
    if new == old:
        return
    update = {**_changed(world, room, by, old, new), **how}
    for key, status in room.bots.items():
        bot = world.bots[key]
        if bot.face["id"] == who["id"]:
            bot.hear({"my_chat_member": update})
        elif status in RUNS_IT:
            bot.hear({"chat_member": update})


def runs(world: World, room: Room, who: int, right: str) -> bool:
    """Tell whether somebody runs the group and holds this right."""
    status = status_of(world, room, who)
    rights = room.terms.get(who, {}).get("rights", {})
    return status == "creator" or (status == "administrator" and rights.get(right, True))


def may(world: World, room: Room, who: int, permission: str) -> bool:
    """Tell whether somebody in the group may do this; who runs the group may say everything."""
    stands_above = status_of(world, room, who) in RUNS_IT
    if permission in RUNNING:
        stands_above = runs(world, room, who, permission)
    own = room.terms.get(who, {}).get("permissions", {})
    return stands_above or (permissions(room)[permission] and own.get(permission, True))


def permissions(room: Room) -> dict[str, bool]:
    """Return what members of the group may do."""
    return {**USUAL, **room.permissions}


def needed_to_say(content: Json) -> str:
    """Return the permission that saying this takes."""
    return next((_NEEDED[kind] for kind in _NEEDED if kind in content), "can_send_messages")
