"""Every sentence about tickets, and the buttons under them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.outbox.content import MOST_TEXT, Button, Content, fitted
from bot.tickets.models import Outcome, Satisfaction, Ticket, TicketState

STATES = {
    TicketState.TRIAGE: "社区正在安排承办人",
    TicketState.ASSIGNED: "已派给承办人，等签收",
    TicketState.ACCEPTED: "承办人已签收，正在办",
    TicketState.RESOLVED: "承办人已办结，等您说解决没有",
    TicketState.CONFIRMED: "已办结，您已回访",
    TicketState.WITHDRAWN: "已撤回",
}
OUTCOMES = {
    Outcome.SOLVED: "已解决",
    Outcome.PARTLY: "部分解决",
    Outcome.EXPLAINED: "已解释（无法办理）",
    Outcome.REFERRED: "已转交",
    Outcome.PLANNED: "已列入计划",
    Outcome.MEDIATED: "已调解",
}
OUTCOME_QUESTIONS = {
    Outcome.SOLVED: "写一句是怎么解决的",
    Outcome.PARTLY: "写一句解决了哪些、还差什么",
    Outcome.EXPLAINED: "写一句为什么办不了",
    Outcome.REFERRED: "写一句转给了哪个单位、编号是多少",
    Outcome.PLANNED: "写一句列入了什么计划、什么时候办",
    Outcome.MEDIATED: "写一句调解的结果",
}
SATISFACTION = {
    Satisfaction.SOLVED: "解决了",
    Satisfaction.PARTLY: "解决了一部分",
    Satisfaction.NOT: "没解决",
}

NOT_YOURS = "这件诉求现在不在您名下，没有改动。手上的诉求请发 /mine 看。"
ALREADY_ACCEPTED = "这件已经签收过了，不用再点。"
AUTHOR_ONLY = "只有提这件事的人能点这个按钮。您家也有同样的事，直接跟我说就行。"
AUTHOR_OR_STAFF_ONLY = "只有提这件事的人或社区工作人员能改。"
ALREADY_RATED = "您已经回答过了，谢谢！要是又出问题，直接跟我说。"
NOT_ASKED = "这件事还在办，办完我会问您。"
UNKNOWN_TICKET = "这个按钮已经失效，请看最新的那条消息。"
EMPTY_ANSWER = "请写几个字再发。"
NEVER_ENROLLED = "还没有登记"
ALREADY_ASSIGNED = "同事已经分派过了，没有改动。"
NOT_A_COLLEAGUE = "这位同事现在收不到消息，请另选一位。"
ALREADY_THEIRS = "本来就在这位同事名下。"
NOT_TAKEN_BACK = "这件诉求没有撤回，不用恢复。"
NEEDS_SENTENCE = "照片收到了。请再写一句办理情况，我才好告诉居民。"

ADD_IN_GROUP = "请长按（或右键）这张卡片选“回复”，写上要补充的话，发照片、语音也行。"
ADD_IN_DIRECT_CHAT = "请把要补充的话发给我，照片、语音也行。"
CHOOSE_CATEGORY = "请点正确的类别"
ACCEPTED_TOAST = "已签收，居民会看到。"
WITHDRAWN_TOAST = "已撤回。点“恢复”可以重新提。"
RESTORED_TOAST = "已恢复，继续办。"
SENT_TO_RESIDENT = "已告诉居民。"
NOTE_KEPT = "已记下，只有同事看得到。"
CATEGORY_TOAST = "类别已改。"
CATEGORY_SAME = "本来就是这个类别。"
ASSIGNED_TOAST = "已分派。"
CANCELLED = "好的，不写了。"
CANCEL_WORD = "算了"
ADDED = "补充好了，承办人会看到。"
THANKS_FOR_RATING = "谢谢您告诉我们！"
SORRY_NOT_SOLVED = "对不起，没办好。我已经退回给承办人重新办，社区也知道了。"
PLEASE_ADD = "谢谢您告诉我们！还差的部分，回复这条消息写给我就行。"
NO_TICKETS = "您还没有提过诉求。有事按“有事敞开说”。"
NOTHING_OPEN = "您手上没有没办完的诉求。"
NOTHING_IN_TRIAGE = "没有等着分派的诉求。"
CHOOSE_OUTCOME = "办得怎么样？点一个结果，再写一句话（可带照片）。"
MYSELF = "我来办"
CHOOSE_COLLEAGUE = "转给谁？"

ACCEPT, ANSWER, HAND_OVER, ASK, NOTE, CLOSE = "签收", "回复居民", "转办", "请居民补充", "内部记录", "办结"
ADD, WRONG_CATEGORY, TAKE_BACK, RESTORE, BACK = "补充", "类别不对", "撤回", "恢复", "返回"
_WEEKDAYS = "一二三四五六日"
_PAGE = 8
_CARD_TEXT, _CARD_LINE, _CARD_ADDED = 2000, 300, 3


@dataclass(frozen=True, slots=True)
class Names:
    """The words for what a ticket refers to by key, and the community's time zone."""

    category: str
    grid: str | None
    assignee: str
    zone: ZoneInfo


def passed_over(name: str, *, away: bool) -> str:
    """A reason: somebody does not get the ticket."""
    return f"{name}不在，找代班人" if away else f"发不到{name}（没开通或停用了机器人），找代班人"


def to_the_office(*, found: bool) -> str:
    """A reason: the office gets the ticket."""
    return "承办人和代班人都发不到，交社区工作人员" if found else "没有对上负责的网格员，交社区工作人员分派"


def assigned_by(name: str) -> str:
    """A reason: the office chose."""
    return f"{name}分派"


def handed_over_toast(name: str) -> str:
    """To whoever handed over."""
    return f"已转给{name}。"


def given(before: str, why: str) -> str:
    """A reason: somebody passed it on."""
    return f"{before}转来：{why}"


def category_corrected(who: str, category: str) -> str:
    """A reason: the category was corrected."""
    return f"{who}把类别改成「{category}」"


def already_ended(number: int, state: TicketState) -> str:
    """A button of a ticket that is no longer open."""
    return f"诉求 #{number} {STATES[state]}，没有改动。"


def moment(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """A moment as people say it: 今天16:30, 明天9:00, 11月25日（周三）9:00."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    return f"{_day(local.date(), today)}{local.hour}:{local.minute:02}"


def _day(day: date, today: date) -> str:
    near = {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"}.get((day - today).days)
    return near or f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def resident_card(
    ticket: Ticket, names: Names, told: Sequence[str], *, now: datetime, direct: bool
) -> Content:
    """The one card a resident follows; ``told`` are the answers shown on it, oldest first.

    ``direct``: the resident is asked in the direct chat, so the card itself does not ask.
    """
    lines = [f"{'【急】' if ticket.urgent else ''}诉求 #{ticket.id} · {names.category}"]
    if ticket.place:
        lines.append(f"地点：{ticket.place}")
    if ticket.state == TicketState.TRIAGE:
        lines.append(f"社区：{names.assignee}正在安排承办人")
    else:
        lines.append(f"承办：{names.assignee}" + (f"（{names.grid}）" if names.grid else ""))
    if ticket.is_open and not ticket.answered_at:
        lines.append(f"答复：{moment(ticket.respond_due_at, now=now, zone=names.zone)}前")
    lines.append(f"进展：{_progress(ticket, names, now)}")
    lines.extend(fitted(line, 900) for line in told)
    return Content(
        "\n".join(lines), buttons=_resident_buttons(ticket, direct=direct), reply_to=ticket.message_id
    )


def _progress(ticket: Ticket, names: Names, now: datetime) -> str:
    if ticket.state == TicketState.ACCEPTED and ticket.accepted_at:
        return f"{moment(ticket.accepted_at, now=now, zone=names.zone)}签收，正在办"
    if ticket.outcome is None or ticket.is_open:
        again = "没解决，正在重办。" if ticket.reopened and ticket.is_open else ""
        return again + STATES[ticket.state]
    if ticket.state == TicketState.CONFIRMED and ticket.satisfaction:
        return f"承办人：{OUTCOMES[ticket.outcome]}；居民：{SATISFACTION[ticket.satisfaction]}"
    return f"承办人办结：{OUTCOMES[ticket.outcome]}。等居民说解决没有"


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
    )


def rating_buttons(number: int) -> tuple[tuple[Button, ...], ...]:
    """The three answers to the one question."""
    return (tuple(Button(label, f"tickets:rate.{key}:{number}") for key, label in SATISFACTION.items()),)


def category_buttons(number: int, categories: Sequence[tuple[str, str]]) -> tuple[tuple[Button, ...], ...]:
    """All categories, three in a row, and a way back."""
    buttons = [Button(name, f"tickets:category.{key}:{number}") for key, name in categories]
    rows = [tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3)]
    return (*rows, (Button(BACK, f"tickets:show:{number}"),))


def worker_card(
    ticket: Ticket,
    names: Names,
    *,
    reporter: str,
    home: str | None,
    media: int,
    added: Sequence[str],
    now: datetime,
) -> Content:
    """What the assignee works from."""
    state = {TicketState.TRIAGE: "待分派", TicketState.ASSIGNED: "待签收", TicketState.ACCEPTED: "办理中"}
    head = f"{'【急】' if ticket.urgent else ''}诉求 #{ticket.id} · {names.category} · "
    head += state.get(ticket.state, STATES[ticket.state].replace("您", "居民"))
    lines = [head + ("（重办）" if ticket.reopened and ticket.is_open else "")]
    lines.append(f"“{fitted(ticket.text, _CARD_TEXT)}”" if ticket.text else "（没有文字）")
    lines.extend(f"补充：{fitted(line, _CARD_LINE)}" for line in added[-_CARD_ADDED:])
    if media:
        lines.append(f"另有 {media} 张照片或语音，跟在后面。")
    lines.append(f"地点：{ticket.place or '没说'}" + (f"（{names.grid}）" if names.grid else ""))
    lines.append(f"居民：{reporter}" + (f"，住{home}" if home else ""))
    if ticket.is_open:
        until = moment(ticket.due_at, now=now, zone=names.zone)
        lines.append(f"请在{until}前" + ("办结" if ticket.due_at == ticket.resolve_due_at else "答复居民"))
    elif ticket.outcome:
        lines.append(f"结果：{OUTCOMES[ticket.outcome]}。{ticket.outcome_note or ''}")
    if ticket.satisfaction and not ticket.is_open:
        lines.append(f"居民说：{SATISFACTION[ticket.satisfaction]}")
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
    buttons = [Button(name, f"tickets:outcome.{key}:{number}") for key, name in OUTCOMES.items()]
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
    now: datetime,
) -> Content:
    """What the office assigns from with one tap."""
    head = f"{'【急】' if ticket.urgent else ''}诉求 #{ticket.id} · {names.category} · "
    if ticket.state != TicketState.TRIAGE:
        return Content(f"{head}{STATES[ticket.state].replace('您', '居民')}\n承办：{names.assignee}")
    until = moment(ticket.respond_due_at, now=now, zone=names.zone)
    lines = [
        head + "待分派",
        f"“{fitted(ticket.text, _CARD_TEXT)}”" if ticket.text else "（没有文字）",
        *([f"另有 {media} 张照片或语音，跟在后面。"] if media else []),
        f"地点：{ticket.place or '没说'}　居民：{reporter}",
        f"请在{until}前安排",
        "为什么在这里：" + fitted("；".join(ticket.reasons), 500),
        "点一下就派给谁：",
    ]
    return Content("\n".join(lines), buttons=colleague_buttons(ticket.id, "assign", people, back=False))


def first_in_triage(shown: int, total: int) -> str:
    """Above the list of /triage when it does not hold everything."""
    return f"等着分派的诉求有 {total} 件，先看最急的 {shown} 件，派完再发 /triage 。"


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


def in_parts(text: str) -> list[str]:
    """``text`` in as many messages as it needs, each within Telegram's limit."""
    parts, rest = [], text
    while rest:
        part = fitted(rest, MOST_TEXT)
        part = rest if part == rest else part[:-1]
        parts.append(part)
        rest = rest[len(part) :]
    return parts or [""]


def handed_away(number: int, to: str) -> Content:
    """The former assignee's card."""
    return Content(f"诉求 #{number} 已经转给{to}，您这边不用再管。")


def taken_back_card(number: int) -> str:
    """To the assignee: nothing more to do."""
    return f"诉求 #{number} 居民撤回了，不用办了。"


def worker_told_restored(number: int) -> str:
    """To the assignee: it goes on after all."""
    return f"诉求 #{number} 居民又恢复了，请接着办。"


def ask_to_write(action: str, number: int, *, colleague: str = "", outcome: Outcome | None = None) -> str:
    """The question whose answer is what somebody writes next."""
    questions = {
        "answer": "写给居民的话（居民会看到）",
        "ask": "想请居民补充什么？（居民会看到）",
        "note": "内部记录，只有同事看得到，居民看不到",
        "hand_over": f"为什么转给{colleague}？写一句",
        "close": (OUTCOME_QUESTIONS[outcome] + "，可带一张照片（居民会看到）") if outcome else "",
        "add": "要补充什么？文字、照片、语音都行",
    }
    return f"诉求 #{number}：{questions[action]}。\n不写了就发“{CANCEL_WORD}”。"


def told_accepted(number: int, assignee: str) -> str:
    """To the resident."""
    return f"您的诉求 #{number}，{assignee}已经签收，正在办。"


def told_assigned(number: int, assignee: str, by: str) -> str:
    """To the resident: somebody else answers for it now."""
    return f"您的诉求 #{number} 现在由{assignee}承办，{by}前答复您。"


def told_answer(number: int, assignee: str, text: str) -> str:
    """To the resident: the assignee's words, in the bot's name and marked as theirs."""
    return f"{assignee}（承办人）回复您的诉求 #{number}：\n{text}"


def told_question(number: int, assignee: str, text: str) -> str:
    """To the resident: the assignee wants to know more."""
    return f"{assignee}（承办人）想请您补充诉求 #{number}：\n{text}\n回复这条消息就行。"


def told_outcome(number: int, assignee: str, outcome: Outcome, note: str) -> str:
    """To the resident: the outcome, and the one question."""
    return (
        f"您的诉求 #{number}，{assignee}办结了：{OUTCOMES[outcome]}。\n{note}\n\n"
        "请您点一下：事情解决了吗？您说了算。"
    )


def rated(number: int, satisfaction: Satisfaction) -> str:
    """The question after it was answered."""
    return f"诉求 #{number}，您说：{SATISFACTION[satisfaction]}。"


def card_answer(assignee: str, text: str) -> str:
    """An answer on the card in the group."""
    return f"{assignee}回复：{text}"


def card_question(assignee: str, text: str) -> str:
    """A question on the card in the group."""
    return f"{assignee}想请您补充：{text}（回复这张卡片就行）"


def card_outcome(assignee: str, note: str, *, ended: bool) -> str:
    """The outcome's sentence on the card, and the question while it is open."""
    return f"{assignee}：{note}" + ("" if ended else "\n请提这件事的邻居点一下：解决了吗？")


def worker_told_added(number: int, name: str, text: str) -> str:
    """To the assignee."""
    return f"诉求 #{number}，{name}补充：\n{text or '（照片或语音，见下）'}"


def worker_told_edited(number: int, text: str) -> str:
    """To the assignee."""
    return f"诉求 #{number}，居民改了原话：\n{text}"


def worker_told_reopened(number: int) -> str:
    """To the assignee."""
    return f"诉求 #{number}，居民说没解决，退回重办。请先联系居民。"


def staff_told_reopened(number: int, assignee: str) -> str:
    """To the office."""
    return f"诉求 #{number} 居民说没解决，已退回{assignee}重办。"


def staff_told_unreachable(number: int, name: str, now_with: str) -> str:
    """To the office."""
    return (
        f"诉求 #{number} 发不到{name}（没开通、停用了机器人，或账号不在了），已改由{now_with}承办。\n"
        "发 /enrol 可以给新的登记链接。"
    )


def staff_told_urgent(number: int, text: str, assignee: str) -> str:
    """To the office."""
    return f"【急】诉求 #{number}：“{fitted(text, 500)}”\n已交{assignee}，请同时电话联系。"


def told_overdue(number: int, assignee: str, due: str) -> str:
    """To the assignee and the office."""
    return f"诉求 #{number}（承办：{assignee}）{due}就该答复了，居民还在等。"


def emergency(duty_phone: str) -> str:
    """At once, before anything else."""
    phone = f"\n社区值班电话：{duty_phone}" if duty_phone else ""
    return f"危险请马上打：\n火警 119　急救 120　报警 110{phone}\n先离开危险的地方。我正在通知值班的人。"


def my_tickets(rows: Sequence[tuple[Ticket, str, str]]) -> str:
    """A resident's tickets, newest first: ticket, category, assignee."""
    if not rows:
        return NO_TICKETS
    lines = [
        f"#{ticket.id} {category}“{_short(ticket.text)}”\n　{assignee}：{_progress_word(ticket)}"
        for ticket, category, assignee in rows
    ]
    return "您提过的诉求：\n" + "\n".join(lines)


def _progress_word(ticket: Ticket) -> str:
    if ticket.satisfaction and not ticket.is_open:
        return f"已办结，您说{SATISFACTION[ticket.satisfaction]}"
    return STATES[ticket.state]


def open_tickets(
    rows: Sequence[tuple[Ticket, str]], *, page: int, total: int, now: datetime, zone: ZoneInfo
) -> Content:
    """A worker's open tickets by due time: one page, with buttons to open each and to turn the page."""
    if not rows:
        return Content(NOTHING_OPEN)
    pages = -(-total // _PAGE)
    lines = [f"没办完的诉求 {total} 件（第 {page + 1}／{pages} 页）"]
    for ticket, category in rows:
        late = "已超时 " if ticket.due_at < now else ""
        until = moment(ticket.due_at, now=now, zone=zone)
        lines.append(f"#{ticket.id} {category}“{_short(ticket.text)}”{late}{until}前")
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
