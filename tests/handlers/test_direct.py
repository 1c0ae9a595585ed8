"""What residents do in the direct chat."""

from pathlib import Path

import pytest

from sandbox.testing import Sandbox
from tests.handlers import (
    drafts,
    everything,
    fell_silent,
    forged,
    log,
    parked,
    raised,
    registered,
    started,
    ticket,
    tickets,
)
from tests.handlers.test_group import FIRST_AID
from tests.town import LI, OFFICE, WANG, XIGUAN, ZHAO, Town, buttons_of, town_in

SHOWN = "您要说的是：\n“{}”\n\n对的话，点“就这样，登记”。还要补充就接着写，写完我再给您看一遍。"
LIFT = "西关小区3栋电梯又坏了"


async def test_start_shows_the_menu_in_big_plain_words(town: Town) -> None:
    await started(town, LI)

    welcome = await town.last(LI)
    assert welcome["text"] == (
        "您好，我是西关社区的吾爱邻。\n"
        "电梯坏了、楼道没灯、有人占车位……有事敞开说，我来找负责的人，办到哪一步都告诉您。\n"
        "按下面的大按钮，或者直接把事情发给我就行。"
    )
    assert str(welcome["keyboard"]).count("有事敞开说") == 1
    assert [word in str(welcome["keyboard"]) for word in ("我的诉求", "我的楼栋", "帮助")] == [True] * 3


async def test_everything_said_is_one_draft_and_one_ticket(town: Town) -> None:
    await started(town, LI)
    await town.people.say(LI, "有事敞开说")
    await town.people.say(LI, LIFT)
    await town.people.say(LI, "我妈妈坐轮椅，下不了楼")
    await town.people.album(LI, 2)
    await town.people.send_media(LI, "voice")
    before = await tickets(town)

    await fell_silent(town)
    shown = (await town.shows(LI))[-1]
    toast = await town.press(LI, "就这样，登记")

    assert before == []
    assert shown == SHOWN.format(f"{LIFT}\n我妈妈坐轮椅，下不了楼\n（2 张照片、1 段语音）")
    assert toast == "登记好了！进展都在下面这张卡片上。"
    assert shown not in await town.shows(LI)
    assert (await town.shows(LI))[-1] == (
        "诉求 #1 · 电梯\n地点：西关小区3栋\n承办：王云（第一网格）\n答复：今天9:30前\n进展：已派给承办人，等签收"
    )
    assert await tickets(town) == [f"{LIFT}\n我妈妈坐轮椅，下不了楼"]
    seen = await town.people.messages(WANG)
    assert [kind for m in seen for kind in ("photo", "voice") if kind in m] == ["photo", "photo", "voice"]


async def test_a_draft_is_not_shown_before_its_writer_is_silent(town: Town) -> None:
    await started(town, LI)
    await town.people.say(LI, LIFT)
    await town.settled()
    town.clock.forward(seconds=3)

    await town.tick_all()

    assert (await town.shows(LI))[-1] == LIFT


async def test_more_written_after_it_was_shown_is_shown_anew_below(town: Town) -> None:
    await started(town, LI)
    await town.people.say(LI, LIFT)
    await fell_silent(town)

    await town.people.say(LI, "已经三天了")
    await fell_silent(town)

    shown = await town.shows(LI)
    assert shown[-3:] == [LIFT, "已经三天了", SHOWN.format(f"{LIFT}\n已经三天了")]


async def test_a_piece_edited_before_registering_is_shown_as_edited(town: Town) -> None:
    await started(town, LI)
    said = await town.people.say(LI, LIFT)
    await fell_silent(town)

    await town.people.edit(LI, said, "西关小区4栋电梯又坏了")
    await fell_silent(town)

    assert (await town.shows(LI))[-2:] == ["西关小区4栋电梯又坏了", SHOWN.format("西关小区4栋电梯又坏了")]


async def test_a_piece_edited_after_registering_updates_the_ticket(town: Town) -> None:
    await started(town, LI)
    await town.people.say(LI, f"有事敞开说，{LIFT}")
    second = await town.people.say(LI, "已经三天了")
    await fell_silent(town)
    await town.press(LI, "就这样，登记")

    await town.people.edit(LI, second, "已经五天了")

    assert await tickets(town) == [f"{LIFT}\n已经五天了"]
    assert (await log(town))[-1] == ("edited", f"{LIFT}\n已经三天了", f"{LIFT}\n已经五天了")
    assert (await town.shows(WANG))[-1] == f"诉求 #1，居民改了原话：\n{LIFT}\n已经五天了"


async def test_a_discarded_draft_is_gone(town: Town) -> None:
    await started(town, LI)
    await town.people.say(LI, LIFT)
    await fell_silent(town)

    toast = await town.press(LI, "不提了")

    assert toast == "好的，没有登记。有事您随时说。"
    assert (await drafts(town), await tickets(town)) == (0, [])
    assert (await town.shows(LI))[-1] == LIFT


async def test_confirming_twice_makes_one_ticket(town: Town) -> None:
    await started(town, LI)
    await town.people.say(LI, LIFT)
    await fell_silent(town)
    draft = (await town.last(LI))["message_id"]
    await town.people.press(LI, "就这样，登记", message_id=draft)

    second = await forged(town, LI, "intake:confirm:1", message=draft)

    assert second == {"text": "这一条已经处理过了。要再提，请重新写给我。", "show_alert": True}
    assert await tickets(town) == [LIFT]


async def test_nobody_confirms_the_draft_of_another(town: Town) -> None:
    await started(town, LI)
    await started(town, ZHAO)
    await town.people.say(LI, LIFT)
    await fell_silent(town)

    answer = await forged(town, ZHAO, "intake:confirm:1")

    assert answer == {"text": "这一条已经处理过了。要再提，请重新写给我。", "show_alert": True}
    assert (await drafts(town), await tickets(town)) == (1, [])


async def test_a_draft_survives_a_restart(sandbox: Sandbox, tmp_path: Path) -> None:
    async with town_in(sandbox, tmp_path, started=(WANG,)) as first:
        await started(first, LI)
        await first.people.say(LI, LIFT)
        await first.settled()

    async with town_in(sandbox, tmp_path) as town:
        await fell_silent(town)
        await town.press(LI, "就这样，登记")

        assert await tickets(town) == [LIFT]


async def test_saying_it_behind_the_command_is_not_lost(town: Town) -> None:
    await started(town, LI)

    await town.people.say(LI, f"/say {LIFT}")
    await fell_silent(town)

    assert (await town.shows(LI))[-1] == SHOWN.format(LIFT)


@pytest.mark.parametrize(
    ("said", "answer"),
    [("谢谢", "不客气，有事您随时说。"), ("👍", "请把事情写几个字，比如：有事敞开说，3栋电梯又坏了。")],
)
async def test_courtesies_make_no_draft(town: Town, said: str, answer: str) -> None:
    await started(town, LI)

    await town.people.say(LI, said)

    assert (await town.shows(LI))[-1] == answer
    assert await drafts(town) == 0


async def test_an_emergency_needs_no_confirmation(town: Town) -> None:
    await started(town, LI)

    await town.people.say(LI, "西关小区3栋楼下燃气泄漏了")

    assert FIRST_AID in await town.shows(LI)
    assert (await ticket(town))["urgent"] is True
    assert (await town.shows(WANG))[-1].startswith("【急】诉求 #1")
    assert (await town.shows(OFFICE))[-1] == (
        "【急】诉求 #1：“西关小区3栋楼下燃气泄漏了”\n已交王云，请同时电话联系。"
    )


async def test_an_emergency_is_heard_while_something_else_is_being_added(town: Town) -> None:
    await registered(town, LIFT)
    await town.press(LI, "补充")

    await town.people.say(LI, "西关小区3栋着火了")

    assert FIRST_AID in await town.shows(LI)
    assert (await ticket(town, 2))["urgent"] is True


async def test_adding_by_the_button_reaches_the_worker(town: Town) -> None:
    await registered(town, LIFT)

    await town.press(LI, "补充")
    asked = (await town.shows(LI))[-1]
    await town.people.say(LI, "困了两次人")

    assert asked == "诉求 #1：要补充什么？文字、照片、语音都行。\n不写了就发“算了”。"
    assert (await town.shows(LI))[-1] == "补充到诉求 #1 了，承办人会看到。"
    assert (await town.shows(WANG))[-1] == "诉求 #1，李阿姨补充：\n困了两次人"


async def test_what_is_added_after_the_end_becomes_a_new_draft(town: Town) -> None:
    await registered(town, LIFT)
    await town.press(LI, "补充")
    await town.press(WANG, "办结")
    await town.press(WANG, "部分解决")
    await town.people.say(WANG, "修好一台")
    toast = await town.press(LI, "解决了一部分")
    question = (await town.last(LI))["message_id"]

    await town.people.say(LI, "另一台还没修")
    await town.people.say(LI, "就是靠南的那台", reply_to=question)
    await fell_silent(town)

    assert toast == "谢谢您告诉我们！还差什么，请再写一件，我接着找人办。"
    assert (await town.shows(LI))[-1] == SHOWN.format("另一台还没修\n就是靠南的那台")


@pytest.mark.parametrize(
    ("label", "toast", "said"),
    [
        ("解决了", "谢谢您告诉我们！", "诉求 #1，您说：解决了。"),
        (
            "解决了一部分",
            "谢谢您告诉我们！还差什么，请再写一件，我接着找人办。",
            "诉求 #1，您说：解决了一部分。",
        ),
    ],
)
async def test_the_residents_word_ends_the_ticket(town: Town, label: str, toast: str, said: str) -> None:
    await registered(town, LIFT)
    await town.press(WANG, "办结")
    await town.press(WANG, "已解决")
    await town.people.say(WANG, "修好了")

    heard = await town.press(LI, label)

    assert heard == toast
    assert (await town.shows(LI))[-1] == said
    assert (await ticket(town))["state"] == "confirmed"
    assert (await town.shows(WANG))[2].splitlines()[-2] == f"居民说：{label}"


async def test_not_solved_reopens_and_tells_worker_and_office(town: Town) -> None:
    await registered(town, LIFT)
    await town.press(WANG, "办结")
    await town.press(WANG, "已解决")
    await town.people.say(WANG, "修好了")

    toast = await town.press(LI, "没解决")

    assert toast == "对不起，没办好。我已经退回给承办人重新办，社区也知道了。"
    assert (await town.shows(WANG))[-1] == "诉求 #1，居民说没解决，退回重办。请先联系居民。"
    assert (await town.shows(OFFICE))[-1] == "诉求 #1 居民说没解决，已退回王云重办。"
    row = await ticket(town)
    assert (row["state"], row["reopened"], row["answered_at"]) == ("assigned", 1, None)
    assert [kind for kind, _, _ in await log(town)][-2:] == ["rated", "reopened"]


async def test_nobody_else_says_whether_it_is_solved(town: Town) -> None:
    card = await raised(town)
    await town.press(WANG, "办结")
    await town.press(WANG, "已解决")
    await town.people.say(WANG, "修好了")
    await town.settled()
    before = await everything(town)

    toast = await town.press(ZHAO, "解决了", chat=XIGUAN, message=card)

    assert toast == "只有提这件事的人能点这个按钮。您家也有同样的事，直接跟我说就行。"
    assert await everything(town) == before


async def test_my_tickets_say_where_each_stands(town: Town) -> None:
    await started(town, LI)
    await town.people.say(LI, "我的诉求")
    nothing = (await town.shows(LI))[-1]
    await registered(town, LIFT)

    await town.people.say(LI, "我的诉求")

    assert nothing == "您还没有提过诉求。有事按“有事敞开说”。"
    assert (await town.shows(LI))[-1] == (
        "您提过的诉求：\n#1 电梯“西关小区3栋电梯又坏了”\n　王云：已派给承办人，等签收"
    )


async def test_the_home_is_chosen_shown_changed_and_deleted_by_buttons(town: Town) -> None:
    await started(town, LI)
    await town.people.say(LI, "我的楼栋")
    asked = await town.last(LI)
    for label in ("西关小区", "9栋", "2单元"):
        await town.press(LI, label)
    saved = await town.last(LI)
    await town.people.say(LI, "我的楼栋")
    again = await town.last(LI)
    for label in ("锦江苑", "3栋", "不分单元／不清楚"):
        await town.press(LI, label)
    changed = (await town.last(LI))["text"]
    await town.people.say(LI, "我的楼栋")
    await town.press(LI, "不登记了，删掉")

    assert asked["text"] == "您住在哪个小区？点一下就好。"
    assert buttons_of(asked) == ["西关小区", "锦江苑", "锦江苑二期"]
    assert saved["message_id"] == asked["message_id"]
    assert saved["text"] == (
        "记下了：您住西关小区9栋2单元。\n只用来找对负责的人，不会告诉别人。搬家了再点“我的楼栋”改。"
    )
    assert again["text"] == "您登记的是：西关小区9栋2单元。要改的话，您住在哪个小区？点一下就好。"
    assert changed.startswith("记下了：您住锦江苑3栋。")
    assert (await town.shows(LI))[-1] == "已经删掉您登记的楼栋。"


async def test_the_home_decides_who_answers(town: Town) -> None:
    await started(town, LI)
    await town.people.say(LI, "我的楼栋")
    for label in ("锦江苑", "3栋", "2单元"):
        await town.press(LI, label)

    await registered(town, "楼上装修太吵")

    assert (await town.shows(LI))[-1].splitlines()[1] == "承办：林小燕（第三网格）"
    assert await parked(town) == []
