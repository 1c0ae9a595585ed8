"""Claiming what is due, and telling groups without telling them too much."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import inserted_new
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.pushes.models import DuePush, Fate, GroupPush


async def claim(
    session: AsyncSession, what: str, subject: str, due_at: datetime, *, fate: Fate = Fate.DONE, now: datetime
) -> bool:
    """Take care of what was due at a time; returns False when somebody has already.

    The claim lives and dies with the transaction that keeps the promise: after a crash
    either both are there or neither is, whatever number of processes tries.
    """
    return await inserted_new(
        session,
        DuePush,
        {
            "key": f"{what}:{subject}:{int(due_at.timestamp())}",
            "what": what,
            "subject": subject,
            "due_at": due_at,
            "claimed_at": now,
            "fate": fate,
        },
        unique="key",
    )


async def unclaimed(
    session: AsyncSession, what: str, subject: str, due: Sequence[datetime]
) -> list[datetime]:
    """Which of these moments nobody has taken care of yet."""
    statement = sa.select(DuePush.due_at).where(
        DuePush.what == what, DuePush.subject == subject, DuePush.due_at.in_(due)
    )
    claimed = set(await session.scalars(statement)) if due else set[datetime]()
    return [moment for moment in due if moment not in claimed]


async def tell_group(
    session: AsyncSession, key: str, chat_id: int, content: Content, *, day: date, most: int
) -> None:
    """Tell a group something, or tell it otherwise where it was told before.

    Each of the first ``most`` - 1 things of a local day is a message of its own; all others
    share one message, which grows.
    """
    push = await session.scalar(sa.select(GroupPush).where(GroupPush.key == key))
    if push is None:
        told = await session.scalar(
            sa.select(sa.func.count()).where(GroupPush.chat_id == chat_id, GroupPush.day == day)
        )
        push = GroupPush(key=key, chat_id=chat_id, day=day, shared=(told or 0) >= most - 1)
        session.add(push)
    push.content = content.to_json()
    await session.flush()
    if push.shared:
        await _show_shared(session, push.chat_id, push.day)
    else:
        await outbox.show(
            session, key=f"push:{push.id}", chat_id=push.chat_id, content=content, lane=Lane.REMINDER
        )


async def _show_shared(session: AsyncSession, chat_id: int, day: date) -> None:
    pushes = await session.scalars(
        sa.select(GroupPush)
        .where(GroupPush.chat_id == chat_id, GroupPush.day == day, GroupPush.shared)
        .order_by(GroupPush.id)
    )
    contents = [Content.from_json(push.content) for push in pushes]
    if not contents:
        await outbox.take_away(session, [f"pushes:{chat_id}:{day}"])
        return
    joined = Content(
        "\n\n".join(_words(content) for content in contents),
        buttons=tuple(row for content in contents for row in content.buttons),
    )
    await outbox.show(
        session, key=f"pushes:{chat_id}:{day}", chat_id=chat_id, content=joined, lane=Lane.REMINDER
    )


def _words(content: Content) -> str:
    return content.text if content.copy is None else (content.copy.caption or "")


async def take_back(session: AsyncSession, key: str) -> None:
    """Make what a group was told under this key disappear from it, as if it had never been said."""
    push = await session.scalar(sa.select(GroupPush).where(GroupPush.key == key))
    if push is None:
        return
    await session.delete(push)
    await session.flush()
    if push.shared:
        await _show_shared(session, push.chat_id, push.day)
    else:
        await outbox.take_away(session, [f"push:{push.id}"])
