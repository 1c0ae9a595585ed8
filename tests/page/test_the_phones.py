"""What one can do and see on a phone of the page, each thing with a bot that is called by hand."""

import base64

import pytest
from playwright.async_api import Locator, Page, expect

from sandbox.testing import Sandbox
from tests.page.looking import TABLE, Look, last_said, phone, row, serious_faults, write
from tests.sandbox.by_hand import GROUP, WANG, ZHANG, Bot

pytestmark = pytest.mark.asyncio(loop_scope="session")

ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def choose(of: Locator, choice: str) -> None:
    await of.get_by_role("button", name="发照片、文件、位置").click()
    await of.get_by_role("menuitem", name=choice).click()


async def test_what_one_says_another_sees_at_once_and_unread_is_counted(page: Page) -> None:
    zhang, wang, chats = (phone(page, number) for number in (1, 2, 3))

    await page.evaluate("document.hidden")
    await write(wang, "路灯坏了")
    await expect(last_said(zhang)).to_have_text("路灯坏了")
    await expect(zhang.locator(".name").last).to_have_text("王叔叔")
    await expect(row(chats, "锦江苑").locator(".gist")).to_have_text("王叔叔：路灯坏了")

    await row(chats, "锦江苑").click()
    await expect(last_said(chats)).to_have_text("路灯坏了")


async def test_unread_messages_have_a_badge_until_they_are_seen(
    look: Look, bot: Bot, sandbox: Sandbox
) -> None:
    page = await look.at(sandbox.url, phones=[{"user_id": ZHANG}, {"user_id": WANG, "chat_id": GROUP}])
    zhang, wang = phone(page, 1), phone(page, 2)

    await write(wang, "第一句")
    await expect(row(zhang, "锦江苑").locator(".badge")).to_have_text("1")
    await write(wang, "第二句")
    await expect(row(zhang, "锦江苑").locator(".badge")).to_have_text("2")
    await row(zhang, "锦江苑").click()
    await zhang.get_by_role("button", name="返回聊天列表").click()

    await expect(row(zhang, "锦江苑").locator(".badge")).to_have_count(0)


async def test_replies_quote_and_changes_show_at_once(page: Page) -> None:
    zhang, wang = phone(page, 1), phone(page, 2)
    await write(wang, "几点停水？")
    await zhang.locator("article", has_text="几点停水").hover()
    await zhang.get_by_role("button", name="回复").last.click()
    await write(zhang, "八点")
    await expect(wang.locator("article .quote").last).to_have_text("王叔叔几点停水？")

    await zhang.locator("article.own", has_text="八点").hover()
    await zhang.locator("article.own", has_text="八点").get_by_role("button", name="改").click()
    await write(zhang, "九点")

    await expect(last_said(wang)).to_have_text("九点")
    await expect(wang.locator("article time").last).to_contain_text("已修改")


async def test_photos_voices_places_and_albums_are_sent_and_shown(page: Page, bot: Bot) -> None:
    zhang, wang = phone(page, 1), phone(page, 2)
    await choose(zhang, "示例照片")
    await expect(wang.locator("article img")).to_have_js_property("complete", value=True)
    await choose(zhang, "示例语音")
    await expect(wang.locator("article audio")).to_have_count(1)
    await choose(zhang, "示例相册（3 张）")
    await expect(wang.locator(".album img")).to_have_count(3)
    await choose(zhang, "发位置")
    await page.get_by_label("纬度").fill("25.5")
    await page.get_by_role("button", name="发送这个位置").click()

    await expect(wang.locator(".place")).to_contain_text("25.5000")
    kinds = [
        next(iter({"photo", "voice", "location"} & set(update["message"]))) for update in await bot.updates()
    ]
    assert kinds == ["photo", "voice", "photo", "photo", "photo", "location"]


async def test_a_voice_is_recorded_and_a_sample_sent_where_there_is_no_microphone(
    look: Look, bot: Bot, sandbox: Sandbox
) -> None:
    table = [{"user_id": ZHANG, "chat_id": GROUP}]
    for allowed in (["microphone"], []):
        zhang = phone(await look.at(sandbox.url, phones=table, allowed=allowed), 1)
        await zhang.get_by_role("button", name="按一下录音").click()
        if allowed:
            await zhang.get_by_role("button", name="正在录音").click()
        else:
            await expect(zhang.get_by_role("status")).to_contain_text("没有麦克风")
        await expect(zhang.locator("article audio")).to_have_count(1 if allowed else 2)

    recorded, sample = [update["message"]["voice"] for update in await bot.updates()]
    assert (recorded["mime_type"], sample["mime_type"]) == ("audio/webm", "audio/ogg")
    file = await bot.client.get(f"{sandbox.url}/people/file", params={"file_id": recorded["file_id"]})
    assert len(file.content) > 100


async def test_files_are_sent_by_choosing_and_by_dropping(page: Page, bot: Bot) -> None:
    zhang, wang = phone(page, 1), phone(page, 2)
    await zhang.locator("input[type=file]").set_input_files(
        {"name": "名单.txt", "mimeType": "text/plain", "buffer": "张三".encode()}
    )
    await expect(wang.locator(".card")).to_contain_text("名单.txt")
    dropped = await page.evaluate_handle(
        """(content) => { const given = new DataTransfer();
            const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
            given.items.add(new File([bytes], "楼道.png", { type: "image/png" })); return given; }""",
        base64.b64encode(ONE_PIXEL).decode(),
    )
    await zhang.dispatch_event("dragover", {"dataTransfer": dropped})
    await expect(zhang).to_have_class("phone held over")
    await zhang.dispatch_event("drop", {"dataTransfer": dropped})

    await expect(wang.locator("article img")).to_have_count(1)
    document, photo = (update["message"] for update in await bot.updates())
    path = (await bot.do("getFile", file_id=photo["photo"][-1]["file_id"]))["file_path"]
    fetched = await bot.client.get(f"{bot.url.replace('/bot', '/file/bot')}/{path}")
    assert (document["document"]["file_name"], fetched.content) == ("名单.txt", ONE_PIXEL)


async def test_reactions_show_on_every_phone_and_are_taken_back(page: Page) -> None:
    zhang, wang = phone(page, 1), phone(page, 2)
    await write(zhang, "灯修好了")
    await wang.locator("article", has_text="灯修好了").hover()
    await wang.get_by_role("button", name="表态").last.click()
    await wang.get_by_role("button", name="👍", exact=True).click()
    await expect(zhang.locator(".reactions button")).to_have_text("👍 1")

    await wang.locator(".reactions button").click()

    await expect(zhang.locator(".reactions button")).to_have_count(0)


async def test_a_slash_offers_the_bots_commands(page: Page, bot: Bot) -> None:
    offered = [{"command": "mine", "description": "我的诉求"}, {"command": "help", "description": "怎么用"}]
    await bot.do("setMyCommands", commands=offered)
    zhang = phone(page, 1)

    await zhang.locator("textarea").press_sequentially("/m")
    await zhang.get_by_role("option", name="/mine").click()

    await expect(last_said(zhang)).to_have_text("/mine")


async def test_a_busy_bot_is_seen_typing(page: Page, bot: Bot) -> None:
    await bot.do("sendChatAction", chat_id=GROUP, action="typing")

    await expect(phone(page, 1).locator(".title small")).to_have_text("吾爱邻 正在输入……")


async def test_pinned_messages_stand_on_top_and_lead_back(page: Page, bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.add_bot(GROUP, status="administrator")
    notice = await bot.do("sendMessage", chat_id=GROUP, text="周三停水")
    await bot.do("pinChatMessage", chat_id=GROUP, message_id=notice["message_id"])

    await expect(phone(page, 1).locator(".pins")).to_contain_text("周三停水")


async def test_entities_become_what_they_mean_and_nothing_more(page: Page, bot: Bot) -> None:
    text = '😀<b>重要</b> <a href="https://example.org/">看</a> &lt;img src=x onerror=alert(1)&gt; <tg-spoiler>密</tg-spoiler>'
    await bot.do("sendMessage", chat_id=GROUP, text=text, parse_mode="HTML")
    said = last_said(phone(page, 1))

    await expect(said.locator("b")).to_have_text("重要")
    await expect(said.locator("a")).to_have_attribute("href", "https://example.org/")
    await expect(said).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(said.locator("img")).to_have_count(0)


async def test_starting_blocking_leaving_and_joining(page: Page, bot: Bot) -> None:
    zhang, wang = phone(page, 1), phone(page, 2)
    await wang.get_by_role("button", name="返回聊天列表").click()
    await row(wang, "吾爱邻").click()
    await expect(wang.locator("textarea")).to_be_hidden()
    await wang.get_by_role("button", name="开始").click()
    await expect(last_said(wang)).to_have_text("/start")
    await wang.get_by_role("button", name="更多").click()
    await wang.get_by_role("menuitem", name="拉黑机器人").click()
    await expect(wang.locator(".gate")).to_contain_text("你拉黑了这个机器人")

    await zhang.get_by_role("button", name="更多").click()
    await zhang.get_by_role("menuitem", name="退出群聊").click()
    await zhang.get_by_role("button", name="加入 锦江苑").click()
    await row(zhang, "锦江苑").click()

    await expect(zhang.locator(".event").last).to_have_text("张阿姨 进群")
    assert (
        await bot.refused("sendMessage", chat_id=WANG, text="在吗")
        == "Forbidden: bot was blocked by the user"
    )


async def test_one_phone_can_become_anothers_and_phones_come_and_go(page: Page) -> None:
    await phone(page, 1).get_by_label("我是谁").select_option("王叔叔")
    await expect(phone(page, 1)).to_have_attribute("aria-label", "王叔叔的手机")
    await phone(page, 1).get_by_role("button", name="收起这部手机").click()
    await expect(page.locator(".phone")).to_have_count(2)
    page.once("dialog", lambda dialog: dialog.accept("李奶奶"))
    await page.locator("#newcomer").click()
    await expect(phone(page, 3)).to_have_attribute("aria-label", "李奶奶的手机")

    await page.reload()

    await expect(phone(page, 3)).to_have_attribute("aria-label", "李奶奶的手机")


async def test_the_clock_is_put_forward(page: Page, bot: Bot) -> None:
    before = (await bot.client.get(f"{bot.url.partition('/bot')[0]}/people/clock")).json()["ahead"]
    await page.locator("#clock").click()
    await page.get_by_role("menuitem", name="1 天").click()
    await write(phone(page, 1), "明天见")
    await expect(page.locator("#clock")).to_have_class("key ahead")

    said = (await bot.updates(timeout=10))[0]["message"]["date"]
    after = (await bot.client.get(f"{bot.url.partition('/bot')[0]}/people/clock")).json()
    assert (before, after["ahead"]) == (0, 86_400)
    assert abs(said - after["now"]) < 30


async def test_looks_are_chosen_and_kept(page: Page) -> None:
    await page.locator("#settings").click()
    await page.get_by_label("大字").check()
    await page.get_by_label("深浅").select_option("深色")
    await page.get_by_role("button", name="English").click()
    await expect(page.locator("#newcomer")).to_have_text("Add a person")

    background = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    size = await page.evaluate("getComputedStyle(document.documentElement).fontSize")
    assert (background, size) == ("rgb(18, 22, 15)", "22px")
    assert await page.evaluate("document.documentElement.lang") == "en"


async def test_a_thousand_messages_are_drawn_as_they_are_looked_at(
    bot: Bot, look: Look, sandbox: Sandbox
) -> None:
    await sandbox.people.say_many(
        [{"user_id": ZHANG, "chat_id": GROUP, "text": f"第{number}句"} for number in range(1000)]
    )
    page = await look.at(sandbox.url, phones=[{"user_id": WANG, "chat_id": GROUP}])
    log, articles = page.locator(".log"), page.locator("article")
    await expect(last_said(phone(page, 1))).to_have_text("第999句")
    at_first = await articles.count()

    for drawn in (*range(at_first + 120, 1000, 120), 1000):
        await log.evaluate("(it) => { it.scrollTop = it.scrollTop === 0 ? 1 : 0; }")
        await expect(articles).to_have_count(drawn)
    await expect(articles.first).to_contain_text("第0句")
    await sandbox.people.say(ZHANG, "新的一句", chat_id=GROUP)

    await expect(page.locator(".end")).to_have_text("1 条新消息")
    assert at_first <= 200


async def test_what_is_refused_is_said_and_the_words_stay(page: Page, sandbox: Sandbox) -> None:
    zhang = phone(page, 1)
    await zhang.locator("textarea").fill("再见")
    await sandbox.people.deactivate(ZHANG)
    await zhang.locator("textarea").press("Enter")

    await expect(zhang.get_by_role("status")).to_contain_text("deactivated")
    await expect(zhang.locator("textarea")).to_have_value("再见")


async def test_everything_can_be_reached_by_keyboard(page: Page) -> None:
    zhang = phone(page, 1)
    await zhang.locator("textarea").focus()
    await page.keyboard.type("键盘也能用")
    await page.keyboard.press("Enter")
    await expect(last_said(zhang)).to_have_text("键盘也能用")
    await zhang.get_by_role("button", name="发照片、文件、位置").press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")

    await expect(zhang.locator("article img")).to_have_count(1)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
async def test_axe_finds_nothing_serious(
    bot: Bot, look: Look, sandbox: Sandbox, theme: str, size: str
) -> None:
    await sandbox.people.send_media(WANG, "photo", chat_id=GROUP, caption="楼道 https://example.org")
    await sandbox.people.send_media(WANG, "voice", chat_id=GROUP)
    await bot.do("sendPoll", chat_id=GROUP, question="几点？", options=["七点", "八点"])
    keys = {"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]}
    await bot.do("sendMessage", chat_id=GROUP, text="<b>通知</b> /help", parse_mode="HTML", reply_markup=keys)
    page = await look.at(sandbox.url, size=size, phones=TABLE, theme=theme)
    await expect(last_said(phone(page, 1))).to_contain_text("通知")
    await page.locator("#settings").click()

    assert await serious_faults(page) == []
