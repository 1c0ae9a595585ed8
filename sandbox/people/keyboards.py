"""The bot's keyboards as one person has them: which is up, and what they are made to answer."""

from collections.abc import Iterator

from sandbox.world import Json, Room


def keyboard_in_force(room: Room, user: Json | None) -> Json | None:
    """Return the newest reply keyboard a person has unless it was removed; a forced reply leaves it.

    Without a person: what everybody has.
    """
    for _, markup in _concerning(room, user):
        if markup.get("remove_keyboard"):
            return None
        if "keyboard" in markup:
            return markup
    return None


def forced_reply(room: Room, user: Json) -> Json | None:
    """Return the message a person is made to answer and the words in the empty field, until they say something."""
    message_id, markup = next(_concerning(room, user), (0, {}))
    if not markup.get("force_reply") or _has_spoken_since(room, user, message_id):
        return None
    return {"message_id": message_id, "placeholder": markup.get("input_field_placeholder", "")}


def _concerning(room: Room, user: Json | None) -> Iterator[tuple[int, Json]]:
    for message_id in reversed(room.keyboards):
        markup = room.keyboards[message_id]
        if not markup.get("selective") or (user and _is_meant(room.messages[message_id], user)):
            yield message_id, markup


def _is_meant(message: Json, user: Json) -> bool:
    """Tell whether a selective keyboard is for this person (Bot API, ReplyKeyboardMarkup, selective)."""
    if message.get("reply_to_message", {}).get("from", {}).get("id") == user["id"]:
        return True
    text = message.get("text") or message.get("caption") or ""
    units = text.encode("utf-16-le")
    for entity in message.get("entities") or message.get("caption_entities") or []:
        if entity["type"] == "text_mention" and entity["user"]["id"] == user["id"]:
            return True
        first, last = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
        name = units[first:last].decode("utf-16-le").removeprefix("@").lower()
        if entity["type"] == "mention" and name == (user.get("username") or "").lower():
            return True
    return False


def _has_spoken_since(room: Room, user: Json, message_id: int) -> bool:
    for later in reversed(room.messages):
        if later <= message_id:
            return False
        if room.messages[later]["from"]["id"] == user["id"]:
            return True
    return False
