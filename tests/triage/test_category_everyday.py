"""Sentences of everyday life, one class beside those it is taken for."""

import pytest

from bot.triage import Triage
from bot.triage.category import Topics
from tests.triage.xiguan import NEIGHBOURHOOD

SAID = {
    "noise": [
        "楼上熊孩子拍球拍到十一点，人都要疯了",
        "对面KTV低音炮一直咚咚咚到后半夜",
        "早上六点不到就开始电镐拆墙，求管管",
        "我家宝宝刚睡，楼下大妈又开始放凤凰传奇",
        "楼上应该在家里开了健身房，天天砸杠铃",
        "工地的泵车响了一整晚",
        "家里有高三学生，隔壁麻将打到两三点",
        "底商的排风机嗡嗡的，开窗根本没法待",
        "谁家音响能不能关小一点",
        "阿姨们跳舞的喇叭对着我家窗户",
    ],
    "sanitation": [
        "楼梯间有一坨不明物，保洁三天没来了",
        "楼下火锅店的味道全飘上来，衣服都不敢晾",
        "有人往楼下丢尿不湿，差点砸到我",
        "厨余桶盖子开着，苍蝇嗡嗡飞",
        "电梯里有人抽烟，味道散不掉",
        "地库里扔了一堆装修材料，味道刺鼻",
        "门口的河又黑又臭",
        "蟑螂从管道井爬出来，能不能统一消杀",
        "单元门口的快递盒子堆了一个礼拜没人收走",
        "楼道墙上贴满开锁小广告",
    ],
    "parking": [
        "那辆白色SUV占着两个车位",
        "车被堵在里面出不来，电话没人接，上班要迟到了",
        "访客车位天天被长租的占",
        "充电位被油车霸占一整天",
        "有没有人知道车主是谁，挡我家卷帘门了",
        "回来晚了根本没地方停，转了半小时",
        "共享电单车堆在大门口，轮椅都推不过去",
        "我租的车位别人停了，让他走他不理",
        "自行车棚被几辆废车占满了",
    ],
    "elevator": [
        "电梯又不动了，我爬了十八楼",
        "2号梯按了没反应，等了二十分钟",
        "电梯下行的时候突然顿了一下，好吓人",
        "电梯里的广告屏声音太大了",
        "电梯门老是关到一半又弹开",
        "咱们楼能不能加装电梯，一楼不同意怎么办",
        "货梯坏了一周了，搬家公司都不来",
        "电梯年检标签都过期半年了",
    ],
    "utilities": [
        "家里突然没网了，光猫亮红灯",
        "水龙头出来的水一股漂白粉味",
        "洗澡洗到一半没热水了",
        "电费这个月翻倍，是不是电表有问题",
        "全楼就我家没电，空开推不上去",
        "燃气灶打不着火，是不是停气了",
        "地下室手机完全没信号",
        "门口那根电线耷拉到头顶了",
        "水管爆了，水喷得老高",
        "几点来水啊，通知说下午两点",
        "暖气片摸着是凉的",
    ],
    "illegal_building": [
        "楼上把阳台敲了，说要做成一间房",
        "顶楼那家在天台盖玻璃房，每天叮叮当当",
        "一套三居室隔了七八个房间租出去，每天人来人往",
        "一楼把绿化带圈进自己院子了",
        "隔壁好像在砸承重墙，楼板都震裂了",
        "楼下那套在做短租，天天有陌生人按错门铃",
        "有人把公共走道装了铁门当自家玄关",
        "住宅里开美容院合法吗，天天客人进进出出",
    ],
    "pets": [
        "小区里有蛇",
        "窗外屋檐有个马蜂窝",
        "遛狗不牵绳的能不能罚款",
        "隔壁金毛一出门就扑人，我女儿吓哭了",
        "楼道里全是猫尿味，有人天天喂流浪猫",
        "六点钟公鸡准时打鸣",
        "鸽子在我空调外机上做窝，屎拉得到处都是",
        "草坪上一坨坨狗粑粑",
        "黑色大狗没戴嘴套坐电梯",
        "邻居出差把狗关家里，从早叫到晚",
    ],
    "fire_safety": [
        "又有人把电瓶拎回家充",
        "楼道堆满纸壳子，走路都要侧身",
        "安全出口的门被锁死了",
        "单元门口一排电动车飞线充电",
        "灭火器压力表都掉到红区了",
        "消防通道上停了一溜车",
        "楼下有人在烧纸钱，火星乱飘",
        "电动车推进电梯，报警器都不响",
        "隔壁在阳台放了几个煤气罐",
        "烟感隔一会儿就滴一声，是不是没电了",
    ],
    "neighbour_dispute": [
        "楼上说是我敲的，我根本没敲，能不能帮我们当面说清楚",
        "房东不退押金还换锁",
        "和对门因为鞋柜吵了好几次了，想找社区调解",
        "楼下大爷天天骂我们，说我们走路响",
        "室友把我东西扔出来，还要打我",
        "隔壁监控正对着我家大门，让他转一下他不肯",
        "我妈和我嫂子又打起来了，谁来劝劝",
        "漏水的事楼上不认账，也不赔",
    ],
    "lighting_roads": [
        "小区后门那段路晚上伸手不见五指",
        "走廊声控灯喊破喉咙都不亮",
        "人行道砖头翘起来，我妈绊了一跤",
        "井盖一压就咣当响",
        "单元门口台阶缺了一角，崴脚了",
        "地库转弯的地方灯一直闪",
        "门口修路挖了个坑，一直没填",
        "斑马线都磨没了",
    ],
    "drainage_leak": [
        "卫生间天花板滴水，楼上说不是他家",
        "厨房下水堵了，脏水往上冒",
        "一到下雨地库就成水帘洞",
        "墙面起皮发霉，孩子咳嗽",
        "飘窗渗水，木地板都泡了",
        "门口积水没过脚踝",
        "化粪池满了，往外溢",
        "地漏反味，厕所臭死了",
    ],
    "property_mgmt": [
        "外墙瓷砖掉下来砸到车了",
        "门禁卡刷了没反应，被关外面半小时",
        "物业费涨到三块五，有公示过吗",
        "保安睡觉，外卖随便进",
        "单元门坏了一直敞着",
        "摄像头是摆设吧，调都调不出来",
        "什么时候成立业委会",
        "快递柜满了，能不能联系一下他们",
        "滑梯裂了个口子，会割到小孩",
        "树长到我家窗户里了，什么时候修剪",
        "公共收益到底花哪去了",
    ],
    "welfare": [
        "灵活就业社保在哪里交",
        "我爸刚满八十，高龄津贴怎么领",
        "生二胎有没有什么补贴",
        "失业金断了怎么回事",
        "楼下独居的奶奶两天没见人了，有人去看看吗",
        "老年卡丢了在哪补",
        "医保报销要去哪个窗口",
        "残疾证到期了怎么换",
        "人在外地，想请人去看看我爸，电话打不通",
    ],
    "errand": [
        "发烧四十度，一个人在家，能不能帮我带点退烧药",
        "有没有人可以帮我奶奶收一下快递，她下不了楼",
        "我妈不会用手机挂号，谁能教她一下",
        "月子里出不了门，帮忙取个件",
        "老人家灯泡坏了，我爸够不着",
        "谁能帮我把轮椅抬上三楼",
    ],
    "suggestion": [
        "能不能在大堂放个快递架",
        "要是有个儿童阅览室就好了",
        "希望周末也能开放活动室",
        "建议装几个充电桩",
        "可以搞个闲置交换群吗",
        "门口能不能加个遮雨棚",
        "小区缺个打印机，弄一台自助的吧",
        "能不能办个暑期托管",
    ],
    "other": [
        "快递放门口被人拿走了",
        "公司拖欠工资两个月了，找哪里",
        "接到电话说我社保异常让我转账，是骗子吧",
        "72路公交怎么越来越少",
        "学区怎么划的，我们这栋读哪个小学",
        "楼下烧烤摊把人行道全占了",
        "租房合同备案去哪办",
        "外地户口能办居住证吗",
        "健身房跑路了，卡里还有三千",
        "电动车电瓶被偷了，可以调监控吗",
        "对面楼有人在打孩子，哭得很惨",
        "捡到一张身份证",
    ],
}


@pytest.mark.parametrize(("text", "key"), [(text, key) for key, texts in SAID.items() for text in texts])
def test_what_residents_write_has_its_category(triage: Triage, text: str, key: str) -> None:
    decision = triage.decide(text, directed=True)
    assert key in (decision.category, *decision.also)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("电提又不动了", "elevator"),
        ("拉圾桶边上苍蝇乱飞", "sanitation"),
        ("无业费又涨了", "property_mgmt"),
        ("退修认证怎么办", "welfare"),
        ("共想单车倒了一地，人行道走不过去", "parking"),
        ("一落雨厝里就要拿脸盆接", "drainage_leak"),
        ("路登不亮", "lighting_roads"),
        ("楼上躁音太大", "noise"),
        ("灭火气过期了", "fire_safety"),
    ],
)
def test_dialect_and_what_a_voice_keyboard_writes_are_understood(triage: Triage, text: str, key: str) -> None:
    assert triage.decide(text, directed=True).category == key


def test_a_phrase_speaks_with_the_words_within_it(triage: Triage) -> None:
    assert triage.decide("电梯里灯一闪一闪的", directed=True).category == "elevator"


def test_a_clause_that_denies_lends_nothing_to_the_next() -> None:
    scores = Topics(NEIGHBOURHOOD.categories).heard("电梯没坏，楼道灯坏了").scores
    assert scores["lighting_roads"] > scores["elevator"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("台阶断了一角，我老伴坐轮椅，出不去", "lighting_roads"),
        ("谁的车挡在坡道上，我妈坐轮椅过不去", "parking"),
        ("电梯停了，我爸走不动，下不了楼", "elevator"),
        ("灯泡坏了，我够不着，谁能帮忙换一下", "errand"),
    ],
)
def test_who_is_frail_tells_why_and_not_what(triage: Triage, text: str, key: str) -> None:
    assert triage.decide(text, directed=True).category == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("水龙头没水了", "utilities"),
        ("水龙头漏水，把楼下天花板淹了", "drainage_leak"),
        ("狗在楼道里拉屎", "pets"),
        ("有人在楼道里大便", "sanitation"),
        ("电动车停在楼道里充电", "fire_safety"),
        ("电动车停在车位上不走", "parking"),
        ("电动车在楼下被偷了", "other"),
        ("充电桩被油车占着", "parking"),
        ("建议多装几个充电桩", "suggestion"),
        ("门口的摊子把人行道占了", "other"),
        ("门口的人行道砖翘起来了", "lighting_roads"),
    ],
)
def test_one_word_in_other_company_is_another_matter(triage: Triage, text: str, key: str) -> None:
    assert triage.decide(text, directed=True).category == key
