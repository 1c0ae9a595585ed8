"""A cook's day: the menu in the morning, orders, a correction, the numbers at the cut-off."""

from pathlib import Path

from bot.sheets import write_rows
from sandbox.testing import Sandbox
from tests.handlers import started
from tests.handlers.test_canteen import COOK, HEADINGS, ROWS, at
from tests.town import JINJIANG, LI, OFFICE, WANG, XIGUAN, ZHAO, buttons_of, town_in

MENU = "西关长者食堂 · 11月24日周二 午餐\n11:00-12:30 · 吴航路2号\n· 红烧豆腐 8元\n· 青菜汤（软食）\n订餐到 10:30"


async def test_a_day_at_the_canteen(sandbox: Sandbox, tmp_path: Path) -> None:
    await sandbox.people.add_user(COOK, "黄师傅")
    async with town_in(sandbox, tmp_path, started=(WANG, OFFICE, COOK)) as town:
        await started(town, LI)

        # 前一天，黄师傅把表格发给机器人，看过一遍，点发布；群里还什么都没有
        sheet = write_rows([HEADINGS, *ROWS], title="菜单", widths=(12,) * 5)
        await town.people.send_media(COOK, "document", content=sheet, file_name="下周菜单.xlsx")
        await town.press(COOK, "发布")
        assert await town.shows(XIGUAN) == []

    # 机器人停了一夜，早上九点才起来：饭还没开，菜单照样发，只发一遍
    async with town_in(sandbox, tmp_path) as town:
        town.clock.now = at(24, 9)
        for _ in range(2):
            await town.tick_all()
        assert await town.shows(XIGUAN) == await town.shows(JINJIANG) == [MENU]

        # 李阿姨订一份，替楼上邻居带一份；赵大爷问今天吃什么
        await town.press(LI, "我要一份", chat=XIGUAN)
        toast = await town.press(LI, "帮邻居加一份", chat=XIGUAN)
        assert toast == "订好了，一共2份（帮邻居1份）。10:30前可以改。"
        await town.people.say(ZHAO, "/menu", chat_id=XIGUAN)
        assert (await town.last(XIGUAN))["text"] == f"{MENU}，已订2份"

        # 豆腐没买到，黄师傅改了一道菜：发出去的那条改过来，订餐还在
        await town.people.say(COOK, "/canteen")
        await town.settled()
        await town.people.say(COOK, "今天午餐：家常豆干 8元、青菜汤（软食）")
        await town.press(COOK, "换成新的")
        [posted] = await town.shows(JINJIANG)
        assert posted.splitlines() == [
            "西关长者食堂 · 11月24日周二 午餐（已更正）",
            "11:00-12:30 · 吴航路2号",
            "· 家常豆干 8元",
            "· 青菜汤（软食）",
            "订餐到 10:30，已订2份",
        ]

        # 十点半截止：按钮没了，黄师傅收到数字；赵大爷来晚了，好好说一声
        late = next(m for m in await town.people.messages(XIGUAN) if "我要一份" in buttons_of(m))
        data = late["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        town.clock.now = at(24, 10, 30)
        await town.tick_all()
        assert "我要一份" not in buttons_of((await town.people.messages(JINJIANG))[0])
        assert (await town.last(COOK))["text"] == (
            "西关长者食堂 · 11月24日周二 午餐 订餐：一共2份\n· 李阿姨：2份（帮邻居1份）"
        )
        callback = await town.people.press(ZHAO, force=data, chat_id=XIGUAN)
        refused = await town.people.toast(callback)
        assert refused is not None
        assert refused["text"] == "订餐10:30就截止了，师傅已经按数备菜。想加一份请直接到食堂问问。"
