"""Topics of a forum: what stands where, and who may write there (Bot API, ForumTopic)."""

from sandbox.delivery import as_reply, tell_bots
from sandbox.members import may
from sandbox.world import Json, Room, World

GENERAL = 1
"""The topic that every forum has; its messages stand in no thread."""
COLOURS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)


def general() -> Json:
    """Return the topic that a new forum begins with."""
    return {"name": "General", "icon_color": COLOURS[0], "is_closed": False, "is_hidden": False}


def thread_of(message: Json) -> Json:
    """Return the part of a message that says in which topic it stands."""
    return {name: message[name] for name in ("message_thread_id", "is_topic_message") if name in message}


def opening_of(room: Room, thread: int) -> Json:
    """Return what a message in this thread begins with, 0 meaning none.

    What replies to nothing else there counts as a reply to the message that opened the topic,
    as Telegram has it.
    """
    if thread not in room.topics or thread == GENERAL:
        return {}
    where: Json = {"message_thread_id": thread, "is_topic_message": True}
    first = room.messages.get(thread)
    return {**where, "reply_to_message": as_reply(first)} if first else where


def may_manage(world: World, room: Room, who: int, thread: int = 0) -> bool:
    """Tell whether somebody may change topics here; who opened a topic may change that one."""
    topic = room.topics.get(thread, {})
    return topic.get("creator") == who or may(world, room, who, "can_manage_topics")


def why_unwritable(world: World, room: Room, thread: int, who: int) -> str:
    """Return Telegram's name for why somebody may not write in a thread; empty when they may."""
    topic = room.topics.get(thread or GENERAL, {})
    if not topic.get("is_closed") or may_manage(world, room, who, thread):
        return ""
    return "TOPIC_CLOSED"


def set_closed(world: World, room: Room, by: Json, thread: int, *, closed: bool) -> bool:
    """Close or open a topic and say so; returns False when it is so already."""
    topic = room.topics[thread]
    if topic["is_closed"] == closed:
        return False
    topic["is_closed"] = closed
    if not closed and topic.get("is_hidden"):
        topic["is_hidden"] = False
        tell(world, room, by, thread, {"general_forum_topic_unhidden": {}})
    tell(world, room, by, thread, {f"forum_topic_{'closed' if closed else 'reopened'}": {}})
    return True


def open_topic(world: World, room: Room, by: Json, icon: Json, name: str) -> Json:
    """Open a topic and say so; returns Telegram's ForumTopic."""
    shown = {"name": name, **icon}
    thread = room.next_message_id
    room.topics[thread] = {**shown, "creator": by["id"], "is_closed": False}
    where = {"message_thread_id": thread, "is_topic_message": True}
    _service(world, room, by, {**where, "forum_topic_created": shown})
    return {"message_thread_id": thread, **shown}


def tell(world: World, room: Room, by: Json, thread: int, event: Json) -> None:
    """Say in a topic what happened to it."""
    _service(world, room, by, {**opening_of(room, thread), **event})


def _service(world: World, room: Room, by: Json, content: Json) -> None:
    tell_bots(world, room, "message", world.post(room, by, content))
