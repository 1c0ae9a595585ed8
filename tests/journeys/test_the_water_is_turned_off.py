"""A notice from the office: looked at by two, sent in the morning, corrected, read, and those reminded who had not."""

from pathlib import Path

from sandbox.testing import Sandbox
from tests.handlers import started
from tests.handlers.test_broadcast_to_whom import COLLEAGUE, lives_in
from tests.town import JINJIANG, LI, OFFICE, SUN, WANG, XIGUAN, ZHAO, buttons_of, town_in

SAID = "明天上午9点到11点停水，请大家提前接水。"
CORRECTED = "停水改到后天上午9点到11点。\n（已更正）"


async def test_the_water_is_turned_off(sandbox: Sandbox, tmp_path: Path) -> None:
    two = {"WUAILIN_COMMUNITY__TWO_FOR_EVERYBODY": "true"}
    await sandbox.people.add_user(COLLEAGUE, "社区小刘")
    async with town_in(sandbox, tmp_path, started=(WANG, OFFICE, COLLEAGUE), **two) as town:
        await lives_in(town, LI, "3栋")
        await lives_in(town, ZHAO, "7栋")
        await started(town, SUN)

        # 小张写好通知，要大家点“收到”，定在明天早上八点，请同事看一眼
        await town.people.say(OFFICE, "/notice")
        await town.settled()
        await town.people.say(OFFICE, SAID)
        await town.settled()
        await town.press(OFFICE, "收到按钮")
        await town.press(OFFICE, "定个时间")
        await town.people.say(OFFICE, "明天早上八点")
        await town.settled()
        await town.press(OFFICE, "到点发出")
        await town.press(COLLEAGUE, "同意发出")
        await town.tick_all()
        assert await town.shows(XIGUAN) == []

    # 夜里机器人重启过；早上八点，两个群各一条
    async with town_in(sandbox, tmp_path, **two) as town:
        town.clock.forward(hours=23)
        for _ in range(2):
            await town.tick_all()
        assert await town.shows(XIGUAN) == await town.shows(JINJIANG) == [SAID]

        # 李阿姨点了收到；时间写错了，一处改，处处改
        assert await town.press(LI, "收到", chat=XIGUAN) == "好的，记下您已收到。"
        await town.press(OFFICE, "改内容")
        await town.people.say(OFFICE, "停水改到后天上午9点到11点。")
        await town.settled()
        await town.tick_all()
        assert await town.shows(XIGUAN) == await town.shows(JINJIANG) == [CORRECTED]

        # 还没点的只有赵大爷住在这两个群的网格里：只提醒他，不用再请同事看
        await town.press(OFFICE, "提醒没点的")
        await town.press(OFFICE, "马上发出")
        await town.tick_all()
        reminded = ["停水改到后天上午9点到11点。" in await town.shows(who) for who in (LI, ZHAO, SUN)]
        assert reminded == [False, True, False]
        await town.press(ZHAO, "收到")
        await town.tick_all()
        first = next(m for m in await town.people.messages(OFFICE) if "谁收到了" in buttons_of(m))
        await town.press(OFFICE, "谁收到了", message=first["message_id"])
        assert (await town.last(OFFICE))["text"] == "点了收到的：李阿姨、赵大爷（2 人）\n还没点的：没有"
