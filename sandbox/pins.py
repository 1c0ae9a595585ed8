"""Pinning, as bots and people do it alike."""

from sandbox.delivery import as_reply, tell_bots
from sandbox.members import may
from sandbox.topics import thread_of
from sandbox.world import Json, Room, World


def may_pin(world: World, room: Room, who: int) -> bool:
    """Tell whether somebody may pin here: in a direct chat both, in a group whoever holds the right."""
    return room.is_direct or may(world, room, who, "can_pin_messages")


def pin(world: World, room: Room, by: Json, message: Json) -> None:
    """Pin a message; a service message says so. One that is pinned stays as it is."""
    message_id = message["message_id"]
    if message_id in room.pinned:
        return
    room.pinned.append(message_id)
    room.changed(message_id)
    service = world.post(room, by, {**thread_of(message), "pinned_message": as_reply(message)})
    tell_bots(world, room, "message", service)


def unpin(room: Room, message_ids: list[int]) -> None:
    """Unpin these messages."""
    for message_id in message_ids:
        room.pinned.remove(message_id)
        room.changed(message_id)
