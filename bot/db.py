"""The database: engines, transactions and column types. All that is special to SQLite is here."""

import errno
import fcntl
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar

import aiosqlite
import sqlalchemy as sa
from sqlalchemy.engine import URL, Dialect, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from bot.errors import StorageError

Row = TypeVar("Row", bound="Base")

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment, stored and returned in UTC; a naive one is a programming error."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments and bring the rest to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give SQLite's naive moments their zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class ChatId(sa.types.TypeDecorator[int]):
    """A Telegram chat's id.

    A group's id changes when Telegram turns it into a supergroup: every column of this
    type, in whatever feature, is rewritten then (see ``chat_id_columns``).
    """

    impl = sa.BigInteger
    cache_ok = True


class Base(DeclarativeBase):
    """All tables."""

    metadata = sa.MetaData(naming_convention=_NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: UtcDateTime,
        dict[str, Any]: sa.JSON,
        list[str]: sa.JSON,
        list[int]: sa.JSON,
    }


def chat_id_columns() -> list[sa.Column[Any]]:
    """Every column that holds a Telegram chat's id."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, ChatId)
    ]


async def rewrite_chat_id(session: AsyncSession, old: int, new: int) -> None:
    """Put a chat's new id in the place of its old one in every table; twice is harmless."""
    for column in chat_id_columns():
        if column.primary_key:
            in_both = sa.select(column).where(column == old).exists()
            await session.execute(sa.delete(column.table).where(column == new, in_both))
        await session.execute(sa.update(column.table).where(column == old).values({column.name: new}))


async def insert_new(
    session: AsyncSession, model: type[Base], rows: Iterable[Mapping[str, Any]], *, unique: str
) -> None:
    """Insert the rows whose value of the ``unique`` columns ("a" or "a, b") is new; leave the others."""
    values = list(rows)
    if not values:
        return
    await session.execute(_insert_new(model, unique, session.get_bind().dialect.name), values)


async def inserted_new(
    session: AsyncSession, model: type[Base], row: Mapping[str, Any], *, unique: str
) -> bool:
    """Insert one row unless its value of the ``unique`` columns is there; returns whether it is new."""
    statement = _insert_new(model, unique, session.get_bind().dialect.name).values(**row)
    done = await session.execute(statement.returning(sa.literal(1)))
    return done.first() is not None


@lru_cache
def _insert_new(model: type[Base], unique: str, dialect: str) -> sa.Insert:
    insert = import_module(
        f"sqlalchemy.dialects.{dialect}"
    ).insert  # the other one would cost the start 60 ms
    statement: sa.Insert = insert(model).on_conflict_do_nothing(index_elements=unique.split(", "))
    return statement


class Database:
    """One database, by its SQLAlchemy URL (``sqlite+aiosqlite:///…`` or ``postgresql+asyncpg://…``).

    SQLite has one writer: its pool holds one connection, so writers of this process queue
    there, in order and without polling, and ``BEGIN IMMEDIATE`` meets only other processes.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._lock: int | None = None
        self._writer = _engine(self.url, writes=True)
        self._reader = self._writer if self.path is None else _engine(self.url, writes=False)
        self._write = async_sessionmaker(self._writer, expire_on_commit=False)
        self._read = async_sessionmaker(self._reader, expire_on_commit=False, autoflush=False)

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database on disk, else None."""
        name = self.url.database if self.is_sqlite else None
        return Path(name) if name and name != ":memory:" else None

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes; for migrations."""
        return self._writer

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """One write transaction: committed on leaving, rolled back whole when anything is raised."""
        async with self._write.begin() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading; what it changes is not kept."""
        async with self._read() as session:
            yield session

    def claim(self) -> bool:
        """Take this database for the running process; returns whether nobody else can be sending.

        Raises StorageError when another process has it. Only SQLite files can be claimed;
        on PostgreSQL several processes may run and False is returned.
        """
        if self.path is None:
            return self.is_sqlite
        lock = self.path.with_name(self.path.name + ".lock")
        try:
            self._lock = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StorageError(
                f"database {self.path}: another wuailin is running on it; stop that one first"
            ) from None
        except OSError as error:
            mends = {errno.ENOENT: "create the folder", errno.ENOSPC: "make room"}
            mend = mends.get(error.errno or 0, "give the folder to the user who runs the bot")
            raise StorageError(
                f"database {self.path}: cannot write beside it ({error.strerror}); {mend}"
            ) from None
        return True

    def copy_to(self, file: Path) -> None:
        """Copy this SQLite database to a new file, consistently, whoever is writing meanwhile.

        Raises StorageError when there is nothing to copy or the file cannot be made.
        """
        source = self._existing()
        if file.exists():
            raise StorageError(f"{file}: it exists already; name another file")
        try:
            with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(file)) as there:
                here.backup(there)
        except sqlite3.Error as error:
            raise StorageError(f"{file}: cannot be written ({error})") from None

    def replace_by(self, file: Path) -> Path | None:
        """Put a copy of ``file`` in this database's place; returns where the former one now is.

        Raises StorageError while a bot is running on it, and for a file that is no database of ours.
        """
        if self.path is None:
            raise StorageError(f"database {self.url.render_as_string()}: only a SQLite file can be restored")
        if not _is_ours(file):
            raise StorageError(f"{file}: this is no backup of a wuailin database")
        self.claim()
        aside = None
        if self.path.exists():
            aside = self.path.with_name(f"{self.path.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S}")
            with closing(sqlite3.connect(self.path)) as former:
                former.execute("pragma wal_checkpoint(truncate)")
            self.path.rename(aside)
        shutil.copyfile(file, self.path)
        return aside

    def _existing(self) -> Path:
        if self.path is None or not self.path.exists():
            raise StorageError(f"database {self.url.render_as_string()}: no such SQLite file")
        return self.path

    async def close(self) -> None:
        """Close every connection and give the claim back."""
        await self._writer.dispose()
        await self._reader.dispose()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _is_ours(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            connection.execute("select version_num from alembic_version").fetchall()
            connection.execute("select count(*) from tickets").fetchall()
    except sqlite3.Error:
        return False
    return True


def storage_problem(error: DBAPIError) -> str | None:
    """What a database error means for an operator, in one line; None when it is our own mistake.

    The texts are SQLite's result codes: SQLITE_BUSY, SQLITE_READONLY, SQLITE_FULL,
    SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_CORRUPT and SQLITE_NOTADB.
    """
    text = str(error.orig).lower()
    meanings = {
        "locked": "it is locked by another program; stop that program",
        "readonly": "it is read-only; give the file and its folder to the user who runs the bot",
        "full": "the disk is full; make room",
        "disk i/o": "the disk does not answer or is full; make room or look at the disk",
        "unable to open": "it cannot be opened; create the folder or give it to the user who runs the bot",
        "malformed": "the file is damaged; restore a backup",
        "not a database": "the file is not a database; name another file in database.url",
    }
    return next((meaning for sign, meaning in meanings.items() if sign in text), None)


def _engine(url: URL, *, writes: bool) -> AsyncEngine:
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True)
    in_memory = not url.database or url.database == ":memory:"
    pool: dict[str, Any] = (
        {}
        if in_memory
        else {
            "pool_size": 1 if writes else 4,
            "max_overflow": 0,
            "pool_timeout": None,  # whoever waits for a turn waits: trouble is SQLite's to tell, after busy_timeout
        }
    )
    engine = create_async_engine(url, connect_args={"async_creator_fn": _connect}, **pool)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    sa.event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    sa.event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


class _WholeStatements(aiosqlite.Connection):
    """A connection that crosses to its thread once a statement instead of four times.

    Every crossing costs two thread switches; with SQLAlchemy's cursor, execute, fetchall
    and close each apart they are most of what a transaction costs.
    """

    def cursor(self) -> "_WholeCursor":  # type: ignore[override]  # SQLAlchemy needs only these methods
        """A cursor whose one crossing is its execution."""
        return _WholeCursor(self)

    async def run(self, statement: Callable[[sqlite3.Cursor], Any]) -> "_Ran":
        """Execute on a cursor of its own in the connection's thread and bring everything back."""

        def whole() -> _Ran:
            cursor = self._conn.cursor()
            try:
                statement(cursor)
                rows = cursor.fetchall() if cursor.description else []
                return _Ran(cursor.description, rows, cursor.rowcount, cursor.lastrowid)
            finally:
                cursor.close()

        ran: _Ran = await self._execute(whole)  # type: ignore[no-untyped-call]
        return ran

    async def rollback(self) -> None:
        """Roll back; without an open transaction there is nothing to cross for."""
        if self.in_transaction:
            await super().rollback()


class _Ran(NamedTuple):
    """What a statement left behind."""

    description: Any = None
    rows: list[Any] = []  # noqa: RUF012 - never changed
    rowcount: int = -1
    lastrowid: int | None = None


class _WholeCursor:
    """What SQLAlchemy's adapter expects of an asynchronous cursor."""

    arraysize = 1

    def __init__(self, connection: _WholeStatements) -> None:
        self._connection = connection
        self._ran = _Ran()

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        return self._ran.description

    @property
    def rowcount(self) -> int:
        return self._ran.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._ran.lastrowid

    async def execute(self, operation: str, parameters: Any = ()) -> Self:
        self._ran = await self._connection.run(lambda cursor: cursor.execute(operation, parameters))
        return self

    async def executemany(self, operation: str, parameters: Any) -> Self:
        self._ran = await self._connection.run(lambda cursor: cursor.executemany(operation, parameters))
        return self

    async def fetchall(self) -> list[Any]:
        return self._ran.rows

    async def close(self) -> None:
        self._ran = _Ran(self._ran.description)


def _connect(database: str, **options: Any) -> _WholeStatements:
    return _WholeStatements(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in ("busy_timeout=2000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
