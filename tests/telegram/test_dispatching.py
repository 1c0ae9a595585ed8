"""From the inbox to the handlers: one update, one transaction, in order within a chat."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from telegram import Update
from telegram.ext import TypeHandler

from bot.audit.models import AuditEntry
from bot.db import Database
from bot.errors import Refused
from bot.inbox import service as inbox
from bot.inbox.models import InboxRow, InboxState
from bot.outbox import service as outbox
from bot.outbox.models import OutboxRow
from bot.people.models import Person
from bot.schema import migrate
from bot.telegram.context import Context
from bot.tickets.models import Ticket
from sandbox.testing import Sandbox
from tests.telegram import count, inbox_rows, until
from tests.town import (
    JINJIANG,
    LI,
    MONDAY_MORNING,
    OFFICE,
    SUN,
    WANG,
    XIGUAN,
    ZHAO,
    Town,
    town_in,
)  # fmt: skip

NOISE = "#噪音 3栋楼上装修太吵"
Handler = Callable[[Update, Context], Awaitable[None]]


def heard_first(town: Town, handler: Handler) -> None:
    """Put a handler in front of the program's own."""
    town.program.application.add_handler(TypeHandler(Update, handler), group=-1)


def text_of(update: Update) -> str:
    return (update.effective_message and update.effective_message.text) or ""


class Stumbles:
    """A handler that writes, promises and then raises on texts with a word; keeps what it met."""

    def __init__(self, word: str, error: Exception | None = None, times: int = 10**6) -> None:
        self.word, self.error, self.times = word, error or KeyError("a defect"), times
        self.met: list[str] = []

    async def __call__(self, update: Update, context: Context) -> None:
        if self.word not in text_of(update):
            return
        self.met.append(text_of(update))
        context.session.add(Person(name="不该留下", telegram_id=99))
        await context.session.flush()
        await outbox.enqueue(context.session, key="不该发出", chat_id=LI, text="不该发出")
        if len(self.met) <= self.times:
            raise self.error


async def _names(db: Database) -> set[str]:
    async with db.read() as session:
        return set(await session.scalars(sa.select(Person.name)))


async def _kept(town: Town) -> tuple[bool, bool]:
    """Whether anything of what the stumbling handler did is there: the person, the promise."""
    async with town.program.db.read() as session:
        promised = await session.scalar(sa.select(OutboxRow.id).where(OutboxRow.key == "不该发出"))
    return "不该留下" in await _names(town.program.db), promised is not None


async def test_an_update_that_always_fails_leaves_nothing_and_is_parked_after_three_tries(town: Town) -> None:
    stumbles = Stumbles("炸")
    heard_first(town, stumbles)
    await town.people.say(LI, "炸 " + NOISE, chat_id=XIGUAN)
    await town.people.say(ZHAO, NOISE, chat_id=XIGUAN)
    await town.settled()

    [row] = [row for row in await inbox_rows(town.program.db) if row.state == InboxState.PARKED]
    told = f"有一条消息（编号 {row.id}）我处理了三次都没成功，已经放到一边，没有丢。\n原因：KeyError\n请联系管理员看运行日志。"
    assert (row.attempts, row.error, len(stumbles.met)) == (3, "KeyError: 'a defect'", 3)
    assert await _kept(town) == (False, False)
    assert (await town.shows(OFFICE)).count(told) == 1
    # 同一个群里后面那句照样有人管
    assert (await town.last(XIGUAN))["text"].startswith("诉求 #1 · 噪音")
    assert await count(town.program.db, Ticket) == 1


async def test_an_update_that_fails_once_is_handled_once(town: Town) -> None:
    stumbles = Stumbles("吵", times=1)
    heard_first(town, stumbles)
    await town.people.say(LI, NOISE, chat_id=XIGUAN)
    await town.settled()

    row = (await inbox_rows(town.program.db))[-1]
    assert (row.state, row.attempts, len(stumbles.met)) == (InboxState.DONE, 1, 2)
    assert await _kept(town) == (True, True)
    assert await count(town.program.db, Ticket) == 1


async def test_a_failing_chat_delays_no_other(town: Town) -> None:
    stumbles = Stumbles("炸")
    heard_first(town, stumbles)
    await town.people.say(LI, "炸", chat_id=XIGUAN)
    await until(lambda: _true(stumbles.met), "the first failure")
    await town.people.say(SUN, "#噪音 1栋楼上装修太吵", chat_id=JINJIANG)

    await town.people.wait_for(JINJIANG, lambda m: m.get("text", "").startswith("诉求"), 5)

    # 出错的那条还没试完
    assert len(stumbles.met) < 3


async def _true(value: Any) -> Any:
    return value


async def test_in_private_whoever_met_a_defect_is_told_once(town: Town) -> None:
    heard_first(town, Stumbles("炸"))
    await town.people.start(LI)
    await town.people.say(LI, "炸")
    await town.settled()

    trouble = "这条消息我没处理好，已经请社区工作人员来看，您不用重发。"
    assert (await town.shows(LI)).count(trouble) == 1


class Watches:
    """A handler that takes a moment; notes who begins and ends, and how many are under way."""

    def __init__(self, slow: str = "", pause: float = 0.3) -> None:
        self.log: list[str] = []
        self.slow, self.pause = slow, pause

    async def __call__(self, update: Update, context: Context) -> None:
        text = text_of(update)
        if text.startswith("第"):
            self.log.append(f"{text} begins")
            await asyncio.sleep(self.pause if self.slow in text else 0)
            self.log.append(f"{text} ends")


async def test_a_chats_updates_are_handled_in_order_one_at_a_time(town: Town) -> None:
    watches = Watches(slow="第1")
    heard_first(town, watches)
    await town.people.say_many([{"user_id": LI, "chat_id": XIGUAN, "text": f"第{n}句"} for n in range(1, 6)])
    await town.settled()

    assert watches.log == [f"第{n}句 {what}" for n in range(1, 6) for what in ("begins", "ends")]


async def test_a_failing_update_is_tried_again_before_the_next_of_its_chat(town: Town) -> None:
    tried: list[str] = []

    async def first_stumbles(update: Update, _context: Context) -> None:
        tried.append(text_of(update))
        if tried.count("第1句") == 1 and text_of(update) == "第1句":
            raise RuntimeError("once")

    heard_first(town, first_stumbles)
    await town.people.say_many([{"user_id": LI, "chat_id": XIGUAN, "text": f"第{n}句"} for n in (1, 2)])
    await town.settled()

    assert tried == ["第1句", "第1句", "第2句"]


async def _stored(folder: Path, updates: Sequence[dict[str, Any]], *, state: InboxState) -> None:
    """A database left behind by a process that stored these and died."""
    db = Database(f"sqlite+aiosqlite:///{folder / 'town.db'}")
    await migrate(db)
    async with db.begin() as session:
        for arrived in await inbox.store_updates(session, updates, now=MONDAY_MORNING):
            row = await session.get_one(InboxRow, arrived.id)
            row.state = state
    await db.close()


def _said(update_id: int, text: str) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "message": {
            "message_id": 900 + update_id,
            "date": 1795395600,
            "chat": {"id": XIGUAN, "type": "supergroup", "title": "西关小区邻里群"},
            "from": {"id": LI, "is_bot": False, "first_name": "李阿姨"},
            "text": text,
        },
    }


async def test_a_restart_takes_up_what_was_stored_and_not_done_and_nothing_else(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    await _stored(tmp_path, [_said(n, f"{NOISE}{n}") for n in (1, 2)], state=InboxState.NEW)
    await _stored(tmp_path, [_said(3, f"{NOISE}3")], state=InboxState.DONE)
    await _stored(tmp_path, [_said(4, f"{NOISE}4")], state=InboxState.PARKED)

    async with town_in(sandbox, tmp_path, started=(WANG,)) as town:
        await town.settled()
        states = [row.state for row in await inbox_rows(town.program.db)][:4]
        async with town.program.db.read() as session:
            tickets = list(await session.scalars(sa.select(Ticket.text).order_by(Ticket.id)))

    assert tickets == ["3栋楼上装修太吵1", "3栋楼上装修太吵2"]
    assert states == [InboxState.DONE, InboxState.DONE, InboxState.DONE, InboxState.PARKED]


async def test_a_refusal_changes_nothing_and_is_one_answer_and_one_audit_line(town: Town) -> None:
    stumbles = Stumbles("不行", error=Refused("这个不行。"))
    heard_first(town, stumbles)
    await town.people.start(LI)
    await town.people.say(LI, "不行")
    await town.settled()

    row = (await inbox_rows(town.program.db))[-1]
    async with town.program.db.read() as session:
        audit = [
            (entry.what, entry.telegram_id, entry.subject, entry.why, entry.at)
            for entry in await session.scalars(sa.select(AuditEntry))
        ]
    assert (await town.shows(LI)).count("这个不行。") == 1
    assert audit == [("refused", LI, f"message {row.id}", "这个不行。", MONDAY_MORNING)]
    assert (row.state, row.attempts, len(stumbles.met)) == (InboxState.DONE, 0, 1)
    assert await _kept(town) == (False, False)


async def test_a_refused_press_is_answered_by_an_alert_and_nothing_else(town: Town) -> None:
    await town.people.say(LI, NOISE, chat_id=XIGUAN)
    await town.settled()
    before = await town.shows(WANG)

    async def refuses(update: Update, _context: Context) -> None:
        if update.callback_query:
            raise Refused("您不能按这个。")

    heard_first(town, refuses)
    toast = await town.people.toast(await town.people.press(WANG, "签收", chat_id=WANG))
    await town.settled()

    assert toast is not None
    assert (toast["text"], toast["show_alert"]) == ("您不能按这个。", True)
    assert await town.shows(WANG) == before
    assert await count(town.program.db, AuditEntry) == 1


@pytest.mark.parametrize("chat", [XIGUAN, LI])
async def test_an_emergency_is_answered_at_once_although_handling_it_fails(town: Town, chat: int) -> None:
    stumbles = Stumbles("着火")
    heard_first(town, stumbles)
    await town.people.start(LI)
    said = await town.people.say(LI, "3栋着火了", chat_id=chat)
    answer = await town.people.wait_for(chat, lambda m: "119" in m.get("text", ""), 5)
    tries_by_then = len(stumbles.met)
    await town.settled()

    assert answer["reply_to_message"]["message_id"] == said
    assert tries_by_then < 3
    assert len([text for text in await town.shows(chat) if "119" in text]) == 1
    assert [row.state for row in await inbox_rows(town.program.db)][-1] == InboxState.PARKED


async def test_even_when_first_aid_fails_those_behind_are_heard(sandbox: Sandbox, tmp_path: Path) -> None:
    async with town_in(sandbox, tmp_path, started=(WANG,)) as town:

        async def no_aid(*_: object) -> None:
            raise RuntimeError("first aid is broken too")

        town.program.dispatcher._first_aid = no_aid
        heard_first(town, Stumbles("炸"))
        await town.people.say(LI, "炸", chat_id=XIGUAN)
        await town.people.say(ZHAO, NOISE, chat_id=XIGUAN)

        card = await town.people.wait_for(XIGUAN, lambda m: m.get("text", "").startswith("诉求"), 5)
        states = [row.state for row in await inbox_rows(town.program.db)][-2:]

    assert card["text"].startswith("诉求 #1 · 噪音")
    assert states == [InboxState.NEW, InboxState.DONE]  # the first is taken up after the next start


@pytest.mark.parametrize("word", ["\ud83d", "x" * 5000])
async def test_an_error_with_an_odd_text_is_kept_all_the_same(town: Town, word: str) -> None:
    heard_first(town, Stumbles("炸", error=ValueError(f"cannot read {word}")))
    await town.people.say(LI, "炸", chat_id=XIGUAN)
    await town.settled()

    row = (await inbox_rows(town.program.db))[-1]
    assert row.state == InboxState.PARKED
    assert (row.error or "").startswith("ValueError: cannot read ")
    assert len(row.error or "") <= 2000


async def test_fetching_stops_while_too_much_waits_and_nothing_is_lost(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with town_in(sandbox, tmp_path) as town:
        gate = asyncio.Event()
        heard: list[str] = []

        async def waits(update: Update, _context: Context) -> None:
            await gate.wait()
            heard.append(text_of(update))

        heard_first(town, waits)
        lines = [{"user_id": LI, "chat_id": XIGUAN, "text": f"聊天{n}"} for n in range(1120)]
        await town.people.say_many(lines)
        await until(lambda: _full(town), "the inbox to be full enough")
        left = (await town.people.counters())["pending_updates"]
        gate.set()
        await until(lambda: _true(len(heard) == len(lines)), "everything to be heard", 60)

    assert 0 < left <= 220
    assert heard == [line["text"] for line in lines]


async def _full(town: Town) -> bool:
    return await count(town.program.db, InboxRow) >= 1000
