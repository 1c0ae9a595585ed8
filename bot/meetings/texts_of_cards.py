"""The cards of a meeting, and the buttons under them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.config import Grid
from bot.meetings.models import Meeting, MeetingState
from bot.meetings.texts import has_moved, own_answer, shortened, when
from bot.outbox.content import Button, Content

Rows = tuple[tuple[Button, ...], ...]

ASK_WHETHER = "来不来，请点一下："
_MOST_ROWS, _MOST_LABEL, _MOST_GROUPS = 40, 20, 6


class Told(NamedTuple):
    """How many come, and how many said that they cannot."""

    heads: int = 0
    declined: int = 0


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a meeting is for, in words."""

    everywhere: bool
    groups: Sequence[str]
    guests: Sequence[str]
    left: Sequence[str] = ()
    """Groups the bot was put out of."""

    def in_words(self) -> str:
        """As one line."""
        shown = [name[:_MOST_LABEL] for name in self.groups[:_MOST_GROUPS]]
        groups = "、".join(shown) + ("……" if len(self.groups) > _MOST_GROUPS else "")
        where = f"{'所有群' if self.everywhere else groups}（{len(self.groups)} 个群）" if self.groups else ""
        return "；".join(part for part in (where, shortened(self.guests)) if part) or "还没有选"

    def not_told(self) -> list[str]:
        """A line about the groups that cannot be told, if there are any."""
        return [f"发不到（我已经不在群里）：{shortened(self.left)}"] if self.left else []


@dataclass(frozen=True, slots=True)
class Desk:
    """What the card by which a meeting is run shows besides the meeting."""

    invited: Invited
    came: int
    has_minutes: bool
    by_office: bool
    """Whether it is shown to the office, which may change the meeting; the host only runs it."""


def group_of(grids: Sequence[str]) -> str:
    """A group whose title we do not know."""
    return f"{'、'.join(grids)}群"


def answer_buttons(meeting: Meeting, *, brought: int) -> Rows:
    """Under every card that asks whether people come; ``brought`` is how many may be brought along."""

    def button(label: str, heads: int) -> Button:
        return Button(label, f"meetings:come.{heads}.{meeting.round}:{meeting.id}")

    return (
        (button("我来", 1), button("来不了", 0)),
        tuple(button(f"带{more}人来", 1 + more) for more in range(1, brought + 1)),
        (Button("加到日历", f"meetings:calendar:{meeting.id}"),),
    )


def facts(meeting: Meeting, *, now: datetime, zone: ZoneInfo) -> list[str]:
    """When, where, who hosts, what for."""
    was = f"（换地方了，原来在{meeting.moved_from}）" if meeting.moved_from else ""
    lines = [f"时间：{when(meeting, now=now, zone=zone)}", f"地点：{meeting.place}{was}"]
    if meeting.host:
        lines.append(f"主持：{meeting.host}")
    if meeting.agenda:
        lines.append(f"议程：\n{meeting.agenda}")
    return lines


def card(meeting: Meeting, answer: str, *, now: datetime, zone: ZoneInfo, brought: int) -> Content:
    """A meeting as people see it; ``answer`` says how many come, or what the reader answered."""
    lines = [f"民情议事 · {meeting.topic}", *facts(meeting, now=now, zone=zone)]
    if meeting.state == MeetingState.CANCELLED:
        return Content("\n".join([*lines, f"已取消：{meeting.reason}"]))
    if meeting.moved_from_at is not None:
        lines = [has_moved(meeting, now=now, zone=zone), *lines]
    lines.append(answer)
    begun = meeting.starts_at is not None and now >= meeting.starts_at
    return Content("\n".join(lines), buttons=() if begun else answer_buttons(meeting, brought=brought))


def group_card(meeting: Meeting, told: Told, *, now: datetime, zone: ZoneInfo, brought: int) -> Content:
    """A meeting as a group sees it, with how many come."""
    answer = _counted(told) if told.heads or told.declined else ASK_WHETHER
    return card(meeting, answer, now=now, zone=zone, brought=brought)


def _counted(told: Told) -> str:
    declined = f"，来不了：{told.declined} 人" if told.declined else ""
    return f"已报名：{told.heads} 人{declined}"


def own_card(meeting: Meeting, heads: int | None, *, now: datetime, zone: ZoneInfo, brought: int) -> Content:
    """A meeting in somebody's direct chat, with their own answer."""
    answer = ASK_WHETHER if heads is None else own_answer(heads)
    return card(meeting, answer, now=now, zone=zone, brought=brought)


def outdated_card(meeting: Meeting) -> Content:
    """A card whose time no longer counts."""
    return Content(f"民情议事 · {meeting.topic}\n这个会改时间了，请看下面最新的那一条。")


def draft(meeting: Meeting, invited: Invited, *, now: datetime, zone: ZoneInfo) -> Content:
    """What the office has said of a meeting so far, to be changed and announced."""
    lines = [
        "会议草稿，还没有发出去：",
        f"主题：{meeting.topic or '？'}",
        f"时间：{when(meeting, now=now, zone=zone) or '？'}",
        f"地点：{meeting.place or '？'}",
        f"主持：{meeting.host or '没有写'}",
        f"议程：{meeting.agenda or '没有写'}",
        f"请谁来：{invited.in_words()}",
        *invited.not_told(),
    ]
    ready = bool(meeting.topic and meeting.starts_at and meeting.place)
    if ready:
        lines.append("请看一遍，星期几对不对？对了点“发布”，哪一项不对点下面改。")
    number = meeting.id
    rows: Rows = (
        (
            Button("改主题", f"meetings:ask.topic:{number}"),
            Button("改时间", f"meetings:ask.time:{number}"),
            Button("改地点", f"meetings:ask.place:{number}"),
        ),
        (
            Button("改主持", f"meetings:ask.host:{number}"),
            Button("写议程", f"meetings:ask.agenda:{number}"),
            Button("请谁来", f"meetings:invite:{number}"),
        ),
    )
    last: tuple[Button, ...] = (Button("不办了", f"meetings:discard:{number}"),)
    if ready:
        last = (Button("发布", f"meetings:announce:{number}"), *last)
    return Content("\n".join(lines), buttons=(*rows, last))


def skip_host(meeting: Meeting) -> Rows:
    """Under the question who hosts."""
    return ((Button("先不写", f"meetings:skip_host:{meeting.id}"),),)


def halves(meeting: Meeting, moments: Sequence[datetime], *, action: str, zone: ZoneInfo) -> Rows:
    """Under the question whether an hour is in the morning or in the evening."""

    def label(moment: datetime) -> str:
        local = moment.astimezone(zone)
        half = "上午" if local.hour < 12 else "下午" if local.hour < 18 else "晚上"  # noqa: PLR2004 - a clock's face
        return f"{half} {local:%H:%M}"

    return (tuple(Button(label(m), f"meetings:{action}.{int(m.timestamp())}:{meeting.id}") for m in moments),)


def invitation(
    meeting: Meeting,
    grids: Sequence[Grid],
    groups: Sequence[tuple[int, str]],
    chosen: Collection[int],
    guests: Sequence[tuple[int, str]],
) -> Content:
    """Whom the meeting is for, to be chosen; ``groups`` and ``guests`` with their names."""

    def mark(label: str, *, is_chosen: bool) -> str:
        return f"✓ {label[:_MOST_LABEL]}" if is_chosen else label[:_MOST_LABEL]

    number = meeting.id
    everywhere = Button(
        mark("所有群", is_chosen="groups" in meeting.audience), f"meetings:everywhere:{number}"
    )
    by_grid = [
        Button(
            mark(grid.name, is_chosen=f"grid:{grid.code}" in meeting.audience), f"meetings:grid.{i}:{number}"
        )
        for i, grid in enumerate(grids)
    ]
    by_group = [
        Button(mark(name, is_chosen=chat_id in chosen), f"meetings:group.{-chat_id}:{number}")
        for chat_id, name in groups
    ]
    people = [
        Button(f"✓ {name[:_MOST_LABEL]}", f"meetings:uninvite.{person}:{number}") for person, name in guests
    ]
    rows = [(everywhere,), *_in_pairs(by_grid), *_in_pairs(by_group), *_in_pairs(people)][:_MOST_ROWS]
    last = (Button("加名字", f"meetings:ask.guests:{number}"), Button("好了", f"meetings:draft:{number}"))
    return Content("请谁来？点一下选上，再点一下去掉。选好点“好了”。", buttons=(*rows, last))


def _in_pairs(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]


def namesakes(meeting: Meeting, people: Sequence[tuple[int, str]]) -> Rows:
    """Several people of one name, to choose from."""
    return tuple(
        (Button(label, f"meetings:guest.{person}:{meeting.id}"),) for person, label in people[:_MOST_ROWS]
    )


def desk(meeting: Meeting, told: Told, shown: Desk, *, now: datetime, zone: ZoneInfo) -> Content:
    """The card by which a meeting is run once it is announced."""
    begun = meeting.starts_at is not None and now >= meeting.starts_at
    lines = [f"会议 · {meeting.topic}", *facts(meeting, now=now, zone=zone)]
    lines += [f"请了：{shown.invited.in_words()}", *shown.invited.not_told(), _counted(told)]
    if shown.came:
        lines.append(f"已签到：{shown.came} 人")
    if meeting.state == MeetingState.CANCELLED:
        return Content("\n".join([*lines, f"已取消：{meeting.reason}"]))
    number = meeting.id
    rows: list[tuple[Button, ...]] = []
    changes = (
        Button("改时间", f"meetings:move_time:{number}"),
        Button("改地点", f"meetings:move_place:{number}"),
        Button("取消会议", f"meetings:cancel:{number}"),
    )
    minutes = [Button("改纪要" if shown.has_minutes else "写纪要", f"meetings:minutes:{number}")]
    if shown.has_minutes:
        minutes.append(Button("看纪要", f"meetings:read:{number}"))
    if shown.by_office and not begun:
        rows.append(changes)
    rows.append(
        (Button("看报名", f"meetings:answers:{number}"), Button("开始签到", f"meetings:door:{number}"))
    )
    if begun:
        ticking = Button("名单打勾", f"meetings:page.0:{number}")
        rows.append((ticking, Button("加名字", f"meetings:add_names:{number}")))
    if begun and shown.by_office:
        rows.append(tuple(minutes))
    return Content("\n".join(lines), buttons=tuple(rows))


def proposed_move(meeting: Meeting, lines: Sequence[str]) -> Content:
    """What would change, before it counts."""
    buttons = (
        Button("就这样，告诉大家", f"meetings:confirm.{meeting.proposed}:{meeting.id}"),
        Button("不改了", f"meetings:drop.{meeting.proposed}:{meeting.id}"),
    )
    return Content("\n".join([f"“{meeting.topic}”要这样改：", *lines, "对吗？"]), buttons=(buttons,))


def time_line(was: str, after: str) -> str:
    """The line of a change of time."""
    return f"时间：{was} → {after}（大家要重新报名）"


def place_line(before: str, after: str) -> str:
    """The line of a change of place."""
    return f"地点：{before} → {after}"


def proposed_cancel(meeting: Meeting, *, now: datetime, zone: ZoneInfo) -> Content:
    """The cancellation, before it counts."""
    buttons = (
        Button("确定取消", f"meetings:confirm.{meeting.proposed}:{meeting.id}"),
        Button("不取消了", f"meetings:drop.{meeting.proposed}:{meeting.id}"),
    )
    text = f"要取消 {when(meeting, now=now, zone=zone)} 的“{meeting.topic}”，原因：{meeting.reason}\n确定吗？"
    return Content(text, buttons=(buttons,))


def answers(meeting: Meeting, names: Sequence[str], declined: Sequence[str], told: Told) -> Content:
    """Who comes, to whoever runs the meeting."""
    lines = [f"“{meeting.topic}” {_counted(told)}"]
    if names:
        lines.append(f"来的：{shortened(names)}")
    if declined:
        lines.append(f"来不了的：{shortened(declined)}")
    rows: Rows = ((Button("导出表格", f"meetings:answers_file:{meeting.id}"),),) if names or declined else ()
    return Content("\n".join(lines), buttons=rows)


def with_heads(name: str, heads: int) -> str:
    """A name on a list, with how many they bring."""
    return name if heads <= 1 else f"{name}（{heads}位）"


def door(meeting: Meeting, came: int, names: Sequence[str]) -> Content:
    """The code to be written at the door, and who has signed in."""
    lines = [
        f"“{meeting.topic}”签到码：{meeting.door_code}",
        "请写在门口的纸上。居民把这四位数字发给我，就算签到；不会用手机的，您点“名单打勾”。",
        f"已签到：{came} 人",
    ]
    if names:
        lines.append(shortened(names))
    number = meeting.id
    rows: Rows = (
        (Button("名单打勾", f"meetings:page.0:{number}"), Button("加名字", f"meetings:add_names:{number}")),
        (Button("导出表格", f"meetings:attendance_file:{number}"),),
    )
    return Content("\n".join(lines), buttons=rows)


def tick_list(meeting: Meeting, rows: Sequence[tuple[int, str, bool]], page: int, pages: int) -> Content:
    """A page of those who signed up, to be ticked as they come: person, label, whether they are here."""
    buttons = [
        Button(("✓ " if here else "") + label[:_MOST_LABEL], f"meetings:tick.{person}.{page}:{meeting.id}")
        for person, label, here in rows
    ]
    around = []
    if page > 0:
        around.append(Button("上一页", f"meetings:page.{page - 1}:{meeting.id}"))
    if page + 1 < pages:
        around.append(Button("下一页", f"meetings:page.{page + 1}:{meeting.id}"))
    last = (Button("加名字", f"meetings:add_names:{meeting.id}"),)
    where = f"（第{page + 1}页，共{pages}页）" if pages > 1 else ""
    text = f"谁来了就点谁，点错了再点一下{where}：" if buttons else "还没有人报名。来的人请点“加名字”写上。"
    shown = [*_in_pairs(buttons), *([tuple(around)] if around else []), last]
    return Content(text, buttons=tuple(shown))


def coming_up(lines: Sequence[tuple[int, str, str]], *, with_buttons: bool) -> Content:
    """The next meetings: number, the meeting in words, and the own answer."""
    text = ["近期的会："]
    for position, (_, words, answer) in enumerate(lines, 1):
        text.append(f"{position}. {words}" + (f"\n　{answer}" if answer else ""))
    if not with_buttons:
        return Content("\n".join(text))
    buttons = [Button(f"打开第{i}个", f"meetings:open:{number}") for i, (number, _, _) in enumerate(lines, 1)]
    return Content("\n".join(text), buttons=tuple(_in_pairs(buttons)))
