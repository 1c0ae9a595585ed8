"""What changes about notices: written, addressed, sent, stopped, corrected, confirmed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcast import queries, rules, texts
from bot.broadcast.models import Notice, NoticeReceipt, NoticeState, NoticeTarget
from bot.config import Neighbourhood
from bot.db import insert_new, inserted_new
from bot.errors import Refused
from bot.outbox import service as outbox
from bot.outbox.content import Content, Copy, File
from bot.outbox.models import Lane
from bot.people import rules as people_rules
from bot.people.models import Person
from bot.sheets import in_base64, write_rows
from bot.spoken.texts import moment_in_words

_OPEN = (NoticeState.DRAFT, NoticeState.SCHEDULED)


def plan_key(notice_id: int) -> str:
    """The outbox key of the card by which the office handles a notice."""
    return f"notice-plan:{notice_id}"


def preview_key(notice_id: int) -> str:
    """The outbox key of the message that shows the office what people will see."""
    return f"notice-preview:{notice_id}"


def content_of(notice: Notice) -> Content:
    """A notice as people see it."""
    text = notice.text + (f"\n{texts.CORRECTED}" if notice.corrected_at else "")
    buttons = texts.receipt_button(notice.id) if notice.wants_receipt else ()
    if notice.media_chat_id is not None and notice.media_message_id is not None:
        return Content(
            copy=Copy(notice.media_chat_id, notice.media_message_id, text), buttons=buttons, pin=notice.pins
        )
    return Content(text, buttons=buttons, pin=notice.pins)


async def write_notice(
    session: AsyncSession,
    *,
    actor: Person,
    text: str,
    media: tuple[int, int] | None,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """Take in a notice and show its writer what people will see, with the card to address it.

    ``media`` is where its photo or file stands, as chat and message id. Refuses whoever is
    not of the office, and what is empty or too long.
    """
    people_rules.require_staff(actor)
    rules.require_sayable(text, with_media=media is not None)
    chat_id, message_id = media or (None, None)
    notice = Notice(
        author_id=actor.id, text=text, media_chat_id=chat_id, media_message_id=message_id,
        audience=[rules.GROUPS], state=NoticeState.DRAFT, made_at=now, wants_receipt=False, pins=False,
    )  # fmt: skip
    session.add(notice)
    await session.flush()
    await show_plan(session, notice, neighbourhood, now=now)


async def load(session: AsyncSession, notice_id: int, actor: Person, *states: NoticeState) -> Notice:
    """The notice, to be changed. Refuses whoever is not of the office, and other states."""
    people_rules.require_staff(actor)
    return rules.require_state(await session.get(Notice, notice_id, with_for_update=True), *states)


async def show_plan(
    session: AsyncSession, notice: Notice, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    """Keep the preview and the card under it in step with the notice."""
    author = await session.get_one(Person, notice.author_id)
    if author.telegram_id is None:
        return
    zone = neighbourhood.community.zone
    groups = rules.groups_of(notice.audience, neighbourhood, await queries.groups_left(session))
    when = moment_in_words(notice.send_at, now=now, zone=zone) if notice.send_at else ""
    plan = texts.Plan(
        notice.id,
        notice.audience,
        await queries.names_of_groups(session, groups),
        len(await queries.people_in(session, notice.audience)),
        notice.wants_receipt,
        notice.pins,
        when,
    )
    shown = content_of(notice)
    preview = Content(shown.text, buttons=shown.buttons, copy=shown.copy)
    for key, content in ((preview_key(notice.id), preview), (plan_key(notice.id), texts.plan(plan))):
        await outbox.show(session, key=key, chat_id=author.telegram_id, content=content, lane=Lane.ANSWER)


async def change_plan(
    session: AsyncSession,
    notice_id: int,
    change: Callable[[Notice], None],
    *,
    actor: Person,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """Change how a notice that has not gone is sent, and show it. Refuses one that has gone."""
    notice = await load(session, notice_id, actor, *_OPEN)
    change(notice)
    await session.flush()
    await show_plan(session, notice, neighbourhood, now=now)


async def send(
    session: AsyncSession, notice_id: int, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """Send a notice now, or let it wait for the time it was given.

    Refuses an audience of nobody, and one that has gone.
    """
    notice = await load(session, notice_id, actor, NoticeState.DRAFT)
    groups = rules.groups_of(notice.audience, neighbourhood, await queries.groups_left(session))
    rules.require_audience(len(groups), len(await queries.people_in(session, notice.audience)))
    if notice.send_at is not None and notice.send_at > now:
        notice.state = NoticeState.SCHEDULED
        when = moment_in_words(notice.send_at, now=now, zone=neighbourhood.community.zone)
        await _show_card(session, notice, texts.scheduled(notice.id, when))
        return
    await start(session, notice, neighbourhood, now=now)


async def start(
    session: AsyncSession, notice: Notice, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    """Promise the notice to everybody it is for, each chat once."""
    notice.state, notice.started_at = NoticeState.RUNNING, now
    groups = rules.groups_of(notice.audience, neighbourhood, await queries.groups_left(session))
    people = await queries.people_in(session, notice.audience)
    chats: dict[int, int | None] = dict.fromkeys(groups)
    chats.update({person.telegram_id: person.id for person in people if person.telegram_id is not None})
    content = content_of(notice)
    keys = {chat_id: f"notice:{notice.id}:{chat_id}" for chat_id in chats}
    await insert_new(
        session,
        NoticeTarget,
        [
            {"notice_id": notice.id, "key": keys[chat_id], "chat_id": chat_id, "person_id": person_id}
            for chat_id, person_id in chats.items()
        ],
        unique="notice_id, key",
    )
    promises = [outbox.promise(keys[chat_id], chat_id, content, lane=Lane.BROADCAST) for chat_id in chats]
    await outbox.enqueue_all(session, promises)
    await _show_card(session, notice, texts.running(notice.id, 0, len(chats)))


async def show_progress(session: AsyncSession, notice: Notice, *, now: datetime) -> None:
    """Show how far a running notice is; when nothing waits any more it is done."""
    progress = await queries.progress_of(session, notice.id)
    if progress.waiting:
        done = progress.total - progress.waiting
        await _show_card(session, notice, texts.running(notice.id, done, progress.total))
        return
    notice.state = NoticeState.DONE if notice.state == NoticeState.RUNNING else notice.state
    notice.ended_at = notice.ended_at or now
    receipts = await queries.receipts_of(session, notice.id) if notice.wants_receipt else None
    await _show_card(
        session,
        notice,
        texts.report(
            notice.id, progress.delivered, progress.failed, progress.unknown, progress.dropped, receipts
        ),
    )


async def stop(session: AsyncSession, notice_id: int, *, actor: Person, now: datetime) -> None:
    """Send no more of a running notice; what is on its way arrives."""
    notice = await load(session, notice_id, actor, NoticeState.RUNNING)
    await outbox.drop_unsent(session, _keys(notice.id))
    await show_progress(session, notice, now=now)


async def discard(session: AsyncSession, notice_id: int, *, actor: Person) -> None:
    """Throw away a notice that has not gone; its messages disappear."""
    notice = await load(session, notice_id, actor, *_OPEN)
    notice.state = NoticeState.DISCARDED
    await outbox.take_away(session, [plan_key(notice.id), preview_key(notice.id)])


async def correct(session: AsyncSession, notice_id: int, text: str, *, actor: Person, now: datetime) -> None:
    """Change the words of a notice everywhere it stands or is on its way to."""
    notice = await load(session, notice_id, actor, NoticeState.RUNNING, NoticeState.DONE)
    rules.require_sayable(text, with_media=notice.media_message_id is not None)
    notice.text, notice.corrected_at = text, now
    notice.state = NoticeState.RUNNING
    await outbox.rewrite(session, _keys(notice.id), content_of(notice))
    await show_progress(session, notice, now=now)


async def confirm(session: AsyncSession, notice_id: int, person: Person, *, now: datetime) -> None:
    """Somebody has read it; twice is harmless. Refuses a notice that has not gone."""
    notice = await session.get(Notice, notice_id)
    rules.require_state(notice, NoticeState.RUNNING, NoticeState.DONE)
    row = {"notice_id": notice_id, "person_id": person.id, "at": now}
    await inserted_new(session, NoticeReceipt, row, unique="notice_id, person_id")


async def sheet_of(session: AsyncSession, notice_id: int, *, actor: Person, zone: ZoneInfo) -> Content:
    """Who was reached and who confirmed when, local to ``zone``; refuses whoever is not of the office."""
    people_rules.require_staff(actor)
    copies = await queries.copies_of(session, notice_id)
    if not copies:
        raise Refused(texts.TOO_LATE)
    rows = [
        (name, texts.FATES[fate], why, f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else "")
        for name, fate, why, at in copies
    ]
    made = write_rows([texts.COLUMNS, *rows], title=texts.FILE_TITLE, widths=(24, 10, 40, 22))
    return Content(file=File(texts.file_name(notice_id), in_base64(made)))


def _keys(notice_id: int) -> sa.Select[Any]:
    return sa.select(NoticeTarget.key).where(NoticeTarget.notice_id == notice_id)


async def _show_card(session: AsyncSession, notice: Notice, content: Content) -> None:
    author = await session.get_one(Person, notice.author_id)
    if author.telegram_id is not None:
        key = plan_key(notice.id)
        await outbox.show(session, key=key, chat_id=author.telegram_id, content=content, lane=Lane.ANSWER)
