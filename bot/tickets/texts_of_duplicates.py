"""Every sentence about one matter said by several, and the buttons under them."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.outbox.content import Button, Content, fitted
from bot.tickets import texts
from bot.tickets.models import Outcome, Ticket, TicketState

JOIN, KEEP_APART = "是同一件（并在一起）", "不是，单独办"
ME_TOO, SPLIT = "我家也是", "拆开"
_QUOTE = 60

STAFF_MERGES = "合并、拆开由社区工作人员来做，请在私聊里告诉社区。这句话没有发给居民。"
WHICH = "请写明是哪两件，比如：#15 并到 #12；拆开写：拆开 #15。"
ITSELF = "这是同一件诉求，不用合并。"
NOT_MERGED = "这件诉求没有并到别的诉求，不用拆开。"
NOT_JOINED_BY_YOU = "这件是社区工作人员并在一起的。要单独办，请跟社区说一声。"
NO_LONGER_LIKE = "这个按钮已经失效，您这件单独办着。"
ONLY_ON_ITS_CARD = "请在群里那张卡片上点。"
YOURS_ALREADY = "这件就是您家提的，已经在办了。"
ME_TOO_COUNTED = "记下了，您家也算一户。再点一次就取消。"
ME_TOO_HOUSEHOLD = "您家已经算过一户了。办完也会告诉您。"
ME_TOO_TAKEN_BACK = "已取消。"
JOINED_TOAST = "已并在一起办，办完一样会问您。"
APART_TOAST = "好的，单独办。"
SPLIT_TOAST = "已拆开，单独办。"


_MERGE = re.compile(r"把?\s*#?(\d{1,15})?\s*合?并[到入进]\s*#?(\d{1,15})\s*[。!！]?")
_SPLIT = re.compile(r"把?\s*#?(\d{1,15})?\s*拆(?:开|出来)\s*#?(\d{1,15})?\s*[。!！]?")


class Asked(NamedTuple):
    """What somebody of the office wrote: which ticket, and into which; ``main`` None asks to split."""

    number: int | None
    main: int | None


def asked_of_office(text: str) -> Asked | None:
    """Reads 并到 #12, #15 并到 #12, 拆开, 拆开 #15; None when it is something else."""
    if match := _MERGE.fullmatch(text):
        return Asked(int(match[1]) if match[1] else None, int(match[2]))
    if match := _SPLIT.fullmatch(text):
        named = match[1] or match[2]
        return Asked(int(named) if named else None, None)
    return None


def merged_toast(main: int) -> str:
    """To staff who merged by a button."""
    return f"已并到 #{main}。"


def like_reason(number: int, reasons: Sequence[str]) -> str:
    """For staff: why it may be a duplicate."""
    return f"好像和 #{number} 是同一件（{'，'.join(reasons)}）"


def like_question(number: int, at: datetime, said: str, *, now: datetime, zone: ZoneInfo) -> str:
    """On the author's card; ``said`` is what the other said in a group, "" when it is nobody's business."""
    quote = f"：“{fitted(' '.join(said.split()), _QUOTE)}”" if said else ""
    when = texts.moment(at, now=now, zone=zone)
    return f"好像和 #{number} 是同一件事（{when}反映的{quote}）。是的话并在一起办，办完一样会问您。"


def like_buttons(ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    """The author's two answers; none without a question."""
    if ticket.like_id is None:
        return ()
    return (
        (Button(JOIN, f"same:join.{ticket.like_id}:{ticket.id}"),),
        (Button(KEEP_APART, f"same:apart.{ticket.like_id}:{ticket.id}"),),
    )


def me_too_buttons(ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    """我家也是, where neighbours read along."""
    return ((Button(ME_TOO, f"same:me_too:{ticket.id}"),),) if ticket.from_group else ()


def also(households: int) -> str:
    """How many others have it."""
    return f"{households}户也遇到"


def cannot_take(number: int, state: TicketState) -> str:
    """Nothing can go into a ticket that is no longer open."""
    return f"诉求 #{number} {texts.STATES[state]}，不能再并进去。"


def went_elsewhere(number: int, main: int) -> str:
    """A duplicate takes no duplicates."""
    return f"诉求 #{number} 自己已经并到 #{main} 了，请并到 #{main}。"


def holds_others(number: int, main: int) -> str:
    """A ticket with duplicates is none itself."""
    return f"已经有诉求并到 #{number} 里了。请反过来，把 #{main} 并到 #{number}。"


def already_there(number: int, main: int) -> str:
    """Merged before."""
    return f"诉求 #{number} 已经并到 #{main} 了。"


def merged_card(lines: Sequence[str], ticket: Ticket, *, may_leave: bool) -> Content:
    """The resident's card of a duplicate: it follows the other."""
    rows = [(Button("补充", f"tickets:add:{ticket.id}"),)]
    if may_leave:
        rows.append((Button(KEEP_APART, f"same:leave:{ticket.id}"),))
    return Content("\n".join(lines), buttons=tuple(rows), reply_to=ticket.message_id)


def merged_line(main: int) -> str:
    """On that card."""
    return f"和 #{main} 是同一件，并在一起办"


def merged_away(number: int, main: int, assignee: str) -> Content:
    """The card of whoever had the duplicate; ``assignee`` is "" when the other is theirs too."""
    rest = f"由{assignee}承办，您这边不用再管。" if assignee else f"请在 #{main} 里一起办。"
    return Content(f"诉求 #{number} 已并到 #{main}，{rest}")


def joined_line(number: int, name: str, home: str | None, text: str) -> str:
    """On the assignee's card: what somebody else said of it."""
    return f"并进来 #{number}（{name}{f'，住{home}' if home else ''}）：{fitted(text, _QUOTE * 2)}"


def more_joined(rest: int) -> str:
    """On the assignee's card, when not all have room."""
    return f"另有 {rest} 件也并进来了。"


def worker_told_joined(number: int, duplicate: int, text: str) -> str:
    """To the assignee."""
    return f"诉求 #{number}，又有居民反映，#{duplicate} 并进来了：\n{text or '（照片或语音，见下）'}"


def worker_told_left(number: int, duplicate: int) -> str:
    """To the assignee of the one it was in."""
    return f"诉求 #{duplicate} 从 #{number} 里拆出去了，单独办。"


def worker_told_back(number: int) -> str:
    """To the assignee of the one that left."""
    return f"诉求 #{number} 拆开了，又要单独办，请看卡片。"


def told_merged(number: int, main: int, assignee: str) -> str:
    """To the author of a duplicate."""
    return f"您的诉求 #{number} 和 #{main} 是同一件，已并在一起，由{assignee}承办。办完一样会问您。"


def told_joined(number: int) -> str:
    """To the author of the other."""
    return f"又有邻居反映了同一件事，并到您的诉求 #{number} 一起办。"


def told_split(number: int, assignee: str, by: str) -> str:
    """To the author of the one that left."""
    return f"您的诉求 #{number} 改为单独办，由{assignee}承办，{by}前答复您。"


def told_left(number: int) -> str:
    """To the author of the one it was in."""
    return f"有一件邻居的诉求从您的 #{number} 里拆出去了，您的照常办。"


def told_first_is_gone(number: int, former: int, assignee: str) -> str:
    """To whoever's matter goes on after the first author took theirs back."""
    return f"#{former} 的邻居撤回了。您的诉求 #{number} 接着办，由{assignee}承办。"


def told_again(number: int) -> str:
    """To the author of a duplicate who has not answered yet: the question is off for now."""
    return f"您的诉求 #{number}，一起反映的邻居说没解决，已经退回重办。办完再问您。"


def me_too_outcome(number: int, category: str, outcome: Outcome) -> str:
    """To whoever pressed 我家也是."""
    return (
        f"您家也遇到的诉求 #{number}（{category}），承办人办结了：{texts.OUTCOMES[outcome]}。\n"
        "您家要是还没好，直接跟我说。"
    )


def me_too_withdrawn(number: int, category: str) -> str:
    """To whoever pressed 我家也是: nobody is at it any more."""
    return f"您家也遇到的诉求 #{number}（{category}），提的邻居撤回了。您家要是还有这件事，直接跟我说。"


def staff_told_merged(number: int, main: int, assignee: str) -> Content:
    """To staff who merged by writing, with the way back."""
    return Content(
        f"诉求 #{number} 已并到 #{main}，由{assignee}承办，两边的居民都告诉了。并错了可以拆开。",
        buttons=((Button(SPLIT, f"same:split:{number}"),),),
    )


def staff_told_split(number: int, assignee: str) -> str:
    """To staff who split by writing."""
    return f"诉求 #{number} 已拆开，由{assignee}单独办，居民都告诉了。"


def merge_buttons(ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    """One tap for the office, under what may be a duplicate."""
    if ticket.like_id is None:
        return ()
    return ((Button(f"并到 #{ticket.like_id}", f"same:merge.{ticket.like_id}:{ticket.id}"),),)
