"""Who hears what: from something that happened in a chat to updates in the bots' queues."""

from sandbox.world import PRESENT, Bot, Json, Room, World

_EVENTS = frozenset(
    {
        *("new_chat_members", "left_chat_member", "new_chat_title", "pinned_message"),
        *("migrate_to_chat_id", "migrate_from_chat_id"),
        *("forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"),
        *("general_forum_topic_hidden", "general_forum_topic_unhidden"),
    }
)


def tell_bots(world: World, room: Room, kind: str, message: Json) -> None:
    """Queue a message for every bot in the room that may hear it."""
    if room.bot_key is not None:
        world.bots[room.bot_key].hear({kind: message})
        return
    for key, status in room.bots.items():
        if status in PRESENT and _hears(world.bots[key], status, message):
            world.bots[key].hear({kind: message})


def _hears(bot: Bot, status: str, message: Json) -> bool:
    if not bot.privacy or status != "member" or is_service(message):
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot.face["id"]:
        return True
    return _addresses(bot, message)


def _addresses(bot: Bot, message: Json) -> bool:
    text = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or []
    username = f"@{bot.face['username']}".lower()
    if username in text.lower():
        return True
    return any(
        entity["type"] == "bot_command" and "@" not in text.split(maxsplit=1)[0] for entity in entities
    )


def is_service(message: Json) -> bool:
    """Tell whether a message reports an event instead of something said."""
    return not _EVENTS.isdisjoint(message)


def as_reply(message: Json) -> Json:
    """Return a message as it is quoted inside the one that answers it."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}
