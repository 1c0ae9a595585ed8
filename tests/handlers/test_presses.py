"""Every press is checked against who pressed it; forged data changes nothing."""

from tests.handlers import everything, forged, parked, raised, refusals, registered
from tests.town import CHEN, LI, WANG, XIGUAN, ZHAO, Town

NOT_YOURS = "这件诉求现在不在您名下，没有改动。手上的诉求请发 /mine 看。"
AUTHOR_ONLY = "只有提这件事的人能点这个按钮。您家也有同样的事，直接跟我说就行。"
AUTHOR_OR_STAFF = "只有提这件事的人或社区工作人员能改。"
DEAD = "这个按钮已经失效，请用最新的那条消息。"
UNKNOWN = "这个按钮已经失效，请看最新的那条消息。"
STAFF_ONLY = "这一项只有社区工作人员能操作。您有事可以直接跟我说。"

WORKERS_BUTTONS = [
    ("tickets:accept:1", NOT_YOURS),
    ("tickets:answer:1", NOT_YOURS),
    ("tickets:ask:1", NOT_YOURS),
    ("tickets:note:1", NOT_YOURS),
    ("tickets:hand_over:1", NOT_YOURS),
    ("tickets:give.2:1", NOT_YOURS),
    ("tickets:not_my_grid.2:1", NOT_YOURS),
    ("tickets:not_my_kind.2:1", NOT_YOURS),
    ("tickets:hand_over_as.2.parking:1", NOT_YOURS),
    ("tickets:close:1", NOT_YOURS),
    ("tickets:outcome.solved:1", NOT_YOURS),
    ("tickets:open:1", NOT_YOURS),
    ("tickets:assign.2:1", STAFF_ONLY),
]


async def test_a_resident_cannot_press_a_workers_button(town: Town) -> None:
    await registered(town, "西关小区3栋楼上装修太吵")
    before, seen = await everything(town), await town.shows(LI)

    answers = [await forged(town, LI, data) for data, _ in WORKERS_BUTTONS]

    assert answers == [{"text": answer, "show_alert": True} for _, answer in WORKERS_BUTTONS]
    assert await everything(town) == before
    assert await town.shows(LI) == seen
    assert await refusals(town) == [(LI, data, answer) for data, answer in WORKERS_BUTTONS]


async def test_a_worker_cannot_press_another_workers_button(town: Town) -> None:
    await raised(town)
    before, seen = await everything(town), await town.shows(CHEN)

    answers = [(data, (await forged(town, CHEN, data))["text"]) for data, _ in WORKERS_BUTTONS]

    assert answers == WORKERS_BUTTONS
    assert await everything(town) == before
    assert await town.shows(CHEN) == seen
    assert len(await refusals(town)) == len(WORKERS_BUTTONS)


AUTHORS_BUTTONS = [
    ("tickets:take_back:1", AUTHOR_ONLY),
    ("tickets:restore:1", AUTHOR_ONLY),
    ("tickets:rate.solved:1", AUTHOR_ONLY),
    ("tickets:recategorise:1", AUTHOR_OR_STAFF),
    ("tickets:category.parking:1", AUTHOR_OR_STAFF),
    ("tickets:undo_correction:1", AUTHOR_OR_STAFF),
    ("tickets:show:1", NOT_YOURS),
]


async def test_a_neighbour_cannot_press_the_authors_button(town: Town) -> None:
    card = await raised(town)
    before, seen = await everything(town), await town.shows(XIGUAN)

    answers = [await forged(town, ZHAO, data, chat=XIGUAN, message=card) for data, _ in AUTHORS_BUTTONS]

    assert answers == [{"text": answer, "show_alert": True} for _, answer in AUTHORS_BUTTONS]
    assert await everything(town) == before
    assert await town.shows(XIGUAN) == seen
    assert await refusals(town) == [(ZHAO, data, answer) for data, answer in AUTHORS_BUTTONS]


MALFORMED = [
    ("", DEAD),
    ("accept", DEAD),
    ("tickets:accept", DEAD),
    ("tickets:accept:", DEAD),
    ("tickets:accept:x", DEAD),
    ("tickets:accept:1:2", DEAD),
    ("tickets|accept|1", DEAD),
    ("tickets/accept/1", DEAD),
    ("Tickets:Accept:1", DEAD),
    ("tickets:accept:1\n", DEAD),
    ("tickets:accept:9999999999999999", DEAD),
    ("tickets:accept:999999999999999", UNKNOWN),
    ("tickets:accept:0", UNKNOWN),
    ("tickets:accept:-1", UNKNOWN),
    ("tickets:fly:1", DEAD),
    ("canteen:accept:1", DEAD),
    ("tickets:outcome.happy:1", UNKNOWN),
    ("tickets:outcome:1", UNKNOWN),
    ("tickets:give.x:1", UNKNOWN),
    ("tickets:not_my_grid:1", UNKNOWN),
    ("tickets:hand_over_as.2:1", UNKNOWN),
    ("tickets:hand_over_as.parking:1", UNKNOWN),
    ("tickets:give.99999999999999999999:1", UNKNOWN),
    ("tickets:give.99999:1", "这位同事现在收不到消息，请另选一位。"),
    ("intake:confirm:99", "这一条已经处理过了。要再提，请重新写给我。"),
    ("people:estate:99", "楼栋名单刚更新过，请重新点“我的楼栋”。"),
    ("people:estate.x:0", "楼栋名单刚更新过，请重新点“我的楼栋”。"),
    ("people:building:3", "楼栋名单刚更新过，请重新点“我的楼栋”。"),
    ("people:building.0:99", "楼栋名单刚更新过，请重新点“我的楼栋”。"),
    ("people:unit.0:1", "楼栋名单刚更新过，请重新点“我的楼栋”。"),
    ("people:unit.0.3:99", "楼栋名单刚更新过，请重新点“我的楼栋”。"),
    ("people:unit.0.3:-5", "楼栋名单刚更新过，请重新点“我的楼栋”。"),
    ("x" * 64, DEAD),
]


async def test_malformed_data_gets_one_clear_answer_and_changes_nothing(town: Town) -> None:
    await raised(town)
    before, seen = await everything(town), await town.shows(WANG)

    answers = [(data, (await forged(town, WANG, data))["text"]) for data, _ in MALFORMED]

    assert answers == MALFORMED
    assert await everything(town) == before
    assert await town.shows(WANG) == seen
    assert await parked(town) == []
    assert len(await refusals(town)) == len(MALFORMED)


async def test_a_resident_has_no_list_to_turn_pages_in(town: Town) -> None:
    await registered(town, "西关小区3栋楼上装修太吵")
    seen = await town.shows(LI)

    shown = await forged(town, LI, "tickets:page:0")

    assert shown == {"text": "这一项是给网格员用的。您有事可以直接跟我说。", "show_alert": True}
    assert await town.shows(LI) == seen


PRIVATE = (
    "tickets:close:1",
    "tickets:hand_over:1",
    "tickets:not_my_grid.2:1",
    "tickets:hand_over_as.2.parking:1",
    "tickets:answer:1",
    "tickets:open:1",
    "tickets:page:0",
    "people:estate:0",
    "people:unit.0.3:2",
)


async def test_what_is_private_never_answers_in_a_group(town: Town) -> None:
    card = await raised(town)
    before, seen = await everything(town), await town.shows(XIGUAN)

    answers = [await forged(town, WANG, data, chat=XIGUAN, message=card) for data in PRIVATE]

    assert answers == [{"text": DEAD, "show_alert": True}] * len(PRIVATE)
    assert await town.shows(XIGUAN) == seen
    assert await everything(town) == before
