"""Opening the page as somebody would, and finding one's way on it."""

import json
from collections.abc import Sequence
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Locator, Page

from tests.sandbox.by_hand import GROUP, WANG, ZHANG

SERIOUS = ("serious", "critical")
TABLE = [{"user_id": ZHANG, "chat_id": GROUP}, {"user_id": WANG, "chat_id": GROUP}, {"user_id": ZHANG}]


class Look:
    """Opens the page in fresh browsers and gathers what goes wrong there."""

    def __init__(self, browser: Browser, wide: dict, narrow: dict) -> None:
        self.browser = browser
        self.sizes = {"wide": wide, "narrow": narrow}
        self.troubles: list[str] = []

    async def at(
        self,
        url: str,
        *,
        size: str = "wide",
        motion: str = "reduce",
        allowed: Sequence[str] = (),
        **kept: Any,
    ) -> Page:
        """Open the page as it would be with this kept from an earlier visit, and allowed to do this."""
        context = await self.browser.new_context(
            viewport=self.sizes[size], locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion=motion
        )
        await context.grant_permissions(allowed)
        await context.add_init_script(
            "".join(
                f"localStorage.getItem({json.dumps(name)}) ??"
                f" localStorage.setItem({json.dumps(name)}, {json.dumps(_stored(value))});"
                for name, value in kept.items()
            )
        )
        page = await context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._heard)
        await page.goto(url)
        await page.locator("body[data-ready]").wait_for()
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        refused = message.text.startswith("Failed to load resource")
        if message.type == "error" and not refused:
            self.troubles.append(message.text)


def _stored(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def phone(page: Page, number: int) -> Locator:
    """The phone in this place on the table, from 1."""
    return page.locator(f".phone:nth-child({number})")


def row(of: Locator, title: str) -> Locator:
    """A chat in the list."""
    return of.locator(".chat", has_text=title)


def last_said(of: Locator) -> Locator:
    """The newest text in the open chat."""
    return of.locator("article .said").last


def key(of: Locator, text: str) -> Locator:
    """The newest button with this text."""
    return of.locator(".log .key", has_text=text).last


async def write(of: Locator, text: str) -> None:
    """Write and send."""
    await of.locator("textarea").fill(text)
    await of.locator("textarea").press("Enter")


async def serious_faults(page: Page) -> list[str]:
    """What axe finds that would keep somebody out."""
    found = (await Axe().run(page)).response["violations"]
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found if fault["impact"] in SERIOUS
    ]
