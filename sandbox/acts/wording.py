"""Texts and captions: marked up, measured, and found acceptable."""

from sandbox.acts.call import Call
from sandbox.entities import find_entities, utf16_length
from sandbox.html_text import parse_html
from sandbox.markdown_text import parse_markdown, parse_markdown_v2
from sandbox.refusals import bad_request
from sandbox.world import Json

MAX_TEXT = 4096
_PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}
MAX_CAPTION = 1024


def read_text(call: Call) -> Json:
    """Return the call's text and its entities, as a message carries them."""
    text, entities = worded(call, call.params.text("text"), "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def read_caption(call: Call, given: Json | None = None) -> Json:
    """Return the call's caption and its entities, empty when there is none.

    ``given`` is one item of an album, which carries its own caption.
    """
    if given is None:
        text, entities = worded(call, call.params.text("caption"), "caption_entities")
    else:
        text, entities = _plain_or_html(call, str(given.get("caption", "")), str(given.get("parse_mode", "")))
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def worded(call: Call, source: str, name: str, mode: str = "parse_mode") -> tuple[str, list[Json]]:
    """Return a text and its entities: given as ``name``, marked up as ``mode`` says, or found in it."""
    given = call.params.parsed(name, list, "entities")
    if given and not call.params.has(mode):
        return source.rstrip(), find_entities(source, given)
    return _plain_or_html(call, source, call.params.text(mode))


def _plain_or_html(call: Call, source: str, parse_mode: str) -> tuple[str, list[Json]]:
    if not parse_mode:
        text = source.strip()
        return text, find_entities(text)
    parse = _PARSERS.get(parse_mode.lower())
    if parse is None:
        raise bad_request("unsupported parse_mode")
    text, entities = _trimmed(*parse(source))
    return text, find_entities(text, [_with_user(call, entity) for entity in entities])


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


def _with_user(call: Call, entity: Json) -> Json:
    if "user_id" not in entity:
        return entity
    named = {name: value for name, value in entity.items() if name != "user_id"}
    user = call.world.users.get(entity["user_id"])
    return {**named, "user": user.face} if user else {**named, "type": "bold"}
