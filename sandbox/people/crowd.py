"""People and groups: coming, going, starting and blocking the bot."""

from sandbox.delivery import tell_bots
from sandbox.invitations import come_by_link, come_in, why_unusable
from sandbox.members import RIGHTS, member_changed, report, set_status, standing, status_of
from sandbox.people import asks
from sandbox.people.places import the_bot, the_group, the_user
from sandbox.people.speech import speak
from sandbox.refusals import Mistake
from sandbox.topics import GENERAL, general
from sandbox.world import PRESENT, Bot, Json, Room, User, World

_SUPERGROUP_BASE = 10**12


def add_user(world: World, ask: asks.AddUser) -> Json:
    """Add a person, or rename one."""
    face = {"id": ask.id, "is_bot": False, **ask.model_dump(exclude={"id"}, exclude_none=True)}
    user = world.users.setdefault(ask.id, User(face))
    user.face = face
    for bot in world.bots:
        world.direct.get((bot.key, ask.id), Room({})).face.update(first_name=ask.first_name)
    return {"user_id": ask.id}


def add_group(world: World, ask: asks.AddGroup) -> Json:
    """Add a group with its people; the first bot is in it unless absent."""
    if ask.chat_id in world.groups:
        raise Mistake("chat_id", f"there is a chat {ask.chat_id} already", 409)
    for field, ids in (
        ("members", ask.members),
        ("admins", ask.admins),
        ("owner", [ask.owner] if ask.owner else []),
    ):
        for user_id in ids:
            the_user(world, user_id, field)
    if ask.forum and ask.type != "supergroup":
        raise Mistake("forum", "only a supergroup can be a forum")
    face: Json = {"id": ask.chat_id, "title": ask.title, "type": ask.type}
    if ask.forum:
        face["is_forum"] = True
    if ask.username:
        face["username"] = ask.username
    members = dict.fromkeys(ask.members, "member") | dict.fromkeys(ask.admins, "administrator")
    if ask.owner:
        members[ask.owner] = "creator"
    room = world.groups[ask.chat_id] = Room(face, members=members, stir=world.stir)
    if ask.forum:
        room.topics[GENERAL] = general()
        room.next_message_id = GENERAL + 1
    if ask.bot != "absent":
        room.bots[world.first_bot().key] = ask.bot
    return {"chat_id": ask.chat_id}


def start(world: World, ask: asks.Start) -> Json:
    """Press start: the bot may answer from now on, also after it was blocked."""
    user = the_user(world, ask.user_id)
    bot = the_bot(world, ask.bot_id)
    room = world.direct_room(bot, user)
    if room.blocked:
        _set_blocked(world, bot, user, blocked=False)
    room.started = True
    text = f"/start {ask.param}".rstrip()
    return {"message_id": speak(world, room, user, {"text": text})["message_id"]}


def block(world: World, ask: asks.OfUser) -> Json:
    """Block the bot."""
    _set_blocked(world, the_bot(world, ask.bot_id), the_user(world, ask.user_id), blocked=True)
    return {}


def unblock(world: World, ask: asks.OfUser) -> Json:
    """Take the block back."""
    _set_blocked(world, the_bot(world, ask.bot_id), the_user(world, ask.user_id), blocked=False)
    return {}


def _set_blocked(world: World, bot: Bot, user: User, *, blocked: bool) -> None:
    room = world.direct_room(bot, user)
    if room.blocked == blocked:
        return
    room.blocked = blocked
    old, new = ("member", "kicked") if blocked else ("kicked", "member")
    bot.hear({"my_chat_member": member_changed(world, room, user.face, bot.face, old, new)})


def deactivate(world: World, ask: asks.OfUser) -> Json:
    """Delete the person's account; nothing reaches them any more."""
    the_user(world, ask.user_id).deactivated = True
    return {}


def join(world: World, ask: asks.Join) -> Json:
    """Let a person come into a group; who was banned comes only brought by another.

    By a link that needs approval they wait instead, and the bots who may give it hear so.
    """
    room, user = the_group(world, ask.chat_id), the_user(world, ask.user_id)
    status = status_of(world, room, ask.user_id)
    if status in PRESENT:
        raise Mistake("user_id", f"{ask.user_id} is in the chat {ask.chat_id} already", 409)
    by = the_user(world, ask.by, "by") if ask.by else user
    if status == "kicked" and by is user:
        raise Mistake("user_id", f"{ask.user_id} is banned from the chat {ask.chat_id}", 403)
    if ask.link is not None:
        message = come_by_link(world, room, user.face, _usable_link(world, room, ask))
        return {"message_id": message["message_id"]} if message else {"waiting": True}
    room.requests.pop(ask.user_id, None)
    return {"message_id": come_in(world, room, user.face, by.face)["message_id"]}


def _usable_link(world: World, room: Room, ask: asks.Join) -> Json:
    link = room.links.get(ask.link or "")
    if link is None:
        raise Mistake("link", f"no such link leads into the chat {ask.chat_id}", 404)
    if problem := why_unusable(world, link):
        raise Mistake("link", problem, 403)
    if link["creates_join_request"] and ask.user_id in room.requests:
        raise Mistake("user_id", f"{ask.user_id} is waiting to be let in already", 409)
    return link


def leave(world: World, ask: asks.InGroup) -> Json:
    """Let a person go out of a group, or be put out by another."""
    room, user = the_group(world, ask.chat_id), the_user(world, ask.user_id)
    if status_of(world, room, ask.user_id) not in PRESENT:
        raise Mistake("user_id", f"{ask.user_id} is not in the chat {ask.chat_id}", 409)
    by = the_user(world, ask.by, "by") if ask.by else user
    old = standing(world, room, user.face)
    terms = room.terms.get(ask.user_id, {})
    kept = terms if by is user and "permissions" in terms else None
    set_status(world, room, ask.user_id, "left" if by is user else "kicked", kept)
    report(world, room, by.face, old)
    return _service(world, room, by.face, {"left_chat_member": user.face})


def _service(world: World, room: Room, by: Json, content: Json) -> Json:
    message = world.post(room, by, content)
    tell_bots(world, room, "message", message)
    return {"message_id": message["message_id"]}


def _actor(world: World, room: Room, by: int | None) -> Json:
    """Return who adds or removes a bot: the named, else any member, else the group itself."""
    user_id = by or next(iter(room.members), None)
    if user_id is None:
        return {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    return the_user(world, user_id, "by").face


def add_bot(world: World, ask: asks.BotInGroup) -> Json:
    """Put a bot into a group, or change what it may do there."""
    room, bot = the_group(world, ask.chat_id), the_bot(world, ask.bot_id)
    was_there = room.bots.get(bot.key) in PRESENT
    terms: Json | None = None
    if ask.status == "administrator" and ask.rights is not None:
        terms = {"rights": {right: right in ask.rights for right in RIGHTS}}
    by = _actor(world, room, ask.by)
    old = standing(world, room, bot.face)
    set_status(world, room, bot.face["id"], ask.status, terms)
    report(world, room, by, old)
    return {} if was_there else _service(world, room, by, {"new_chat_members": [bot.face]})


def remove_bot(world: World, ask: asks.BotInGroup) -> Json:
    """Put a bot out of a group; it is told only that."""
    room, bot = the_group(world, ask.chat_id), the_bot(world, ask.bot_id)
    if room.bots.get(bot.key) not in PRESENT:
        raise Mistake("chat_id", f"the bot is not in the chat {ask.chat_id}", 409)
    by = _actor(world, room, ask.by)
    old = standing(world, room, bot.face)
    set_status(world, room, bot.face["id"], "kicked")
    report(world, room, by, old)
    return _service(world, room, by, {"left_chat_member": bot.face})


def migrate(world: World, ask: asks.Migrate) -> Json:
    """Make a group a supergroup with a new id; the old id is refused from now on."""
    old = the_group(world, ask.chat_id)
    if old.face["type"] != "group":
        raise Mistake("chat_id", f"{ask.chat_id} is a supergroup already", 409)
    new_id = ask.new_id or -(_SUPERGROUP_BASE + abs(ask.chat_id) % 10**10)
    if new_id in world.groups:
        raise Mistake("new_id", f"there is a chat {new_id} already", 409)
    face = {**old.face, "id": new_id, "type": "supergroup"}
    new = world.groups[new_id] = Room(face, members=dict(old.members), bots=dict(old.bots), stir=world.stir)
    new.terms, new.permissions, new.description = old.terms, old.permissions, old.description
    by = _actor(world, old, None)
    _service(world, old, by, {"migrate_to_chat_id": new_id})
    old.migrated_to = new_id
    _service(world, new, by, {"migrate_from_chat_id": ask.chat_id})
    return {"chat_id": new_id}
