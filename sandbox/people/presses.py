"""Pressing buttons and reading the toast that comes back."""

import time
from collections.abc import Iterator

from sandbox.people import asks
from sandbox.people.places import chat_of, the_bot, the_message, the_user
from sandbox.refusals import Mistake
from sandbox.world import PRESSES_KEPT, Bot, Json, Press, Room, World


def press(world: World, ask: asks.Press) -> Json:
    """Press a button, or forge a press."""
    user = the_user(world, ask.user_id)
    room = chat_of(world, user, ask.chat_id, ask.bot_id)
    message, data = _forged(room, ask) if ask.force is not None else _pressed(room, ask)
    bot = _owner(world, room, message, ask.bot_id)
    one = Press(
        str(4_000_000_000_000_000_000 + world.serial()), ask.user_id, room.chat_id, bot.key, time.monotonic()
    )
    world.presses[one.id] = one
    if len(world.presses) > PRESSES_KEPT:
        del world.presses[next(iter(world.presses))]
    query = {
        "id": one.id,
        "from": user.face,
        "message": message,
        "chat_instance": str(-room.chat_id),
        "data": data,
    }
    bot.hear({"callback_query": query})
    return {"callback_id": one.id}


def _owner(world: World, room: Room, message: Json, bot_id: int | None) -> Bot:
    sender = message.get("from", {}).get("id")
    for bot in world.bots:
        if bot.face["id"] == sender:
            return bot
    return world.bots[room.bot_key] if room.bot_key is not None else the_bot(world, bot_id)


def _forged(room: Room, ask: asks.Press) -> tuple[Json, str]:
    message_id = ask.message_id if ask.message_id is not None else max(room.messages, default=0)
    gone = {"chat": room.face, "message_id": message_id, "date": 0}
    return room.messages.get(message_id, gone), ask.force or ""


def _pressed(room: Room, ask: asks.Press) -> tuple[Json, str]:
    if ask.button is None and ask.data is None:
        raise Mistake("button", "name the button by its text or its data")
    if ask.message_id is not None:
        candidates = [the_message(room, ask.message_id)]
    else:
        candidates = list(reversed(room.messages.values()))
    for message in candidates:
        for button in _buttons(message):
            if _is_meant(button, ask):
                return message, button["callback_data"]
    shown = [button.get("text") for message in candidates[:3] for button in _buttons(message)]
    raise Mistake("button", f"no button {ask.button or ask.data!r}; there are {shown}", 404)


def _buttons(message: Json) -> Iterator[Json]:
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        yield from row


def _is_meant(button: Json, ask: asks.Press) -> bool:
    if "callback_data" not in button:
        return False
    named = ask.button is None or button["text"] == ask.button
    return named and (ask.data is None or button["callback_data"] == ask.data)


async def toast(world: World, callback_id: str, wait: float) -> Json:
    """Return what the bot answered to a press, waiting up to ``wait`` seconds for it."""
    one = world.presses.get(callback_id)
    if one is None:
        raise Mistake("callback_id", f"no press has the id {callback_id!r}", 404)
    until = time.monotonic() + wait
    while one.answer is None and await world.press_bell.wait(until - time.monotonic()):
        pass
    return {"toast": one.answer}
