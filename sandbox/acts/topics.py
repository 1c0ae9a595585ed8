"""Topics of a forum: opened, renamed, closed, hidden, deleted."""

from collections.abc import Callable
from typing import Any

from sandbox.acts.call import Call, addressed_room
from sandbox.members import runs
from sandbox.pins import may_pin, unpin
from sandbox.refusals import bad_request
from sandbox.topics import COLOURS, GENERAL, may_manage, open_topic, set_closed, tell
from sandbox.world import Json, Room

_LONGEST_NAME = 128
_ICON = "icon_custom_emoji_id"
_UNCHANGED = "TOPIC_NOT_MODIFIED"


def create_topic(call: Call) -> Json:
    """Open a topic; a service message, which lends it its id, says so."""
    room = _forum(call)
    name = _name(call)
    if not name:
        raise bad_request("title must be non-empty")
    _require_may_manage(call, room, 0, "create a topic")
    colour = call.params.integer("icon_color", COLOURS[0])
    if colour not in COLOURS:
        raise bad_request("wrong topic icon color specified")
    icon: Json = {"icon_color": colour}
    if call.params.has(_ICON):
        icon[_ICON] = call.params.text(_ICON)
    return open_topic(call.world, room, call.bot.face, icon, name)


def edit_topic(call: Call) -> bool:
    """Give a topic another name or icon; what is not named stays, an empty icon is taken away."""
    room, thread = _topic(call)
    _require_may_manage(call, room, thread, "edit the topic")
    topic = room.topics[thread]
    wanted = {"name": _name(call)} if _name(call) else {}
    if _ICON in call.params.values:
        wanted[_ICON] = call.params.text(_ICON)
    _rename(call, room, thread, {name: new for name, new in wanted.items() if new != topic.get(name, "")})
    return True


def edit_general(call: Call) -> bool:
    """Give the general topic another name."""
    room = _forum(call)
    _require_may_manage(call, room, GENERAL, "edit the topic")
    name = _name(call)
    if not name:
        raise bad_request("title must be non-empty")
    _rename(call, room, GENERAL, {"name": name} if name != room.topics[GENERAL]["name"] else {})
    return True


def _rename(call: Call, room: Room, thread: int, changed: dict[str, str]) -> None:
    if not changed:
        raise bad_request(_UNCHANGED)
    room.topics[thread].update(changed)
    tell(call.world, room, call.bot.face, thread, {"forum_topic_edited": changed})


def _closing(*, closed: bool, general: bool = False) -> Callable[[Call], bool]:
    def act(call: Call) -> bool:
        room, thread = (_forum(call), GENERAL) if general else _topic(call)
        _require_may_manage(call, room, thread, "close or reopen the topic")
        if not set_closed(call.world, room, call.bot.face, thread, closed=closed):
            raise bad_request(_UNCHANGED)
        return True

    return act


def hide_general(call: Call) -> bool:
    """Show the general topic no longer; it is closed too."""
    room, topic = _general_to_hide(call, hidden=True)
    topic |= {"is_hidden": True, "is_closed": True}
    tell(call.world, room, call.bot.face, GENERAL, {"general_forum_topic_hidden": {}})
    return True


def unhide_general(call: Call) -> bool:
    """Show the general topic again."""
    room, topic = _general_to_hide(call, hidden=False)
    topic["is_hidden"] = False
    tell(call.world, room, call.bot.face, GENERAL, {"general_forum_topic_unhidden": {}})
    return True


def _general_to_hide(call: Call, *, hidden: bool) -> tuple[Room, Json]:
    room = _forum(call)
    _require_may_manage(call, room, GENERAL, "close or reopen the topic")
    if room.topics[GENERAL]["is_hidden"] == hidden:
        raise bad_request(_UNCHANGED)
    return room, room.topics[GENERAL]


def delete_topic(call: Call) -> bool:
    """Take a topic away with everything said in it."""
    room, thread = _topic(call)
    if not runs(call.world, room, call.bot.face["id"], "can_delete_messages"):
        raise bad_request("not enough rights to delete the topic")
    for message_id in _said_in(room, thread):
        room.remove(message_id)
    del room.topics[thread]
    return True


def _said_in(room: Room, thread: int) -> list[int]:
    inside = 0 if thread == GENERAL else thread
    return [number for number, one in room.messages.items() if one.get("message_thread_id", 0) == inside]


def _unpinning(*, general: bool) -> Callable[[Call], bool]:
    def act(call: Call) -> bool:
        room, thread = (_forum(call), GENERAL) if general else _topic(call)
        if not may_pin(call.world, room, call.bot.face["id"]):
            raise bad_request("not enough rights to manage pinned messages in the chat")
        said = set(_said_in(room, thread))
        unpin(room, [message_id for message_id in room.pinned if message_id in said])
        return True

    return act


def _forum(call: Call) -> Room:
    room = addressed_room(call)
    if not room.topics:
        raise bad_request("the chat is not a forum")
    return room


def _topic(call: Call) -> tuple[Room, int]:
    room, thread = _forum(call), call.params.integer("message_thread_id")
    if thread not in room.topics or thread == GENERAL:
        raise bad_request("TOPIC_ID_INVALID")
    return room, thread


def _name(call: Call) -> str:
    return " ".join(call.params.text("name").split())[:_LONGEST_NAME]


def _require_may_manage(call: Call, room: Room, thread: int, doing: str) -> None:
    if not may_manage(call.world, room, call.bot.face["id"], thread):
        raise bad_request(f"not enough rights to {doing}")


METHODS: dict[str, Callable[[Call], Any]] = {
    "createForumTopic": create_topic,
    "editForumTopic": edit_topic,
    "closeForumTopic": _closing(closed=True),
    "reopenForumTopic": _closing(closed=False),
    "deleteForumTopic": delete_topic,
    "unpinAllForumTopicMessages": _unpinning(general=False),
    "editGeneralForumTopic": edit_general,
    "closeGeneralForumTopic": _closing(closed=True, general=True),
    "reopenGeneralForumTopic": _closing(closed=False, general=True),
    "hideGeneralForumTopic": hide_general,
    "unhideGeneralForumTopic": unhide_general,
    "unpinAllGeneralForumTopicMessages": _unpinning(general=True),
}
