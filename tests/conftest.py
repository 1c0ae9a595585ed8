"""Fixtures for every test."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood, load
from bot.db import Database
from bot.schema import metadata
from sandbox.testing import Sandbox
from tests.page.chromium import HOW_TO_HAVE_IT, installed
from tests.town import CHEN, EXAMPLE, LIN, OFFICE, WANG, ZHENG, Town, town_in


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say so where the tests of the page were left out."""
    if installed() is None and not os.environ.get("CI"):
        terminalreporter.write_line(f"left out: {HOW_TO_HAVE_IT}")


@pytest.fixture
async def db() -> AsyncIterator[Database]:
    """A real database in memory, with every table."""
    database = Database("sqlite+aiosqlite://")
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield database
    await database.close()


@pytest.fixture
async def session(db: Database) -> AsyncIterator[AsyncSession]:
    """One transaction in a database in memory."""
    async with db.begin() as open_session:
        yield open_session


@pytest.fixture(scope="session")
def neighbourhood() -> Neighbourhood:
    """The example's neighbourhood."""
    return load(EXAMPLE, {}).neighbourhood()


@pytest.fixture
async def town(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    """The real program on a sandbox; workers and office have pressed Start, residents have not."""
    async with town_in(sandbox, tmp_path, started=(WANG, CHEN, LIN, ZHENG, OFFICE)) as running:
        yield running


@pytest.fixture
async def listening_town(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    """The same town, with the bot listening quietly in its groups."""
    started = (WANG, CHEN, LIN, ZHENG, OFFICE)
    async with town_in(sandbox, tmp_path, started=started, WUAILIN_INTAKE__LISTEN="suggest") as running:
        yield running
