"""Putting another photo or file into a message that is there."""

from sandbox.acts.call import Call
from sandbox.acts.edits import change, own_message
from sandbox.acts.media import REPLACEABLE, read_input_media
from sandbox.refusals import bad_request
from sandbox.world import Json

_PARTS = ("text", "entities", "caption", "caption_entities", *REPLACEABLE)


def edit_media(call: Call) -> Json:
    """Replace what a message shows, its caption and its buttons; a text may become a photo or file.

    Refuses messages that can show neither, such as a place or a voice.
    """
    media = call.params.parsed("media", dict, "InputMedia")
    if media is None:
        raise bad_request("media is not specified")
    message = own_message(call)
    if "text" not in message and not any(kind in message for kind in REPLACEABLE):
        raise bad_request("message can't be edited")
    return change(call, message, read_input_media(call, media, REPLACEABLE), _PARTS)


METHODS = {"editMessageMedia": edit_media}
