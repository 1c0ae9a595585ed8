"""The commands that look after a community's data, each as a real process."""

import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.town import EXAMPLE


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration of its own, with a database beside it that ``apply`` has filled."""
    file = tmp_path / "config.toml"
    text = EXAMPLE.read_text(encoding="utf-8").replace(
        "sqlite+aiosqlite:///wuailin.db", f"sqlite+aiosqlite:///{tmp_path}/w.db"
    )
    file.write_text(
        text.replace("telegram_id = 2006", "").replace("telegram_id = 2005", ""), encoding="utf-8"
    )
    return file


def wuailin(*arguments: str, config: Path, answer: str = "") -> tuple[int, str, str]:
    """Run a command; returns exit code, what it printed, and what it complained of."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments, "--config", str(config)],
        input=answer, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_apply_shows_what_differs_asks_and_takes_over_and_export_gives_it_back(
    config: Path, tmp_path: Path
) -> None:
    empty = wuailin("export", config=config)
    first = wuailin("apply", str(config), "--yes", config=config)
    exported = wuailin("export", config=config)
    out = tmp_path / "out.toml"
    out.write_text(exported[1], encoding="utf-8")
    same = wuailin("apply", str(out), config=config)
    out.write_text(
        exported[1].replace('duty_phone = "0591-00000000"', 'duty_phone = "0591-11111111"'), encoding="utf-8"
    )
    declined = wuailin("apply", str(out), config=config, answer="n\n")
    unchanged = wuailin("export", config=config)[1]
    agreed = wuailin("apply", str(out), config=config, answer="y\n")
    changed = tomllib.loads(wuailin("export", config=config)[1])

    assert (empty[0], "holds no neighbourhood yet" in empty[2]) == (2, True)
    assert first[0] == 0, first
    assert same == (0, "nothing differs\n", "")
    assert (declined[0], "+duty_phone" in declined[1], unchanged) == (1, True, exported[1])
    assert (agreed[0], changed["community"]["duty_phone"]) == (0, "0591-11111111")


def test_enrol_prints_a_link_for_each_worker_still_missing(config: Path) -> None:
    wuailin("apply", str(config), "--yes", config=config)

    code, said, _ = wuailin("enrol", "@wuailin_bot", config=config)

    assert (code, said.count("https://t.me/wuailin_bot?start=enrol_")) == (0, 6)


def test_a_backup_can_be_restored_and_what_was_there_is_kept_aside(config: Path, tmp_path: Path) -> None:
    wuailin("apply", str(config), "--yes", config=config)
    copy = tmp_path / "copy.db"
    made = wuailin("backup", str(copy), config=config)
    again = wuailin("backup", str(copy), config=config)
    with sqlite3.connect(tmp_path / "w.db") as database:
        database.execute("delete from neighbourhoods")
    database.close()
    lost = wuailin("export", config=config)

    restored = wuailin("restore", str(copy), config=config)

    assert (made[0], again[0], lost[0], restored[0]) == (0, 1, 2, 0)
    assert "西关小区" in wuailin("export", config=config)[1]
    assert len(list(tmp_path.glob("w.db.before-*"))) == 1


def test_restoring_what_is_no_backup_changes_nothing(config: Path, tmp_path: Path) -> None:
    wuailin("apply", str(config), "--yes", config=config)
    before = (tmp_path / "w.db").read_bytes()
    other = tmp_path / "letter.txt"
    other.write_text("亲爱的", encoding="utf-8")

    code, _, said = wuailin("restore", str(other), config=config)

    assert (code, said.count("\n"), "no backup of a wuailin database" in said) == (1, 1, True)
    assert (tmp_path / "w.db").read_bytes() == before
