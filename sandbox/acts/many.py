"""The plural forms: deleting, copying and forwarding up to a hundred messages at once."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from sandbox.acts.call import Call, addressed_room, find_room
from sandbox.acts.edits import require_deletable
from sandbox.acts.messages import can_be_forwarded, copied, forwarded, place
from sandbox.delivery import is_service
from sandbox.refusals import bad_request
from sandbox.world import Json

_MOST = 100


def _message_ids(call: Call) -> list[int]:
    expected = "expected an Array of message identifiers"
    given = call.params.parsed("message_ids", list, "message_ids", otherwise=expected)
    if not given:
        raise bad_request("message identifiers are not specified")
    if len(given) > _MOST:
        raise bad_request("too many message identifiers specified")
    return [_message_id(one) for one in given]


def _message_id(given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise bad_request("message identifier must be a Number")
    try:
        number = int(given)
    except ValueError:
        raise bad_request("can't parse message identifier as Number") from None
    if number <= 0:
        raise bad_request("invalid message identifier specified")
    return number


def delete_messages(call: Call) -> bool:
    """Make messages disappear; those not there are passed over, one that must stay refuses all."""
    ids = _message_ids(call)
    room = addressed_room(call)
    there = [number for number in dict.fromkeys(ids) if number in room.messages]
    for number in there:
        require_deletable(call, room, room.messages[number])
    for number in there:
        room.remove(number)
    return True


def _pass_on(call: Call, content_of: Callable[[Json], Json], is_meant: Callable[[Json], bool]) -> list[Json]:
    ids = _message_ids(call)
    if any(first >= second for first, second in pairwise(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    room = addressed_room(call)
    source = find_room(call, "from_chat_id")
    found = [source.messages[number] for number in ids if number in source.messages]
    messages = [message for message in found if is_meant(message)]
    if not messages:
        raise bad_request("there are no messages to forward")
    placed = [place(call, room, content_of(message)) for message in messages]
    return [{"message_id": message["message_id"]} for message in placed]


def copy_messages(call: Call) -> list[Json]:
    """Say again what messages say, as the bot's own; those not there are passed over."""
    bare = call.params.flag("remove_caption")

    def content(message: Json) -> Json:
        whole = copied(call, message)
        return {k: v for k, v in whole.items() if not (bare and k in ("caption", "caption_entities"))}

    return _pass_on(call, content, lambda message: not is_service(message))


def forward_messages(call: Call) -> list[Json]:
    """Pass messages on with their origins; those not there are passed over."""
    return _pass_on(call, forwarded, can_be_forwarded)


METHODS = {
    "deleteMessages": delete_messages,
    "copyMessages": copy_messages,
    "forwardMessages": forward_messages,
}
