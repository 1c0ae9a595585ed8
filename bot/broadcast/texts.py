"""Every sentence about notices, and the buttons under them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.config import Grid
from bot.outbox.content import Button, Content

HOW_TO_WRITE = (
    "请把通知发给我：文字，或者照片、文件，下面写上字。\n"
    "我先给您看样子，您选好发给谁、点了才发。不发了就写“算了”。"
)
EMPTY = "通知还没有字，请点“改文字”写几句。"
NO_WORDS_YET = "（还没有字，请点“改文字”写几句。）"
TOO_MANY_PHOTOS = "照片太多了，一次最多 10 张。"
NOBODY = "现在这样选，一个人也收不到。请再选一选发给谁。"
NOBODY_TO_AGREE = "发给所有人要有一位同事同意，可是现在没有别的同事点过“开始”，请先请同事点一下。"
NOBODY_TO_REMIND = "该点的都点过了，没有要提醒的人。"
NOT_YOUR_OWN = "这条是您自己写的，要请别的同事点。"
TOO_LATE = "这条通知已经处理过了，请看最新的那一条。"
ASK_WHEN = "什么时候发？怎么说就怎么写，比如：明天上午9点、周五下午3点半。不定时了就写“算了”。"
ASK_CORRECTION = "请把改好的全文发给我，已经发出去的都会改过来。不改了就写“算了”。"
ASK_WORDS = "请把改好的全文发给我。不改了就写“算了”。"
NOT_WITH_MEDIA = "照片和文件改不了，请只发改好的文字；要换照片，请重新发一条通知。"
REWORDED = "改好了，请看上面的样子。"
STOPPING = "好的，还没发出去的不再发了。"
DISCARDED = "好的，没有发出去。"
AGREED = "好的，通知发出去了。"
NOT_AGREED = "好的，已经告诉写通知的同事。"
TOLD_AGREED = "同事看过、同意了，通知照您定的发。"
TOLD_NOT_AGREED = "同事觉得这条通知先不发。您可以改一改，或者商量一下再发。"
GOT_IT = "收到"
CONFIRMED = "好的，记下您已收到。"
CORRECTED = "（已更正）"
FILE_TITLE = "送达"
COLUMNS = ("发给", "结果", "原因", "收到时间")
FATES = {
    "waiting": "还没发",
    "delivered": "已送达",
    "failed": "没送到",
    "unknown": "说不准",
    "dropped": "没有发",
    "in_group": "在群里看到",
}
_WHY = {
    "blocked by the user": "把机器人停用了",
    "user is deactivated": "账号已注销",
    "can't initiate conversation": "还没有点过“开始”",
    "kicked": "机器人被移出了群",
    "not a member": "机器人不在群里",
    "chat not found": "找不到这个聊天",
    "not enough rights": "机器人在群里没有发言权限",
}
_MOST_NAMES = 60


class Counts(NamedTuple):
    """How many copies of a notice are where."""

    waiting: int = 0
    delivered: int = 0
    failed: int = 0
    unknown: int = 0
    dropped: int = 0

    @property
    def total(self) -> int:
        """All copies."""
        return sum(self)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the office sees of a notice before it goes."""

    notice_id: int
    audience: Sequence[str]
    groups: Sequence[str]
    people: int
    wants_receipt: bool
    pins: bool
    send_at: str = ""
    photos: int = 0
    """How many photos stand above the text, when there are several."""
    quiet_hours: str = ""
    """The hours people rest in, when it would go in them."""


def too_long(units: int, most: int, *, with_media: bool) -> str:
    """A notice that does not fit into one message."""
    where = "照片、文件下面最多" if with_media else "一条消息最多"
    return f"通知太长了（{units} 字），{where} {most} 字，请短一点再发给我。"


def plan(what: Plan) -> Content:
    """The card on which a notice is addressed and sent."""
    lines = ["上面就是大家会看到的样子。"]
    if what.photos:
        lines = [f"先发 {what.photos} 张照片，下面跟着上面这段话。"]
    lines += _whom(what)
    number = what.notice_id
    rows = (
        (_part(what, "所有群", "groups"), Button("选网格群", f"broadcast:grids:{number}")),
        (_part(what, "所有居民私信", "residents"), Button("选楼栋", f"broadcast:estates:{number}")),
        (_part(what, "网格员", "workers"), _part(what, "社区同事", "office")),
        (
            Button(_mark("收到按钮", chosen=what.wants_receipt), f"broadcast:receipt:{number}"),
            Button(_mark("群里置顶", chosen=what.pins), f"broadcast:pin:{number}"),
        ),
        (
            Button("改文字", f"broadcast:reword:{number}"),
            Button("定个时间", f"broadcast:when:{number}"),
        ),
        (
            Button("到点发出" if what.send_at else "马上发出", f"broadcast:send:{number}"),
            Button("不发了", f"broadcast:discard:{number}"),
        ),
    )
    return Content("\n".join(lines), buttons=rows)


def _whom(what: Plan) -> list[str]:
    names = "、".join(what.groups[:6]) + ("……" if len(what.groups) > 6 else "")  # noqa: PLR2004 - a line
    groups = f"{len(what.groups)} 个群（{names}）" if what.groups else "没有群"
    lines = [f"发给：{groups}，私信 {what.people} 人"]
    buildings = [part.partition(":")[2] for part in what.audience if part.startswith("building:")]
    if buildings:
        lines.append("楼栋：" + "、".join(f"{one.replace('/', '')}栋" for one in buildings))
    if any(part.startswith("unconfirmed:") for part in what.audience):
        lines.append("只发给上次还没点“收到”的人。")
    lines.append(
        f"收到按钮：{'要' if what.wants_receipt else '不要'}　群里置顶：{'要' if what.pins else '不要'}"
    )
    if what.send_at:
        lines.append(f"发出时间：{what.send_at}")
    if what.quiet_hours:
        lines.append(f"这时候是大家休息的时间（{what.quiet_hours}），不是急事，请换个时间发。")
    return lines


def _part(what: Plan, label: str, part: str) -> Button:
    return Button(_mark(label, chosen=part in what.audience), f"broadcast:to.{part}:{what.notice_id}")


def _mark(label: str, *, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def grids(notice_id: int, all_grids: Sequence[Grid], audience: Sequence[str]) -> Content:
    """The grids whose groups may be chosen."""
    buttons = [
        Button(
            _mark(grid.name, chosen=f"grid:{grid.code}" in audience), f"broadcast:grid.{index}:{notice_id}"
        )
        for index, grid in enumerate(all_grids)
    ]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    return Content(
        "发给哪些网格的群？选好点“好了”。", buttons=(*rows, (Button("好了", f"broadcast:plan:{notice_id}"),))
    )


def estates(notice_id: int, names: Sequence[str]) -> Content:
    """The estates whose buildings may be chosen."""
    rows = [(Button(name, f"broadcast:buildings.{index}:{notice_id}"),) for index, name in enumerate(names)]
    return Content("先选小区：", buttons=(*rows, (Button("好了", f"broadcast:plan:{notice_id}"),)))


def buildings(notice_id: int, estate: str, index: int, numbers: Sequence[tuple[int, bool]]) -> Content:
    """The buildings of an estate, those chosen marked."""
    buttons = [
        Button(_mark(f"{number}栋", chosen=chosen), f"broadcast:building.{index}.{number}:{notice_id}")
        for number, chosen in numbers
    ]
    rows = [tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4)]
    back = (
        Button("别的小区", f"broadcast:estates:{notice_id}"),
        Button("好了", f"broadcast:plan:{notice_id}"),
    )
    return Content(f"发给{estate}哪几栋登记过的居民？选好点“好了”。", buttons=(*rows, back))


def receipt_button(notice_id: int) -> tuple[tuple[Button, ...], ...]:
    """Under a notice that wants to be confirmed."""
    return ((Button(GOT_IT, f"broadcast:got:{notice_id}"),),)


def understood(when: str) -> str:
    """The time somebody wrote, read back."""
    return f"好的，记下是 {when}。要发，请在上面的卡片点“到点发出”。"


def scheduled(notice_id: int, when: str) -> Content:
    """A notice that waits for its time."""
    return Content(f"好的，{when} 发出。", buttons=((Button("不发了", f"broadcast:discard:{notice_id}"),),))


def asked(notice_id: int) -> Content:
    """A notice that waits for a colleague's word."""
    return Content(
        "发给所有人要有一位同事同意，已经请同事看了。",
        buttons=((Button("不发了", f"broadcast:discard:{notice_id}"),),),
    )


def to_agree(what: Plan) -> Content:
    """To a colleague: is this to go to everybody?"""
    lines = ["同事要把上面这条通知发出去，请您看一看。", *_whom(what)]
    rows = (
        (
            Button("同意发出", f"broadcast:agree:{what.notice_id}"),
            Button("先不发", f"broadcast:object:{what.notice_id}"),
        ),
    )
    return Content("\n".join(lines), buttons=rows)


def running(notice_id: int, done: int, total: int) -> Content:
    """A notice on its way."""
    return Content(f"正在发：{done} / {total}", buttons=((Button("停下", f"broadcast:stop:{notice_id}"),),))


def report(
    notice_id: int, counts: Counts, unreached: Sequence[tuple[str, str]], receipts: int | None
) -> Content:
    """What became of a notice; ``receipts`` is None where none were wanted."""
    lines = [
        f"通知发完了：送达 {counts.delivered}，没送到 {counts.failed}"
        + (f"，说不准 {counts.unknown}" if counts.unknown else "")
    ]
    if counts.dropped:
        lines[0] = f"通知停下了：送达 {counts.delivered}，没送到 {counts.failed}，没有发 {counts.dropped}"
    lines += [f"· {name}：{why(reason)}" for name, reason in unreached]
    if counts.failed > len(unreached):
        lines.append(f"……还有 {counts.failed - len(unreached)} 个，点“看送达名单”看全部")
    rows = [
        (
            Button("看送达名单", f"broadcast:export:{notice_id}"),
            Button("改内容", f"broadcast:correct:{notice_id}"),
        )
    ]
    if receipts is not None:
        lines.append(f"点了收到的：{receipts} 人")
        rows.append(
            (
                Button("谁收到了", f"broadcast:readers:{notice_id}"),
                Button("提醒没点的", f"broadcast:remind:{notice_id}"),
            )
        )
    return Content("\n".join(lines), buttons=tuple(rows))


def why(error: str) -> str:
    """Telegram's reason in our words."""
    known = next((words for english, words in _WHY.items() if english in error.lower()), None)
    return known or (f"Telegram 没有收下（{error}）" if error else "不清楚")


def readers(have: Sequence[str], have_not: Sequence[str]) -> str:
    """Who pressed 收到 and who did not."""
    return f"点了收到的：{_names(have)}\n还没点的：{_names(have_not)}"


def _names(names: Sequence[str]) -> str:
    shown = "、".join(name[:12] for name in names[:_MOST_NAMES])
    more = f"等 {len(names)} 人" if len(names) > _MOST_NAMES else f"（{len(names)} 人）"
    return f"{shown}{more}" if names else "没有"


def file_name(notice_id: int) -> str:
    """The list of who was reached."""
    return f"通知{notice_id}送达名单.xlsx"
