"""How a bot's message begins: in which topic it stands, what it replies to, which words it quotes."""

from typing import Any

from sandbox.acts.call import Call, room_called
from sandbox.acts.wording import marked_up
from sandbox.delivery import as_reply
from sandbox.entities import utf16_length
from sandbox.refusals import bad_request
from sandbox.topics import GENERAL, opening_of, why_unwritable
from sandbox.world import Json, Room

_LONGEST_QUOTE = 1024
_QUOTABLE = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji", "date_time"}
)
_SHOWN_OF_OTHERS = (
    *("animation", "audio", "document", "photo", "sticker", "video", "video_note", "voice"),
    *("contact", "location", "poll", "venue"),
)


def opening(call: Call, room: Room) -> Json:
    """Return the parts a message begins with.

    Refuses topics that are not there or closed, a message to reply to that is not there,
    and a quote that is not in it.
    """
    params = call.params
    protected: Json = {"has_protected_content": True} if params.flag("protect_content") else {}
    reply = params.parsed("reply_parameters", dict) or {"message_id": params.integer("reply_to_message_id")}
    thread = _named_thread(call, room)
    message = _replied_to(call, room, reply)
    if message is not None and thread is None and message["chat"]["id"] == room.chat_id:
        thread = message.get("message_thread_id", 0)
    if problem := why_unwritable(call.world, room, thread or 0, call.bot.face["id"]):
        raise bad_request(problem)
    beginning = {**protected, **opening_of(room, thread or 0)}
    if message is None:
        return beginning
    return {**beginning, **_reply(call, room, thread or 0, message, reply)}


def _named_thread(call: Call, room: Room) -> int | None:
    """Return the thread the call names; the general topic has none and cannot be named so."""
    thread = call.params.integer("message_thread_id")
    if not thread:
        return None
    if thread not in room.topics or thread == GENERAL:
        raise bad_request("message thread not found")
    return thread


def _replied_to(call: Call, room: Room, reply: Json) -> Json | None:
    message_id = _number(reply.get("message_id"))
    if not message_id:
        return None
    source = room
    if reply.get("chat_id") not in (None, ""):
        source = room_called(call, str(reply["chat_id"]))
    message = source.messages.get(message_id)
    if message is not None:
        return message
    tolerant = reply.get("allow_sending_without_reply") or call.params.flag("allow_sending_without_reply")
    if tolerant and source is room:
        return None
    raise bad_request("message to be replied not found")


def _number(given: Any) -> int:
    try:
        return int(given or 0)
    except (TypeError, ValueError):
        return 0


def _reply(call: Call, room: Room, thread: int, message: Json, reply: Json) -> Json:
    quoted = {"quote": _quote(call, message, reply)} if reply.get("quote") else {}
    if message["chat"]["id"] == room.chat_id and message.get("message_thread_id", 0) == thread:
        return {"reply_to_message": as_reply(message), **quoted}
    return {"external_reply": _elsewhere(message), **quoted}


def origin_of(message: Json) -> Json:
    """Return Telegram's MessageOrigin of a message."""
    if "sender_chat" in message:
        return {"type": "chat", "date": message["date"], "sender_chat": message["sender_chat"]}
    return {"type": "user", "date": message["date"], "sender_user": message["from"]}


def _elsewhere(message: Json) -> Json:
    """Return Telegram's ExternalReplyInfo; it names the chat only where it is a supergroup."""
    known: Json = {"origin": origin_of(message)}
    if message["chat"]["type"] == "supergroup":
        known |= {"chat": message["chat"], "message_id": message["message_id"]}
    return {**known, **{kind: message[kind] for kind in _SHOWN_OF_OTHERS if kind in message}}


def _quote(call: Call, message: Json, reply: Json) -> Json:
    """Return Telegram's TextQuote; among several places it is the one nearest to ``quote_position``."""
    mode = str(reply.get("quote_parse_mode") or "")
    text, found = marked_up(call, str(reply["quote"]), reply.get("quote_entities"), mode)
    entities = [entity for entity in found if entity["type"] in _QUOTABLE]
    places = [at for at in _places(message, text) if _within(message, at, utf16_length(text)) == entities]
    if not text or len(text) > _LONGEST_QUOTE or not places:
        raise bad_request("QUOTE_TEXT_INVALID")
    wanted = _number(reply.get("quote_position"))
    position = min(places, key=lambda at: abs(at - wanted))
    quoted: Json = {"text": text, "position": position, "is_manual": True}
    return {**quoted, "entities": entities} if entities else quoted


def _places(message: Json, text: str) -> list[int]:
    """Return where in a message a text stands, in UTF-16 units."""
    whole = message.get("text") or message.get("caption") or ""
    starts = [at for at in range(len(whole)) if text and whole.startswith(text, at)]
    return [utf16_length(whole[:at]) for at in starts]


def _within(message: Json, offset: int, length: int) -> list[Json]:
    """Return the quotable entities of a part of a message, counted from where it begins."""
    cut = []
    for entity in message.get("entities") or message.get("caption_entities") or []:
        first = max(entity["offset"] - offset, 0)
        last = min(entity["offset"] + entity["length"] - offset, length)
        if entity["type"] in _QUOTABLE and first < last:
            cut.append({**entity, "offset": first, "length": last - first})
    return cut
