"""The bot itself: who it is, its commands, its descriptions."""

import json
import re
from collections.abc import Callable
from typing import Any

from sandbox.acts.call import Call, room_called
from sandbox.markups import require_secure
from sandbox.refusals import Refused, bad_request
from sandbox.world import Bot, Json

_COMMAND = re.compile(r"[a-z0-9_]+", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2}", re.ASCII)
_SCOPES = (
    *("default", "all_private_chats", "all_group_chats", "all_chat_administrators"),
    *("chat", "chat_administrators", "chat_member"),
)
_MOST_COMMANDS = 100
_LONGEST_COMMAND = 32
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
    commands = call.params.parsed("commands", list, otherwise="expected an Array of BotCommand")
    if commands is None:
        raise bad_request("can't parse commands JSON object")
    read = [_command(command) for command in commands]
    audience = _audience(call)
    if len(read) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.bot.commands[audience] = read
    return True


def _command(command: Any) -> Json:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    for part in ("command", "description"):
        if part not in command:
            raise bad_request(f"can't parse BotCommand: Can't find field \"{part}\"")
    name = str(command["command"]).strip().removeprefix("/")
    description = str(command["description"]).strip()
    for called, said, longest in (
        ("command", name, _LONGEST_COMMAND),
        ("command description", description, _LONGEST_DESCRIPTION),
    ):
        if not said:
            raise bad_request(f"{called} must be non-empty")
        if len(said) > longest:
            raise bad_request(f"{called} length must not exceed {longest}")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
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
    """Note what the menu button shows, to one person or to all who have none of their own."""
    button = call.params.parsed("menu_button", dict, "menu button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise _unreadable_button("MenuButton has unsupported type")
    if button["type"] == "web_app":
        _require_web_app(button)
    call.bot.sayings[_menu_button_of(call)] = button
    return True


def _require_web_app(button: Json) -> None:
    for part in ("text", "web_app"):
        if part not in button:
            raise _unreadable_button(f'Can\'t find field "{part}"')
    if not button["text"]:
        raise bad_request("menu button text must be non-empty")
    require_secure(button["web_app"].get("url"), _unreadable_button, "menu button Web App URL")


def _unreadable_button(problem: str) -> Refused:
    return bad_request(f"can't parse menu button: {problem}")


def _menu_button_of(call: Call) -> str:
    """Return under which name the button is kept: of the person named, or of all."""
    if not call.params.has("chat_id"):
        return "menu_button"
    user_id = call.params.integer("chat_id")
    if user_id <= 0:
        raise bad_request("invalid chat_id specified")
    if user_id not in call.world.users:
        raise bad_request("user not found")
    return f"menu_button{user_id}"


def get_menu_button(call: Call) -> Json:
    """Return what the menu button shows."""
    usual = call.bot.sayings.get("menu_button", {"type": "default"})
    button: Json = call.bot.sayings.get(_menu_button_of(call), usual)
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
