"""Changing and removing what was said, and answering a pressed button."""

import time

from sandbox.acts.call import Call, addressed_room, named_message
from sandbox.acts.files import WITH_CAPTION
from sandbox.acts.wording import read_caption, read_text
from sandbox.markups import read_inline_markup, require_fitting
from sandbox.members import runs
from sandbox.refusals import bad_request
from sandbox.world import Json, Room

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
_TWO_DAYS = 48 * 3600
_SERVICE = ("migrate_to_chat_id", "migrate_from_chat_id")


def own_message(call: Call) -> Json:
    """Return the bot's own message that the call names."""
    if not call.params.has("chat_id") and not call.params.integer("message_id"):
        said = call.params.has("inline_message_id")
        raise bad_request("MESSAGE_ID_INVALID" if said else "message identifier is not specified")
    room = addressed_room(call)
    message = named_message(call, room, "message to edit not found")
    if message["from"]["id"] != call.bot.face["id"]:
        raise bad_request("message can't be edited")
    return message


def change(call: Call, old: Json, content: Json, drop: tuple[str, ...]) -> Json:
    """Replace the parts of the bot's message named in ``drop``, and its buttons; refuse when nothing changes."""
    room = addressed_room(call)
    markup = read_inline_markup(call.params)
    require_fitting(room, markup)
    kept = {k: v for k, v in old.items() if k not in (*drop, "reply_markup", "edit_date")}
    if markup:
        content = {**content, "reply_markup": markup}
    new = {**kept, **content}
    if new == {k: v for k, v in old.items() if k != "edit_date"}:
        raise bad_request(_UNCHANGED)
    new["edit_date"] = call.world.now()
    room.store(new)
    return new


def edit_text(call: Call) -> Json:
    """Replace a text and its buttons; without reply_markup the buttons go."""
    content = read_text(call, too_long="MESSAGE_TOO_LONG")
    old = own_message(call)
    if "text" not in old:
        raise bad_request("there is no text in the message to edit")
    return change(call, old, content, ("text", "entities"))


def edit_caption(call: Call) -> Json:
    """Replace the caption of a photo or file and its buttons."""
    content = read_caption(call, too_long="MEDIA_CAPTION_TOO_LONG")
    old = own_message(call)
    if not any(kind in old for kind in WITH_CAPTION):
        raise bad_request("there is no caption in the message to edit")
    return change(call, old, content, ("caption", "caption_entities"))


def edit_reply_markup(call: Call) -> Json:
    """Replace the buttons only."""
    old = own_message(call)
    return change(call, old, {}, ())


def delete_message(call: Call) -> bool:
    """Make a message disappear for everybody.

    Refuses what is older than two days, whoever the bot is there, and in a group another's
    message unless the bot holds the right.
    """
    room = addressed_room(call)
    message = named_message(call, room, "message to delete not found")
    require_deletable(call, room, message)
    room.remove(message["message_id"])
    return True


def require_deletable(call: Call, room: Room, message: Json) -> None:
    """Refuse when the bot may not delete this message."""
    bot = call.bot.face["id"]
    old = message["date"] < call.world.now() - _TWO_DAYS
    own = message["from"]["id"] == bot or room.is_direct
    allowed = own or runs(call.world, room, bot, "can_delete_messages")
    if not allowed or any(name in message for name in _SERVICE):
        raise bad_request("message can't be deleted")
    if old:
        everywhere = room.face["type"] == "supergroup"
        raise bad_request(f"message can't be deleted{'' if everywhere else ' for everyone'}")


def answer_callback_query(call: Call) -> bool:
    """Give the presser a toast; the first answer is the one that is shown."""
    params = call.params
    press = call.world.presses.get(params.text("callback_query_id"))
    now = time.monotonic()
    if press is None or press.bot_key != call.bot.key or now - press.pressed_at > call.world.press_seconds:
        raise bad_request(_TOO_OLD)
    text = params.text("text")
    if len(text) > 200:  # noqa: PLR2004 - Telegram's limit
        raise bad_request("MESSAGE_TOO_LONG")
    if press.answer is None:
        press.answer = {"text": text, "show_alert": params.flag("show_alert"), "url": params.text("url")}
        call.world.press_bell.ring()
    return True


METHODS = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
}
