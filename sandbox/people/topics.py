"""Topics of a forum, as people open and close them."""

from sandbox import topics
from sandbox.people import asks
from sandbox.people.places import chat_of, the_thread, the_user
from sandbox.refusals import Mistake
from sandbox.world import Json, Room, User, World


def create_topic(world: World, ask: asks.CreateTopic) -> Json:
    """Open a topic of a forum; returns its thread id."""
    user, room = _forum(world, ask.user_id, ask.chat_id)
    _require_may_manage(world, room, user, 0)
    icon = {"icon_color": topics.COLOURS[0]}
    opened = topics.open_topic(world, room, user.face, icon, ask.name)
    return {"thread_id": opened["message_thread_id"]}


def close_topic(world: World, ask: asks.OfTopic) -> Json:
    """Close a topic: only who may change it writes there from now on."""
    return _set_closed(world, ask, closed=True)


def reopen_topic(world: World, ask: asks.OfTopic) -> Json:
    """Open a topic again."""
    return _set_closed(world, ask, closed=False)


def _set_closed(world: World, ask: asks.OfTopic, *, closed: bool) -> Json:
    user, room = _forum(world, ask.user_id, ask.chat_id)
    thread = the_thread(room, ask.thread_id) or topics.GENERAL
    _require_may_manage(world, room, user, thread)
    if not topics.set_closed(world, room, user.face, thread, closed=closed):
        raise Mistake("thread_id", f"the topic {thread} is {'closed' if closed else 'open'} already", 409)
    return {}


def _forum(world: World, user_id: int, chat_id: int) -> tuple[User, Room]:
    user = the_user(world, user_id)
    room = chat_of(world, user, chat_id, None)
    if not room.topics:
        raise Mistake("chat_id", f"the chat {chat_id} is not a forum")
    return user, room


def _require_may_manage(world: World, room: Room, user: User, thread: int) -> None:
    if not topics.may_manage(world, room, user.face["id"], thread):
        raise Mistake("user_id", f"{user.face['id']} may not manage topics of {room.chat_id}", 403)
