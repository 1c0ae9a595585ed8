"""``wuailin bench``: the measurements of ``benchmarks/``."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import WuailinError

app = typer.Typer(add_completion=False)

_ROOT = Path(__file__).parents[2]


@app.command()
def bench(
    names: Annotated[list[str] | None, typer.Argument(help="Which ones; all without a name.")] = None,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Small sizes, to see that they run.")] = False,
) -> None:
    """Measure, and print each figure with its goal; exit code 1 when a goal is missed."""
    if not (_ROOT / "benchmarks").is_dir():
        raise WuailinError("bench: there is no folder benchmarks/ here; run it from a checkout")
    command = [sys.executable, "-m", "benchmarks", *(names or []), *(["--quick"] if quick else [])]
    raise typer.Exit(subprocess.run(command, cwd=_ROOT, check=False).returncode)  # noqa: S603 - our own module
