"""Putting a category right, undoing that, and handing over with one tap instead of a sentence."""

import pytest

from tests.handlers import NOISE_CARD, everything, forged, log, raised
from tests.town import CHEN, LI, OFFICE, WANG, XIGUAN, Town, buttons_of

UNDO = "撤回更正，改回「噪音」"
SILENT = "有事敞开说，99栋太吵"


async def kinds(town: Town) -> list[str]:
    return [kind for kind, _, _ in await log(town)]


async def test_a_correction_is_undone_where_it_was_made(town: Town) -> None:
    await town.people.add_user(2006, "吴秀珍")
    await town.people.start(2006)
    card = await raised(town)
    await town.press(LI, "类别不对", chat=XIGUAN)
    first = buttons_of(await town.last(XIGUAN))
    await town.press(LI, "社保民政", chat=XIGUAN)

    await town.press(LI, "类别不对", chat=XIGUAN)
    toast = await town.press(LI, UNDO, chat=XIGUAN)

    shown = await town.last(XIGUAN)
    assert UNDO not in first
    assert (toast, shown["message_id"], shown["text"]) == ("更正已撤回。", card, NOISE_CARD)
    assert buttons_of(shown) == ["补充", "类别不对", "撤回", "我家也是"]
    assert (await town.shows(2006))[-1] == "诉求 #1 已经转给王云，您这边不用再管。"
    assert await log(town) == [
        ("opened", None, "3栋楼上装修太吵"),
        ("routed", None, "王云"),
        ("category_changed", "noise", "welfare"),
        ("routed", "王云", "吴秀珍"),
        ("correction_undone", "welfare", "noise"),
        ("routed", "吴秀珍", "王云"),
    ]


async def test_a_second_press_undoes_nothing_more(town: Town) -> None:
    card = await raised(town)
    await town.press(LI, "类别不对", chat=XIGUAN)
    await town.press(LI, "停车", chat=XIGUAN)
    await forged(town, LI, "tickets:undo_correction:1", chat=XIGUAN, message=card)
    before = await everything(town)

    answer = await forged(town, LI, "tickets:undo_correction:1", chat=XIGUAN, message=card)

    assert answer == {"text": "没有可以撤回的更正，没有改动。", "show_alert": True}
    assert await everything(town) == before


async def test_handing_over_what_lies_elsewhere_needs_no_words(town: Town) -> None:
    await raised(town)
    await town.press(WANG, "转办")
    await town.press(WANG, "陈静 第二网格")
    prompt = await town.last(WANG)

    toast = await town.press(WANG, "不在我网格")

    assert prompt["text"] == "诉求 #1：为什么转给陈静？点一个，或写一句。\n不写了就发“算了”。"
    assert buttons_of(prompt) == ["不在我网格", "不是我这类事"]
    done = await town.last(WANG)
    assert (toast, done["message_id"], done["text"]) == (
        "已转给陈静。",
        prompt["message_id"],
        "已转给陈静。",
    )
    assert buttons_of(done) == []
    assert "王云转来：不在我网格" in (await town.shows(CHEN))[-1]
    assert await kinds(town) == ["opened", "routed", "handed_over"]


async def test_handing_over_another_kind_of_matter_asks_which_and_corrects_it(town: Town) -> None:
    await raised(town)
    await town.press(WANG, "转办")
    await town.press(WANG, "陈静 第二网格")

    await town.press(WANG, "不是我这类事")
    question = (await town.last(WANG))["text"]
    toast = await town.press(WANG, "停车")

    assert question == "诉求 #1 要转给陈静，是哪一类事？点一个就转过去。\n不转了就发“算了”。"
    assert toast == "已转给陈静。"
    assert (await town.shows(CHEN))[-1].startswith("诉求 #1 · 停车 · 待签收")
    assert (await town.shows(XIGUAN))[-1].splitlines()[0] == "诉求 #1 · 停车"
    assert await kinds(town) == ["opened", "routed", "category_changed", "handed_over"]


async def test_what_is_written_after_a_tap_is_no_reason_any_more(town: Town) -> None:
    await raised(town)
    await town.press(WANG, "转办")
    await town.press(WANG, "陈静 第二网格")
    await town.press(WANG, "不在我网格")
    before = await everything(town)

    await town.people.say(WANG, "她离得近")

    assert (await town.shows(WANG))[-1].startswith("要回复居民，请长按那张诉求卡片")
    assert await everything(town) == before


@pytest.mark.parametrize("again", [False, True])
async def test_the_office_puts_a_category_right_on_its_own_card(town: Town, again: bool) -> None:  # noqa: FBT001
    await raised(town, SILENT)
    if again:
        await town.people.say(OFFICE, "/triage")
    card = await town.last(OFFICE)
    groups_card = (await town.shows(XIGUAN))[-1]

    await town.press(OFFICE, "类别不对", message=card["message_id"])
    asked = await town.last(OFFICE)
    untouched = (await town.shows(XIGUAN))[-1]
    toast = await town.press(OFFICE, "停车", message=card["message_id"])

    assert (asked["message_id"], "停车" in buttons_of(asked)) == (card["message_id"], True)
    assert untouched == groups_card
    assert toast == "类别已改。"
    shown = await town.last(OFFICE)
    assert shown["text"].splitlines()[0] == "诉求 #1 · 停车 · 待分派"
    assert buttons_of(shown) == buttons_of(card)


async def test_the_office_goes_back_without_choosing(town: Town) -> None:
    await raised(town, SILENT)
    card = await town.last(OFFICE)
    before = await everything(town)

    await town.press(OFFICE, "类别不对")
    await town.press(OFFICE, "返回")

    shown = await town.last(OFFICE)
    assert (shown["text"], buttons_of(shown)) == (card["text"], buttons_of(card))
    assert await everything(town) == before
