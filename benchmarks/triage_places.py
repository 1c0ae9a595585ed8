"""9. Places: spans in petitions, grids in group chats, a batch of a thousand, the longest message.

A span counts by the longest run of characters it has in common with the label: the label is
found when the run holds at least half of its characters (recall), the find is right when the
run holds at least half of the find's (precision); F1 is their harmonic mean. Rows without a
label count against precision when something is found. Numbers are Arabic numerals before 号,
栋, 幢, 座, 单元, 室, # or at the end of a label; kept are those that stand in the find too.
The petitions are split by a hash of the id: rules were made on the failures of one half. The
other half is no blind set either: all rows were read through once before the first rule, its
figure was looked at after each change, and its missed numbers led to one rule (names that hold
和 or 及).
"""

import csv
import hashlib
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any

from benchmarks.measures import Figure, share
from benchmarks.towns import ROOT, complaint
from bot.config import load
from bot.triage import Home, Triage
from bot.triage.address import address_in

_PETITIONS = ROOT.parent / "shared" / "data" / "fine_dev.csv"
_CHATS = ROOT / "benchmarks" / "group_chat"
_NUMBER = re.compile(r"[0-9]+(?=号|栋|幢|座|单元|室|#)|[0-9]{3,4}$")
_RUNAWAYS = ("1", "一", "3栋", "33号、", "1-1-", "西关小区", "小区的", "#", "我住", "a", "路", "区", "到")
Row = dict[str, Any]


async def measure(*, quick: bool) -> list[Figure]:
    """Each figure with its 95 % interval, drawn from a thousand resamplings of the rows."""
    triage = Triage(load(ROOT / "config.example.toml", {}).neighbourhood())
    triage.warm()
    return [
        *_spans("tuned on", 0),
        *_spans("checked on", 1),
        *_grids(triage, "dev"),
        *_grids(triage, "unseen"),
        *_grids(triage, "fresh"),
        _batch(100 if quick else 1000),
        _longest(triage),
    ]


def _spans(name: str, half: int) -> list[Figure]:
    if not _PETITIONS.exists():
        return [Figure(f"petitions, {name}: no folder ../shared/data here", "-")]
    with _PETITIONS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if _half(row["id"]) == half]
    judged = [_span(row["text"], row["place"]) for row in rows]
    f1, kept = _f1(judged), _kept(judged)
    return [
        Figure(f"petitions {name}: place, lenient F1", _with(judged, _f1), ">= 0.90", f1 >= 0.90),
        Figure(f"petitions {name}: numbers kept", _with(judged, _kept), ">= 0.93", kept >= 0.93),
    ]


def _half(identity: str) -> int:
    return hashlib.sha256(identity.encode()).digest()[-1] % 2


def _span(text: str, label: str) -> Row:
    address = address_in(text)
    found = address.words if address else ""
    run = SequenceMatcher(None, found, label, autojunk=False).find_longest_match().size
    wanted, given = _NUMBER.findall(label), re.findall("[0-9]+", found)
    return {
        "label": bool(label),
        "find": bool(found),
        "recalled": bool(label) and run * 2 >= len(label),
        "right": bool(found) and run * 2 >= len(found),
        "numbers": len(wanted),
        "kept": sum(number in given for number in wanted),
    }


def _f1(rows: Sequence[Row]) -> float:
    recall, precision = _part(rows, "recalled", "label"), _part(rows, "right", "find")
    return share(2 * recall * precision, recall + precision)


def _kept(rows: Sequence[Row]) -> float:
    return _part(rows, "kept", "numbers")


def _part(rows: Sequence[Row], part: str, whole: str) -> float:
    return share(sum(row[part] for row in rows), sum(row[whole] for row in rows))


def _grids(triage: Triage, name: str) -> list[Figure]:
    file = _CHATS / f"{name}.jsonl"
    if not file.exists():
        return [Figure(f"group chat, {name}: no {file.name} here", "-")]
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    judged = [_grid(triage, row) for row in rows if row["kind"] in {"request", "emergency"}]
    goals: tuple[tuple[str, str, str, str, float, bool], ...] = (
        ("grid right among those answered", "right", "answered", ">= 0.98", 0.98, True),
        ("asked where nobody could know", "rightly", "unknowable", ">= 0.90", 0.90, True),
        ("asked needlessly", "needlessly", "knowable", "<= 0.04", 0.04, False),
    )
    figures = []
    for what, part, whole, goal, limit, at_least in goals:
        value = _part(judged, part, whole)
        written = _with(judged, lambda drawn, part=part, whole=whole: _part(drawn, part, whole))
        reached = value >= limit if at_least else value <= limit
        figures.append(Figure(f"group chat {name}: {what}", written, goal, reached))
    return figures


def _grid(triage: Triage, row: Row) -> Row:
    """Judged as something said to the bot on purpose: what is chat is another measurement's."""
    home = Home.parse(row["home"]) if row["home"] else None
    grid = triage.decide(row["text"], group=row["group"], home=home, directed=True).grid
    return {
        "answered": grid is not None,
        "right": grid is not None and not row["ask"] and grid == row["grid"],
        "unknowable": row["ask"],
        "rightly": row["ask"] and grid is None,
        "knowable": not row["ask"],
        "needlessly": not row["ask"] and grid is None,
    }


def _with(rows: Sequence[Row], figure: Callable[[Sequence[Row]], float]) -> str:
    chance = random.Random(20261125)
    drawn = sorted(figure(chance.choices(rows, k=len(rows))) for _ in range(1000))
    return f"{figure(rows):.3f} ({drawn[25]:.2f}-{drawn[974]:.2f})"


def _batch(number: int) -> Figure:
    lines = [json.dumps({"id": index, **_said(index)}, ensure_ascii=False) for index in range(number)]
    command = [sys.executable, "-m", "bot", "route", "--batch", "--config", "config.example.toml"]
    begun = time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, input="\n".join(lines), capture_output=True, text=True, check=True
    )
    took = time.perf_counter() - begun
    whole = len(done.stdout.splitlines()) == number
    return Figure(f"route --batch, {number:,} messages, s", f"{took:.2f}", "< 5", whole and took < 5)


def _said(index: int) -> Row:
    said = complaint(index)
    return {"text": said["text"], "group": said["chat_id"], "home": "西关小区3栋2单元"}


def _longest(triage: Triage) -> Figure:
    spans = []
    for piece in _RUNAWAYS:
        begun = time.perf_counter()
        triage.decide((piece * 4096)[:4096], group=-1001, directed=True)
        spans.append(time.perf_counter() - begun)
    slowest = max(spans) * 1000
    return Figure("longest message of one piece, slowest, ms", f"{slowest:.0f}", "< 250", slowest < 250)
