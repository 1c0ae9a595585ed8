"""Logs: one line an event, and never a secret in it."""

import io
import logging
import warnings
from pathlib import Path

import httpx
import pytest
import structlog

from bot import logs
from sandbox.testing import Sandbox
from tests.process import TOKEN, alive, ended, environment, fetching, until
from tests.town import settle_people

SECRET = "4200000001:AAH-a_secret"


@pytest.fixture(autouse=True)
def _logging_as_before() -> object:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = before, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def _lines(stream: io.StringIO) -> list[str]:
    return stream.getvalue().splitlines()


def test_an_event_is_one_line_whatever_is_in_it() -> None:
    stream = io.StringIO()
    logs.set_up([], stream=stream)

    structlog.get_logger().info("said", text="第一行\n第二行", number=5)
    try:
        int("two\nlines")
    except ValueError:
        structlog.get_logger().exception("broke")
    logging.getLogger("a.library").warning("of\ntwo lines %s", "x")

    shown = _lines(stream)
    assert len(shown) == 3
    assert shown[0].split(" ", 1)[1] == r"level=info event=said text=第一行\n第二行 number=5"
    assert "level=error event=broke" in shown[1]
    assert "ValueError: invalid literal" in shown[1]
    assert "level=warning" in shown[2]


@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
def test_a_secret_never_shows_whatever_way_it_comes(level: int) -> None:
    stream = io.StringIO()
    logs.set_up([SECRET, ""], level=level, stream=stream)
    log = structlog.get_logger()

    event = f"called with {SECRET}"
    log.info(event, url=f"https://api.telegram.org/bot{SECRET}/getMe", deep={"a": [SECRET]})
    logging.getLogger("httpx").warning("HTTP Request: %s", httpx.URL(f"http://x/bot{SECRET}/getMe"))
    logging.getLogger("telegram.ext").debug("bot%s", SECRET)
    log.info("quoted", url=f"http://x/bot{SECRET.replace(':', '%3A')}/getMe")
    try:
        int(f"http://x/bot{SECRET}/getMe")
    except ValueError as error:
        log.error("broke", exc_info=error)
        logging.getLogger("a.library").exception("broke too")

    said = stream.getvalue()
    assert "AAH-a_secret" not in said
    assert said.count("***") >= 5


def test_libraries_that_log_addresses_are_kept_quiet() -> None:
    stream = io.StringIO()
    logs.set_up([], stream=stream)

    for name in ("httpx", "httpcore", "apscheduler", "aiosqlite", "uvicorn", "alembic", "asyncio"):
        logging.getLogger(name).info("chatter")

    assert _lines(stream) == []


def test_a_warning_of_python_is_a_line_like_every_other() -> None:
    stream = io.StringIO()
    logs.set_up([SECRET], stream=stream)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"deprecated {SECRET}", stacklevel=1)

    [line] = _lines(stream)
    assert "level=warning" in line
    assert SECRET not in line


@pytest.mark.parametrize(
    "base_url", ["http://127.0.0.1:9/bot", "http://no-such-host.invalid/bot", "http://{sandbox}/wrong/bot"]
)
async def test_the_token_never_shows_when_telegram_cannot_be_reached(
    sandbox: Sandbox, tmp_path: Path, base_url: str
) -> None:
    address = base_url.format(sandbox=sandbox.url.removeprefix("http://"))
    with alive(environment(sandbox, tmp_path, WUAILIN_TELEGRAM__BASE_URL=address)) as bot:
        assert bot.stderr
        if "wrong" not in base_url:
            first = bot.stderr.readline()
            bot.terminate()
        else:
            first = ""
        code, output, errors = ended(bot)

    said = first + errors
    assert TOKEN.partition(":")[2] not in said + output
    assert "Traceback" not in said
    assert code == (2 if "wrong" in base_url else 0)
    assert all(line.startswith(("timestamp=", "telegram.token: ")) for line in said.splitlines())


async def test_neither_the_token_nor_what_was_said_shows_when_everything_goes_wrong(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    people = sandbox.people
    with alive(environment(sandbox, tmp_path)) as bot:
        await fetching(people)
        await settle_people(people)
        for method in ("getUpdates", "sendMessage"):
            for kind in ("500", "drop_before", "drop_after", "429"):
                await people.fault(kind, [method], times=1)
        await people.push_update({"message": {"text": "悄悄话"}})
        await people.say(1001, "#噪音 3栋楼上装修太吵", chat_id=-1001)
        await people.wait_for(-1001, lambda m: m.get("text", "").startswith("诉求"), 30)

        async def dealt() -> bool:
            return (await people.counters())["pending_updates"] == 0

        await until(dealt, "everything to be fetched")
        bot.terminate()
        code, output, errors = ended(bot)

    assert (code, output) == (0, "")
    assert TOKEN.partition(":")[2] not in errors
    assert "悄悄话" not in errors
    assert all(line.startswith("timestamp=") for line in errors.splitlines())
