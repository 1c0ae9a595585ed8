"""What people say: texts, changes, pictures, voices, places; also without their own name."""

from sandbox.acts.files import WITH_CAPTION, keep_file, medium
from sandbox.delivery import as_reply, tell_bots
from sandbox.entities import find_entities
from sandbox.people import asks
from sandbox.people.places import (
    chat_of,
    require_may_say,
    the_bot,
    the_group,
    the_message,
    the_thread,
    the_user,
)
from sandbox.refusals import Mistake
from sandbox.topics import opening_of, why_unwritable
from sandbox.world import Json, Room, User, World

_GROUP_BOT = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


def speak(
    world: World,
    room: Room,
    user: User,
    content: Json,
    reply_to: int | None = None,
    thread_id: int | None = None,
) -> Json:
    """Put a person's message into a chat and let the bots hear it.

    Refuses the deactivated, whoever blocked the bot they speak to, and topics that are not
    there or closed. Speaking in the direct chat lets the bot answer.
    """
    if user.deactivated:
        raise Mistake("user_id", f"{user.face['id']} is deactivated", 403)
    if room.blocked:
        raise Mistake("user_id", f"{user.face['id']} has blocked the bot", 403)
    require_may_say(world, room, user, content)
    room.started = room.started or room.is_direct
    return _post(world, room, user.face, content, reply_to, thread_id)


def _post(
    world: World,
    room: Room,
    sender: Json,
    content: Json,
    reply_to: int | None,
    thread_id: int | None = None,
) -> Json:
    replied = None if reply_to is None else the_message(room, reply_to, "reply_to")
    thread = (replied or {}).get("message_thread_id", 0) if thread_id is None else thread_id
    the_thread(room, thread)
    if why_unwritable(world, room, thread, sender["id"]):
        raise Mistake("thread_id", f"the topic {thread} is closed", 403)
    reply = {"reply_to_message": as_reply(replied)} if replied else {}
    content = {**opening_of(room, thread), **reply, **content}
    if "text" in content and "entities" not in content:
        content = _with_entities(content, "text", "entities")
    message = world.post(room, sender, content)
    tell_bots(world, room, "message", message)
    return message


def _with_entities(content: Json, text: str, entities: str) -> Json:
    found = find_entities(content[text])
    return {**content, entities: found} if found else content


def say(world: World, ask: asks.Say) -> Json:
    """Say a text."""
    user = the_user(world, ask.user_id)
    room = chat_of(world, user, ask.chat_id, ask.bot_id)
    return {
        "message_id": speak(world, room, user, {"text": ask.text}, ask.reply_to, ask.thread_id)["message_id"]
    }


def say_many(world: World, ask: asks.SayMany) -> Json:
    """Say many texts; nothing is said when one of them cannot be."""
    for n, item in enumerate(ask.items):
        try:
            user = the_user(world, item.user_id)
            room = chat_of(world, user, item.chat_id, item.bot_id)
            require_may_say(world, room, user, {"text": item.text})
        except Mistake as mistake:
            raise Mistake(f"items.{n}.{mistake.field}", mistake.problem, mistake.status) from None
    return {"message_ids": [say(world, item)["message_id"] for item in ask.items]}


def edit(world: World, ask: asks.Edit) -> Json:
    """Change one's own text or caption."""
    user = the_user(world, ask.user_id)
    room = chat_of(world, user, ask.chat_id, ask.bot_id)
    old = the_message(room, ask.message_id)
    if old["from"]["id"] != ask.user_id:
        raise Mistake("message_id", f"{ask.message_id} is not a message of {ask.user_id}", 403)
    if "text" not in old and not any(kind in old for kind in WITH_CAPTION):
        raise Mistake("message_id", f"{ask.message_id} has no words to change")
    names = ("text", "entities") if "text" in old else ("caption", "caption_entities")
    kept = {name: value for name, value in old.items() if name not in names}
    new = _with_entities({**kept, names[0]: ask.text}, *names)
    new["edit_date"] = world.now()
    room.store(new)
    tell_bots(world, room, "edited_message", new)
    return {}


def send_media(world: World, ask: asks.SendMedia) -> Json:
    """Send a photo, file, voice, video, sticker, place or contact."""
    user = the_user(world, ask.user_id)
    room = chat_of(world, user, ask.chat_id, ask.bot_id)
    content = _piece(world, ask)
    if ask.media_group_id:
        content = {"media_group_id": ask.media_group_id, **content}
    return {"message_id": speak(world, room, user, content, ask.reply_to, ask.thread_id)["message_id"]}


def album(world: World, ask: asks.Album) -> Json:
    """Send several things at once."""
    user = the_user(world, ask.user_id)
    room = chat_of(world, user, ask.chat_id, ask.bot_id)
    group = {"media_group_id": str(13_000_000_000 + world.serial())}
    contents = [{**group, **_piece(world, item)} for item in ask.items]
    said = [speak(world, room, user, content, ask.reply_to, ask.thread_id) for content in contents]
    return {"message_ids": [message["message_id"] for message in said]}


def _piece(world: World, piece: asks.Piece) -> Json:
    if piece.kind == "location":
        return {"location": {"latitude": piece.latitude, "longitude": piece.longitude}}
    if piece.kind == "contact":
        return {"contact": {"phone_number": piece.phone_number, "first_name": piece.first_name}}
    file = keep_file(world, piece.kind, piece.content, piece.mime_type, piece.file_name)
    shown = medium(piece.kind, file, name=piece.file_name, seconds=piece.duration)
    if not piece.caption or piece.kind == "sticker":
        return {piece.kind: shown}
    return _with_entities({piece.kind: shown, "caption": piece.caption}, "caption", "caption_entities")


def say_anonymously(world: World, ask: asks.SayAsGroup) -> Json:
    """Say a text as the group itself."""
    room = the_group(world, ask.chat_id)
    content = {"sender_chat": room.face, "text": ask.text}
    return {"message_id": _post(world, room, _GROUP_BOT, content, ask.reply_to)["message_id"]}


def say_as_channel(world: World, ask: asks.SayAsChannel) -> Json:
    """Say a text as a channel."""
    room = the_group(world, ask.chat_id)
    if ask.channel_id in room.banned_chats:
        raise Mistake("channel_id", f"{ask.channel_id} is banned from the chat {ask.chat_id}", 403)
    channel = {"id": ask.channel_id, "type": "channel", "title": ask.title}
    if ask.username:
        channel["username"] = ask.username
    content = {"sender_chat": channel, "text": ask.text}
    return {"message_id": _post(world, room, _CHANNEL_BOT, content, ask.reply_to)["message_id"]}


def push_update(world: World, ask: asks.PushUpdate) -> Json:
    """Hand a bot any update, whatever it is."""
    bot = the_bot(world, ask.bot_id)
    given = ask.update.get("update_id")
    update_id = given if isinstance(given, int) else bot.next_update_id
    bot.next_update_id = max(bot.next_update_id, update_id) + (update_id >= bot.next_update_id)
    bot.queue.append({**ask.update, "update_id": update_id})
    bot.bell.ring()
    return {"update_id": update_id}
