"""Corrections of a category, their undoing, and what an ended ticket teaches, on a real database."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.errors import Refused
from bot.people.models import Person
from bot.tickets import corrections, queries, rules, service, workers
from bot.tickets.models import EventKind, Outcome, Ticket, TicketState
from bot.tickets.queries import Ended
from bot.triage import Triage
from tests.tickets import MONDAY_NINE, a_resident, a_ticket, a_worker, an_office, log_of

CHANGED, UNDONE, HANDED = EventKind.CATEGORY_CHANGED, EventKind.CORRECTION_UNDONE, EventKind.HANDED_OVER


@pytest.mark.parametrize(
    ("kinds", "tagged", "sure"),
    [
        ([], False, False),
        ([], True, True),
        ([CHANGED], False, True),
        ([CHANGED, UNDONE], False, False),
        ([CHANGED, CHANGED, UNDONE], False, True),
        ([CHANGED, UNDONE], True, True),
        ([HANDED], False, None),
        ([HANDED], True, True),
        ([CHANGED, HANDED], False, True),
        ([CHANGED, HANDED, UNDONE], False, None),
        ([UNDONE, CHANGED], False, True),
    ],
)
def test_how_sure_a_category_is(kinds: list[EventKind], tagged: bool, sure: bool | None) -> None:  # noqa: FBT001
    assert rules.is_category_sure(kinds, tagged=tagged) == sure


class Scene:
    """李阿姨's ticket about noise, with 王云, who has everything here, and 吴秀珍, who has welfare."""

    def __init__(self, session: AsyncSession, neighbourhood: Neighbourhood) -> None:
        self.session, self.neighbourhood, self.triage = session, neighbourhood, Triage(neighbourhood)

    async def set(self, text: str = "3栋楼上太吵") -> "Scene":
        self.wang = await a_worker(self.session)
        self.wu = await a_worker(self.session, "吴秀珍", 2006)
        self.office = await an_office(self.session)
        self.li = await a_resident(self.session)
        self.ticket = await a_ticket(self.session, self.neighbourhood, self.li, text)
        return self

    async def correct(self, key: str, *, actor: Person) -> None:
        await service.change_category(
            self.session, self.ticket.id, actor=actor, key=key, triage=self.triage, now=MONDAY_NINE
        )

    async def undo(self, *, actor: Person) -> None:
        await corrections.undo_correction(
            self.session, self.ticket.id, actor=actor, triage=self.triage, now=MONDAY_NINE
        )

    async def resolve(self) -> None:
        actor = await self.session.get_one(Person, self.ticket.assignee_id)
        await workers.resolve_ticket(
            self.session, self.ticket.id, actor=actor, outcome=Outcome.SOLVED, note="好了",
            neighbourhood=self.neighbourhood, now=MONDAY_NINE,
        )  # fmt: skip

    async def ended(self) -> list[Ended]:
        return await queries.ended_tickets(self.session, raised_after=None, limit=10)


@pytest.fixture
async def scene(session: AsyncSession, neighbourhood: Neighbourhood) -> Scene:
    return await Scene(session, neighbourhood).set()


def clocks(ticket: Ticket) -> tuple[object, ...]:
    return ticket.category, ticket.assignee_id, ticket.respond_due_at, ticket.resolve_due_at


async def test_undoing_brings_category_clock_and_worker_back_and_the_log_keeps_both(scene: Scene) -> None:
    before = clocks(scene.ticket)
    await scene.correct("welfare", actor=scene.li)
    corrected = clocks(scene.ticket)

    await scene.undo(actor=scene.office)

    assert corrected != before
    assert clocks(scene.ticket) == before
    assert [line[1:2] + line[3:5] for line in await log_of(scene.session, scene.ticket)][2:] == [
        ("category_changed", "noise", "welfare"),
        ("routed", "王云", "吴秀珍"),
        ("correction_undone", "welfare", "noise"),
        ("routed", "吴秀珍", "王云"),
    ]
    assert "社区小张撤回更正，类别改回「噪音」" in scene.ticket.reasons


async def test_corrections_are_undone_one_after_the_other(scene: Scene) -> None:
    await scene.correct("welfare", actor=scene.li)
    await scene.correct("parking", actor=scene.office)

    await scene.undo(actor=scene.li)
    once = scene.ticket.category
    await scene.undo(actor=scene.li)

    assert (once, scene.ticket.category) == ("welfare", "noise")
    with pytest.raises(Refused, match="没有可以撤回的更正"):
        await scene.undo(actor=scene.li)


async def test_only_the_author_and_the_office_undo_and_only_while_it_is_open(scene: Scene) -> None:
    await scene.correct("welfare", actor=scene.li)
    with pytest.raises(Refused, match="只有提这件事的人或社区工作人员能改"):
        await scene.undo(actor=scene.wang)

    await scene.resolve()

    with pytest.raises(Refused, match="没有改动"):
        await scene.undo(actor=scene.li)


async def test_handing_over_as_another_kind_corrects_the_category(scene: Scene) -> None:
    to = await corrections.hand_over_as(
        scene.session, scene.ticket.id, actor=scene.wang, to_id=scene.wu.id, key="welfare",
        triage=scene.triage, now=MONDAY_NINE,
    )  # fmt: skip

    assert (to, scene.ticket.category, scene.ticket.assignee_id) == (scene.wu, "welfare", scene.wu.id)
    assert scene.ticket.reasons[-2:] == ["王云把类别改成「社保民政」", "王云转来：不是我这类事"]
    assert [line[1] for line in await log_of(scene.session, scene.ticket)][2:] == [
        "category_changed",
        "handed_over",
    ]


async def test_handing_over_as_an_unknown_kind_is_refused(scene: Scene) -> None:
    with pytest.raises(Refused):
        await corrections.hand_over_as(
            scene.session, scene.ticket.id, actor=scene.wang, to_id=scene.wu.id, key="gone",
            triage=scene.triage, now=MONDAY_NINE,
        )  # fmt: skip

    assert scene.ticket.category == "noise"


async def test_an_ended_ticket_tells_what_happened_to_its_category(scene: Scene) -> None:
    await scene.correct("welfare", actor=scene.li)
    open_still = await scene.ended()
    await scene.resolve()

    assert open_still == []
    assert await scene.ended() == [Ended("3栋楼上太吵", "welfare", False, [CHANGED])]


async def test_a_tag_is_remembered(session: AsyncSession, neighbourhood: Neighbourhood) -> None:
    scene = await Scene(session, neighbourhood).set("#噪音 3栋楼上太吵")
    await scene.resolve()

    assert await scene.ended() == [Ended("3栋楼上太吵", "noise", True, [])]


async def test_what_was_taken_back_teaches_nothing(scene: Scene) -> None:
    scene.ticket.resolved_at, scene.ticket.state = MONDAY_NINE, TicketState.WITHDRAWN
    await scene.session.flush()

    assert await scene.ended() == []


async def test_the_newest_are_read_in_the_order_in_which_they_ended(
    scene: Scene, neighbourhood: Neighbourhood
) -> None:
    for number, text in enumerate(("3栋停电", "3栋停水", "3栋没信号"), 10):
        scene.ticket = await a_ticket(scene.session, neighbourhood, scene.li, text, message_id=number)
        await scene.resolve()

    newest = await queries.ended_tickets(scene.session, raised_after=None, limit=2)
    later = await queries.ended_tickets(scene.session, raised_after=MONDAY_NINE, limit=2)

    assert ([one.text for one in newest], later) == (["3栋停水", "3栋没信号"], [])
