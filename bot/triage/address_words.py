"""The words Chinese addresses are made of, and the words in which they end."""

import re
from typing import Literal

Rank = Literal["region", "village", "road", "house", "estate", "landmark", "inner", "floor"]

BREAK = re.compile(
    "[^\u4e00-\u9fffA-Za-z0-9#-]+"
    # what one does with a matter
    "|投诉|举报|反映|反应|咨询|请问|请求|请管|请|恳请|要求|求助|解决|搬迁|关停|查查|查处|严查|管管|取缔|拆除|加强"
    "|整顿|关于|希望|建议|设置|依法|收回|尽快|立即|听说|认识|觉得|麻烦|帮忙|[找要办爬扛个某叫]"
    # where somebody is or goes
    "|位于|坐落|居住|地处|原属|属于|家住|住在|住(?!宅)|向(?!阳)|去|隔壁"
    # who
    "|我们|我家|我是|我|你好|您好|你|您|他们|他|她|本人|大家|咱们|居民们|们|领导|书记|业主"
    "|有关|相关|部门|每个|哪个|整个|有人|[一这那哪](?:座|名|个|家|条|栋(?=楼))|有(?=[0-9一两几])"
    # why and how
    "|导致|造成|影响|由于|因为|因|为何|为什么|怎么|什么|如果|可以|能否|是否|多次|无人|没人|为(?!民)"
    # when
    "|经常|每天|天天|最近|近期|昨天|昨晚|今天|今年|去年|长期|一直|现在|目前|刚才|已经|已|时候"
    "|早上|上午|下午|晚上|凌晨|半夜|下雨"
    # what is wrong
    "|违章|违规|违建|违法|非法|私自|私搭|乱停|施工|整治|改造|扰民|占用|占道|占据|噪音|噪声|停电|停水|漏水"
    # little words
    "|[不没]|看(?!守)|见(?!山|龙)|的|了|着|吗|呢|吧|是|在|这|那|被|把|让|给|也|还|就|很|太(?!平|阳|原|湖)|从|由|得|都(?=[是没不在要能会很])"
    "|与|(?<![锦祥泰融天家雍人仁顺])和(?![谐平园苑顺悦美润泰])|及|至|到|往|通往|之间"
)
"""Between two of these stands a name, if any."""

JOIN = re.compile("[的与和及至到、,(]{1,2}|通往|之间的?|[(,]| ")
"""What may stand between the halves of one place: 上浦路与工业路交叉口."""

INSIDE_NAMES = re.compile("[和与及至的]")
"""What looks like that and is part of a name: 锦和园."""

GENERIC = re.compile(
    "(?:本|该|各|整个|全|周边|附近|多个|几个|住宅|旧|老|安置|一个|人行|消防|地下|上述)?"
    "(?:小区|社区|街道|大道|公园|广场|学校|市场|超市|车库|停车场|大厦|市|区|县|镇|村|路|街|路口|路段)"
)
"""Names nothing by itself."""

BESIDE = re.compile(
    "[东南西北]?(?:门口|门|旁边|旁|对面|附近|边上|后面|前面|楼下|楼上|楼顶|顶楼|[东西南北]{1,2}[角侧边])(?!面)"
)

ORDINARY = re.compile(
    # not a road
    "[0-9]{1,3}路|道路|公路|铁路|马路|线路|走路|出路|思路|网路|电路|水路|半路|一路|修路|过路|堵路|管路|气路|套路"
    "|让路|退路|封路|路(?:灯|面|人|过|况|由|程|标|障|政|段|边|线|上|两边)|大街小巷|逛街|街[上坊边]|小巷|巷[子口]"
    "|消防通道|人行道|下水道|管道|通道|车道|便道|步道|绿道|辅道|临街|号线"
    # not a town, district or village
    "|[省市区县镇乡]政府|[省市区县][委局]|政府|府部|城(?:市|管|镇|乡|区)|县城|城里|进城|建城|夜市|市(?:民|政|长|容|里)"
    "|市场价|超市场|全市|本市|地区|景区|校区|片区|辖区|灾区|库区|厂区|园区|市区|住宅区|区(?:域|别|间|政府)|新区域"
    "|全县|县[政里]|镇[政上里]|村(?:里|民|委|干部|上|组)|农村|全村|乡村|乡[政里下]|老乡|家乡|社区(?:居委|工作|干部)"
    "|街道[上两办]|本小区|我小区|整个小区|小区[内里]"
    # not an estate, a school, a river
    "|校园|园[林丁]|家里|广场舞|国际化|网站|站[在点着]|桥梁|天桥下|河[道水流长]|内河|黑臭河|断头河|治河|长江|江水"
    "|厂[家房]|工厂|大学生|学[生习]|食堂里|楼[道下上顶房栋层]|高楼|型号|工期|时期|一?期间"
)
"""Everyday words that hold one of the words below."""

_DIGITS = "[0-9一二三四五六七八九十百]{1,4}"
_ROOM = "(?:[0-9]{3,4}(?:室|房|号|户)?)?"
PLACES: tuple[tuple[Rank, re.Pattern[str]], ...] = (
    ("region", re.compile("[A-Z][0-9]{0,2}[市县]|[A-Z][0-9]{1,2}区")),
    (
        "inner",
        re.compile(
            rf"附?(?:[A-Za-z]{{0,2}}-?{_DIGITS}|[A-Za-z]{{1,2}})(?:号楼|#楼?|栋|幢|座|单元|期|区){_ROOM}"
        ),
    ),
    (
        "house",
        re.compile(rf"(?<!月)附?{_DIGITS}(?:-[0-9]{{1,3}})?号(?!线|楼|支流|门|晚|早|上午|下午|那天|开始)"),
    ),
    ("floor", re.compile(rf"{_DIGITS}[楼层]{_ROOM}|[0-9]{{1,4}}[室房]")),
    (
        "landmark",
        re.compile(
            "公园|小学|中学|大学|学校|学院|幼儿园|医院|卫生院|市场|商场|超市|酒店|宾馆|派出所|居委会|物流园|站|桥|河|江|厂"
            "|活动中心|篮球场|体育馆|图书馆|停车场|车库|食堂|路口|交叉口|交汇处|交口"
        ),
    ),
    (
        "estate",
        re.compile(
            "小区|花园|花苑|公寓|家园|新村|新城|别墅区|安置区|宿舍|公馆|大厦|广场|名门|名都|佳园|山庄|国际|[城府园苑邸郡]"
        ),
    ),
    ("village", re.compile("街道|镇|乡|村|社区")),
    ("road", re.compile("大道|路|街|巷|弄(?=[0-9])|胡同")),
    ("region", re.compile("市|区|县|自治州|开发区|新区")),
)
"""What a place's name ends in, or its number, by rank; the first that fits counts."""

RANKS: dict[str, Rank | None] = {
    "ordinary": None,
    **{f"{rank}_{place}": rank for place, (rank, _) in enumerate(PLACES)},
}
"""The groups of ``ANY`` and the rank each tells; an ordinary word tells none."""

ANY = re.compile(
    "|".join(
        f"(?P<{group}>{pattern.pattern})"
        for group, pattern in zip(RANKS, (ORDINARY, *(pattern for _, pattern in PLACES)), strict=True)
    )
)
"""All of them in one look."""

NUMBERS: frozenset[Rank] = frozenset({"inner", "house", "floor"})

WEIGHTS: dict[Rank, float] = {
    "region": 1.0, "village": 1.5, "road": 2.0, "house": 2.0, "estate": 2.5, "landmark": 2.0, "inner": 2.0,
    "floor": 1.0,
}  # fmt: skip
"""How much of a place each says."""
