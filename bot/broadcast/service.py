"""What changes about notices: written, addressed, started, stopped, corrected."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcast import queries, rules, texts
from bot.broadcast.models import Notice, NoticeState, NoticeTarget
from bot.clock import is_within
from bot.config import Neighbourhood
from bot.db import insert_new
from bot.outbox import service as outbox
from bot.outbox.content import Content, Copy
from bot.outbox.models import Lane
from bot.people import rules as people_rules
from bot.people.models import Person
from bot.people.queries import groups_left
from bot.spoken.texts import moment_in_words

_OPEN = (NoticeState.DRAFT, NoticeState.ASKED, NoticeState.SCHEDULED)
_NAMED = 15
"""How many of those not reached the report names; the list has all."""


def plan_key(notice_id: int) -> str:
    """The outbox key of the card by which the office handles a notice."""
    return f"notice-plan:{notice_id}"


def preview_key(notice_id: int) -> str:
    """The outbox key of the message that shows the office what people will see."""
    return f"notice-preview:{notice_id}"


def content_of(notice: Notice) -> Content:
    """A notice as people see it; several photos stand above it, see ``photos_of``."""
    text = notice.text + (f"\n{texts.CORRECTED}" if notice.corrected_at else "")
    buttons = texts.receipt_button(notice.id) if notice.wants_receipt else ()
    if notice.media_chat_id is not None and notice.has_media and not notice.is_album:
        copy = Copy(notice.media_chat_id, notice.media_message_ids[0], text)
        return Content(copy=copy, buttons=buttons, pin=notice.pins)
    return Content(text, buttons=buttons, pin=notice.pins)


def photos_of(notice: Notice) -> Content | None:
    """The photos that stand above a notice, when there are several."""
    if notice.media_chat_id is None or not notice.is_album:
        return None
    first, *others = notice.media_message_ids
    return Content(copy=Copy(notice.media_chat_id, first, "", tuple(others)))


@dataclass(frozen=True, slots=True)
class Written:
    """What the office wrote: the text, and where its photo or file stands, if any."""

    text: str
    media: tuple[int, int] | None = None
    """Chat and message id."""
    album: str | None = None
    """Telegram's id of photos sent together."""


async def write_notice(
    session: AsyncSession, written: Written, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> Notice:
    """Take in a notice and show its writer what people will see, with the card to address it.

    Refuses whoever is not of the office, and what is empty or too long.
    """
    people_rules.require_staff(actor)
    photos = 1 if written.media else 0
    rules.require_sayable(written.text, photos=photos, complete=written.album is None)
    chat_id, message_id = written.media or (None, None)
    notice = Notice(
        author_id=actor.id, text=written.text, media_chat_id=chat_id,
        media_message_ids=[] if message_id is None else [message_id], album=written.album,
        audience=[rules.GROUPS], made_at=now,
    )  # fmt: skip
    session.add(notice)
    await session.flush()
    await show_plan(session, notice, neighbourhood, now=now)
    return notice


async def add_photo(
    session: AsyncSession,
    notice_id: int,
    written: Written,
    *,
    actor: Person,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> bool:
    """A further photo of those sent together; returns False for one that is none of them.

    Refuses one too many, and a notice that has gone.
    """
    notice = await load(session, notice_id, actor, NoticeState.DRAFT)
    if written.media is None or written.album is None or written.album != notice.album:
        return False
    rules.require_room(len(notice.media_message_ids) + 1)
    notice.media_message_ids = [*notice.media_message_ids, written.media[1]]
    notice.text = notice.text or written.text
    await session.flush()
    await show_plan(session, notice, neighbourhood, now=now)
    return True


async def load(session: AsyncSession, notice_id: int, actor: Person, *states: NoticeState) -> Notice:
    """The notice, to be changed. Refuses whoever is not of the office, and other states."""
    people_rules.require_staff(actor)
    return rules.require_state(await session.get(Notice, notice_id, with_for_update=True), *states)


async def show_plan(
    session: AsyncSession, notice: Notice, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    """Keep the preview and the card under it in step with the notice."""
    content = content_of(notice)
    empty = notice.is_album and not content.text
    preview = replace(content, text=texts.NO_WORDS_YET if empty else content.text, pin=False)
    await _show_to_author(session, notice, preview_key(notice.id), preview)
    plan = await plan_of(session, notice, neighbourhood, now=now)
    await show_card(session, notice, texts.plan(plan))


async def plan_of(
    session: AsyncSession, notice: Notice, neighbourhood: Neighbourhood, *, now: datetime
) -> texts.Plan:
    """What the office sees of a notice before it goes: to whom, when, and how."""
    community = neighbourhood.community
    zone = community.zone
    at_rest = is_within(max(notice.send_at or now, now), community.quiet, zone)
    groups = rules.groups_of(notice.audience, neighbourhood, await groups_left(session))
    return texts.Plan(
        notice.id,
        notice.audience,
        await queries.names_of_groups(session, groups),
        len(await queries.people_in(session, notice.audience, neighbourhood)),
        notice.wants_receipt,
        notice.pins,
        moment_in_words(notice.send_at, now=now, zone=zone) if notice.send_at else "",
        len(notice.media_message_ids) if notice.is_album else 0,
        community.quiet_hours if at_rest else "",
    )


async def change_plan(
    session: AsyncSession,
    notice_id: int,
    change: Callable[[Notice], None],
    *,
    actor: Person,
    neighbourhood: Neighbourhood,
    now: datetime,
) -> None:
    """Change a notice or how it is sent before it has gone, and show it. Refuses one that has gone.

    A colleague's word counted for what they saw: changed, it is asked for again.
    """
    notice = await load(session, notice_id, actor, *_OPEN)
    change(notice)
    photos = len(notice.media_message_ids)
    rules.require_sayable(notice.text, photos=photos, complete=False)
    notice.state, notice.approver_id = NoticeState.DRAFT, None
    await session.flush()
    await show_plan(session, notice, neighbourhood, now=now)


async def send_when_due(
    session: AsyncSession, notice: Notice, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    """Send a notice now, or let it wait for the time it was given."""
    if notice.send_at is not None and notice.send_at > now:
        notice.state = NoticeState.SCHEDULED
        when = moment_in_words(notice.send_at, now=now, zone=neighbourhood.community.zone)
        await show_card(session, notice, texts.scheduled(notice.id, when))
        return
    await start(session, notice, neighbourhood, now=now)


async def start(
    session: AsyncSession, notice: Notice, neighbourhood: Neighbourhood, *, now: datetime
) -> None:
    """Promise the notice to everybody it is for, each chat once."""
    notice.state, notice.started_at = NoticeState.RUNNING, now
    groups = rules.groups_of(notice.audience, neighbourhood, await groups_left(session))
    people = await queries.people_in(session, notice.audience, neighbourhood)
    chats: dict[int, int | None] = dict.fromkeys(groups)
    chats.update({person.telegram_id: person.id for person in people if person.telegram_id is not None})
    keys = {chat_id: f"notice:{notice.id}:{chat_id}" for chat_id in chats}
    targets = [
        {"notice_id": notice.id, "key": keys[chat_id], "chat_id": chat_id, "person_id": person_id}
        for chat_id, person_id in chats.items()
    ]
    await insert_new(session, NoticeTarget, targets, unique="notice_id, key")
    content, photos = content_of(notice), photos_of(notice)
    promises = []
    for chat_id, key in keys.items():
        if photos is not None:
            above = f"notice-photos:{notice.id}:{chat_id}"
            promises.append(outbox.promise(above, chat_id, photos, lane=Lane.BROADCAST))
        promises.append(outbox.promise(key, chat_id, content, lane=Lane.BROADCAST))
    await outbox.enqueue_all(session, promises)
    await show_card(session, notice, texts.running(notice.id, 0, len(chats)))


async def show_progress(session: AsyncSession, notice: Notice, *, now: datetime) -> None:
    """Show how far a running notice is; when nothing waits any more it is done."""
    progress = await queries.progress_of(session, notice.id)
    notice.outdated = False
    if progress.waiting:
        done = progress.total - progress.waiting
        await show_card(session, notice, texts.running(notice.id, done, progress.total))
        return
    notice.state = NoticeState.DONE
    notice.ended_at = notice.ended_at or now
    receipts = await queries.receipts_of(session, notice.id) if notice.wants_receipt else None
    unreached = await queries.unreached(session, notice.id, limit=_NAMED) if progress.failed else []
    await show_card(session, notice, texts.report(notice.id, progress, unreached, receipts))


async def stop(session: AsyncSession, notice_id: int, *, actor: Person, now: datetime) -> None:
    """Send no more of a running notice; what is on its way arrives."""
    notice = await load(session, notice_id, actor, NoticeState.RUNNING)
    await outbox.drop_unsent(session, _keys(notice.id))
    await outbox.drop_unsent(session, _photo_keys(notice.id))
    await show_progress(session, notice, now=now)


async def discard(session: AsyncSession, notice_id: int, *, actor: Person) -> None:
    """Throw away a notice that has not gone; its messages disappear."""
    notice = await load(session, notice_id, actor, *_OPEN)
    notice.state = NoticeState.DISCARDED
    await outbox.take_away(session, [plan_key(notice.id), preview_key(notice.id)])


async def correct(session: AsyncSession, notice_id: int, text: str, *, actor: Person, now: datetime) -> None:
    """Change the words of a notice everywhere it stands or is on its way to."""
    notice = await load(session, notice_id, actor, NoticeState.RUNNING, NoticeState.DONE)
    rules.require_sayable(text, photos=len(notice.media_message_ids))
    notice.text, notice.corrected_at = text, now
    notice.state = NoticeState.RUNNING
    await outbox.rewrite(session, _keys(notice.id), content_of(notice))
    await show_progress(session, notice, now=now)


def _keys(notice_id: int) -> sa.Select[Any]:
    return sa.select(NoticeTarget.key).where(NoticeTarget.notice_id == notice_id)


def _photo_keys(notice_id: int) -> sa.Select[Any]:
    photos = sa.func.replace(NoticeTarget.key, "notice:", "notice-photos:")
    return sa.select(photos).where(NoticeTarget.notice_id == notice_id)


async def show_card(session: AsyncSession, notice: Notice, content: Content) -> None:
    """Make the author's card of a notice look like this."""
    await _show_to_author(session, notice, plan_key(notice.id), content)


async def _show_to_author(session: AsyncSession, notice: Notice, key: str, content: Content) -> None:
    author = await session.get_one(Person, notice.author_id)
    if author.telegram_id is not None:
        await outbox.show(session, key=key, chat_id=author.telegram_id, content=content, lane=Lane.ANSWER)
