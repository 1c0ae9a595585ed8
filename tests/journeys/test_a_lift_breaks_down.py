"""A complaint from the first word in the group to the resident's yes."""

from tests.town import LI, WANG, XIGUAN, Town


async def test_a_lift_breaks_down(town: Town) -> None:
    said = await town.people.say(LI, "#电梯 3栋电梯又坏了，老人上不去", chat_id=XIGUAN)
    card = await town.last(XIGUAN)
    print(card)
    print(await town.shows(WANG))
    assert card["reply_to_message"]["message_id"] == said
    print(await town.press(WANG, "签收"))
    print(await town.shows(XIGUAN))
    print(await town.press(WANG, "办结"))
    print(await town.press(WANG, "已解决"))
    await town.people.say(WANG, "维修师傅来修好了，试了三趟都正常。")
    print(await town.shows(WANG))
    print(await town.shows(XIGUAN))
    print(await town.press(LI, "解决了", chat=XIGUAN))
    print(await town.shows(XIGUAN))
