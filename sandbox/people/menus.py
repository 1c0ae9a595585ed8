"""The commands somebody is offered in a chat."""

import json
from collections.abc import Iterator

from sandbox.people.places import chat_of, the_user
from sandbox.world import Bot, Json, Room, World

_RUNS_IT = frozenset({"administrator", "creator"})


def commands(world: World, chat_id: int, user_id: int, bot_id: int | None) -> Json:
    """Return the bots' commands that a person is offered in a chat, and the menu button of a direct chat.

    The narrowest scope with commands wins, in the person's language before no language
    (Bot API, "Determining list of commands").
    """
    user = the_user(world, user_id)
    room = chat_of(world, user, chat_id, bot_id)
    keys = list(room.bots) if room.bot_key is None else [room.bot_key]
    language = str(user.face.get("language_code", "")).partition("-")[0]
    offered = [one for key in keys for one in _offered(world.bots[key], room, user_id, language)]
    button = {"type": "default"}
    if room.bot_key is not None:
        sayings = world.bots[room.bot_key].sayings
        button = sayings.get(f"menu_button{chat_id}", sayings.get("menu_button", button))
    return {"commands": offered, "menu_button": button}


def _offered(bot: Bot, room: Room, user_id: int, language: str) -> list[Json]:
    for scope in _scopes(room, user_id):
        audience = json.dumps(scope, sort_keys=True)
        for spoken in (language, ""):
            if bot.commands.get(audience + spoken):
                return bot.commands[audience + spoken]
    return []


def _scopes(room: Room, user_id: int) -> Iterator[Json]:
    if room.is_direct:
        yield {"type": "chat", "chat_id": room.chat_id}
        yield {"type": "all_private_chats"}
    else:
        runs_it = room.members.get(user_id) in _RUNS_IT
        yield {"type": "chat_member", "chat_id": room.chat_id, "user_id": user_id}
        if runs_it:
            yield {"type": "chat_administrators", "chat_id": room.chat_id}
        yield {"type": "chat", "chat_id": room.chat_id}
        if runs_it:
            yield {"type": "all_chat_administrators"}
        yield {"type": "all_group_chats"}
    yield {"type": "default"}
