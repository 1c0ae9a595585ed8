"""A complaint from the first word in the group to the resident's yes."""

from tests.town import LI, WANG, XIGUAN, Town, buttons_of

SAID = "#电梯 3栋电梯又坏了，老人上不去"


async def test_a_lift_breaks_down(town: Town) -> None:
    # 李阿姨在群里说了一句，卡片马上回在她那句话下面
    said = await town.people.say(LI, SAID, chat_id=XIGUAN)
    card = await town.last(XIGUAN)
    assert card["reply_to_message"]["message_id"] == said
    assert card["text"] == (
        "诉求 #1 · 电梯\n地点：西关小区3栋\n承办：王云（第一网格）\n答复：今天9:30前\n进展：已派给承办人，等签收"
    )

    # 王云签收，修好，写一句话
    assert await town.press(WANG, "签收") == "已签收，居民会看到。"
    assert (await town.shows(XIGUAN))[-1].endswith("进展：今天9:00签收，正在办")
    await town.press(WANG, "办结")
    await town.press(WANG, "已解决")
    await town.people.say(WANG, "维修师傅来修好了，试了三趟都正常。")

    # 只有李阿姨说了算
    asked = await town.last(XIGUAN)
    assert asked["text"] == (
        "诉求 #1 · 电梯\n地点：西关小区3栋\n承办：王云（第一网格）\n进展：承办人办结：已解决。等居民说解决没有\n"
        "王云：维修师傅来修好了，试了三趟都正常。\n请提这件事的邻居点一下：解决了吗？"
    )
    assert buttons_of(asked) == ["解决了", "解决了一部分", "没解决"]
    assert await town.press(LI, "解决了", chat=XIGUAN) == "谢谢您告诉我们！"
    ended = (
        "诉求 #1 · 电梯\n地点：西关小区3栋\n承办：王云（第一网格）\n进展：承办人：已解决；居民：解决了\n"
        "王云：维修师傅来修好了，试了三趟都正常。"
    )
    assert await town.shows(XIGUAN) == [SAID, ended]
