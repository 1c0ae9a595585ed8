"""The night in which the bot learns, on a clock that is set."""

import asyncio
from pathlib import Path

import sqlalchemy as sa

from bot.audit import service as audit
from bot.audit.models import AuditEntry
from bot.learning import queries, service
from bot.learning.models import LearnedModel
from bot.triage import Triage
from bot.triage.category import Topic
from sandbox.testing import Sandbox
from scheduler.people import take_over_neighbourhood
from scheduler.triage import learn_at_night, take_over_model
from tests.handlers import raised, ticket
from tests.learning import settle_past
from tests.town import LI, WANG, XIGUAN, Town, town_in
from tests.triage.tickets import past_tickets

OWN = "有事敞开说，3栋老虎窗又不行了"
UNTIL_NIGHT = {"hours": 18, "minutes": 30}
"""From Monday 9:00 to Tuesday 3:30."""


async def with_a_past(town: Town) -> None:
    async with town.program.db.begin() as session:
        await settle_past(session, past_tickets(120))


async def newest(town: Town) -> LearnedModel | None:
    async with town.program.db.read() as session:
        return await queries.newest_model(session)


async def night(town: Town) -> None:
    town.clock.forward(**UNTIL_NIGHT)
    await town.tick(learn_at_night)
    await town.tick(take_over_model)


async def test_a_night_teaches_a_running_bot_and_the_worker_reads_why(town: Town) -> None:
    await with_a_past(town)
    await raised(town, OWN)
    before = (await ticket(town, 121))["category"]

    await night(town)
    await raised(town, OWN)

    assert (before, (await ticket(town, 122))["category"]) == ("other", "drainage_leak")
    assert (await town.shows(XIGUAN))[-1].splitlines()[0] == "诉求 #122 · 排水渗漏"
    assert (
        "；本社区以往类似的诉求多归到「排水渗漏」（只看字词会归到「其他」）；" in (await town.shows(WANG))[-1]
    )


async def test_it_learns_once_a_night_and_not_before(town: Town) -> None:
    await with_a_past(town)
    town.clock.forward(hours=18)
    await town.tick(learn_at_night)
    early = await newest(town)
    town.clock.forward(minutes=30)
    made = []
    for hours in (0, 6, 17, 1):
        town.clock.forward(hours=hours)
        await town.tick(learn_at_night)
        model = await newest(town)
        assert model is not None
        made.append(model.id)

    assert (early, made) == (None, [1, 1, 1, 2])


async def test_a_night_missed_is_made_up_for_once(town: Town) -> None:
    await with_a_past(town)
    town.clock.forward(days=5)

    await town.tick(learn_at_night)
    await town.tick(learn_at_night)

    model = await newest(town)
    assert model is not None
    assert (model.id, model.evidence["tickets"]) == (1, 120)


async def test_nobody_waits_for_the_database_while_it_learns(town: Town) -> None:
    loop, db = asyncio.get_running_loop(), town.program.db

    async def write() -> None:
        async with db.begin() as session:
            audit.record(session, "written", "meanwhile", "", telegram_id=None, now=town.clock())

    class Watching(Triage):
        def topic(self, text: str) -> Topic:
            asyncio.run_coroutine_threadsafe(write(), loop).result(5)
            return super().topic(text)

    await with_a_past(town)
    town.program.desk.triage = Watching(town.program.desk.triage.neighbourhood)
    await night(town)

    async with db.read() as session:
        written = await session.scalar(sa.select(sa.func.count()).where(AuditEntry.what == "written"))
    assert written == 100
    assert town.program.desk.triage.learned is not None


async def test_what_was_learnt_is_there_after_a_restart(sandbox: Sandbox, tmp_path: Path) -> None:
    async with town_in(sandbox, tmp_path) as town:
        await with_a_past(town)
        await night(town)
    async with town_in(sandbox, tmp_path) as town:
        assert town.program.desk.triage.decide(OWN, directed=True).category == "drainage_leak"


async def test_a_running_bot_forgets_at_once_and_for_good(town: Town) -> None:
    await with_a_past(town)
    await night(town)
    async with town.program.db.begin() as session:
        await service.forget_model(session, now=town.clock())
    await town.tick(take_over_model)
    forgotten = town.program.desk.triage.learned
    town.clock.forward(days=1)
    await town.tick(learn_at_night)
    await town.tick(take_over_model)

    assert (forgotten, town.program.desk.triage.learned) == (None, None)


async def test_a_changed_neighbourhood_does_not_lose_what_was_learnt(town: Town) -> None:
    await with_a_past(town)
    await night(town)
    desk = town.program.desk
    learned = desk.triage.learned
    desk.triage = Triage(desk.triage.neighbourhood.model_copy(update={"nicknames": []}), learned)

    await town.tick(take_over_neighbourhood)

    assert desk.triage.neighbourhood.nicknames
    assert desk.triage.learned is learned is not None


async def test_a_correction_in_the_group_is_an_example_and_its_undoing_takes_it_out(town: Town) -> None:
    async def teaches(*buttons: str) -> list[tuple[str, bool]]:
        await raised(town, OWN)
        for button in buttons:
            await town.press(LI, "类别不对", chat=XIGUAN)
            await town.press(LI, button, chat=XIGUAN)
        await town.press(WANG, "办结")
        await town.press(WANG, "已解决")
        await town.people.say(WANG, "补好了")
        await town.settled()
        async with town.program.db.read() as session:
            return [(one.category, one.sure) for one in await queries.examples(session)]

    assert await teaches("排水渗漏") == [("drainage_leak", True)]
    assert await teaches("排水渗漏", "撤回更正，改回「其他」") == [("drainage_leak", True), ("other", False)]
