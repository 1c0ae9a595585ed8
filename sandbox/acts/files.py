"""Files: kept when they come, generated when somebody only pretends to send one."""

import hashlib
from functools import cache
from importlib import resources
from typing import Any

from sandbox.world import File, Json, World

_SAMPLES: dict[str, tuple[str, str, str]] = {
    "photo": ("photos", "jpg", "image/jpeg"),
    "document": ("documents", "txt", "text/plain"),
    "voice": ("voice", "oga", "audio/ogg"),
    "audio": ("music", "mp3", "audio/mpeg"),
    "video": ("videos", "mp4", "video/mp4"),
    "sticker": ("stickers", "webp", "image/webp"),
    "animation": ("animations", "mp4", "video/mp4"),
    "video_note": ("video_notes", "mp4", "video/mp4"),
}

WITH_CAPTION = ("photo", "document", "voice", "video", "audio", "animation")
_LIKE = {
    "photo": "photo.jpg",
    "voice": "voice.oga",
    "audio": "audio.mp3",
    "video": "video.mp4",
    "animation": "video.mp4",
    "video_note": "video.mp4",
}


def sample(kind: str, number: int) -> bytes:
    """Return a small file of this kind that can be looked at or played; each number gives another one."""
    return _recorded(_LIKE[kind]) + _mark(number) if kind in _LIKE else _mark(number)


def _mark(number: int) -> bytes:
    return f"sandbox sample {number}".encode()


@cache
def _recorded(name: str) -> bytes:
    return resources.files("sandbox").joinpath("samples", name).read_bytes()


def keep_file(world: World, kind: str, content: bytes | None, mime: str = "", name: str = "") -> File:
    """Store a file, or a sample where ``content`` is None, and return it with its new id."""
    number = world.serial()
    folder, ending, usual = _SAMPLES[kind]
    content = sample(kind, number) if content is None else content
    unique = f"AQAD{hashlib.sha256(f'{number}'.encode()).hexdigest()[:12]}"
    stem, dot, given = name.rpartition(".")
    ending = given if kind == "document" and stem and dot and given.isalnum() else ending
    file_id = f"BQACAgUAAx{kind[0]}{number:06d}{unique}"
    file = File(file_id, unique, f"{folder}/file_{number}.{ending}", content, mime or usual)
    world.files[file_id] = file
    return file


def medium(kind: str, file: File, *, name: str = "", seconds: int = 3) -> Any:
    """Return the part of a message that shows this file."""
    shown: Json = {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
    }
    if kind == "photo":
        small = {**shown, "width": 90, "height": 67}
        return [small, {**shown, "width": 128, "height": 96}]
    if kind == "sticker":
        look = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {**shown, **look, "emoji": "👍"}
    if kind == "document":
        return {**shown, "file_name": name or file.path.rpartition("/")[2], "mime_type": file.mime}
    if kind == "video_note":
        return {**shown, "length": 240, "duration": seconds}
    if kind in ("video", "animation"):
        shown |= {"width": 640, "height": 480}
    return {**shown, "duration": seconds, "mime_type": file.mime}


def mimes(kind: str) -> str:
    """Return the usual MIME type of this kind of file."""
    return _SAMPLES[kind][2]
