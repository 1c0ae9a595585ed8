"""Every sentence about tickets, and the buttons under them."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.outbox.content import MOST_TEXT, fitted
from bot.tickets.models import Outcome, Pressing, Satisfaction, Ticket, TicketState

STATES = {
    TicketState.TRIAGE: "社区正在安排承办人",
    TicketState.ASSIGNED: "已派给承办人，等签收",
    TicketState.ACCEPTED: "承办人已签收，正在办",
    TicketState.RESOLVED: "承办人已办结，等您说解决没有",
    TicketState.CONFIRMED: "已办结，您已回访",
    TicketState.WITHDRAWN: "已撤回",
    TicketState.MERGED: "已并到另一件一起办",
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
PRESSING = {
    Pressing.LATE: "已经超时",
    Pressing.DUE_TODAY: "今天到期",
    Pressing.WAITING: "等居民补充",
    Pressing.NEW: "新派给您，还没签收",
}
_DIGEST_LINES = 10

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
NOTHING_TO_UNDO = "没有可以撤回的更正，没有改动。"
NEEDS_SENTENCE = "照片收到了。请再写一句办理情况，我才好告诉居民。"

ADD_IN_GROUP = "请长按这张卡片，选“回复”，写上要补充的话，发照片、语音也行。"
CHOOSE_CATEGORY = "请点正确的类别"
ACCEPTED_TOAST = "已签收，居民会看到。"
WITHDRAWN_TOAST = "已撤回。点“恢复”可以重新提。"
RESTORED_TOAST = "已恢复，继续办。"
SENT_TO_RESIDENT = "已告诉居民。"
NOTE_KEPT = "已记下，只有同事看得到。"
CATEGORY_TOAST = "类别已改。"
CORRECTION_UNDONE_TOAST = "更正已撤回。"
NOT_MY_GRID, NOT_MY_KIND = "不在我网格", "不是我这类事"
CATEGORY_SAME = "本来就是这个类别。"
ASSIGNED_TOAST = "已分派。"
CANCELLED = "好的，不写了。"
CANCEL_WORD = "算了"
THANKS_FOR_RATING = "谢谢您告诉我们！"
SORRY_NOT_SOLVED = "对不起，没办好。我已经退回给承办人重新办，社区也知道了。"
PLEASE_ADD = "谢谢您告诉我们！还差什么，请再写一件，我接着找人办。"
NO_TICKETS = "您还没有提过诉求。有事按“有事敞开说”。"
NOTHING_OPEN = "您手上没有没办完的诉求。"
NOTHING_IN_TRIAGE = "没有等着分派的诉求。"
CHOOSE_OUTCOME = "办得怎么样？点一个结果，再写一句话（可带照片）。"
MYSELF = "我来办"
CHOOSE_COLLEAGUE = "转给谁？"

_WEEKDAYS = "一二三四五六日"


def number_in(text: str) -> int | None:
    """The number of the ticket one of our messages is about, as its first line says."""
    named = re.search(r"诉求 #(\d+)", text.partition("\n")[0])
    return int(named[1]) if named else None


def added_to(number: int) -> str:
    """What somebody said more has gone to its ticket."""
    return f"补充到诉求 #{number} 了，承办人会看到。"


WHY_A_COLLEAGUE = ("现在能接到", "正在上班", "手上的诉求少")
"""Why it is not the first of those who answer for the same, in the order in which it counts."""


def colleague(name: str, why: str) -> str:
    """A reason: a colleague with the same duty gets the ticket."""
    return f"{name}也负责这里，{why}，由{name}承办"


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


def correction_undone(who: str, category: str) -> str:
    """A reason: a correction was taken back."""
    return f"{who}撤回更正，类别改回「{category}」"


def undo_correction(category: str) -> str:
    """The button that takes the last correction back."""
    return f"撤回更正，改回「{category}」"


def choose_right_category(number: int, colleague: str) -> str:
    """Somebody hands over what is not their kind of matter: which kind is it?"""
    return f"诉求 #{number} 要转给{colleague}，是哪一类事？点一个就转过去。\n不转了就发“{CANCEL_WORD}”。"


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


def first_in_triage(shown: int, total: int) -> str:
    """Above the list of /triage when it does not hold everything."""
    return f"等着分派的诉求有 {total} 件，先看最急的 {shown} 件，派完再发 /triage 。"


def in_parts(text: str) -> list[str]:
    """``text`` in as many messages as it needs, each within Telegram's limit."""
    parts, rest = [], text
    while rest:
        part = fitted(rest, MOST_TEXT)
        part = rest if part == rest else part[:-1]
        parts.append(part)
        rest = rest[len(part) :]
    return parts or [""]


def taken_back_card(number: int) -> str:
    """To the assignee: nothing more to do."""
    return f"诉求 #{number} 居民撤回了，不用办了。"


def worker_told_restored(number: int) -> str:
    """To the assignee: it goes on after all."""
    return f"诉求 #{number} 居民又恢复了，请接着办。"


def ask_to_write(
    action: str, number: int, *, colleague: str = "", outcome: Outcome | None = None, joined: int = 0
) -> str:
    """The question whose answer is what somebody writes next; ``joined`` others will read it, too."""
    questions = {
        "answer": "写给居民的话（居民会看到）",
        "ask": "想请居民补充什么？（居民会看到）",
        "note": "内部记录，只有同事看得到，居民看不到",
        "hand_over": f"为什么转给{colleague}？点一个，或写一句",
        "close": (OUTCOME_QUESTIONS[outcome] + "，可带一张照片（居民会看到）") if outcome else "",
        "add": "要补充什么？文字、照片、语音都行",
    }
    all_read = f"\n这件有 {joined + 1} 位居民反映，每位都会看到，请不要写是谁家。"
    several = all_read if joined and action in ("answer", "close") else ""
    return f"诉求 #{number}：{questions[action]}。{several}\n不写了就发“{CANCEL_WORD}”。"


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


def digest_line(ticket: Ticket, category: str, *, now: datetime, zone: ZoneInfo) -> str:
    """A ticket in a digest."""
    due = moment(ticket.due_at, now=now, zone=zone)
    also = f"，{ticket.also_households}户也遇到" if ticket.also_households else ""
    return f"#{ticket.id} {category}{f' {ticket.place}' if ticket.place else ''}{also}，{due}前"


def late_line(line: str, assignee: str) -> str:
    """The same for the office, with whose it is."""
    return f"{line}（{assignee}）"


def worker_digest(pressing: Mapping[Pressing, Sequence[str]], rest: int) -> str:
    """A worker's morning: what is pressing, by why; ``rest`` can wait."""
    blocks = [_block(PRESSING[why], pressing[why]) for why in Pressing if why in pressing]
    more = f"\n\n另有 {rest} 件在办，不急。" if rest else ""
    return "早上好！今天请先看这些：\n\n" + "\n\n".join(blocks) + more + "\n\n发 /mine 逐件处理。"


def office_digest(in_triage: Sequence[str], late: Sequence[str]) -> str:
    """The office's morning."""
    blocks = [_block(head, lines) for head, lines in (("等着分派", in_triage), ("网格员超时", late)) if lines]
    return "早上好！今天请先看这些：\n\n" + "\n\n".join(blocks) + "\n\n发 /triage 分派。"


def _block(head: str, lines: Sequence[str]) -> str:
    more = [f"……还有 {len(lines) - _DIGEST_LINES} 件"] if len(lines) > _DIGEST_LINES else []
    return "\n".join([f"{head}（{len(lines)} 件）", *(f"· {line}" for line in lines[:_DIGEST_LINES]), *more])
