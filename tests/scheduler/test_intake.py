"""What time does to drafts and to handled updates."""

from scheduler.inbox import forget_handled_updates
from scheduler.intake import forget_old_drafts
from tests.handlers import drafts, fell_silent, started, tickets
from tests.town import LI, Town, buttons_of

LIFT = "西关小区3栋电梯又坏了"


async def test_a_draft_nobody_confirmed_is_forgotten_after_a_day(town: Town) -> None:
    await started(town, LI)
    await town.people.say(LI, LIFT)
    await fell_silent(town)
    town.clock.forward(hours=23)
    await town.tick(forget_old_drafts)
    kept = await drafts(town)
    town.clock.forward(hours=2)

    await town.tick(forget_old_drafts)

    assert (kept, await drafts(town)) == (1, 0)
    shown = await town.people.messages(LI)
    assert shown[-1]["text"] == (
        f"“{LIFT}”一直没有点“就这样，登记”，我没有替您登记。还要提的话，请再跟我说一遍。"
    )
    assert not [message for message in shown if "就这样，登记" in buttons_of(message)]
    assert await tickets(town) == []


async def test_the_bot_still_answers_after_everything_handled_was_forgotten(town: Town) -> None:
    await started(town, LI)
    await town.people.say(LI, "我的诉求")
    await town.settled()
    town.clock.forward(days=3)
    await town.tick(forget_handled_updates)

    for _ in range(8):
        await town.people.say(LI, "我的诉求")

    assert (await town.shows(LI)).count("您还没有提过诉求。有事按“有事敞开说”。") == 9


async def test_a_second_draft_is_shown_like_the_first(town: Town) -> None:
    await started(town, LI)
    for text in (LIFT, "西关小区4栋电梯也坏了"):
        await town.people.say(LI, text)
        await fell_silent(town)
        await town.press(LI, "就这样，登记")

    assert await tickets(town) == [LIFT, "西关小区4栋电梯也坏了"]
