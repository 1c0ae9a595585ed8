"""The same journeys with the bot as a process of its own: all anybody has of it is what a chat shows."""

import re
from pathlib import Path

from sandbox.client import Json, People
from sandbox.testing import Sandbox
from tests.process import alive, environment, fetching
from tests.town import LI, OFFICE, WANG, XIGUAN, buttons_of, settle_people

_SOON = 20.0


async def _sees(people: People, chat: int, *words: str) -> Json:
    """The message with all the words, as soon as a chat shows it."""
    return await people.wait_for(chat, lambda m: all(word in (m.get("text") or "") for word in words), _SOON)


async def _presses(people: People, who: int, label: str, *, chat: int | None = None) -> str:
    """Press the newest button with a label as soon as there is one; returns what pops up."""
    where = who if chat is None else chat
    await people.wait_for(where, lambda m: label in buttons_of(m), _SOON)
    toast = await people.toast(await people.press(who, label, chat_id=where), _SOON)
    assert toast is not None
    return str(toast.get("text") or "")


async def _everybody(people: People, *started: int) -> None:
    await fetching(people)
    await settle_people(people)
    for who in started:
        await people.start(who)
        await people.wait_for(who, lambda m: m["from"]["is_bot"], _SOON)


async def test_said_in_the_group_answered_closed_reopened_and_solved(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    people = sandbox.people
    with alive(environment(sandbox, tmp_path)) as bot:
        await _everybody(people, WANG, OFFICE)

        said = await people.say(LI, "#电梯 3栋电梯又坏了，老人上不去", chat_id=XIGUAN)
        card = await _sees(people, XIGUAN, "诉求 #1", "王云")
        assert card["reply_to_message"]["message_id"] == said

        assert await _presses(people, WANG, "签收") == "已签收，居民会看到。"
        ticket = await _sees(people, WANG, "诉求 #1", "3栋电梯又坏了")
        await people.say(WANG, "师傅十分钟到", reply_to=ticket["message_id"])
        await _sees(people, XIGUAN, "诉求 #1", "王云回复：师傅十分钟到")
        await people.say(LI, "请快一点，有人困着", chat_id=XIGUAN, reply_to=card["message_id"])
        await _sees(people, WANG, "请快一点，有人困着")

        assert await _presses(people, WANG, "办结") == ""
        await _presses(people, WANG, "已解决")
        await _sees(people, WANG, "写一句是怎么解决的")
        await people.send_media(WANG, "photo", caption="换了门锁，好了")
        await _sees(people, XIGUAN, "换了门锁，好了", "解决了吗")
        await people.wait_for(XIGUAN, lambda m: "photo" in m, _SOON)

        await _presses(people, LI, "没解决", chat=XIGUAN)
        await _sees(people, WANG, "居民说没解决，退回重办")
        await _sees(people, OFFICE, "居民说没解决")

        await _presses(people, WANG, "办结")
        await _presses(people, WANG, "已解决")
        await people.say(WANG, "重新校了门，试了十趟")
        await _sees(people, XIGUAN, "重新校了门，试了十趟", "解决了吗")
        assert await _presses(people, LI, "解决了", chat=XIGUAN) == "谢谢您告诉我们！"
        ended = await _sees(people, XIGUAN, "诉求 #1", "居民：解决了")
        assert ended["message_id"] == card["message_id"]

        bot.terminate()
        _, lines = bot.communicate(timeout=20)

    told = re.findall(r"event=ticket .*?ticket=1 what=(\w+).*?update=\d+", lines)
    assert told == [
        "opened", "routed", "accepted", "answered", "added", "resolved", "rated", "reopened",
        "resolved", "rated",
    ]  # fmt: skip
    assert "level=error" not in lines


async def test_begun_in_the_direct_chat_killed_in_between_and_finished(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    people, town = sandbox.people, environment(sandbox, tmp_path, WUAILIN_INTAKE__DRAFT_QUIET="1s")
    with alive(town) as bot:
        await _everybody(people, WANG, OFFICE, LI)
        await people.say(LI, "我的楼栋")
        await _presses(people, LI, "西关小区")
        await _presses(people, LI, "3栋")
        await _presses(people, LI, "2单元")
        await _sees(people, LI, "您住西关小区3栋2单元")
        await people.say(LI, "有事敞开说")
        await people.say(LI, "楼道的灯一个月没亮了")
        await people.album(LI, 2)
        await people.send_media(LI, "voice")
        await _sees(people, LI, "您要说的是", "楼道的灯一个月没亮了", "2 张照片", "1 段语音")
        bot.kill()

    with alive(town):
        assert await _presses(people, LI, "就这样，登记") == "登记好了！进展都在下面这张卡片上。"
        await _sees(people, LI, "诉求 #1", "王云")
        await _sees(people, WANG, "诉求 #1", "楼道的灯一个月没亮了", "住西关小区3栋2单元")
        await people.wait_for(WANG, lambda m: "voice" in m, _SOON)
        reached = await people.messages(WANG)

        await people.say(WANG, "今晚换灯泡", reply_to=(await _sees(people, WANG, "诉求 #1"))["message_id"])
        await _sees(people, LI, "王云（承办人）回复您的诉求 #1", "今晚换灯泡")
        await _presses(people, WANG, "内部记录")
        await people.say(WANG, "这家以前投诉过")
        await _sees(people, WANG, "已记下，只有同事看得到。")
        await _presses(people, WANG, "办结")
        await _presses(people, WANG, "已解决")
        await people.say(WANG, "灯换好了")
        assert await _presses(people, LI, "解决了") == "谢谢您告诉我们！"
        shown = [message.get("text") or "" for message in await people.messages(LI)]

    assert len([message for message in reached if "photo" in message]) == 2
    assert not [text for text in shown if "投诉过" in text]
