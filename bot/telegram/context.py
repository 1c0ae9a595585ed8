"""What a handler is given besides the update."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pyrate_limiter import Duration, InMemoryBucket, Rate, RateItem
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import User
from telegram.ext import Application, CallbackContext, ExtBot

from bot.clock import Clock, is_within
from bot.config import Config
from bot.learning import queries as learning
from bot.people import service as people
from bot.people.models import Awaited, Person
from bot.people.queries import awaited_from, neighbourhood_in_force
from bot.triage import Triage


@dataclass
class Desk:
    """What all updates and jobs share. ``triage`` is replaced when the neighbourhood or the model changes."""

    config: Config
    clock: Clock
    triage: Triage
    username: str
    """The bot's own username, without @."""
    _model: int | None = None
    _hurry: dict[int, InMemoryBucket] = field(default_factory=dict)

    async def take_over_neighbourhood(self, session: AsyncSession) -> None:
        """When another neighbourhood is in force than the one in memory, judge by the new one."""
        wanted = await neighbourhood_in_force(session)
        if wanted is not None and wanted != self.triage.neighbourhood:
            self.triage = Triage(wanted, self.triage.learned)

    async def take_over_model(self, session: AsyncSession) -> None:
        """When another model is in force than the one in memory, or none, go by that."""
        wanted = await learning.model_in_force(session)
        if wanted != self._model:
            self.triage = self.triage.with_learned(await learning.learned_in_force(session))
            self._model = wanted

    def is_quiet(self, moment: datetime) -> bool:
        """Whether nobody is to be disturbed at this moment without need."""
        community = self.triage.neighbourhood.community
        return is_within(moment, community.quiet, community.zone)

    def is_hurried(self, person_id: int) -> bool:
        """Whether this person says more a minute than is answered at once; counts this message.

        Kept in memory only: a restart forgives.
        """
        rate = Rate(self.config.intake.per_minute, Duration.MINUTE)
        bucket = self._hurry.setdefault(person_id, InMemoryBucket([rate]))
        now = int(self.clock().timestamp() * 1000)
        bucket.leak(now)
        return not bucket.put(RateItem("message", now))


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """One update's surroundings: its transaction, the moment, and the desk."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        desk: Desk,
        session: AsyncSession,
        row_id: int,
        attachment: Any = None,
    ) -> None:
        super().__init__(application)
        self.desk = desk
        self.session = session
        self.row_id = row_id
        """The update's row in the inbox: names promises that belong to the update itself."""
        self.attachment = attachment
        """What was fetched for the update before its transaction was opened."""
        self._now = desk.clock()
        self.toast: str | None = None
        self.alert = False

    def now(self) -> datetime:
        """The moment at which this update is handled; the same throughout."""
        return self._now

    def answer(self, text: str, *, alert: bool = False) -> None:
        """What the person who pressed sees at once after the commit; an alert stays until closed."""
        self.toast = text[:200]
        self.alert = alert

    async def person(self, user: User) -> Person:
        """Whoever is behind a Telegram account; somebody new becomes a resident."""
        return await people.know_person(self.session, user.id, name=user.full_name)

    async def awaited(self, person: Person) -> Awaited | None:
        """What the bot asked this person to write next, if that was not too long ago."""
        return await awaited_from(self.session, person, now=self._now)

    async def await_answer(self, person: Person, what: str, subject: int) -> None:
        """What this person writes next is the answer to ``what`` about ``subject``."""
        await people.await_answer(self.session, person, what, subject, now=self._now)

    async def stop_awaiting(self, person: Person) -> None:
        """What this person writes next is nothing special again."""
        await people.stop_awaiting(self.session, person)
