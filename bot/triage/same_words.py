"""The words by which two matters are recognised as one: what is the matter, what names a place, what says nothing."""

import re
from typing import Final

from bot.triage.numerals import NUMERAL


def _rows(table: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row.split()) for row in table.strip().splitlines())


CULPRITS: Final = _rows("""
    油烟 烧烤 烟味 夜宵 餐馆 餐饮 排烟 快餐 饭店 炒菜 大排档 烟道
    装修 电钻 敲墙 砸墙 打墙
    施工 工地 打桩
    广场舞 跳舞 音响 喇叭 低音炮
    唱歌 ktv 卡拉ok
    麻将 棋牌
    狗 犬
    猫
    鸡 鸽子
    弹琴 钢琴 练琴
    水泵 空调外机 变压器
    跑跳 拖椅子 脚步声
""")
"""Who or what disturbs, a row for each; it stays the same whatever the trouble is filed under."""

THINGS: Final = _rows("""
    电梯 轿厢
    路灯 照明灯 高杆灯 照明光 照明灯光
    楼道灯 楼梯灯 声控灯 感应灯
    停水 没水 断水 没有水
    水质 水压 供水 水黄 水浑
    漏水 渗水 滴水 渗漏
    停电 没电 断电 跳闸 没有电
    燃气 煤气 停气 天然气
    宽带 网络 断网
    手机信号 移动信号
    垃圾
    下水道 污水 化粪池 下水
    停车 乱停 车位 车库
    充电桩
    电动车 电瓶车
    消防通道 消防专用通道 安全通道
    消防设施 消防培训 灭火器 消火栓 应急灯
    门禁 单元门 道闸 门锁
    监控 摄像头
    入学 上学 小学 学位 学区
    幼儿园
    开裂 裂缝 楼板
    物业费
    业委会 业主委员会
    违建 搭建 违章建筑
    公交 公交车 站牌
    拥堵 堵车 信号灯 红绿灯
    天桥
    地铁
    飙车
    摆摊 占道经营
    路面 坑洼 修路 破损
    树枝 树木 修剪
    蚊子 老鼠 白蚁 蟑螂
    快递柜 快递
    广告 传单
    积水 内涝 淹水
    房产证 不动产证 办证
    拆迁 征收 安置房
    健身器材 滑梯 秋千
    绿化 草坪 花坛
    河道 内河 黑臭
    变电站 基站
    停车费
    热水 暖气
""")
"""What else a matter is about, a row for each; words of one row mean the same."""

OUTAGES: Final = ("停电", "停水", "燃气", "宽带", "手机信号")
"""First words of the rows that stop for many houses at once: these need no place, only a grid and an hour."""

PERSONAL: Final = frozenset({"errand", "welfare"})
"""Categories in which two people want each their own."""

_ENDS = (
    "小区|花园|花苑|家园|新村|公寓|大厦|广场(?!舞)|公园|国际|社区|新城|(?<![政])府|(?<![家法])庭|(?<![小花公家校田乐])园"
    "|(?<![城超闹])城(?!市|管)|苑|湾|郡|(?<![乡农])村|(?<![道马公铁线走修网电思出])路|巷"
)
PLACE_END: Final = re.compile(_ENDS)
"""What a name of an estate, a street or a village ends with."""

STREET_ENDS: Final = ("路", "巷")
"""What is long: two matters on one street need not be at one place."""

NO_NAME: Final = frozenset(
    "的我们咱这那该本在是个住整有没和与及跟到了也很都就又再每全各某请被把对从让给不为由将向往可"
    "几两前后左右里内外旁边附近门口楼栋幢号座"
)
"""Characters that hardly stand in such a name."""

BUILDING: Final = re.compile(rf"(?<![0-9])({NUMERAL})\s?(?:栋|幢|座|号楼|#)")

COMMON: Final = frozenset(
    word
    for row in _rows("""
    小区 我们 居民 业主 物业 社区 街道 大家 老人 孩子 我家 家里 楼上 楼下 附近 周边 地方 这个 那个 本人
    扰民 生活 影响 严重 问题 解决 处理 请求 反映 投诉 举报 建议 咨询 希望 领导 尊敬 政府 部门 有关 相关 工作
    没有 没人 一直 现在 长期 每天 天天 晚上 已经 多次 可以 什么 怎么 时候 何时 不能 无法 以来 之前 今天 昨天 最近
    就是 都是 是不 又是 还是 很多 太大 声音 休息 谢谢 您好 你好 好像 麻烦 看看 一下 赶紧 尽快 方便
    坏了 又坏 不好 不了 得不 不到 得到 开发 发商 交房 购买 进行 作为 人员
    """)
    for word in row
)
"""Pairs of characters that stand in any complaint: sharing them says next to nothing."""
