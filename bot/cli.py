"""The command line. Commands are loaded when called, so that a light one starts quickly."""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, Final

import typer
from typer.core import TyperGroup

from bot.errors import ConfigurationError, WuailinError

COMMANDS: Final = {
    "demo": "bot.commands.demo",
    "route": "bot.commands.route",
    "triage": "bot.commands.triage",
    "check": "bot.commands.check",
    "run": "bot.commands.run",
    "apply": "bot.commands.apply",
    "export": "bot.commands.export",
    "enrol": "bot.commands.enrol",
    "backup": "bot.commands.backup",
    "restore": "bot.commands.restore",
    "bench": "bot.commands.bench",
}
"""The module of each command; each has a Typer ``app`` with that one command."""

DONE, FAILED, WRONG_USE = 0, 1, 2
_INTERRUPTED = 130


class _LazyGroup(TyperGroup):
    """Knows its commands by name and imports one only when it is called or listed."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names in the order of ``COMMANDS``."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the command's module; ``None`` for a name that is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        return typer.main.get_command(_module(COMMANDS[cmd_name]).app)


def _module(name: str) -> ModuleType:
    """Import a command. Nothing imported becomes garbage: looking for some meanwhile costs a tenth of the start."""
    gc.disable()
    try:
        return import_module(name)
    finally:
        gc.enable()
        gc.freeze()


app = typer.Typer(cls=_LazyGroup, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback()
def wuailin() -> None:
    """吾爱邻: a neighbourhood bot that hears what residents say and sees it through."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end the process: 0 done, 1 failed, 2 wrong use or configuration."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code; what went wrong is said on standard error, a line a problem."""
    try:
        code = app(arguments, standalone_mode=False, prog_name="wuailin")
        sys.stdout.flush()
    except typer.TyperException as problem:
        said, code = f"{problem.format_message().rstrip('.')}. Try wuailin --help", WRONG_USE
    except ConfigurationError as problem:
        said, code = str(problem), WRONG_USE
    except WuailinError as problem:
        said, code = str(problem), FAILED
    except (typer.Abort, KeyboardInterrupt):
        said, code = "stopped", FAILED
    except BrokenPipeError:
        # whoever read our output has gone; Python must not try to flush it again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    else:
        said, code = ("stopped", FAILED) if code == _INTERRUPTED else ("", code or DONE)
    if said:
        sys.stderr.write(said.strip() + "\n")
    return int(code)
