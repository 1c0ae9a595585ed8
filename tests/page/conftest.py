"""A real browser on a real page: Debian's Chromium, driven by Playwright."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.page.chromium import HOW_TO_HAVE_IT, installed
from tests.page.looking import Look

# Two browsers share a small machine with the rest of the tests.
expect.set_options(timeout=25_000)
_WIDE, _NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium; without one the test is left out, except in CI, where it fails."""
    executable = installed()
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail(HOW_TO_HAVE_IT)
        pytest.skip(HOW_TO_HAVE_IT)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture
async def look(browser: Browser) -> AsyncIterator[Look]:
    """Opens pages; whatever goes wrong on one of them fails the test."""
    looking = Look(browser, wide=_WIDE, narrow=_NARROW)
    yield looking
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


@pytest_asyncio.fixture
async def page_of_demo(look: Look, demo: str) -> Page:
    """The demo's page on a desk."""
    return await look.at(demo)
