"""Coming into a group: brought, by a link, or after asking to be let in."""

from typing import Any

from sandbox.delivery import tell_bots
from sandbox.members import report, runs, set_status, standing
from sandbox.world import Json, Room, World

MAY_WRITE_FOR = 300
"""How long a bot may write to somebody who asks to be let in (Bot API, ChatJoinRequest)."""


def come_in(world: World, room: Room, who: Json, by: Json, **how: Any) -> Json:
    """Make somebody a member of a group, restricted as before; returns the service message.

    ``how`` adds to what bots hear of the change.
    """
    old = standing(world, room, who)
    terms = room.terms.get(who["id"], {})
    set_status(world, room, who["id"], "member", terms if "permissions" in terms else None)
    report(world, room, by, old, **how)
    sender = who if how.get("via_join_request") else by
    message = world.post(room, sender, {"new_chat_members": [who]})
    tell_bots(world, room, "message", message)
    return message


def shown_link(room: Room, link: Json) -> Json:
    """Return Telegram's ChatInviteLink."""
    waiting = sum(request["link"] == link["invite_link"] for request in room.requests.values())
    shown = {name: value for name, value in link.items() if name != "joined"}
    return {**shown, "pending_join_request_count": waiting} if waiting else shown


def why_unusable(world: World, link: Json) -> str:
    """Return why nobody comes in by this link any more; empty when it works."""
    if link["is_revoked"]:
        return "the link was revoked"
    if 0 < link.get("expire_date", 0) <= world.now():
        return "the link has expired"
    if 0 < link.get("member_limit", 0) <= len(link["joined"]):
        return "as many as the link allows have come"
    return ""


def come_by_link(world: World, room: Room, who: Json, link: Json) -> Json | None:
    """Let somebody in by a usable link; one that needs approval only tells the bots who may give it.

    Returns the service message, or None while they wait.
    """
    if link["creates_join_request"]:
        _ask_to_join(world, room, who, link)
        return None
    link["joined"].append(who["id"])
    return come_in(world, room, who, who, invite_link=shown_link(room, link))


def _ask_to_join(world: World, room: Room, who: Json, link: Json) -> None:
    room.requests[who["id"]] = {"link": link["invite_link"], "date": world.now()}
    request = {
        "chat": room.face,
        "from": who,
        "user_chat_id": who["id"],
        "date": world.now(),
        "invite_link": shown_link(room, link),
    }
    for key in room.bots:
        bot = world.bots[key]
        if runs(world, room, bot.face["id"], "can_invite_users"):
            bot.hear({"chat_join_request": request})


def is_asking(world: World, bot_id: int, user_id: int) -> bool:
    """Tell whether somebody asked just now to come into a group where this bot lets people in."""
    oldest = world.now() - MAY_WRITE_FOR
    return any(
        room.requests.get(user_id, {"date": 0})["date"] > oldest
        and runs(world, room, bot_id, "can_invite_users")
        for room in world.groups.values()
    )
