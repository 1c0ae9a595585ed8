"""Enrolling workers, and who may use which command."""

import re

import pytest

from tests.handlers import raised, refusals, started
from tests.town import LI, OFFICE, SUN, WANG, XIGUAN, ZHAO, Town

USED = "这个登记链接已经用过或不存在，请向社区工作人员再要一个。"
EXPIRED = "这个登记链接过期了，请向社区工作人员再要一个。"
TAKEN = "这个账号已经是别的网格员或社区工作人员，不能再登记一次。"


async def links(town: Town) -> dict[str, str]:
    """What the office is given for each missing worker: the link's start parameter."""
    await town.people.say(OFFICE, "/enrol")
    text = (await town.shows(OFFICE))[-1]
    assert text.startswith("还没登记的网格员：吴秀珍、高建华\n")
    return dict(re.findall(r"^(\w+)：https://t\.me/wuailin_demo_bot\?start=(\S+)$", text, re.MULTILINE))


async def test_a_link_makes_its_opener_the_worker(town: Town) -> None:
    link = (await links(town))["高建华"]
    await town.people.add_user(5001, "建华")

    await town.people.start(5001, link)
    await town.people.add_group(-1004, "河下街邻里群", members=[LI])
    await town.settled()
    greeted = (await town.shows(5001))[-1]
    await raised(town, "#噪音 吴航路101号太吵", chat=-1004)

    assert greeted.startswith("高建华，您好！您已经登记为网格员。")
    assert (await town.shows(OFFICE))[-1] == "高建华已登记，可以收到诉求了。"
    assert (await town.shows(5001))[-1].startswith("诉求 #1 · 噪音 · 待签收")


async def test_a_link_works_once(town: Town) -> None:
    link = (await links(town))["高建华"]
    await town.people.start(LI, link)
    await town.settled()

    await town.people.start(ZHAO, link)

    assert (await town.shows(ZHAO))[-1] == USED
    assert len(await refusals(town)) == 1


async def test_a_link_expires_after_three_days(town: Town) -> None:
    link = (await links(town))["高建华"]
    town.clock.forward(days=3)

    await town.people.start(ZHAO, link)

    assert (await town.shows(ZHAO))[-1] == EXPIRED


async def test_a_newer_link_ends_the_older(town: Town) -> None:
    old = (await links(town))["高建华"]
    new = (await links(town))["高建华"]

    await town.people.start(ZHAO, old)
    refused = (await town.shows(ZHAO))[-1]
    await town.people.start(ZHAO, new)

    assert refused == USED
    assert (await town.shows(ZHAO))[-1].startswith("高建华，您好！")


@pytest.mark.parametrize("taken", [WANG, OFFICE])
async def test_the_account_of_a_colleague_cannot_be_enrolled(town: Town, taken: int) -> None:
    link = (await links(town))["高建华"]

    await town.people.start(taken, link)

    assert (await town.shows(taken))[-1] == TAKEN


async def test_a_forged_link_is_refused(town: Town) -> None:
    await town.people.start(ZHAO, "enrol_nosuchsecret")

    assert (await town.shows(ZHAO))[-1] == USED


STAFF_ONLY = "这一项只有社区工作人员能操作。您有事可以直接跟我说。"
WORKERS_ONLY = "这一项是给网格员用的。您有事可以直接跟我说。"


async def test_a_command_is_checked_against_who_wrote_it(town: Town) -> None:
    await started(town, LI)
    wrong = [
        (LI, "/enrol", STAFF_ONLY),
        (WANG, "/enrol", STAFF_ONLY),
        (LI, "/triage", STAFF_ONLY),
        (WANG, "/triage", STAFF_ONLY),
        (LI, "/away", WORKERS_ONLY),
        (OFFICE, "/back", WORKERS_ONLY),
    ]

    for who, command, answer in wrong:
        await town.people.say(who, command)
        assert (await town.shows(who))[-1] == answer

    assert [(who, why) for who, _, why in await refusals(town)] == [(who, why) for who, _, why in wrong]


async def test_what_is_for_the_direct_chat_is_not_shown_in_a_group(town: Town) -> None:
    for command in ("/mine", "/triage", "/enrol", "/away", "/back"):
        await town.people.say(WANG, command, chat_id=XIGUAN)
        assert (await town.shows(XIGUAN))[-1] == "请私聊我再用这个命令。"


async def test_help_in_plain_words(town: Town) -> None:
    await started(town, SUN)

    await town.people.say(SUN, "帮助")

    assert (await town.shows(SUN))[-1] == (
        "西关社区吾爱邻能帮您：\n"
        "· 在群里说事：开头写“有事敞开说”，或者写 #噪音、#电梯 这样的标签，或者 @我。\n"
        "· 在这里说事：按“有事敞开说”，文字、照片、语音都行，看一遍再点“登记”。\n"
        "· “我的诉求”看办到哪一步，“我的楼栋”登记您住哪里，我就能更快找对人。\n"
        "· 办完了我会问您解决没有，您说了算。\n"
        "急事请直接打值班电话 0591-00000000，危险时打 119、120、110。"
    )
