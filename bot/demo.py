"""The made-up neighbourhood of ``wuailin demo``: its people, their groups, and what they have said so far."""

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from sandbox.client import People

WORKERS = {2001: "王云", 2002: "陈静", 2003: "林小燕", 2004: "郑国平", 2005: "高建华", 2006: "吴秀珍"}
"""The grid workers of config.example.toml by account."""

OFFICE = {3001: "社区小张", 3003: "社区小刘", 3002: "周书记"}

RESIDENTS = {
    1000 + number: name
    for number, name in enumerate(
        (
            "李秀兰", "赵德福", "孙晓明", "钱玉珠", "周阿婆", "吴建国", "郑美玲", "冯师傅", "陈大伯", "褚阿姨",
            "卫小军", "蒋老师", "沈伯伯", "韩梅", "杨家妈妈", "朱志远", "秦奶奶", "尤医生", "许小妹", "何叔",
            "吕阿公", "施家媳妇", "张木匠", "孔老师", "曹阿婶", "严小刚", "华姐", "金大爷", "魏阿姨", "陶小雨",
        ),
        start=1,
    )
}  # fmt: skip

_ALL = sorted(RESIDENTS)
GROUPS: Mapping[int, tuple[str, Sequence[int]]] = {
    -1001: ("西关小区邻里群", [*_ALL[:10], 2001, 2002]),
    -1002: ("锦江苑邻里群", [*_ALL[10:17], _ALL[0], 2003]),
    -1003: ("锦江苑二期邻里群", [*_ALL[17:23], 2004]),
    -1004: ("吴航路老街坊", [*_ALL[23:], 2005, 2006]),
}

_SMALL_TALK = (
    (1002, -1001, "今天菜场的白菜真新鲜，一块五一斤"),
    (1004, -1001, "早上六点就有太极拳，想来的一起啊"),
    (1011, -1002, "谁家的小猫在中心花园，黄的那只"),
    (1019, -1003, "明天降温，大家多穿点"),
    (1025, -1004, "谢谢昨天帮我提菜的小伙子！"),
)


_ROLES = (
    ({"zh": "居民", "en": "Resident"}, list(RESIDENTS)),
    ({"zh": "网格员", "en": "Grid worker"}, list(WORKERS)),
    ({"zh": "社区工作人员", "en": "Office"}, [3001, 3003]),
    ({"zh": "书记", "en": "Secretary"}, [3002]),
)


async def set_the_stage(people: People) -> None:
    """Lay a resident's, a worker's and the office's phone on the page, with the tour over them."""
    stage = json.loads(resources.files("bot").joinpath("demo_stage.json").read_text("utf-8"))
    roles = [{"title": title, "user_ids": user_ids} for title, user_ids in _ROLES]
    await people.set_stage({**stage, "roles": roles})


async def settle(people: People) -> None:
    """Put everybody in: people, groups, small talk, three complaints on their way, a menu, a notice, a meeting.

    Everything runs through the bot as if people had typed and pressed it.
    """
    for person_id, name in {**RESIDENTS, **WORKERS, **OFFICE}.items():
        await people.add_user(person_id, name)
    for chat_id, (title, members) in GROUPS.items():
        await people.add_group(chat_id, title, members=members)
    for person_id in (*WORKERS, *OFFICE):
        await people.start(person_id)
    for person_id, chat_id, text in _SMALL_TALK:
        await people.say(person_id, text, chat_id=chat_id)
    await _a_light_is_mended(people)
    await _a_drain_is_looked_at(people)
    await _the_cook_sends_the_menu(people)
    await _the_office_sends_a_notice(people)
    await _the_office_calls_a_meeting(people)
    await people.say(1028, "有事敞开说，我们这边天天有人乱贴小广告", chat_id=-1004)
    await people.wait_for(-1004, lambda message: "诉求 #" in _words(message))


async def _a_light_is_mended(people: People) -> None:
    await people.say(1012, "#路灯 5栋楼下的路灯不亮了，晚上黑得很", chat_id=-1002)
    await _answer_at_once(people, 2003, "5栋")
    await people.press(2003, "办结")
    await _shown(people, 2003, "已解决")
    await people.press(2003, "已解决")
    await people.wait_for(2003, lambda message: "怎么解决" in _words(message))
    await people.say(2003, "灯泡换好了，晚上试过，亮的。")


async def _a_drain_is_looked_at(people: People) -> None:
    await people.say(1003, "有事敞开说 3栋2单元一楼下水道返水，味道很大", chat_id=-1001)
    await _answer_at_once(people, 2001, "下水道")


async def _the_cook_sends_the_menu(people: People) -> None:
    cook = 3003
    await people.say(cook, "/canteen")
    await people.wait_for(cook, lambda message: "把菜单发给我" in _words(message))
    await people.say(
        cook,
        "今天午餐：红烧豆腐 8元（软食）、清炒上海青 4元、紫菜蛋汤 2元\n"
        "明天午餐：清蒸鲈鱼 12元（过敏原：鱼）、冬瓜排骨汤 8元、米饭 1元",
    )
    await _shown(people, cook, "发布")
    await people.press(cook, "发布")
    await people.wait_for(cook, lambda message: "已经登记" in _words(message))
    await people.say(1008, "/menu 明天", chat_id=-1001)
    await people.wait_for(-1001, lambda message: "清蒸鲈鱼" in _words(message))


async def _the_office_sends_a_notice(people: People) -> None:
    office = 3001
    await people.say(office, "/notice")
    await people.wait_for(office, lambda message: "把通知发给我" in _words(message))
    await people.say(office, "明天上午9点到11点，吴航路检修水管要停水，请大家提前接好水。")
    for button in ("收到按钮", "马上发出"):
        await _shown(people, office, button)
        await people.press(office, button)
    await people.wait_for(-1001, lambda message: "检修水管" in _words(message))
    await people.press(1001, "收到", chat_id=-1001)


async def _the_office_calls_a_meeting(people: People) -> None:
    office, group = 3001, -1001
    await people.say(office, "/meeting 后天晚上7点半在社区三楼议事厅开会，商量3栋加装电梯，王云主持")
    await _shown(people, office, "发布")
    await people.press(office, "发布")
    await _shown(people, group, "我来")
    for resident, answer in ((1004, "我来"), (1002, "带1人来"), (1007, "来不了")):
        await people.press(resident, answer, chat_id=group)
    await people.wait_for(group, lambda message: "已报名：3 人，来不了：1 人" in _words(message))


async def _answer_at_once(people: People, worker: int, about: str) -> None:
    await people.wait_for(worker, lambda message: about in _words(message) and bool(message.get("buttons")))
    await people.press(worker, "签收")
    await people.wait_for(worker, lambda message: about in _words(message) and "办理中" in _words(message))


async def _shown(people: People, chat_id: int, button: str) -> None:
    def has_it(message: dict[str, Any]) -> bool:
        return any(shown["text"] == button for row in message.get("buttons") or () for shown in row)

    await people.wait_for(chat_id, has_it)


def _words(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")
