"""What staff read about learning: whether the model is in force, and the figures that say why."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.triage.evidence import ENOUGH, FEWEST_TICKETS, Evidence, Tally

NEVER_LEARNT = (
    "还没有学过：出厂时没有学过任何社区的诉求，类别只看字词。\n"
    "机器人运行着，每天夜里 3:30 会从本社区办结的诉求里学一次，第二天再来看。"
)
ASK_FORGET = "忘掉学到的一切？以后只从现在起新提的诉求里重新学"
FORGOTTEN = "已忘掉。类别只看字词；运行着的机器人十秒内照办。"
_MOST_SAID = 1000000


def report(
    evidence: Evidence,
    names: Mapping[str, str],
    *,
    made_at: datetime,
    since_at: datetime | None,
    begins_at: datetime | None,
    zone: ZoneInfo,
) -> str:
    """Everything the last night showed, in lines."""
    lines = [f"上次学习：{_moment(made_at, zone)}"]
    if begins_at:
        lines.append(f"只算 {_moment(begins_at, zone)} 以后提的诉求（那时忘掉过一次）。")
    lines += ["", *_standing(evidence, names, since_at, zone), "", *_tried(evidence)]
    if evidence.by_category:
        lines += ["", *_by_category(evidence, names)]
    return "\n".join(lines)


def _standing(
    evidence: Evidence, names: Mapping[str, str], since_at: datetime | None, zone: ZoneInfo
) -> Iterator[str]:
    if since_at is None:
        yield f"现在没有用模型，类别只看字词。{_why_not(evidence)}"
        return
    yield f"模型在用，从 {_moment(since_at, zone)} 起。"
    yield "只在下面这些地方听它的，别处仍然只看字词："
    for verdict in sorted(evidence.trusted):
        change = evidence.by_verdict[verdict]
        yield f"  字词归到「{names.get(verdict, verdict)}」的：改对 {change.right} 件，改错 {change.wrong} 件"


def _why_not(evidence: Evidence) -> str:
    right, wrong = evidence.change.right, evidence.change.wrong
    if evidence.tickets < FEWEST_TICKETS:
        return f"原因：能学的诉求才 {evidence.tickets} 件，至少要 {FEWEST_TICKETS} 件。"
    if right <= wrong:
        return f"原因：试下来它改对 {right} 件，改错 {wrong} 件，不比关键词好。"
    return (
        f"原因：试下来它改对 {right} 件，改错 {wrong} 件，好一点，但还可能是碰巧"
        f"（排除碰巧的把握 {_odds(evidence.odds)}，要到 {ENOUGH} 比 1 才用）。"
    )


def _tried(evidence: Evidence) -> Iterator[str]:
    yield (
        f"学了 {evidence.tickets} 件办结的诉求：{evidence.sure} 件有人选过或改过类别，"
        f"{evidence.tickets - evidence.sure} 件没人改、照原类别办结。"
    )
    total, change = evidence.total, evidence.change
    if not total.tried:
        return
    yield f"拿没学过的 {total.tried} 件来考（每一件都只用比它早办结的诉求来学）："
    yield from (
        f"  {who}：对 {right} 件（{right / total.tried:.0%}）"
        for who, right in (("只看字词", total.rules), ("只看模型", total.model), ("合起来看", total.both))
    )
    odds = _odds(evidence.odds)
    yield f"  合起来看，比关键词改对 {change.right} 件，改错 {change.wrong} 件；排除碰巧的把握：{odds}"


def _odds(odds: int) -> str:
    if odds < 1:
        return "不到 1 比 1"
    return f"{odds} 比 1" if odds < _MOST_SAID else f"超过 {_MOST_SAID} 比 1"


def _by_category(evidence: Evidence, names: Mapping[str, str]) -> Iterator[str]:
    yield "按诉求真正的类别（考了几件：关键词对／模型对／合起来对）："
    known = [*names, *sorted(set(evidence.by_category) - set(names))]
    for key in known:
        tally = evidence.by_category.get(key, Tally())
        if tally.tried:
            yield f"  {names.get(key, key)}：{tally.tried} 件：{tally.rules}／{tally.model}／{tally.both}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.year}年{local.month}月{local.day}日 {local.hour}:{local.minute:02}"
