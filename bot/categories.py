"""The sixteen categories that ship; a ``[[categories]]`` entry of the same key extends one."""

from collections.abc import Mapping
from typing import Any, Final

OTHER: Final = "other"
"""What matched nothing else."""

_EXTENDED = ("tags", "keywords")

SHIPPED: Final[tuple[Mapping[str, Any], ...]] = tuple(
    {
        "key": key,
        "name": name,
        "tags": tags.split(),
        "keywords": [],
        "respond_within": respond,
        "resolve_within": resolve,
    }
    for key, name, tags, respond, resolve in (
        ("noise", "噪音", "噪音 噪声 扰民", "2h", "2d"),
        ("sanitation", "环境卫生", "环境卫生 卫生 垃圾 保洁", "2h", "2d"),
        ("parking", "停车", "停车 车位 充电桩", "2h", "3d"),
        ("elevator", "电梯", "电梯", "30m", "1d"),
        ("utilities", "水电气网", "水电气网 停水 停电 燃气 网络", "1h", "1d"),
        ("illegal_building", "违建群租", "违建 群租 违建群租", "4h", "10d"),
        ("pets", "宠物", "宠物 养犬 流浪狗 流浪猫", "2h", "3d"),
        ("fire_safety", "消防隐患", "消防 消防隐患", "30m", "1d"),
        ("neighbour_dispute", "邻里纠纷", "邻里纠纷 邻里 调解", "4h", "7d"),
        ("lighting_roads", "路灯道路", "路灯道路 路灯 道路", "2h", "3d"),
        ("drainage_leak", "排水渗漏", "排水渗漏 漏水 排水 下水道", "1h", "3d"),
        ("property_mgmt", "物业门禁", "物业门禁 物业 门禁", "4h", "5d"),
        ("welfare", "社保民政", "社保民政 社保 医保 民政 养老", "4h", "5d"),
        ("errand", "代办", "代办 跑腿 帮办", "2h", "1d"),
        ("suggestion", "建议", "建议 提事 金点子", "1d", "10d"),
        (OTHER, "其他", "其他", "4h", "5d"),
    )
)


def with_shipped(entries: Any) -> Any:
    """Lay the configured categories over the shipped ones; what is no list of tables passes as it is.

    Tags and keywords are added to the shipped ones; everything else replaces it.
    """
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return entries
    shipped = {str(category["key"]): category for category in SHIPPED}
    order = {key: place for place, key in enumerate(shipped)}
    named = {str(entry.get("key")) for entry in entries}
    laid = [dict(category) for key, category in shipped.items() if key not in named]
    laid += [_extended(shipped.get(str(entry.get("key")), {}), entry) for entry in entries]
    return sorted(laid, key=lambda category: order.get(str(category.get("key")), len(order)))


def _extended(base: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**base, **entry}
    for field in _EXTENDED:
        if isinstance(entry.get(field), list) and base:
            merged[field] = list({str(item): item for item in (*base[field], *entry[field])}.values())
    return merged
