"""What time does to what was overheard: nothing of it stays, whatever became of it."""

import re
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.listening.models import Offer
from bot.schema import metadata
from sandbox.testing import Sandbox
from scheduler.listening import forget_old_talk, judge_quiet_talk
from tests.town import LI, OFFICE, SUN, WANG, XIGUAN, ZHAO, Town, town_in

OFFER = "登记为诉求？点一下，我就去找负责的人。\n（只有您点才算，不点就当没说）"
TOLD = "各位邻居好！从现在起，"


def unescaped(text: str) -> str:
    """Text with what JSON and ``repr`` hide made readable."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


async def every_word(town: Town) -> str:
    """All that stands in any column of any table."""
    await town.settled()
    async with town.program.db.read() as session:
        rows = [row for table in metadata.sorted_tables for row in await session.execute(sa.select(table))]
    return unescaped("\n".join(str(value) for row in rows for value in row))


async def fell_silent(town: Town) -> None:
    await town.settled()
    town.clock.forward(seconds=20)
    await town.tick(judge_quiet_talk)


async def test_unregistered_words_are_nowhere_after_the_time_the_group_is_told(
    listening_town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    town = listening_town
    words = {
        ZHAO: ["我孙子昨天考上厦门大学了", "晚上来喝酒呀"],
        LI: ["3栋电梯又坏了，膝盖疼得走不动"],
        SUN: ["12栋楼道灯坏了没人修，摔了一跤"],
    }
    for who, lines in words.items():
        for line in lines:
            await town.people.say(who, line, chat_id=XIGUAN)
    await town.people.send_media(ZHAO, "photo", chat_id=XIGUAN, caption="这是金榜题名的照片")
    await fell_silent(town)
    await town.press(LI, "不用", chat=XIGUAN, message=await _question(town, LI))
    before = await every_word(town)
    town.clock.forward(minutes=9)
    await town.press(ZHAO, "登记为诉求", chat=XIGUAN)

    for _ in range(12):
        town.clock.forward(minutes=1)
        await town.tick_all()

    telling = ("厦门大学", "喝酒", "膝盖", "摔了一跤", "金榜题名")
    after = await every_word(town)
    out, err = capsys.readouterr()
    assert [word for word in telling if word in before] == list(telling)
    assert [word for word in telling if word in after] == []
    assert [word for word in telling if word in unescaped(out + err)] == []
    assert OFFER not in await town.shows(XIGUAN)


async def _question(town: Town, who: int) -> int:
    """The message in which somebody is asked."""
    said = [m for m in await town.people.messages(XIGUAN) if m["from"]["id"] == who][-1]["message_id"]
    return next(
        int(m["message_id"])
        for m in await town.people.messages(XIGUAN)
        if m.get("text") == OFFER and m["reply_to_message"]["message_id"] == said
    )


async def test_what_was_overheard_is_judged_after_a_restart(sandbox: Sandbox, tmp_path: Path) -> None:
    listening = {"WUAILIN_INTAKE__LISTEN": "suggest"}
    async with town_in(sandbox, tmp_path, started=(WANG, OFFICE), **listening) as town:
        await town.people.say(LI, "电梯又坏了", chat_id=XIGUAN)
        await town.people.say(LI, "3栋的，老人上不去", chat_id=XIGUAN)
        await town.settled()

    async with town_in(sandbox, tmp_path, **listening) as town:
        await fell_silent(town)
        assert await town.press(LI, "登记为诉求", chat=XIGUAN) == "登记好了！进展都在回复您的那张卡片上。"
        assert (await town.last(XIGUAN))["text"].startswith("诉求 #1 · 电梯\n地点：西关小区3栋")


async def test_a_group_is_told_once_and_again_when_listening_comes_back(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    told = []
    for mode in ("suggest", "suggest", "tagged", "suggest"):
        async with town_in(sandbox, tmp_path, started=(OFFICE,), WUAILIN_INTAKE__LISTEN=mode) as town:
            await town.people.say(ZHAO, "早上好", chat_id=XIGUAN)
            await town.settled()
            await town.tick_all()
            told.append(len([text for text in await town.shows(XIGUAN) if text.startswith(TOLD)]))

    assert told == [1, 1, 1, 2]


async def test_a_question_disappears_ten_minutes_after_it_was_asked(listening_town: Town) -> None:
    town = listening_town
    await town.people.say(LI, "3栋电梯又坏了", chat_id=XIGUAN)
    await fell_silent(town)

    town.clock.forward(minutes=9, seconds=59)
    await town.tick(forget_old_talk)
    still = (await town.shows(XIGUAN))[-1]
    town.clock.forward(seconds=1)
    await town.tick(forget_old_talk)

    assert (still, (await town.shows(XIGUAN))[-1] == OFFER) == (OFFER, False)


async def test_a_chatty_group_costs_one_insert_a_message_and_one_delete(listening_town: Town) -> None:
    town, statements = listening_town, Counter[str]()

    def note(_c: object, _u: object, statement: str, *_more: object) -> None:
        statements[" ".join(statement.split()[:3])] += 1

    sa.event.listen(town.program.db.engine.sync_engine, "before_cursor_execute", note)
    said = [
        {"user_id": who, "text": f"闲聊第{n}句", "chat_id": XIGUAN} for n in range(100) for who in (LI, ZHAO)
    ]
    await town.people.say_many(said)
    await fell_silent(town)
    town.clock.forward(minutes=4)
    await town.tick(forget_old_talk)
    sa.event.remove(town.program.db.engine.sync_engine, "before_cursor_execute", note)

    counted = {name: number for name, number in statements.items() if name.endswith("overheard")}
    assert counted == {"INSERT INTO overheard": 200, "DELETE FROM overheard": 1}


async def test_the_bot_asks_at_most_three_times_a_day_in_a_group(listening_town: Town) -> None:
    town = listening_town
    for n in range(5):
        who = await town.people.add_user(5000 + n, f"居民{n}")
        await town.people.join(XIGUAN, who)
        await town.people.say(who, f"{n + 1}栋电梯又坏了", chat_id=XIGUAN)
    await fell_silent(town)
    async with town.program.db.read() as session:
        asked = len(list(await session.scalars(sa.select(Offer.id))))

    assert (asked, [t for t in await town.shows(XIGUAN) if t == OFFER]) == (3, [OFFER] * 3)
