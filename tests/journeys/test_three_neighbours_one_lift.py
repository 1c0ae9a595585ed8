"""One lift, several neighbours: joined, counted, merged wrongly, split again, and everybody hears the end."""

from tests.town import LI, OFFICE, SUN, WANG, XIGUAN, ZHAO, Town, buttons_of

QIAN = 1004


async def test_three_neighbours_one_lift(town: Town) -> None:
    await town.people.add_user(QIAN, "钱老师")
    await town.people.join(XIGUAN, QIAN)
    for neighbour in (LI, ZHAO, SUN, QIAN):
        await town.people.start(neighbour)

    # 李阿姨先说；赵大爷换了个说法，机器人问他是不是同一件
    await town.people.say(LI, "#电梯 3栋电梯又坏了，老人上不去", chat_id=XIGUAN)
    first = (await town.last(XIGUAN))["message_id"]
    await town.people.say(ZHAO, "#电梯 三号楼电梯停了", chat_id=XIGUAN)
    asked = await town.last(XIGUAN)
    assert asked["text"].splitlines()[-1] == (
        "好像和 #1 是同一件事（今天9:00反映的：“3栋电梯又坏了，老人上不去”）。是的话并在一起办，办完一样会问您。"
    )
    assert buttons_of(asked)[:2] == ["是同一件（并在一起）", "不是，单独办"]

    # 别人替他点不了；他自己点了
    assert (await town.press(SUN, "是同一件（并在一起）", chat=XIGUAN)).startswith("只有提这件事的人")
    joined = await town.press(ZHAO, "是同一件（并在一起）", chat=XIGUAN)
    assert joined == "已并在一起办，办完一样会问您。"
    assert (await town.last(XIGUAN))["text"] == (
        "诉求 #2 · 电梯\n地点：西关小区3栋\n和 #1 是同一件，并在一起办\n承办：王云（第一网格）\n"
        "答复：今天9:30前\n进展：已派给承办人，等签收"
    )

    # 钱老师在群里看到卡片，点“我家也是”
    assert (
        await town.press(QIAN, "我家也是", chat=XIGUAN, message=first)
        == "记下了，您家也算一户。再点一次就取消。"
    )
    card = next(m for m in await town.people.messages(XIGUAN) if m["message_id"] == first)
    assert card["text"].splitlines()[-1] == "2户也遇到"
    assert "赵大爷" not in card["text"]

    # 小孙说的是别的，社区并错了，又拆开
    await town.people.say(SUN, "#电梯 3栋电梯里灯不亮", chat_id=XIGUAN)
    await town.people.say(OFFICE, "#3 并到 #1")
    assert (await town.shows(OFFICE))[-1] == (
        "诉求 #3 已并到 #1，由王云承办，两边的居民都告诉了。并错了可以拆开。"
    )
    assert (await town.shows(LI))[-1] == "又有邻居反映了同一件事，并到您的诉求 #1 一起办。"
    assert await town.press(OFFICE, "拆开") == "已拆开，单独办。"
    assert (await town.shows(SUN))[-2:] == [
        "您的诉求 #3 和 #1 是同一件，已并在一起，由王云承办。办完一样会问您。",
        "您的诉求 #3 改为单独办，由王云承办，今天9:30前答复您。",
    ]
    cards = [text for text in await town.shows(WANG) if text.startswith("诉求 #")]
    assert [text.splitlines()[0] for text in cards] == [
        "诉求 #1 · 电梯 · 待签收",
        "诉求 #2 已并到 #1，请在 #1 里一起办。",
        "诉求 #1，又有居民反映，#2 并进来了：",
        "诉求 #3 · 电梯 · 待签收",
        "诉求 #1，又有居民反映，#3 并进来了：",
        "诉求 #3 拆开了，又要单独办，请看卡片。",
        "诉求 #3 从 #1 里拆出去了，单独办。",
    ]
    assert cards[0].splitlines()[1:4] == [
        "2户也遇到",
        "“3栋电梯又坏了，老人上不去”",
        "并进来 #2（赵大爷）：三号楼电梯停了",
    ]

    # 王云把 #1 办结：李阿姨、赵大爷各自被问，钱老师被告知
    worker_card = next(m for m in await town.people.messages(WANG) if m["text"].startswith("诉求 #1 · "))
    await town.press(WANG, "办结", message=worker_card["message_id"])
    await town.press(WANG, "已解决", message=worker_card["message_id"])
    await town.people.say(WANG, "换了接触器，试了三趟。")
    for neighbour, number in ((LI, 1), (ZHAO, 2)):
        assert (await town.shows(neighbour))[-1] == (
            f"您的诉求 #{number}，王云办结了：已解决。\n换了接触器，试了三趟。\n\n请您点一下：事情解决了吗？您说了算。"
        )
    assert (await town.shows(QIAN))[-1] == (
        "您家也遇到的诉求 #1（电梯），承办人办结了：已解决。\n您家要是还没好，直接跟我说。"
    )

    # 各说各的：李阿姨好了，赵大爷没好，他那件接着办
    assert await town.press(LI, "解决了") == "谢谢您告诉我们！"
    assert (await town.press(ZHAO, "没解决")).startswith("对不起，没办好。")
    assert (await town.shows(WANG))[-1] == "诉求 #2，居民说没解决，退回重办。请先联系居民。"

    # 小孙那件单独办完，单独问
    third = next(m for m in await town.people.messages(WANG) if m["text"].startswith("诉求 #3 · "))
    await town.press(WANG, "办结", message=third["message_id"])
    await town.press(WANG, "已解决", message=third["message_id"])
    await town.people.say(WANG, "灯管换了。")
    assert (await town.shows(SUN))[-1].startswith("您的诉求 #3，王云办结了：已解决。\n灯管换了。")
