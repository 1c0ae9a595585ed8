"""Sending: what Telegram's answers teach, and what becomes of promises that cannot be kept."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.db import chat_id_columns
from bot.outbox import rules, service
from bot.outbox.content import Button, Content, Copy
from bot.outbox.models import Lane, OutboxRow, OutboxState
from bot.people import queries as people
from bot.people.models import Chat, Person
from sandbox.testing import Sandbox
from scheduler.people import take_over_neighbourhood
from tests.telegram import becomes, last_call, promised, promised_all, row_of, sends, shown, state_of, until
from tests.town import CHEN, JINJIANG, LI, LIN, OFFICE, WANG, XIGUAN, ZHAO, Town, town_in


async def _claimed_by_the_dead(town: Town) -> None:
    """Two promises as a process that died while sending leaves them."""
    until_at = town.clock() + rules.LEASE
    async with town.program.db.begin() as session:
        for key, chat, repeatable in (("notice", XIGUAN, True), ("ballot", JINJIANG, False)):
            promise = service.promise(key, chat, Content(key), repeatable=repeatable)
            await service.enqueue_all(session, [promise])
        claimed = sa.update(OutboxRow).where(OutboxRow.key.in_(("notice", "ballot")))
        await session.execute(claimed.values(state=OutboxState.SENDING, lease_until_at=until_at))


async def test_a_claim_whose_lease_ran_out_is_sent_again_or_left_to_a_person(town: Town) -> None:
    await _claimed_by_the_dead(town)
    town.clock.forward(seconds=rules.LEASE.total_seconds() - 10)
    town.program.sender.wake()
    await promised(town, "after", XIGUAN, "after", lane=Lane.TICKET)
    await becomes(town, "after", OutboxState.SENT)
    before = [message["text"] for message in await town.people.messages(XIGUAN)]
    town.clock.forward(seconds=20)
    town.program.sender.wake()
    await becomes(town, "notice", OutboxState.SENT)

    assert before == ["after"]
    assert await town.shows(XIGUAN) == ["after", "notice"]
    assert await state_of(town, "ballot") == OutboxState.UNSURE
    assert await town.shows(JINJIANG) == []


async def test_claims_of_a_dead_process_are_free_at_once_when_nobody_else_sends(town: Town) -> None:
    await _claimed_by_the_dead(town)
    await town.program.sender.free_claims()
    town.program.sender.wake()
    await becomes(town, "notice", OutboxState.SENT)

    assert await state_of(town, "ballot") == OutboxState.UNSURE


async def test_a_429_halts_its_chat_and_no_other(town: Town) -> None:
    await town.people.fault("429", ["sendMessage"], times=1, chat_id=XIGUAN, retry_after=1)
    since = await last_call(town)
    await promised_all(
        town,
        *(service.promise(f"a{n}", XIGUAN, Content(f"{n}"), lane=Lane.TICKET) for n in range(3)),
        *(service.promise(f"b{n}", JINJIANG, Content(f"{n}"), lane=Lane.TICKET) for n in range(3)),
    )
    for n in range(3):
        await becomes(town, f"b{n}", OutboxState.SENT, 0.9)
    tried = [chat for _, chat, _ in await sends(town, since)].count(XIGUAN)
    town.clock.forward(seconds=2)
    await becomes(town, "a2", OutboxState.SENT)

    assert tried == 1
    assert await town.shows(XIGUAN) == ["0", "1", "2"]
    assert (await row_of(town, "a0")).attempts == 0


async def test_a_429_to_a_broadcast_halts_all_broadcasts_and_no_ticket(town: Town) -> None:
    await town.people.fault("429", ["sendMessage"], times=1, chat_id=XIGUAN, retry_after=1)
    await promised(town, "news a", XIGUAN, "通知", lane=Lane.BROADCAST)
    await until(lambda: _told_to_wait(town, "news a"), "the 429")
    await promised(town, "news b", JINJIANG, "通知", lane=Lane.BROADCAST)
    await promised(town, "ticket", JINJIANG, "诉求", lane=Lane.TICKET)
    await becomes(town, "ticket", OutboxState.SENT, 0.9)
    halted = await state_of(town, "news b")
    town.clock.forward(seconds=2)
    await becomes(town, "news b", OutboxState.SENT)
    await becomes(town, "news a", OutboxState.SENT)

    assert halted == OutboxState.QUEUED
    assert await town.shows(JINJIANG) == ["诉求", "通知"]


async def _told_to_wait(town: Town, key: str) -> bool:
    return (await row_of(town, key)).error is not None


NEW_ID = -1009001


async def _everywhere(town: Town) -> dict[str, set[int]]:
    async with town.program.db.read() as session:
        return {
            str(column): {value for value in await session.scalars(sa.select(column)) if value and value < 0}
            for column in chat_id_columns()
        }


async def _migrated(town: Town) -> None:
    """A basic group with a complaint and its card becomes a supergroup."""
    await town.people.add_group(-1003, "老供销社群", members=[LI, ZHAO], type="group")
    await town.people.say(LI, "#噪音 西关小区3栋楼上装修太吵", chat_id=-1003)
    await town.settled()
    assert -1003 in set().union(*(await _everywhere(town)).values())
    await town.people.migrate(-1003, NEW_ID)


async def test_a_groups_new_id_is_learned_from_its_service_message(town: Town) -> None:
    await _migrated(town)
    await town.settled()
    await town.tick(take_over_neighbourhood)

    assert -1003 not in set().union(*(await _everywhere(town)).values())
    async with town.program.db.read() as session:
        cards = await session.scalars(sa.select(OutboxRow.message_id).where(OutboxRow.chat_id == NEW_ID))
        assert set(cards) <= {None}
    await town.press(WANG, "签收")
    assert any("今天9:00签收" in text for text in await town.shows(NEW_ID))


async def test_a_groups_new_id_is_learned_from_a_failing_send(town: Town) -> None:
    await town.people.add_group(-1003, "老供销社群", members=[LI, ZHAO], type="group")
    await promised(town, "card", -1003, "一", lane=Lane.TICKET)
    await becomes(town, "card", OutboxState.SENT)
    for number in range(2):
        await promised(town, f"later {number}", -1003, "x", not_before=town.clock() + timedelta(hours=1))
    # Telegram's service message never reaches us
    await town.people.fault("500", ["getUpdates"])
    await town.people.migrate(-1003, NEW_ID)
    await shown(town, "card", -1003, "二")
    await becomes(town, "card", OutboxState.SENT)

    rows = [await row_of(town, key) for key in ("card", "later 0", "later 1")]
    assert [(row.chat_id, row.state) for row in rows] == [
        (NEW_ID, OutboxState.SENT),
        (NEW_ID, OutboxState.QUEUED),
        (NEW_ID, OutboxState.QUEUED),
    ]
    assert -1003 not in set().union(*(await _everywhere(town)).values())
    assert [m["text"] for m in await town.people.messages(NEW_ID) if m.get("text")] == ["二"]
    await town.people.clear_faults()


async def test_somebody_who_blocked_the_bot_is_known_as_out_of_reach(town: Town) -> None:
    await town.people.block(WANG)
    await town.people.deactivate(CHEN)
    await promised(town, "a", WANG)
    await promised(town, "b", CHEN)
    await promised(town, "c", 987654, "谁也不是")
    for key in "abc":
        await becomes(town, key, OutboxState.FAILED)

    async with town.program.db.read() as session:
        reasons = [
            person.unreachable_why
            for telegram_id in (WANG, CHEN)
            if (person := await people.by_telegram_id(session, telegram_id))
        ]
        others = await session.scalars(
            sa.select(Person.telegram_id).where(
                Person.telegram_id.in_((LIN, OFFICE)), Person.unreachable_at.is_(None)
            )
        )
        assert set(others) == {LIN, OFFICE}
    assert reasons[0] is not None
    assert reasons[1] == "Forbidden: user is deactivated"


@pytest.mark.parametrize("learned", ["removed", "never met"])
async def test_a_group_the_bot_is_not_in_is_known_as_left(town: Town, learned: str) -> None:
    chat = XIGUAN if learned == "removed" else -4711
    if learned == "removed":
        await town.people.fault("500", ["getUpdates"])  # the news that it was removed never comes
        await town.people.remove_bot(XIGUAN)
    await promised(town, "a", chat)
    await promised(town, "b", JINJIANG)
    await becomes(town, "a", OutboxState.FAILED)
    await becomes(town, "b", OutboxState.SENT)

    async with town.program.db.read() as session:
        left = list(await session.scalars(sa.select(Chat.chat_id).where(Chat.removed_at.is_not(None))))
    assert left == [chat]
    await town.people.clear_faults()


async def test_a_copy_whose_source_is_gone_is_given_up_and_blames_nobody(town: Town) -> None:
    promise = service.promise("copy", WANG, Content(copy=Copy(XIGUAN, 4711)))
    gone = service.promise("no chat", WANG, Content(copy=Copy(-4712, 1)))
    await promised_all(town, promise, gone)
    await town.settled()

    assert [await state_of(town, key) for key in ("copy", "no chat")] == [OutboxState.DROPPED] * 2
    async with town.program.db.read() as session:
        wang = await people.by_telegram_id(session, WANG)
        assert wang is not None
        assert wang.unreachable_at is None


async def test_a_promise_telegram_will_never_take_stops_no_other(town: Town) -> None:
    await promised_all(
        town,
        service.promise("empty", XIGUAN, Content("")),
        service.promise("half a character", XIGUAN, Content("x", buttons=((Button("\ud83d", "x"),),))),
        service.promise("bad button", XIGUAN, Content("x", buttons=((Button("按", "x" * 65),),))),
        service.promise("good", XIGUAN, Content("好的\ud83d")),
    )
    await becomes(town, "good", OutboxState.SENT)

    failed = [await state_of(town, key) for key in ("empty", "half a character", "bad button")]
    assert failed == [OutboxState.FAILED] * 3
    assert await town.shows(XIGUAN) == ["好的�"]


async def test_what_is_to_be_said_later_waits_for_its_time(town: Town) -> None:
    await promised(town, "later", XIGUAN, "晚上好", not_before=town.clock() + timedelta(hours=1))
    await promised(town, "now", JINJIANG, "早上好")
    await becomes(town, "now", OutboxState.SENT)
    before = await state_of(town, "later")
    town.clock.forward(minutes=61)
    town.program.sender.wake()
    await becomes(town, "later", OutboxState.SENT)

    assert before == OutboxState.QUEUED


async def test_a_text_that_is_too_long_arrives_cut(town: Town) -> None:
    await promised(town, "long", XIGUAN, "很长" * 3000)
    await becomes(town, "long", OutboxState.SENT)

    [text] = await town.shows(XIGUAN)
    assert (len(text), text[-1], text[:4]) == (4096, "…", "很长很长")


async def test_a_reply_finds_a_message_that_was_still_on_its_way(town: Town) -> None:
    await promised_all(
        town,
        service.promise("question", XIGUAN, Content("几点开会？")),
        service.promise("answer", XIGUAN, Content("下午三点", reply_to_key="question")),
    )
    await town.settled()

    asked, answered = await town.people.messages(XIGUAN)
    assert answered["reply_to_message"]["message_id"] == asked["message_id"]


async def test_what_is_under_way_when_the_sender_stops_is_recorded(town: Town) -> None:
    await town.people.fault("delay", ["sendMessage"], times=1, delay=0.3)
    await promised(town, "a", XIGUAN, "再见")
    await becomes(town, "a", OutboxState.SENDING)
    sending = town.tasks[0]
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)

    assert await state_of(town, "a") == OutboxState.SENT


async def test_a_card_that_was_taken_away_can_come_back(town: Town) -> None:
    await shown(town, "card", XIGUAN, "看一眼")
    await becomes(town, "card", OutboxState.SENT)
    async with town.program.db.begin() as session:
        await service.take_away(session, ["card"])
    town.program.sender.wake()
    gone = await town.shows(XIGUAN)
    await shown(town, "card", XIGUAN, "又来了")

    assert (gone, await town.shows(XIGUAN)) == ([], ["又来了"])


async def test_with_telegrams_rates_on_everything_arrives_and_nothing_is_refused(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    rates = {"OVERALL": "10 per 1 second", "CHAT": "2 per 1 second", "GROUP": "6 per 2 second"}
    limits = {f"WUAILIN_TELEGRAM__LIMITS__{name}": rate for name, rate in rates.items()}
    lines = [f"第{n}句" for n in range(13)]
    async with town_in(sandbox, tmp_path, started=(WANG,), **limits) as town:
        await town.people.set_limits(on=True, overall=(10, 1), group=(6, 2), private=(2, 1))
        since = await last_call(town)
        await promised_all(
            town,
            *(
                service.promise(f"{chat} {line}", chat, Content(line), lane=Lane.TICKET)
                for line in lines
                for chat in (XIGUAN, JINJIANG)
            ),
            *(service.promise(f"{WANG} {line}", WANG, Content(line)) for line in lines[:5]),
        )
        for chat, last in ((XIGUAN, lines[-1]), (JINJIANG, lines[-1]), (WANG, lines[4])):
            await becomes(town, f"{chat} {last}", OutboxState.SENT)
        calls = await sends(town, since)
        arrived = [await town.shows(chat) for chat in (XIGUAN, JINJIANG)]

    assert [call for call in calls if not call[2]] == []
    assert len(calls) == 31
    assert arrived == [lines, lines]
