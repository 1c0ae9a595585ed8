"""What grid workers do with their tickets."""

import pytest

from tests.handlers import everything, fell_silent, log, raised, refusals, registered, ticket, tickets
from tests.town import CHEN, LI, OFFICE, WANG, XIGUAN, Town, buttons_of

WORKER_CARD = (
    "诉求 #1 · 噪音 · 待签收\n“3栋楼上装修太吵”\n地点：西关小区3栋（第一网格）\n居民：李阿姨\n"
    "请在今天11:00前答复居民\n"
    "为什么派给您：居民主动反映；标签 #噪音；文中地点「3栋」→ 西关小区3栋（按所在群的小区）；"
    "→ 第一网格；王云 负责 第一网格\n"
    "直接回复这条消息，居民就能看到您的话。"
)


async def test_the_card_says_everything_and_has_every_button(town: Town) -> None:
    await raised(town)

    card = await town.last(WANG)
    assert card["text"] == WORKER_CARD
    assert buttons_of(card) == ["签收", "回复居民", "办结", "转办", "请居民补充", "内部记录"]


async def test_a_long_text_reaches_the_worker_to_the_last_word(town: Town) -> None:
    said = "#噪音 3栋楼上太吵。" + "咚" * 4000 + "完"

    await raised(town, said)

    whole = f"诉求 #1 的原话全文：\n{said.removeprefix('#噪音 ')}"
    assert (await town.shows(WANG))[-1] == whole


async def test_a_long_answer_reaches_the_resident_to_the_last_word(town: Town) -> None:
    await town.people.start(LI)
    await raised(town)
    answer = "好" * 4090 + "完整的话"[:2]

    await town.people.say(WANG, answer, reply_to=(await town.last(WANG))["message_id"])

    told = "".join((await town.shows(LI))[-2:])
    assert told == f"王云（承办人）回复您的诉求 #1：\n{answer}"


async def test_accepting_tells_the_resident_directly_when_they_have_a_direct_chat(town: Town) -> None:
    await town.people.start(LI)
    await raised(town)

    await town.press(WANG, "签收")

    assert (await town.shows(LI))[-1] == "您的诉求 #1，王云已经签收，正在办。"


async def test_a_second_press_changes_nothing(town: Town) -> None:
    await raised(town)
    card = (await town.last(WANG))["message_id"]
    await town.press(WANG, "签收")
    before = await everything(town)

    callback = await town.people.press(WANG, force="tickets:accept:1", message_id=card)
    toast = await town.people.toast(callback)

    assert toast is not None
    assert toast["text"] == "这件已经签收过了，不用再点。"
    assert await everything(town) == before


async def test_answers_never_appear_in_the_group_for_somebody_with_a_direct_chat(town: Town) -> None:
    await town.people.start(LI)
    await raised(town)

    await town.press(WANG, "回复居民")
    await town.people.say(WANG, "您家的钥匙放在门卫了")
    answered = await town.shows(LI)
    await town.people.block(LI)
    await town.press(WANG, "请居民补充")
    await town.people.say(WANG, "装修的是几楼？")

    assert not [text for text in await town.shows(XIGUAN) if "钥匙" in text]
    assert answered[-1] == "王云（承办人）回复您的诉求 #1：\n您家的钥匙放在门卫了"


async def test_asking_for_more_shows_on_the_card_of_somebody_without_a_direct_chat(town: Town) -> None:
    await raised(town)

    await town.press(WANG, "请居民补充")
    await town.people.say(WANG, "装修的是几楼？")

    assert (await town.last(XIGUAN))["text"].splitlines()[-1] == (
        "王云想请您补充：装修的是几楼？（回复这张卡片就行）"
    )


@pytest.mark.parametrize("answer", ["可以", "好的", "晚上七点在家"])
async def test_what_the_resident_writes_after_a_question_is_the_answer(town: Town, answer: str) -> None:
    await registered(town, "西关小区3栋楼上装修太吵")
    await town.press(WANG, "请居民补充")
    await town.people.say(WANG, "今晚上门看看，行吗？")
    await town.settled()

    await town.people.say(LI, answer)

    assert (await town.shows(WANG))[-1] == f"诉求 #1，李阿姨补充：\n{answer}"
    assert (await town.shows(LI))[-1] == "补充到诉求 #1 了，承办人会看到。"
    assert (await log(town))[-1] == ("added", None, answer)


async def test_a_new_matter_after_a_question_is_no_answer(town: Town) -> None:
    await registered(town, "西关小区3栋楼上装修太吵")
    await town.press(WANG, "请居民补充")
    await town.people.say(WANG, "是几楼？")
    await town.settled()

    await town.people.say(LI, "有事敞开说 5栋的门禁坏了")
    await fell_silent(town)
    await town.press(LI, "就这样，登记")

    assert await tickets(town) == ["西关小区3栋楼上装修太吵", "5栋的门禁坏了"]
    assert [kind for kind, _, _ in await log(town)] == ["opened", "routed", "asked"]


@pytest.mark.parametrize(("answer", "kept"), [("可以", ["可以"]), ("好的", ["好的"]), ("👍", [])])
async def test_a_courtesy_on_the_card_is_an_answer_only_to_a_question(
    town: Town, answer: str, kept: list[str]
) -> None:
    card = await raised(town)
    await town.press(WANG, "请居民补充")
    await town.people.say(WANG, "今晚上门看看，行吗？")
    await town.settled()

    for _ in range(2):  # the second is thanks for nothing
        await town.people.say(LI, answer, chat_id=XIGUAN, reply_to=card)

    assert [after for kind, _, after in await log(town) if kind == "added"] == kept


async def test_what_was_begun_is_given_up_with_one_word(town: Town) -> None:
    await raised(town)
    await town.press(WANG, "办结")
    await town.press(WANG, "已解决")
    before = await everything(town)

    await town.people.say(WANG, "算了")

    assert (await town.shows(WANG))[-1] == "好的，不写了。"
    assert await everything(town) == before


async def test_handing_over_tells_everybody(town: Town) -> None:
    await town.people.start(LI)
    await raised(town)

    await town.press(WANG, "转办")
    await town.press(WANG, "陈静 第二网格")
    await town.people.say(WANG, "她离得近")

    assert (await town.shows(WANG))[2] == "诉求 #1 已经转给陈静，您这边不用再管。"
    assert (await town.shows(WANG))[-1] == "已转给陈静。"
    assert (await town.shows(CHEN))[-1] == WORKER_CARD.replace(
        "王云 负责 第一网格", "王云 负责 第一网格；王云转来：她离得近"
    )
    assert (await town.shows(LI))[-1] == "您的诉求 #1 现在由陈静承办，今天11:00前答复您。"
    assert (await log(town))[-1] == ("handed_over", "王云", "陈静")


async def test_handing_over_needs_a_reason(town: Town) -> None:
    await raised(town)
    await town.press(WANG, "转办")
    await town.press(WANG, "陈静 第二网格")
    before = await everything(town)

    await town.people.send_media(WANG, "photo")

    assert (await town.shows(WANG))[-1] == "请写几个字再发。"
    assert await everything(town) == before


async def test_the_old_card_does_nothing_after_handing_over(town: Town) -> None:
    await raised(town)
    card = (await town.last(WANG))["message_id"]
    await town.press(WANG, "转办")
    await town.press(WANG, "陈静 第二网格")
    await town.people.say(WANG, "她离得近")
    before = await everything(town)

    for action in ("accept", "answer", "close", "hand_over", "ask", "note", "outcome.solved", "give.2"):
        callback = await town.people.press(WANG, force=f"tickets:{action}:1", message_id=card)
        toast = await town.people.toast(callback)
        assert toast is not None
        assert toast["text"] == "这件诉求现在不在您名下，没有改动。手上的诉求请发 /mine 看。"

    await town.people.say(WANG, "马上到", reply_to=card)
    assert (await town.shows(WANG))[-1] == "这件诉求现在不在您名下，没有改动。手上的诉求请发 /mine 看。"
    assert await everything(town) == before
    assert len(await refusals(town)) == 9


async def test_an_answer_begun_before_a_hand_over_is_refused_once(town: Town) -> None:
    await raised(town)
    await town.press(WANG, "回复居民")
    callback = await town.people.press(OFFICE, force="tickets:hand_over:1", message_id=1)
    assert await town.people.toast(callback) is not None
    await town.press(OFFICE, "陈静 第二网格")
    await town.people.say(OFFICE, "王云休假")
    await town.settled()
    before = await everything(town)

    await town.people.say(WANG, "下午去看")
    await town.settled()
    await town.people.say(WANG, "晚上也行")

    assert (await town.shows(WANG))[-4:] == [
        "下午去看",
        "这件诉求现在不在您名下，没有改动。手上的诉求请发 /mine 看。",
        "晚上也行",
        "要回复居民，请长按那张诉求卡片选“回复”再写。想看手上的诉求发 /mine ，自己有事要提请按“有事敞开说”。",
    ]
    assert await everything(town) == before


SECRET = "这户欠费三年，别让居民知道"


async def test_a_note_is_on_the_card_of_whoever_has_the_ticket_next(town: Town) -> None:
    await raised(town)
    await town.press(WANG, "内部记录")
    await town.people.say(WANG, SECRET)
    mine = next(text for text in await town.shows(WANG) if text.startswith("诉求 #1 · "))

    await town.press(WANG, "转办")
    await town.press(WANG, "陈静 第二网格")
    await town.people.say(WANG, "她离得近")

    theirs = (await town.last(CHEN))["text"]
    assert f"内部记录（王云）：{SECRET}" in mine
    assert f"内部记录（王云）：{SECRET}" in theirs


async def test_a_note_never_reaches_the_resident_by_any_way(town: Town) -> None:
    await town.people.start(LI)
    card = await raised(town)
    await town.press(WANG, "内部记录")
    prompt = (await town.last(WANG))["message_id"]
    await town.people.say(WANG, SECRET)
    await town.people.say(WANG, SECRET, reply_to=prompt)
    await town.settled()
    town.clock.forward(hours=2)
    await town.people.say(WANG, SECRET, reply_to=prompt)

    await town.press(WANG, "签收")
    await town.people.say(LI, "有进展吗", chat_id=XIGUAN, reply_to=card)
    await town.press(WANG, "转办")
    await town.press(WANG, "陈静 第二网格")
    await town.people.say(WANG, "她离得近")
    await town.press(CHEN, "办结")
    await town.press(CHEN, "已解释（无法办理）")
    await town.people.say(CHEN, "业主同意晚上不施工")
    await town.press(LI, "没解决")
    await town.people.say(LI, "我的诉求")
    await town.tick_all()

    for chat in (LI, XIGUAN):
        assert not [text for text in await town.shows(chat) if SECRET in text]
    assert [after for kind, _, after in await log(town) if kind == "noted"] == [SECRET] * 3
    assert [text for text in await town.shows(WANG) if text == "已记下，只有同事看得到。"] == [
        "已记下，只有同事看得到。"
    ] * 3


@pytest.mark.parametrize(
    ("label", "key", "question"),
    [
        ("已解决", "solved", "写一句是怎么解决的"),
        ("部分解决", "partly", "写一句解决了哪些、还差什么"),
        ("已解释（无法办理）", "explained", "写一句为什么办不了"),
        ("已转交", "referred", "写一句转给了哪个单位、编号是多少"),
        ("已列入计划", "planned", "写一句列入了什么计划、什么时候办"),
        ("已调解", "mediated", "写一句调解的结果"),
    ],
)
async def test_closing_asks_for_a_sentence_and_then_the_resident(
    town: Town, label: str, key: str, question: str
) -> None:
    await town.people.start(LI)
    await raised(town)

    await town.press(WANG, "办结")
    await town.press(WANG, label)
    asked = (await town.shows(WANG))[-1]
    await town.people.say(WANG, "一句实话")

    assert asked == f"诉求 #1：{question}，可带一张照片（居民会看到）。\n不写了就发“算了”。"
    told = await town.last(LI)
    assert told["text"] == (
        f"您的诉求 #1，王云办结了：{label}。\n一句实话\n\n请您点一下：事情解决了吗？您说了算。"
    )
    assert buttons_of(told) == ["解决了", "解决了一部分", "没解决"]
    row = await ticket(town)
    assert (row["state"], row["outcome"], row["outcome_note"]) == ("resolved", key, "一句实话")


async def test_the_photo_of_an_outcome_reaches_the_resident(town: Town) -> None:
    await town.people.start(LI)
    await raised(town)
    await town.press(WANG, "办结")
    await town.press(WANG, "已解决")

    await town.people.send_media(WANG, "photo", caption="修好了")
    await town.settled()

    assert len([m for m in await town.people.messages(LI) if "photo" in m]) == 1


async def test_a_photo_without_words_waits_for_its_sentence(town: Town) -> None:
    await town.people.start(LI)
    await raised(town)
    await town.press(WANG, "办结")
    await town.press(WANG, "已解决")

    await town.people.send_media(WANG, "photo")
    asked = (await town.shows(WANG))[-1]
    state = (await ticket(town))["state"]
    await town.people.say(WANG, "修好了")
    await town.settled()

    assert asked == "照片收到了。请再写一句办理情况，我才好告诉居民。"
    assert state == "assigned"
    assert (await ticket(town))["outcome_note"] == "修好了"
    assert len([m for m in await town.people.messages(LI) if "photo" in m]) == 1


async def test_my_list_is_by_due_time_and_in_pages(town: Town) -> None:
    for number in range(9):
        await town.people.say(LI, f"#噪音 3栋第{number}件事", chat_id=XIGUAN)
    await town.people.say(LI, "#电梯 3栋电梯坏了", chat_id=XIGUAN)
    await town.settled()

    await town.people.say(WANG, "/mine")
    first = await town.last(WANG)
    await town.press(WANG, "下一页")
    second = await town.last(WANG)

    assert first["text"].splitlines()[:3] == [
        "没办完的诉求 10 件（第 1／2 页）",
        "#10 电梯“3栋电梯坏了”今天9:30前",
        "#1 噪音“3栋第0件事”今天11:00前",
    ]
    assert second["message_id"] == first["message_id"]
    assert second["text"].splitlines() == [
        "没办完的诉求 10 件（第 2／2 页）",
        "#8 噪音“3栋第7件事”今天11:00前",
        "#9 噪音“3栋第8件事”今天11:00前",
    ]
    assert buttons_of(second) == ["#8", "#9", "上一页"]


async def test_a_ticket_opened_from_the_list_can_be_worked_and_put_back(town: Town) -> None:
    await raised(town)
    await town.people.say(WANG, "/mine")
    await town.press(WANG, "#1")
    opened = await town.last(WANG)

    await town.press(WANG, "办结", message=opened["message_id"])
    choosing = await town.last(WANG)
    await town.press(WANG, "返回", message=opened["message_id"])

    assert choosing["message_id"] == opened["message_id"]
    assert choosing["text"] == WORKER_CARD + "\n\n办得怎么样？点一个结果，再写一句话（可带照片）。"
    assert (await town.last(WANG))["text"] == WORKER_CARD


async def test_a_worker_answers_by_replying_to_the_card_of_a_direct_ticket(town: Town) -> None:
    await registered(town, "西关小区3栋楼上装修太吵")

    await town.people.say(WANG, "下午去看", reply_to=(await town.last(WANG))["message_id"])

    assert (await town.shows(LI))[-1] == "王云（承办人）回复您的诉求 #1：\n下午去看"
