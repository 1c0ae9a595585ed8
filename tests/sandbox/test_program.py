"""The program itself: its first line, its end, its state file."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from sandbox.client import People


@contextmanager
def program(*arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run the program on a free port; gives its URL."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", *arguments]
    # whoever runs the tests in the background may have had SIGINT ignored for its children
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    try:
        assert process.stdout
        first = process.stdout.readline()
        assert first.startswith("sandbox listening on http://"), process.communicate()
        yield first.split()[-1], process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize(
    ("host", "said"),
    [("127.0.0.1", "only this machine can reach it"), ("0.0.0.0", "other machines can reach it")],
)
def test_it_says_who_can_reach_it(host: str, said: str) -> None:
    with program("--host", host) as (_, process):
        assert process.stdout
        second = process.stdout.readline()

    assert second.startswith(said)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_ends_cleanly_while_a_poll_waits(number: signal.Signals) -> None:
    with program() as (url, process):
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.get(f"{url}/bot1:a/getMe")
        process.send_signal(number)
        _, errors = process.communicate(timeout=10)

    assert (process.returncode, errors) == (0, "")


async def test_a_restart_continues_where_it_stopped(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    async with httpx.AsyncClient(trust_env=False) as client:
        with program("--state", str(state)) as (url, process):
            async with People(url) as people:
                await people.add_user(5, "张")
                await people.add_group(-1001, "锦江苑", members=[5])
                await people.start(5)
                await client.get(f"{url}/bot1:a/getUpdates", params={"offset": 1})
                await people.say(5, "第一句", chat_id=-1001)
                photo = await people.send_media(5, "photo", content=b"bytes", chat_id=-1001)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=10)
        with program("--state", str(state)) as (url, _):
            async with People(url) as people:
                later = await people.say(5, "第二句", chat_id=-1001)
                shown = await people.messages(-1001)
            updates = (await client.get(f"{url}/bot1:a/getUpdates")).json()["result"]
            answer = await client.get(f"{url}/bot1:a/sendMessage", params={"chat_id": 5, "text": "在"})
            file_id = shown[1]["photo"][0]["file_id"]
            file = (await client.get(f"{url}/people/file", params={"file_id": file_id})).content

    assert [message.get("text") for message in shown] == ["第一句", None, "第二句"]
    assert later == photo + 1
    assert [update["message"].get("text") for update in updates] == ["/start", "第一句", None, "第二句"]
    assert len({update["update_id"] for update in updates}) == 4
    assert answer.json()["ok"]
    assert file == b"bytes"


def test_a_file_that_is_no_state_is_refused(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text("[]")
    done = subprocess.run(
        [sys.executable, "-m", "sandbox", "--port", "0", "--state", str(state)],
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a sandbox state" in done.stderr
    assert state.read_text() == "[]"


async def test_with_tokens_named_only_these_are_welcome() -> None:
    with program("--token", "1:a") as (url, _):
        async with httpx.AsyncClient(trust_env=False) as client:
            codes = [(await client.get(f"{url}/bot{token}/getMe")).status_code for token in ("1:a", "2:b")]

    assert codes == [200, 401]
