"""Something said among neighbours, not to the bot: asked about once, registered with one tap, solved."""

from scheduler.listening import forget_old_talk, judge_quiet_talk
from tests.handlers import parked, tickets
from tests.town import LI, SUN, WANG, XIGUAN, ZHAO, Town, buttons_of

OFFER = "登记为诉求？点一下，我就去找负责的人。\n（只有您点才算，不点就当没说）"


async def test_said_among_neighbours(listening_town: Town) -> None:
    town = listening_town
    # 大家在群里聊天，李阿姨分几句说电梯坏了，还拍了照片
    await town.people.say(ZHAO, "早上好，今天菜市场的鱼很新鲜", chat_id=XIGUAN)
    said = await town.people.say(LI, "电梯又坏了", chat_id=XIGUAN)
    await town.people.say(SUN, "哈哈我刚下楼", chat_id=XIGUAN)
    await town.people.say(LI, "老人上不去", chat_id=XIGUAN)
    await town.people.send_media(LI, "photo", chat_id=XIGUAN, caption="3栋的")
    await town.settled()

    # 机器人先告诉大家它看什么、留什么；等李阿姨说完了，只问她一句
    await town.tick(judge_quiet_talk)
    assert (await town.shows(XIGUAN))[-1].startswith("各位邻居好！从现在起，")
    town.clock.forward(seconds=20)
    await town.tick(judge_quiet_talk)
    question = await town.last(XIGUAN)
    assert (question["text"], question["reply_to_message"]["message_id"]) == (OFFER, said)
    assert buttons_of(question) == ["登记为诉求", "不用", "不用再问我"]

    # 别人点没有用，李阿姨一点就登记了，三句话和照片都在
    refused = await town.press(ZHAO, "登记为诉求", chat=XIGUAN)
    assert refused == "这个按钮是留给说这件事的邻居的。您家有事，直接跟我说就行。"
    toast = await town.press(LI, "登记为诉求", chat=XIGUAN)
    assert toast == "登记好了！进展都在回复您的那张卡片上。"
    assert await tickets(town) == ["电梯又坏了\n老人上不去\n3栋的"]
    card = await town.last(XIGUAN)
    assert card["reply_to_message"]["message_id"] == said
    assert card["text"] == (
        "诉求 #1 · 电梯\n地点：西关小区3栋\n承办：王云（第一网格）\n答复：今天9:30前\n进展：已派给承办人，等签收"
    )
    assert OFFER not in await town.shows(XIGUAN)
    assert [m for m in await town.people.messages(WANG) if "photo" in m]

    # 下午她在群里问还没修好吗，再点一下，话就转给了王云
    town.clock.forward(hours=4)
    await town.people.say(LI, "电梯还没修好吗", chat_id=XIGUAN)
    await town.settled()
    town.clock.forward(seconds=20)
    await town.tick(judge_quiet_talk)
    assert (await town.last(XIGUAN))["text"] == (
        "您说的是诉求 #1（电梯）吗？点一下，我转告承办人。\n（只有您点才算，不点就当没说）"
    )
    assert await town.press(LI, "转告承办人", chat=XIGUAN) == "补充到诉求 #1 了，承办人会看到。"
    assert "诉求 #1，李阿姨补充：\n电梯还没修好吗" in await town.shows(WANG)

    # 小孙说了一件，没点，十分钟后问题就撤了
    await town.people.say(SUN, "楼道灯坏了没人修", chat_id=XIGUAN)
    await town.settled()
    town.clock.forward(seconds=20)
    await town.tick(judge_quiet_talk)
    assert (await town.last(XIGUAN))["text"] == OFFER
    town.clock.forward(minutes=10)
    await town.tick(forget_old_talk)
    assert (await town.last(XIGUAN))["text"] == "楼道灯坏了没人修"
    assert await parked(town) == []
