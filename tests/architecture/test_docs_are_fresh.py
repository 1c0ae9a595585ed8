"""What the docs say of the code is true."""

import re
from pathlib import Path

import pytest

from docs.generate import FOLDER, GENERATED

ROOT = FOLDER.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    *sorted(FOLDER.glob("*.md")),
    *sorted(FOLDER.glob("decisions/*.md")),
]


@pytest.mark.parametrize("name", GENERATED)
def test_generated_pages_are_fresh(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == GENERATED[name](), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_make_targets_the_readme_names_exist() -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    named = set(re.findall(r"`?make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))

    assert named <= targets
