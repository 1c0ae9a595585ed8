"""The bot itself: who it is, its commands, its descriptions."""

import json
import re
from collections.abc import Callable
from typing import Any

from sandbox.acts.call import Call, room_called
from sandbox.refusals import bad_request
from sandbox.world import Bot, Json

_COMMAND = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2}", re.ASCII)
_SCOPES = (
    *("default", "all_private_chats", "all_group_chats", "all_chat_administrators"),
    *("chat", "chat_administrators", "chat_member"),
)
_MOST_COMMANDS = 100
_LONGEST_DESCRIPTION = 256
_SAYINGS = {
    "Description": ("description", 512),
    "ShortDescription": ("short_description", 120),
    "Name": ("name", 64),
}


def about(bot: Bot) -> Json:
    """Return what getMe says."""
    return {
        **bot.face,
        "can_join_groups": True,
        "can_read_all_group_messages": not bot.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _audience(call: Call) -> str:
    return json.dumps(_scope(call), sort_keys=True) + _language(call)


def _scope(call: Call) -> Json:
    """Return whom the commands are for, with the chat by its id; refuses chats the bot does not know."""
    given = call.params.parsed("scope", dict, "BotCommandScope") or {"type": "default"}
    kind = given.get("type")
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if not kind.startswith("chat"):
        return {"type": kind}
    room = room_called(call, str(given.get("chat_id", "")))
    if kind == "chat":
        return {"type": kind, "chat_id": room.chat_id}
    if room.is_direct:
        raise bad_request("can't use specified scope in private chats")
    if kind == "chat_administrators":
        return {"type": kind, "chat_id": room.chat_id}
    user_id = given.get("user_id")
    if not isinstance(user_id, int) or user_id not in call.world.users:
        raise bad_request("user not found")
    return {"type": kind, "chat_id": room.chat_id, "user_id": user_id}


def _language(call: Call) -> str:
    code = call.params.text("language_code")
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def set_commands(call: Call) -> bool:
    """Replace the list of commands for one audience."""
    commands = call.params.parsed("commands", list)
    if commands is None:
        raise bad_request("can't parse commands JSON object")
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.bot.commands[_audience(call)] = [_command(command) for command in commands]
    return True


def _command(command: Any) -> Json:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(command.get("command", "")).removeprefix("/")
    description = str(command.get("description", ""))
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 0 < len(description) <= _LONGEST_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def get_commands(call: Call) -> list[Json]:
    """Return the commands of one audience."""
    return call.bot.commands.get(_audience(call), [])


def delete_commands(call: Call) -> bool:
    """Remove the commands of one audience."""
    call.bot.commands.pop(_audience(call), None)
    return True


def _setter(name: str, longest: int) -> Callable[[Call], bool]:
    def act(call: Call) -> bool:
        text = call.params.text(name)
        if len(text) > longest:
            raise bad_request(f"BOT_{name.upper()}_TOO_LONG")
        call.bot.sayings[name + _language(call)] = text
        if name == "name" and text and not call.params.has("language_code"):
            call.bot.face["first_name"] = text
        return True

    return act


def _getter(name: str) -> Callable[[Call], Json]:
    def act(call: Call) -> Json:
        usual = call.bot.face["first_name"] if name == "name" else ""
        return {name: call.bot.sayings.get(name + _language(call), usual)}

    return act


def set_menu_button(call: Call) -> bool:
    """Note what the menu button shows."""
    button = call.params.parsed("menu_button", dict, "MenuButton") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("MenuButton has unsupported type")
    call.bot.sayings[f"menu_button{call.params.text('chat_id')}"] = button
    return True


def get_menu_button(call: Call) -> Json:
    """Return what the menu button shows."""
    button: Json = call.bot.sayings.get(f"menu_button{call.params.text('chat_id')}", {"type": "default"})
    return button


METHODS: dict[str, Callable[[Call], Any]] = {
    "getMe": lambda call: about(call.bot),
    "logOut": lambda _: True,
    "close": lambda _: True,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
    **{f"setMy{title}": _setter(*saying) for title, saying in _SAYINGS.items()},
    **{f"getMy{title}": _getter(saying[0]) for title, saying in _SAYINGS.items()},
}
