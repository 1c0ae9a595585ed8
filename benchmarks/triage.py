"""9. Triage of what people write: category, kind, urgency, time and memory."""

import csv
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measures import Figure
from benchmarks.rates import Rate, at_least, at_most
from benchmarks.towns import ROOT
from bot.config import Neighbourhood, load
from bot.triage import Decision, Home, Triage
from bot.triage.category import SURE

_DATA = ROOT.parent / "shared" / "data"
_CHAT = Path(__file__).parent / "group_chat"
_BANDS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.01))


@dataclass(frozen=True, slots=True)
class Said:
    """A message with what people made of it."""

    id: str
    text: str
    kind: str
    category: str = ""
    also: tuple[str, ...] = ()
    hard: bool = False
    group: int | None = None
    home: str | None = None
    urgent: bool | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A message, its decision among others in the group, and when said to the bot on purpose."""

    said: Said
    overheard: Decision
    directed: Decision

    @property
    def is_taken(self) -> bool:
        """Whether overhearing it would make somebody act."""
        return self.overheard.kind in {"request", "emergency"}

    @property
    def is_right(self) -> bool:
        """Whether the category is the main or a further demand's."""
        return self.directed.category in {self.said.category, *self.said.also}


async def measure(*, quick: bool) -> list[Figure]:
    """Read everything there is, decide it, count. Data that is not there is named as left out."""
    triage = Triage(load(ROOT / "config.example.toml", {}).neighbourhood())
    bare = Triage(Neighbourhood())
    chat = [judged(triage, said) for said in group_chat("dev")]
    figures = _petitions(bare, chat)
    figures += _group("group chat, read", chat)
    for name in ("unseen", "closed", "fresh"):
        figures += _group(f"group chat, {name}", [judged(triage, said) for said in group_chat(name)])
    figures += _speed(triage, [item.said.text for item in chat], rounds=1 if quick else 5)
    return figures


def judged(triage: Triage, said: Said) -> Judged:
    """Decide a message both ways."""
    home = Home.parse(said.home) if said.home else None
    return Judged(
        said,
        triage.decide(said.text, group=said.group, home=home),
        triage.decide(said.text, group=said.group, home=home, directed=True),
    )


def group_chat(name: str) -> Iterator[Said]:
    """Our own group-chat set, by the name of its file; nothing where it is not there."""
    file = _CHAT / f"{name}.jsonl"
    if not file.exists():
        return
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Said(
            row["id"], row["text"], row["kind"], row["category"] or "", tuple(row["also"] or ()),
            hard=bool(row["hard"]), group=row["group"], home=row["home"], urgent=row["urgent"],
        )  # fmt: skip


def petitions() -> list[Said]:
    """Letters to the authorities with their category."""
    return [Said(row["id"], row["text"], "request", row["category"]) for row in _rows("fine_dev.csv")]


def chitchat(hard: str) -> list[Said]:
    """Talk among friends; ``hard`` "1" holds a word of the neighbourhood."""
    return [Said(row["id"], row["text"], "chat") for row in _rows("chitchat_dev.csv") if row["hard"] == hard]


def _rows(name: str) -> list[dict[str, str]]:
    if not (_DATA / name).exists():
        return []
    with (_DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _petitions(triage: Triage, chat: Sequence[Judged]) -> list[Figure]:
    letters = [judged(triage, said) for said in petitions()]
    if not letters:
        return [Figure("left out: no folder ../shared/data here", "-")]
    sure = [item for item in letters if item.directed.confidence >= SURE]
    talk = {hard: [judged(triage, said) for said in chitchat(hard)] for hard in "10"}
    requests = [item for item in chat if item.said.kind == "request"]
    return [
        at_least("petitions: category, where answered", _rate(sure, _is_right), 0.93),
        at_least("petitions: answered", Rate(len(sure), len(letters)), 0.90),
        Figure("petitions: category, all", str(_rate(letters, _is_right))),
        *_reliability("petitions", letters),
        at_most("chitchat with our words: false alarms", _rate(talk["1"], _is_taken), 0.03),
        at_most("chitchat without: false alarms", _rate(talk["0"], _is_taken), 0.03),
        at_least("requests overheard (petitions, group chat)", _rate([*letters, *requests], _is_taken), 0.95),
        Figure("petitions overheard", str(_rate(letters, _is_taken))),
        Figure("titles of petitions alone overheard", str(_rate(_titles(triage), _is_taken))),
    ]


def _titles(triage: Triage) -> list[Judged]:
    return [
        judged(triage, Said(said.id, said.text.split("。")[0], said.kind, said.category))
        for said in petitions()
    ]


def _group(name: str, items: Sequence[Judged]) -> list[Figure]:
    if not items:
        return [Figure(f"left out: no {name}", "-")]
    wanted = [item for item in items if item.said.kind in {"request", "emergency"}]
    taken = [item for item in items if item.is_taken]
    hard = [item for item in items if item.said.kind == "chat" and item.said.hard]
    chat = [item for item in items if item.said.kind == "chat"]
    followups = [item for item in items if item.said.kind == "followup"]
    dangers = [item for item in items if item.said.kind == "emergency"]
    about = [item for item in wanted if item.said.category]
    return [
        at_least(f"{name}: requests taken, recall", _rate(wanted, _is_taken), 0.95),
        at_least(f"{name}: precision", _rate(taken, lambda item: item in wanted), 0.95),
        at_most(f"{name}: hard chat, false alarms", _rate(hard, _is_taken), 0.06),
        at_least(f"{name}: category, main or second", _rate(about, _is_right), 0.92),
        *_reliability(name, about),
        Figure(f"{name}: follow-ups known", str(_rate(followups, lambda i: i.overheard.kind == "followup"))),
        at_least(f"{name}: emergencies not chat", _rate(dangers, lambda i: i.overheard.kind != "chat"), 1.0),
        Figure(f"{name}: emergencies known", str(_rate(dangers, lambda i: i.overheard.kind == "emergency"))),
        at_most(
            f"{name}: chat that raises an alarm", _rate(chat, lambda i: i.overheard.kind == "emergency"), 0.0
        ),
        Figure(f"{name}: urgency as marked", str(_rate(_marked(wanted), _urgency_right))),
    ]


def _marked(items: Sequence[Judged]) -> list[Judged]:
    return [item for item in items if item.said.urgent is not None]


def _urgency_right(item: Judged) -> bool:
    return item.directed.urgent == item.said.urgent


def _is_right(item: Judged) -> bool:
    return item.is_right


def _is_taken(item: Judged) -> bool:
    return item.is_taken


def _rate(items: Sequence[Judged], holds: Callable[[Judged], bool]) -> Rate:
    return Rate.of(holds(item) for item in items)


def _reliability(name: str, items: Sequence[Judged]) -> list[Figure]:
    """Of those answered with about this confidence, how many are right."""
    figures = []
    for low, high in _BANDS:
        mine = [item for item in items if low <= item.directed.confidence < high]
        if mine:
            mean = sum(item.directed.confidence for item in mine) / len(mine)
            figures.append(Figure(f"  {name}: right at confidence {mean:.2f}", str(_rate(mine, _is_right))))
    return figures


def _speed(triage: Triage, texts: Sequence[str], *, rounds: int) -> list[Figure]:
    """The quickest of several rounds for each text: other programs on the machine are not measured."""
    texts = [*texts, *(said.text for said in petitions())] or ["3栋2单元楼道灯坏了"]
    spans = sorted(min(_milliseconds(triage, text) for _ in range(rounds)) for text in texts)
    p99 = spans[int(len(spans) * 0.99)]
    added = _memory()
    return [
        Figure("one decision, median ms", f"{spans[len(spans) // 2]:.2f}"),
        Figure("one decision, p99 ms", f"{p99:.2f}", "<= 2", p99 <= 2),
        Figure("memory added by triage, MB", f"{added:.0f}", "<= 60", added <= 60),
    ]


def _milliseconds(triage: Triage, text: str) -> float:
    begun = time.perf_counter()
    triage.decide(text)
    return (time.perf_counter() - begun) * 1000


_MEMORY = """
import psutil
from pathlib import Path
from bot.config import load
neighbourhood = load(Path("config.example.toml"), {}).neighbourhood()
before = psutil.Process().memory_info().rss
from bot.triage import Triage
triage = Triage(neighbourhood)
triage.decide("3栋2单元楼道灯坏了", group=-1001)
print((psutil.Process().memory_info().rss - before) / 2**20)
"""


def _memory() -> float:
    """Resident memory that importing, loading and a first decision add to a fresh process."""
    ended = subprocess.run(
        [sys.executable, "-c", _MEMORY], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return float(ended.stdout)
