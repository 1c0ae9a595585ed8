"""Bans, restrictions, administrators, and the group's own looks."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.client import PeopleError
from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, SMALL_GROUP, WANG, ZHANG, Bot

OWNER, ADMIN, GONE = 7, 8, 9
OWNED = -1009
NOON = 1_800_000_000
WANTED = ["message", "chat_member", "my_chat_member"]


@pytest_asyncio.fixture
async def town(bot: Bot, sandbox: Sandbox) -> AsyncIterator[Bot]:
    """A group with an owner and an administrator of theirs, run by the bot too, at noon."""
    people = sandbox.people
    await people.set_clock(NOON)
    for user_id, name in ((OWNER, "主"), (ADMIN, "管"), (GONE, "客")):
        await people.add_user(user_id, name)
    await people.add_group(
        OWNED, "大院", members=[ZHANG, WANG], admins=[ADMIN], owner=OWNER, bot="administrator"
    )
    await bot.updates(offset=2**40, allowed_updates=WANTED)
    yield bot


async def changes(bot: Bot) -> list[tuple]:
    heard = [update["chat_member"] for update in await bot.updates() if "chat_member" in update]
    return [
        (c["new_chat_member"]["user"]["id"], c["old_chat_member"]["status"], c["new_chat_member"]["status"])
        for c in heard
    ]


async def member(bot: Bot, user_id: int, chat_id: int = OWNED) -> dict:
    shown = dict(await bot.do("getChatMember", chat_id=chat_id, user_id=user_id))
    del shown["user"]
    return shown


async def test_a_ban_lasts_until_its_date(town: Bot, sandbox: Sandbox) -> None:
    people = sandbox.people
    await town.do("banChatMember", chat_id=OWNED, user_id=ZHANG, until_date=NOON + 60)
    with pytest.raises(PeopleError, match="is banned"):
        await people.join(OWNED, ZHANG)
    banned = await member(town, ZHANG)
    heard = [update["message"] for update in await town.updates() if "message" in update]
    await people.set_clock(NOON + 60)
    over = await member(town, ZHANG)
    await people.join(OWNED, ZHANG)

    assert (banned, over) == ({"status": "kicked", "until_date": NOON + 60}, {"status": "left"})
    assert [(m["from"]["is_bot"], m["left_chat_member"]["id"]) for m in heard] == [(True, ZHANG)]
    assert await changes(town) == [(ZHANG, "member", "kicked"), (ZHANG, "left", "member")]


async def test_an_unban_lets_back_in_and_puts_members_out(town: Bot, sandbox: Sandbox) -> None:
    them = {"chat_id": OWNED, "user_id": ZHANG}
    await town.do("unbanChatMember", **them, only_if_banned=True)
    untouched = await member(town, ZHANG)
    await town.do("banChatMember", **them)
    await town.do("unbanChatMember", **them, only_if_banned=True)
    await sandbox.people.join(OWNED, ZHANG)
    await town.do("unbanChatMember", **them)

    assert untouched == {"status": "member"}
    assert await member(town, ZHANG) == {"status": "left"}
    assert [change[1:] for change in await changes(town)] == [
        ("member", "kicked"),
        ("kicked", "left"),
        ("left", "member"),
        ("member", "left"),
    ]


async def test_who_is_restricted_does_not_speak_until_it_is_over(town: Bot, sandbox: Sandbox) -> None:
    people = sandbox.people
    quiet = {"can_send_messages": True, "can_pin_messages": True}
    await town.do(
        "restrictChatMember", chat_id=OWNED, user_id=ZHANG, permissions=quiet, until_date=NOON + 600
    )
    await people.say(ZHANG, "能说", chat_id=OWNED)
    with pytest.raises(PeopleError) as photo:
        await people.send_media(ZHANG, "photo", chat_id=OWNED)
    await town.do("restrictChatMember", chat_id=OWNED, user_id=ZHANG, permissions={}, until_date=NOON + 600)
    with pytest.raises(PeopleError, match="may not react"):
        await people.react(ZHANG, 1, "👍", chat_id=OWNED)
    with pytest.raises(PeopleError) as text:
        await people.say(ZHANG, "不能说", chat_id=OWNED)
    with pytest.raises(PeopleError) as many:
        await people.say_many([{"user_id": ZHANG, "chat_id": OWNED, "text": "不能说"}])
    shown = await member(town, ZHANG)
    await people.set_clock(NOON + 600)
    await people.say(ZHANG, "又能说", chat_id=OWNED)

    assert (photo.value.field, text.value.field, many.value.field) == (
        "user_id",
        "user_id",
        "items.0.user_id",
    )
    assert (shown["status"], shown["is_member"], shown["can_send_messages"], shown["until_date"]) == (
        "restricted",
        True,
        False,
        NOON + 600,
    )
    assert [m["text"] for m in await people.messages(OWNED)] == ["能说", "又能说"]
    assert (await changes(town))[:2] == [(ZHANG, "member", "restricted"), (ZHANG, "restricted", "restricted")]


async def test_one_who_leaves_stays_restricted(town: Bot, sandbox: Sandbox) -> None:
    await town.do("restrictChatMember", chat_id=OWNED, user_id=ZHANG, permissions={})
    await sandbox.people.leave(OWNED, ZHANG)
    away = await member(town, ZHANG)
    await sandbox.people.join(OWNED, ZHANG)
    everything = {name: True for name in away if name.startswith("can_")}
    await town.do("restrictChatMember", chat_id=OWNED, user_id=ZHANG, permissions=everything)

    assert (away["status"], away["is_member"], away["until_date"]) == ("restricted", False, 0)
    assert await member(town, ZHANG) == {"status": "member"}


async def test_permissions_bring_along_what_they_imply(town: Bot) -> None:
    given = {"can_send_other_messages": True}
    await town.do("setChatPermissions", chat_id=OWNED, permissions=given)
    implied = (await town.do("getChat", chat_id=OWNED))["permissions"]
    await town.do(
        "setChatPermissions", chat_id=OWNED, permissions=given, use_independent_chat_permissions=True
    )
    alone = (await town.do("getChat", chat_id=OWNED))["permissions"]

    sending = ("messages", "audios", "documents", "photos", "videos", "video_notes", "voice_notes")
    assert {name for name, given in implied.items() if given} == {
        "can_send_other_messages",
        "can_react_to_messages",
        *(f"can_send_{kind}" for kind in sending),
    }
    assert {name for name, given in alone.items() if given} == {"can_send_other_messages"}


async def test_where_members_may_not_speak_administrators_do(town: Bot, sandbox: Sandbox) -> None:
    await town.do("setChatPermissions", chat_id=OWNED, permissions={})
    with pytest.raises(PeopleError, match="can_send_messages"):
        await sandbox.people.say(ZHANG, "有人吗", chat_id=OWNED)
    await sandbox.people.say(ADMIN, "通知", chat_id=OWNED)
    await town.do("sendMessage", chat_id=OWNED, text="收到")
    await sandbox.people.add_bot(OWNED, status="member")

    assert [
        await town.refused("sendMessage", chat_id=OWNED, text="a"),
        await town.refused("sendPhoto", chat_id=OWNED, photo="https://example.org/a.jpg"),
    ] == [
        "Bad Request: not enough rights to send text messages to the chat",
        "Bad Request: not enough rights to send photos to the chat",
    ]
    assert [m.get("text") for m in await sandbox.people.messages(OWNED)] == ["通知", "收到"]


async def test_an_administrator_is_made_titled_and_made_a_member_again(town: Bot) -> None:
    them = {"chat_id": OWNED, "user_id": ZHANG}
    await town.do("promoteChatMember", **them, can_pin_messages=True)
    await town.do("setChatAdministratorCustomTitle", **them, custom_title="楼长")
    made = await member(town, ZHANG)
    others = {
        a["user"]["id"]: a.get("can_be_edited") for a in await town.do("getChatAdministrators", chat_id=OWNED)
    }
    await town.do("promoteChatMember", **them)

    held = {name for name, value in made.items() if value is True}
    assert held == {"can_be_edited", "can_manage_chat", "can_pin_messages"}
    assert (made["status"], made["custom_title"]) == ("administrator", "楼长")
    assert (others[ZHANG], others[ADMIN], others[OWNER]) == (True, False, None)
    assert await member(town, ZHANG) == {"status": "member"}
    assert [change[1:] for change in await changes(town)] == [
        ("member", "administrator"),
        ("administrator", "administrator"),
        ("administrator", "member"),
    ]


@pytest.mark.parametrize(
    ("method", "parameters", "said"),
    [
        ("banChatMember", {"user_id": OWNER}, "can't remove chat owner"),
        ("banChatMember", {"user_id": ADMIN}, "user is an administrator of the chat"),
        ("banChatMember", {"user_id": 99}, "PARTICIPANT_ID_INVALID"),
        ("banChatMember", {}, "invalid user_id specified"),
        ("banChatMember", {"user_id": 4200000001}, "can't restrict self"),
        ("banChatMember", {"chat_id": ZHANG, "user_id": ZHANG}, "can't ban members in private chats"),
        ("banChatMember", {"chat_id": SMALL_GROUP, "user_id": ZHANG}, "CHAT_ADMIN_REQUIRED"),
        ("banChatMember", {"chat_id": GROUP, "user_id": ZHANG}, "not enough rights to restrict/unrestrict chat member"),
        ("restrictChatMember", {"user_id": ADMIN, "permissions": {}}, "user is an administrator of the chat"),
        ("restrictChatMember", {"user_id": ZHANG}, 'parameter "permissions" is required'),
        ("restrictChatMember", {"chat_id": SMALL_GROUP, "user_id": ZHANG, "permissions": {}}, "method is available only for supergroups"),
        ("unbanChatMember", {"chat_id": SMALL_GROUP, "user_id": ZHANG}, "method is available for supergroup and channel chats only"),
        ("promoteChatMember", {"chat_id": SMALL_GROUP, "user_id": ZHANG}, "method is available for supergroup and channel chats only"),
        ("promoteChatMember", {"chat_id": GROUP, "user_id": ZHANG, "can_pin_messages": True}, "not enough rights"),
        ("promoteChatMember", {"user_id": GONE, "can_pin_messages": True}, "USER_NOT_PARTICIPANT"),
        ("promoteChatMember", {"user_id": ADMIN}, "CHAT_ADMIN_REQUIRED"),
        ("promoteChatMember", {"user_id": 4200000001}, "can't promote self"),
        ("setChatAdministratorCustomTitle", {"user_id": ZHANG, "custom_title": "a"}, "user is not an administrator"),
        ("setChatAdministratorCustomTitle", {"user_id": OWNER, "custom_title": "a"}, "only creator can edit their custom title"),
        ("setChatAdministratorCustomTitle", {"user_id": ADMIN, "custom_title": "a"}, "not enough rights to change custom title of the user"),
        ("setChatPermissions", {"chat_id": GROUP, "permissions": {}}, "not enough rights to change chat permissions"),
        ("setChatTitle", {"title": " "}, "title must be non-empty"),
        ("setChatTitle", {"chat_id": GROUP, "title": "a"}, "not enough rights to change chat title"),
        ("setChatTitle", {"chat_id": ZHANG, "title": "a"}, "can't change private chat title"),
        ("setChatDescription", {"chat_id": GROUP, "description": "a"}, "not enough rights to set chat description"),
        ("setChatDescription", {}, "chat description is not modified"),
    ],
)  # fmt: skip
async def test_what_may_not_be_changed_is_refused(
    town: Bot, method: str, parameters: dict, said: str
) -> None:
    assert await town.refused(method, **{"chat_id": OWNED, **parameters}) == f"Bad Request: {said}"
    assert await changes(town) == []


async def test_an_administrator_does_only_what_their_rights_allow(town: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.add_bot(OWNED, status="administrator", rights=["can_promote_members"])

    assert [
        await town.refused("banChatMember", chat_id=OWNED, user_id=ZHANG),
        await town.refused("setChatTitle", chat_id=OWNED, title="a"),
        await town.refused("promoteChatMember", chat_id=OWNED, user_id=ZHANG, can_pin_messages=True),
    ] == [
        "Bad Request: not enough rights to restrict/unrestrict chat member",
        "Bad Request: not enough rights to change chat title",
        "Bad Request: RIGHT_FORBIDDEN",
    ]


async def test_a_group_gets_another_title_and_a_description(town: Bot, sandbox: Sandbox) -> None:
    before = await sandbox.people.say(ZHANG, "早", chat_id=OWNED)
    await town.do("setChatTitle", chat_id=OWNED, title="新大院")
    await town.do("setChatTitle", chat_id=OWNED, title="新大院")
    await town.do("setChatDescription", chat_id=OWNED, description="互帮互助")
    about = await town.do("getChat", chat_id=OWNED)
    messages = await sandbox.people.messages(OWNED)

    assert (about["title"], about["description"]) == ("新大院", "互帮互助")
    assert [(m["message_id"] == before, m.get("new_chat_title")) for m in messages] == [
        (True, None),
        (False, "新大院"),
    ]
    assert [u["message"].get("new_chat_title") for u in await town.updates()] == [None, "新大院"]


async def test_a_banned_channel_does_not_speak(town: Bot, sandbox: Sandbox) -> None:
    channel = {"chat_id": OWNED, "sender_chat_id": -1001900000001}
    await town.do("banChatSenderChat", **channel)
    with pytest.raises(PeopleError, match="is banned"):
        await sandbox.people.say_as_channel(OWNED, "广告")
    await town.do("unbanChatSenderChat", **channel)
    await sandbox.people.say_as_channel(OWNED, "公告")

    assert [m["text"] for m in await sandbox.people.messages(OWNED)] == ["公告"]
