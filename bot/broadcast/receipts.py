"""收到: who has read a notice, who has not, and asking those again."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcast import queries, rules, service, texts
from bot.broadcast.models import Notice, NoticeReceipt, NoticeState
from bot.config import Neighbourhood
from bot.db import inserted_new
from bot.errors import Refused
from bot.outbox.content import Content, File
from bot.people import rules as people_rules
from bot.people.models import Person
from bot.sheets import in_base64, write_rows

_GONE = (NoticeState.RUNNING, NoticeState.DONE)


async def confirm(session: AsyncSession, notice_id: int, person: Person, *, now: datetime) -> None:
    """Somebody has read it; twice is harmless. Refuses a notice that has not gone.

    Confirming a reminder confirms the notice it reminds of.
    """
    waiting = [notice_id]
    while waiting:
        notice = rules.require_state(await session.get(Notice, waiting.pop()), *_GONE)
        row = {"notice_id": notice.id, "person_id": person.id, "at": now}
        if await inserted_new(session, NoticeReceipt, row, unique="notice_id, person_id"):
            notice.outdated = True
            waiting += rules.awaited_receipts(notice.audience)


async def remind(
    session: AsyncSession, notice_id: int, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """Draft the same notice again for those who have not confirmed it. Refuses when everybody has."""
    notice = await service.load(session, notice_id, actor, *_GONE)
    audience = [f"{rules.UNCONFIRMED}{notice.id}"]
    if not await queries.people_in(session, audience, neighbourhood):
        raise Refused(texts.NOBODY_TO_REMIND)
    again = Notice(
        author_id=actor.id, text=notice.text, media_chat_id=notice.media_chat_id,
        media_message_ids=notice.media_message_ids, audience=audience, made_at=now, wants_receipt=True,
    )  # fmt: skip
    session.add(again)
    await session.flush()
    await service.show_plan(session, again, neighbourhood, now=now)


async def readers(
    session: AsyncSession, notice_id: int, *, actor: Person, neighbourhood: Neighbourhood
) -> str:
    """Who has confirmed a notice and who has not, by name. Refuses whoever is not of the office."""
    notice = await service.load(session, notice_id, actor, *_GONE)
    have = [name for name, _ in await queries.readers(session, notice.id)]
    have_not = await queries.names_of(session, await queries.unconfirmed(session, notice.id, neighbourhood))
    return texts.readers(have, have_not)


async def sheet_of(session: AsyncSession, notice_id: int, *, actor: Person, zone: ZoneInfo) -> Content:
    """Who was reached and who confirmed when, local to ``zone``; refuses whoever is not of the office."""
    people_rules.require_staff(actor)
    copies = await queries.copies_of(session, notice_id)
    if not copies:
        raise Refused(texts.TOO_LATE)
    rows = [
        (name, texts.FATES[fate], texts.why(error) if fate == "failed" else "", _local(at, zone))
        for name, fate, error, at in copies
    ]
    known = {name for name, _, _, at in copies if at}
    rows += [
        (name, texts.FATES["in_group"], "", _local(at, zone))
        for name, at in await queries.readers(session, notice_id)
        if name not in known
    ]
    made = write_rows([texts.COLUMNS, *rows], title=texts.FILE_TITLE, widths=(24, 10, 40, 22))
    return Content(file=File(texts.file_name(notice_id), in_base64(made)))


def _local(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""
