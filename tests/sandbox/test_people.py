"""The people's side: what they do reaches the bot; what cannot be is refused by field."""

import re
import time

import httpx
import pytest

from sandbox.client import PeopleError
from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, STRANGE_GROUP, WANG, ZHANG, Bot

OK = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}


async def test_a_text_arrives_with_its_entities_and_its_reply(bot: Bot, sandbox: Sandbox) -> None:
    first = await sandbox.people.say(WANG, "灯坏了", chat_id=GROUP)
    await sandbox.people.say(ZHANG, "/me @wang_er #路灯 也是", chat_id=GROUP, reply_to=first)
    message = (await bot.updates())[-1]["message"]

    assert message["from"] == {
        "id": ZHANG,
        "is_bot": False,
        "first_name": "张",
        "username": "zhang_san",
        "language_code": "zh-hans",
    }
    assert message["chat"] == {"id": GROUP, "title": "锦江苑", "type": "supergroup"}
    assert message["reply_to_message"]["text"] == "灯坏了"
    assert [(e["type"], e["offset"], e["length"]) for e in message["entities"]] == [
        ("bot_command", 0, 3),
        ("mention", 4, 8),
        ("hashtag", 13, 3),
    ]


async def test_start_carries_its_parameter_and_lets_the_bot_answer(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.start(WANG, "enrol-7")

    assert (await bot.updates())[0]["message"]["text"] == "/start enrol-7"
    assert (await bot.do("sendMessage", chat_id=WANG, text="你好"))["chat"]["id"] == WANG


async def test_a_press_carries_its_data_and_gets_its_toast(bot: Bot, sandbox: Sandbox) -> None:
    sent = await bot.do("sendMessage", chat_id=GROUP, text="好吗", reply_markup=OK)
    press = await sandbox.people.press(WANG, "好", chat_id=GROUP)
    query = (await bot.updates())[0]["callback_query"]
    await bot.do("answerCallbackQuery", callback_query_id=press, text="收到", show_alert=True)

    assert (query["id"], query["data"], query["from"]["id"]) == (press, "ok", WANG)
    assert query["message"] == sent
    assert await sandbox.people.toast(press) == {"text": "收到", "show_alert": True, "url": ""}


async def test_a_forged_press_arrives_though_no_button_has_its_data(bot: Bot, sandbox: Sandbox) -> None:
    sent = await bot.do("sendMessage", chat_id=ZHANG, text="好吗", reply_markup=OK)
    await sandbox.people.press(ZHANG, message_id=sent["message_id"], force="tickets:close:1")
    await sandbox.people.press(ZHANG, message_id=999, force="x")
    queries = [update["callback_query"] for update in await bot.updates()]

    assert [query["data"] for query in queries] == ["tickets:close:1", "x"]
    assert queries[1]["message"]["date"] == 0


async def test_an_album_of_people_has_one_id_and_real_bytes(bot: Bot, sandbox: Sandbox) -> None:
    ids = await sandbox.people.album(ZHANG, 3, chat_id=GROUP, caption="楼道")
    single = await sandbox.people.send_media(ZHANG, "document", content=b"real", file_name="a.pdf")
    messages = [update["message"] for update in await bot.updates()]
    file = await bot.do("getFile", file_id=messages[3]["document"]["file_id"])
    download = await bot.client.get(f"{sandbox.base_file_url}{sandbox.token}/{file['file_path']}")

    assert [message["message_id"] for message in messages] == [*ids, single]
    assert len({message["media_group_id"] for message in messages[:3]}) == 1
    assert [message.get("caption") for message in messages[:3]] == ["楼道", None, None]
    assert messages[3]["document"]["file_name"] == "a.pdf"
    assert download.content == b"real"


async def test_coming_and_going_is_reported(bot: Bot, sandbox: Sandbox) -> None:
    people = sandbox.people
    await people.add_bot(GROUP, by=WANG, status="administrator")
    await bot.updates(offset=2**40, allowed_updates=["message", "chat_member", "my_chat_member"])
    await people.leave(GROUP, ZHANG)
    await people.join(GROUP, ZHANG, by=WANG)
    await people.remove_bot(GROUP, by=WANG)
    updates = await bot.updates()

    changes = [update.get("chat_member") or update.get("my_chat_member") for update in updates]
    assert [
        (c["from"]["id"], c["old_chat_member"]["status"], c["new_chat_member"]["status"])
        for c in changes
        if c
    ] == [(ZHANG, "member", "left"), (WANG, "left", "member"), (WANG, "administrator", "kicked")]
    services = [update["message"] for update in updates if "message" in update]
    assert services[0]["left_chat_member"]["id"] == ZHANG
    assert services[1]["new_chat_members"][0]["id"] == ZHANG


async def test_privacy_mode_hides_what_is_not_meant_for_the_bot(bot: Bot, sandbox: Sandbox) -> None:
    people = sandbox.people
    await people.set_bot(privacy=True)
    sent = await bot.do("sendMessage", chat_id=GROUP, text="我在")
    said = ["闲聊", "/菜单", "/menu", "@wuailin_demo_bot 你好"]
    for text in said:
        await people.say(ZHANG, text, chat_id=GROUP)
    await people.say(ZHANG, "回复", chat_id=GROUP, reply_to=sent["message_id"])
    await people.send_media(ZHANG, "photo", chat_id=GROUP)
    await people.send_media(ZHANG, "photo", chat_id=GROUP, reply_to=sent["message_id"])
    await people.add_bot(GROUP, status="administrator")
    await people.say(ZHANG, "闲聊二", chat_id=GROUP)
    heard = [update["message"].get("text", "照片") for update in await bot.updates() if "message" in update]

    assert heard == ["/menu", "@wuailin_demo_bot 你好", "回复", "照片", "闲聊二"]
    assert (await bot.do("getMe"))["can_read_all_group_messages"] is False


async def test_several_bots_hear_a_group_and_talk_apart(bot: Bot, sandbox: Sandbox) -> None:
    other = Bot(sandbox, bot.client)
    other.url = f"{sandbox.base_url}77:second"
    ours = await other.do("getMe")
    await sandbox.people.add_bot(GROUP, bot_id=ours["id"])
    await sandbox.people.say(ZHANG, "大家好", chat_id=GROUP)
    await sandbox.people.start(ZHANG, bot_id=ours["id"])
    await other.do("sendMessage", chat_id=ZHANG, text="第二个")

    assert [m["text"] for m in await sandbox.people.messages(ZHANG)] == ["/start"]
    assert [m["text"] for m in await sandbox.people.messages(ZHANG, bot_id=77)] == ["/start", "第二个"]
    assert len([u for u in await other.updates() if "text" in u.get("message", {})]) == 2
    assert [u["message"]["text"] for u in await bot.updates() if "text" in u.get("message", {})] == ["大家好"]


async def test_a_stopped_clock_dates_the_messages(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.set_clock(1_764_000_000)

    assert (await bot.do("sendMessage", chat_id=ZHANG, text="a"))["date"] == 1_764_000_000


async def test_a_clock_put_forward_goes_on_from_there(bot: Bot, sandbox: Sandbox) -> None:
    before = int(time.time())
    await sandbox.people.forward_clock(86_400)
    await sandbox.people.forward_clock(3_600)
    clock = await sandbox.people.clock()
    sent = await bot.do("sendMessage", chat_id=ZHANG, text="a")
    after = int(time.time())

    assert (clock["ahead"], clock["stopped"]) == (90_000, False)
    assert before + 90_000 <= sent["date"] <= after + 90_000


async def test_a_clock_does_not_go_back(sandbox: Sandbox) -> None:
    with pytest.raises(PeopleError) as refused:
        await sandbox.people.forward_clock(-1)

    assert refused.value.field == "seconds"
    assert (await sandbox.people.clock())["ahead"] == 0


async def test_waiting_in_vain_tells_what_the_chat_shows(bot: Bot, sandbox: Sandbox) -> None:
    await bot.do("sendMessage", chat_id=ZHANG, text="别的")

    with pytest.raises(AssertionError, match="#2 吾爱邻: '别的'"):
        await sandbox.people.wait_for(ZHANG, lambda m: m["text"] == "这个", timeout=0.1)


async def test_a_place_has_no_words_to_change(bot: Bot, sandbox: Sandbox) -> None:
    place = await sandbox.people.send_location(ZHANG, 1, 1, chat_id=GROUP)
    photo = await sandbox.people.send_media(ZHANG, "photo", chat_id=GROUP)
    await sandbox.people.edit(ZHANG, photo, "三栋", chat_id=GROUP)

    with pytest.raises(PeopleError, match="has no words to change"):
        await sandbox.people.edit(ZHANG, place, "三栋", chat_id=GROUP)
    assert [update["edited_message"]["caption"] for update in (await bot.updates())[2:]] == ["三栋"]


@pytest.mark.parametrize(
    ("verb", "form", "status", "field"),
    [
        ("say", {"user_id": 77, "text": "a"}, 404, "user_id"),
        ("say", {"user_id": ZHANG}, 422, "text"),
        ("say", {"user_id": ZHANG, "text": "a", "mood": 1}, 422, "mood"),
        ("say", {"user_id": ZHANG, "text": "a", "reply_to": 99}, 404, "reply_to"),
        ("say", {"user_id": ZHANG, "text": "a", "chat_id": STRANGE_GROUP}, 403, "user_id"),
        ("say", {"user_id": ZHANG, "text": "a", "chat_id": WANG}, 403, "chat_id"),
        ("say", {"user_id": ZHANG, "text": "a", "chat_id": -9}, 404, "chat_id"),
        ("say", {"user_id": ZHANG, "text": "a", "bot_id": 9}, 404, "bot_id"),
        (
            "say_many",
            {"items": [{"user_id": ZHANG, "text": "a"}, {"user_id": 8, "text": "a"}]},
            404,
            "items.1.user_id",
        ),
        ("send_media", {"user_id": ZHANG, "content": "%"}, 422, "content"),
        ("edit", {"user_id": WANG, "chat_id": GROUP, "message_id": 1, "text": "a"}, 404, "message_id"),
        ("press", {"user_id": ZHANG, "button": "无"}, 404, "button"),
        ("press", {"user_id": ZHANG}, 400, "button"),
        ("add_group", {"chat_id": GROUP, "title": "a"}, 409, "chat_id"),
        ("add_group", {"chat_id": -7, "title": "a", "members": [77]}, 404, "members"),
        ("join", {"chat_id": GROUP, "user_id": ZHANG}, 409, "user_id"),
        ("migrate", {"chat_id": GROUP}, 409, "chat_id"),
        ("start", {"user_id": ZHANG, "param": "a b"}, 422, "param"),
        ("start", {"user_id": ZHANG, "param": "a" * 65}, 422, "param"),
        ("fault", {"kind": "fire"}, 422, "kind"),
        ("fault", {"kind": "500", "methods": []}, 400, "methods"),
        ("set_limits", {"group": {"calls": 1, "seconds": 0}}, 422, "group.seconds"),
        ("dance", {}, 404, "verb"),
    ],
)
async def test_what_cannot_be_is_refused_by_field(
    bot: Bot, sandbox: Sandbox, verb: str, form: dict, status: int, field: str
) -> None:
    response = await bot.client.post(f"{sandbox.url}/people/{verb}", json=form)

    assert (response.status_code, response.json()["field"]) == (status, field)


@pytest.mark.parametrize(
    ("view", "status", "field"),
    [
        ("messages", 400, "chat_id"),
        ("messages?chat_id=x", 400, "chat_id"),
        ("messages?chat_id=-9", 404, "chat_id"),
        ("toast?callback_id=1", 404, "callback_id"),
        ("calls?since=x", 400, "since"),
        ("calls?since=99999999999999999999", 400, "since"),
        ("file?file_id=x", 404, "file_id"),
    ],
)
async def test_what_is_not_there_cannot_be_seen(
    bot: Bot, sandbox: Sandbox, view: str, status: int, field: str
) -> None:
    response = await bot.client.get(f"{sandbox.url}/people/{view}")

    assert (response.status_code, response.json()["field"]) == (status, field)


async def test_a_body_that_is_no_json_is_refused(bot: Bot, sandbox: Sandbox) -> None:
    response = await bot.client.post(f"{sandbox.url}/people/say", content=b"{")

    assert (response.status_code, response.json()["field"]) == (400, "body")


async def test_the_client_names_the_field(sandbox: Sandbox) -> None:
    with pytest.raises(PeopleError, match="nobody has the id 1") as caught:
        await sandbox.people.say(1, "a")

    assert caught.value.field == "user_id"


@pytest.mark.usefixtures("bot")
async def test_everybody_and_every_chat_can_be_seen(sandbox: Sandbox) -> None:
    chats = {chat["id"]: chat for chat in await sandbox.people.chats()}
    (shown,) = await sandbox.people.bots()

    assert [user["id"] for user in await sandbox.people.users()] == [ZHANG, WANG]
    assert chats[GROUP]["members"] == {str(ZHANG): "member", str(WANG): "member"}
    assert chats[ZHANG]["started"] is True
    assert shown["connected"] is True


async def test_the_page_is_served_and_lets_nothing_foreign_in(sandbox: Sandbox) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        page = await client.get("/")
        named = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
        parts = [(await client.get(path)).status_code for path in named]

    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert len(parts) >= 4
    assert set(parts) == {200}
