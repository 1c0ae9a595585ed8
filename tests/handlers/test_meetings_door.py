"""At the door and afterwards: signing in by code or by the host's list, and the minutes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.meetings import texts
from bot.people import texts as people_texts
from sandbox.testing import Sandbox
from tests.handlers import drafts, fell_silent, forged, parked, started
from tests.meetings import announced, at, many_answer, sheet_of, written
from tests.town import CHEN, LI, OFFICE, SUN, WANG, XIGUAN, ZHAO, Town, buttons_of, town_in

WELCOME = "李阿姨，签到好了，谢谢您来！“商量3栋加装电梯”在社区三楼议事厅，请进。"
HEAD = "“商量3栋加装电梯”的纪要\n12月2日周三 19:30，社区三楼议事厅\n"
AGREED = "定了：12月起挨家征求意见。"


@pytest.fixture
async def town(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    """A meeting that 李 and 赵 come to, ten minutes before it begins; 李 and 孙 have pressed Start."""
    async with town_in(sandbox, tmp_path, started=(WANG, CHEN, OFFICE)) as running:
        for who in (LI, SUN):
            await started(running, who)
        await announced(running)
        await running.press(LI, "我来", chat=XIGUAN)
        await running.press(ZHAO, "带1人来", chat=XIGUAN)
        running.clock.now = at(2, 19, 20)
        yield running


async def opened(town: Town, by: int = WANG) -> str:
    """The door is opened; returns the code."""
    await town.press(by, "开始签到")
    return (await door_of(town, by)).partition("签到码：")[2][:4]


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10_000:04d}"


async def door_of(town: Town, who: int = WANG) -> str:
    await town.settled()
    return next(t for t in reversed(await town.shows(who)) if "签到码" in t)


async def test_asked_for_again_the_code_is_the_same(town: Town) -> None:
    code = await opened(town)

    assert await town.press(WANG, "开始签到") == f"签到码：{code}，请写在门口。"


async def test_the_code_alone_signs_in(town: Town) -> None:
    code = await opened(town)
    said = [await written(town, code, by=LI), await written(town, code, by=LI)]

    assert said == [WELCOME, "您已经签到了，不用再发。“商量3栋加装电梯”在社区三楼议事厅，请进。"]
    assert await door_of(town) == (
        f"“商量3栋加装电梯”签到码：{code}\n"
        "请写在门口的纸上。居民把这四位数字发给我，就算签到；不会用手机的，您点“名单打勾”。\n"
        "已签到：1 人\n李阿姨"
    )


@pytest.mark.parametrize("form", ["/here {}", " {} ", "/here 签到 {}"])
async def test_it_is_taken_however_it_is_written(town: Town, form: str) -> None:
    code = await opened(town)

    assert await written(town, form.format(code), by=LI) == WELCOME


async def test_full_width_digits_are_digits(town: Town) -> None:
    code = (await opened(town)).translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    assert await written(town, code, by=LI) == WELCOME


async def test_somebody_who_never_pressed_start_signs_in_too(town: Town) -> None:
    code = await opened(town)
    await town.people.start(ZHAO)

    assert (await written(town, code, by=ZHAO)).startswith("赵大爷，签到好了")


async def test_a_wrong_code_is_answered_kindly_and_guessing_ends(town: Town) -> None:
    code = await opened(town)
    said = [await written(town, another(code), by=SUN) for _ in range(6)]
    right = await written(town, code, by=SUN)
    town.clock.forward(minutes=61)
    later = await written(town, code, by=SUN)

    assert said == [texts.CODE_IS_WRONG] * 5 + [texts.TOO_MANY_CODES]
    assert right == texts.TOO_MANY_CODES
    assert later.startswith("小孙，签到好了")


async def test_four_digits_are_nothing_special_while_no_door_is_open(town: Town) -> None:
    await town.people.say(SUN, "1234")
    await fell_silent(town)
    said = await written(town, "/here 1234", by=SUN)

    assert await drafts(town) == 1
    assert said == texts.NO_DOOR


async def test_a_number_in_the_middle_of_a_complaint_stays_there(town: Town) -> None:
    await opened(town)
    await town.people.say(SUN, "水表的编号是")
    await town.people.say(SUN, "1234")
    await fell_silent(town)

    assert "水表的编号是\n1234" in (await town.shows(SUN))[-1]


async def test_a_code_without_digits_is_asked_for(town: Town) -> None:
    assert await written(town, "/here", by=LI) == texts.HOW_TO_SIGN_IN


@pytest.mark.parametrize(
    ("hour", "minute", "said"), [(18, 29, texts.DOOR_TOO_EARLY), (23, 31, texts.DOOR_TOO_LATE)]
)
async def test_the_door_has_its_hours(town: Town, hour: int, minute: int, said: str) -> None:
    town.clock.now = at(2, hour, minute)

    assert await town.press(WANG, "开始签到") == said


async def test_the_code_ends_four_hours_after(town: Town) -> None:
    code = await opened(town)
    town.clock.now = at(2, 23, 31)

    assert await written(town, f"/here {code}", by=LI) == texts.NO_DOOR


async def test_only_office_and_host_open_the_door_and_share_one_code(town: Town) -> None:
    code = await opened(town)

    assert await opened(town, OFFICE) == code
    for who in (CHEN, LI):
        assert (await forged(town, who, "meetings:door:1"))["text"] == texts.HOSTS_ONLY
        assert (await forged(town, who, "meetings:tick.1.0:1"))["text"] == texts.HOSTS_ONLY


async def test_the_host_ticks_and_unticks_who_signed_up(town: Town) -> None:
    await opened(town)
    await town.press(WANG, "名单打勾")
    listed = buttons_of(await town.last(WANG))
    toasts = [await town.press(WANG, "李阿姨"), await town.press(WANG, "赵大爷（2位）")]
    ticked = buttons_of(await town.last(WANG))
    toasts.append(await town.press(WANG, "✓ 李阿姨"))

    assert listed == ["李阿姨", "赵大爷（2位）", "加名字"]
    assert ticked == ["✓ 李阿姨", "✓ 赵大爷（2位）", "加名字"]
    assert toasts == ["李阿姨来了，记下了。", "赵大爷来了，记下了。", texts.TICKED_OFF]
    assert (await door_of(town)).endswith("已签到：1 人\n赵大爷")


async def test_people_without_an_account_are_written_down(town: Town) -> None:
    await opened(town)
    await town.press(WANG, "加名字")
    said = await written(town, "老钱、陈奶奶，老钱", by=WANG)
    await town.press(WANG, "导出表格")
    name, rows = await sheet_of(town, await town.last(WANG))

    assert said == "记下了：老钱、陈奶奶、老钱。"
    assert (await door_of(town)).partition("已签到：")[2].startswith("2 人")
    assert name == "签到1202.xlsx"
    assert rows[0] == list(texts.ATTENDANCE_COLUMNS)
    assert sorted(row[0] for row in rows[1:]) == sorted(["老钱", "陈奶奶"])


async def test_a_long_list_turns_its_pages(town: Town) -> None:
    await many_answer(town, 198)
    await opened(town)
    await town.press(WANG, "名单打勾")
    first = await town.last(WANG)
    await town.press(WANG, "下一页")
    second = await town.last(WANG)

    assert first["text"] == "谁来了就点谁，点错了再点一下（第1页，共13页）："
    assert (second["text"], second["message_id"]) == (
        "谁来了就点谁，点错了再点一下（第2页，共13页）：",
        first["message_id"],
    )
    assert len(buttons_of(second)) == 16 + len(["上一页", "下一页", "加名字"])


async def test_the_list_asked_for_again_comes_anew(town: Town) -> None:
    await opened(town)
    await town.press(WANG, "名单打勾")
    first = await town.last(WANG)
    await town.people.say(WANG, "/mine")
    await town.press(WANG, "名单打勾")

    assert (await town.last(WANG))["text"] == first["text"]
    assert (await town.last(WANG))["message_id"] > first["message_id"]


async def test_a_full_house_breaks_no_message(town: Town) -> None:
    await opened(town)
    await town.press(WANG, "加名字")
    said = await written(town, "\n".join(f"名字{n}" for n in range(500)), by=WANG)

    assert said.endswith(" 等500人。")
    assert "已签到：500 人" in await door_of(town)
    assert await parked(town) == []


async def after(town: Town) -> None:
    """李 signed in by code, 老钱 by the list; the meeting has begun."""
    code = await opened(town)
    await written(town, code, by=LI)
    await town.press(WANG, "加名字")
    await written(town, "老钱", by=WANG)
    town.clock.now = at(2, 21)
    await town.tick_all()


async def test_minutes_go_to_who_came_and_nobody_else(town: Town) -> None:
    await after(town)
    asked_before = await town.press(OFFICE, "写纪要")
    said = await written(town, AGREED)

    assert asked_before == ""
    assert said == "纪要收好了，发给了签到的1位。另有1位没有和我私聊，请转告他们。"
    assert (await town.shows(LI))[-1] == HEAD + AGREED
    assert not [who for who in (SUN, WANG) if HEAD + AGREED in await town.shows(who)]


async def test_corrected_words_change_where_they_stand(town: Town) -> None:
    await after(town)
    for button, text in (("写纪要", AGREED), ("改纪要", "定了：1月起。")):
        await town.press(OFFICE, button)
        said = await written(town, text)

    minutes = [text for text in await town.shows(LI) if "的纪要" in text]
    assert said.startswith("纪要收好了，改好的重新发给了签到的1位。")
    assert minutes == [HEAD.replace("的纪要", "的纪要（已更正）") + "定了：1月起。"]


async def test_photos_and_files_are_passed_on_and_replaced(town: Town) -> None:
    await after(town)
    await town.press(OFFICE, "写纪要")
    await town.people.album(OFFICE, 2)
    await town.settled()
    album = [m for m in await town.people.messages(LI) if "photo" in m]
    await town.press(OFFICE, "改纪要")
    await town.people.send_media(OFFICE, "document", content=b"%PDF", file_name="纪要.xlsx", caption="正式的")
    await town.settled()

    left = [m for m in await town.people.messages(LI) if "photo" in m or "document" in m]
    assert len(album) == 2
    assert [(m["document"]["file_name"], m["caption"]) for m in left] == [
        ("纪要.xlsx", HEAD.replace("的纪要", "的纪要（已更正）") + "正式的")
    ]
    assert (await town.last(OFFICE))["text"].startswith("纪要收好了，改好的重新发给了签到的1位。")


async def test_who_is_ticked_afterwards_gets_them_too_once(town: Town) -> None:
    await after(town)
    await town.people.start(ZHAO)
    await town.press(OFFICE, "写纪要")
    await written(town, AGREED)
    await town.press(OFFICE, "名单打勾")
    for _ in range(2):
        await town.press(OFFICE, "赵大爷（2位）")
        await town.press(OFFICE, "✓ 赵大爷（2位）")

    assert [(await town.shows(who)).count(HEAD + AGREED) for who in (LI, ZHAO)] == [1, 1]


async def test_they_are_kept_with_the_meeting(town: Town) -> None:
    await after(town)
    await town.press(OFFICE, "写纪要")
    await written(town, AGREED)
    town.clock.forward(days=7)
    await written(town, "/meetings")
    await town.press(OFFICE, "打开第1个")
    await town.press(OFFICE, "看纪要")

    assert (await town.last(OFFICE))["text"] == HEAD + AGREED


async def test_when_nobody_signed_in_that_is_said(town: Town) -> None:
    town.clock.now = at(2, 21)
    await town.tick_all()
    await town.press(OFFICE, "写纪要")

    assert await written(town, AGREED) == texts.minutes_sent(0, 0, corrected=False)


@pytest.mark.parametrize(
    ("text", "said"),
    [("字" * 4096, texts.minutes_too_long(4096, 4060)), ("算了", "好的，不写了。")],
)
async def test_minutes_that_cannot_go_are_said_kindly(town: Town, text: str, said: str) -> None:
    await after(town)
    await town.press(OFFICE, "写纪要")

    assert await written(town, text) == said


async def test_a_sticker_is_no_minutes(town: Town) -> None:
    await after(town)
    await town.press(OFFICE, "写纪要")
    await town.people.send_media(OFFICE, "sticker")

    assert (await town.last(OFFICE))["text"] == texts.MINUTES_KIND


async def test_minutes_come_after_the_meeting_and_from_the_office(town: Town) -> None:
    assert (await forged(town, OFFICE, "meetings:minutes:1"))["text"] == texts.MINUTES_TOO_EARLY
    for who in (WANG, LI):
        assert (await forged(town, who, "meetings:minutes:1"))["text"] == people_texts.STAFF_ONLY
        assert (await forged(town, who, "meetings:read:1"))["text"] == people_texts.STAFF_ONLY
