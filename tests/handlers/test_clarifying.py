"""What triage doubts, asked on the cards: in the group, in the direct chat, on the office's card."""

import pytest

from bot.tickets import cards
from bot.tickets.models import About, Doubt
from bot.tickets.telling import load
from scheduler.tickets import report_overdue_tickets
from tests.handlers import everything, forged, log, raised, refusals, registered, ticket, tickets
from tests.town import CHEN, JINJIANG, LI, OFFICE, WANG, XIGUAN, ZHAO, Town, buttons_of

LIFT = "#电梯 又坏了，老人上不去"
G1, G2 = "西关小区1-6栋、吴航路1-59号单号等", "西关小区7-12栋、西关小区北门等"
WHERE = "您说的是哪里？请点一下，或者回复这张卡片，写上几栋、几号。"


async def doubted(town: Town, *kinds: str) -> None:
    """Triage is not sure which kind ticket 1 is, and its cards ask."""
    async with town.program.db.begin() as session:
        session.add(Doubt(ticket_id=1, about=About.CATEGORY, choices=list(kinds)))
        await session.flush()
        neighbourhood = town.program.desk.triage.neighbourhood
        await cards.refresh(session, await load(session, 1), neighbourhood=neighbourhood, now=town.clock())
    town.program.sender.wake()
    await town.settled()


async def card_in_group(town: Town) -> str:
    """The words of the one card in the group."""
    return next(text for text in await town.shows(XIGUAN) if text.startswith("诉求 #1"))


async def test_where_is_asked_on_the_card_and_the_answer_finds_the_worker(town: Town) -> None:
    card = await raised(town, LIFT)
    asked = await town.last(XIGUAN)
    assert asked["text"] == (
        "诉求 #1 · 电梯\n社区：社区工作人员正在安排承办人\n答复：今天9:30前\n进展：社区正在安排承办人\n"
        + WHERE
    )
    assert buttons_of(asked) == [G1, G2, "都不是／说不清", "补充", "类别不对", "撤回", "我家也是"]

    assert await town.press(LI, G2, chat=XIGUAN) == "记下了，谢谢！"

    answered = await town.last(XIGUAN)
    assert answered["message_id"] == card
    assert answered["text"] == (
        "诉求 #1 · 电梯\n承办：陈静（第二网格）\n答复：今天9:30前\n进展：已派给承办人，等签收"
    )
    assert buttons_of(answered) == ["补充", "类别不对", "撤回", "我家也是"]
    assert (await town.shows(CHEN))[-1].startswith("诉求 #1 · 电梯 · 待签收")


@pytest.mark.parametrize(
    "data", ["clarify.place.0", "clarify.place.none", "estate.0", "building.0.3", "where"]
)
async def test_only_the_author_and_the_office_answer(town: Town, data: str) -> None:
    card = await raised(town, LIFT)
    before = await everything(town)

    toast = await forged(town, ZHAO, f"tickets:{data}:1", chat=XIGUAN, message=card)

    assert toast == {"text": "只有提这件事的人或社区工作人员能改。", "show_alert": True}
    assert await everything(town) == before
    assert (await refusals(town))[-1][0] == ZHAO


@pytest.mark.parametrize(
    "data",
    [
        "clarify.place.7", "clarify.place.x", "clarify.place", "clarify.mood.0", "clarify.category.0",
        "estate.9", "estate.x", "building.0.99", "building.9.1", "building.0", "building",
    ],
)  # fmt: skip
async def test_buttons_nobody_made_change_nothing(town: Town, data: str) -> None:
    card = await raised(town, LIFT)
    before = await everything(town)

    toast = await forged(town, LI, f"tickets:{data}:1", chat=XIGUAN, message=card)

    assert toast["show_alert"] is True
    assert await everything(town) == before


async def test_anywhere_is_asked_by_estate_and_building(town: Town) -> None:
    await registered(town, "电梯又坏了，老人上不去")
    asked = await town.last(LI)
    assert buttons_of(asked)[:4] == ["西关小区", "锦江苑", "锦江苑二期", "都不是／说不清"]

    await town.press(LI, "锦江苑二期")
    buildings = await town.last(LI)
    assert buildings["text"].splitlines()[-1] == "锦江苑二期，是几栋？"
    assert buttons_of(buildings)[:9] == [
        "1栋", "2栋", "3栋", "4栋", "5栋", "6栋", "8栋", "返回", "都不是／说不清",
    ]  # fmt: skip
    await town.press(LI, "返回")
    await town.press(LI, "西关小区")
    assert await town.press(LI, "8栋") == "记下了，谢谢！"

    assert (await town.last(CHEN))["text"].startswith("诉求 #1 · 电梯 · 待签收")
    card = next(text for text in await town.shows(LI) if text.startswith("诉求 #1 · 电梯"))
    assert card.splitlines()[1:3] == ["地点：西关小区8栋", "承办：陈静（第二网格）"]


@pytest.mark.parametrize(
    ("reply", "worker", "added"),
    [
        ("3栋", "王云", False),
        ("是8栋", "陈静", False),
        ("吴航路33号", "王云", False),
        ("3栋，而且电梯里的灯也不亮了", "王云", True),
    ],
)
async def test_a_place_written_in_reply_is_the_answer(
    town: Town, reply: str, worker: str, *, added: bool
) -> None:
    card = await raised(town, LIFT)

    await town.people.say(LI, reply, chat_id=XIGUAN, reply_to=card)

    assert f"承办：{worker}" in await card_in_group(town)
    kinds = [kind for kind, _, _ in await log(town)]
    assert kinds == ["opened", "routed", "clarified", "routed", *(["added"] if added else [])]


async def test_a_place_written_directly_is_the_answer(town: Town) -> None:
    await registered(town, "西关小区电梯又坏了，老人上不去")
    card = next(m for m in await town.people.messages(LI) if (m.get("text") or "").startswith("诉求 #1"))
    assert buttons_of(card)[:3] == ["西关小区1-6栋", "西关小区7-12栋", "都不是／说不清"]

    await town.people.say(LI, "3栋", reply_to=card["message_id"])

    assert "记下了，谢谢！" in await town.shows(LI)
    assert (await ticket(town))["place"] == "西关小区3栋"
    assert (await town.last(WANG))["text"].startswith("诉求 #1 · 电梯 · 待签收")


@pytest.mark.parametrize("reply", ["麻烦快一点", "19栋"])
async def test_a_reply_that_finds_no_grid_is_an_addition_as_ever(town: Town, reply: str) -> None:
    card = await raised(town, LIFT)

    await town.people.say(LI, reply, chat_id=XIGUAN, reply_to=card)

    assert (await log(town))[-1] == ("added", None, reply)
    assert (await card_in_group(town)).endswith(WHERE)


async def test_words_without_a_place_are_no_answer_where_the_estate_has_one_grid(town: Town) -> None:
    card = await raised(town, "#电梯 锦江苑19栋电梯坏了", chat=JINJIANG)

    await town.people.say(LI, "麻烦快一点", chat_id=JINJIANG, reply_to=card)

    assert (await log(town))[-1] == ("added", None, "麻烦快一点")
    assert (await ticket(town))["grid"] is None


async def test_a_neighbours_place_is_an_addition(town: Town) -> None:
    card = await raised(town, LIFT)

    await town.people.say(ZHAO, "3栋", chat_id=XIGUAN, reply_to=card)

    assert (await log(town))[-1] == ("added", None, "3栋")
    assert (await ticket(town))["grid"] is None


async def test_the_office_answers_on_its_own_card(town: Town) -> None:
    await raised(town, LIFT)
    offered = await town.last(OFFICE)
    assert offered["text"].splitlines()[-2:] == ["点一下就派给谁：", "知道是哪里，点最下面那几个也行。"]
    assert buttons_of(offered)[-3:] == [G1, G2, "都不是／说不清"]

    await town.press(OFFICE, G1)

    assert (await town.shows(OFFICE))[-1] == "诉求 #1 · 电梯 · 已派给承办人，等签收\n承办：王云"
    assert (await ticket(town))["reasons"][-2:] == [
        f"社区工作人员选了「{G1}」",
        "社区工作人员转来：王云 负责 第一网格",
    ]


async def test_the_office_chooses_estate_and_building_on_its_own_card(town: Town) -> None:
    await registered(town, "电梯又坏了，老人上不去")

    await town.press(OFFICE, "西关小区")
    assert (await town.last(OFFICE))["text"].splitlines()[-1] == "西关小区，是几栋？"
    await town.press(OFFICE, "3栋")

    assert (await ticket(town))["place"] == "西关小区3栋"


async def test_once_somebody_has_it_where_is_not_asked_any_more(town: Town) -> None:
    card = await raised(town, LIFT)
    await town.press(OFFICE, "王云 第一网格")

    assert WHERE not in (await town.last(XIGUAN))["text"]
    toast = await forged(town, LI, "tickets:clarify.place.1:1", chat=XIGUAN, message=card)
    assert toast["text"] == "已经记下了，不用再点。"
    assert (await ticket(town))["assignee_id"] != 0


async def test_unanswered_it_stays_with_the_office_and_nobody_is_asked_twice(town: Town) -> None:
    await raised(town, LIFT)
    before = await town.shows(XIGUAN)
    town.clock.forward(hours=1)

    await town.tick(report_overdue_tickets)

    assert await town.shows(XIGUAN) == before
    assert (await town.shows(OFFICE))[-1].startswith("诉求 #1（承办：社区工作人员）")


async def test_the_kind_is_asked_on_the_card(town: Town) -> None:
    await raised(town)
    await doubted(town, "noise", "pets", "sanitation")
    asked = await town.last(XIGUAN)
    assert asked["text"].splitlines()[-1] == "这是哪一类的事？请点一下。"
    assert buttons_of(asked)[:4] == ["噪音", "宠物", "环境卫生", "都不是"]

    assert await town.press(LI, "宠物", chat=XIGUAN) == "记下了，谢谢！"

    assert (await town.last(XIGUAN))["text"].splitlines()[0] == "诉求 #1 · 宠物"
    assert (await town.shows(WANG))[-1].startswith("诉求 #1 · 宠物 · 待签收")
    assert (await ticket(town))["reasons"][-1] == "居民选了「宠物」"


async def test_none_of_the_kinds_goes_to_the_office(town: Town) -> None:
    await raised(town)
    await doubted(town, "noise", "pets")

    assert await town.press(LI, "都不是", chat=XIGUAN) == "好的，请社区工作人员来看。"

    assert (await town.shows(WANG))[-1] == "诉求 #1 已经转给社区工作人员，您这边不用再管。"
    assert (await town.last(OFFICE))["text"].startswith("诉求 #1 · 其他 · 待分派")


async def test_correcting_the_kind_by_hand_answers_the_question(town: Town) -> None:
    await raised(town)
    await doubted(town, "noise", "pets")

    await town.press(LI, "类别不对", chat=XIGUAN)
    await town.press(LI, "停车", chat=XIGUAN)

    assert (await town.last(XIGUAN))["text"].splitlines() == [
        "诉求 #1 · 停车", "地点：西关小区3栋", "承办：王云（第一网格）", "答复：今天11:00前",
        "进展：已派给承办人，等签收",
    ]  # fmt: skip


async def test_a_ticket_taken_on_is_not_asked_about(town: Town) -> None:
    await raised(town)
    await doubted(town, "noise", "pets")

    await town.press(WANG, "签收")

    assert buttons_of(await town.last(XIGUAN)) == ["补充", "类别不对", "撤回", "我家也是"]
    assert await tickets(town) == ["3栋楼上装修太吵"]
