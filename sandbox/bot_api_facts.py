"""``python -m sandbox.bot_api_facts API.json``: rewrite the facts of the Bot API that ship with the sandbox.

The file given is a machine-readable Bot API: ``version``, ``methods`` and ``types``, each with its
``fields`` of ``name``, ``types`` and ``required``, or with ``subtypes``. Kept are the names, the
types and what is required, of every method and of every type a bot can send, and the kinds of update.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from sandbox.world import Json

FILE = "bot_api_facts.json"
ARRAY = "Array of "
REQUIRED = "!"


def facts(api: Mapping[str, Any]) -> Json:
    """Return ``version``, ``updates``, ``methods`` and ``types``.

    A method or type is ``{name: "Type|Other!"}``, where ``!`` means required; a type that is one
    of several is the list of them.
    """
    methods = {name: _fields(method) for name, method in api["methods"].items()}
    types: Json = {}
    waiting = [one for method in methods.values() for one in _named(method)]
    while waiting:
        name = waiting.pop()
        if name in types or name not in api["types"]:
            continue
        described = api["types"][name]
        types[name] = described.get("subtypes") or _fields(described)
        waiting.extend(types[name] if isinstance(types[name], list) else _named(types[name]))
    return {
        "version": api["version"],
        "updates": [one["name"] for one in api["types"]["Update"]["fields"] if one["name"] != "update_id"],
        "methods": dict(sorted(methods.items())),
        "types": dict(sorted(types.items())),
    }


def _fields(described: Mapping[str, Any]) -> dict[str, str]:
    return {
        one["name"]: "|".join(one["types"]) + (REQUIRED if one["required"] else "")
        for one in described.get("fields", ())
    }


def _named(fields: Mapping[str, str]) -> Iterator[str]:
    for types in fields.values():
        for one in types.removesuffix(REQUIRED).split("|"):
            yield one.replace(ARRAY, "")


def written(known: Json) -> str:
    """Return the facts as a file: JSON, one method or type a line."""
    parts = [f'"{name}": {json.dumps(known[name])}' for name in ("version", "updates")]
    for name in ("methods", "types"):
        lines = [f"{json.dumps(one)}: {json.dumps(known[name][one])}" for one in known[name]]
        parts.append(f'"{name}": {{\n' + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def shipped() -> Json:
    """Return the facts that ship with the sandbox."""
    known: Json = json.loads(resources.files("sandbox").joinpath(FILE).read_text("utf-8"))
    return known


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    Path(__file__).with_name(FILE).write_text(written(facts(given)), "utf-8")
