"""``python -m docs.screenshots``: make the pictures of docs/images anew from a fresh demo.

Needs a Chromium in the path and the fonts of .ci/run.
"""

import asyncio
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import cast

from playwright.async_api import Browser, Page, async_playwright

IMAGES = Path(__file__).with_name("images")
_DESK, _PHONE = (1440, 900), (390, 844)


async def main() -> None:
    """Start the demo, act out the tour, and take the pictures while it goes."""
    with tempfile.TemporaryDirectory() as folder:
        demo = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "demo",
            "--port",
            "0",
            "--folder",
            folder,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            async with async_playwright() as playwright:
                chromium = await playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox"]
                )
                await _take(chromium, await _address(demo))
                await chromium.close()
        finally:
            demo.send_signal(signal.SIGINT)
            await demo.communicate()


async def _address(demo: asyncio.subprocess.Process) -> str:
    said = ""
    while "The bot's log" not in said:
        said += (await cast("asyncio.StreamReader", demo.stdout).readline()).decode()
    return re.findall(r"http://\S+?(?=/ )", said)[0]


async def _take(chromium: Browser, url: str) -> None:
    IMAGES.mkdir(exist_ok=True)
    page = await _page(chromium, url, _DESK)
    await page.locator("#tour").click()
    await page.locator(".guide small", has_text="第 5 步").wait_for(timeout=60_000)
    await page.wait_for_timeout(1500)
    await page.screenshot(path=IMAGES / "desk.png")
    await page.locator(".guide p", has_text="演示完了").wait_for(timeout=60_000)
    phone = await _page(chromium, url, _PHONE)
    await phone.screenshot(path=IMAGES / "phone.png")
    dark = await _page(chromium, url, _DESK, theme="dark", language="en")
    await dark.screenshot(path=IMAGES / "dark.png")


async def _page(chromium: Browser, url: str, size: tuple[int, int], **kept: str) -> Page:
    context = await chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    for name, value in kept.items():
        await context.add_init_script(f"localStorage.setItem('{name}', '{value}')")
    page = await context.new_page()
    await page.goto(url)
    await page.locator("body[data-ready]").wait_for()
    await page.wait_for_timeout(1000)
    return page


if __name__ == "__main__":
    asyncio.run(main())
