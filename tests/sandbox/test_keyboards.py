"""Buttons and keyboards: which are taken, and whom they are for."""

import pytest

from sandbox.client import PeopleError
from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, WANG, ZHANG, Bot


def inline(**button: object) -> dict:
    return {"inline_keyboard": [[{"text": "好", **button}]]}


def keys(**key: object) -> dict:
    return {"keyboard": [[{"text": "好", **key}]]}


async def shown_to(bot: Bot, sandbox: Sandbox, user_id: int) -> dict:
    query = {"chat_id": GROUP, "user_id": user_id}
    return (await bot.client.get(f"{sandbox.url}/people/messages", params=query)).json()


@pytest.mark.parametrize(
    "button",
    [
        {"callback_data": "签" * 21},
        {"url": "https://example.org"},
        {"url": "tg://user?id=5"},
        {"login_url": {"url": "https://example.org"}},
        {"switch_inline_query": ""},
        {"switch_inline_query_current_chat": "报修"},
        {"switch_inline_query_chosen_chat": {"allow_group_chats": True}},
        {"copy_text": {"text": "0591-12345"}},
    ],
)
async def test_every_kind_of_button_is_taken_in_a_group(bot: Bot, button: dict) -> None:
    sent = await bot.do("sendMessage", chat_id=GROUP, text="选", reply_markup=inline(**button))

    assert sent["reply_markup"] == inline(**button)


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        (inline(web_app={"url": "https://example.org"}), "BUTTON_TYPE_INVALID"),
        (inline(web_app={"url": "http://example.org"}), "inline keyboard button Web App URL 'http://example.org' is invalid: Only HTTPS links are allowed"),
        (inline(login_url={"url": "http://example.org"}), "inline keyboard button login URL 'http://example.org' is invalid: Only HTTPS links are allowed"),
        (inline(copy_text={"text": "长" * 257}), "BUTTON_COPY_TEXT_INVALID"),
        (inline(copy_text="x"), "BUTTON_COPY_TEXT_INVALID"),
        (inline(pay=True), "BUTTON_TYPE_INVALID"),
        (inline(callback_game={}), "BUTTON_TYPE_INVALID"),
        ({"inline_keyboard": [[{"text": "好", "callback_data": "x"}] * 4] * 26}, "reply markup is too long"),
        (keys(request_contact=True), "phone number can be requested in private chats only"),
        (keys(request_location=True), "location can be requested in private chats only"),
        (keys(request_poll={"type": "quiz"}), "poll can be requested in private chats only"),
        (keys(web_app={"url": "https://example.org"}), "Web App buttons can be used in private chats only"),
        (keys(web_app={"url": "http://example.org"}), "keyboard button Web App URL 'http://example.org' is invalid: Only HTTPS links are allowed"),
    ],
)  # fmt: skip
async def test_buttons_that_do_not_belong_in_a_group_are_refused(bot: Bot, markup: dict, said: str) -> None:
    refused = await bot.refused("sendMessage", chat_id=GROUP, text="选", reply_markup=markup)

    assert refused == f"Bad Request: {said}"


NO_BUTTON, NO_KEY = "can't parse inline keyboard button: ", "can't parse keyboard button: "


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ([], "object expected as reply markup"),
        ({"keyboard": "好"}, 'field "keyboard" must be of type Array'),
        ({"keyboard": ["好"]}, 'field "keyboard" must be an Array of Arrays'),
        ({"keyboard": [[1]]}, NO_KEY + "KeyboardButton must be a String or an Object"),
        ({"keyboard": [[{"request_contact": True}]]}, NO_KEY + 'Can\'t find field "text"'),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" must be of type Array'),
        ({"inline_keyboard": [{}]}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        ({"inline_keyboard": [["好"]]}, NO_BUTTON + "InlineKeyboardButton must be an Object"),
        ({"inline_keyboard": [[{"callback_data": "x"}]]}, NO_BUTTON + 'Can\'t find field "text"'),
        (inline(callback_data=""), NO_BUTTON + "Text buttons are unallowed in the inline keyboard"),
        (inline(callback_data={}), NO_BUTTON + 'Field "callback_data" must be of type String'),
        (inline(web_app="https://example.org"), NO_BUTTON + 'Field "web_app" must be of type Object'),
        (inline(web_app={}), NO_BUTTON + 'Can\'t find field "url"'),
    ],
)  # fmt: skip
async def test_buttons_that_do_not_parse_are_refused(bot: Bot, markup: object, said: str) -> None:
    refused = await bot.refused("sendMessage", chat_id=ZHANG, text="选", reply_markup=markup)

    assert refused == f"Bad Request: {said}"


@pytest.mark.parametrize(
    "markup",
    [{}, {"remove_keyboard": False}, {"inline_keyboard": [[]]}, {"keyboard": [[{"text": ""}]]}, inline(text="", url="x.org")],
)  # fmt: skip
async def test_a_markup_that_asks_for_nothing_is_none(bot: Bot, sandbox: Sandbox, markup: dict) -> None:
    sent = await bot.do("sendMessage", chat_id=ZHANG, text="选", reply_markup=markup)

    assert "reply_markup" not in sent
    assert (await sandbox.people.messages(ZHANG))[-1]["keyboard"] is None


async def test_only_inline_buttons_stand_under_what_is_there(bot: Bot) -> None:
    text = await bot.do("sendMessage", chat_id=ZHANG, text="选")
    poll = await bot.do("sendPoll", chat_id=ZHANG, question="几点？", options=["七点"])
    refused = [
        await bot.refused(method, chat_id=ZHANG, message_id=of["message_id"], text="x", reply_markup=keys())
        for method, of in (("editMessageText", text), ("editMessageReplyMarkup", text), ("stopPoll", poll))
    ]

    assert refused == ["Bad Request: inline keyboard expected"] * 3


async def test_a_hundred_buttons_are_taken_and_apps_in_private(bot: Bot) -> None:
    hundred = {"inline_keyboard": [[{"text": "好", "callback_data": "x"}] * 4] * 25}
    app = inline(web_app={"url": "https://example.org"})

    await bot.do("sendMessage", chat_id=GROUP, text="选", reply_markup=hundred)
    await bot.do("sendMessage", chat_id=ZHANG, text="选", reply_markup=app)
    sent = await bot.do("sendMessage", chat_id=GROUP, text="选")
    refused = await bot.refused(
        "editMessageReplyMarkup", chat_id=GROUP, message_id=sent["message_id"], reply_markup=app
    )

    assert refused == "Bad Request: BUTTON_TYPE_INVALID"


@pytest.mark.parametrize("text", ["请 @zhang_san 选", "<a href='tg://user?id=5'>张</a> 选", "回复"])
async def test_a_selective_keyboard_is_only_for_those_it_means(bot: Bot, sandbox: Sandbox, text: str) -> None:
    said = await sandbox.people.say(ZHANG, "我要报修", chat_id=GROUP)
    reply = {"reply_parameters": {"message_id": said}} if text == "回复" else {}
    markup = {"keyboard": [["电梯"]], "selective": True}

    await bot.do("sendMessage", chat_id=GROUP, text=text, parse_mode="HTML", reply_markup=markup, **reply)

    assert (await shown_to(bot, sandbox, ZHANG))["reply_keyboard"]["keyboard"] == [[{"text": "电梯"}]]
    assert (await shown_to(bot, sandbox, WANG))["reply_keyboard"] is None
    await sandbox.people.press_key(ZHANG, "电梯", chat_id=GROUP)
    with pytest.raises(PeopleError, match="no key"):
        await sandbox.people.press_key(WANG, "电梯", chat_id=GROUP)


async def test_a_keyboard_can_be_taken_from_one_alone(bot: Bot, sandbox: Sandbox) -> None:
    await bot.do("sendMessage", chat_id=GROUP, text="选", reply_markup={"keyboard": [["电梯"]]})
    gone = {"remove_keyboard": True, "selective": True}
    await bot.do("sendMessage", chat_id=GROUP, text="@zhang_san 好了", reply_markup=gone)

    assert (await shown_to(bot, sandbox, ZHANG))["reply_keyboard"] is None
    assert (await shown_to(bot, sandbox, WANG))["reply_keyboard"] is not None


async def test_an_answer_is_wanted_until_somebody_speaks(bot: Bot, sandbox: Sandbox) -> None:
    markup = {"force_reply": True, "input_field_placeholder": "几号楼？"}
    sent = await bot.do("sendMessage", chat_id=GROUP, text="在哪里？", reply_markup=markup)
    wanted = (await shown_to(bot, sandbox, ZHANG))["force_reply"]
    await sandbox.people.say(ZHANG, "三栋", chat_id=GROUP, reply_to=sent["message_id"])

    assert wanted == {"message_id": sent["message_id"], "placeholder": "几号楼？"}
    assert (await shown_to(bot, sandbox, ZHANG))["force_reply"] is None
    assert (await shown_to(bot, sandbox, WANG))["force_reply"] == wanted
