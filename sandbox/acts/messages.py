"""Sending words and copies."""

import time

from sandbox.acts.call import Call, addressed_room, find_room
from sandbox.acts.opening import opening, origin_of
from sandbox.acts.wording import read_caption, read_text
from sandbox.delivery import is_service
from sandbox.markups import read_markup, require_fitting
from sandbox.members import may, needed_to_say
from sandbox.refusals import bad_request
from sandbox.world import Json, Room

POLL_IDS = 5_000_000_000_000_000_000
_HEADER = frozenset(
    {
        *(
            "message_id",
            "from",
            "sender_chat",
            "chat",
            "date",
            "edit_date",
            "reply_to_message",
            "reply_markup",
        ),
        *("external_reply", "quote", "message_thread_id", "is_topic_message", "has_protected_content"),
    }
)
_BUSY_FOR = 5.0
_CALLED = {
    "photo": "photos",
    "video": "videos",
    "audio": "audios",
    "voice": "voice notes",
    "video_note": "video notes",
    "animation": "animations",
    "sticker": "stickers",
    "document": "documents",
    "poll": "polls",
}
_CHAT_ACTIONS = frozenset(
    {
        *("cancel", "upload_audio", "record_audio", "pick_up_location"),
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def say(call: Call, content: Json) -> Json:
    """Put the bot's message into the chat it names, with its reply and its buttons."""
    markup = read_markup(call.params)
    return place(call, addressed_room(call), content, markup)


def place(call: Call, room: Room, content: Json, markup: Json | None = None) -> Json:
    """Put content into a room, beginning as the call says; inline buttons stay with it, a keyboard with the chat."""
    _require_may_say(call, room, content)
    require_fitting(room, markup)
    content = {**opening(call, room), **content}
    room.busy.pop(call.bot.key, None)
    if "poll" in content and "forward_origin" not in content:
        room.votes[room.next_message_id] = {}
    if markup is None:
        return call.world.post(room, call.bot.face, content)
    if "inline_keyboard" in markup:
        return call.world.post(room, call.bot.face, {**content, "reply_markup": markup})
    room.keyboards[room.next_message_id] = markup
    return call.world.post(room, call.bot.face, content)


def _require_may_say(call: Call, room: Room, content: Json) -> None:
    permission = needed_to_say(content)
    if room.is_direct or may(call.world, room, call.bot.face["id"], permission):
        return
    what = next((_CALLED[kind] for kind in _CALLED if kind in content), "text messages")
    raise bad_request(f"not enough rights to send {what} to the chat")


def send_message(call: Call) -> Json:
    """Say a text."""
    return say(call, read_text(call))


def send_chat_action(call: Call) -> bool:
    """Show that the bot is busy, or no longer; nothing stays."""
    action = call.params.text("action").lower()
    if action not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    busy_for = 0.0 if action == "cancel" else _BUSY_FOR
    addressed_room(call).seem_busy(call.bot.key, time.monotonic() + busy_for)
    return True


def _source(call: Call, missing: str) -> Json:
    room = find_room(call, "from_chat_id")
    message_id = call.params.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = room.messages.get(message_id)
    if message is None:
        raise bad_request(missing)
    return message


def copied(call: Call, message: Json) -> Json:
    """Return what a message says, to be said again; a poll begins anew."""
    content = {name: value for name, value in message.items() if name not in _HEADER}
    if "poll" in content:
        options = [{**option, "voter_count": 0} for option in content["poll"]["options"]]
        fresh = {"id": str(POLL_IDS + call.world.serial()), "total_voter_count": 0, "is_closed": False}
        content["poll"] = {**content["poll"], **fresh, "options": options}
    return content


def copy_message(call: Call) -> Json:
    """Say again what a message says, as the bot's own; returns only the new id."""
    message = _source(call, "message to copy not found")
    if is_service(message):
        raise bad_request("message can't be copied")
    content = copied(call, message)
    if call.params.has("caption") and "text" not in content:
        content = {k: v for k, v in content.items() if k not in ("caption", "caption_entities")}
        content |= read_caption(call)
    return {"message_id": say(call, content)["message_id"]}


def forwarded(message: Json) -> Json:
    """Return what a message says, with where it comes from."""
    content: Json = {name: value for name, value in message.items() if name not in _HEADER}
    return {"forward_origin": origin_of(message), **content}


def can_be_forwarded(message: Json) -> bool:
    """Tell whether a message may be passed on: no event, and not protected."""
    return not is_service(message) and "has_protected_content" not in message


def forward_message(call: Call) -> Json:
    """Pass a message on with its origin."""
    message = _source(call, "message to forward not found")
    if not can_be_forwarded(message):
        raise bad_request("message can't be forwarded")
    return say(call, forwarded(message))


METHODS = {
    "sendMessage": send_message,
    "sendChatAction": send_chat_action,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
