"""One update, one transaction: done whole or not at all, in order within a chat, chats side by side."""

import asyncio
from typing import Any

import sqlalchemy as sa
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.audit.models import AuditEntry
from bot.inbox.models import InboxRow, InboxState
from bot.outbox import service as outbox
from bot.outbox.models import OutboxRow
from bot.people.models import Person
from bot.telegram.context import Context
from tests.town import JINJIANG, LI, OFFICE, SUN, XIGUAN, ZHAO, Town


def _first(town: Town, words: str, handle: Any) -> None:
    """Put a handler before all others, for messages that hold some words."""
    handler = MessageHandler(filters.UpdateType.MESSAGE & filters.Regex(words), handle)
    town.program.application.add_handler(handler, group=-1)


async def test_what_fails_is_rolled_back_whole_tried_again_parked_and_reported_once(town: Town) -> None:
    tries = []

    async def breaks(update: Update, context: Context) -> None:
        tries.append(update.update_id)
        context.session.add(Person(name="半途而废"))
        await outbox.enqueue(context.session, key=f"half:{len(tries)}", chat_id=XIGUAN, text="不该发出去")
        await context.session.flush()
        raise RuntimeError("defect in a handler")

    _first(town, "出错", breaks)
    await town.people.say(LI, "这句会出错", chat_id=XIGUAN)
    await town.people.say(ZHAO, "#电梯 3栋电梯坏了", chat_id=XIGUAN)
    await town.people.say(SUN, "#噪音 锦江苑2栋太吵", chat_id=JINJIANG)

    await town.people.wait_for(JINJIANG, lambda m: (m.get("text") or "").startswith("诉求 #"))
    tried_when_neighbours_were_answered = len(tries)
    group = await town.shows(XIGUAN)
    office = [text for text in await town.shows(OFFICE) if "处理了三次" in text]

    assert (len(tries), len(office)) == (3, 1)
    assert tried_when_neighbours_were_answered < 3
    assert [text for text in group if "不该" in text] == []
    assert len([text for text in group if text.startswith("诉求 #")]) == 1
    async with town.program.db.read() as session:
        parked = list(await session.scalars(sa.select(InboxRow).where(InboxRow.state == InboxState.PARKED)))
        half = await session.scalar(sa.select(sa.func.count()).where(Person.name == "半途而废"))
        promised = await session.scalar(sa.select(sa.func.count()).where(OutboxRow.key.like("half:%")))
    assert ([row.error for row in parked], half, promised) == (["RuntimeError: defect in a handler"], 0, 0)


async def test_within_a_chat_in_order_and_across_chats_side_by_side(town: Town) -> None:
    heard: list[str] = []
    gate = asyncio.Event()

    async def listens(update: Update, _context: Context) -> None:
        text = update.effective_message.text if update.effective_message else ""
        if text == "话 0":
            await gate.wait()
        heard.append(text or "")

    _first(town, "^话 ", listens)
    for number in range(5):
        await town.people.say(LI, f"话 {number}", chat_id=XIGUAN)
    await town.people.say(SUN, "话 隔壁群", chat_id=JINJIANG)
    async with asyncio.timeout(10):
        while (await town.people.counters())["pending_updates"]:
            await asyncio.sleep(0.01)
    held_up = list(heard)
    gate.set()
    await town.settled()

    assert [text for text in held_up if "隔壁" not in text] == []
    assert [text for text in heard if "隔壁" not in text] == [f"话 {number}" for number in range(5)]
    assert "话 隔壁群" in heard


async def test_an_emergency_is_answered_even_when_handling_fails(town: Town) -> None:
    async def breaks(_update: Update, _context: Context) -> None:
        raise RuntimeError("defect in a handler")

    _first(town, "着火", breaks)
    said = await town.people.say(LI, "3栋着火了！", chat_id=XIGUAN)

    answers = [m for m in await town.people.messages(XIGUAN) if m["from"]["is_bot"]] or [
        await town.last(XIGUAN)
    ]
    assert "119" in answers[-1]["text"]
    assert answers[-1]["reply_to_message"]["message_id"] == said
    assert len([text for text in await town.shows(XIGUAN) if "119" in text]) == 1


async def test_a_refusal_changes_nothing_answers_once_and_is_kept(town: Town) -> None:
    await town.people.say(LI, "#电梯 3栋电梯坏了", chat_id=XIGUAN)
    await town.settled()
    card = await town.last(XIGUAN)

    callback = await town.people.press(
        SUN, chat_id=XIGUAN, message_id=card["message_id"], force="tickets:take_back:1"
    )
    toast = await town.people.toast(callback)
    await town.settled()

    assert toast is not None
    assert (toast["show_alert"], "只有提这件事的人" in toast["text"]) == (True, True)
    assert (await town.last(XIGUAN))["text"] == card["text"]
    async with town.program.db.read() as session:
        [entry] = await session.scalars(sa.select(AuditEntry))
        nobody = await session.scalar(sa.select(Person).where(Person.telegram_id == SUN))
    assert (entry.what, entry.subject, entry.telegram_id, nobody) == (
        "refused",
        "tickets:take_back:1",
        SUN,
        None,
    )
