import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from bot.config import Config, load, problems, warnings

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def keys(model: type[BaseModel], table: str = "") -> Iterator[tuple[str, str]]:
    for name, field in model.model_fields.items():
        candidates = (field.annotation, *get_args(field.annotation))
        inner = [a for a in candidates if isinstance(a, type) and issubclass(a, BaseModel)]
        if inner:
            yield from keys(inner[0], f"{table}.{name}".strip("."))
        else:
            yield table, name


def commented(text: str) -> set[tuple[str, str]]:
    """The keys, with their table, on whose line in the example a comment stands."""
    found, table = set(), ""
    for line in text.splitlines():
        heading = re.match(r"(?:# )?\[\[?([a-z_.]+)\]?\]", line)
        key = re.match(r"(?:# )?([a-z_]+) = .*\s# \S", line)
        table = heading[1] if heading else table
        if key:
            found.add((table, key[1]))
    return found


def test_the_example_loads_without_problem_or_warning() -> None:
    config = load(EXAMPLE, {})
    assert (problems(config), warnings(config)) == ([], [])


@pytest.mark.parametrize("key", list(keys(Config)))
def test_every_key_is_in_the_example_with_a_comment(key: tuple[str, str]) -> None:
    assert key in commented(EXAMPLE.read_text(encoding="utf-8"))


def test_the_example_holds_no_token() -> None:
    assert load(EXAMPLE, {}).telegram.token.get_secret_value() == ""
