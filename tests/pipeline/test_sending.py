"""From the outbox to Telegram: whatever Telegram does, each promise is kept, once where that can be known."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.outbox import service as outbox
from bot.outbox.content import Button, Content
from bot.outbox.models import Lane, OutboxRow, OutboxState
from bot.people.models import Chat, Person
from sandbox.testing import Sandbox
from tests.town import JINJIANG, LI, SUN, WANG, XIGUAN, ZHAO, Town, town_in


async def _promise(town: Town, *promises: dict[str, Any]) -> None:
    async with town.program.db.begin() as session:
        await outbox.enqueue_all(session, promises)
    town.program.sender.wake()


async def _show(town: Town, text: str, chat_id: int = XIGUAN, **more: Any) -> None:
    async with town.program.db.begin() as session:
        await outbox.show(
            session, key="card", chat_id=chat_id, content=Content(text, **more), lane=Lane.TICKET
        )
    town.program.sender.wake()


async def _row(town: Town, key: str) -> OutboxRow:
    async with town.program.db.read() as session:
        return (await session.scalars(sa.select(OutboxRow).where(OutboxRow.key == key))).one()


async def _until_state(town: Town, key: str, *states: OutboxState) -> OutboxRow:
    """Wait for a promise's state; the bot's clock goes on so that pauses end."""
    async with asyncio.timeout(20):
        while (row := await _row(town, key)).state not in states:
            town.clock.forward(seconds=1)
            town.program.sender.wake()
            await asyncio.sleep(0.05)
    return row


def _numbered(chat_id: int, count: int, lane: Lane = Lane.ANSWER) -> Sequence[dict[str, Any]]:
    return [outbox.promise(f"n:{chat_id}:{n}", chat_id, Content(f"第{n}句"), lane=lane) for n in range(count)]


async def test_a_card_is_edited_never_reposted_and_ends_in_its_newest_state(town: Town) -> None:
    for number in range(10):
        await _show(town, f"第{number}版", buttons=((Button("按", "tickets:show:1"),),))

    assert await town.shows(XIGUAN) == ["第9版"]
    await _show(town, "第9版", buttons=((Button("按", "tickets:show:1"),),))
    assert await town.shows(XIGUAN) == ["第9版"]
    assert (await _row(town, "card")).state == OutboxState.SENT


async def test_a_newer_state_while_the_first_is_under_way_follows_as_an_edit(town: Town) -> None:
    await town.people.fault("delay", ["sendMessage"], times=1, delay=0.5)
    await _show(town, "旧的")
    async with asyncio.timeout(5):
        while (await _row(town, "card")).state != OutboxState.SENDING:
            await asyncio.sleep(0.01)

    await _show(town, "新的")

    assert await town.shows(XIGUAN) == ["新的"]


async def test_not_modified_counts_as_done(town: Town) -> None:
    await _show(town, "一样的")
    await town.settled()
    async with town.program.db.begin() as session:
        await session.execute(
            sa.update(OutboxRow).where(OutboxRow.key == "card").values(state=OutboxState.QUEUED)
        )
    town.program.sender.wake()

    await town.settled()

    row = await _row(town, "card")
    assert (row.state, row.error, await town.shows(XIGUAN)) == (OutboxState.SENT, None, ["一样的"])


async def test_a_card_somebody_deleted_is_sent_anew(town: Town) -> None:
    await _show(town, "第一版")
    card = await town.last(XIGUAN)
    await town.program.application.bot.delete_message(XIGUAN, card["message_id"])

    await _show(town, "第二版")

    assert await town.shows(XIGUAN) == ["第二版"]


async def test_what_is_taken_away_disappears_and_can_come_back(town: Town) -> None:
    await _show(town, "看一眼")
    await town.settled()
    async with town.program.db.begin() as session:
        await outbox.take_away(session, ["card"])
    town.program.sender.wake()
    gone = await town.shows(XIGUAN)

    await _show(town, "又来了")

    assert (gone, await town.shows(XIGUAN)) == ([], ["又来了"])


async def test_errors_and_broken_connections_lose_nothing_and_keep_the_order(town: Town) -> None:
    for seed, kind in enumerate(("500", "drop_before"), start=1):
        await town.people.fault(kind, ["sendMessage"], probability=0.2, seed=seed)
    await _promise(town, *_numbered(XIGUAN, 12), *_numbered(JINJIANG, 12))

    for chat in (XIGUAN, JINJIANG):
        await _until_state(town, f"n:{chat}:11", OutboxState.SENT)

    assert await town.shows(XIGUAN) == [f"第{n}句" for n in range(12)]
    assert await town.shows(JINJIANG) == [f"第{n}句" for n in range(12)]


async def test_only_a_lost_answer_repeats_a_message_and_never_one_that_may_not_be_repeated(
    town: Town,
) -> None:
    await town.people.fault("drop_after", ["sendMessage"], times=2)
    ballot = outbox.promise("ballot", XIGUAN, Content("您投了一票"), repeatable=False)
    await _promise(town, outbox.promise("notice", JINJIANG, Content("明天停水")), ballot)

    await _until_state(town, "notice", OutboxState.SENT)
    unsure = await _until_state(town, "ballot", OutboxState.UNSURE)

    assert await town.shows(JINJIANG) == ["明天停水", "明天停水"]
    assert (await town.shows(XIGUAN), unsure.state) == (["您投了一票"], OutboxState.UNSURE)


async def test_a_429_holds_up_its_chat_and_nobody_else(town: Town) -> None:
    await town.people.fault("429", ["sendMessage"], times=1, chat_id=XIGUAN, retry_after=1)
    await _promise(town, *_numbered(XIGUAN, 2))
    await _promise(town, *_numbered(JINJIANG, 2))

    other = await town.people.wait_for(JINJIANG, lambda m: m.get("text") == "第1句")
    held_up = [m.get("text") for m in await town.people.messages(XIGUAN)]
    await _until_state(town, f"n:{XIGUAN}:1", OutboxState.SENT)

    assert (other["text"], held_up) == ("第1句", [])
    assert await town.shows(XIGUAN) == ["第0句", "第1句"]


async def test_a_429_on_a_broadcast_halts_broadcasts_and_no_ticket(town: Town) -> None:
    await town.people.fault("429", ["sendMessage"], times=1, chat_id=XIGUAN, retry_after=2)
    await _promise(town, *_numbered(XIGUAN, 1, Lane.BROADCAST))
    async with asyncio.timeout(5):
        while not (await _row(town, f"n:{XIGUAN}:0")).error:
            await asyncio.sleep(0.01)

    await _promise(
        town,
        *_numbered(JINJIANG, 1, Lane.BROADCAST),
        outbox.promise("t", WANG, Content("诉求"), lane=Lane.TICKET),
    )

    await town.people.wait_for(WANG, lambda m: m.get("text") == "诉求")
    assert await town.people.messages(JINJIANG) == []
    await _until_state(town, f"n:{JINJIANG}:0", OutboxState.SENT)


async def test_a_backlog_of_broadcasts_never_delays_a_ticket(sandbox: Sandbox, tmp_path: Path) -> None:
    rates = {"WUAILIN_TELEGRAM__LIMITS__OVERALL": "5 per 1 second"}
    async with town_in(sandbox, tmp_path, started=(WANG,), **rates) as town:
        chats = range(5000, 5040)
        for chat in chats:
            await town.people.add_user(chat, "邻居")
            await town.people.start(chat)
        await town.settled()
        before = (await town.people.calls())[-1]["n"]
        await _promise(town, *(p for chat in chats for p in _numbered(chat, 1, Lane.BROADCAST)))
        await _promise(town, outbox.promise("t", WANG, Content("急事"), lane=Lane.TICKET))

        await town.people.wait_for(WANG, lambda m: m.get("text") == "急事")

        sent = [call for call in await town.people.calls(before) if call["method"] == "sendMessage"]
        assert [call["chat_id"] for call in sent].index(WANG) <= 6


async def test_a_migrated_group_gets_its_messages_at_its_new_id(town: Town) -> None:
    old = await town.people.add_group(-1003, "锦江苑二期邻里群", type="group", members=[LI])
    await _show(town, "在老群", chat_id=old)
    await town.settled()
    new = await town.people.migrate(old)

    await _promise(town, outbox.promise("after", old, Content("还找得到")))
    await _show(town, "在新群", chat_id=new)

    texts = [text for text in await town.shows(new) if text]
    assert texts == ["还找得到", "在新群"]
    async with town.program.db.read() as session:
        left = await session.scalar(sa.select(sa.func.count()).where(OutboxRow.chat_id == old))
    assert left == 0
    assert any(new in grid.groups for grid in town.program.desk.triage.neighbourhood.grids)


async def test_a_403_becomes_a_fact(town: Town) -> None:
    await town.people.start(LI)
    await town.settled()
    await town.people.block(LI)
    await town.people.remove_bot(JINJIANG)
    await _promise(
        town,
        outbox.promise("blocked", LI, Content("x")),
        outbox.promise("stranger", ZHAO, Content("x")),
        outbox.promise("removed", JINJIANG, Content("x")),
        outbox.promise("fine", XIGUAN, Content("x")),
    )

    states = {key: (await _until_state(town, key, OutboxState.FAILED, OutboxState.SENT)).state
              for key in ("blocked", "stranger", "removed", "fine")}  # fmt: skip

    assert states == {"blocked": "failed", "stranger": "failed", "removed": "failed", "fine": "sent"}
    async with town.program.db.read() as session:
        person = (await session.scalars(sa.select(Person).where(Person.telegram_id == LI))).one()
        chat = await session.get_one(Chat, JINJIANG)
    assert (person.has_direct_chat, chat.removed_at) == (False, chat.removed_at)
    assert chat.removed_at is not None


async def test_a_claim_whose_lease_ran_out_is_sent_again_or_left_to_a_person(town: Town) -> None:
    stuck = {"state": OutboxState.SENDING, "lease_until_at": town.clock() + timedelta(minutes=5)}
    async with town.program.db.begin() as session:
        await outbox.enqueue_all(
            session,
            [
                outbox.promise(
                    "notice", XIGUAN, Content("停水通知"), not_before=town.clock() + timedelta(hours=1)
                ),
                outbox.promise(
                    "ballot",
                    SUN,
                    Content("一票"),
                    repeatable=False,
                    not_before=town.clock() + timedelta(hours=1),
                ),
            ],
        )
        await session.execute(
            sa.update(OutboxRow)
            .where(OutboxRow.key.in_(["notice", "ballot"]))
            .values(not_before_at=None, **stuck)
        )
    before = await town.shows_now(XIGUAN)

    town.clock.forward(minutes=6)
    await _until_state(town, "notice", OutboxState.SENT)

    assert (before, await town.shows(XIGUAN)) == ([], ["停水通知"])
    assert (await _row(town, "ballot")).state == OutboxState.UNSURE


async def test_with_telegrams_rates_on_everything_arrives_and_nothing_is_refused(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    rates = {f"WUAILIN_TELEGRAM__LIMITS__{name}": rate for name, rate in
             {"OVERALL": "10 per 1 second", "CHAT": "2 per 1 second", "GROUP": "6 per 2 second"}.items()}  # fmt: skip
    async with town_in(sandbox, tmp_path, started=(WANG,), **rates) as town:
        await sandbox.people.set_limits(on=True, overall=(10, 1), group=(6, 2), private=(2, 1))
        await _promise(town, *_numbered(XIGUAN, 13), *_numbered(JINJIANG, 13), *_numbered(WANG, 5))

        for chat, last in ((XIGUAN, 12), (JINJIANG, 12), (WANG, 4)):
            await _until_state(town, f"n:{chat}:{last}", OutboxState.SENT)

        refused = [
            call for call in await town.people.calls() if call["method"] == "sendMessage" and not call["ok"]
        ]
        assert refused == []
        assert await town.shows(XIGUAN) == [f"第{n}句" for n in range(13)]
