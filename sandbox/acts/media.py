"""Sending photos, files, voices, videos and albums, and handing files out."""

from typing import Any

from sandbox.acts.call import Call, addressed_room
from sandbox.acts.files import keep_file, medium
from sandbox.acts.messages import place, say
from sandbox.acts.wording import read_caption
from sandbox.refusals import Refused, bad_request
from sandbox.world import File, Json

_LARGEST_DOWNLOAD = 20 * 1024 * 1024
_LARGEST_UPLOAD = 50 * 1024 * 1024
_LARGEST_PHOTO = 10 * 1024 * 1024
_LARGEST_ALBUM = 10
_NAMES = ("photo", "document", "voice", "video", "audio", "sticker", "animation", "video_note")
REPLACEABLE = ("photo", "video", "document", "audio", "animation")
_WITHOUT_CAPTION = ("sticker", "video_note")
_NOT_MIXED = ("document", "audio")
_IN_ALBUMS = ("photo", "video", "document", "audio")


def _file(call: Call, kind: str, given: str, missing: str = "") -> tuple[File, str]:
    """Return the file the call brings, names or links to, and its name; ``missing`` refuses none."""
    upload = call.params.uploads.get(given.removeprefix("attach://"))
    if upload is not None:
        _require_size(kind, len(upload.content))
        return keep_file(call.world, kind, upload.content, upload.mime, upload.name), upload.name
    if given.startswith(("http://", "https://")):
        return keep_file(call.world, kind, None), given.rpartition("/")[2]
    if given in call.world.files:
        return call.world.files[given], ""
    if not given or given.startswith("attach://"):
        raise bad_request(missing or f"there is no {kind} in the request")
    raise bad_request("wrong remote file identifier specified: Wrong string length")


def _require_size(kind: str, size: int) -> None:
    if size > _LARGEST_UPLOAD:
        raise Refused(413, "Request Entity Too Large")
    if kind == "photo" and size > _LARGEST_PHOTO:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; the maximum size is {_LARGEST_PHOTO} bytes"
        )


def _given(call: Call, kind: str) -> str:
    return kind if kind in call.params.uploads else call.params.text(kind)


def shown(kind: str, file: File, name: str, seconds: int = 3) -> Json:
    """Return the part of a message that shows this file; an animation shows as a file too, as Telegram has it."""
    content: Json = {kind: medium(kind, file, name=name, seconds=seconds)}
    return {**content, "document": medium("document", file, name=name)} if kind == "animation" else content


def _send(kind: str) -> Any:
    def act(call: Call) -> Json:
        caption = {} if kind in _WITHOUT_CAPTION else read_caption(call)
        file, name = _file(call, kind, _given(call, kind))
        return say(call, {**shown(kind, file, name, call.params.integer("duration", 3)), **caption})

    act.__doc__ = f"Say with a {kind}."
    return act


def send_media_group(call: Call) -> list[Json]:
    """Say several photos, videos or files at once, as messages with one album id; one alone has none."""
    items = call.params.parsed("media", list, otherwise="expected an Array of InputMedia")
    if items is None:
        raise bad_request('parameter "media" is required')
    contents = [read_input_media(call, item, _IN_ALBUMS) for item in items]
    if not contents:
        raise bad_request("there are no messages to send")
    if len(contents) > _LARGEST_ALBUM:
        raise bad_request("too many messages to send as an album")
    for kind in _NOT_MIXED:
        if 0 < sum(kind in content for content in contents) < len(contents):
            raise bad_request(f"{kind} can't be mixed with other media types")
    album = {"media_group_id": str(13_000_000_000 + call.world.serial())} if len(contents) > 1 else {}
    room = addressed_room(call)
    return [place(call, room, {**album, **content}) for content in contents]


def read_input_media(call: Call, item: Any, kinds: tuple[str, ...]) -> Json:
    """Return what Telegram's InputMedia shows, with its caption; refuse other kinds than these."""
    if not isinstance(item, dict):
        raise _unreadable("expected an Object")
    kind = item.get("type")
    if kind is None:
        raise _unreadable('Can\'t find field "type"')
    if kind not in kinds:
        problem = "can't be used in sendMediaGroup" if kind in REPLACEABLE else "is unsupported"
        raise _unreadable(f'type "{kind}" {problem}')
    missing = "can't parse InputMedia: media not found"
    file, name = _file(call, kind, str(item.get("media", "")), missing)
    return {**shown(kind, file, name), **read_caption(call, item)}


def _unreadable(problem: str) -> Refused:
    return bad_request(f"can't parse InputMedia: {problem}")


def get_file(call: Call) -> Json:
    """Return where a file can be fetched."""
    file = call.world.files.get(call.params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id" if call.params.has("file_id") else "file_id not specified")
    size = len(file.content)
    if size > _LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": size,
        "file_path": file.path,
    }


METHODS = {
    **{f"send{kind.title().replace('_', '')}": _send(kind) for kind in _NAMES},
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
