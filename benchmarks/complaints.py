"""7. Real complaints, said in the demo's groups: each one ticket with somebody's name on it."""

import csv

from benchmarks.measures import Figure, share
from benchmarks.towns import GROUPS, RESIDENTS, ROOT, town

_DATA = ROOT.parent / "shared" / "data"
_TAGS = {
    "noise": "噪音", "sanitation": "环境卫生", "parking": "停车", "elevator": "电梯", "utilities": "水电气网",
    "illegal_building": "违建群租", "pets": "宠物", "fire_safety": "消防隐患", "neighbour_dispute": "邻里纠纷",
    "lighting_roads": "路灯道路", "drainage_leak": "排水渗漏", "property_mgmt": "物业门禁", "welfare": "社保民政",
    "other": "其他",
}  # fmt: skip


async def measure(*, quick: bool) -> list[Figure]:
    """Half carry their category as a tag, half begin with 有事敞开说."""
    texts = _texts(30 if quick else 200)
    if not texts:
        return [Figure("left out: no folder ../shared/data here", "-")]
    async with town() as here:
        here.start_ours()
        await here.settle(ours=True)
        for index, (text, category) in enumerate(texts):
            tag = _TAGS.get(category)
            words = f"#{tag} {text}" if tag and index % 2 == 0 else f"有事敞开说，{text}"
            chat_id, user_id = GROUPS[index % 4], RESIDENTS[index % 30]
            await here.people.say(user_id, words[:4096], chat_id=chat_id)
        await here.at_rest(200)
        rows = here.ask(
            "select t.state, p.role, t.category from tickets t join people p on p.id = t.assignee_id order by t.id"
        )
    named = sum(state != "triage" and role == "worker" for state, role, _ in rows)
    waiting = sum(role in ("staff", "secretary") for _, role, _ in rows)
    labelled = [
        (row[2], label) for index, (row, (_, label)) in enumerate(zip(rows, texts, strict=False)) if index % 2
    ]
    right = sum(found == label for found, label in labelled if label)
    judged = sum(bool(label) for _, label in labelled)
    return [
        Figure("said: labelled ones first, then others", str(len(texts))),
        Figure("tickets", f"{len(rows)}", "one each", len(rows) == len(texts)),
        Figure("with a worker's name", str(named)),
        Figure("with the office's name", str(waiting)),
        Figure("with nobody's name", str(len(rows) - named - waiting), "0", named + waiting == len(rows)),
        Figure("category as labelled, without a tag", f"{right} of {judged} ({share(right, judged):.0%})"),
    ]


def _texts(number: int) -> list[tuple[str, str]]:
    """Texts with their category; "" where only another scheme's label exists."""
    if not (_DATA / "fine_dev.csv").exists():
        return []
    with (_DATA / "fine_dev.csv").open(encoding="utf-8") as file:
        texts = [(row["text"], row["category"]) for row in csv.DictReader(file)]
    with (_DATA / "complaints_dev.csv").open(encoding="utf-8") as file:
        texts += [(f"{row['title']}。{row['text']}", "") for row in csv.DictReader(file)][
            : max(0, number - len(texts))
        ]
    return texts[:number]
