"""What the commands print in Chinese."""

from collections.abc import Iterator

from bot.config import Neighbourhood
from bot.triage import Decision

_KINDS = {"request": "诉求", "followup": "追问进度", "emergency": "紧急", "chat": "闲聊"}


def explained(decision: Decision, neighbourhood: Neighbourhood) -> Iterator[str]:
    """A decision of triage in lines, for whoever asks why."""
    grids = {grid.code: f"{grid.name}（{grid.code}）" for grid in neighbourhood.grids}
    categories = {category.key: f"{category.name}（{category.key}）" for category in neighbourhood.categories}
    yield f"类型：{_KINDS[decision.kind]}" + (
        "（紧急）" if decision.urgent and decision.kind != "emergency" else ""
    )
    yield f"类别：{categories.get(decision.category, decision.category)}"
    if decision.also:
        yield "还涉及：" + "、".join(categories.get(key, key) for key in decision.also)
    yield f"地点：{decision.place or '没有说'}"
    asked = "、".join(grids[code] for code in decision.candidates_grid)
    if decision.kind != "chat":
        unsure = f"要问居民（{asked}）" if asked else "要问居民"
        yield f"网格：{grids[decision.grid] if decision.grid else unsure}"
        yield f"承办人：{decision.worker or ('社区工作人员' if decision.grid else '待定')}"
    yield f"把握：{decision.confidence:.0%}"
    yield "理由："
    yield from (f"  · {reason}" for reason in decision.reasons)
