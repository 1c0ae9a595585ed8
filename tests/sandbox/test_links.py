"""Links into a group, and who asks to be let in."""

import pytest

from sandbox.client import PeopleError
from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, SMALL_GROUP, WANG, ZHANG, Bot

YARD = -1009
NOON = 1_800_000_000
WANTED = ["message", "chat_member", "chat_join_request"]


@pytest.fixture(autouse=True)
async def yard(bot: Bot, sandbox: Sandbox) -> None:
    """An empty group the bot runs, at noon."""
    await sandbox.people.set_clock(NOON)
    await sandbox.people.add_group(YARD, "大院", bot="administrator")
    await bot.updates(allowed_updates=WANTED, offset=2**40)


async def link(bot: Bot, **terms: object) -> str:
    return (await bot.do("createChatInviteLink", chat_id=YARD, **terms))["invite_link"]


async def test_who_comes_by_a_link_is_reported_with_it(bot: Bot, sandbox: Sandbox) -> None:
    made = await bot.do(
        "createChatInviteLink", chat_id=YARD, name="一号楼", expire_date=NOON + 60, member_limit=2
    )
    await sandbox.people.join(YARD, ZHANG, link=made["invite_link"])
    change, service = await bot.updates()

    shown = dict(made)
    assert shown.pop("invite_link").startswith("https://t.me/+")
    assert shown == {
        "creator": {
            k: v
            for k, v in (await bot.do("getMe")).items()
            if k in ("id", "is_bot", "first_name", "username")
        },
        "name": "一号楼",
        "expire_date": NOON + 60,
        "member_limit": 2,
        "creates_join_request": False,
        "is_primary": False,
        "is_revoked": False,
    }
    assert change["chat_member"]["invite_link"] == made
    assert change["chat_member"]["new_chat_member"]["status"] == "member"
    assert [one["id"] for one in service["message"]["new_chat_members"]] == [ZHANG]


async def test_nobody_comes_by_a_link_that_works_no_more(bot: Bot, sandbox: Sandbox) -> None:
    people = sandbox.people
    once, short, gone = (
        await link(bot, member_limit=1),
        await link(bot, expire_date=NOON + 60),
        await link(bot),
    )
    await people.join(YARD, WANG, link=once)
    revoked = await bot.do("revokeChatInviteLink", chat_id=YARD, invite_link=gone)
    await people.set_clock(NOON + 60)

    problems = []
    for address in (once, short, gone, "https://t.me/+other"):
        with pytest.raises(PeopleError) as refused:
            await people.join(YARD, ZHANG, link=address)
        problems.append((refused.value.field, str(refused.value)))

    assert revoked["is_revoked"] is True
    assert problems == [
        ("link", "link: as many as the link allows have come"),
        ("link", "link: the link has expired"),
        ("link", "link: the link was revoked"),
        ("link", f"link: no such link leads into the chat {YARD}"),
    ]


async def test_who_asks_is_let_in_by_the_bot(bot: Bot, sandbox: Sandbox) -> None:
    people = sandbox.people
    address = await link(bot, creates_join_request=True)
    assert await people.join(YARD, WANG, link=address) == 0
    request = (await bot.updates())[0]["chat_join_request"]
    with pytest.raises(PeopleError, match="waiting to be let in already"):
        await people.join(YARD, WANG, link=address)
    await bot.updates(offset=2**40)
    await bot.do("approveChatJoinRequest", chat_id=YARD, user_id=WANG)
    change, service = await bot.updates()

    assert (request["from"]["id"], request["user_chat_id"], request["date"]) == (WANG, WANG, NOON)
    assert request["invite_link"]["pending_join_request_count"] == 1
    assert (
        change["chat_member"]["via_join_request"],
        change["chat_member"]["invite_link"]["invite_link"],
    ) == (
        True,
        address,
    )
    assert service["message"]["from"]["id"] == WANG
    assert await bot.refused("approveChatJoinRequest", chat_id=YARD, user_id=WANG) == (
        "Bad Request: USER_ALREADY_PARTICIPANT"
    )


async def test_who_was_declined_may_ask_again(bot: Bot, sandbox: Sandbox) -> None:
    address = await link(bot, creates_join_request=True)
    await sandbox.people.join(YARD, WANG, link=address)
    await bot.do("declineChatJoinRequest", chat_id=YARD, user_id=WANG)
    missing = await bot.refused("declineChatJoinRequest", chat_id=YARD, user_id=WANG)
    await sandbox.people.join(YARD, WANG, link=address)

    assert missing == "Bad Request: HIDE_REQUESTER_MISSING"
    assert ["chat_join_request" in update for update in await bot.updates()] == [True, True]


async def test_the_bot_writes_to_who_waits_for_five_minutes(bot: Bot, sandbox: Sandbox) -> None:
    await sandbox.people.join(YARD, WANG, link=await link(bot, creates_join_request=True))
    await sandbox.people.set_clock(NOON + 299)
    await bot.do("sendMessage", chat_id=WANG, text="您住几号楼？")
    await sandbox.people.set_clock(NOON + 300)

    refused = await bot.refused("sendMessage", chat_id=WANG, text="在吗")

    assert refused == "Forbidden: bot can't initiate conversation with a user"
    assert [m["text"] for m in await sandbox.people.messages(WANG)] == ["您住几号楼？"]


async def test_an_edited_link_has_only_the_terms_named(bot: Bot, sandbox: Sandbox) -> None:
    address = await link(bot, name="旧", member_limit=1)
    edited = await bot.do("editChatInviteLink", chat_id=YARD, invite_link=address, creates_join_request=True)

    assert (edited["creates_join_request"], "name" in edited, "member_limit" in edited) == (
        True,
        False,
        False,
    )
    assert await sandbox.people.join(YARD, ZHANG, link=address) == 0


async def test_there_is_one_primary_link_at_a_time(bot: Bot, sandbox: Sandbox) -> None:
    first = await bot.do("exportChatInviteLink", chat_id=YARD)
    second = await bot.do("exportChatInviteLink", chat_id=YARD)
    await bot.do("revokeChatInviteLink", chat_id=YARD, invite_link=second)
    third = (await bot.do("getChat", chat_id=YARD))["invite_link"]
    with pytest.raises(PeopleError, match="the link was revoked"):
        await sandbox.people.join(YARD, ZHANG, link=first)
    await sandbox.people.join(YARD, ZHANG, link=third)

    assert len({first, second, third}) == 3
    assert await bot.refused("editChatInviteLink", chat_id=YARD, invite_link=third) == (
        "Bad Request: CHAT_INVITE_PERMANENT"
    )


@pytest.mark.parametrize(
    ("method", "parameters", "said"),
    [
        ("createChatInviteLink", {"chat_id": GROUP}, "not enough rights to manage chat invite link"),
        ("exportChatInviteLink", {"chat_id": SMALL_GROUP}, "not enough rights to manage chat invite link"),
        ("approveChatJoinRequest", {"chat_id": GROUP, "user_id": ZHANG}, "not enough rights to manage chat invite link"),
        ("createChatInviteLink", {"chat_id": ZHANG}, "can't invite members to a private chat"),
        ("createChatInviteLink", {"expire_date": NOON}, "EXPIRE_DATE_INVALID"),
        ("createChatInviteLink", {"member_limit": 100_000}, "USAGE_LIMIT_INVALID"),
        ("createChatInviteLink", {"member_limit": 1, "creates_join_request": True}, "member limit can't be specified for links requiring administrator approval"),
        ("editChatInviteLink", {"invite_link": "https://t.me/+other"}, "INVITE_HASH_EXPIRED"),
        ("revokeChatInviteLink", {}, 'parameter "invite_link" is required'),
        ("approveChatJoinRequest", {}, "invalid user_id specified"),
        ("approveChatJoinRequest", {"user_id": ZHANG}, "HIDE_REQUESTER_MISSING"),
    ],
)  # fmt: skip
async def test_a_link_there_may_not_be_is_refused(bot: Bot, method: str, parameters: dict, said: str) -> None:
    assert await bot.refused(method, **{"chat_id": YARD, **parameters}) == f"Bad Request: {said}"
