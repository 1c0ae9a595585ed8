"""Texts and captions: marked up, measured, and found acceptable."""

from typing import Any

from sandbox.acts.call import Call
from sandbox.entities import find_entities, utf16_length
from sandbox.given_entities import nested, read_given
from sandbox.html_text import parse_html
from sandbox.markdown_text import parse_markdown, parse_markdown_v2
from sandbox.markups import is_link
from sandbox.refusals import bad_request
from sandbox.world import Json

MAX_TEXT = 4096
_PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}
MAX_CAPTION = 1024


def read_text(call: Call, too_long: str = "message is too long") -> Json:
    """Return the call's text and its entities, as a message carries them."""
    text, entities = worded(call, call.params.text("text"), "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request(too_long)
    return {"text": text, "entities": entities} if entities else {"text": text}


def read_caption(
    call: Call, given: Json | None = None, too_long: str = "message caption is too long"
) -> Json:
    """Return the call's caption and its entities, empty when there is none.

    ``given`` is one item of an album, which carries its own caption.
    """
    if given is None:
        text, entities = worded(call, call.params.text("caption"), "caption_entities")
    else:
        found = given.get("caption_entities")
        mode = str(given.get("parse_mode", ""))
        text, entities = marked_up(call, str(given.get("caption", "")), found, mode)
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request(too_long)
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def worded(call: Call, source: str, name: str, mode: str = "parse_mode") -> tuple[str, list[Json]]:
    """Return a text and its entities: given as ``name``, marked up as ``mode`` says, or found in it."""
    return marked_up(call, source, call.params.parsed(name, list, "entities"), call.params.text(mode))


def marked_up(call: Call, source: str, given: Any, parse_mode: str) -> tuple[str, list[Json]]:
    """Return a text and its entities; a parse mode comes before the entities given.

    Refuses an unknown parse mode, and text or entities that do not parse.
    """
    if parse_mode:
        parse = _PARSERS.get(parse_mode.lower())
        if parse is None:
            raise bad_request("unsupported parse_mode")
        text, entities = parse(source)
        entities = nested([named for entity in entities if (named := _with_user(call, entity))])
    else:
        text, entities = source, _given(call, given, source) if isinstance(given, list) else []
    text, entities = _trimmed(text, entities)
    return text, find_entities(text, entities)


def _given(call: Call, given: list[Any], text: str) -> list[Json]:
    entities = read_given(given, text)
    for entity in entities:
        if "user" in entity:
            entity["user"] = _known_user(call, entity["user"])
        if "url" in entity and not is_link(entity["url"]):
            raise bad_request(f"entity URL '{entity['url']}' is invalid: Wrong HTTP URL")
    return entities


def _known_user(call: Call, given: Any) -> Json:
    user_id = given.get("id") if isinstance(given, dict) else None
    user = call.world.users.get(user_id) if isinstance(user_id, int) else None
    if user is None:
        raise bad_request("user not found")
    return user.face


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    kept = text.strip()
    if kept == text:
        return text, entities
    cut = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(kept)
    moved = []
    for entity in entities:
        first = max(entity["offset"] - cut, 0)
        last = min(entity["offset"] - cut + entity["length"], end)
        if last > first:
            moved.append({**entity, "offset": first, "length": last - first})
    return kept, moved


def _with_user(call: Call, entity: Json) -> Json | None:
    """Return an entity with the user a link to them names; None for nobody the bot could know."""
    if "user_id" not in entity:
        return entity
    user = call.world.users.get(entity["user_id"])
    named = {name: value for name, value in entity.items() if name != "user_id"}
    return {**named, "user": user.face} if user else None
