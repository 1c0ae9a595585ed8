"""Which messages are one matter, which ticket they are about, who is not asked again."""

from datetime import timedelta

import pytest

from bot.config import Neighbourhood
from bot.errors import Refused
from bot.listening import rules
from bot.listening.models import Fate
from bot.listening.rules import Own
from bot.triage import Decision, Triage
from tests.listening import a_matter, a_piece, an_offer
from tests.town import LI, MONDAY_MORNING, XIGUAN, ZHAO

NOISE_3 = Own(1, "noise", "G1", "西关小区3栋", 11)
LIFT_3 = Own(2, "elevator", "G1", "西关小区3栋", 12)
LIFT_ANYWHERE = Own(3, "elevator", None, None, 13)


def test_a_long_silence_by_telegrams_clock_parts_what_was_fetched_together() -> None:
    pieces = [a_piece("三", n=3, after=500), a_piece("一", n=1), a_piece("二", n=2, after=170)]

    found = [[piece.text for piece in run] for run in rules.runs(pieces)]

    assert found == [["一", "二"], ["三"]]


def test_a_message_that_came_twice_is_one() -> None:
    assert [len(run) for run in rules.runs([a_piece("一"), a_piece("一")])] == [1]


@pytest.mark.parametrize(
    ("before", "run", "joined", "kind", "grid"),
    [
        # alone it is a matter; what came before says nothing about it
        ([], "3栋电梯又坏了", "3栋电梯又坏了", "request", "G1"),
        (["早上好"], "3栋电梯又坏了", "3栋电梯又坏了", "request", "G1"),
        # what came before says where
        (["3栋2单元"], "电梯又坏了，老人上不去", "3栋2单元\n电梯又坏了，老人上不去", "request", "G1"),
        (["我们3栋"], "楼道灯坏了", "我们3栋\n楼道灯坏了", "request", "G1"),
        # what came before names a place on the way to something else
        (["今天菜市场的鱼很新鲜，你们也去看看"], "楼道灯坏了", "楼道灯坏了", "request", None),
        # only both together are a matter
        (["3栋电梯"], "坏了没人管", "3栋电梯\n坏了没人管", "request", "G1"),
        # neither is
        (["早上好"], "吃了吗", "吃了吗", "chat", None),
    ],
)  # fmt: skip
def test_what_came_before_is_taken_in_when_it_is_needed(
    neighbourhood: Neighbourhood, before: list[str], run: str, joined: str, kind: str, grid: str | None
) -> None:
    def judge(text: str) -> Decision:
        return Triage(neighbourhood).decide(text, group=XIGUAN)

    earlier = [a_piece(text, n=n, after=n) for n, text in enumerate(before)]

    matter = rules.matter_of([a_piece(run, n=9, after=60)], earlier, judge)

    assert (rules.joined(matter.pieces), matter.decision.kind, matter.decision.grid) == (joined, kind, grid)


def test_a_photo_sent_just_before_comes_along() -> None:
    photo = a_piece("", n=1, kind="photo")

    matter = rules.matter_of([a_piece("电梯坏了", n=2)], [photo], lambda _: Decision("request", "elevator"))

    assert [piece.message_id for piece in matter.pieces] == [1, 2]


@pytest.mark.parametrize(
    ("said", "belongs"),
    [
        (a_matter(a_piece("又坏了", n=2, after=60)), True),
        (a_matter(a_piece("又坏了", n=2, after=200)), False),
        (a_matter(a_piece("3栋的", n=2), kind="chat", category="other"), True),
        (a_matter(a_piece("菜市场的鱼今天很新鲜", n=2), kind="chat", category="other"), False),
        (a_matter(a_piece("哈哈", n=2), kind="chat", category="other"), False),
        (a_matter(a_piece("", n=2, kind="photo"), kind="chat", category="other"), True),
        (a_matter(a_piece("就是这个", n=2, replies_to=1), kind="chat", category="other"), True),
        (a_matter(a_piece("楼上太吵", n=2), category="noise"), False),
        (a_matter(a_piece("快来看看", n=2), category="errand", confidence=0.3), True),
        (a_matter(a_piece("没人管", n=2), category="other"), True),
    ],
)
def test_what_is_said_while_asked_belongs_to_the_question_or_not(
    neighbourhood: Neighbourhood, said: rules.Matter, belongs: bool  # noqa: FBT001
) -> None:  # fmt: skip
    def judge(text: str) -> Decision:
        return Triage(neighbourhood).decide(text, group=XIGUAN)

    assert rules.continues(an_offer(), said, judge) is belongs


@pytest.mark.parametrize(
    ("own", "said", "number"),
    [
        ([], a_matter(a_piece("还没修好吗"), kind="followup", category="other", confidence=0.1), None),
        ([NOISE_3], a_matter(a_piece("还没修好吗"), kind="followup", category="other", confidence=0.1), 1),
        ([NOISE_3, LIFT_3], a_matter(a_piece("还没修好吗"), kind="followup", category="other"), None),
        ([NOISE_3, LIFT_3], a_matter(a_piece("电梯还没修好吗"), kind="followup"), 2),
        ([NOISE_3], a_matter(a_piece("电梯还没修好吗"), kind="followup"), None),
        (
            [NOISE_3, LIFT_3],
            a_matter(a_piece("还没修好吗", replies_to=11), kind="followup", category="other"),
            1,
        ),
        ([LIFT_3], a_matter(a_piece("电梯又坏了")), 2),
        ([LIFT_3], a_matter(a_piece("3栋2单元电梯"), place="西关小区3栋2单元"), 2),
        ([LIFT_3], a_matter(a_piece("5栋电梯坏了"), place="西关小区5栋"), None),
        ([LIFT_ANYWHERE], a_matter(a_piece("5栋电梯坏了"), place="西关小区5栋"), 3),
        ([LIFT_3, LIFT_ANYWHERE], a_matter(a_piece("电梯又坏了")), None),
        ([NOISE_3], a_matter(a_piece("有人管吗"), category="other", confidence=0.1), None),
    ],
)
def test_the_authors_own_ticket_is_meant_when_only_one_fits(
    own: list[Own], said: rules.Matter, number: int | None
) -> None:
    assert rules.fitting(own, said) == number


@pytest.mark.parametrize(
    ("earlier", "ticket", "was_asked"),
    [
        (an_offer(fate=Fate.GONE), None, True),
        (an_offer(fate=Fate.DECLINED, grid="G1"), None, True),
        (an_offer(fate=Fate.OPEN), None, True),
        (an_offer(fate=Fate.TAKEN), None, False),
        (an_offer(fate=Fate.GONE, grid="G2"), None, False),
        (an_offer(fate=Fate.GONE, category="noise"), None, False),
        (an_offer(fate=Fate.GONE, ticket_id=7), 7, True),
        (an_offer(fate=Fate.GONE, ticket_id=7), None, False),
        (an_offer(fate=Fate.GONE), 7, False),
    ],
)
def test_nobody_is_asked_twice_about_a_matter(
    earlier: rules.Offer, ticket: int | None, was_asked: bool  # noqa: FBT001
) -> None:  # fmt: skip
    assert rules.was_asked([earlier], a_matter(a_piece("电梯坏了"), grid="G1"), ticket) is was_asked


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("要", True), ("好的，谢谢", True), ("登记吧！", True), ("是的是的", None), ("可以", True), ("麻烦您了", True),
        ("不用", False), ("不用了谢谢", False), ("算了", False), ("不要登记", False), ("没事了", False),
        ("不亮的是3栋", None), ("3栋的", None), ("要快点修", None), ("什么意思", None),
    ],
)  # fmt: skip
def test_written_answers_are_read(text: str, answer: bool | None) -> None:  # noqa: FBT001
    assert rules.answer_in(text) is answer


@pytest.mark.parametrize(
    ("offer", "who", "refusal"),
    [
        (None, LI, "这一条已经过去了"),
        (an_offer(), ZHAO, "这个按钮是留给说这件事的邻居的"),
        (an_offer(fate=Fate.GONE), LI, "这一条已经过去了"),
        (an_offer(fate=Fate.TAKEN), LI, "这一条已经过去了"),
    ],
)
def test_only_the_author_answers_and_only_once(offer: rules.Offer | None, who: int, refusal: str) -> None:
    with pytest.raises(Refused, match=refusal):
        rules.require_author(offer, who)


@pytest.mark.parametrize(
    ("until", "at_rest"),
    [
        (None, True),
        (MONDAY_MORNING + timedelta(days=1), True),
        (MONDAY_MORNING, False),
    ],
)
def test_peace_lasts_its_days_or_for_good(until: rules.datetime | None, at_rest: bool) -> None:  # noqa: FBT001
    assert rules.is_left_in_peace(until, now=MONDAY_MORNING) is at_rest


def test_what_the_group_is_told_of_keeping_holds_for_a_press_at_the_last_moment() -> None:
    assert rules.kept_for(timedelta(minutes=10)) == timedelta(minutes=22)
