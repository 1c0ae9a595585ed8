"""9. Learning from a community's own tickets: the words alone against both together on tickets not seen before."""

import asyncio
import csv
import json
import math
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.measures import Figure
from benchmarks.towns import ROOT
from bot.config import Neighbourhood, load
from bot.db import Database
from bot.learning import queries, service
from bot.people.models import Person, Role
from bot.schema import migrate
from bot.tickets.models import EventKind, Outcome, Ticket, TicketEvent, TicketState
from bot.triage import Triage
from bot.triage.evidence import Evidence, learn
from bot.triage.learning import Learned, Model, Voice

_DATA = ROOT.parent / "shared" / "data" / "fine_dev.csv"
_NOW = datetime(2026, 11, 23, tzinfo=UTC)
_OWN_NAME = "老虎窗"
"""What this made-up community calls a leak; stands in every fourth ticket."""


async def measure(*, quick: bool) -> list[Figure]:
    """Real complaints as they are; the same where the people have a word of their own; then many tickets."""
    rows = _rows()
    if not rows:
        return [Figure("left out: no folder ../shared/data here", "-")]
    triage = Triage(load(ROOT / "config.example.toml", {}).neighbourhood())
    triage.warm()
    dice = random.Random(1)
    dice.shuffle(rows)
    own = [_in_own_words(row) if place % 4 == 0 else row for place, row in enumerate(rows)]
    many = _many(300 if quick else queries.MOST_TICKETS, triage, dice)
    figures = []
    for name, tickets in (("real complaints", rows), ("with a word of their own", own)):
        evidence, _, _, _ = await _night(tickets, triage)
        figures += _judged(name, evidence)
    _, took, model, read = await _night(many, triage)
    return [*figures, *_costs(len(many), [text for text, _ in rows], took, model, read, triage)]


def _rows() -> list[tuple[str, str]]:
    if not _DATA.exists():
        return []
    with _DATA.open(encoding="utf-8") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def _many(number: int, triage: Triage, dice: random.Random) -> list[tuple[str, str]]:
    """So many complaints for the costs, from some thousand; their category is what the words say."""
    with _DATA.with_name("complaints_dev.csv").open(encoding="utf-8") as file:
        texts = [f"{row['title']}。{row['text']}" for row in csv.DictReader(file)]
    return dice.choices([(text, triage.topic(text).key) for text in texts[: number // 3]], k=number)


def _in_own_words(row: tuple[str, str]) -> tuple[str, str]:
    return f"我家{_OWN_NAME}又那样了，{len(row[0]) % 12 + 1}栋", "drainage_leak"


async def _night(tickets: Sequence[tuple[str, str]], triage: Triage) -> tuple[Evidence, float, Model, float]:
    """One night on a database of these tickets: what it showed, how long it took, the model, how long reading took."""
    known = _keys(triage.neighbourhood)
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite+aiosqlite:///{Path(folder) / 'past.db'}")
        await migrate(db)
        async with db.begin() as session:
            person = Person(name="王云", role=Role.WORKER)
            session.add(person)
            await session.flush()
            past = [_ticket(person, place, *one) for place, one in enumerate(tickets)]
            session.add_all(past)
            await session.flush()
            session.add_all(
                TicketEvent(ticket_id=row.id, at=_NOW, kind=EventKind.CATEGORY_CHANGED, after=row.category)
                for row in past
                if triage.topic(row.text).key != row.category
            )
        begun = time.process_time()
        async with db.read() as session:
            examples = await queries.examples(session)
        read = time.process_time() - begun
        begun = time.process_time()
        model, evidence = await asyncio.to_thread(learn, examples, triage.topic, known)
        took = time.process_time() - begun
        async with db.begin() as session:
            await service.keep_model(session, model, evidence, now=_NOW)
        await db.close()
    return evidence, took, model, read


def _ticket(person: Person, place: int, text: str, category: str) -> Ticket:
    at = _NOW - timedelta(minutes=10_000 - place)
    return Ticket(
        state=TicketState.CONFIRMED, text=text, category=category, reasons=[], lines=[],
        reporter_id=person.id, assignee_id=person.id, chat_id=-1001, message_id=place + 1, opened_at=at,
        respond_due_at=at, resolve_due_at=at, resolved_at=at, outcome=Outcome.SOLVED,
    )  # fmt: skip


def _judged(name: str, evidence: Evidence) -> list[Figure]:
    total, change = evidence.total, evidence.change
    in_force = f"in force for {', '.join(sorted(evidence.trusted))}" if evidence.trusted else "not in force"
    return [
        Figure(f"{name}: tried, not seen before", str(total.tried)),
        *(
            Figure(f"  right by {who}", f"{right / total.tried:.0%} ({_interval(right, total.tried)})")
            for who, right in (
                ("the words alone", total.rules),
                ("the model", total.model),
                ("both", total.both),
            )
        ),
        Figure(f"  put right, wrong: {in_force}", f"{change.right}, {change.wrong}"),
    ]


def _interval(right: int, tried: int) -> str:
    """Wilson's 95 % interval."""
    z, share = 1.96, right / tried
    middle = (share + z * z / (2 * tried)) / (1 + z * z / tried)
    half = z / (1 + z * z / tried) * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    return f"{middle - half:.0%}-{middle + half:.0%}"


def _keys(neighbourhood: Neighbourhood) -> list[str]:
    return [category.key for category in neighbourhood.categories]


def _fastest(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Microseconds a text, the best of three rounds."""
    rounds = []
    for _ in range(3):
        begun = time.process_time()
        for text in texts:
            work(text)
        rounds.append((time.process_time() - begun) / len(texts) * 1e6)
    return min(rounds)


def _costs(
    tickets: int, texts: Sequence[str], took: float, model: Model, read: float, triage: Triage
) -> list[Figure]:
    stored = json.dumps(model.voices)
    begun = time.process_time()
    again = Model([Voice(*voice) for voice in json.loads(stored)])
    loading = (time.process_time() - begun) * 1000
    scoring = _fastest(again.scores, texts)
    with_model = triage.with_learned(Learned(again, frozenset(_keys(triage.neighbourhood))))
    before, after = (_fastest(one.decide, texts) for one in (triage, with_model))
    return [
        Figure(f"{tickets} tickets: reading them, s", f"{read:.2f}"),
        Figure("  learning and trying, s", f"{took:.1f}", "< 30", took < 30),
        Figure("  stored, KB", f"{len(stored) / 1024:.0f}", "< 4096", len(stored) < 2**22),
        Figure("  loading, ms", f"{loading:.0f}", "< 100", loading < 100),
        Figure(
            f"  scoring {sum(map(len, texts)) // len(texts)} characters, us",
            f"{scoring:.0f}",
            "< 300",
            scoring < 300,
        ),
        Figure("  deciding without and with, us", f"{before:.0f}, {after:.0f}"),
    ]
