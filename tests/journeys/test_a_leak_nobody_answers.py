"""A leak reported, ignored, passed on, badly fixed, reopened, fixed and confirmed."""

from scheduler.tickets import reassign_unreachable_tickets, report_overdue_tickets
from tests.handlers import fell_silent, log, parked, started
from tests.town import CHEN, LI, OFFICE, WANG, Town


async def test_a_leak_nobody_answers(town: Town) -> None:
    # 李阿姨私下说了两句，发了一张照片，看一遍，登记
    await started(town, LI)
    await town.people.say(LI, "西关小区3栋楼道漏水")
    await town.people.say(LI, "从顶上滴到二楼")
    await town.people.send_media(LI, "photo")
    await fell_silent(town)
    await town.press(LI, "就这样，登记")

    # 没人理，到点了，王云和社区都收到提醒
    town.clock.forward(hours=5)
    await town.tick(report_overdue_tickets)
    assert (await town.shows(WANG))[-1].endswith("就该答复了，居民还在等。")
    assert (await town.shows(OFFICE))[-1] == (await town.shows(WANG))[-1]

    # 王云停用了机器人，件转给代班的陈静，照片也跟过去
    await town.people.block(WANG)
    await town.people.say(LI, "现在更大了", reply_to=(await town.last(LI))["message_id"])
    await town.settled()
    await town.tick(reassign_unreachable_tickets)
    assert len([m for m in await town.people.messages(CHEN) if "photo" in m]) == 1
    assert "补充：现在更大了" in next(t for t in await town.shows(CHEN) if t.startswith("诉求 #1 · "))

    # 第一次没修好，李阿姨说了算，退回重办
    for sentence in ("换了一段管", "整根换了，看了一天不漏"):
        await town.press(CHEN, "办结")
        await town.press(CHEN, "已解决")
        await town.people.say(CHEN, sentence)
        await town.settled()
        if sentence == "换了一段管":
            assert (await town.press(LI, "没解决")).startswith("对不起，没办好。")
    assert await town.press(LI, "解决了") == "谢谢您告诉我们！"

    assert [kind for kind, _, _ in await log(town)] == [
        "opened", "routed", "overdue", "added", "reassigned", "resolved", "rated", "reopened",
        "resolved", "rated",
    ]  # fmt: skip
    assert await parked(town) == []
