"""What triage doubts: asked once, answered by the right people, and then the right worker has it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Grid, Neighbourhood
from bot.errors import Refused
from bot.people.models import Person
from bot.tickets import clarifying, queries, rules, texts_of_questions
from bot.tickets.models import About, Doubt, Ticket, TicketState
from bot.triage import Decision, Triage
from tests.tickets import (
    MONDAY_NINE,
    a_loose_ticket,
    a_person,
    a_resident,
    a_ticket,
    a_worker,
    an_office,
    log_of,
    promises,
)

LATER = MONDAY_NINE + timedelta(hours=1)


@pytest.mark.parametrize(
    ("decision", "doubts"),
    [
        (Decision("request", "noise", grid="G1"), {}),
        (Decision("request", "noise"), {About.PLACE: []}),
        (Decision("request", "noise", candidates_grid=("G1",)), {About.PLACE: []}),
        (Decision("request", "noise", candidates_grid=("G1", "G2")), {About.PLACE: ["G1", "G2"]}),
        (Decision("request", "noise", candidates_grid=("G1", "G2", "G3", "G4")), {About.PLACE: []}),
        (Decision("request", "noise", grid="G1", candidates_category=("noise",)), {}),
        (
            Decision("request", "a", grid="G1", candidates_category=("a", "b", "c", "d")),
            {About.CATEGORY: ["a", "b", "c"]},
        ),
        (
            Decision("emergency", "a", candidates_category=("a", "b"), urgent=True),
            {About.PLACE: []},
        ),
    ],
)  # fmt: skip
def test_what_is_asked_follows_from_the_decision(decision: Decision, doubts: dict[About, list[str]]) -> None:
    assert rules.doubts_in(decision) == doubts


@pytest.mark.parametrize("state", TicketState)
@pytest.mark.parametrize("about", About)
def test_a_doubt_matters_until_somebody_has_it_or_takes_it_on(about: About, state: TicketState) -> None:
    ticket, doubt = a_loose_ticket(state=state), Doubt(ticket_id=1, about=about, choices=[], settled_at=None)
    matters = {
        About.PLACE: {TicketState.TRIAGE},
        About.CATEGORY: {TicketState.TRIAGE, TicketState.ASSIGNED},
    }

    assert rules.is_asked(ticket, doubt) is (state in matters[about])
    doubt.settled_at = MONDAY_NINE
    assert rules.is_asked(ticket, doubt) is False


@pytest.mark.parametrize(
    ("text", "place", "only"),
    [
        ("3栋", "西关小区3栋", True), ("在西关小区3栋", "西关小区3栋", True),
        ("3栋，而且晚上十二点还在吵", "西关小区3栋", False),
    ],
)  # fmt: skip
def test_a_reply_only_says_where_or_more(text: str, place: str, only: bool) -> None:  # noqa: FBT001
    decision = Decision("request", "noise", place=place)

    assert decision.place_is_all_of(text) is only


@pytest.mark.parametrize(
    ("places", "named", "words"),
    [
        (["西关小区1-6栋", "吴航路1-59号单号", "西关小区·南门|南门岗"], None, "西关小区1-6栋、吴航路1-59号单号等"),
        (["吴航路1-59号", "西关小区7-12栋"], "西关小区", "西关小区7-12栋"),
        (["西关小区·南门|南门岗"], None, "西关小区南门"),
        (["会堂巷1-40号", "河下街89-160号", "西关卫生院|卫生院"], "老地方", "会堂巷1-40号、河下街89-160号等"),
        ([], None, "第九网格"),
    ],
)  # fmt: skip
def test_a_grid_is_said_in_residents_words(places: list[str], named: str | None, words: str) -> None:
    grid = Grid(code="G9", name="第九网格", places=places)

    assert texts_of_questions.grid_in_words(grid, named) == words


class Scene:
    """A ticket in a shared group about which triage is not sure, and the people around it."""

    def __init__(self, session: AsyncSession, neighbourhood: Neighbourhood) -> None:
        self.session = session
        self.triage = Triage(neighbourhood)

    async def set(self, text: str = "电梯又坏了", **doubts: list[str]) -> Ticket:
        self.office = await an_office(self.session)
        self.wang = await a_worker(self.session)
        self.chen = await a_worker(self.session, "陈静", 2002)
        self.li = await a_resident(self.session)
        self.zhao = await a_person(self.session, "赵大爷", 1002)
        self.ticket = await a_ticket(self.session, self.triage.neighbourhood, self.li, text)
        for about, choices in doubts.items():
            self.session.add(Doubt(ticket_id=1, about=About(about), choices=choices))
        await self.session.flush()
        return self.ticket

    def by(self, actor: Person, **more: Any) -> dict[str, Any]:
        return {"actor": actor, "triage": self.triage, "now": LATER, **more}

    async def open(self) -> list[About]:
        doubts = await queries.doubts_about(self.session, 1)
        return [about for about, doubt in doubts.items() if rules.is_asked(self.ticket, doubt)]


@pytest.fixture
def scene(session: AsyncSession, neighbourhood: Neighbourhood) -> Scene:
    return Scene(session, neighbourhood)


async def test_the_grid_chosen_gives_the_ticket_to_its_worker_and_keeps_the_clock(scene: Scene) -> None:
    ticket = await scene.set()
    due = (ticket.respond_due_at, ticket.resolve_due_at)
    assert (ticket.state, ticket.assignee_id) == (TicketState.TRIAGE, scene.office.id)

    await clarifying.settle_grid(scene.session, 1, choice=1, **scene.by(scene.li))

    assert (ticket.state, ticket.grid, ticket.assignee_id) == (TicketState.ASSIGNED, "G2", scene.chen.id)
    assert (ticket.respond_due_at, ticket.resolve_due_at) == due
    label = "西关小区7-12栋、西关小区北门等"
    assert ticket.reasons[-2:] == [f"居民选了「{label}」", "社区小张转来：陈静 负责 第二网格"]
    assert (await log_of(scene.session, ticket))[2:] == [
        (scene.li.id, "clarified", LATER, None, label, f"居民选了「{label}」"),
        (scene.li.id, "routed", LATER, "社区小张", "陈静", "陈静 负责 第二网格"),
    ]
    assert (await promises(scene.session))[f"ticket:1:worker:{scene.chen.id}"].startswith(
        "诉求 #1 · 电梯 · 待签收\n“电梯又坏了”"
    )
    assert await scene.open() == []


async def test_the_building_chosen_is_the_place(scene: Scene) -> None:
    ticket = await scene.set()
    estate = scene.triage.neighbourhood.estates[0]

    await clarifying.settle_building(scene.session, 1, estate=estate, building=3, **scene.by(scene.li))

    assert (ticket.place, ticket.grid, ticket.assignee_id) == ("西关小区3栋", "G1", scene.wang.id)
    assert "居民选了「西关小区3栋」" in ticket.reasons


async def test_a_building_nobody_knows_changes_nothing(scene: Scene) -> None:
    ticket = await scene.set()
    estate = scene.triage.neighbourhood.estates[0]

    with pytest.raises(Refused, match="楼栋名单刚更新过"):
        await clarifying.settle_building(scene.session, 1, estate=estate, building=99, **scene.by(scene.li))

    assert (ticket.place, await scene.open()) == (None, [About.PLACE])


async def test_the_category_chosen_goes_to_whoever_has_it(scene: Scene) -> None:
    ticket = await scene.set("#噪音 3栋楼上太吵", category=["noise", "welfare"])
    specialist = await a_worker(scene.session, "吴秀珍", 2006)

    await clarifying.settle_category(scene.session, 1, choice=1, **scene.by(scene.li))

    assert (ticket.category, ticket.assignee_id) == ("welfare", specialist.id)
    assert "居民选了「社保民政」" in ticket.reasons
    assert ticket.opened_at < ticket.respond_due_at < LATER + timedelta(hours=4)
    assert [kind for _, kind, *_ in (await log_of(scene.session, ticket))[2:]] == [
        "category_changed", "routed",
    ]  # fmt: skip
    assert await scene.open() == []


async def test_the_category_confirmed_changes_nothing_but_is_known(scene: Scene) -> None:
    ticket = await scene.set("#噪音 3栋楼上太吵", category=["noise", "pets"])

    await clarifying.settle_category(scene.session, 1, choice=0, **scene.by(scene.li))

    assert (ticket.category, ticket.assignee_id) == ("noise", scene.wang.id)
    assert ticket.reasons[-1] == "居民选了「噪音」"
    assert await scene.open() == []


async def test_none_of_the_kinds_leaves_it_to_the_office(scene: Scene) -> None:
    ticket = await scene.set("#噪音 3栋楼上太吵", category=["noise", "pets"])

    await clarifying.leave_to_office(scene.session, 1, about=About.CATEGORY, **scene.by(scene.li))

    assert (ticket.state, ticket.category, ticket.assignee_id) == (
        TicketState.TRIAGE, "other", scene.office.id,
    )  # fmt: skip
    assert ticket.reasons[-1] == "王云转来：居民说都不是，请社区工作人员定"
    said = await promises(scene.session)
    assert said[f"ticket:1:worker:{scene.wang.id}"] == "诉求 #1 已经转给社区小张，您这边不用再管。"
    assert "待分派" in said[f"ticket:1:triage:{scene.office.id}"]
    assert await scene.open() == []


async def test_none_of_the_places_leaves_it_with_the_office(scene: Scene) -> None:
    ticket = await scene.set()

    await clarifying.leave_to_office(scene.session, 1, about=About.PLACE, **scene.by(scene.li))

    assert (ticket.state, ticket.assignee_id) == (TicketState.TRIAGE, scene.office.id)
    assert ticket.reasons[-1] == "居民说都不是，请社区工作人员定"
    assert (await promises(scene.session))["ticket:1:card"].splitlines()[-1] == "进展：社区正在安排承办人"


async def test_staff_answer_in_the_residents_place(scene: Scene) -> None:
    ticket = await scene.set()

    await clarifying.settle_grid(scene.session, 1, choice=0, **scene.by(scene.office))

    assert ticket.assignee_id == scene.wang.id
    assert "社区小张选了「西关小区1-6栋、吴航路1-59号单号等」" in ticket.reasons


async def test_neighbours_and_workers_do_not_answer(scene: Scene) -> None:
    ticket = await scene.set()

    for actor in (scene.zhao, scene.wang):
        with pytest.raises(Refused, match="只有提这件事的人或社区工作人员能改"):
            await clarifying.settle_grid(scene.session, 1, choice=0, **scene.by(actor))
        with pytest.raises(Refused, match="只有提这件事的人或社区工作人员能改"):
            await clarifying.leave_to_office(scene.session, 1, about=About.PLACE, **scene.by(actor))

    assert (ticket.grid, await scene.open()) == (None, [About.PLACE])


@pytest.mark.parametrize("choice", [2, 99])
async def test_a_choice_never_offered_is_refused(scene: Scene, choice: int) -> None:
    await scene.set()

    with pytest.raises(Refused):
        await clarifying.settle_grid(scene.session, 1, choice=choice, **scene.by(scene.li))

    assert await scene.open() == [About.PLACE]


async def test_a_question_is_answered_once(scene: Scene) -> None:
    await scene.set()
    await clarifying.settle_grid(scene.session, 1, choice=0, **scene.by(scene.li))

    with pytest.raises(Refused, match="已经记下了，不用再点。"):
        await clarifying.settle_grid(scene.session, 1, choice=1, **scene.by(scene.li))

    assert scene.ticket.grid == "G1"


async def test_one_thing_is_asked_at_a_time_the_place_first(scene: Scene) -> None:
    await scene.set(category=["elevator", "noise"])

    await clarifying.settle_grid(scene.session, 1, choice=0, **scene.by(scene.li))

    said = await promises(scene.session)
    assert said["ticket:1:card"].splitlines()[-1] == "这是哪一类的事？请点一下。"
    await clarifying.settle_category(scene.session, 1, choice=0, **scene.by(scene.li))
    said = await promises(scene.session)
    assert said["ticket:1:card"].splitlines()[-1] == "进展：已派给承办人，等签收"
