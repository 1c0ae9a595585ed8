"""A real browser on a real page: Debian's Chromium, driven by Playwright."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from sandbox.testing import Sandbox, fresh
from tests.page.chromium import HOW_TO_HAVE_IT, installed
from tests.page.looking import TABLE, Look
from tests.sandbox.by_hand import GROUP, STRANGE_GROUP, WANG, ZHANG, Bot

# Two browsers share a small machine with the rest of the tests.
expect.set_options(timeout=25_000)
_ARGUMENTS = ["--no-sandbox", "--use-fake-device-for-media-stream"]
_WIDE, _NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, one for all; without one the tests are left out, except in CI, where they fail."""
    executable = installed()
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail(HOW_TO_HAVE_IT)
        pytest.skip(HOW_TO_HAVE_IT)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    """A fresh sandbox, as in every other test, in the loop of the browser."""
    async with fresh() as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def look(browser: Browser) -> AsyncIterator[Look]:
    """Opens pages; whatever goes wrong on one of them fails the test."""
    looking = Look(browser, wide=_WIDE, narrow=_NARROW)
    yield looking
    for context in browser.contexts:
        await context.close()
    assert looking.troubles == []


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo as a newcomer starts it; gives its URL."""
    if installed() is None:
        yield ""
        return
    folder = tmp_path_factory.mktemp("demo")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", "0", "--folder", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "The bot's log" in line:
            break
    try:
        found = re.search(r"http://\S+?(?=/ )", said)
        assert found is not None, said
        yield found[0]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


@pytest_asyncio.fixture(loop_scope="session")
async def page_of_demo(look: Look, demo: str) -> Page:
    """The demo's page on a desk."""
    return await look.at(demo)


@pytest_asyncio.fixture(loop_scope="session")
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """A bot in a group with 张, who has pressed start, and 王, who has not."""
    people = sandbox.people
    await people.add_user(ZHANG, "张阿姨")
    await people.add_user(WANG, "王叔叔")
    await people.add_group(GROUP, "锦江苑", members=[ZHANG, WANG])
    await people.add_group(STRANGE_GROUP, "别处", bot="absent")
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        by_hand = Bot(sandbox, client)
        await people.start(ZHANG)
        await by_hand.updates(offset=2**40)
        yield by_hand


@pytest_asyncio.fixture(loop_scope="session")
async def page(bot: Bot, look: Look, sandbox: Sandbox) -> Page:
    """A table with 张's phone and 王's at the group, and once more 张's at the list of chats."""
    return await look.at(sandbox.url, phones=TABLE)
