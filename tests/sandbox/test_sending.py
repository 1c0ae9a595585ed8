"""What a bot says and asks, and how it then shows."""

import json

import pytest

from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, WANG, ZHANG, Bot

OK = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}, {"text": "不", "callback_data": "no"}]]}


async def test_html_becomes_text_and_entities_in_utf16(bot: Bot) -> None:
    sent = await bot.do(
        "sendMessage",
        chat_id=ZHANG,
        parse_mode="HTML",
        text="😀 <b>粗<i>斜</i></b> &lt;a&gt; <a href='https://example.org'>网</a>"
        " <pre><code class='language-py'>x</code></pre> /help",
    )

    assert sent["text"] == "😀 粗斜 <a> 网 x /help"
    assert sent["entities"] == [
        {"offset": 3, "length": 2, "type": "bold"},
        {"offset": 4, "length": 1, "type": "italic"},
        {"offset": 10, "length": 1, "type": "text_link", "url": "https://example.org"},
        {"offset": 12, "length": 1, "type": "pre", "language": "py"},
        {"offset": 14, "length": 5, "type": "bot_command"},
    ]


async def test_parameters_are_read_from_query_form_multipart_and_json(bot: Bot) -> None:
    text = {"chat_id": str(ZHANG), "text": "同样"}
    url = f"{bot.url}/sendMessage"
    answers = [
        await bot.client.get(url, params=text),
        await bot.client.post(url, data=text),
        await bot.client.post(url, data=text, files={"unused": b"x"}),
        await bot.client.post(url, json=text),
        await bot.client.post(url.replace("sendMessage", "SENDMESSAGE"), params=text),
    ]

    assert [answer.json()["result"]["text"] for answer in answers] == ["同样"] * 5


async def test_a_reply_quotes_and_buttons_stay(bot: Bot, sandbox: Sandbox) -> None:
    said = await sandbox.people.say(ZHANG, "几点开会", chat_id=GROUP)
    sent = await bot.do(
        "sendMessage", chat_id=GROUP, text="七点", reply_parameters={"message_id": said}, reply_markup=OK
    )
    await bot.do(
        "sendMessage", chat_id=GROUP, text="选", reply_markup={"keyboard": [["是"]], "resize_keyboard": True}
    )
    shown = await sandbox.people.messages(GROUP, after=said)

    assert sent["reply_to_message"]["text"] == "几点开会"
    assert sent["reply_markup"] == OK
    assert [[button["text"] for row in message["buttons"] for button in row] for message in shown] == [
        ["好", "不"],
        [],
    ]
    assert shown[1]["keyboard"] == {"keyboard": [[{"text": "是"}]], "resize_keyboard": True}


async def test_an_edit_without_buttons_takes_them_away(bot: Bot, sandbox: Sandbox) -> None:
    sent = await bot.do("sendMessage", chat_id=ZHANG, text="好吗", reply_markup=OK)
    message_id = sent["message_id"]
    await bot.do("editMessageReplyMarkup", chat_id=ZHANG, message_id=message_id)
    edited = await bot.do("editMessageText", chat_id=ZHANG, message_id=message_id, text="谢谢")

    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]
    assert [m["text"] for m in await sandbox.people.messages(ZHANG, after=1)] == ["谢谢"]


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "video", "audio"])
async def test_an_uploaded_file_comes_back_whole(bot: Bot, sandbox: Sandbox, kind: str) -> None:
    content = bytes(range(256)) * 300
    form = {"chat_id": ZHANG, "caption": "<b>图</b>", "parse_mode": "HTML"}
    url = f"{bot.url}/send{kind.capitalize()}"
    answer = await bot.client.post(url, data=form, files={kind: ("现场.bin", content)})
    sent = answer.json()["result"]
    shown = sent[kind][-1] if kind == "photo" else sent[kind]
    file = await bot.do("getFile", file_id=shown["file_id"])
    download = await bot.client.get(f"{sandbox.base_file_url}{sandbox.token}/{file['file_path']}")
    again = await bot.do(f"send{kind.capitalize()}", chat_id=ZHANG, **{kind: shown["file_id"]})

    assert download.content == content
    assert (sent["caption"], sent["caption_entities"]) == ("图", [{"offset": 0, "length": 1, "type": "bold"}])
    assert (again[kind][-1] if kind == "photo" else again[kind])["file_id"] == shown["file_id"]


async def test_an_album_is_as_many_messages_with_one_id(bot: Bot, sandbox: Sandbox) -> None:
    media = [
        {"type": "photo", "media": "attach://a", "caption": "前"},
        {"type": "photo", "media": "attach://b"},
    ]
    answer = await bot.client.post(
        f"{bot.url}/sendMediaGroup",
        data={"chat_id": ZHANG, "media": json.dumps(media)},
        files={"a": b"1", "b": b"2"},
    )
    sent = answer.json()["result"]

    assert [message.get("caption") for message in sent] == ["前", None]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert len(await sandbox.people.messages(ZHANG, after=1)) == 2


async def test_a_caption_is_edited_and_a_text_has_none(bot: Bot) -> None:
    photo = await bot.do("sendPhoto", chat_id=ZHANG, photo="https://example.org/a.jpg")
    text = await bot.do("sendMessage", chat_id=ZHANG, text="a")
    edited = await bot.do("editMessageCaption", chat_id=ZHANG, message_id=photo["message_id"], caption="新")
    wrong = [
        await bot.refused(method, chat_id=ZHANG, message_id=message["message_id"], text="x", caption="x")
        for method, message in (("editMessageCaption", text), ("editMessageText", photo))
    ]

    assert edited["caption"] == "新"
    assert wrong == [
        "Bad Request: there is no caption in the message to edit",
        "Bad Request: there is no text in the message to edit",
    ]


async def test_a_copy_hides_and_a_forward_names_the_origin(bot: Bot, sandbox: Sandbox) -> None:
    said = await sandbox.people.send_media(ZHANG, "photo", chat_id=GROUP, caption="#漏水")
    source = {"chat_id": ZHANG, "from_chat_id": GROUP, "message_id": said}
    copied = await bot.do("copyMessage", **source)
    forwarded = await bot.do("forwardMessage", **source)
    shown = await sandbox.people.messages(ZHANG, after=1)

    assert copied == {"message_id": 2}
    assert [message["caption"] for message in shown] == ["#漏水", "#漏水"]
    assert "forward_origin" not in shown[0]
    assert forwarded["forward_origin"]["sender_user"]["id"] == ZHANG


async def test_a_bot_asks_about_a_group(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.add_bot(GROUP, status="administrator")
    about = await bot.do("getChat", chat_id=GROUP)
    ours = await bot.do("getMe")
    members = [
        (await bot.do("getChatMember", chat_id=GROUP, user_id=user_id))["status"]
        for user_id in (ZHANG, ours["id"])
    ]
    admins = await bot.do("getChatAdministrators", chat_id=GROUP)

    assert (about["title"], about["type"]) == ("锦江苑", "supergroup")
    assert members == ["member", "administrator"]
    assert [admin["user"]["id"] for admin in admins] == [ours["id"]]
    assert await bot.do("getChatMemberCount", chat_id=GROUP) == 3


async def test_pinning_shows_and_needs_rights_in_a_group(bot: Bot, sandbox: Sandbox) -> None:
    sent = await bot.do("sendMessage", chat_id=GROUP, text="公告")
    pin = {"chat_id": GROUP, "message_id": sent["message_id"]}
    refused = await bot.refused("pinChatMessage", **pin)
    await sandbox.people.add_bot(GROUP, status="administrator")
    await bot.do("pinChatMessage", **pin)
    pinned = (await bot.do("getChat", chat_id=GROUP))["pinned_message"]["text"]
    await bot.do("unpinChatMessage", **pin)

    assert refused == "Bad Request: not enough rights to manage pinned messages in the chat"
    assert pinned == "公告"
    assert [m["pinned"] for m in await sandbox.people.messages(GROUP)] == [False, False]


async def test_what_a_bot_says_of_itself_is_kept_for_each_audience(bot: Bot) -> None:
    menu = [{"command": "menu", "description": "菜单"}]
    await bot.do("setMyCommands", commands=menu)
    await bot.do("setMyCommands", commands=[], scope={"type": "all_group_chats"})
    await bot.do("setMyDescription", description="邻里帮手")
    await bot.do("setMyShortDescription", short_description="帮手")
    await bot.do("setMyName", name="小邻")
    await bot.do("setChatMenuButton", menu_button={"type": "commands"})
    said = [await bot.do(f"getMy{what}") for what in ("Commands", "Description", "ShortDescription", "Name")]
    await bot.do("deleteMyCommands")

    assert said == [menu, {"description": "邻里帮手"}, {"short_description": "帮手"}, {"name": "小邻"}]
    assert await bot.do("getChatMenuButton") == {"type": "commands"}
    assert (await bot.do("getMe"))["first_name"] == "小邻"
    assert await bot.do("getMyCommands") == []


async def test_a_bot_can_be_reached_by_username_of_a_group_only(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.add_user(WANG, "王", "wang_er")

    assert await bot.refused("sendMessage", chat_id="@wang_er", text="a") == "Bad Request: chat not found"
