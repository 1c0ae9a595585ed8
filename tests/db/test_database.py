"""The database keeps what it is told, and says plainly when it cannot."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import migrating
from bot.db import Database, storage_problem
from bot.errors import StorageError
from bot.people.models import Person, Role
from bot.schema import HEAD, metadata, migrate


def _on_disk(folder: Path) -> Database:
    return Database(f"sqlite+aiosqlite:///{folder / 'a.db'}")


async def test_a_file_is_kept_safe(tmp_path: Path) -> None:
    db = _on_disk(tmp_path)

    async with db.begin() as session:
        found = {
            name: await session.scalar(sa.text(f"pragma {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    await db.close()


async def test_moments_are_aware_and_come_back_in_utc(session: AsyncSession) -> None:
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=8)))
    session.add(Person(name="李阿姨", role=Role.RESIDENT, started_at=noon))
    await session.flush()
    session.expire_all()

    person = (await session.scalars(sa.select(Person))).one()
    assert (person.started_at, person.started_at and person.started_at.tzinfo) == (noon, UTC)
    person.started_at = noon.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a time zone"):
        await session.flush()


async def test_whatever_is_raised_rolls_everything_back(db: Database) -> None:
    async def half_done() -> None:
        async with db.begin() as session:
            session.add(Person(name="没这个人", role=Role.RESIDENT))
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await half_done()

    async with db.read() as session:
        assert list(await session.scalars(sa.select(Person))) == []


async def test_one_process_at_a_time(tmp_path: Path) -> None:
    first, second = _on_disk(tmp_path), _on_disk(tmp_path)

    assert first.claim()
    with pytest.raises(StorageError, match="another wuailin is running on it"):
        second.claim()
    await first.close()
    assert second.claim()
    await second.close()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("database is locked", "locked by another program"),
        ("attempt to write a readonly database", "read-only"),
        ("database or disk is full", "the disk is full"),
        ("unable to open database file", "cannot be opened"),
        ("file is not a database", "not a database"),
        ("UNIQUE constraint failed: outbox.key", None),
    ],
)
def test_what_is_wrong_with_the_database_is_one_line(text: str, says: str | None) -> None:
    problem = storage_problem(DBAPIError("select 1", {}, Exception(text)))

    assert problem is None if says is None else problem is not None and says in problem


async def test_migrations_go_up_down_and_up_again_and_make_what_the_code_expects(tmp_path: Path) -> None:
    db = _on_disk(tmp_path)
    await migrate(db)
    async with db.engine.begin() as connection:
        await connection.run_sync(migrating.downgrade, "base")
        left = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
        await connection.run_sync(migrating.upgrade, HEAD)
        differences = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), metadata)
        )
    await migrate(db)

    assert (left, differences) == (["alembic_version"], [])
    await db.close()


async def test_tickets_raised_before_are_kept_when_a_column_is_added(tmp_path: Path) -> None:
    db = _on_disk(tmp_path)
    async with db.engine.begin() as connection:
        await connection.run_sync(migrating.upgrade, HEAD)
        await connection.run_sync(migrating.downgrade, "0003")
        await connection.execute(sa.text("insert into people (id, name, role) values (1, '王云', 'worker')"))
        await connection.execute(
            sa.text(
                "insert into tickets (state, text, category, urgent, reasons, reporter_id, assignee_id, chat_id,"
                " message_id, lines, opened_at, respond_due_at, resolve_due_at, reopened)"
                " values ('assigned', '太吵', 'noise', 0, '[]', 1, 1, -1001, 5, '[]', '2026-11-23',"
                " '2026-11-23', '2026-11-23', 0)"
            )
        )
        await connection.execute(
            sa.text("insert into ticket_events (ticket_id, at, kind) values (1, '2026-11-23', 'opened')")
        )
    await migrate(db)
    async with db.engine.begin() as connection:
        kept = (await connection.execute(sa.text("select text, tagged from tickets"))).all()
        await connection.run_sync(migrating.downgrade, "0003")
        left = await connection.scalar(sa.text("select count(*) from ticket_events"))
    await db.close()

    assert (kept, left) == ([("太吵", 0)], 1)
