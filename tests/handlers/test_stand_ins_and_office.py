"""What happens to a ticket when its worker is away or gone, and what the office does."""

import pytest

from scheduler.tickets import reassign_unreachable_tickets
from tests.handlers import NOISE_CARD, everything, log, raised
from tests.town import CHEN, LI, OFFICE, SECRETARY, WANG, XIGUAN, Town, buttons_of


async def test_while_away_the_stand_in_gets_new_tickets(town: Town) -> None:
    await town.people.say(WANG, "/away")
    away = (await town.shows(WANG))[-1]
    await raised(town)
    await town.people.say(WANG, "/back")
    back = (await town.shows(WANG))[-1]
    await raised(town)

    assert away == ("记下了，您暂时不在，新诉求由陈静代班。手上的诉求还在您名下，急的请转办。回来请发 /back")
    assert back == "欢迎回来！新诉求会重新发给您。"
    assert (await town.shows(CHEN))[-1].startswith("诉求 #1 · 噪音 · 待签收")
    assert (await town.shows(WANG))[-1].startswith("诉求 #2 · 噪音 · 待签收")


@pytest.mark.parametrize("gone", ["blocked", "deactivated"])
async def test_the_ticket_of_a_worker_who_is_gone_goes_to_the_stand_in(town: Town, gone: str) -> None:
    if gone == "blocked":
        await town.people.block(WANG)
    else:
        await town.people.deactivate(WANG)
    await raised(town)

    await town.tick(reassign_unreachable_tickets)

    assert (await town.shows(CHEN))[-1].startswith("诉求 #1 · 噪音 · 待签收")
    assert (await town.shows(XIGUAN))[-1] == NOISE_CARD.replace("王云", "陈静")
    assert (await town.shows(OFFICE))[-1] == (
        "诉求 #1 发不到王云（没开通、停用了机器人，或账号不在了），已改由陈静承办。\n"
        "发 /enrol 可以给新的登记链接。"
    )


async def test_the_ticket_of_a_worker_who_never_pressed_start_ends_with_the_office(town: Town) -> None:
    await town.people.add_group(-1004, "河下街邻里群", members=[LI])

    await raised(town, "#噪音 吴航路101号太吵", chat=-1004)
    await town.tick(reassign_unreachable_tickets)
    await town.tick(reassign_unreachable_tickets)

    assert (await town.shows(-1004))[-1].splitlines()[2] == "承办：社区工作人员（第五网格）"
    told = "诉求 #1 发不到{}（没开通、停用了机器人，或账号不在了），已改由{}承办。\n发 /enrol 可以给新的登记链接。"
    assert [text for text in await town.shows(OFFICE) if text.startswith("诉求 #1 发不到")] == [
        told.format("高建华", "吴秀珍"),
        told.format("吴秀珍", "社区工作人员"),
    ]


async def test_what_matches_nothing_is_assigned_with_one_tap(town: Town) -> None:
    await town.people.start(LI)
    await raised(town, "#噪音 99栋太吵")
    card = await town.last(OFFICE)
    listed = [label for label in buttons_of(card) if label.startswith("陈静")]

    toast = await town.press(OFFICE, listed[0])

    assert card["text"].splitlines()[:2] == ["诉求 #1 · 噪音 · 待分派", "“99栋太吵”"]
    assert toast == "已分派。"
    assert (await town.shows(OFFICE))[-1] == "诉求 #1 · 噪音 · 已派给承办人，等签收\n承办：陈静"
    assert (await town.shows(CHEN))[-1].startswith("诉求 #1 · 噪音 · 待签收")
    assert (await town.shows(LI))[-1] == "您的诉求 #1 现在由陈静承办，今天11:00前答复您。"
    assert (await town.shows(XIGUAN))[-1].splitlines()[2] == "承办：陈静"


async def test_a_colleague_who_was_faster_is_not_overruled(town: Town) -> None:
    await town.people.start(SECRETARY)
    await raised(town, "#噪音 99栋太吵")
    card = (await town.last(SECRETARY))["message_id"]
    await town.press(OFFICE, "我来办")
    before = await everything(town)

    callback = await town.people.press(SECRETARY, force="tickets:assign.1:1", message_id=card)
    toast = await town.people.toast(callback)

    assert toast is not None
    assert toast["text"] == "同事已经分派过了，没有改动。"
    assert await everything(town) == before


async def test_the_list_of_what_waits_for_the_office(town: Town) -> None:
    await town.people.say(OFFICE, "/triage")
    empty = (await town.shows(OFFICE))[-1]
    for number in range(6):
        await raised(town, f"#噪音 99栋第{number}件")

    await town.people.say(OFFICE, "/triage")
    shown = (await town.shows(OFFICE))[-6:]

    assert empty == "没有等着分派的诉求。"
    assert shown[0] == "等着分派的诉求有 6 件，先看最急的 5 件，派完再发 /triage 。"
    assert [text.splitlines()[1] for text in shown[1:]] == [f"“99栋第{n}件”" for n in range(5)]


async def test_the_office_may_hand_over_what_a_worker_has(town: Town) -> None:
    await raised(town)
    card = (await town.last(OFFICE))["message_id"]

    callback = await town.people.press(OFFICE, force="tickets:hand_over:1", message_id=card)

    assert await town.people.toast(callback) is not None
    await town.press(OFFICE, "陈静 第二网格")
    await town.people.say(OFFICE, "王云休假")
    assert (await log(town))[-1] == ("handed_over", "王云", "陈静")
