"""Every sentence about meetings that is no card."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.meetings.models import Meeting
from bot.spoken.texts import moment_in_words

PARTS = {
    "topic": "主题",
    "time": "时间",
    "place": "地点",
    "host": "主持人",
    "agenda": "议程",
    "reason": "原因",
}

ASK = {
    "topic": "这次会议商量什么事？用一句话写，比如：商量3栋加装电梯。不办了就写“算了”。",
    "time": "什么时候开？怎么说就怎么写，比如：明天下午3点、下周三晚上7点半。",
    "place": "在哪里开？比如：社区三楼议事厅。",
    "host": "谁来主持？写名字就行。",
    "agenda": "请把议程发给我，一行一条。不写了就写“算了”。",
    "guests": "请写要单独请的人的名字，几个人用顿号隔开，比如：王云、李秀兰。写完我找给您看。",
}
"""What is asked for, one at a time."""
ASK_NEW_TIME = "改到什么时候？怎么说就怎么写，比如：周五下午3点。不改了就写“算了”。"
ASK_NEW_PLACE = "改到哪里？不改了就写“算了”。"
ASK_REASON = "为什么取消？请写一句，大家会看到。不取消了就写“算了”。"
ASK_NAMES = "请写来的人的名字，几个人用顿号隔开，没有 Telegram 的也能写。"
ASK_MINUTES = (
    "请把纪要发给我：文字、照片或文件都行，多张照片请一次选好一起发。\n"
    "我只发给签到的人。写错了再发一次就换成新的。不写了就写“算了”。"
)

DRAFT_GONE = "这份草稿已经处理过了，请看最新的那一条。"
ANNOUNCED_ALREADY = "这个会已经发出去了，不用再点。要改请发 /meetings"
THROWN_AWAY = "好的，没有发出去。"
NOT_COMPLETE = "主题、时间、地点都有了才能发布，请先补上。"
TIME_IS_OVER = "这个时间已经过去了，请点“改时间”写一个以后的时间。"
NOBODY_INVITED = "现在这样选，一个人也请不到。请点“请谁来”再选一选。"
HOSTS_ONLY = "这一项只有社区工作人员和会议的主持人能操作。"
MEETING_GONE = "这个按钮已经失效，请看最新的那一条。"
IS_CANCELLED = "这个会已经取消了。"
HAS_BEGUN = "会已经开始了，改不了了。您来的话直接到会场就行。"
TIME_HAS_MOVED = "这个会改时间了，请在最新的那条消息下面重新点一次。"
CHANGE_GONE = "这个改动已经处理过了，没有再改。请看最新的那一条。"
SAME_AS_BEFORE = "跟原来的一样。要改请再写一个，不改了就写“算了”。"
EVERYBODY_TOLD = "好了，已经告诉大家。"
NOT_CHANGED = "好的，没有改动。"
NOT_INVITED = "这个会请的是另外几位。您有想法可以直接跟我说。"
NO_MEETINGS = "近期没有会。有了会发到群里，您也会在这里看到。"
NAMES_WANTED = "请写名字再发给我。"
START_FIRST = "请先点我的头像，按“开始”，再回来点一次“加到日历”，我就发给您。"
CALENDAR_SENT = "日历文件发到您和我的私聊里了，点开就能加上。"

DOOR_TOO_EARLY = "还早。开会前一个小时起可以签到。"
DOOR_TOO_LATE = "这个会已经散了很久，签到关了。"
CODE_IS_WRONG = "签到码不对，请再看一眼门口写的四位数字。找不到就请门口的工作人员帮您签到。"
TOO_MANY_CODES = "试了好几次都不对，请让门口的工作人员帮您签到，一样算数。"
NO_DOOR = "现在没有会在签到。"
HOW_TO_SIGN_IN = "请把门口写的四位数字发给我，比如：/here 1234"
TICKED_OFF = "已经去掉。"

MINUTES_TOO_EARLY = "会还没开，开完了再发纪要。"
MINUTES_KIND = "纪要请发文字、照片或文件。"
MINUTES_EMPTY = "纪要还没有字，请写几句再发给我。"
NO_MINUTES = "还没有纪要。"
CORRECTED = "（已更正）"

ANSWERS_TITLE, ATTENDANCE_TITLE = "报名", "签到"
ANSWER_COLUMNS = ("姓名", "住址", "几位", "什么时候报的")
ATTENDANCE_COLUMNS = ("姓名", "住址", "怎么签的", "时间")
BY_CODE, BY_HOST = "自己签到", "主持人打勾"
_LONGEST_NAME, _MOST_NAMES = 16, 30


def empty(part: str) -> str:
    """A part of a meeting without a word."""
    return f"{PARTS[part]}还没有字，请写几个字再发给我。"


def too_long(part: str, units: int, most: int) -> str:
    """A part of a meeting that does not fit on the card."""
    more = "，细的可以写在议程里" if part == "topic" else ""
    return f"{PARTS[part]}太长了（{units} 字），最多 {most} 字，请短一点再发给我{more}。"


def minutes_too_long(units: int, most: int) -> str:
    """Minutes that do not fit into one message."""
    return f"纪要太长了（{units} 字），一条消息最多 {most} 字。请短一点，或者存成文件发给我。"


def shortened(names: Sequence[str]) -> str:
    """Names one after another; of many only the first, and how many there are."""
    shown = [
        name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…" for name in names[:_MOST_NAMES]
    ]
    return "、".join(shown) + (f" 等{len(names)}人" if len(names) > _MOST_NAMES else "")


def when(meeting: Meeting, *, now: datetime, zone: ZoneInfo) -> str:
    """When a meeting begins: 12月2日周三 19:30."""
    return moment_in_words(meeting.starts_at, now=now, zone=zone) if meeting.starts_at else ""


def when_from_now(meeting: Meeting, *, now: datetime, zone: ZoneInfo) -> str:
    """The same with 今天 or 明天 in front where that is so."""
    days = (
        (meeting.starts_at.astimezone(zone).date() - now.astimezone(zone).date()).days
        if meeting.starts_at
        else 9
    )
    near = {0: "今天 ", 1: "明天 ", 2: "后天 "}.get(days, "")
    return near + when(meeting, now=now, zone=zone)


def namesake(name: str, home: str | None, account: int) -> str:
    """One of several people of a name, so that they can be told apart."""
    return f"{name}（{home or f'账号尾号{account % 10_000:04d}'}）"


def announced(groups: int, people: int, left: Sequence[str], unreached: Sequence[str]) -> str:
    """To whoever announced a meeting: where it went, and where not."""
    went = [part for part in (f"{groups} 个群" if groups else "", f"{people} 位" if people else "") if part]
    lines = [f"发出去了：{'、'.join(went)}。要改、要取消、要签到，都在上面那张卡片上，也可以发 /meetings"]
    if left:
        lines.append(f"没发到（我已经不在群里）：{'、'.join(left)}")
    if unreached:
        lines.append(f"没发到（还没点过“开始”）：{shortened(unreached)}")
    return "\n".join(lines)


def guests_found(found: Sequence[str], unknown: Sequence[str]) -> str:
    """Who was added by name, and who is not known."""
    lines = [f"加上了：{shortened(found)}"] if found else []
    if unknown:
        lines.append(f"没找到：{shortened(unknown)}。要先跟我说过话的人，我才找得到。")
    return "\n".join(lines)


def which_one(name: str) -> str:
    """Several people have this name."""
    return f"叫“{name}”的有好几位，要请哪一位？"


def answered(meeting: Meeting, heads: int, *, now: datetime, zone: ZoneInfo) -> str:
    """The toast after an RSVP."""
    at = when(meeting, now=now, zone=zone)
    if not heads:
        return "记下了：您来不了。改主意了再点“我来”就行。"
    if heads == 1:
        return f"记下了：您来。{at}，{meeting.place}。"
    return f"记下了：您带{heads - 1}人来，一共{heads}位。{at}。"


def own_answer(heads: int | None) -> str:
    """What somebody answered, as their list and card show it."""
    if heads is None:
        return "您：还没有回答"
    if not heads:
        return "您：来不了"
    return "您：来" if heads == 1 else f"您：来，一共{heads}位"


def has_moved(meeting: Meeting, *, now: datetime, zone: ZoneInfo) -> str:
    """Above a card whose time has moved; whoever answered is asked again."""
    was = moment_in_words(meeting.moved_from_at, now=now, zone=zone) if meeting.moved_from_at else ""
    return f"改时间了！原来是 {was}，请按新的时间重新报名。"


def host_of_moved(meeting: Meeting, *, now: datetime, zone: ZoneInfo) -> str:
    """To the host, who is told and not asked."""
    was = moment_in_words(meeting.moved_from_at, now=now, zone=zone) if meeting.moved_from_at else ""
    at = when(meeting, now=now, zone=zone)
    return f"您主持的“{meeting.topic}”改到 {at}，{meeting.place}（原来是 {was}）。大家要重新报名。"


def moved_place(meeting: Meeting, before: str, *, now: datetime, zone: ZoneInfo) -> str:
    """To everybody who was told: only the place has moved."""
    return (
        f"“{meeting.topic}”换地方了：原来在{before}，改到{meeting.place}。\n"
        f"时间不变：{when(meeting, now=now, zone=zone)}。已经报名的不用再报。"
    )


def cancelled(meeting: Meeting, *, now: datetime, zone: ZoneInfo) -> str:
    """To everybody who was told: the meeting does not take place."""
    return (
        f"{when(meeting, now=now, zone=zone)} 的“{meeting.topic}”取消了，不用来了。\n原因：{meeting.reason}"
    )


def hosts(meeting: Meeting) -> str:
    """To the colleague who hosts: the card below is theirs to run the meeting."""
    return f"“{meeting.topic}”由您主持，签到和名单都在下面这张卡片上。"


def remind_person(meeting: Meeting, heads: int, *, now: datetime, zone: ZoneInfo, soon: bool) -> str:
    """To somebody who comes."""
    lines = [f"提醒您：{when_from_now(meeting, now=now, zone=zone)}，{meeting.place}，“{meeting.topic}”。"]
    lines.append(own_answer(heads))
    if soon:
        lines.append("到了以后，把门口写的四位数字发给我，就算签到。")
    return "\n".join(lines)


def remind_group(meeting: Meeting, *, now: datetime, zone: ZoneInfo) -> str:
    """To a group."""
    at = when_from_now(meeting, now=now, zone=zone)
    return f"提醒：{at}，{meeting.place}，“{meeting.topic}”。还没报名的请点一下。"


def reminders_missed(meetings: Sequence[str]) -> str:
    """To staff: what nobody was reminded of because the bot was down."""
    return "我停了一阵，这些会开始前没有来得及提醒：\n" + "\n".join(f"· {one}" for one in meetings)


def named(meeting: Meeting, *, now: datetime, zone: ZoneInfo) -> str:
    """A meeting in one line."""
    return f"{when(meeting, now=now, zone=zone)} {meeting.topic}（{meeting.place}）"


def door_opened(code: str) -> str:
    """The toast with the code, wherever the card of the door may have gone."""
    return f"签到码：{code}，请写在门口。"


def signed_in(name: str, meeting: Meeting) -> str:
    """To somebody whose code is right."""
    return f"{name}，签到好了，谢谢您来！“{meeting.topic}”在{meeting.place}，请进。"


def signed_in_already(meeting: Meeting) -> str:
    """To somebody who signs in again."""
    return f"您已经签到了，不用再发。“{meeting.topic}”在{meeting.place}，请进。"


def ticked(name: str) -> str:
    """The toast when the host ticks somebody."""
    return f"{name[:_LONGEST_NAME]}来了，记下了。"


def names_added(names: Sequence[str]) -> str:
    """To the host who wrote names."""
    return f"记下了：{shortened(names)}。"


def minutes_head(meeting: Meeting, *, now: datetime, zone: ZoneInfo, corrected: bool) -> str:
    """The first line of the minutes."""
    mark = CORRECTED if corrected else ""
    return f"“{meeting.topic}”的纪要{mark}\n{when(meeting, now=now, zone=zone)}，{meeting.place}"


def minutes_sent(reached: int, came: int, *, corrected: bool) -> str:
    """To whoever sent in the minutes."""
    if not came:
        return "纪要收好了。还没有人签到，所以没有发给谁；在名单上打了勾，我就补发。"
    rest = f"另有{came - reached}位没有和我私聊，请转告他们。" if came > reached else ""
    return f"纪要收好了，{'改好的重新发给' if corrected else '发给'}了签到的{reached}位。{rest}"


def calendar_note(*, moved: bool, cancelled: bool) -> str:
    """Under the calendar file."""
    if cancelled:
        return "会取消了。点开这个文件，日历里的那一条就会去掉。"
    if moved:
        return "会有改动。点开这个文件，日历里的那一条会跟着改。"
    return "点开这个文件，就能加到手机日历里，开会前一个小时会响。"


def calendar_name(at: datetime) -> str:
    """The calendar file."""
    return f"会议{at:%m%d}.ics"


def alarm(meeting: Meeting) -> str:
    """What the calendar shows when it rings."""
    return f"{meeting.topic}（{meeting.place}）"


def sheet_name(title: str, at: datetime) -> str:
    """A list as a spreadsheet."""
    return f"{title}{at:%m%d}.xlsx"
