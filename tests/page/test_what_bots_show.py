"""What bots put before people: buttons, keyboards, polls, topics, questions."""

import pytest
from playwright.async_api import Page, expect

from sandbox.testing import Sandbox
from tests.page.looking import Look, key, last_said, phone, row, serious_faults, write
from tests.sandbox.by_hand import GROUP, WANG, ZHANG, Bot

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_button_is_pressed_and_its_answer_shown(page: Page, bot: Bot) -> None:
    markup = {
        "inline_keyboard": [
            [{"text": "签收", "callback_data": "x"}, {"text": "地图", "url": "https://example.org"}]
        ]
    }
    await bot.do("sendMessage", chat_id=GROUP, text="工单", reply_markup=markup)
    await key(phone(page, 1), "签收").click()
    query = (await bot.updates(timeout=10, allowed_updates=["callback_query"]))[0]["callback_query"]

    await bot.do("answerCallbackQuery", callback_query_id=query["id"], text="收到了")

    await expect(phone(page, 1).get_by_role("status")).to_have_text("收到了")
    await expect(key(phone(page, 1), "地图")).to_have_attribute("href", "https://example.org")
    assert query["from"]["id"] == ZHANG


async def test_a_button_that_asks_the_bot_begins_the_words(page: Page, bot: Bot) -> None:
    markup = {
        "inline_keyboard": [
            [{"text": "这里查", "switch_inline_query_current_chat": "电梯"}],
            [{"text": "别处查", "switch_inline_query_chosen_chat": {"query": ""}}],
        ]
    }
    username = (await bot.do("getMe"))["username"]
    await bot.do("sendMessage", chat_id=GROUP, text="查进度", reply_markup=markup)

    await key(phone(page, 1), "这里查").click()
    await expect(phone(page, 1).locator("textarea")).to_have_value(f"@{username} 电梯")
    await key(phone(page, 1), "别处查").click()
    await expect(phone(page, 1).locator("textarea")).to_have_value(f"@{username} ")


async def test_a_link_that_starts_the_bot_is_followed_here(page: Page, bot: Bot) -> None:
    username = (await bot.do("getMe"))["username"]
    link = f"https://t.me/{username}?start=grid_5"
    markup = {
        "inline_keyboard": [
            [{"text": "登记", "url": link}, {"text": "别处", "url": "https://t.me/other_bot?start=x"}]
        ]
    }
    await bot.do("sendMessage", chat_id=GROUP, text=f"请点 {link}", reply_markup=markup)
    zhang, wang = phone(page, 1), phone(page, 2)

    await expect(key(zhang, "别处")).to_have_attribute("href", "https://t.me/other_bot?start=x")
    await key(zhang, "登记").click()
    await expect(last_said(zhang)).to_have_text("/start grid_5")
    await wang.locator(".said .inline").click()
    await expect(last_said(wang)).to_have_text("/start grid_5")

    heard = [update["message"] for update in await bot.updates()]
    assert [(said["from"]["id"], said["text"]) for said in heard] == [
        (ZHANG, "/start grid_5"),
        (WANG, "/start grid_5"),
    ]


async def test_one_pins_for_oneself_and_in_a_group_only_with_the_right(page: Page, bot: Bot) -> None:
    chats, zhang = phone(page, 3), phone(page, 1)
    await row(chats, "吾爱邻").click()
    await bot.do("sendMessage", chat_id=ZHANG, text="本周菜单")
    await bot.do("sendMessage", chat_id=GROUP, text="停水通知")
    for of, text in ((chats, "本周菜单"), (zhang, "停水通知")):
        await of.locator("article", has_text=text).hover()
        await of.locator("article", has_text=text).get_by_role("button", name="置顶").click()

    await expect(chats.locator(".pins")).to_contain_text("本周菜单")
    await expect(zhang.locator(".toast")).to_contain_text("may not pin")
    await chats.locator("article", has_text="本周菜单").first.hover()
    await chats.locator("article", has_text="本周菜单").get_by_role("button", name="取消置顶").click()
    await expect(chats.locator(".pins")).to_be_hidden()


async def test_a_keyboard_says_its_words(page: Page, bot: Bot) -> None:
    chats = phone(page, 3)
    await row(chats, "吾爱邻").click()
    await bot.do(
        "sendMessage", chat_id=ZHANG, text="选一个", reply_markup={"keyboard": [["我的诉求", "帮助"]]}
    )

    await chats.locator(".board").get_by_role("button", name="帮助").click()

    await expect(last_said(chats)).to_have_text("帮助")
    assert (await bot.updates(timeout=10))[-1]["message"]["text"] == "帮助"


async def test_a_forum_shows_its_topics_one_at_a_time(look: Look, bot: Bot, sandbox: Sandbox) -> None:
    forum = -1010
    await sandbox.people.add_group(forum, "议事厅", members=[ZHANG, WANG], bot="administrator", forum=True)
    lift = (await bot.do("createForumTopic", chat_id=forum, name="电梯"))["message_thread_id"]
    table = [{"user_id": ZHANG, "chat_id": forum}, {"user_id": WANG, "chat_id": forum}]
    page = await look.at(sandbox.url, phones=table)
    zhang, wang = phone(page, 1), phone(page, 2)

    await write(zhang, "大家好")
    await expect(last_said(wang)).to_have_text("大家好")
    for one in (zhang, wang):
        await one.get_by_role("button", name="电梯").click()
        await expect(one.locator("article .event")).to_have_text("新话题：电梯")
    await write(zhang, "又坏了")
    await expect(last_said(wang)).to_have_text("又坏了")
    await expect(wang.locator("article .quote")).to_have_count(0)
    await bot.do("closeForumTopic", chat_id=forum, message_thread_id=lift)
    await write(wang, "还有")
    await expect(wang.locator(".toast")).to_contain_text("closed")

    await wang.get_by_role("button", name="大家说").click()
    await expect(wang.locator("article .said")).to_have_text(["大家好"])
    assert await serious_faults(page) == []


async def test_a_quiz_tells_what_was_right(page: Page, bot: Bot) -> None:
    answers = {"type": "quiz", "correct_option_ids": [1], "explanation": "夏天晚些"}
    await bot.do("sendPoll", chat_id=GROUP, question="几点开会？", options=["七点", "八点"], **answers)
    zhang, wang = phone(page, 1), phone(page, 2)

    await zhang.get_by_role("button", name="七点").click()

    await expect(zhang.locator(".option")).to_contain_text(["✗ 七点", "✓ 八点"])
    await expect(zhang.locator(".poll")).to_contain_text("💡 夏天晚些")
    await expect(wang.locator(".option").last).not_to_contain_text("✓")


async def test_an_answer_the_bot_waits_for_is_begun(page: Page, bot: Bot) -> None:
    markup = {"force_reply": True, "input_field_placeholder": "几号楼？"}
    await bot.do("sendMessage", chat_id=GROUP, text="在哪里？", reply_markup=markup)
    zhang = phone(page, 1)
    await expect(zhang.locator(".composer .about")).to_contain_text("在哪里？")
    await expect(zhang.locator("textarea")).to_have_attribute("placeholder", "几号楼？")

    await write(zhang, "三栋")

    said = (await bot.updates())[-1]["message"]
    assert (said["text"], said["reply_to_message"]["text"]) == ("三栋", "在哪里？")
    await expect(zhang.locator(".composer .about")).to_be_hidden()


async def test_a_poll_is_voted_in_and_counted(page: Page, bot: Bot) -> None:
    await bot.do(
        "sendPoll", chat_id=GROUP, question="几点开会？", options=["七点", "八点"], is_anonymous=False
    )
    zhang, wang = phone(page, 1), phone(page, 2)

    await zhang.get_by_role("button", name="七点").click()
    await expect(wang.get_by_role("button", name="七点")).to_contain_text("100%")
    await wang.get_by_role("button", name="八点").click()

    await expect(zhang.get_by_role("button", name="七点")).to_contain_text("50%")
    await expect(zhang.get_by_role("button", name="七点")).to_have_attribute("aria-pressed", "true")
    await expect(zhang.locator(".poll")).to_contain_text("2 人投票")
