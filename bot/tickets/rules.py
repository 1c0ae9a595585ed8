"""Who may do what to a ticket, who answers for it, and by when. Values in, verdict out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import working_time_after
from bot.config import Category, CommunitySettings
from bot.errors import Refused
from bot.people.models import Person, Role
from bot.tickets import texts
from bot.tickets.models import EventKind, Pressing, Ticket, TicketEvent, TicketState

URGENT_RESPONSE = timedelta(minutes=30)
"""An emergency is answered within half an hour, working hours or not."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who answers for a ticket and why; ``unreachable`` names whoever was passed over for it."""

    person: Person
    matched: bool
    reasons: tuple[str, ...] = ()
    unreachable: str | None = None


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
    if action != "note":
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
