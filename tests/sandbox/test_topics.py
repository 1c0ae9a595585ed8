"""Topics of a forum: what bots do with them, and what stands in them."""

import pytest

from sandbox.client import PeopleError
from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, WANG, ZHANG, Bot

FORUM = -1010


@pytest.fixture(autouse=True)
async def forum(bot: Bot, sandbox: Sandbox) -> None:
    """A forum the bot runs; 王 runs it too."""
    await sandbox.people.add_group(
        FORUM, "锦江苑议事厅", members=[ZHANG], admins=[WANG], bot="administrator", forum=True
    )


async def opened(bot: Bot, name: str = "电梯") -> int:
    return (await bot.do("createForumTopic", chat_id=FORUM, name=name))["message_thread_id"]


async def test_a_new_topic_is_reported_by_the_message_that_lends_it_its_id(bot: Bot) -> None:
    made = await bot.do("createForumTopic", chat_id=FORUM, name="  电梯 ", icon_color=0xFFD67E)

    [update] = await bot.updates()
    service = update["message"]
    assert made == {"message_thread_id": service["message_id"], "name": "电梯", "icon_color": 0xFFD67E}
    assert service["forum_topic_created"] == {"name": "电梯", "icon_color": 0xFFD67E}
    assert (service["message_thread_id"], service["is_topic_message"]) == (service["message_id"], True)
    assert (await bot.do("getChat", chat_id=FORUM))["is_forum"]


async def test_what_is_said_in_a_topic_seems_to_answer_its_first_message(bot: Bot, sandbox: Sandbox) -> None:
    thread = await opened(bot)
    await bot.updates(offset=2**40)

    sent = await bot.do("sendMessage", chat_id=FORUM, message_thread_id=thread, text="报修单")
    said = await sandbox.people.say(ZHANG, "又坏了", chat_id=FORUM, thread_id=thread)
    await sandbox.people.say(WANG, "哪部？", chat_id=FORUM, reply_to=said)
    await sandbox.people.say(ZHANG, "大家好", chat_id=FORUM, thread_id=1)

    heard = [update["message"] for update in await bot.updates()]
    assert [
        (
            m.get("message_thread_id"),
            m.get("is_topic_message"),
            m.get("reply_to_message", {}).get("message_id"),
        )
        for m in [sent, *heard]
    ] == [(thread, True, thread), (thread, True, thread), (thread, True, said), (None, None, None)]


async def test_an_answer_without_a_thread_goes_where_the_question_is(bot: Bot, sandbox: Sandbox) -> None:
    thread = await opened(bot)
    said = await sandbox.people.say(ZHANG, "又坏了", chat_id=FORUM, thread_id=thread)

    answer = await bot.do("sendMessage", chat_id=FORUM, text="收到", reply_parameters={"message_id": said})
    photo = {"type": "photo", "media": "https://example.org/a.jpg"}
    album = await bot.do("sendMediaGroup", chat_id=FORUM, message_thread_id=thread, media=[photo, photo])

    assert [m["message_thread_id"] for m in (answer, *album)] == [thread] * 3
    assert answer["reply_to_message"]["message_id"] == said


async def test_the_general_topic_cannot_be_named_as_a_thread(bot: Bot) -> None:
    refused = [
        await bot.refused("sendMessage", chat_id=chat, message_thread_id=thread, text="好")
        for chat, thread in ((FORUM, 1), (FORUM, 99), (GROUP, 7), (ZHANG, 7))
    ]

    assert refused == ["Bad Request: message thread not found"] * 4


async def test_in_a_closed_topic_only_those_who_run_it_speak(bot: Bot, sandbox: Sandbox) -> None:
    thread = await opened(bot)
    await bot.do("closeForumTopic", chat_id=FORUM, message_thread_id=thread)
    with pytest.raises(PeopleError, match="closed"):
        await sandbox.people.say(ZHANG, "还有", chat_id=FORUM, thread_id=thread)
    await sandbox.people.say(WANG, "已修好", chat_id=FORUM, thread_id=thread)
    await sandbox.people.add_bot(FORUM, rights=[])
    own = await bot.do("sendMessage", chat_id=FORUM, message_thread_id=thread, text="自己开的可以")

    assert own["message_thread_id"] == thread
    other = await sandbox.people.create_topic(FORUM, WANG, "食堂")
    await sandbox.people.close_topic(FORUM, WANG, other)
    refused = await bot.refused("sendMessage", chat_id=FORUM, message_thread_id=other, text="好")
    assert refused == "Bad Request: TOPIC_CLOSED"
    await sandbox.people.reopen_topic(FORUM, WANG, other)
    await bot.do("sendMessage", chat_id=FORUM, message_thread_id=other, text="好")


async def test_a_topic_is_renamed_closed_and_reopened_with_a_word_about_it(bot: Bot) -> None:
    thread = await opened(bot)
    await bot.updates(offset=2**40)
    topic = {"chat_id": FORUM, "message_thread_id": thread}

    await bot.do("editForumTopic", **topic, name="电梯", icon_custom_emoji_id="17")
    await bot.do("editForumTopic", **topic, name="二号梯")
    await bot.do("closeForumTopic", **topic)
    again = await bot.refused("closeForumTopic", **topic)
    await bot.do("reopenForumTopic", **topic)

    events = [
        {k: v for k, v in update["message"].items() if k.startswith("forum_")}
        for update in await bot.updates()
    ]
    assert events == [
        {"forum_topic_edited": {"icon_custom_emoji_id": "17"}},
        {"forum_topic_edited": {"name": "二号梯"}},
        {"forum_topic_closed": {}},
        {"forum_topic_reopened": {}},
    ]
    assert again == "Bad Request: TOPIC_NOT_MODIFIED"


async def test_the_general_topic_is_renamed_hidden_and_shown_again(bot: Bot, sandbox: Sandbox) -> None:
    await bot.do("editGeneralForumTopic", chat_id=FORUM, name="大家说")
    await bot.do("hideGeneralForumTopic", chat_id=FORUM)
    with pytest.raises(PeopleError, match="closed"):
        await sandbox.people.say(ZHANG, "还有", chat_id=FORUM)
    await bot.do("unhideGeneralForumTopic", chat_id=FORUM)
    await bot.do("hideGeneralForumTopic", chat_id=FORUM)
    await bot.do("reopenGeneralForumTopic", chat_id=FORUM)
    await sandbox.people.say(ZHANG, "又能说了", chat_id=FORUM)
    await bot.do("closeGeneralForumTopic", chat_id=FORUM)

    names = ("forum_topic_edited", "general_forum_topic_hidden", "general_forum_topic_unhidden")
    names += ("forum_topic_reopened", "forum_topic_closed", "text")
    happened = [name for update in await bot.updates() for name in names if name in update["message"]]
    assert happened == [
        "forum_topic_edited",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "forum_topic_reopened",
        "text",
        "forum_topic_closed",
    ]


async def test_a_deleted_topic_takes_what_was_said_in_it_along(bot: Bot, sandbox: Sandbox) -> None:
    gone, kept = await opened(bot), await opened(bot, "食堂")
    for thread in (gone, kept):
        await bot.do("sendMessage", chat_id=FORUM, message_thread_id=thread, text="一")
    await sandbox.people.say(ZHANG, "大家好", chat_id=FORUM)

    await bot.do("deleteForumTopic", chat_id=FORUM, message_thread_id=gone)

    left = await sandbox.people.messages(FORUM)
    assert [m.get("message_thread_id") for m in left] == [kept, kept, None]
    refused = await bot.refused("deleteForumTopic", chat_id=FORUM, message_thread_id=gone)
    assert refused == "Bad Request: TOPIC_ID_INVALID"


async def test_pins_are_taken_back_topic_by_topic(bot: Bot, sandbox: Sandbox) -> None:
    thread = await opened(bot)
    inside = await bot.do("sendMessage", chat_id=FORUM, message_thread_id=thread, text="一")
    general = await bot.do("sendMessage", chat_id=FORUM, text="二")
    for message in (inside, general):
        await bot.do("pinChatMessage", chat_id=FORUM, message_id=message["message_id"])

    async def pinned() -> list[str]:
        return [m["text"] for m in await sandbox.people.messages(FORUM) if m["pinned"]]

    await bot.do("unpinAllForumTopicMessages", chat_id=FORUM, message_thread_id=thread)
    assert await pinned() == ["二"]
    await bot.do("unpinAllGeneralForumTopicMessages", chat_id=FORUM)
    assert await pinned() == []


@pytest.mark.parametrize(
    ("method", "more", "said"),
    [
        ("createForumTopic", {"name": " "}, "title must be non-empty"),
        ("createForumTopic", {"name": "好", "icon_color": 5}, "wrong topic icon color specified"),
        ("createForumTopic", {"name": "好", "chat_id": GROUP}, "the chat is not a forum"),
        ("createForumTopic", {"name": "好", "chat_id": ZHANG}, "the chat is not a forum"),
        ("closeForumTopic", {"message_thread_id": 1}, "TOPIC_ID_INVALID"),
        ("editGeneralForumTopic", {"name": "General"}, "TOPIC_NOT_MODIFIED"),
        ("unhideGeneralForumTopic", {}, "TOPIC_NOT_MODIFIED"),
        ("reopenGeneralForumTopic", {}, "TOPIC_NOT_MODIFIED"),
    ],
)  # fmt: skip
async def test_what_cannot_be_done_to_topics_is_refused(bot: Bot, method: str, more: dict, said: str) -> None:
    assert await bot.refused(method, **{"chat_id": FORUM, **more}) == f"Bad Request: {said}"


async def test_topics_are_for_those_with_the_right(bot: Bot, sandbox: Sandbox) -> None:
    foreign = await sandbox.people.create_topic(FORUM, WANG, "食堂")
    await sandbox.people.add_bot(FORUM, rights=["can_change_info"])
    topic = {"chat_id": FORUM, "message_thread_id": foreign}

    assert [
        await bot.refused("createForumTopic", chat_id=FORUM, name="好"),
        await bot.refused("editForumTopic", **topic, name="好"),
        await bot.refused("closeForumTopic", **topic),
        await bot.refused("hideGeneralForumTopic", chat_id=FORUM),
        await bot.refused("deleteForumTopic", **topic),
        await bot.refused("unpinAllForumTopicMessages", **topic),
    ] == [
        "Bad Request: not enough rights to create a topic",
        "Bad Request: not enough rights to edit the topic",
        "Bad Request: not enough rights to close or reopen the topic",
        "Bad Request: not enough rights to close or reopen the topic",
        "Bad Request: not enough rights to delete the topic",
        "Bad Request: not enough rights to manage pinned messages in the chat",
    ]


@pytest.mark.parametrize(
    ("chat_id", "user_id", "thread_id", "field"),
    [(FORUM, ZHANG, 1, "user_id"), (FORUM, WANG, 99, "thread_id"), (GROUP, ZHANG, 1, "chat_id")],
)
async def test_people_are_told_why_they_cannot_close_a_topic(
    sandbox: Sandbox, chat_id: int, user_id: int, thread_id: int, field: str
) -> None:
    with pytest.raises(PeopleError) as refused:
        await sandbox.people.close_topic(chat_id, user_id, thread_id)

    assert refused.value.field == field
