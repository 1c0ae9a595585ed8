"""Every sentence about notices, and the buttons under them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.config import Grid
from bot.outbox.content import Button, Content

HOW_TO_WRITE = (
    "请把通知发给我：文字，或者一张照片、一个文件，下面写上字。\n"
    "我先给您看样子，您选好发给谁、点了才发。不发了就写“算了”。"
)
EMPTY = "通知还没有字，请写几句再发给我。"
NOBODY = "现在这样选，一个人也收不到。请再选一选发给谁。"
TOO_LATE = "这条通知已经处理过了，请看最新的那一条。"
ASK_WHEN = "什么时候发？怎么说就怎么写，比如：明天上午9点、周五下午3点半。不定时了就写“算了”。"
ASK_CORRECTION = "请把改好的全文发给我，已经发出去的都会改过来。不改了就写“算了”。"
NOT_WITH_MEDIA = "照片和文件改不了，请只发改好的文字；要换照片，请重新发一条通知。"
STOPPING = "好的，还没发出去的不再发了。"
DISCARDED = "好的，没有发出去。"
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
}


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


def too_long(units: int, most: int, *, with_media: bool) -> str:
    """A notice that does not fit into one message."""
    where = "照片、文件下面最多" if with_media else "一条消息最多"
    return f"通知太长了（{units} 字），{where} {most} 字，请短一点再发给我。"


def plan(what: Plan) -> Content:
    """The card on which a notice is addressed and sent."""
    names = "、".join(what.groups[:6]) + ("……" if len(what.groups) > 6 else "")  # noqa: PLR2004 - a line
    groups = f"{len(what.groups)} 个群（{names}）" if what.groups else "没有群"
    lines = [
        "上面就是大家会看到的样子。",
        f"发给：{groups}，私信 {what.people} 人",
        f"收到按钮：{'要' if what.wants_receipt else '不要'}　群里置顶：{'要' if what.pins else '不要'}",
    ]
    if what.send_at:
        lines.append(f"发出时间：{what.send_at}")
    number = what.notice_id
    rows = (
        (
            Button(_mark("所有群", chosen="groups" in what.audience), f"broadcast:to.groups:{number}"),
            Button("选网格群", f"broadcast:grids:{number}"),
        ),
        (
            Button(
                _mark("所有居民私信", chosen="residents" in what.audience), f"broadcast:to.residents:{number}"
            ),
            Button(_mark("网格员", chosen="workers" in what.audience), f"broadcast:to.workers:{number}"),
        ),
        (
            Button(_mark("收到按钮", chosen=what.wants_receipt), f"broadcast:receipt:{number}"),
            Button(_mark("群里置顶", chosen=what.pins), f"broadcast:pin:{number}"),
        ),
        (
            Button("到点发出" if what.send_at else "马上发出", f"broadcast:send:{number}"),
            Button("定个时间", f"broadcast:when:{number}"),
            Button("不发了", f"broadcast:discard:{number}"),
        ),
    )
    return Content("\n".join(lines), buttons=rows)


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


def receipt_button(notice_id: int) -> tuple[tuple[Button, ...], ...]:
    """Under a notice that wants to be confirmed."""
    return ((Button(GOT_IT, f"broadcast:got:{notice_id}"),),)


def scheduled(notice_id: int, when: str) -> Content:
    """A notice that waits for its time."""
    return Content(f"好的，{when} 发出。", buttons=((Button("不发了", f"broadcast:discard:{notice_id}"),),))


def running(notice_id: int, done: int, total: int) -> Content:
    """A notice on its way."""
    return Content(f"正在发：{done} / {total}", buttons=((Button("停下", f"broadcast:stop:{notice_id}"),),))


def report(
    notice_id: int, delivered: int, failed: int, unknown: int, dropped: int, receipts: int | None
) -> Content:
    """What became of a notice."""
    lines = [f"通知发完了：送达 {delivered}，没送到 {failed}" + (f"，说不准 {unknown}" if unknown else "")]
    if dropped:
        lines[0] = f"通知停下了：送达 {delivered}，没送到 {failed}，没有发 {dropped}"
    if receipts is not None:
        lines.append(f"点了收到的：{receipts} 人")
    rows = (
        (
            Button("看送达名单", f"broadcast:export:{notice_id}"),
            Button("改内容", f"broadcast:correct:{notice_id}"),
        ),
    )
    return Content("\n".join(lines), buttons=rows)


def file_name(notice_id: int) -> str:
    """The list of who was reached."""
    return f"通知{notice_id}送达名单.xlsx"
