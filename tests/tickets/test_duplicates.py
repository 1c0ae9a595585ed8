"""One matter said by several, on a real database: found, joined, split, counted, ended."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Neighbourhood
from bot.errors import Refused
from bot.tickets import duplicates, households, queries, residents, rules, telling, workers
from bot.tickets.models import Outcome, Satisfaction, TicketState
from tests.tickets import GROUP, a_loose_ticket, a_person, a_ticket, a_worker, log_of, promises
from tests.tickets.lift import LATER, Lift, joined, refused


async def test_the_author_is_asked_and_nothing_is_merged_by_itself(session: AsyncSession, lift: Lift) -> None:
    assert (lift.first.like_id, lift.second.like_id) == (None, lift.first.id)
    assert lift.second.state == TicketState.ASSIGNED
    assert lift.second.reasons[-1] == "好像和 #1 是同一件（都在西关小区3栋，都说「电梯」，类别相同）"


async def test_joining_keeps_both_histories(session: AsyncSession, lift: Lift) -> None:
    before = len(await log_of(session, lift.first)), len(await log_of(session, lift.second))

    await joined(session, lift)

    assert (await log_of(session, lift.first))[before[0] :] == [
        (lift.zhao.id, "joined", LATER, None, "2", None)
    ]
    assert (await log_of(session, lift.second))[before[1] :] == [
        (lift.zhao.id, "merged", LATER, "assigned", "1", None)
    ]
    assert (lift.second.state, lift.second.merged_into_id, lift.second.like_id) == (
        TicketState.MERGED,
        1,
        None,
    )
    assert (lift.first.joined, lift.first.also_households) == (1, 1)
    told = (await promises(session)).values()
    assert "诉求 #1，又有居民反映，#2 并进来了：\n三号楼电梯停了" in told


async def test_a_duplicate_is_in_no_list_of_open_tickets(session: AsyncSession, lift: Lift) -> None:
    await joined(session, lift)

    mine, total = await queries.open_tickets_of(session, lift.wang, page=0, size=8)
    assert ([ticket.id for ticket in mine], total) == ([1], 1)
    assert [ticket.id for ticket, _ in await queries.all_open_tickets(session)] == [1]
    assert await queries.overdue_tickets(session, now=LATER + timedelta(days=9)) == [1]


async def test_joining_again_is_refused_kindly(session: AsyncSession, lift: Lift) -> None:
    await joined(session, lift)

    assert await refused(joined(session, lift)) == "诉求 #2 已并到另一件一起办，没有改动。"
    assert (
        await refused(duplicates.merge(session, 2, 1, actor=lift.office, **lift.given))
        == "诉求 #2 已经并到 #1 了。"
    )


async def test_what_has_just_ended_takes_nothing(session: AsyncSession, lift: Lift) -> None:
    await workers.resolve_ticket(
        session, 1, actor=lift.wang, outcome=Outcome.SOLVED, note="修好了", **lift.given
    )

    assert await refused(joined(session, lift)) == "诉求 #1 承办人已办结，等您说解决没有，不能再并进去。"
    assert lift.second.state == TicketState.ASSIGNED


async def test_only_the_office_merges(session: AsyncSession, lift: Lift) -> None:
    for actor in (lift.zhao, lift.wang):
        await refused(duplicates.merge(session, 2, 1, actor=actor, **lift.given))

    assert lift.second.state == TicketState.ASSIGNED


@pytest.mark.parametrize(
    ("ticket", "main", "why"),
    [
        ({}, {"id": 1}, "这是同一件诉求，不用合并。"),
        ({}, {"state": TicketState.MERGED, "merged_into_id": 9}, "诉求 #2 自己已经并到 #9 了，请并到 #9。"),
        ({}, {"state": TicketState.WITHDRAWN}, "诉求 #2 已撤回，不能再并进去。"),
        ({}, {"state": TicketState.CONFIRMED}, "诉求 #2 已办结，您已回访，不能再并进去。"),
        ({"state": TicketState.CONFIRMED}, {}, "诉求 #1 已办结，您已回访，没有改动。"),
        ({"joined": 1}, {}, "已经有诉求并到 #1 里了。请反过来，把 #2 并到 #1。"),
    ],
)
def test_chains_and_ended_tickets_are_refused(
    ticket: dict[str, object], main: dict[str, object], why: str
) -> None:
    with pytest.raises(Refused) as refusal:
        rules.require_can_merge(a_loose_ticket(**ticket), a_loose_ticket(**{"id": 2, **main}))

    assert str(refusal.value) == why


async def test_another_assignee_is_told_where_it_went(
    session: AsyncSession, lift: Lift, neighbourhood: Neighbourhood
) -> None:
    chen = await a_worker(session, "陈静", 2002)
    await workers.hand_over_ticket(session, 2, actor=lift.wang, to_id=chen.id, why="她在", **lift.given)

    await joined(session, lift)

    told = await promises(session)
    assert told[f"ticket:2:worker:{chen.id}"] == "诉求 #2 已并到 #1，由王云承办，您这边不用再管。"
    assert lift.first.assignee_id == lift.wang.id


async def test_splitting_gives_it_back_with_a_fresh_clock(session: AsyncSession, lift: Lift) -> None:
    due = lift.second.respond_due_at
    await duplicates.merge(session, 2, 1, actor=lift.office, **lift.given)

    assignee = await duplicates.split(session, 2, actor=lift.office, **lift.given)

    assert assignee is lift.wang
    assert (lift.second.state, lift.second.merged_into_id) == (TicketState.ASSIGNED, None)
    assert lift.second.respond_due_at > due
    assert (lift.first.joined, lift.first.also_households) == (0, 0)
    assert [
        (kind, before, after) for _, kind, _, before, after, _ in (await log_of(session, lift.second))[-2:]
    ] == [
        ("merged", "assigned", "1"),
        ("split", "1", None),
    ]
    told = await promises(session)
    assert [text for key, text in told.items() if key.startswith("ticket:1:told")] == [
        "又有邻居反映了同一件事，并到您的诉求 #1 一起办。",
        "有一件邻居的诉求从您的 #1 里拆出去了，您的照常办。",
    ]


async def test_the_author_leaves_only_what_they_joined_themselves(session: AsyncSession, lift: Lift) -> None:
    await joined(session, lift)
    await duplicates.split(session, 2, actor=lift.zhao, **lift.given)
    await duplicates.merge(session, 2, 1, actor=lift.office, **lift.given)

    why = await refused(duplicates.split(session, 2, actor=lift.zhao, **lift.given))

    assert why == "这件是社区工作人员并在一起的。要单独办，请跟社区说一声。"
    assert (await refused(duplicates.split(session, 2, actor=lift.li, **lift.given))).startswith(
        "只有提这件事的人"
    )
    assert await refused(duplicates.split(session, 1, actor=lift.office, **lift.given)) == (
        "这件诉求没有并到别的诉求，不用拆开。"
    )


async def test_every_author_is_asked_about_their_own(session: AsyncSession, lift: Lift) -> None:
    await joined(session, lift)

    await workers.accept_ticket(session, 1, actor=lift.wang, **lift.given)
    await workers.answer_resident(session, 1, actor=lift.wang, text="下午修", **lift.given)
    await workers.answer_resident(session, 1, actor=lift.wang, text="几点坏的？", asks=True, **lift.given)
    await workers.resolve_ticket(
        session, 1, actor=lift.wang, outcome=Outcome.SOLVED, note="修好了", **lift.given
    )

    told = await promises(session)
    to_zhao = [
        text.split("\n")[0]
        for key, text in told.items()
        if key.startswith(("ticket:2:told", "ticket:2:question"))
    ]
    assert to_zhao[1:] == [
        "您的诉求 #2，王云已经签收，正在办。",
        "王云（承办人）回复您的诉求 #2：",
        "您的诉求 #2，王云办结了：已解决。",
    ]
    assert (lift.second.state, lift.second.outcome) == (TicketState.RESOLVED, Outcome.SOLVED)


async def test_a_duplicate_that_is_not_solved_goes_on_by_itself(session: AsyncSession, lift: Lift) -> None:
    await joined(session, lift)
    await workers.resolve_ticket(
        session, 1, actor=lift.wang, outcome=Outcome.SOLVED, note="修好了", **lift.given
    )

    await residents.rate_ticket(session, 2, actor=lift.zhao, satisfaction=Satisfaction.NOT, **lift.given)

    assert (lift.second.state, lift.second.merged_into_id) == (TicketState.ASSIGNED, None)
    assert (lift.first.state, lift.first.joined) == (TicketState.RESOLVED, 0)


async def test_whoever_said_it_twice_is_asked_once(
    session: AsyncSession, lift: Lift, neighbourhood: Neighbourhood
) -> None:
    again = await a_ticket(session, neighbourhood, lift.li, "#电梯 3栋电梯还没修", message_id=8)
    await duplicates.join(session, again.id, 1, actor=lift.li, **lift.given)
    assert lift.first.also_households == 0
    await workers.resolve_ticket(
        session, 1, actor=lift.wang, outcome=Outcome.SOLVED, note="修好了", **lift.given
    )
    assert "ticket:3:question:0" not in await promises(session)

    await residents.rate_ticket(session, 1, actor=lift.li, satisfaction=Satisfaction.SOLVED, **lift.given)

    assert (lift.first.state, again.state, again.satisfaction) == (
        TicketState.CONFIRMED, TicketState.CONFIRMED, Satisfaction.SOLVED,
    )  # fmt: skip


async def test_when_the_first_is_not_solved_those_who_wait_follow_again(
    session: AsyncSession, lift: Lift
) -> None:
    await joined(session, lift)
    await workers.resolve_ticket(
        session, 1, actor=lift.wang, outcome=Outcome.SOLVED, note="修好了", **lift.given
    )

    await residents.rate_ticket(session, 1, actor=lift.li, satisfaction=Satisfaction.NOT, **lift.given)

    assert (lift.first.state, lift.second.state) == (TicketState.ASSIGNED, TicketState.MERGED)
    told = await promises(session)
    assert told["ticket:2:question:0"] == "您的诉求 #2，一起反映的邻居说没解决，已经退回重办。办完再问您。"
    await workers.resolve_ticket(
        session, 1, actor=lift.wang, outcome=Outcome.SOLVED, note="又修了", **lift.given
    )
    assert (await promises(session))["ticket:2:question:1"].startswith(
        "您的诉求 #2，王云办结了：已解决。\n又修了"
    )


async def test_taking_the_first_back_leaves_nobody_behind(
    session: AsyncSession, lift: Lift, neighbourhood: Neighbourhood
) -> None:
    sun, qian = await a_person(session, "小孙", 1003), await a_person(session, "钱老师", 1004)
    third = await a_ticket(session, neighbourhood, sun, "#电梯 3栋电梯不动了", message_id=7)
    await joined(session, lift)
    await duplicates.merge(session, third.id, 1, actor=lift.office, **lift.given)
    await households.press_me_too(session, 1, actor=qian, chat_id=GROUP, **lift.given)
    await workers.accept_ticket(session, 1, actor=lift.wang, **lift.given)

    await residents.take_back(session, 1, actor=lift.li, **lift.given)

    assert (lift.first.state, lift.first.joined) == (TicketState.WITHDRAWN, 0)
    assert (lift.second.state, lift.second.merged_into_id) == (TicketState.ACCEPTED, None)
    assert (lift.second.joined, lift.second.also_households) == (1, 2)
    assert (third.state, third.merged_into_id) == (TicketState.MERGED, 2)
    assert "#1 的邻居撤回了。您的诉求 #2 接着办，由王云承办。" in (await promises(session)).values()


async def test_those_who_pressed_hear_that_the_only_author_took_it_back(
    session: AsyncSession, lift: Lift
) -> None:
    qian = await a_person(session, "钱老师", 1004)
    await households.press_me_too(session, 1, actor=qian, chat_id=GROUP, **lift.given)

    await residents.take_back(session, 1, actor=lift.li, **lift.given)

    assert (await promises(session))[f"ticket:1:me_too:withdrawn:{qian.id}"] == (
        "您家也遇到的诉求 #1（电梯），提的邻居撤回了。您家要是还有这件事，直接跟我说。"
    )


async def test_what_is_added_to_a_duplicate_reaches_the_assignee(session: AsyncSession, lift: Lift) -> None:
    await joined(session, lift)

    await residents.add_to_ticket(session, 2, actor=lift.zhao, text="里面有异响", media=(), **lift.given)

    event = (await log_of(session, lift.first))[-1]
    assert event[:2] == (lift.zhao.id, "added")
    assert "诉求 #1，赵大爷补充：\n里面有异响" in (await promises(session)).values()


@pytest.mark.parametrize(
    ("said_in", "shown_in", "shown"),
    [
        (GROUP, GROUP, True),
        (GROUP, 1002, True),
        (GROUP, -1002, False),
        (1001, GROUP, False),
        (1001, 1002, False),
    ],
)
def test_only_what_was_said_in_a_group_is_shown_to_another(
    said_in: int, shown_in: int, *, shown: bool
) -> None:
    assert rules.quotable("电梯坏了", said_in, shown_in=shown_in) == ("电梯坏了" if shown else "")


async def test_a_duplicate_is_compared_with_at_most_fifty(session: AsyncSession, lift: Lift) -> None:
    li = lift.li
    for n in range(60):
        session.add(
            a_loose_ticket(
                id=100 + n, grid="G1", reporter_id=li.id, assignee_id=lift.wang.id, message_id=100 + n
            )
        )
    await session.flush()

    found = await queries.recently_opened(session, grid="G1", now=LATER)

    assert [raised.number for raised in found] == list(range(110, 160))
    assert await queries.recently_opened(session, grid="G9", now=LATER) == []
    assert await queries.recently_opened(session, grid="G1", now=LATER + timedelta(days=15)) == []


async def test_in_charge_is_the_one_it_went_into(session: AsyncSession, lift: Lift) -> None:
    await joined(session, lift)

    assert (await telling.in_charge(session, await telling.load(session, 2))).ticket.id == 1
    assert (await telling.in_charge(session, await telling.load(session, 1))).ticket.id == 1
