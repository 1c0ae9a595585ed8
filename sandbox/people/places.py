"""Finding the person, bot, chat or message that somebody on the people's side names."""

from sandbox.members import may, needed_to_say, status_of
from sandbox.refusals import Mistake
from sandbox.world import PRESENT, Bot, Json, Room, User, World

NOT_FOUND = 404


def the_user(world: World, user_id: int, field: str = "user_id") -> User:
    """Return this person, or say which field is wrong."""
    user = world.users.get(user_id)
    if user is None:
        raise Mistake(field, f"nobody has the id {user_id}", NOT_FOUND)
    return user


def the_bot(world: World, bot_id: int | None) -> Bot:
    """Return this bot, the first when none is named."""
    if bot_id is None:
        return world.first_bot()
    for bot in world.bots:
        if bot.face["id"] == bot_id:
            return bot
    raise Mistake("bot_id", f"no bot has the id {bot_id}", NOT_FOUND)


def the_group(world: World, chat_id: int) -> Room:
    """Return this group; one that became a supergroup is told apart."""
    room = world.groups.get(chat_id)
    if room is None:
        raise Mistake("chat_id", f"no chat has the id {chat_id}", NOT_FOUND)
    if room.migrated_to is not None:
        raise Mistake("chat_id", f"the group became the supergroup {room.migrated_to}", 409)
    return room


def chat_of(world: World, user: User, chat_id: int | None, bot_id: int | None) -> Room:
    """Return the chat a person means: their own with a bot, or a group they are in."""
    user_id = user.face["id"]
    if chat_id is None or chat_id == user_id:
        return world.direct_room(the_bot(world, bot_id), user)
    if chat_id > 0:
        raise Mistake("chat_id", f"{user_id} has no chat with {chat_id}", 403)
    room = the_group(world, chat_id)
    if status_of(world, room, user_id) not in PRESENT:
        raise Mistake("user_id", f"{user_id} is not in the chat {chat_id}", 403)
    return room


def require_may_say(world: World, room: Room, user: User, content: Json) -> None:
    """Refuse what a person may not say in this group."""
    user_id, permission = user.face["id"], needed_to_say(content)
    if not room.is_direct and not may(world, room, user_id, permission):
        raise Mistake("user_id", f"{user_id} may not speak so in the chat {room.chat_id}: {permission}", 403)


def shown_room(world: World, chat_id: int, bot_id: int | None) -> Room:
    """Return the chat to look at; a person's id means their chat with the bot."""
    if chat_id > 0:
        return world.direct_room(the_bot(world, bot_id), the_user(world, chat_id, "chat_id"))
    room = world.groups.get(chat_id)
    if room is None:
        raise Mistake("chat_id", f"no chat has the id {chat_id}", NOT_FOUND)
    return room


def the_message(room: Room, message_id: int, field: str = "message_id") -> Json:
    """Return a message that is still there."""
    message = room.messages.get(message_id)
    if message is None:
        raise Mistake(field, f"no message {message_id} in the chat {room.chat_id}", NOT_FOUND)
    return message


def the_thread(room: Room, thread_id: int) -> int:
    """Return this thread; 0 and, in a forum, 1 mean the general one."""
    if thread_id and thread_id not in room.topics:
        raise Mistake("thread_id", f"no topic {thread_id} in the chat {room.chat_id}", NOT_FOUND)
    return thread_id
