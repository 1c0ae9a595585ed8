"""Who may do what to a ticket, who answers for it, and by when. Values in, verdict out."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import is_open, is_within, working_time_after
from bot.config import Category, CommunitySettings, Worker
from bot.errors import Refused
from bot.people.models import Person, Role
from bot.tickets import texts, texts_of_duplicates, texts_of_questions
from bot.tickets.models import About, Doubt, EventKind, Pressing, Ticket, TicketEvent, TicketState
from bot.triage import Decision

_MOST_CHOICES = 3

URGENT_RESPONSE = timedelta(minutes=30)
"""An emergency is answered within half an hour, working hours or not."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who answers for a ticket and why; ``unreachable`` names whoever was passed over for it."""

    person: Person
    matched: bool
    reasons: tuple[str, ...] = ()
    unreachable: str | None = None


def is_on_duty(worker: Worker, community: CommunitySettings, *, now: datetime) -> bool:
    """Whether a worker is at work now, by their own hours or else the community's."""
    hours = worker.duty_hours or community.working
    return is_open(now.astimezone(community.zone).date(), worker.days) and is_within(
        now, hours, community.zone
    )


def first_of(
    alike: Sequence[str],
    *,
    there: Collection[str],
    on_duty: Collection[str],
    open_tickets: Mapping[str, int],
    urgent: bool,
) -> tuple[str, str | None]:
    """Which of those who answer for the same gets a ticket, and why it is not the first.

    Whoever is there comes before whoever is away or out of reach; with something urgent
    whoever is on duty; then whoever has fewer open tickets; then the first.
    """

    def order(name: str) -> tuple[bool, bool, int]:
        return name not in there, urgent and name not in on_duty, open_tickets.get(name, 0)

    chosen = min(alike, key=order)
    ranks = zip(order(alike[0]), order(chosen), texts.WHY_A_COLLEAGUE, strict=True)
    return chosen, next((why for first, mine, why in ranks if first != mine), None)


def choose_assignee(
    worker: str | None,
    stand_ins: Mapping[str, str],
    workers: Mapping[str, Person],
    staff: Sequence[Person],
) -> Choice:
    """The worker, else the stand-in when away or unreachable, else the office.

    ``workers`` holds the people by name, ``stand_ins`` each worker's stand-in.
    """
    reasons: list[str] = []
    unreachable: str | None = None
    for name in (worker, stand_ins.get(worker or "")):
        person = workers.get(name or "")
        if person is None:
            continue
        if person.away_at is None and person.may_be_reached:
            return Choice(person, True, tuple(reasons), unreachable)
        if not person.may_be_reached:
            unreachable = unreachable or person.name
        reasons.append(texts.passed_over(person.name, away=person.away_at is not None))
    reasons.append(texts.to_the_office(found=worker is not None))
    return Choice(staff[0], worker is not None, tuple(reasons), unreachable)


def respond_due_at(
    category: Category, opened_at: datetime, community: CommunitySettings, *, urgent: bool
) -> datetime:
    """By when the resident is to hear something."""
    if urgent:
        return opened_at + URGENT_RESPONSE
    return _due_at(category.respond_within, opened_at, community)


def resolve_due_at(category: Category, opened_at: datetime, community: CommunitySettings) -> datetime:
    """By when there is to be an outcome."""
    return _due_at(category.resolve_within, opened_at, community)


def _due_at(span: timedelta, start: datetime, community: CommunitySettings) -> datetime:
    return working_time_after(start, span, hours=community.working, zone=community.zone)


def require_assignee(actor: Person, ticket: Ticket) -> None:
    """Refuse everybody but the one whose name is on the ticket."""
    if actor.id != ticket.assignee_id:
        raise Refused(texts.NOT_YOURS)


def require_assignee_or_staff(actor: Person, ticket: Ticket) -> None:
    """Refuse everybody but the assignee and the office."""
    if actor.id != ticket.assignee_id and not actor.is_staff:
        raise Refused(texts.NOT_YOURS)


def require_open(ticket: Ticket) -> None:
    """Refuse what makes no sense once a ticket is closed or taken back."""
    if not ticket.is_open:
        raise Refused(texts.already_ended(ticket.id, ticket.state))


def require_takes_more(ticket: Ticket) -> None:
    """Refuse to add to what has ended."""
    if not ticket.takes_more:
        raise Refused(texts.already_ended(ticket.id, ticket.state))


def require_acceptable(ticket: Ticket) -> None:
    """Refuse a second acceptance."""
    if ticket.state == TicketState.ACCEPTED:
        raise Refused(texts.ALREADY_ACCEPTED)
    require_open(ticket)


def require_author(actor: Person, ticket: Ticket) -> None:
    """Refuse everybody but whoever raised it."""
    if actor.id != ticket.reporter_id:
        raise Refused(texts.AUTHOR_ONLY)


def require_author_or_staff(actor: Person, ticket: Ticket) -> None:
    """Refuse everybody but whoever raised it and the office."""
    if actor.id != ticket.reporter_id and not actor.is_staff:
        raise Refused(texts.AUTHOR_OR_STAFF_ONLY)


def require_asked(ticket: Ticket) -> None:
    """Refuse an answer to a question that is not open."""
    if ticket.state == TicketState.CONFIRMED:
        raise Refused(texts.ALREADY_RATED)
    if ticket.state != TicketState.RESOLVED:
        raise Refused(texts.NOT_ASKED)


def require_taken_back(ticket: Ticket) -> None:
    """Refuse to restore what was not taken back."""
    if ticket.state != TicketState.WITHDRAWN:
        raise Refused(texts.NOT_TAKEN_BACK)


def require_something(text: str, media: object | None) -> None:
    """Refuse an empty answer."""
    if not text.strip() and media is None:
        raise Refused(texts.EMPTY_ANSWER)


def require_sentence(note: str) -> None:
    """Refuse an outcome that says nothing: a photo alone does not tell what was done."""
    if not note.strip():
        raise Refused(texts.NEEDS_SENTENCE)


def require_can_be_given(ticket: Ticket, to: Person | None) -> None:
    """Refuse a colleague who is none, cannot be written to, or has it already."""
    if to is None or to.role == Role.RESIDENT or not to.may_be_reached:
        raise Refused(texts.NOT_A_COLLEAGUE)
    if to.id == ticket.assignee_id and ticket.state != TicketState.TRIAGE:
        raise Refused(texts.ALREADY_THEIRS)


def require_still_asked(action: str, actor: Person, ticket: Ticket) -> None:
    """Refuse what somebody writes to a question that has been settled while they were writing."""
    if action in ("note", "hand_over"):
        require_assignee_or_staff(actor, ticket)
    elif action != "add":
        require_assignee(actor, ticket)
    if action == "add":
        require_takes_more(ticket)
    elif action != "note":
        require_open(ticket)


def require_in_triage(ticket: Ticket) -> None:
    """Refuse to assign what a colleague was faster to assign."""
    require_open(ticket)
    if ticket.state != TicketState.TRIAGE:
        raise Refused(texts.ALREADY_ASSIGNED)


def require_category(key: str, categories: Sequence[Category]) -> None:
    """Refuse a category that is none of the community's."""
    if key not in {category.key for category in categories}:
        raise Refused(texts.UNKNOWN_TICKET)


def standing_corrections(events: Sequence[TicketEvent]) -> list[TicketEvent]:
    """The corrections of a ticket's category that were not undone, oldest first."""
    standing: list[TicketEvent] = []
    for event in events:
        if event.kind == EventKind.CATEGORY_CHANGED:
            standing.append(event)
        elif event.kind == EventKind.CORRECTION_UNDONE and standing:
            standing.pop()
    return standing


def require_corrected(standing: Sequence[TicketEvent]) -> TicketEvent:
    """The correction that can be undone, the last one. Refuses where there is none."""
    if not standing:
        raise Refused(texts.NOTHING_TO_UNDO)
    return standing[-1]


def is_category_sure(kinds: Sequence[EventKind], *, tagged: bool) -> bool | None:
    """Whether the category of an ended ticket is certain, by its log; ``None`` when it says nothing.

    Certain: somebody chose it, by a tag or a correction that stands. Likely: the worker
    closed it as it was. One that was passed on without a word about its category says
    nothing: somebody was not content with where it had gone.
    """
    standing = 0
    for kind in kinds:
        standing += kind == EventKind.CATEGORY_CHANGED
        standing = max(0, standing - (kind == EventKind.CORRECTION_UNDONE))
    if tagged or standing:
        return True
    return None if EventKind.HANDED_OVER in kinds else False


def require_author_or_assignee(actor: Person, ticket: Ticket) -> None:
    """Refuse whoever neither raised it nor answers for it."""
    if actor.id not in (ticket.assignee_id, ticket.reporter_id):
        raise Refused(texts.NOT_YOURS)


def require_concerned(actor: Person, ticket: Ticket) -> None:
    """Refuse whoever neither raised it, nor answers for it, nor works in the office."""
    if actor.id not in (ticket.assignee_id, ticket.reporter_id) and not actor.is_staff:
        raise Refused(texts.NOT_YOURS)


def pressing(ticket: Ticket, *, asked: bool, now: datetime, zone: ZoneInfo) -> Pressing | None:
    """Why an open ticket belongs into its worker's morning, the gravest reason; None when it can wait."""
    due = ticket.due_at
    if due < now:
        return Pressing.LATE
    if due.astimezone(zone).date() == now.astimezone(zone).date():
        return Pressing.DUE_TODAY
    if asked:
        return Pressing.WAITING
    return Pressing.NEW if ticket.state == TicketState.ASSIGNED else None


def doubts_in(decision: Decision) -> dict[About, list[str]]:
    """What triage is not sure of and what it would choose between; a place may be anywhere.

    In an emergency nobody is asked what kind it is.
    """
    doubts: dict[About, list[str]] = {}
    grids, kinds = decision.candidates_grid, decision.candidates_category[:_MOST_CHOICES]
    if decision.grid is None:
        doubts[About.PLACE] = list(grids) if 1 < len(grids) <= _MOST_CHOICES else []
    if len(kinds) > 1 and not decision.urgent:
        doubts[About.CATEGORY] = list(kinds)
    return doubts


def is_asked(ticket: Ticket, doubt: Doubt) -> bool:
    """Whether a doubt still matters: where it is until somebody has it, of what kind until they take it on."""
    states = {About.PLACE: (TicketState.TRIAGE,), About.CATEGORY: (TicketState.TRIAGE, TicketState.ASSIGNED)}
    return doubt.settled_at is None and ticket.state in states[About(doubt.about)]


def require_asked_about(ticket: Ticket, doubt: Doubt | None) -> Doubt:
    """Refuse an answer to what nobody doubts, or does not any more."""
    require_open(ticket)
    if doubt is None or not is_asked(ticket, doubt):
        raise Refused(texts_of_questions.ALREADY_CLARIFIED)
    return doubt


def chosen_of(doubt: Doubt, choice: int) -> str:
    """What a button of a question stands for. Refuses one that is none of its choices."""
    if not 0 <= choice < len(doubt.choices):
        raise Refused(texts_of_questions.PLACE_GONE)
    return doubt.choices[choice]


def within(place: str | None) -> str:
    """The estate or street of a place somebody named, without number."""
    return re.sub(r"\d.*", "", place or "")


def household(person: Person) -> str:
    """Whom one front door makes one household; who has not said theirs is one alone.

    An entrance (单元) has many doors: without the room two neighbours stay two.
    """
    if person.estate and person.building and person.room:
        return "|".join((person.estate, person.building, person.unit or "", person.room))
    return f"person {person.id}"


def require_other_household(actor: Person, reporter: Person, authors: Sequence[Person]) -> None:
    """Refuse whoever raised it, alone or as a duplicate, and the household of the first."""
    if actor.id in {author.id for author in authors} or household(actor) == household(reporter):
        raise Refused(texts_of_duplicates.YOURS_ALREADY)


def require_in_its_group(ticket: Ticket, chat_id: int) -> None:
    """Refuse a press from elsewhere than the group in which the ticket's card stands."""
    if not ticket.from_group or ticket.chat_id != chat_id:
        raise Refused(texts_of_duplicates.ONLY_ON_ITS_CARD)


def quotable(text: str, said_in: int, *, shown_in: int) -> str:
    """What of somebody's words another author may see: what was said in the same group, or in one when told alone."""
    return text if said_in < 0 and (shown_in == said_in or shown_in > 0) else ""


def require_like(ticket: Ticket, other: int) -> None:
    """Refuse an answer to another question than the one that stands on the author's card."""
    require_open(ticket)
    if ticket.like_id != other:
        raise Refused(texts_of_duplicates.NO_LONGER_LIKE)


def require_can_merge(ticket: Ticket, main: Ticket) -> None:
    """Refuse what is no longer open, a ticket and itself, and chains: one level of duplicates is all there is."""
    if ticket.id == main.id:
        raise Refused(texts_of_duplicates.ITSELF)
    if ticket.state == TicketState.MERGED and ticket.merged_into_id:
        raise Refused(texts_of_duplicates.already_there(ticket.id, ticket.merged_into_id))
    require_open(ticket)
    if main.state == TicketState.MERGED and main.merged_into_id:
        raise Refused(texts_of_duplicates.went_elsewhere(main.id, main.merged_into_id))
    if not main.is_open:
        raise Refused(texts_of_duplicates.cannot_take(main.id, main.state))
    if ticket.joined:
        raise Refused(texts_of_duplicates.holds_others(ticket.id, main.id))


def require_merged(ticket: Ticket) -> None:
    """Refuse to split what is no duplicate, or has ended with the other."""
    if ticket.state == TicketState.MERGED:
        return
    raise Refused(
        texts_of_duplicates.NOT_MERGED if ticket.is_open else texts.already_ended(ticket.id, ticket.state)
    )


def require_may_split(actor: Person, ticket: Ticket, *, merged_by: int | None) -> None:
    """Refuse everybody but the office, and the author unless somebody else put it there."""
    if actor.is_staff:
        return
    require_author(actor, ticket)
    if merged_by != actor.id:
        raise Refused(texts_of_duplicates.NOT_JOINED_BY_YOU)
