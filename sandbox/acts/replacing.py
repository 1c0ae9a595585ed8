"""Putting another photo or file into a message that is there."""

from sandbox.acts.call import Call
from sandbox.acts.edits import change, own_message
from sandbox.acts.media import REPLACEABLE, read_input_media
from sandbox.refusals import bad_request
from sandbox.world import Json

_PARTS = ("text", "entities", "caption", "caption_entities", *REPLACEABLE)


def edit_media(call: Call) -> Json:
    """Replace what a message shows, its caption and its buttons; a text may become a photo or file.

    Refuses messages that can show neither, such as a place or a voice, and files in place of
    the pictures of an album.
    """
    media = call.params.parsed(
        "media", dict, "input media", otherwise="can't parse InputMedia: expected an Object"
    )
    if media is None:
        raise bad_request('parameter "media" is required')
    content = read_input_media(call, media, REPLACEABLE)
    message = own_message(call)
    if "text" not in message and not any(kind in message for kind in REPLACEABLE):
        raise bad_request("message media can't be edited")
    if "media_group_id" in message and _sort(content) != _sort(message):
        raise bad_request("can't change media type in the album")
    return change(call, message, content, _PARTS)


def _sort(message: Json) -> str:
    """Return what an album holds only among its like; photos and videos are one sort."""
    return next((kind for kind in ("animation", "document", "audio") if kind in message), "picture")


METHODS = {"editMessageMedia": edit_media}
