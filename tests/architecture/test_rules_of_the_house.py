"""What holds everywhere in the code, whoever writes it."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "scheduler")
OURS = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
EVERYTHING = [
    *OURS,
    *sorted(file for folder in ("sandbox", "benchmarks", "tests") for file in (ROOT / folder).rglob("*.py")),
]
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LONGEST = 400

SENTENCES_ELSEWHERE = {
    "bot/categories.py": "the names of the categories that ship",
    "bot/settings.py": "defaults of the configuration",
    "bot/notation.py": "how places are written in the configuration",
    "bot/consistency.py": "examples in advice to the operator",
    "bot/commands/demo.py": "whom to be in the demo",
    "bot/intake/rules.py": "which words are a courtesy",
    "bot/listening/rules.py": "which words are a yes or a no",
    "bot/demo.py": "the made-up people of the demo",
    "handlers/routes.py": "what each command is for, as the menu shows it",
    "bot/canteen/rules.py": "how people write dishes and prices",
    "bot/spoken/rules.py": "the words of time",
    "bot/spoken/finding.py": "the words of time",
    "bot/meetings/reading.py": "how people announce a meeting",
    "bot/people/models.py": "how an address is written",
}
"""Files besides texts*.py that may hold Chinese, and why; triage lives on words and is free."""


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def test_imports_go_down_never_up_never_sideways() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def _catches_all(handler: ast.ExceptHandler) -> bool:
    names = (
        {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else set()
    )
    raises_again = any(isinstance(node, ast.Raise) and node.exc is None for node in handler.body)
    return (handler.type is None or bool(names & {"Exception", "BaseException"})) and not raises_again


def test_three_places_catch_every_exception() -> None:
    found = [
        (_name(file), function.name)
        for file in OURS
        for function in ast.walk(_tree(file))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ExceptHandler) and _catches_all(node)
    ]

    # the dispatcher's hook has two doors: what cannot be read, and what cannot be handled
    assert sorted(found) == [
        ("bot/telegram/dispatcher.py", "_attempt"),
        ("bot/telegram/dispatcher.py", "_handle"),
        ("bot/telegram/sender.py", "_attempt"),
        ("scheduler/runner.py", "tick"),
    ]


def test_only_the_database_module_knows_sqlite() -> None:
    # naming the driver in a URL or a log's name, and asking for ids that never return, is no dialect
    harmless = re.compile(r"sqlite\+aiosqlite:///|sqlite_autoincrement|\"aiosqlite\"")
    special = re.compile(
        r"sqlite|pragma\b|\browid\b|\bjulianday\b|\bstrftime\(.%s|insert or (ignore|replace)", re.IGNORECASE
    )
    found = [
        f"{_name(file)}:{number}"
        for file in OURS
        if _name(file) != "bot/db.py"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if special.search(harmless.sub("", line)) and not line.lstrip().startswith(("#", '"""'))
    ]

    assert found == []


def test_nothing_is_imported_inside_a_function() -> None:
    found = [
        f"{_name(file)}:{node.lineno}"
        for file in EVERYTHING
        for function in ast.walk(_tree(file))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert found == []


def _docstrings(tree: ast.Module) -> set[int]:
    """The nodes of strings that stand alone: they explain, nobody is told them."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _chinese(file: Path) -> Iterator[str]:
    tree = _tree(file)
    explained = _docstrings(tree)
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in explained else None
        if isinstance(text, str) and _CHINESE.search(text):
            yield f"{_name(file)}:{node.lineno} {text}"


def test_every_sentence_people_see_stands_in_a_file_of_texts() -> None:
    found = [
        line
        for file in OURS
        if not file.stem.startswith("texts")
        and "triage" not in file.parts
        and _name(file) not in SENTENCES_ELSEWHERE
        for line in _chinese(file)
    ]

    assert found == []


def test_the_exceptions_for_sentences_are_needed() -> None:
    assert [name for name in SENTENCES_ELSEWHERE if not list(_chinese(ROOT / name))] == []


@pytest.mark.parametrize("file", EVERYTHING, ids=_name)
def test_a_file_can_be_read_in_one_sitting(file: Path) -> None:
    assert file.read_text(encoding="utf-8").count("\n") <= _LONGEST


def test_nothing_names_the_place_it_was_written_in() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    leak = re.compile(r"(?<![\w.])/(?:work|home|root|Users|workspace)/[\w.-]+|\b[\w-]+\.(?:internal|corp)\b")
    found = [
        f"{name}: {match[0]}"
        for name in tracked.stdout.split("\0")
        if name and name != "requirements.lock" and (ROOT / name).is_file()
        for match in leak.finditer((ROOT / name).read_text(encoding="utf-8", errors="ignore"))
    ]

    assert found == []
