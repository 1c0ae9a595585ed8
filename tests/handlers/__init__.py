"""What the tests of the chat look at: a ticket's row and log, what was refused, what was set aside."""

from typing import Any

import sqlalchemy as sa

from bot.audit.models import AuditEntry
from bot.inbox.models import InboxRow, InboxState
from bot.intake.models import Draft
from bot.people.models import Person
from bot.tickets.models import Ticket, TicketEvent
from scheduler.intake import show_quiet_drafts
from tests.town import LI, XIGUAN, Town

NOISE = "#噪音 3栋楼上装修太吵"
NOISE_CARD = (
    "诉求 #1 · 噪音\n地点：西关小区3栋\n承办：王云（第一网格）\n答复：今天11:00前\n进展：已派给承办人，等签收"
)


async def raised(town: Town, text: str = NOISE, *, by: int = LI, chat: int = XIGUAN) -> int:
    """Somebody speaks up in a group; returns the id of the card that answers."""
    await town.people.say(by, text, chat_id=chat)
    card = await town.last(chat)
    return int(card["message_id"])


async def started(town: Town, user: int) -> None:
    """Somebody presses Start and is greeted."""
    await town.people.start(user)
    await town.settled()


async def registered(town: Town, *lines: str, by: int = LI) -> None:
    """Somebody speaks up directly and confirms."""
    await started(town, by)
    for line in lines:
        await town.people.say(by, line)
    await fell_silent(town)
    await town.press(by, "就这样，登记")


async def fell_silent(town: Town) -> None:
    """The quiet time after which a draft is shown passes."""
    await town.settled()
    town.clock.forward(seconds=5)
    await town.tick(show_quiet_drafts)


def _values(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in sa.inspect(type(row)).columns}


async def ticket(town: Town, number: int = 1) -> dict[str, Any]:
    """The whole row of a ticket."""
    await town.settled()
    async with town.program.db.read() as session:
        return _values(await session.get_one(Ticket, number))


async def tickets(town: Town) -> list[str]:
    """The texts of all tickets, in the order of their numbers."""
    await town.settled()
    async with town.program.db.read() as session:
        return list(await session.scalars(sa.select(Ticket.text).order_by(Ticket.id)))


async def log(town: Town, number: int = 1) -> list[tuple[str, str | None, str | None]]:
    """A ticket's log: what, from, to."""
    await town.settled()
    async with town.program.db.read() as session:
        rows = await session.scalars(
            sa.select(TicketEvent).where(TicketEvent.ticket_id == number).order_by(TicketEvent.id)
        )
        return [(str(row.kind), row.before, row.after) for row in rows]


async def everything(town: Town, number: int = 1) -> tuple[dict[str, Any], list[Any]]:
    """A ticket's whole row and log, to compare before and after."""
    return await ticket(town, number), list(await log(town, number))


async def refusals(town: Town) -> list[tuple[int | None, str, str]]:
    """The refusals in the audit log: who, on what, why."""
    await town.settled()
    async with town.program.db.read() as session:
        rows = await session.scalars(sa.select(AuditEntry).where(AuditEntry.what == "refused"))
        return [(row.telegram_id, row.subject, row.why) for row in rows]


async def people_known(town: Town) -> set[int | None]:
    """The accounts of everybody stored."""
    await town.settled()
    async with town.program.db.read() as session:
        return set(await session.scalars(sa.select(Person.telegram_id)))


async def drafts(town: Town) -> int:
    """How many drafts there are."""
    await town.settled()
    async with town.program.db.read() as session:
        return len(list(await session.scalars(sa.select(Draft.id))))


async def parked(town: Town) -> list[str]:
    """What was set aside because it could not be handled."""
    await town.settled()
    async with town.program.db.read() as session:
        rows = await session.scalars(sa.select(InboxRow).where(InboxRow.state == InboxState.PARKED))
        return [f"{row.raw}: {row.error}" for row in rows]


async def forged(
    town: Town, user: int, data: str, *, chat: int | None = None, message: int | None = None
) -> dict[str, Any]:
    """Press with data no button shows; returns what the person saw, ``{"text", "show_alert"}``."""
    await town.settled()
    callback = await town.people.press(user, force=data, chat_id=chat, message_id=message)
    toast = await town.people.toast(callback)
    await town.settled()
    assert toast is not None, f"{data} was never answered"
    return {"text": toast.get("text"), "show_alert": toast.get("show_alert")}
