"""What an operator sees when it cannot start, and when it ends."""

import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from sandbox.testing import Sandbox
from tests.process import (
    ROOT,
    TOKEN,
    alive,
    asked,
    ended,
    environment,
    fetching,
    fill,
    small_disk,
    started,
    until,
)  # fmt: skip
from tests.telegram.test_webhook import free_port
from tests.town import settle_people

Prepare = Callable[[Path, ExitStack], dict[str, str]]
"""Break something in a folder; returns what the environment adds."""


def _no_token(_folder: Path, _stack: ExitStack) -> dict[str, str]:
    return {"WUAILIN_TELEGRAM__TOKEN": ""}


def _no_office(_folder: Path, _stack: ExitStack) -> dict[str, str]:
    return {"WUAILIN_COMMUNITY__STAFF": "[]", "WUAILIN_COMMUNITY__SECRETARY": ""}


def _unknown_key(_folder: Path, _stack: ExitStack) -> dict[str, str]:
    return {"WUAILIN_TELEGRAM__TOKN": "x"}


def _database(folder: Path) -> Path:
    file = folder / "town.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("create table something (id integer)")
        connection.commit()
    return file


def _locked(folder: Path, stack: ExitStack) -> dict[str, str]:
    other = stack.enter_context(closing(sqlite3.connect(_database(folder), isolation_level=None)))
    other.execute("begin exclusive")
    return {}


def _read_only(folder: Path, _stack: ExitStack) -> dict[str, str]:
    _database(folder).chmod(0o444)
    return {}


def _closed_folder(folder: Path, stack: ExitStack) -> dict[str, str]:
    folder.chmod(0o555)
    stack.callback(folder.chmod, 0o755)
    return {}


def _no_folder(folder: Path, _stack: ExitStack) -> dict[str, str]:
    return {"WUAILIN_DATABASE__URL": f"sqlite+aiosqlite:///{folder / 'nowhere' / 'town.db'}"}


def _no_database(folder: Path, _stack: ExitStack) -> dict[str, str]:
    (folder / "town.db").write_text("this is a letter, not a database\n" * 200)
    return {}


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (_no_token, "telegram.token is empty: write it there, set WUAILIN_TELEGRAM__TOKEN, or name a token_file"),
        (_no_office, "community.staff = []: name at least one Telegram id of the office"),
        (_unknown_key, "WUAILIN_TELEGRAM__TOKN: no such variable; did you mean WUAILIN_TELEGRAM__TOKEN?"),
        (_locked, "database.url: it is locked by another program; stop that program"),
        (_read_only, "database.url: it is read-only; give the file and its folder to the user who runs the bot"),
        (_closed_folder, "database {folder}/town.db: cannot write beside it (Permission denied); "
                         "give the folder to the user who runs the bot"),
        (_no_folder, "database {folder}/nowhere/town.db: cannot write beside it (No such file or directory); "
                     "create the folder"),
        (_no_database, "database.url: the file is not a database; name another file in database.url"),
    ],
)  # fmt: skip
def test_what_keeps_it_from_starting_is_one_clear_line(tmp_path: Path, broken: Prepare, says: str) -> None:
    nowhere = Sandbox("http://127.0.0.1:9", people=None, token=TOKEN)  # type: ignore[arg-type]  # never asked
    with ExitStack() as stack:
        variables = environment(nowhere, tmp_path) | broken(tmp_path, stack)
        code, output, errors = ended(started(variables))

    assert (code, output, errors) == (2, "", says.format(folder=tmp_path) + "\n")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (None, "no such file; copy config.example.toml, or name another with --config"),
        ("[telegram\n", "not valid TOML"),
        ('[community]\nstaff = ["me"]\n', "write a whole number"),
    ],
)
def test_a_broken_configuration_is_one_clear_line(tmp_path: Path, written: str | None, says: str) -> None:
    config = tmp_path / "config.toml"
    if written is not None:
        config.write_text(written)
    code, output, errors = ended(started({}, config))

    assert (code, output, errors.count("\n")) == (2, "", 1)
    assert errors.startswith(str(config))
    assert says in errors


@pytest.fixture
def strict_sandbox() -> Iterator[str]:
    """A sandbox that welcomes one token only; gives its URL."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--token", "1:the-only-welcome-one"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout
    yield process.stdout.readline().split()[-1]
    process.kill()
    process.communicate()


def test_a_token_telegram_does_not_know_is_one_clear_line(strict_sandbox: str, tmp_path: Path) -> None:
    there = Sandbox(strict_sandbox, people=None, token=TOKEN)  # type: ignore[arg-type]
    code, output, errors = ended(started(environment(there, tmp_path)))

    says = "telegram.token: Telegram does not know this token; copy it anew from @BotFather\n"
    assert (code, output, errors) == (2, "", says)


async def test_a_full_disk_is_one_clear_line(tmp_path: Path) -> None:
    nowhere = Sandbox("http://127.0.0.1:9", people=None, token=TOKEN)  # type: ignore[arg-type]
    async with small_disk(tmp_path / "disk", 512) as disk:
        (disk / "town.db.lock").touch()
        (disk / "town.db").touch()
        fill(disk)
        code, output, errors = ended(started(environment(nowhere, disk)))

    assert (code, output, errors.count("\n")) == (2, "", 1)
    assert errors.startswith("database.url: the disk ")
    assert "make room" in errors


async def test_a_second_one_on_the_same_database_is_refused_and_the_first_goes_on(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    with alive(environment(sandbox, tmp_path)) as first:
        await fetching(sandbox.people)
        code, output, errors = ended(started(environment(sandbox, tmp_path)))
        goes_on = first.poll() is None

    says = f"database {tmp_path}/town.db: another wuailin is running on it; stop that one first\n"
    assert (code, output, errors, goes_on) == (2, "", says, True)


async def test_a_webhook_port_that_is_taken_is_one_clear_line(sandbox: Sandbox, tmp_path: Path) -> None:
    port = free_port()
    webhook = f'{{"url": "http://127.0.0.1:{port}/hook", "port": {port}}}'
    more = {"WUAILIN_TELEGRAM__MODE": "webhook", "WUAILIN_TELEGRAM__WEBHOOK": webhook}
    with closing(socket.create_server(("127.0.0.1", port))):
        code, _, errors = ended(started(environment(sandbox, tmp_path, **more)))

    assert code == 2
    assert "Traceback" not in errors
    assert errors.splitlines()[-1].startswith(f"telegram.webhook.port = {port}: ")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("when", ["running", "Telegram is out of reach"])
async def test_asked_to_stop_it_ends_in_order(
    sandbox: Sandbox, tmp_path: Path, number: signal.Signals, when: str
) -> None:
    town = environment(sandbox, tmp_path)
    if when != "running":
        town["WUAILIN_TELEGRAM__BASE_URL"] = "http://127.0.0.1:9/bot"
    with alive(town) as bot:
        if when == "running":
            await fetching(sandbox.people)
        else:
            await until(lambda: _migrated(tmp_path / "town.db"), "the start to come so far")
        bot.send_signal(number)
        code, output, errors = ended(bot, 15)

    assert (code, output) == (0, "")
    assert "Traceback" not in errors
    assert TOKEN not in errors


def _migrated(database: Path) -> bool:
    try:
        return bool(asked(database, "select 1 from neighbourhoods"))
    except sqlite3.Error:
        return False


async def test_what_was_said_before_it_stopped_is_answered_after_the_next_start(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    with alive(environment(sandbox, tmp_path)) as bot:
        await fetching(sandbox.people)
        await settle_people(sandbox.people)
        bot.send_signal(signal.SIGTERM)
        assert ended(bot)[0] == 0
    await sandbox.people.say(1001, "#噪音 3栋楼上装修太吵", chat_id=-1001)
    with alive(environment(sandbox, tmp_path)):
        card = await sandbox.people.wait_for(-1001, lambda m: m.get("text", "").startswith("诉求"), 20)

    assert card["text"].startswith("诉求 #1 · 噪音")


@pytest.mark.parametrize("so_many", [3, 12])
async def test_asked_to_stop_in_the_middle_of_work_it_ends_in_order_and_finishes_later(
    sandbox: Sandbox, tmp_path: Path, so_many: int
) -> None:
    people, database = sandbox.people, tmp_path / "town.db"
    town = environment(sandbox, tmp_path, WUAILIN_INTAKE__PER_MINUTE="1000")
    with alive(town) as bot:
        await fetching(people)
        await settle_people(people)
        said = [{"user_id": 1001, "chat_id": -1001, "text": f"#噪音 3栋楼上装修太吵{n}"} for n in range(20)]
        await people.say_many(said)
        await until(lambda: len(asked(database, "select id from tickets")) >= so_many, "some tickets")
        bot.send_signal(signal.SIGTERM)
        code, _, errors = ended(bot)
    with alive(town):
        await until(lambda: len(asked(database, "select id from tickets")) == 20, "the rest of the tickets")
        [(unique,)] = asked(database, "select count(distinct text) from tickets")

    assert (code, unique) == (0, 20)
    assert "Traceback" not in errors
