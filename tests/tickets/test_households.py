"""我家也是: households are counted, not presses."""

from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.tickets import households, queries, texts
from bot.tickets.households import Pressed
from tests.tickets import GROUP, MONDAY_NINE, a_loose_ticket, a_person
from tests.tickets.lift import Lift, joined, refused


async def test_households_are_counted_not_presses(session: AsyncSession, lift: Lift) -> None:
    at_501 = {"estate": "西关小区", "building": "3", "unit": "2", "room": "501"}
    wife, husband = [
        await a_person(session, name, n, **at_501) for name, n in (("钱老师", 1004), ("老吴", 1005))
    ]
    alone = await a_person(session, "小孙", 1003, estate="西关小区", building="3", unit="2")
    other = await a_person(session, "老何", 1006, estate="西关小区", building="3", unit="2")
    given = {"chat_id": GROUP, **lift.given}

    pressed = [
        await households.press_me_too(session, 1, actor=actor, **given)
        for actor in (wife, husband, alone, other)
    ]
    assert pressed == [Pressed.COUNTED, Pressed.KNOWN, Pressed.COUNTED, Pressed.COUNTED]
    assert lift.first.also_households == 3

    assert await households.press_me_too(session, 1, actor=wife, **given) == Pressed.TAKEN_BACK
    assert lift.first.also_households == 3
    assert await households.press_me_too(session, 1, actor=husband, **given) == Pressed.TAKEN_BACK
    assert lift.first.also_households == 2


async def test_the_household_that_raised_it_is_not_counted_again(session: AsyncSession, lift: Lift) -> None:
    home = {"estate": "西关小区", "building": "3", "unit": "2", "room": "501"}
    for key, value in home.items():
        setattr(lift.li, key, value)
    son = await a_person(session, "小李", 1007, **home)

    for actor in (lift.li, son):
        why = await refused(households.press_me_too(session, 1, actor=actor, chat_id=GROUP, **lift.given))
        assert why == "这件就是您家提的，已经在办了。"
    assert lift.first.also_households == 0


async def test_a_press_counts_only_under_the_card_of_its_group(session: AsyncSession, lift: Lift) -> None:
    qian = await a_person(session, "钱老师", 1004)

    for chat_id in (1004, -1002):
        why = await refused(households.press_me_too(session, 1, actor=qian, chat_id=chat_id, **lift.given))
        assert why == "请在群里那张卡片上点。"


async def test_a_press_under_a_duplicate_counts_for_the_first(session: AsyncSession, lift: Lift) -> None:
    qian = await a_person(session, "钱老师", 1004)
    await joined(session, lift)

    await households.press_me_too(session, 2, actor=qian, chat_id=GROUP, **lift.given)

    assert (lift.first.also_households, lift.second.also_households) == (2, 0)


async def test_what_more_have_comes_first_among_those_due_together(session: AsyncSession, lift: Lift) -> None:
    await households.press_me_too(
        session, 2, actor=await a_person(session, "钱老师", 1004), chat_id=GROUP, **lift.given
    )

    mine, _ = await queries.open_tickets_of(session, lift.wang, page=0, size=8)

    assert [ticket.id for ticket in mine] == [2, 1]


def test_the_morning_says_how_many_have_it() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    ticket = a_loose_ticket(place="西关小区3栋", also_households=3)

    line = texts.digest_line(ticket, "电梯", now=MONDAY_NINE, zone=shanghai)

    assert line == "#1 电梯 西关小区3栋，3户也遇到，今天9:00前"
