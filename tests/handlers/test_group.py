"""What residents do in a group."""

import pytest

from bot.triage import Triage
from tests.handlers import (
    NOISE,
    NOISE_CARD,
    everything,
    log,
    parked,
    people_known,
    raised,
    refusals,
    ticket,
    tickets,
)
from tests.town import CHEN, LI, OFFICE, SUN, WANG, XIGUAN, ZHAO, ZHENG, Town, buttons_of

FIRST_AID = (
    "危险请马上打：\n火警 119　急救 120　报警 110\n社区值班电话：0591-00000000\n"
    "先离开危险的地方。我正在通知值班的人。"
)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("#噪音 3栋楼上装修太吵", "3栋楼上装修太吵"),
        ("有事敞开说，3栋楼上装修太吵", "3栋楼上装修太吵"),
        ("@wuailin_demo_bot 3栋楼上装修太吵", "3栋楼上装修太吵"),
        ("/say 3栋楼上装修太吵", "3栋楼上装修太吵"),
        ("/say@wuailin_demo_bot\n3栋楼上 装修\n太吵", "3栋楼上 装修\n太吵"),
    ],
)
async def test_every_way_of_speaking_up_becomes_a_ticket(town: Town, said: str, kept: str) -> None:
    await town.people.say(LI, said, chat_id=XIGUAN)

    assert await town.shows(XIGUAN) == [said, NOISE_CARD]
    assert await tickets(town) == [kept]


async def test_a_reply_to_the_bot_becomes_a_ticket(town: Town) -> None:
    await town.people.say(LI, "/help", chat_id=XIGUAN)
    help_message = await town.last(XIGUAN)

    await town.people.say(LI, "3栋楼上装修太吵", chat_id=XIGUAN, reply_to=help_message["message_id"])

    assert (await town.shows(XIGUAN))[-1] == NOISE_CARD


async def test_other_talk_is_left_alone(town: Town) -> None:
    before = await people_known(town)

    for text in ("今天菜市场的鱼很新鲜", "3栋楼上装修太吵", "谢谢", "#今日份开心"):
        await town.people.say(LI, text, chat_id=XIGUAN)
    await town.people.send_media(SUN, "photo", chat_id=XIGUAN, caption="看我家的花")
    shown = await town.shows(XIGUAN)

    assert await people_known(town) == before
    assert await tickets(town) == []
    assert len(shown) == 5


async def test_the_card_is_edited_and_never_reposted(town: Town) -> None:
    card = await raised(town)

    await town.press(WANG, "签收")
    await town.people.say(WANG, "下午去看", reply_to=(await town.last(WANG))["message_id"])

    assert await town.shows(XIGUAN) == [
        NOISE,
        "诉求 #1 · 噪音\n地点：西关小区3栋\n承办：王云（第一网格）\n进展：今天9:00签收，正在办\n王云回复：下午去看",
    ]
    assert (await town.last(XIGUAN))["message_id"] == card


async def test_the_button_to_add_says_how_in_an_alert(town: Town) -> None:
    card = await raised(town)

    callback = await town.people.press(LI, "补充", chat_id=XIGUAN, message_id=card)

    toast = await town.people.toast(callback)
    assert toast is not None
    assert (toast["text"], toast["show_alert"]) == (
        "请长按这张卡片，选“回复”，写上要补充的话，发照片、语音也行。",
        True,
    )


async def test_the_author_corrects_the_category_and_another_worker_gets_it(town: Town) -> None:
    await town.people.add_user(2006, "吴秀珍")
    await town.people.start(2006)
    card = await raised(town)

    await town.press(LI, "类别不对", chat=XIGUAN)
    toast = await town.press(LI, "社保民政", chat=XIGUAN)

    assert toast == "类别已改。"
    shown = await town.last(XIGUAN)
    assert shown["message_id"] == card
    assert shown["text"].splitlines()[:3] == [
        "诉求 #1 · 社保民政",
        "地点：西关小区3栋",
        "承办：吴秀珍（第一网格）",
    ]
    assert (await town.shows(WANG))[-1] == "诉求 #1 已经转给吴秀珍，您这边不用再管。"
    assert (await town.shows(2006))[-1].startswith("诉求 #1 · 社保民政 · 待签收\n“3栋楼上装修太吵”")
    assert [kind for kind, _, _ in await log(town)] == ["opened", "routed", "category_changed", "routed"]


@pytest.mark.parametrize("button", ["类别不对", "撤回"])
async def test_a_neighbour_neither_corrects_nor_takes_back(town: Town, button: str) -> None:
    await raised(town)
    before = await everything(town)

    toast = await town.press(ZHAO, button, chat=XIGUAN)

    assert (
        toast
        == {
            "类别不对": "只有提这件事的人或社区工作人员能改。",
            "撤回": "只有提这件事的人能点这个按钮。您家也有同样的事，直接跟我说就行。",
        }[button]
    )
    assert await everything(town) == before
    assert await town.shows(XIGUAN) == [NOISE, NOISE_CARD]


async def test_the_author_takes_back_and_restores(town: Town) -> None:
    card = await raised(town)

    taken_back = await town.press(LI, "撤回", chat=XIGUAN)
    gone = await town.last(XIGUAN)
    restored = await town.press(LI, "恢复", chat=XIGUAN)

    assert (taken_back, restored) == ("已撤回。点“恢复”可以重新提。", "已恢复，继续办。")
    assert gone["text"] == "诉求 #1 · 噪音\n地点：西关小区3栋\n承办：王云（第一网格）\n进展：已撤回"
    assert buttons_of(gone) == ["恢复"]
    assert (await town.last(XIGUAN))["text"] == NOISE_CARD
    assert (await town.last(XIGUAN))["message_id"] == card
    assert (await town.shows(WANG))[-2:] == [
        "诉求 #1 居民撤回了，不用办了。",
        "诉求 #1 居民又恢复了，请接着办。",
    ]


async def test_a_reply_to_the_card_reaches_the_worker_with_its_media(town: Town) -> None:
    card = await raised(town)

    await town.people.say(LI, "每天早上六点开始", chat_id=XIGUAN, reply_to=card)
    await town.people.send_media(LI, "photo", chat_id=XIGUAN, reply_to=card, caption="就是这户")
    await town.people.send_media(LI, "voice", chat_id=XIGUAN, reply_to=card)
    await town.settled()
    seen = await town.people.messages(WANG)

    assert "诉求 #1，李阿姨补充：\n每天早上六点开始" in [m.get("text") for m in seen]
    assert "诉求 #1，李阿姨补充：\n就是这户" in [m.get("text") for m in seen]
    assert [kind for m in seen for kind in ("photo", "voice") if kind in m] == ["photo", "voice"]
    assert "另有 2 张照片或语音，跟在后面。" in (await town.shows(WANG))[2]
    assert await tickets(town) == ["3栋楼上装修太吵"]


async def test_thanks_change_nothing(town: Town) -> None:
    card = await raised(town)
    before, worker_saw = await everything(town), await town.shows(WANG)
    courtesies = ["谢谢", "好的", "收到，辛苦了！", "👍"]

    for courtesy in courtesies:
        await town.people.say(LI, courtesy, chat_id=XIGUAN, reply_to=card)

    assert await town.shows(XIGUAN) == [NOISE, NOISE_CARD, *courtesies]
    assert await everything(town) == before
    assert await town.shows(WANG) == worker_saw


async def test_an_edited_message_updates_the_ticket_and_is_logged(town: Town) -> None:
    said = await town.people.say(LI, NOISE, chat_id=XIGUAN)
    await town.settled()

    await town.people.edit(LI, said, "#噪音 3栋楼上半夜装修", chat_id=XIGUAN)

    assert await tickets(town) == ["3栋楼上半夜装修"]
    assert (await log(town))[-1] == ("edited", "3栋楼上装修太吵", "3栋楼上半夜装修")
    assert (await town.shows(WANG))[-1] == "诉求 #1，居民改了原话：\n3栋楼上半夜装修"
    assert "“3栋楼上半夜装修”" in (await town.shows(WANG))[2]


@pytest.mark.parametrize("captioned", [0, 1, 2])
async def test_an_album_is_one_ticket_with_every_piece(town: Town, captioned: int) -> None:
    items = [{"caption": "#环境卫生 3栋门口垃圾没人收" if n == captioned else ""} for n in range(3)]

    await town.people.album(LI, items, chat_id=XIGUAN)
    await town.settled()

    assert await tickets(town) == ["3栋门口垃圾没人收"]
    assert len([m for m in await town.people.messages(WANG) if "photo" in m]) == 3
    assert await parked(town) == []


async def test_words_under_a_later_piece_of_an_album_are_not_lost(town: Town) -> None:
    items = [{"caption": "#环境卫生 3栋门口垃圾"}, {"caption": "后门也有"}]

    await town.people.album(LI, items, chat_id=XIGUAN)

    assert await tickets(town) == ["3栋门口垃圾"]
    assert "诉求 #1，李阿姨补充：\n后门也有" in await town.shows(WANG)


async def test_an_album_in_reply_to_the_bot_is_one_ticket(town: Town) -> None:
    await town.people.say(LI, "/help", chat_id=XIGUAN)
    answer = await town.last(XIGUAN)

    await town.people.album(LI, 3, chat_id=XIGUAN, caption="3栋门口垃圾没人收", reply_to=answer["message_id"])

    assert await tickets(town) == ["3栋门口垃圾没人收"]
    assert await parked(town) == []


async def test_an_emergency_in_the_group_is_answered_at_once_without_a_tag(town: Town) -> None:
    await town.people.say(LI, "快来人，3栋2单元着火了", chat_id=XIGUAN)

    shown = await town.shows(XIGUAN)
    assert shown[1] == FIRST_AID
    assert shown[2].startswith("【急】诉求 #1")
    assert (await ticket(town))["urgent"] is True
    assert (await town.shows(WANG))[-1].startswith("【急】诉求 #1")
    assert (await town.shows(OFFICE))[-1] == (
        "【急】诉求 #1：“快来人，3栋2单元着火了”\n已交王云，请同时电话联系。"
    )


async def test_a_fire_drill_is_no_emergency(town: Town) -> None:
    await town.people.say(LI, "明天上午3栋消防演习，模拟着火，大家别慌", chat_id=XIGUAN)

    assert len(await town.shows(XIGUAN)) == 1
    assert await tickets(town) == []


async def test_an_emergency_in_reply_to_a_card_is_answered_and_its_own_ticket(town: Town) -> None:
    card = await raised(town)

    await town.people.say(LI, "3栋楼上着火了", chat_id=XIGUAN, reply_to=card)

    assert FIRST_AID in await town.shows(XIGUAN)
    assert await tickets(town) == ["3栋楼上装修太吵", "3栋楼上着火了"]
    assert (await ticket(town, 2))["urgent"] is True


class Confused(Triage):
    """A triage that cannot decide anything."""

    def decide(self, *_: object, **__: object) -> None:  # type: ignore[override]
        raise RuntimeError("confused")


async def test_first_aid_goes_out_even_when_routing_fails(town: Town) -> None:
    town.program.desk.triage = Confused(town.program.desk.triage.neighbourhood)

    await town.people.say(LI, "3栋着火了", chat_id=XIGUAN)
    message = await town.people.wait_for(XIGUAN, lambda m: "119" in m.get("text", ""), 5)

    assert message["text"] == FIRST_AID


async def test_the_words_of_anonymous_administrators_and_channels_are_heard(town: Town) -> None:
    await town.people.say_anonymously(XIGUAN, NOISE)
    await town.people.say_as_channel(XIGUAN, "#停车 3栋门口消防通道被占")

    assert await tickets(town) == ["3栋楼上装修太吵", "3栋门口消防通道被占"]
    assert await parked(town) == []


async def test_anonymous_administrators_are_nobodys_staff(town: Town) -> None:
    for command in ("/triage", "/enrol", "/away", "/mine"):
        await town.people.say_anonymously(XIGUAN, command)
    shown = [text for text in await town.shows(XIGUAN) if not text.startswith("/")]

    assert shown == ["我看不出您是谁（匿名管理员或频道身份），请换成自己的身份再操作。"] * 4
    assert len(await refusals(town)) == 4


async def test_a_group_that_becomes_a_supergroup_keeps_its_tickets(town: Town) -> None:
    await town.people.add_group(-1003, "锦江苑二期邻里群", members=[LI], type="group")
    await raised(town, "#噪音 楼上装修太吵", chat=-1003)

    new = await town.people.migrate(-1003, -1_001_000_000_001)
    await town.settled()
    await town.press(ZHENG, "签收")

    assert (await ticket(town))["chat_id"] == new
    assert (await town.shows(new))[-1] == (
        "诉求 #1 · 噪音\n承办：郑国平（第四网格）\n答复：今天11:00前\n进展：今天9:00签收，正在办"
    )
    assert await town.press(LI, "撤回", chat=new) == "已撤回。点“恢复”可以重新提。"


async def test_a_ticket_goes_on_when_the_bot_is_put_out_of_the_group(town: Town) -> None:
    await raised(town)

    await town.people.remove_bot(XIGUAN, by=LI)
    await town.settled()
    accepted = await town.press(WANG, "签收")
    await town.press(WANG, "办结")
    await town.press(WANG, "已解决")
    await town.people.say(WANG, "已经劝停")

    assert accepted == "已签收，居民会看到。"
    assert (await town.shows(WANG))[-1] == "已告诉居民。"
    assert (await ticket(town))["state"] == "resolved"
    assert await parked(town) == []


async def test_a_home_registered_for_routing_never_shows_in_the_group(town: Town) -> None:
    await town.people.start(LI)
    await town.people.say(LI, "我的楼栋")
    for label in ("西关小区", "3栋", "2单元"):
        await town.press(LI, label)

    await town.people.say(LI, "#噪音 楼上太吵了", chat_id=XIGUAN)

    assert not [text for text in await town.shows(XIGUAN) if "3栋" in text or "2单元" in text]
    assert "承办：王云（第一网格）" in (await town.shows(XIGUAN))[-1]
    assert "居民：李阿姨，住西关小区3栋2单元" in (await town.shows(WANG))[-1]


async def test_a_colleague_in_the_group_only_adds(town: Town) -> None:
    card = await raised(town)

    await town.people.say(CHEN, "我也听到了", chat_id=XIGUAN, reply_to=card)

    assert (await log(town))[-1] == ("added", None, "我也听到了")
