"""What time does to tickets."""

from scheduler.tickets import report_overdue_tickets
from tests.handlers import log, raised
from tests.town import OFFICE, WANG, Town

OVERDUE = "诉求 #1（承办：王云）今天11:00就该答复了，居民还在等。"


async def test_an_overdue_ticket_is_told_once_to_assignee_and_office(town: Town) -> None:
    await raised(town)
    town.clock.forward(hours=2, seconds=1)

    for _ in range(3):
        await town.tick(report_overdue_tickets)
        town.clock.forward(minutes=10)

    assert (await town.shows(WANG)).count(OVERDUE) == 1
    assert (await town.shows(OFFICE)).count(OVERDUE) == 1
    assert [kind for kind, _, _ in await log(town)].count("overdue") == 1


async def test_a_ticket_is_not_overdue_before_its_time(town: Town) -> None:
    await raised(town)
    town.clock.forward(hours=2)

    await town.tick(report_overdue_tickets)

    assert OVERDUE not in await town.shows(WANG)


async def test_an_accepted_ticket_is_not_called_unanswered(town: Town) -> None:
    await raised(town)
    await town.press(WANG, "签收")
    town.clock.forward(hours=3)

    await town.tick(report_overdue_tickets)

    assert [kind for kind, _, _ in await log(town)] == ["opened", "routed", "accepted"]
