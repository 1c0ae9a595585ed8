"""What cards and lists look like: their lines and the buttons under them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.outbox.content import Button, Content, fitted
from bot.tickets import texts
from bot.tickets import texts_of_duplicates as words
from bot.tickets.models import Ticket, TicketState
from bot.tickets.texts_of_questions import Question

ACCEPT, ANSWER, HAND_OVER, ASK, NOTE, CLOSE = "签收", "回复居民", "转办", "请居民补充", "内部记录", "办结"
ADD, WRONG_CATEGORY, TAKE_BACK, RESTORE, BACK = "补充", "类别不对", "撤回", "恢复", "返回"
_PAGE = 8
_CARD_TEXT, _CARD_LINE, _CARD_ADDED, _CARD_JOINED = 2000, 300, 3, 5


@dataclass(frozen=True, slots=True)
class Names:
    """The words for what a ticket refers to by key, and the community's time zone."""

    category: str
    grid: str | None
    assignee: str
    zone: ZoneInfo


def resident_card(
    ticket: Ticket,
    names: Names,
    told: Sequence[str],
    *,
    now: datetime,
    direct: bool,
    asked: Question | None = None,
    like: str = "",
) -> Content:
    """The one card a resident follows; ``told`` are the answers shown on it, oldest first.

    ``direct``: the resident is asked in the direct chat whether it is solved, so the card
    itself does not ask. ``asked`` is what triage doubts, ``like`` the question whether it is
    the same as another one.
    """
    lines = [f"{'【急】' if ticket.urgent else ''}诉求 #{ticket.id} · {names.category}"]
    if ticket.place:
        lines.append(f"地点：{ticket.place}")
    if ticket.state == TicketState.TRIAGE:
        lines.append(f"社区：{names.assignee}正在安排承办人")
    else:
        lines.append(f"承办：{names.assignee}" + (f"（{names.grid}）" if names.grid else ""))
    if ticket.is_open and not ticket.answered_at:
        lines.append(f"答复：{texts.moment(ticket.respond_due_at, now=now, zone=names.zone)}前")
    lines.append(f"进展：{_progress(ticket, names, now)}")
    lines.extend(_also(ticket))
    lines.extend(fitted(line, 900) for line in told)
    buttons = _resident_buttons(ticket, direct=direct)
    if asked is not None:
        lines.append(asked.line)
        buttons = (*asked.buttons, *buttons)
    if like:
        lines.append(like)
        buttons = (*words.like_buttons(ticket), *buttons)
    return Content("\n".join(lines), buttons=buttons, reply_to=ticket.message_id)


def merged_card(
    ticket: Ticket, names: Names, main: Ticket, told: Sequence[str], *, now: datetime, may_leave: bool
) -> Content:
    """The card of a duplicate's author: it follows ``main``, whose words ``names`` are."""
    lines = [f"诉求 #{ticket.id} · {names.category}"]
    if ticket.place:
        lines.append(f"地点：{ticket.place}")
    lines.append(words.merged_line(main.id))
    lines.append(f"承办：{names.assignee}" + (f"（{names.grid}）" if names.grid else ""))
    if not main.answered_at:
        lines.append(f"答复：{texts.moment(main.respond_due_at, now=now, zone=names.zone)}前")
    lines.append(f"进展：{_progress(main, names, now)}")
    lines.extend(fitted(line, 900) for line in told)
    return words.merged_card(lines, ticket, may_leave=may_leave)


def _also(ticket: Ticket) -> list[str]:
    return [words.also(ticket.also_households)] if ticket.also_households else []


def _progress(ticket: Ticket, names: Names, now: datetime) -> str:
    if ticket.state == TicketState.ACCEPTED and ticket.accepted_at:
        return f"{texts.moment(ticket.accepted_at, now=now, zone=names.zone)}签收，正在办"
    if ticket.outcome is None or ticket.is_open:
        again = "没解决，正在重办。" if ticket.reopened and ticket.is_open else ""
        return again + texts.STATES[ticket.state]
    if ticket.state == TicketState.CONFIRMED and ticket.satisfaction:
        return f"承办人：{texts.OUTCOMES[ticket.outcome]}；居民：{texts.SATISFACTION[ticket.satisfaction]}"
    return f"承办人办结：{texts.OUTCOMES[ticket.outcome]}。等居民说解决没有"


def _resident_buttons(ticket: Ticket, *, direct: bool) -> tuple[tuple[Button, ...], ...]:
    number = ticket.id
    if ticket.state == TicketState.RESOLVED and not direct:
        return rating_buttons(number)
    if ticket.state == TicketState.WITHDRAWN:
        return ((Button(RESTORE, f"tickets:restore:{number}"),),)
    if not ticket.is_open:
        return ()
    return (
        (
            Button(ADD, f"tickets:add:{number}"),
            Button(WRONG_CATEGORY, f"tickets:recategorise:{number}"),
            Button(TAKE_BACK, f"tickets:take_back:{number}"),
        ),
        *words.me_too_buttons(ticket),
    )


def rating_buttons(number: int) -> tuple[tuple[Button, ...], ...]:
    """The three answers to the one question."""
    return (
        tuple(Button(label, f"tickets:rate.{key}:{number}") for key, label in texts.SATISFACTION.items()),
    )


def category_buttons(
    number: int, categories: Sequence[tuple[str, str]], *, undo: str | None = None
) -> tuple[tuple[Button, ...], ...]:
    """All categories and a way back; ``undo`` is the category that taking a correction back leads to."""
    back = [Button(BACK, f"tickets:show:{number}")]
    if undo is not None:
        back.insert(0, Button(texts.undo_correction(undo), f"tickets:undo_correction:{number}"))
    return (*_by_threes("category", number, categories), *((button,) for button in back))


def right_category_buttons(
    number: int, to_id: int, categories: Sequence[tuple[str, str]]
) -> tuple[tuple[Button, ...], ...]:
    """All categories, for whoever hands over what is another kind of matter."""
    return _by_threes(f"hand_over_as.{to_id}", number, categories)


def _by_threes(
    action: str, number: int, categories: Sequence[tuple[str, str]]
) -> tuple[tuple[Button, ...], ...]:
    buttons = [Button(name, f"tickets:{action}.{key}:{number}") for key, name in categories]
    return tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))


def reason_buttons(number: int, to_id: int) -> tuple[tuple[Button, ...], ...]:
    """Why a ticket is handed over, for whoever does not want to write."""
    return (
        (
            Button(texts.NOT_MY_GRID, f"tickets:not_my_grid.{to_id}:{number}"),
            Button(texts.NOT_MY_KIND, f"tickets:not_my_kind.{to_id}:{number}"),
        ),
    )


def worker_card(
    ticket: Ticket,
    names: Names,
    *,
    reporter: str,
    home: str | None,
    media: int,
    added: Sequence[str],
    notes: Sequence[tuple[str, str]] = (),
    joined: Sequence[str] = (),
    now: datetime,
) -> Content:
    """What the assignee works from, the remarks of colleagues included: never for residents.

    ``joined``: what others said of the same matter.
    """
    state = {TicketState.TRIAGE: "待分派", TicketState.ASSIGNED: "待签收", TicketState.ACCEPTED: "办理中"}
    head = f"{'【急】' if ticket.urgent else ''}诉求 #{ticket.id} · {names.category} · "
    head += state.get(ticket.state, texts.STATES[ticket.state].replace("您", "居民"))
    lines = [head + ("（重办）" if ticket.reopened and ticket.is_open else ""), *_also(ticket)]
    lines.append(f"“{fitted(ticket.text, _CARD_TEXT)}”" if ticket.text else "（没有文字）")
    lines.extend(f"补充：{fitted(line, _CARD_LINE)}" for line in added[-_CARD_ADDED:])
    lines.extend(joined[:_CARD_JOINED])
    if len(joined) > _CARD_JOINED:
        lines.append(words.more_joined(len(joined) - _CARD_JOINED))
    lines.extend(f"内部记录（{name}）：{fitted(line, _CARD_LINE)}" for name, line in notes[-_CARD_ADDED:])
    if media:
        lines.append(f"另有 {media} 张照片或语音，跟在后面。")
    lines.append(f"地点：{ticket.place or '没说'}" + (f"（{names.grid}）" if names.grid else ""))
    lines.append(f"居民：{reporter}" + (f"，住{home}" if home else ""))
    if ticket.is_open:
        until = texts.moment(ticket.due_at, now=now, zone=names.zone)
        lines.append(f"请在{until}前" + ("办结" if ticket.due_at == ticket.resolve_due_at else "答复居民"))
    elif ticket.outcome:
        lines.append(f"结果：{texts.OUTCOMES[ticket.outcome]}。{ticket.outcome_note or ''}")
    if ticket.satisfaction and not ticket.is_open:
        lines.append(f"居民说：{texts.SATISFACTION[ticket.satisfaction]}")
    lines.append("为什么派给您：" + fitted("；".join(ticket.reasons), 500))
    if ticket.is_open:
        lines.append("直接回复这条消息，居民就能看到您的话。")
    return Content("\n".join(lines), buttons=_worker_buttons(ticket))


def _worker_buttons(ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    if not ticket.is_open:
        return ()
    number = ticket.id
    first = [Button(ACCEPT, f"tickets:accept:{number}")] if ticket.state == TicketState.ASSIGNED else []
    return (
        (*first, Button(ANSWER, f"tickets:answer:{number}"), Button(CLOSE, f"tickets:close:{number}")),
        (
            Button(HAND_OVER, f"tickets:hand_over:{number}"),
            Button(ASK, f"tickets:ask:{number}"),
            Button(NOTE, f"tickets:note:{number}"),
        ),
    )


def outcome_buttons(number: int) -> tuple[tuple[Button, ...], ...]:
    """The six outcomes, and a way back."""
    buttons = [Button(name, f"tickets:outcome.{key}:{number}") for key, name in texts.OUTCOMES.items()]
    return (
        *(tuple(buttons[start : start + 2]) for start in (0, 2, 4)),
        (Button(BACK, f"tickets:show:{number}"),),
    )


def colleague_buttons(
    number: int, action: str, people: Sequence[tuple[int, str]], *, back: bool
) -> tuple[tuple[Button, ...], ...]:
    """People to choose from, two in a row."""
    buttons = [Button(name, f"tickets:{action}.{person_id}:{number}") for person_id, name in people]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    return (*rows, (Button(BACK, f"tickets:show:{number}"),)) if back else tuple(rows)


def triage_card(
    ticket: Ticket,
    names: Names,
    *,
    reporter: str,
    media: int,
    people: Sequence[tuple[int, str]],
    asked: Question | None = None,
    now: datetime,
) -> Content:
    """What the office assigns from with one tap; or it answers for the resident what triage doubts."""
    head = f"{'【急】' if ticket.urgent else ''}诉求 #{ticket.id} · {names.category} · "
    if ticket.state != TicketState.TRIAGE:
        return Content(f"{head}{texts.STATES[ticket.state].replace('您', '居民')}\n承办：{names.assignee}")
    until = texts.moment(ticket.respond_due_at, now=now, zone=names.zone)
    lines = [
        head + "待分派",
        *_also(ticket),
        f"“{fitted(ticket.text, _CARD_TEXT)}”" if ticket.text else "（没有文字）",
        *([f"另有 {media} 张照片或语音，跟在后面。"] if media else []),
        f"地点：{ticket.place or '没说'}　居民：{reporter}",
        f"请在{until}前安排",
        "为什么在这里：" + fitted("；".join(ticket.reasons), 500),
        "点一下就派给谁：",
    ]
    choices = colleague_buttons(ticket.id, "assign", people, back=False)
    wrong = Button(WRONG_CATEGORY, f"tickets:recategorise:{ticket.id}")
    buttons = (*words.merge_buttons(ticket), *choices, (wrong,))
    if asked is not None:
        lines.append(asked.to_staff)
        buttons = (*buttons, *asked.buttons)
    return Content("\n".join(lines), buttons=buttons)


def whole(number: int, text: str, added: Sequence[str]) -> str:
    """To whoever has to act: every word, when the card could only show the beginning."""
    more = "".join(f"\n补充：{line}" for line in added)
    return f"诉求 #{number} 的原话全文：\n{text}{more}"


def is_cut(text: str, added: Sequence[str]) -> bool:
    """Whether the assignee's card cannot show every word."""
    return (
        fitted(text, _CARD_TEXT) != text
        or len(added) > _CARD_ADDED
        or any(fitted(line, _CARD_LINE) != line for line in added)
    )


def handed_away(number: int, to: str) -> Content:
    """The former assignee's card."""
    return Content(f"诉求 #{number} 已经转给{to}，您这边不用再管。")


def my_tickets(rows: Sequence[tuple[Ticket, str, str]]) -> str:
    """A resident's tickets, newest first: ticket, category, assignee."""
    if not rows:
        return texts.NO_TICKETS
    lines = [
        f"#{ticket.id} {category}“{_short(ticket.text)}”\n　{assignee}：{_progress_word(ticket)}"
        for ticket, category, assignee in rows
    ]
    return "您提过的诉求：\n" + "\n".join(lines)


def _progress_word(ticket: Ticket) -> str:
    if ticket.state == TicketState.MERGED:
        return words.merged_line(ticket.merged_into_id or 0)
    if ticket.satisfaction and not ticket.is_open:
        return f"已办结，您说{texts.SATISFACTION[ticket.satisfaction]}"
    return texts.STATES[ticket.state]


def open_tickets(
    rows: Sequence[tuple[Ticket, str]], *, page: int, total: int, now: datetime, zone: ZoneInfo
) -> Content:
    """A worker's open tickets by due time: one page, with buttons to open each and to turn the page."""
    if not rows:
        return Content(texts.NOTHING_OPEN)
    pages = -(-total // _PAGE)
    lines = [f"没办完的诉求 {total} 件（第 {page + 1}／{pages} 页）"]
    for ticket, category in rows:
        late = "已超时 " if ticket.due_at < now else ""
        until = texts.moment(ticket.due_at, now=now, zone=zone)
        also = "".join(f"（{line}）" for line in _also(ticket))
        lines.append(f"#{ticket.id} {category}“{_short(ticket.text)}”{also}{late}{until}前")
    numbers = [Button(f"#{ticket.id}", f"tickets:open:{ticket.id}") for ticket, _ in rows]
    buttons = [tuple(numbers[start : start + 4]) for start in range(0, len(numbers), 4)]
    turn = [Button("上一页", f"tickets:page:{page - 1}")] if page else []
    turn += [Button("下一页", f"tickets:page:{page + 1}")] if page + 1 < pages else []
    return Content("\n".join(lines), buttons=(*buttons, tuple(turn)) if turn else tuple(buttons))


def page_size() -> int:
    """How many tickets a page of a list holds."""
    return _PAGE


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else line[:19] + "…"  # noqa: PLR2004 - fits a phone's line
