"""A meeting from the office's sentence to the minutes: called, answered, moved, asked again, held."""

from scheduler.meetings import close_answers_of_begun_meetings, remind_of_meetings
from tests.handlers import parked, started
from tests.meetings import SENTENCE, at, card_with, file_of, written
from tests.town import LI, OFFICE, SUN, WANG, XIGUAN, ZHAO, Town, buttons_of


async def test_a_meeting(town: Town) -> None:
    # 李阿姨和小孙点过“开始”，赵大爷没有
    for who in (LI, SUN):
        await started(town, who)

    # 小张一句话叫大家开会，看一遍星期几，点发布
    draft = await written(town, f"/meeting {SENTENCE}")
    assert "时间：12月2日周三 19:30" in draft
    assert await town.shows(XIGUAN) == []
    await town.press(OFFICE, "发布")
    assert buttons_of(await town.last(XIGUAN))[:2] == ["我来", "来不了"]

    # 邻居们在群里点一下，李阿姨还加到了日历
    assert await town.press(LI, "带1人来", chat=XIGUAN) == "记下了：您带1人来，一共2位。12月2日周三 19:30。"
    await town.press(ZHAO, "我来", chat=XIGUAN)
    await town.press(SUN, "来不了", chat=XIGUAN)
    await town.press(LI, "加到日历", chat=XIGUAN)
    assert (await file_of(town, await town.last(LI)))[0] == "会议1202.ics"
    assert (await town.shows(XIGUAN))[0].endswith("已报名：3 人，来不了：1 人")

    # 前一天晚上，群里提醒一次，来的人私下提醒一次
    town.clock.now = at(1, 19, 30)
    await town.tick(remind_of_meetings)
    assert (await town.shows(XIGUAN))[-1].startswith("提醒：明天 12月2日周三 19:30")
    assert (await town.shows(LI))[-1].startswith("提醒您：明天 12月2日周三 19:30")

    # 议事厅那天有事，改到周四，大家重新报名；李阿姨的日历跟着改
    await town.press(OFFICE, "改时间")
    await written(town, "周四晚上7点半")
    await town.press(OFFICE, "就这样，告诉大家")
    asked = (await town.shows(XIGUAN))[-1]
    assert asked.startswith("改时间了！原来是 12月2日周三 19:30")
    assert asked.endswith("时间：12月3日周四 19:30\n地点：社区三楼议事厅\n主持：王云\n来不来，请点一下：")
    assert (await card_with(town, LI, "我来"))["text"] == asked
    assert (await file_of(town, await town.last(LI)))[0] == "会议1203.ics"
    await town.press(LI, "我来")
    await town.press(ZHAO, "我来", chat=XIGUAN)
    await town.press(SUN, "我来", chat=XIGUAN)

    # 开会前一小时再提醒；王云在门口写上签到码
    town.clock.now = at(3, 18, 30)
    await town.tick(remind_of_meetings)
    assert (await town.shows(LI))[-1].endswith("到了以后，把门口写的四位数字发给我，就算签到。")
    await town.press(WANG, "开始签到")
    code = (await card_with(town, WANG, "名单打勾"))["text"].partition("签到码：")[2][:4]

    # 李阿姨发四位数字，赵大爷由王云打勾，没手机的陈奶奶写上名字，小孙没来
    assert (await written(town, code, by=LI)).startswith("李阿姨，签到好了，谢谢您来！")
    await town.press(WANG, "名单打勾")
    assert await town.press(WANG, "赵大爷") == "赵大爷来了，记下了。"
    await town.press(WANG, "加名字")
    await written(town, "陈奶奶", by=WANG)
    assert "已签到：3 人" in (await card_with(town, WANG, "导出表格"))["text"]

    # 散会以后发纪要，来的人收到，别人收不到
    town.clock.now = at(3, 21)
    await town.tick(close_answers_of_begun_meetings)
    await town.press(OFFICE, "写纪要")
    said = await written(town, "定了：12月起挨家征求意见。")
    assert said == "纪要收好了，发给了签到的1位。另有2位没有和我私聊，请转告他们。"
    assert (await town.shows(LI))[-1] == (
        "“商量3栋加装电梯”的纪要\n12月3日周四 19:30，社区三楼议事厅\n定了：12月起挨家征求意见。"
    )
    assert not [text for text in await town.shows(SUN) if "纪要" in text]
    assert await parked(town) == []
