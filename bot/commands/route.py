"""``wuailin route``: explain how one message, or a stream of them, is decided."""

import json
import sys
from dataclasses import dataclass
from typing import Annotated, Any, NoReturn

import typer

from bot.commands import texts
from bot.commands.options import DEFAULT_CONFIG, ConfigFile, loaded
from bot.triage import Home, Triage

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_FIELDS = ("kind", "category", "also", "place", "grid", "worker", "confidence", "reasons")


@app.command()
def route(
    text: Annotated[str | None, typer.Argument(help="The message.", show_default=False)] = None,
    group: Annotated[int | None, typer.Option(help="The id of the group chat it was said in.")] = None,
    home: Annotated[
        str | None, typer.Option(help="The writer's home, as its estate, building and unit are written.")
    ] = None,
    *,
    batch: Annotated[bool, typer.Option("--batch", help="Read JSON lines on standard input.")] = False,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Explain where a message goes and why; needs neither a token nor a database."""
    if batch == (text is not None):
        raise typer.BadParameter(
            "give one message in quotes, or --batch and JSON lines on standard input, not both"
        )
    neighbourhood = loaded(config).neighbourhood()
    triage = Triage(neighbourhood)
    if text is None:
        _run_batch(triage)
        return
    decision = triage.decide(text, group=group, home=_home(home))
    typer.echo("\n".join(texts.explained(decision, neighbourhood)))


@dataclass(frozen=True)
class _Message:
    identity: Any
    text: str
    group: int | None
    home: Home | None


def _home(written: str | None) -> Home | None:
    try:
        return Home.parse(written) if written else None
    except ValueError as problem:
        raise typer.BadParameter(f'home "{written[:40] if written else ""}" is {problem}.') from None


def _run_batch(triage: Triage) -> None:
    wrong: list[str] = []
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        answer = _answer(triage, line, number)
        wrong += [answer["error"]] if "error" in answer else []
        written = json.dumps(answer, ensure_ascii=False, allow_nan=False)
        # a lone surrogate cannot be UTF-8; as \udxxx it is still valid JSON
        sys.stdout.buffer.write(written.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
    if wrong:
        more = f" (and {len(wrong) - 1} more, each with its error in the output)" if len(wrong) > 1 else ""
        typer.echo(wrong[0] + more, err=True)
        raise typer.Exit(2)


def _answer(triage: Triage, line: bytes, number: int) -> dict[str, Any]:
    identity: Any = None
    try:
        document = _document(line)
        identity = document.get("id")
        message = _message(document)
    except (ValueError, RecursionError) as problem:
        return {"id": identity, "error": f"line {number}: {_said(problem)}"}
    decision = triage.decide(message.text, group=message.group, home=message.home)
    return {"id": identity, **{field: getattr(decision, field) for field in _FIELDS}}


def _document(line: bytes) -> dict[str, Any]:
    document = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number)
    if not isinstance(document, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - a wrong line, not a wrong call
    return document


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _message(document: dict[str, Any]) -> _Message:
    text, group, home = document.get("text"), document.get("group"), document.get("home")
    if not isinstance(text, str):
        raise ValueError('"text" must be a text')  # noqa: TRY004
    if group is not None and (not isinstance(group, int) or isinstance(group, bool)):
        raise ValueError('"group" must be a whole number or null')
    if home is not None and not isinstance(home, str):
        raise ValueError('"home" must be a text or null')
    return _Message(document.get("id"), text, group, Home.parse(home) if home else None)


def _said(problem: Exception) -> str:
    match problem:
        case UnicodeDecodeError():
            return "not UTF-8"
        case json.JSONDecodeError():
            return f"not valid JSON: {problem.msg}"
        case RecursionError():
            return "nested too deep"
    return str(problem)
