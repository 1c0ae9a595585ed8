"""What is due is taken care of once, and a group is not told too much a day."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.outbox.content import Button, Content
from bot.outbox.models import OutboxRow
from bot.pushes import service
from bot.schema import metadata

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
GROUP, OTHER = -1001, -1002


async def told(session: AsyncSession) -> list[tuple[int, str]]:
    """What stands in the outbox: chat and text, deletions left out."""
    rows = await session.scalars(sa.select(OutboxRow).order_by(OutboxRow.id))
    return [(row.chat_id, row.content["text"]) for row in rows if "text" in row.content]


async def tell(session: AsyncSession, what: str, text: str | None = None, **more: object) -> None:
    given = {"chat_id": GROUP, "day": MONDAY, "most": 3, **more}
    key = f"{what}:{given['chat_id']}"
    await service.tell_group(session, key, content=Content(text or what), **given)


async def test_only_the_first_claim_counts(session: AsyncSession) -> None:
    claims = [
        await service.claim(session, what, subject, due, now=NOON)
        for what, subject, due in (
            ("menu", "A", NOON),
            ("menu", "A", NOON),
            ("menu", "B", NOON),
            ("menu", "A", NOON + timedelta(days=1)),
        )
    ]

    assert claims == [True, False, True, True]
    later = [NOON, NOON + timedelta(days=1), NOON + timedelta(days=2)]
    assert await service.unclaimed(session, "menu", "A", later) == later[2:]


async def test_of_several_processes_one_claims(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'shared.db'}"
    databases = [Database(url) for _ in range(4)]
    async with databases[0].engine.begin() as connection:
        await connection.run_sync(metadata.create_all)

    async def try_once(db: Database) -> bool:
        async with db.begin() as session:
            return await service.claim(session, "menu", "A", NOON, now=NOON)

    claims = await asyncio.gather(*(try_once(db) for db in databases))
    for db in databases:
        await db.close()

    assert sorted(claims) == [False, False, False, True]


async def test_a_claim_goes_with_its_transaction(db: Database) -> None:
    async with db.begin() as session:
        await service.claim(session, "menu", "A", NOON, now=NOON)
        await session.rollback()

    async with db.begin() as session:
        assert await service.claim(session, "menu", "A", NOON, now=NOON)


async def test_what_is_more_than_a_group_bears_a_day_shares_one_message(session: AsyncSession) -> None:
    for what in ("一", "二", "三", "四"):
        await tell(session, what)
    await tell(session, "一", chat_id=OTHER)
    await tell(session, "五", day=TUESDAY)

    assert await told(session) == [
        (GROUP, "一"), (GROUP, "二"), (GROUP, "三\n\n四"), (OTHER, "一"), (GROUP, "五"),
    ]  # fmt: skip


async def test_what_was_told_can_be_told_otherwise_or_taken_back(session: AsyncSession) -> None:
    for what in ("一", "二", "三", "四"):
        await tell(session, what)
    await tell(session, "一", "一（已更正）")
    await tell(session, "四", "四（已更正）")
    await service.take_back(session, f"三:{GROUP}")
    await service.take_back(session, f"二:{GROUP}")
    corrected = await told(session)
    await service.take_back(session, f"四:{GROUP}")

    assert corrected == [(GROUP, "一（已更正）"), (GROUP, "四（已更正）")]
    assert await told(session) == [(GROUP, "一（已更正）")]


async def test_buttons_stay_in_the_shared_message(session: AsyncSession) -> None:
    for number in (1, 2):
        content = Content(f"{number}", buttons=((Button("好", f"x:y:{number}"),),))
        await service.tell_group(session, f"{number}", GROUP, content, day=MONDAY, most=1)

    row = (await session.scalars(sa.select(OutboxRow))).one()
    assert [button[0][1] for button in row.content["buttons"]] == ["x:y:1", "x:y:2"]
