"""Whatever people send: no crash, nothing set aside, nobody forgotten."""

from typing import Any

import pytest

from tests.handlers import drafts, fell_silent, parked, started, tickets
from tests.town import LI, SUN, XIGUAN, Town

LONGEST = "啊" * 4096
TEXTS = [
    LONGEST,
    "😀" * 2048,
    "👍",
    "\u200b",
    "\u200f\u202e\u05e9\u05dc\u05d5\u05dd\u202c",
    "\u202e反过来\u202c \u200d\u200b",
    "<b>粗</b> <script>alert(1)</script> &amp; <",
    "{} {0} {name} %s %d %(x)s {{}}",
    "\\ ' \" ; DROP TABLE tickets; --",
    "诉求 #1 · 假卡片",
    "/",
    "/nosuchcommand",
    "#",
    "\n\n\n",
]


async def test_no_text_in_the_group_is_too_odd(town: Town) -> None:
    for text in TEXTS:
        await town.people.say(LI, text, chat_id=XIGUAN)
        await town.people.say(LI, f"#噪音 {text}"[:4096], chat_id=XIGUAN)
        await town.people.say(LI, f"@wuailin_demo_bot {text}"[:4096], chat_id=XIGUAN)
    await town.settled()

    assert "<b>粗</b> <script>alert(1)</script> &amp; <" in await tickets(town)
    assert "{} {0} {name} %s %d %(x)s {{}}" in await tickets(town)
    assert await parked(town) == []


async def test_no_text_in_the_direct_chat_is_too_odd(town: Town) -> None:
    await started(town, LI)
    for text in TEXTS:
        await town.people.say(LI, text)
    await fell_silent(town)
    await town.press(LI, "就这样，登记")

    assert len(await tickets(town)) == 1
    assert await parked(town) == []


@pytest.mark.parametrize(
    "said", ["#噪音", "有事敞开说", "有事敞开说！！", "@wuailin_demo_bot", "/say", "#噪音 ……\u200b"]
)
async def test_speaking_up_without_a_word_is_asked_for_one(town: Town, said: str) -> None:
    await town.people.say(LI, said, chat_id=XIGUAN)

    assert await town.shows(XIGUAN) == [said, "请把事情写几个字，比如：有事敞开说，3栋电梯又坏了。"]
    assert await tickets(town) == []


async def test_unknown_media_are_taken_as_they_come(town: Town) -> None:
    await started(town, LI)
    for kind in ("contact", "sticker", "location", "document", "audio", "video"):
        await town.people.send_media(LI, kind, chat_id=XIGUAN)
        await town.people.send_media(LI, kind)
    note = {"video_note": {"file_id": "a", "file_unique_id": "b", "length": 1, "duration": 1}}
    await town.people.push_update({"message": _message(LI, 900, **note)})
    await town.people.push_update({"message": _message(LI, 901, dice={"emoji": "🎲", "value": 3})})
    await fell_silent(town)
    await town.press(LI, "就这样，登记")

    assert await tickets(town) == [""]
    assert await parked(town) == []


async def test_a_photo_without_a_caption_is_a_draft(town: Town) -> None:
    await started(town, LI)

    await town.people.send_media(LI, "photo")
    await fell_silent(town)

    assert (await town.shows(LI))[-1] == (
        "您要说的是：\n“（1 张照片）”\n\n对的话，点“就这样，登记”。还要补充就接着写，写完我再给您看一遍。"
    )
    assert await drafts(town) == 1


async def test_updates_and_service_messages_nobody_expects_are_passed_over(town: Town) -> None:
    for update in (
        {},
        {"message_reaction": {**_message(LI, 907, chat=_group()), "old_reaction": [], "new_reaction": []}},
        {"nothing_yet": None},
        {"something_new": {"chat": {"id": LI}, "deep": [1, 2, {"x": None}]}},
        {"channel_post": _message(LI, 902, text="#噪音 太吵")},
        {"message": _message(LI, 903, chat=_group(), new_chat_title="新群名")},
        {"message": _message(LI, 904, chat=_group(), delete_chat_photo=True)},
        {"message": _message(LI, 905, pinned_message=_message(LI, 906, text="旧话"))},
    ):
        await town.people.push_update(update)
    await town.people.join(XIGUAN, 2004)
    await town.people.leave(XIGUAN, 2004)

    assert await tickets(town) == []
    assert await parked(town) == []


async def test_the_same_update_twice_is_one_ticket(town: Town) -> None:
    update = {"update_id": 7_000_000, "message": _message(LI, 950, chat=_group(), text="#噪音 3栋太吵")}

    await town.people.push_update(update)
    await town.people.push_update(update)
    await town.people.push_update({**update, "update_id": 7_000_001})

    assert await tickets(town) == ["3栋太吵"]
    assert await parked(town) == []


async def test_a_flood_is_kept_whole_and_keeps_no_neighbour_waiting(town: Town) -> None:
    await town.people.fault("delay", ["sendMessage"], delay=0.03)
    flood = [{"user_id": LI, "text": f"#噪音 3栋第{n}声", "chat_id": XIGUAN} for n in range(100)]

    await town.people.say_many([*flood, {"user_id": SUN, "text": "#噪音 3栋太吵", "chat_id": XIGUAN}])
    await town.settled()

    answers = [m for m in await town.people.messages(XIGUAN) if m["from"]["is_bot"]]
    texts = [m["text"] for m in answers]
    cards = [m["reply_to_message"]["from"]["id"] for m in answers if m["text"].startswith("诉求")]
    assert await tickets(town) == [*(f"3栋第{n}声" for n in range(100)), "3栋太吵"]
    assert texts.count("您说得很快，我都记下了，一件不少，会一件一件回复您，请稍等。") == 1
    assert (cards.count(LI), cards.count(SUN)) == (100, 1)
    assert cards.index(SUN) < 80
    assert await parked(town) == []


def _group() -> dict[str, Any]:
    return {"id": XIGUAN, "type": "supergroup", "title": "西关小区邻里群"}


def _message(user: int, message_id: int, **content: Any) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "date": 1,
        "chat": {"id": user, "type": "private", "first_name": "李阿姨"},
        "from": {"id": user, "is_bot": False, "first_name": "李阿姨"},
        **content,
    }
