"""Running jobs: each tick is one transaction, or a long job's few; one that fails is logged and comes again."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import cast

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.telegram.context import Desk
from scheduler import broadcast, canteen, inbox, intake, listening, meetings, people, tickets, triage

log = structlog.get_logger()

_PATIENCE = 10.0

Job = Callable[[AsyncSession, Desk], Awaitable[None]]

JOBS: dict[Job, timedelta] = {
    intake.show_quiet_drafts: timedelta(seconds=1),
    tickets.reassign_unreachable_tickets: timedelta(seconds=5),
    tickets.report_overdue_tickets: timedelta(seconds=10),
    tickets.send_due_digests: timedelta(seconds=10),
    canteen.push_due_menus: timedelta(seconds=10),
    canteen.close_due_orders: timedelta(seconds=10),
    canteen.warn_of_missing_menus: timedelta(seconds=30),
    broadcast.start_due_notices: timedelta(seconds=5),
    broadcast.show_notices_progress: timedelta(seconds=3),
    meetings.remind_of_meetings: timedelta(seconds=10),
    meetings.close_answers_of_begun_meetings: timedelta(seconds=10),
    people.take_over_neighbourhood: timedelta(seconds=10),
    triage.take_over_model: timedelta(seconds=10),
    inbox.forget_handled_updates: timedelta(minutes=1),
    intake.forget_old_drafts: timedelta(minutes=10),
    listening.judge_quiet_talk: timedelta(seconds=2),
    listening.forget_old_talk: timedelta(seconds=10),
}
"""Every job with how often it looks whether something is due."""

LongJob = Callable[[Database, Desk], Awaitable[None]]

LONG_JOBS: dict[LongJob, timedelta] = {triage.learn_at_night: timedelta(minutes=5)}
"""The same for jobs that take long and open their own transactions, so that nobody waits for them."""


class JobRunner:
    """Wakes the jobs. What is due is decided from the database, so a missed tick loses nothing."""

    def __init__(self, db: Database, desk: Desk, *, wake_sender: Callable[[], None]) -> None:
        self._db = db
        self._desk = desk
        self._wake_sender = wake_sender
        self._scheduler = AsyncIOScheduler()
        self._under_way: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin ticking."""
        for job, every in (*JOBS.items(), *LONG_JOBS.items()):
            self._scheduler.add_job(
                self._tick_by_clock,
                "interval",
                args=[job],
                seconds=every.total_seconds(),
                next_run_time=datetime.now(UTC),  # what became due while it was down is due now
                coalesce=True,
                max_instances=1,
            )
        self._scheduler.start()

    async def stop(self) -> None:
        """Stop ticking; a tick under way may end with its transaction, unless that takes long."""
        self._scheduler.pause()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_PATIENCE)
        self._scheduler.shutdown(wait=False)

    async def _tick_by_clock(self, job: Job | LongJob) -> None:
        ticking = asyncio.create_task(self.tick(job))
        self._under_way.add(ticking)
        ticking.add_done_callback(self._under_way.discard)
        await asyncio.shield(ticking)  # APScheduler cancels what is under way when it is shut down

    async def tick(self, job: Job | LongJob) -> None:
        """Run one job now."""
        try:
            await self._run(job)
        except Exception:  # the second of three: a job that fails comes again, the others go on
            log.exception("job failed", job=job.__name__)
            return
        self._wake_sender()

    async def _run(self, job: Job | LongJob) -> None:
        if job in LONG_JOBS:
            await job(self._db, self._desk)
            return
        async with self._db.begin() as session:
            await cast("Job", job)(session, self._desk)
