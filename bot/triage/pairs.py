"""Words that say little alone and much together in one clause: a lift and a fault, a lamp and the dark."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Pair:
    """Any word of ``one`` with any of ``other`` in a clause speaks for ``key``."""

    key: str
    weight: float
    one: frozenset[str]
    other: frozenset[str]


_FAULT: Final = """
    坏 坏了 又坏 停 停了 不动 卡 卡住 故障 失灵 抖 晃 异响 维修 检修 停运 打不开 关不上 不灵 没反应 修 掉
    年检 报修 不好用 用不了 怪响 停用
"""
_ROWS: Final = (
    ("elevator", 4, "电梯 货梯 电梯门 电梯里", _FAULT + " 困 被困 关 漏水 下坠 按钮 检测"),
    ("elevator", 3, "困 被困 关", "电梯 电梯里 轿厢"),
    ("lighting_roads", 3, "灯 楼道灯 灯泡 路灯", _FAULT + " 不亮 黑 暗 亮"),
    ("lighting_roads", 3, "路 地面 地砖 砖 路面 石板", "坑 破 裂 松 翘 塌 不平 修 绊 摔"),
    ("property_mgmt", 3, "门禁 大门 单元门 门锁 监控 道闸 楼下大门", _FAULT + " 锁"),
    ("property_mgmt", 3, "物业", "态度 不管 收费 乱收费 涨 涨价 推诿 不理 没人 不作为 管理 混乱 公司"),
    ("fire_safety", 4, "电动车 电瓶车 电瓶", "上楼 充电 进屋 楼道 楼道里 家里 推上 推进 电梯 电梯里"),
    (
        "fire_safety",
        4,
        "楼道 楼道里 楼梯 楼梯间 通道 走廊",
        "堆 堆放 杂物 纸箱 堆满 堆着 纸板 堵 旧家具 沙发",
    ),
    ("fire_safety", 3, "消防 消防通道", "车 停车 占用 堵 占 挡"),
    ("drainage_leak", 4, "楼上 天花板 屋顶 卫生间 厨房 阳台 墙 墙面 楼顶 外墙", "漏 漏水 渗 渗水 滴 滴水 淹"),
    ("drainage_leak", 4, "下水 下水道 管道 马桶 地漏 井 沟", "堵 堵了 堵塞 冒 溢 臭 反 淹 满"),
    ("utilities", 4, "水 自来水", "没有 没 停 小 黄 浑 浊 臭 断"),
    ("utilities", 4, "电 网 气 信号", "停 断 没有 跳"),
    ("pets", 4, "狗 狗狗 小狗 大狗 犬 猫 鸡", "绳 牵 叫 咬 屎 尿 便 粪 拴 吓 扑 养"),
    (
        "noise",
        3,
        "楼上 隔壁 楼下 邻居 半夜 深夜 凌晨",
        "吵 音乐 唱歌 装修 施工 跳 声音 响 敲 拖 喧哗 麻将 钻",
    ),
    ("parking", 4, "车 小车 货车 面包车 私家车", "停 堵 挡 占 堵住 挡住 乱 停在 挪"),
    ("sanitation", 3, "垃圾 垃圾桶", "满 堆 臭 没人 倒 扔 收 清"),
    ("illegal_building", 4, "楼顶 一楼 露台 平台 绿地 阳台 院子 天台", "搭 盖 建 违 围 棚 搭建 加"),
    ("welfare", 3, "老人 奶奶 爷爷 阿婆 大爷", "独居 没人照顾 补贴 申请 摔 晕 照顾"),
    ("errand", 4, "帮忙 帮我 能帮 帮 麻烦", "买 取 拿 缴 交 寄 领 搬 送 换 陪 打印 买菜 快递 买药 药"),
    (
        "neighbour_dispute",
        3,
        "邻居 楼上 隔壁 对门 楼下",
        "吵架 骂 打 不讲理 讲理 赔 纠纷 占 鞋柜 吵起来 矛盾 泼",
    ),
)

PAIRS: Final = tuple(
    Pair(key, float(weight), frozenset(one.split()), frozenset(other.split()))
    for key, weight, one, other in _ROWS
)
