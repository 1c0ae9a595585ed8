"""Who may do what, and how long things asked stay asked."""

from datetime import datetime, timedelta

from bot.errors import Refused
from bot.people import texts
from bot.people.models import Enrolment, Person, Role

ANSWER_KEPT = timedelta(hours=1)
"""How long what somebody writes next is taken as the answer to what the bot asked."""

ENROLMENT_KEPT = timedelta(days=3)
ENROLMENT_PREFIX = "enrol_"
"""What the ``start`` parameter of an enrolment link begins with."""


def require_staff(actor: Person | None) -> None:
    """Refuse whoever does not work in the office."""
    if actor is None or not actor.is_staff:
        raise Refused(texts.STAFF_ONLY)


def require_worker(actor: Person | None) -> None:
    """Refuse whoever is no grid worker."""
    if actor is None or actor.role != Role.WORKER:
        raise Refused(texts.WORKERS_ONLY)


def require_colleague(actor: Person) -> None:
    """Refuse whoever is neither grid worker nor of the office."""
    if actor.role == Role.RESIDENT:
        raise Refused(texts.WORKERS_ONLY)


def require_resident(person: Person) -> None:
    """Refuse to turn the account of somebody with another duty into a worker's."""
    if person.role != Role.RESIDENT:
        raise Refused(texts.ACCOUNT_TAKEN)


def require_valid(enrolment: Enrolment | None, *, now: datetime) -> None:
    """Refuse a link that is unknown, used up or too old."""
    if enrolment is None or enrolment.used_at is not None:
        raise Refused(texts.LINK_USED)
    if enrolment.expires_at <= now:
        raise Refused(texts.LINK_EXPIRED)


def require_building(person: Person) -> None:
    """Refuse a door of no house."""
    if not person.building:
        raise Refused(texts.HOME_GONE)
