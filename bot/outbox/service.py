"""Promising messages. Nothing here sends: the sender does, after the promise is committed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_new, rewrite_chat_id
from bot.outbox.content import MOST_CAPTION, MOST_TEXT, Content, fitted
from bot.outbox.models import Lane, OutboxRow, OutboxState


def promise(
    key: str,
    chat_id: int,
    content: Content,
    *,
    lane: Lane = Lane.ANSWER,
    not_before: datetime | None = None,
    repeatable: bool = True,
) -> dict[str, Any]:
    """One promise, ready for ``enqueue_all``; a text or caption that is too long for Telegram is cut."""
    return {
        "key": key,
        "chat_id": chat_id,
        "content": _fitted(content).to_json(),
        "lane": lane,
        "state": OutboxState.QUEUED,
        "revision": 0,
        "attempts": 0,
        "repeatable": repeatable,
        "not_before_at": not_before,
    }


def _fitted(content: Content) -> Content:
    if content.copy is not None and content.copy.caption is not None:
        caption = fitted(content.copy.caption, MOST_CAPTION)
        return replace(content, copy=content.copy._replace(caption=caption))
    return replace(content, text=fitted(content.text, MOST_TEXT if content.file is None else MOST_CAPTION))


async def enqueue_all(session: AsyncSession, promises: Sequence[dict[str, Any]]) -> None:
    """Make several promises at once, in their order; a key already promised stays as it is."""
    await insert_new(session, OutboxRow, promises, unique="key")


async def enqueue(
    session: AsyncSession,
    *,
    key: str,
    chat_id: int,
    text: str = "",
    content: Content | None = None,
    lane: Lane = Lane.ANSWER,
    not_before: datetime | None = None,
) -> None:
    """Promise one message once: the same key again changes nothing."""
    await enqueue_all(
        session, [promise(key, chat_id, content or Content(text), lane=lane, not_before=not_before)]
    )


async def show(session: AsyncSession, *, key: str, chat_id: int, content: Content, lane: Lane) -> None:
    """Promise that the card ``key`` will look like this; only its newest state is kept.

    A card already in the chat is edited, one on its way is edited after it arrived, a new
    one is sent. A card that was taken away or could not be delivered is sent anew.
    """
    row = await session.scalar(sa.select(OutboxRow).where(OutboxRow.key == key).with_for_update())
    if row is None:
        await enqueue_all(session, [promise(key, chat_id, content, lane=lane)])
        return
    wanted = promise(key, chat_id, content, lane=lane)
    if row.content == wanted["content"] and row.state not in (OutboxState.FAILED, OutboxState.DROPPED):
        return
    row.content = wanted["content"]
    row.lane = lane
    row.revision += 1
    if row.state != OutboxState.SENDING:
        row.state = OutboxState.QUEUED
        row.attempts = 0
        row.not_before_at = None


async def any_promised(session: AsyncSession, keys: Sequence[str]) -> bool:
    """Whether any of these promises was ever made."""
    return bool(await session.scalar(sa.select(sa.exists().where(OutboxRow.key.in_(keys)))))


async def take_away(session: AsyncSession, keys: Iterable[str]) -> None:
    """Promise that these messages disappear from their chats; those never sent are dropped."""
    rows = await session.scalars(sa.select(OutboxRow).where(OutboxRow.key.in_(list(keys))).with_for_update())
    for row in rows:
        row.content = Content(delete=True).to_json()
        row.revision += 1
        if row.state != OutboxState.SENDING:
            row.state = OutboxState.DROPPED if row.message_id is None else OutboxState.QUEUED


async def drop_unsent(session: AsyncSession, keys: sa.Select[Any]) -> None:
    """Give up the promises with these keys that have not begun to leave."""
    waiting = sa.update(OutboxRow).where(
        OutboxRow.key.in_(keys), OutboxRow.state == OutboxState.QUEUED, OutboxRow.message_id.is_(None)
    )
    await session.execute(waiting.values(state=OutboxState.DROPPED))


async def rewrite(session: AsyncSession, keys: sa.Select[Any], content: Content) -> None:
    """Promise that all messages with these keys look like this: those sent are edited, the others sent so."""
    alive = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.SENT)
    rows = sa.update(OutboxRow).where(OutboxRow.key.in_(keys), OutboxRow.state.in_(alive))
    queued = sa.case((OutboxRow.state == OutboxState.SENDING, OutboxRow.state), else_=OutboxState.QUEUED)
    await session.execute(
        rows.values(content=_fitted(content).to_json(), revision=OutboxRow.revision + 1, state=queued)
    )


async def move_chat(session: AsyncSession, old: int, new: int) -> None:
    """Take over a migrated group's new id everywhere it is stored, in whatever feature.

    Cards that stood in the old group cannot be edited from the new one; they are sent anew
    when they next change.
    """
    stands = sa.update(OutboxRow).where(OutboxRow.chat_id == old, OutboxRow.message_id.is_not(None))
    await session.execute(stands.values(message_id=None))
    await rewrite_chat_id(session, old, new)
