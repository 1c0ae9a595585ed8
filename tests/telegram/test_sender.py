"""Sending: every promise once, the urgent first, in order, whatever Telegram does."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.outbox import service
from bot.outbox.content import Button, Content
from bot.outbox.models import Lane, OutboxRow, OutboxState
from tests.telegram import becomes, last_call, promised, promised_all, row_of, sends, shown, state_of, until
from tests.town import CHEN, JINJIANG, LIN, OFFICE, WANG, XIGUAN, Town, buttons_of

BUTTONS = ((Button("签收", "t:accept:1"),),)


async def test_a_card_is_sent_once_and_then_edited(town: Town) -> None:
    await shown(town, "card", XIGUAN, "一")
    first = await becomes(town, "card", OutboxState.SENT)
    await shown(town, "card", XIGUAN, Content("二", buttons=BUTTONS))
    await town.settled()

    [card] = await town.people.messages(XIGUAN)
    assert (card["text"], buttons_of(card), card["message_id"]) == ("二", ["签收"], first.message_id)


async def test_a_card_that_changes_while_it_is_sent_is_edited_after_it_arrived(town: Town) -> None:
    await town.people.fault("delay", ["sendMessage"], times=1, delay=0.3)
    since = await last_call(town)
    await shown(town, "card", XIGUAN, "一")
    await becomes(town, "card", OutboxState.SENDING)
    await shown(town, "card", XIGUAN, "二")
    await shown(town, "card", XIGUAN, "三")
    await town.settled()

    assert await town.shows(XIGUAN) == ["三"]
    assert await sends(town, since) == [("sendMessage", XIGUAN, True), ("editMessageText", XIGUAN, True)]


async def test_an_edit_to_what_is_there_already_counts_as_arrived(town: Town) -> None:
    await shown(town, "card", XIGUAN, "一")
    await becomes(town, "card", OutboxState.SENT)
    async with town.program.db.begin() as session:
        await session.execute(sa.update(OutboxRow).values(state=OutboxState.QUEUED))
    town.program.sender.wake()
    await town.settled()

    row = await row_of(town, "card")
    assert (row.state, row.attempts, row.error) == (OutboxState.SENT, 0, None)
    assert await town.shows(XIGUAN) == ["一"]


async def test_a_card_somebody_deleted_is_sent_anew(town: Town) -> None:
    await shown(town, "card", XIGUAN, "一")
    card = await becomes(town, "card", OutboxState.SENT)
    await town.program.application.bot.delete_message(XIGUAN, card.message_id)
    await shown(town, "card", XIGUAN, "二")
    await town.settled()

    assert await town.shows(XIGUAN) == ["二"]
    assert (await row_of(town, "card")).state == OutboxState.SENT


async def test_a_message_taken_away_disappears_and_one_never_sent_is_dropped(town: Town) -> None:
    await promised(town, "stands", XIGUAN, "请回答")
    await becomes(town, "stands", OutboxState.SENT)
    later = town.clock() + timedelta(hours=1)
    await promised(town, "waits", XIGUAN, "晚点再说", not_before=later)
    async with town.program.db.begin() as session:
        await service.take_away(session, ["stands", "waits"])
    town.program.sender.wake()
    town.clock.forward(hours=2)
    await town.settled()

    assert await town.shows(XIGUAN) == []
    assert [await state_of(town, key) for key in ("stands", "waits")] == [
        OutboxState.SENT,
        OutboxState.DROPPED,
    ]


async def test_a_message_taken_away_twice_or_deleted_by_hand_is_over(town: Town) -> None:
    await promised(town, "asks", XIGUAN, "请回答")
    row = await becomes(town, "asks", OutboxState.SENT)
    await town.program.application.bot.delete_message(XIGUAN, row.message_id)
    async with town.program.db.begin() as session:
        await service.take_away(session, ["asks"])
    town.program.sender.wake()
    await town.settled()

    assert await state_of(town, "asks") == OutboxState.DROPPED


async def test_the_urgent_goes_before_what_was_promised_earlier(town: Town) -> None:
    since = await last_call(town)
    chats = {WANG: Lane.BROADCAST, CHEN: Lane.REMINDER, LIN: Lane.TICKET, OFFICE: Lane.ANSWER}
    await promised_all(
        town,
        *(service.promise(f"{lane}", chat, Content("x"), lane=lane) for chat, lane in chats.items()),
        *(service.promise(f"one {lane}", XIGUAN, Content(lane.name), lane=lane) for lane in reversed(Lane)),
    )
    await town.settled()

    assert await town.shows(XIGUAN) == ["ANSWER", "TICKET", "REMINDER", "BROADCAST"]
    assert {(chat, ok) for _, chat, ok in await sends(town, since)} == {
        (chat, True) for chat in (*chats, XIGUAN)
    }


async def test_a_long_broadcast_never_delays_a_ticket(town: Town) -> None:
    await town.people.fault("delay", ["sendMessage"], delay=0.05)
    since = await last_call(town)
    await promised_all(
        town,
        *(service.promise(f"news {n}", XIGUAN, Content(f"通知{n}"), lane=Lane.BROADCAST) for n in range(60)),
        *(
            service.promise(f"more {n}", JINJIANG, Content(f"通知{n}"), lane=Lane.BROADCAST)
            for n in range(60)
        ),
    )
    await until(lambda: _sent_since(town, since, 4), "the broadcast to be under way")
    await promised(town, "ticket", WANG, "有一件新诉求", lane=Lane.TICKET)
    await promised(town, "same chat", XIGUAN, "诉求 #1", lane=Lane.TICKET)
    await becomes(town, "ticket", OutboxState.SENT)
    await becomes(town, "same chat", OutboxState.SENT)
    sent_by_then = [chat for _, chat, _ in await sends(town, since)]
    await town.settled()

    assert sent_by_then.count(XIGUAN) < 40
    order = [text for text in await town.shows(XIGUAN) if text.startswith("通知")]
    assert order == [f"通知{n}" for n in range(60)]


async def _sent_since(town: Town, since: int, most: int) -> bool:
    return len(await sends(town, since)) >= most


@pytest.mark.parametrize("kind", ["500", "502", "drop_before"])
async def test_trouble_at_the_first_keeps_a_chats_order_and_loses_nothing(town: Town, kind: str) -> None:
    await town.people.fault(kind, ["sendMessage"], times=3, chat_id=XIGUAN)
    lines = [f"第{n}句" for n in range(1, 6)]
    await promised_all(
        town, *(service.promise(line, XIGUAN, Content(line), lane=Lane.TICKET) for line in lines)
    )
    await promised(town, "other", JINJIANG, "别的群", lane=Lane.TICKET)
    await becomes(town, "other", OutboxState.SENT)
    await _until_sent(town, *lines)

    assert await town.shows(XIGUAN) == lines
    assert (await town.people.counters())["faults"][kind] == 3


async def _until_sent(town: Town, *keys: str) -> None:
    """Let time pass until all of these have gone."""

    async def gone() -> bool:
        town.clock.forward(seconds=1)
        town.program.sender.wake()
        return {await state_of(town, key) for key in keys} == {OutboxState.SENT}

    await until(gone, f"{keys} to be sent")


async def test_a_failed_promise_waits_before_it_is_tried_again(town: Town) -> None:
    await town.people.fault("500", ["sendMessage"], times=1, chat_id=XIGUAN)
    await promised(town, "a", XIGUAN)
    await until(lambda: _failed_once(town, "a"), "the first try to fail")
    row = await row_of(town, "a")
    pause = (row.not_before_at or town.clock()) - town.clock()

    assert timedelta(seconds=0.3) < pause < timedelta(seconds=0.7)
    assert (row.state, row.error) == (OutboxState.QUEUED, "Internal Server Error")


async def _failed_once(town: Town, key: str) -> bool:
    return (await row_of(town, key)).attempts == 1


async def test_only_what_was_dropped_after_the_work_is_seen_twice(town: Town) -> None:
    await town.people.fault("drop_after", ["sendMessage"], times=1, chat_id=XIGUAN)
    await town.people.fault("drop_before", ["sendMessage"], times=1, chat_id=JINJIANG)
    await promised(town, "a", XIGUAN, "到了吗")
    await promised(town, "b", JINJIANG, "到了吗")
    await _until_sent(town, "a", "b")

    assert await town.shows(XIGUAN) == ["到了吗", "到了吗"]
    assert await town.shows(JINJIANG) == ["到了吗"]


async def test_what_may_not_be_repeated_becomes_unsure_and_is_left_to_a_person(town: Town) -> None:
    await town.people.fault("drop_after", ["sendMessage"], times=1, chat_id=XIGUAN)
    await promised(town, "ballot", XIGUAN, "表决回执", repeatable=False)
    await promised(town, "next", XIGUAN, "下一条")
    await becomes(town, "ballot", OutboxState.UNSURE)
    await _until_sent(town, "next")
    town.clock.forward(hours=1)
    await town.settled()

    assert await state_of(town, "ballot") == OutboxState.UNSURE
    assert await town.shows(XIGUAN) == ["表决回执", "下一条"]
