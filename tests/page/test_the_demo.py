"""The demo's page as newcomers meet it: a complaint as three people, the tour, a phone's width."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.page.looking import Look, key, last_said, phone, serious_faults, write

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_complaint_goes_from_a_resident_over_the_office_to_a_worker_and_back(
    page_of_demo: Page,
) -> None:
    page = page_of_demo
    await page.locator("#another").click()
    resident, worker, office = (phone(page, number) for number in (4, 2, 3))
    await resident.locator("select").select_option("1028")
    await resident.locator(".chat", has_text="吴航路老街坊").click()

    await write(resident, "有事敞开说，楼道里堆满了旧家具，走不过去")
    await expect(office.locator(".said", has_text="旧家具")).to_be_visible()
    await key(office, "王云").click()
    card = worker.locator("article", has_text="旧家具").last
    await card.get_by_role("button", name="签收").click()
    await expect(last_said(resident)).to_contain_text("正在办")
    await card.get_by_role("button", name="办结").click()
    await key(worker, "已解决").click()
    await expect(last_said(worker)).to_contain_text("写一句")
    await write(worker, "已经请人搬走了。")
    await expect(last_said(resident)).to_contain_text("已经请人搬走了")
    await key(resident, "解决了").first.click()

    await expect(last_said(resident)).to_contain_text("居民：解决了")


async def test_the_tour_acts_out_a_complaint_to_its_end(page_of_demo: Page) -> None:
    page = page_of_demo
    await page.locator("#tour").click()
    await expect(page.locator(".guide p")).to_have_text(re.compile("^演示完了"), timeout=60_000)

    await expect(last_said(phone(page, 1))).to_contain_text("承办人：已解决；居民：解决了")


async def test_the_tour_can_be_taken_over_at_any_moment(look: Look, demo: str) -> None:
    page = await look.at(demo, motion="no-preference")
    resident = phone(page, 1)

    await page.locator("#tour").click()
    await expect(resident.locator("textarea")).to_have_value(re.compile("^#电梯"))
    await resident.locator("textarea").click()
    await expect(page.locator(".guide p")).to_have_text("好，交给你了。")
    typed = await resident.locator("textarea").input_value()
    await resident.locator("textarea").fill("我自己写")
    await expect(page.locator(".phone.acting")).to_have_count(0)

    assert "老人上不去".startswith(typed[-1]) or typed.startswith("#电梯")
    assert await resident.locator("textarea").input_value() == "我自己写"


async def test_at_a_phones_width_one_phone_is_shown_and_one_may_change(look: Look, demo: str) -> None:
    page = await look.at(demo, size="narrow")
    resident, worker = phone(page, 1), phone(page, 2)

    await expect(resident).to_be_visible()
    await expect(worker).to_be_hidden()
    await write(resident, "#路灯 2栋门口路灯不亮了")
    await expect(last_said(resident)).to_contain_text("承办：")
    await page.locator(".tab", has_text="王云").click()

    await expect(worker.locator(".said", has_text="2栋门口路灯").last).to_be_visible()
    await expect(resident).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    assert await serious_faults(page) == []
