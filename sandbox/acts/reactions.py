"""Reacting to messages with an emoji."""

from typing import Any

from sandbox.acts.call import Call, addressed_room, named_message
from sandbox.reactions import ALLOWED, put
from sandbox.refusals import bad_request


def set_message_reaction(call: Call) -> bool:
    """React to a message, or with nothing take it back; a bot has one reaction (Bot API, setMessageReaction)."""
    given = call.params.parsed("reaction", list) or []
    room = addressed_room(call)
    message = named_message(call, room, "message to react not found")
    emoji = [_emoji(one) for one in given]
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    put(room, message["message_id"], call.bot.face["id"], emoji)
    return True


def _emoji(given: Any) -> str:
    emoji = given.get("emoji") if isinstance(given, dict) and given.get("type") == "emoji" else None
    if not isinstance(emoji, str) or emoji not in ALLOWED:
        raise bad_request("REACTION_INVALID")
    return emoji


METHODS = {"setMessageReaction": set_message_reaction}
