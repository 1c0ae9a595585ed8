"""The configuration: one TOML file, every key of which the environment may override."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.consistency import problems, warnings
from bot.errors import ConfigurationError
from bot.notation import SendRate
from bot.outlines import Outline
from bot.settings import (
    Canteen,
    Category,
    CommunitySettings,
    Config,
    Database,
    Estate,
    Grid,
    Intake,
    Limits,
    Meal,
    Neighbourhood,
    Nickname,
    Schedule,
    Telegram,
    Webhook,
    Worker,
)

__all__ = [
    "Canteen",
    "Category",
    "CommunitySettings",
    "Config",
    "Database",
    "Estate",
    "Grid",
    "Intake",
    "Limits",
    "Meal",
    "Neighbourhood",
    "Nickname",
    "Schedule",
    "SendRate",
    "Telegram",
    "Webhook",
    "Worker",
    "load",
    "problems",
    "telegram_token",
    "warnings",
]

PREFIX: Final = "WUAILIN_"
_SECRETS: Final = {"token", "secret_token", "url", "proxy"}
_TOKEN_SHAPE = re.compile(r"\d{5,}:[\w-]{10,}")
_MENDS: Final = {
    "missing": "it is missing: add it",
    "string_type": "write a text in quotes",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "list_type": "write a list: [ … ]",
    "model_type": "write a table of keys",
    "dict_type": "write a table of keys",
    "path_type": "write a path in quotes",
    "string_pattern_mismatch": "write small letters, digits and _, beginning with a letter",
}


def load(path: Path, environ: Mapping[str, str]) -> Config:
    """Read the file, lay ``WUAILIN_…`` variables over it and check the whole.

    A nested key is written with two underscores, ``WUAILIN_TELEGRAM__TOKEN``; lists and
    tables as JSON. A relative ``telegram.token_file`` lies beside the file.

    Refuses with ``ConfigurationError``, one line a problem, never holding a secret.
    """
    document = _read(path)
    origins: dict[tuple[str, ...], str] = {}
    lines: list[str] = []
    for name in sorted(key for key in environ if key.startswith(PREFIX)):
        try:
            keys, value = _override(name, environ[name])
            _lay(document, keys, value)
        except ValueError as problem:
            lines.append(f"{name}: {problem}")
        else:
            origins[keys] = name
    config = _validated(document, path, origins, lines)
    if config is None or lines:
        raise ConfigurationError("\n".join(lines))
    return config


def telegram_token(config: Config) -> str:
    """The bot's token, from ``telegram.token`` or else the file ``telegram.token_file``.

    Refuses when there is none, or the file cannot be read or is empty.
    """
    token = config.telegram.token.get_secret_value().strip()
    if token:
        return token
    file = config.telegram.token_file
    if file is None:
        raise ConfigurationError(
            "telegram.token is empty: write it there, set WUAILIN_TELEGRAM__TOKEN, or name a token_file"
        )
    try:
        token = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigurationError(f"telegram.token_file = {_shown(str(file))}: {_why(problem)}") from None
    if not token:
        raise ConfigurationError(f"telegram.token_file = {_shown(str(file))}: the file is empty")
    return token


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigurationError(f"{path}: {_why(problem)}") from None
    except tomllib.TOMLDecodeError as problem:
        raise ConfigurationError(f"{path}: not valid TOML: {_masked(str(problem))}") from None
    except (ValueError, RecursionError):
        raise ConfigurationError(f"{path}: not valid TOML: a value out of range or nested too deep") from None


def _why(problem: Exception) -> str:
    match problem:
        case FileNotFoundError():
            return "no such file; copy config.example.toml, or name another with --config"
        case IsADirectoryError():
            return "this is a directory; name the file in it"
        case PermissionError():
            return "it may not be read; allow this user to read it"
        case UnicodeDecodeError():
            return f"not UTF-8 at byte {problem.start}; save the file as UTF-8"
        case OSError():
            return f"it cannot be read: {problem.strerror}"
    return "it cannot be read"


def _override(name: str, written: str) -> tuple[tuple[str, ...], Any]:
    """Where a variable belongs in the file, and its value as the file would hold it."""
    keys = tuple(name.removeprefix(PREFIX).lower().split("__"))
    model: type[BaseModel] | None = Config
    field: FieldInfo | None = None
    for key in keys:
        fields = model.model_fields if model else {}
        if key not in fields:
            raise ValueError(
                _unknown(_variables(Config), name.removeprefix(PREFIX).lower(), "variable", PREFIX)
            )
        field = fields[key]
        model = _model_in(field.annotation)
    return keys, _value(field.annotation if field else None, written)


def _value(annotation: Any, written: str) -> Any:
    options = _options(annotation)
    if _model_in(annotation) is None and not any(get_origin(option) is list for option in options):
        return None if not written and type(None) in options and str not in options else written
    try:
        return json.loads(written)
    except ValueError:
        raise ValueError("write the list or table as JSON") from None


def _options(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in {Union, UnionType} else (annotation,)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    models = [a for a in _options(annotation) if isinstance(a, type) and issubclass(a, BaseModel)]
    return models[0] if models else None


def _variables(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        inner = _model_in(field.annotation)
        if inner:
            yield from (f"{name}__{deeper}" for deeper in _variables(inner))


def _unknown(known: Any, name: str, what: str, prefix: str = "") -> str:
    near = get_close_matches(name, list(known), 1)
    shown = prefix + near[0].upper() if near and prefix else "".join(near)
    return f"no such {what}" + (f"; did you mean {shown}?" if near else "; remove it")


def _lay(document: dict[str, Any], keys: tuple[str, ...], value: Any) -> None:
    for key in keys[:-1]:
        inner = document.setdefault(key, {})
        if not isinstance(inner, dict):
            raise ValueError(f"{key} in the file is no table of keys")  # noqa: TRY004 - said to the operator
        document = inner
    old = document.get(keys[-1])
    document[keys[-1]] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value


def _validated(
    document: dict[str, Any], path: Path, origins: dict[tuple[str, ...], str], lines: list[str]
) -> Config | None:
    try:
        config = Config.model_validate(document)
    except ValidationError as errors:
        details = errors.errors(include_url=False)
        lines += dict.fromkeys(_line(detail, document, path, origins) for detail in details)
        return None
    lines += [f"{path}: {p.path} = {_shown(p.value)}: {_masked(p.mend)}" for p in problems(config)]
    config = _with_outlines(config, path, lines)
    file = config.telegram.token_file
    if file is None or file.is_absolute():
        return config
    beside = config.telegram.model_copy(update={"token_file": path.parent / file})
    return config.model_copy(update={"telegram": beside})


def _with_outlines(config: Config, path: Path, lines: list[str]) -> Config:
    """The configuration with the text of every outline in place of its file's name: nothing else is needed later."""
    grids = []
    for grid in config.grids:
        try:
            grids.append(grid.model_copy(update={"outline": _outline(grid.outline, path.parent)}))
        except (OSError, ValueError) as problem:
            mend = _why(problem) if isinstance(problem, OSError | UnicodeDecodeError) else str(problem)
            lines.append(f'{path}: grids["{grid.code}"].outline = {_shown(grid.outline)}: {mend}')
    return config.model_copy(update={"grids": grids})


def _outline(written: str, beside: Path) -> str:
    if not written.strip():
        return ""
    if written.lstrip().startswith("{"):
        return Outline.read(written).written()
    try:
        text = (beside / written).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ValueError('no such file; name one beside this file, or write "" for none') from None
    return Outline.read(text).written()


def _line(
    detail: ErrorDetails, document: dict[str, Any], path: Path, origins: dict[tuple[str, ...], str]
) -> str:
    place = detail["loc"]
    source = next((name for keys, name in origins.items() if place[: len(keys)] == keys), None)
    where = _path(place, document)
    if detail["type"] == "extra_forbidden":
        return f"{source or path}: {_masked(where)}: {_unknown(_siblings(place), str(place[-1]), 'key')}"
    if detail["type"] == "missing":
        return f"{source or path}: {where}: {_MENDS['missing']}"
    value = "" if _SECRETS.intersection(map(str, place)) else _scalar(detail["input"])
    shown = f" = {value}" if value else ""
    if source and len(place) == len(source.split("__")):
        return f"{source}{shown}: {_mend(detail)}"
    return f"{source or path}: {where}{shown}: {_mend(detail)}"


def _mend(detail: ErrorDetails) -> str:
    if detail["type"] == "value_error":
        return str(detail.get("ctx", {}).get("error", detail["msg"]))
    if detail["type"] == "literal_error":
        return "write " + str(detail.get("ctx", {}).get("expected", "")).replace("'", '"')
    return _MENDS.get(detail["type"], _masked(detail["msg"]))


def _path(place: tuple[int | str, ...], document: Any) -> str:
    """The dotted path of a key; an entry of a table is named, not numbered, where it has a name."""
    shown = ""
    for step in place:
        try:
            document = document[step]
        except (LookupError, TypeError):
            document = None
        if isinstance(step, str):
            shown += f".{step}" if shown else step
            continue
        entry = document if isinstance(document, dict) else {}
        name = next(
            (entry[key] for key in ("code", "key", "name", "what") if isinstance(entry.get(key), str)), None
        )
        shown += f'["{name}"]' if name else f"[{step}]"
    return shown


def _siblings(place: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] | None = Config
    for step in place[:-1]:
        if isinstance(step, str) and model:
            annotation = model.model_fields[step].annotation
            inner = get_args(annotation)[0] if get_origin(annotation) is list else annotation
            model = _model_in(inner)
    return list(model.model_fields) if model else []


def _scalar(value: Any) -> str:
    return _shown(value) if isinstance(value, str | int | float) else ""


def _shown(value: str | float) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _masked(text if len(text) <= 80 else f"{text[:79]}…")  # noqa: PLR2004 - one line of a terminal


def _masked(text: str) -> str:
    return _TOKEN_SHAPE.sub("***", text)
