"""``wuailin triage``: the evidence in plain words, and forgetting, as a real process."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.neighbourhood import in_force
from bot.db import Database
from bot.learning import queries, service
from bot.triage import Triage
from bot.triage.evidence import learn
from bot.triage.learning import Example
from tests.commands.test_storage_commands import config as config
from tests.commands.test_storage_commands import wuailin
from tests.learning import settle_past
from tests.tickets import MONDAY_NINE
from tests.triage.tickets import past_tickets

IN_FORCE = """\
上次学习：2026年11月24日 9:00

模型在用，从 2026年11月23日 9:00 起。
只在下面这些地方听它的，别处仍然只看字词：
  字词归到「其他」的：改对 25 件，改错 0 件

学了 120 件办结的诉求：30 件有人选过或改过类别，90 件没人改、照原类别办结。
拿没学过的 100 件来考（每一件都只用比它早办结的诉求来学）：
  只看字词：对 75 件（75%）
  只看模型：对 100 件（100%）
  合起来看：对 100 件（100%）
  合起来看，比关键词改对 25 件，改错 0 件；排除碰巧的把握：超过 1000000 比 1

按诉求真正的类别（考了几件：关键词对／模型对／合起来对）：
  噪音：19 件：19／19／19
  环境卫生：18 件：18／18／18
  电梯：19 件：19／19／19
  路灯道路：19 件：19／19／19
  排水渗漏：25 件：0／25／25
"""
ASKED = "忘掉学到的一切？以后只从现在起新提的诉求里重新学"
FORGOTTEN = "现在没有用模型，类别只看字词。原因：能学的诉求才 0 件，至少要 60 件。"
TOO_FEW = "现在没有用模型，类别只看字词。原因：能学的诉求才 59 件，至少要 60 件。"
MAYBE_LUCK = (
    "现在没有用模型，类别只看字词。原因：试下来它改对 5 件，改错 0 件，好一点，但还可能是碰巧"
    "（排除碰巧的把握 10 比 1，要到 20 比 1 才用）。"
)
NO_BETTER = "现在没有用模型，类别只看字词。原因：试下来它改对 0 件，改错 0 件，不比关键词好。"


def taught(config: Path, tickets: list[Example], *, nights: int = 1) -> None:
    """Put a past into the database beside the configuration, and let some nights pass."""

    async def teach() -> None:
        db = Database(f"sqlite+aiosqlite:///{config.parent}/w.db")
        async with db.begin() as session:
            neighbourhood = await in_force(session)
            assert neighbourhood is not None
            await settle_past(session, tickets)
            known = [category.key for category in neighbourhood.categories]
            model, evidence = learn(await queries.examples(session), Triage(neighbourhood).topic, known)
            for night in range(nights):
                await service.keep_model(session, model, evidence, now=MONDAY_NINE + timedelta(days=night))
        await db.close()

    wuailin("apply", str(config), "--yes", config=config)
    asyncio.run(teach())


def test_as_shipped_there_is_nothing_to_report(config: Path) -> None:
    code, said, _ = wuailin("triage", "report", config=config)

    assert (code, said.splitlines()[0]) == (0, "还没有学过：出厂时没有学过任何社区的诉求，类别只看字词。")


def test_the_report_has_every_figure_and_forgetting_asks_first(config: Path) -> None:
    taught(config, past_tickets(120), nights=2)
    report = wuailin("triage", "report", config=config)
    declined = wuailin("triage", "forget", config=config, answer="n\n")
    unchanged = wuailin("triage", "report", config=config)
    agreed = wuailin("triage", "forget", config=config, answer="y\n")
    after = wuailin("triage", "report", config=config)[1].splitlines()

    assert report == (0, IN_FORCE, "")
    assert (declined[0], unchanged) == (1, report)
    assert agreed == (0, f"{ASKED} [y/N]: 已忘掉。类别只看字词；运行着的机器人十秒内照办。\n", "")
    assert (after[1].startswith("只算 "), after[3]) == (True, FORGOTTEN)


@pytest.mark.parametrize(
    ("tickets", "why"),
    [
        (lambda: past_tickets(59), TOO_FEW),
        (lambda: past_tickets(150, own_words=20), MAYBE_LUCK),
        (lambda: past_tickets(100, own_words=1000), NO_BETTER),
    ],
    ids=["too few", "maybe luck", "no better"],
)
def test_it_says_why_it_is_not_in_force(config: Path, tickets: Callable[[], list[Example]], why: str) -> None:
    taught(config, tickets())

    assert wuailin("triage", "report", config=config)[1].splitlines()[2] == why


def test_a_wrong_word_is_one_line(config: Path) -> None:
    code, said, complaint = wuailin("triage", "dance", config=config)

    assert (code, said, complaint.count("\n")) == (2, "", 1)
