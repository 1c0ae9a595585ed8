"""Every sentence about people themselves."""

import re
import unicodedata
from collections.abc import Sequence

STAFF_ONLY = "这一项只有社区工作人员能操作。您有事可以直接跟我说。"
WORKERS_ONLY = "这一项是给网格员用的。您有事可以直接跟我说。"
LINK_USED = "这个登记链接已经用过或不存在，请向社区工作人员再要一个。"
LINK_EXPIRED = "这个登记链接过期了，请向社区工作人员再要一个。"
ACCOUNT_TAKEN = "这个账号已经是别的网格员或社区工作人员，不能再登记一次。"
NOBODY = "匿名"
OFFICE = "社区工作人员"
SECRETARY = "书记"
NOBODY_MISSING = "所有网格员都已经登记，随时可以收到诉求。"

SPEAK_UP = "有事敞开说"
MY_TICKETS = "我的诉求"
MY_HOME = "我的楼栋"
HELP = "帮助"
MENU_TODAY = "今日菜单"
MY_ORDERS = "我的订餐"
MY_MEETINGS = "我的报名"
MENU = ((SPEAK_UP, MY_TICKETS), (MENU_TODAY, MY_ORDERS), (MY_MEETINGS, MY_HOME, HELP))


def welcome(community: str) -> str:
    """To a resident who pressed Start."""
    return (
        f"您好，我是{community}的吾爱邻。\n"
        "电梯坏了、楼道没灯、有人占车位……有事敞开说，我来找负责的人，办到哪一步都告诉您。\n"
        "按下面的大按钮，或者直接把事情发给我就行。"
    )


def welcome_worker(name: str) -> str:
    """To a worker who pressed Start or opened the enrolment link."""
    return (
        f"{name}，您好！您已经登记为网格员。\n"
        "居民的诉求会直接发到这里，每件都有按钮：签收、回复、转办、办结。\n"
        "/mine 看手上的诉求　/away 请人代班　/back 回来上班"
    )


def welcome_staff(community: str) -> str:
    """To office staff who pressed Start."""
    return (
        f"您好！{community}工作台已经接通。\n"
        "找不到承办人的诉求会发到这里，点一下就能分派。\n"
        "/triage 待分派的诉求　/enrol 网格员登记链接\n"
        "/notice 发通知　/meeting 开会　/canteen 发食堂菜单"
    )


def help_text(community: str, duty_phone: str) -> str:
    """What a resident can do, in plain words."""
    phone = f"\n急事请直接打值班电话 {duty_phone}，危险时打 119、120、110。" if duty_phone else ""
    return (
        f"{community}吾爱邻能帮您：\n"
        "· 在群里说事：开头写“有事敞开说”，或者写 #噪音、#电梯 这样的标签，或者 @我。\n"
        "· 在这里说事：按“有事敞开说”，文字、照片、语音都行，看一遍再点“登记”。\n"
        "· “我的诉求”看办到哪一步，“我的楼栋”登记您住哪里，我就能更快找对人。\n"
        "· 办完了我会问您解决没有，您说了算。" + phone
    )


HELP_GROUP = (
    "在群里开头写“有事敞开说”，或写 #噪音、#电梯 这样的标签，再写事情，我就去找负责的人。\n"
    "也可以点我的头像私聊。"
)
CHOOSE_ESTATE = "您住在哪个小区？点一下就好。"


def choose_building(estate: str) -> str:
    """Second step of 我的楼栋."""
    return f"{estate}，是几栋？"


def building(number: int) -> str:
    """A building to choose."""
    return f"{number}栋"


def unit(number: int) -> str:
    """A unit to choose."""
    return f"{number}单元"


MORE = "更多"


def choose_unit(estate: str, building: str) -> str:
    """Third step of 我的楼栋."""
    return f"{estate}{building}栋，是几单元？"


ADD_ROOM = "补上门牌（几零几）"
ASK_ROOM = (
    "您家门牌是几零几？发数字就行，比如 501。\n只用来数有几户遇到同一件事，不会告诉别人。不写了就发“算了”。"
)
ROOM_SKIPPED = "好的，不写了。"
CANCEL_WORD = "算了"


_ROOM = re.compile(r"(\d{1,4}[A-Za-z]?)\s*[室房号户]?")


def room_in(written: str) -> str | None:
    """The number on a door (501, 12B室), in one form; None when something else is written."""
    match = _ROOM.fullmatch(unicodedata.normalize("NFKC", written).strip())
    return match[1].upper() if match else None


def room_saved(room: str) -> str:
    """The door is registered."""
    return f"记下了：{room}。一家人提同一件事，只算一户。"


def home_saved(home: str) -> str:
    """The home is registered."""
    return f"记下了：您住{home}。\n只用来找对负责的人，不会告诉别人。搬家了再点“我的楼栋”改。"


def home_now(home: str) -> str:
    """What is registered, before it is chosen anew."""
    return f"您登记的是：{home}。要改的话，"


UNIT_SKIPPED = "不分单元／不清楚"
HOME_GONE = "楼栋名单刚更新过，请重新点“我的楼栋”。"
FORGET_HOME = "不登记了，删掉"
HOME_FORGOTTEN = "已经删掉您登记的楼栋。"


def away_saved(stand_in: str | None) -> str:
    """A worker is away."""
    if stand_in is None:
        return "记下了，您暂时不在。没有设代班人，新诉求会由社区工作人员接。回来请发 /back"
    return f"记下了，您暂时不在，新诉求由{stand_in}代班。手上的诉求还在您名下，急的请转办。回来请发 /back"


BACK_SAVED = "欢迎回来！新诉求会重新发给您。"


def enrol_links(links: Sequence[tuple[str, str]], missing: Sequence[str]) -> str:
    """The one-time links for staff to pass on."""
    lines = [f"{name}：{link}" for name, link in links]
    return (
        f"还没登记的网格员：{'、'.join(missing)}\n"
        "把各自的链接发给本人，点开按“开始”就好。每个链接只能用一次，三天内有效。\n\n" + "\n".join(lines)
    )


def enrolled(name: str) -> str:
    """To staff: a worker opened the link."""
    return f"{name}已登记，可以收到诉求了。"


ANONYMOUS = "我看不出您是谁（匿名管理员或频道身份），请换成自己的身份再操作。"
NOT_HERE = "请私聊我再用这个命令。"
SLOW_DOWN = "您说得很快，我都记下了，一件不少，会一件一件回复您，请稍等。"
TROUBLE = "这条消息我没处理好，已经请社区工作人员来看，您不用重发。"


def parked(row_id: int, who: str) -> str:
    """To staff: an update was set aside."""
    return f"有一条消息（{who}，编号 {row_id}）我处理了三次都没成功，已经放到一边，请看运行日志并联系本人。"


def unreadable(row_id: int) -> str:
    """To staff: an update that cannot be read."""
    return f"有一条消息（编号 {row_id}）格式我读不懂，已经放到一边，请看运行日志。"
