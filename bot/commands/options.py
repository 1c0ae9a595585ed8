"""What every command shares."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.config import Config, load

ConfigFile = Annotated[Path, typer.Option("--config", metavar="FILE", help="The configuration file.")]
DEFAULT_CONFIG = Path("config.toml")


def loaded(path: Path) -> Config:
    """The configuration of this process: the file and the environment. Refuses as ``load`` does."""
    return load(path, os.environ)
