"""Standings in a group, as Telegram shows them and as it reports their changes."""

from sandbox.world import Json, Room, World

_RIGHTS = (
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
_NOT_HELD = ("can_be_edited", "is_anonymous", "can_post_stories", "can_edit_stories", "can_delete_stories")


def shown_member(user: Json, status: str) -> Json:
    """Return Telegram's ChatMember of this status."""
    member: Json = {"user": user, "status": status}
    if status == "creator":
        member["is_anonymous"] = False
    if status == "kicked":
        member["until_date"] = 0
    if status == "administrator":
        member |= dict.fromkeys(_RIGHTS, True) | dict.fromkeys(_NOT_HELD, False)
    return member


def member_changed(world: World, room: Room, by: Json, who: Json, old: str, new: str) -> Json:
    """Return Telegram's ChatMemberUpdated: ``by`` made ``who`` from ``old`` to ``new``."""
    return {
        "chat": room.face,
        "from": by,
        "date": world.now(),
        "old_chat_member": shown_member(who, old),
        "new_chat_member": shown_member(who, new),
    }
