"""Keeping the world in a file: loaded at the start, written whole and swapped in."""

import asyncio
import base64
import contextlib
import json
import os
import tempfile
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from sandbox.limits import Rate
from sandbox.world import Bot, File, Json, Press, Room, User, Webhook, World

SAVE_EVERY = 2.0
_FORMAT = 1
_RATES = ("overall", "group", "private")
_NOT_KEPT = frozenset({"bell", "stir", "busy", "clock", "poll", "pressed_at"})


class UnreadableStateError(Exception):
    """The state file is not one this sandbox wrote."""


def dump(world: World) -> Json:
    """Return the world as JSON; the log of calls and the faults are not kept."""
    return {
        "format": _FORMAT,
        "next_serial": world.next_serial,
        "clock": world.clock,
        "ahead": world.ahead,
        "stage": world.stage,
        "press_seconds": world.press_seconds,
        "limits": {"on": world.limits.on, **{name: asdict(getattr(world.limits, name)) for name in _RATES}},
        "bots": [_fields(bot) for bot in world.bots],
        "users": [_fields(user) for user in world.users.values()],
        "groups": [_fields(room) for room in world.groups.values()],
        "direct": [_fields(room) for room in world.direct.values()],
        "files": [_fields(file) for file in world.files.values()],
        "presses": [_fields(press) for press in world.presses.values()],
    }


def _fields(thing: Any) -> Json:
    kept = {f.name: getattr(thing, f.name) for f in fields(thing) if f.name not in _NOT_KEPT}
    return {name: _plain(value) for name, value in kept.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, deque | frozenset):
        return list(value)
    return asdict(value) if isinstance(value, Webhook) else value


def load(world: World, kept: Json) -> None:
    """Fill an empty world from what ``dump`` returned. Presses made before count as expired."""
    world.next_serial = kept["next_serial"]
    world.clock = kept["clock"]
    world.ahead = kept.get("ahead", 0)
    world.stage = kept.get("stage", {})
    world.press_seconds = kept["press_seconds"]
    world.limits.on = kept["limits"]["on"]
    for name in _RATES:
        setattr(world.limits, name, Rate(**kept["limits"][name]))
    world.bots = [_bot(one, world) for one in kept["bots"]]
    world.by_token = {bot.token: bot for bot in world.bots if bot.token}
    world.users = {one["face"]["id"]: User(**one) for one in kept["users"]}
    world.groups = {one["face"]["id"]: _room(one, world) for one in kept["groups"]}
    world.direct = {(one["bot_key"], one["face"]["id"]): _room(one, world) for one in kept["direct"]}
    world.files = {
        one["file_id"]: File(**{**one, "content": base64.b64decode(one["content"])}) for one in kept["files"]
    }
    world.presses = {one["id"]: Press(**one, pressed_at=float("-inf")) for one in kept["presses"]}
    for token in world.tokens:
        world.bot_for(token)


def _bot(one: Json, world: World) -> Bot:
    allowed, hook = one["allowed"], one["webhook"]
    one["allowed"] = None if allowed is None else frozenset(allowed)
    one["webhook"] = Webhook(**hook) if hook else None
    heard_at = {int(number): at for number, at in one.get("heard_at", {}).items()}
    return Bot(**{**one, "queue": deque(one["queue"]), "heard_at": heard_at}, clock=world.now)


def _room(one: Json, world: World) -> Room:
    for name in (
        "members",
        "bots",
        "messages",
        "keyboards",
        "revisions",
        "deleted",
        "votes",
        "reactions",
        "read",
        "terms",
        "requests",
        "topics",
    ):
        one[name] = {int(key): value for key, value in one.get(name, {}).items()}
    return Room(**one, stir=world.stir)


def read(world: World, path: Path) -> None:
    """Load the file if there is one; refuses a file that is not a state."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return
    try:
        kept = json.loads(text)
        if kept["format"] != _FORMAT:
            raise UnreadableStateError(f"{path} was written by another version")
        load(world, kept)
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableStateError(f"{path} is not a sandbox state: {error!r}") from error


def write(text: str, path: Path) -> None:
    """Replace the file in one step, so that a reader finds the old or the new one, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


async def keep_saving(world: World, path: Path) -> None:
    """Write the world whenever it changed, every few seconds and once more when cancelled."""
    saved = world.version
    try:
        while True:
            await asyncio.sleep(SAVE_EVERY)
            if world.version != saved:
                saved = world.version
                writing = asyncio.to_thread(write, json.dumps(dump(world)), path)
                await asyncio.shield(asyncio.create_task(writing))
    finally:
        if world.version != saved:
            write(json.dumps(dump(world)), path)


@contextlib.asynccontextmanager
async def saving(world: World, path: Path | None) -> AsyncIterator[None]:
    """Keep the world saved while the block runs."""
    if path is None:
        yield
        return
    task = asyncio.create_task(keep_saving(world, path))
    await asyncio.sleep(0)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
