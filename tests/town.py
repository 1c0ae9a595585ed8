"""A whole neighbourhood for tests: the sandbox, the real program in this process, a clock that is set."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.app import Program, assembled
from bot.config import Config, load
from bot.inbox.models import InboxRow, InboxState
from bot.outbox.models import OutboxRow, OutboxState
from sandbox.client import People
from sandbox.testing import Sandbox
from scheduler.runner import JOBS, LONG_JOBS, Job, LongJob

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"

MONDAY_MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 23 November 2026, 9:00 in Shanghai."""

WANG, CHEN, LIN, ZHENG = 2001, 2002, 2003, 2004
"""Grid workers of the example: 王云 (G1), 陈静 (G2), 林小燕 (G3), 郑国平 (G4)."""

OFFICE, SECRETARY = 3001, 3002
LI, ZHAO, SUN = 1001, 1002, 1003
XIGUAN, JINJIANG = -1001, -1002
"""Groups: shared by G1 and G2; G3's own."""


@dataclass
class SetClock:
    """A clock that stands until it is set."""

    now: datetime = MONDAY_MORNING

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Town:
    """The neighbourhood with everybody in it."""

    sandbox: Sandbox
    program: Program
    clock: SetClock
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    @property
    def people(self) -> People:
        return self.sandbox.people

    async def settled(self) -> None:
        """Wait until everything said is handled and everything promised that may go has gone."""
        for _ in range(1000):
            await self.program.dispatcher.idle()
            if await self._at_rest():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"not settled: {await self.unsettled()}")

    async def _at_rest(self) -> bool:
        counters = await self.people.counters()
        return not counters["pending_updates"] and not await self.unsettled()

    async def unsettled(self) -> list[str]:
        """What waits in inbox and outbox and may go now."""
        async with self.program.db.read() as session:
            heard = await session.scalars(sa.select(InboxRow.raw).where(InboxRow.state == InboxState.NEW))
            waits = sa.or_(OutboxRow.not_before_at.is_(None), OutboxRow.not_before_at <= self.clock())
            unsent = OutboxRow.state.in_((OutboxState.QUEUED, OutboxState.SENDING))
            promised = await session.scalars(sa.select(OutboxRow.key).where(unsent, waits))
            return [*heard, *promised]

    async def shows(self, chat_id: int) -> list[str]:
        """The texts of a chat, oldest first."""
        await self.settled()
        return [
            message.get("text") or message.get("caption") or ""
            for message in await self.people.messages(chat_id)
        ]

    async def shows_now(self, chat_id: int) -> list[str]:
        """The texts of a chat, whatever is still on its way."""
        return [message.get("text") or "" for message in await self.people.messages(chat_id)]

    async def last(self, chat_id: int) -> dict[str, Any]:
        """The newest message in a chat."""
        await self.settled()
        messages = await self.people.messages(chat_id)
        return messages[-1]

    async def press(
        self, user: int, label: str, *, chat: int | None = None, message: int | None = None
    ) -> str:
        """Press the newest button with this label in a chat (by default the direct one); returns the toast."""
        await self.settled()
        chat_id = user if chat is None else chat
        if message is None:
            having = [m for m in await self.people.messages(chat_id) if label in buttons_of(m)]
            assert having, f"no button {label} in {await self.shows(chat_id)}"
            message = having[-1]["message_id"]
        callback = await self.people.press(user, label, chat_id=chat_id, message_id=message)
        toast = await self.people.toast(callback)
        await self.settled()
        assert toast is not None, f"the press on {label} was never answered"
        return str(toast.get("text") or "")

    async def tick(self, job: Job | LongJob) -> None:
        """Run one job now."""
        await self.program.jobs.tick(job)
        await self.settled()

    async def tick_all(self) -> None:
        """Run every job now."""
        for job in (*JOBS, *LONG_JOBS):
            await self.program.jobs.tick(job)
        await self.settled()


def buttons_of(message: dict[str, Any]) -> list[str]:
    """The labels of the buttons under a message."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or []
    return [button["text"] for row in rows for button in row]


def config_for(sandbox: Sandbox, folder: Path, **environ: str) -> Config:
    """The example's neighbourhood on a sandbox, with a database in ``folder`` and no rates."""
    return load(EXAMPLE, environment_for(sandbox, folder, **environ))


def environment_for(sandbox: Sandbox, folder: Path, **environ: str) -> dict[str, str]:
    """The variables that point the example at a sandbox."""
    return {
        "WUAILIN_TELEGRAM__TOKEN": sandbox.token,
        "WUAILIN_TELEGRAM__BASE_URL": sandbox.base_url,
        "WUAILIN_TELEGRAM__BASE_FILE_URL": sandbox.base_file_url,
        "WUAILIN_TELEGRAM__LIMITS__OVERALL": "",
        "WUAILIN_TELEGRAM__LIMITS__CHAT": "",
        "WUAILIN_TELEGRAM__LIMITS__GROUP": "",
        "WUAILIN_DATABASE__URL": f"sqlite+aiosqlite:///{folder / 'town.db'}",
        **environ,
    }


async def settle_people(people: People) -> None:
    """The people and groups of the example; workers and office have pressed Start."""
    if await people.chats():
        return  # a restart: everybody is still there
    for user_id, name in {LI: "李阿姨", ZHAO: "赵大爷", SUN: "小孙", WANG: "王云", CHEN: "陈静",
                          LIN: "林小燕", ZHENG: "郑国平", OFFICE: "社区小张", SECRETARY: "周书记"}.items():  # fmt: skip
        await people.add_user(user_id, name)
    await people.add_group(XIGUAN, "西关小区邻里群", members=[LI, ZHAO, SUN, WANG, CHEN])
    await people.add_group(JINJIANG, "锦江苑邻里群", members=[LI, SUN, LIN])


@asynccontextmanager
async def town_in(
    sandbox: Sandbox, folder: Path, *, started: tuple[int, ...] = (), **environ: str
) -> AsyncIterator[Town]:
    """The program running on a sandbox; ``started`` press Start first."""
    clock = SetClock()
    async with assembled(config_for(sandbox, folder, **environ), clock=clock) as program:
        town = Town(sandbox, program, clock)
        await program.dispatcher.resume()
        town.tasks = [asyncio.create_task(program.sender.run()), asyncio.create_task(program.receive())]
        try:
            await settle_people(sandbox.people)
            for user_id in started:
                await sandbox.people.start(user_id)
            await town.settled()
            yield town
        finally:
            await program.dispatcher.stop()
            for task in town.tasks:
                task.cancel()
            await asyncio.gather(*town.tasks, return_exceptions=True)
