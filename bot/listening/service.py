"""Hearing, asking once, and forgetting. Nothing here sends or commits."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.listening import queries, rules, texts
from bot.listening.models import Fate, LeftInPeace, ListenedGroup, Offer, Overheard
from bot.listening.queries import Heard
from bot.listening.rules import Matter
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane


class Limits(NamedTuple):
    """How much asking is borne: in one group a day, and of one person in some days."""

    per_day: int
    rest: timedelta


class Taken(NamedTuple):
    """What somebody wants registered: where it was said, its pieces, and their own ticket it belongs to."""

    chat_id: int
    pieces: list[dict[str, Any]]
    ticket_id: int | None


def offer_key(offer_id: int) -> str:
    """The outbox key of a question."""
    return f"listening:offer:{offer_id}"


async def hear(session: AsyncSession, pieces: Sequence[dict[str, Any]]) -> None:
    """Keep what was said until it is judged: one statement, whatever else the message brings along."""
    await session.execute(sa.insert(Overheard), list(pieces))


async def tell_new_groups(session: AsyncSession, *, gone: timedelta) -> None:
    """Say once in each group what is read there and what is kept."""
    for chat_id in await queries.untold_groups(session):
        group = await session.get(ListenedGroup, chat_id)
        if group is None:
            group = ListenedGroup(chat_id=chat_id, times=0)
            session.add(group)
        group.times += 1
        group.ended_at = None
        await session.flush()
        key = f"listening:told:{chat_id}:{group.times}"
        text = texts.what_is_read(rules.kept_for(gone) // timedelta(minutes=1))
        await outbox.enqueue(session, key=key, chat_id=chat_id, text=text, lane=Lane.REMINDER)


async def ask(
    session: AsyncSession,
    heard: Heard,
    matter: Matter,
    question: tuple[int, str] | None,
    *,
    limits: Limits,
    day: date,
    now: datetime,
) -> bool:
    """Ask the author whether this is to be registered; returns whether they are asked.

    ``question`` is the author's own open ticket it seems to be about, with its category's
    name: then they are asked whether it is to be passed on. Nobody is asked who does not
    want to be, nor about a matter they were asked about before, nor in a group that has
    been asked enough today.
    """
    ticket = question[0] if question else None
    earlier = await queries.offers_to(session, heard.author_id, since=now - limits.rest)
    if (
        rules.was_asked(earlier, matter, ticket)
        or not await queries.may_be_asked(session, heard.author_id, now=now)
        or await queries.asked_on(session, heard.chat_id, day) >= limits.per_day
    ):
        return False
    offer = Offer(
        chat_id=heard.chat_id,
        author_id=heard.author_id,
        category=matter.decision.category,
        grid=matter.decision.grid,
        ticket_id=ticket,
        pieces=[_kept(piece) for piece in matter.pieces],
        last_said_at=matter.pieces[-1].said_at,
        offered_at=now,
        day=day,
        fate=Fate.OPEN,
    )
    session.add(offer)
    await session.flush()
    await _show(session, offer, question)
    return True


async def _show(session: AsyncSession, offer: Offer, question: tuple[int, str] | None) -> None:
    reply_to = next((p["message_id"] for p in offer.pieces if p["text"]), offer.pieces[0]["message_id"])
    content: Content = texts.offer(offer.id, reply_to=reply_to)
    if question is not None:
        content = texts.offer_to_pass_on(offer.id, *question, reply_to=reply_to)
    await outbox.enqueue(
        session, key=offer_key(offer.id), chat_id=offer.chat_id, content=content, lane=Lane.REMINDER
    )


def _kept(piece: Overheard) -> dict[str, Any]:
    names = ("message_id", "text", "kind", "album")
    return {name: getattr(piece, name) for name in names}


async def add_to_offer(session: AsyncSession, offer: Offer, matter: Matter) -> None:
    """What somebody said further belongs to what they are being asked about."""
    known = {piece["message_id"] for piece in offer.pieces}
    offer.pieces = [*offer.pieces, *(_kept(p) for p in matter.pieces if p.message_id not in known)]
    offer.last_said_at = max(offer.last_said_at, matter.pieces[-1].said_at)
    offer.grid = offer.grid or matter.decision.grid
    await session.flush()


async def is_asked(session: AsyncSession, offer_id: int, *, telegram_id: int | None) -> bool:
    """Whether this account is still asked this question."""
    offer = await session.get(Offer, offer_id)
    return offer is not None and offer.author_id == telegram_id and offer.fate == Fate.OPEN


async def take(session: AsyncSession, offer_id: int, *, telegram_id: int | None) -> Taken:
    """The author wants it registered: the question disappears, and its words leave this table.

    Refuses everybody else, and a question that was answered or has gone.
    """
    found = await session.get(Offer, offer_id, with_for_update=True)
    offer = rules.require_author(found, telegram_id)
    taken = Taken(offer.chat_id, list(offer.pieces), offer.ticket_id)
    await _close(session, offer, Fate.TAKEN)
    return taken


async def decline(
    session: AsyncSession, offer_id: int, *, telegram_id: int | None, rest: timedelta | None, now: datetime
) -> None:
    """The author does not want it: forgotten, and they are left in peace for ``rest``, None for good.

    Refuses everybody else, and a question that was answered or has gone.
    """
    found = await session.get(Offer, offer_id, with_for_update=True)
    offer = rules.require_author(found, telegram_id)
    await _close(session, offer, Fate.DECLINED)
    until = None if rest is None else now + rest
    await session.merge(LeftInPeace(author_id=offer.author_id, until_at=until))
    await session.flush()


async def withdraw(session: AsyncSession, chat_id: int, author_id: int, *, category: str) -> None:
    """The author has said it to the bot meanwhile: a question about the same kind of matter disappears."""
    offer = await queries.open_offer(session, chat_id, author_id)
    if offer is not None and offer.category == category:
        await _close(session, offer, Fate.TAKEN)


async def ask_again(session: AsyncSession, telegram_id: int) -> None:
    """Somebody wants to be asked again."""
    await session.execute(sa.delete(LeftInPeace).where(LeftInPeace.author_id == telegram_id))


async def _close(session: AsyncSession, offer: Offer, fate: Fate) -> None:
    offer.fate = fate
    offer.pieces = []
    await session.flush()
    await outbox.take_away(session, [offer_key(offer.id)])


async def keep_a_little(session: AsyncSession, pieces: Sequence[Overheard], *, now: datetime) -> None:
    """Judged as nothing by itself: it stays only as long as something may follow that it belongs to."""
    judged = sa.update(Overheard).where(Overheard.id.in_([piece.id for piece in pieces]))
    await session.execute(judged.values(judged_at=now))


async def forget_heard(session: AsyncSession, heard: Heard) -> None:
    """Judged: what was said is deleted."""
    ids = [piece.id for piece in (*heard.new, *heard.before)]
    await session.execute(sa.delete(Overheard).where(Overheard.id.in_(ids)))


async def forget(session: AsyncSession, *, gone: timedelta, rest: timedelta, now: datetime) -> None:
    """Delete talk that is judged or too old, take away questions nobody pressed, forget old questions."""
    judged = sa.and_(Overheard.judged_at.is_not(None), Overheard.heard_at < now - rules.TOGETHER)
    old = sa.or_(judged, Overheard.heard_at < now - rules.KEPT)
    await session.execute(sa.delete(Overheard).where(old))
    for offer in await queries.offers_gone_by(session, before=now - gone):
        await _close(session, offer, Fate.GONE)
    over = sa.and_(Offer.fate != Fate.OPEN, Offer.offered_at < now - max(rest, timedelta(days=1)))
    await session.execute(sa.delete(Offer).where(over))
    await session.execute(sa.delete(LeftInPeace).where(LeftInPeace.until_at < now))


async def stop_listening(session: AsyncSession, *, now: datetime) -> None:
    """Listening is switched off: nothing overheard stays, no question either; groups are told when it returns."""
    if not await queries.is_listening(session):
        return
    await session.execute(sa.delete(Overheard))
    for offer in await queries.offers_gone_by(session):
        await _close(session, offer, Fate.GONE)
    told = sa.update(ListenedGroup).where(ListenedGroup.ended_at.is_(None))
    await session.execute(told.values(ended_at=now))
