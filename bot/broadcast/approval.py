"""Sending, where two of the office are to agree before everybody is told."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcast import queries, rules, service, texts
from bot.broadcast.models import Notice, NoticeState
from bot.config import Neighbourhood
from bot.errors import Refused
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.people import queries as people
from bot.people.models import Person
from bot.people.queries import groups_left


async def send(
    session: AsyncSession, notice_id: int, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """Send a notice now, let it wait for its time, or ask the colleagues where two are to agree.

    Refuses an audience of nobody, photos without a word, one that has gone, and to ask when
    there is no colleague to be asked.
    """
    notice = await service.load(session, notice_id, actor, NoticeState.DRAFT)
    rules.require_sayable(notice.text, photos=len(notice.media_message_ids))
    groups = rules.groups_of(notice.audience, neighbourhood, await groups_left(session))
    rules.require_audience(len(groups), len(await queries.people_in(session, notice.audience, neighbourhood)))
    if neighbourhood.community.two_for_everybody and rules.reaches_everybody(notice.audience):
        await _ask(session, notice, await service.plan_of(session, notice, neighbourhood, now=now))
    else:
        await service.send_when_due(session, notice, neighbourhood, now=now)


async def _ask(session: AsyncSession, notice: Notice, plan: texts.Plan) -> None:
    colleagues = [
        one for one in await people.staff(session) if one.has_direct_chat and one.id != notice.author_id
    ]
    if not colleagues:
        raise Refused(texts.NOBODY_TO_AGREE)
    notice.state, notice.asked = NoticeState.ASKED, notice.asked + 1
    await session.flush()
    shown = service.content_of(notice)
    seen = [
        service.photos_of(notice),
        Content(shown.text, copy=shown.copy),
        texts.to_agree(plan),
    ]
    for colleague in colleagues:
        for number, content in enumerate(seen):
            if content is not None and colleague.telegram_id is not None:
                key = f"notice-asked:{notice.id}.{notice.asked}:{colleague.id}:{number}"
                await outbox.enqueue(session, key=key, chat_id=colleague.telegram_id, content=content)
    await service.show_card(session, notice, texts.asked(notice.id))


async def agree(
    session: AsyncSession, notice_id: int, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """A colleague agrees: the notice goes. Refuses its author, and one nobody asks about any more."""
    notice = await service.load(session, notice_id, actor, NoticeState.ASKED)
    rules.require_colleague(actor, notice)
    notice.approver_id = actor.id
    await service.send_when_due(session, notice, neighbourhood, now=now)
    await _tell_author(session, notice, texts.TOLD_AGREED, "agreed")


async def object_to(
    session: AsyncSession, notice_id: int, *, actor: Person, neighbourhood: Neighbourhood, now: datetime
) -> None:
    """A colleague does not agree: it is a draft again and its author is told. Refuses as ``agree``."""
    notice = await service.load(session, notice_id, actor, NoticeState.ASKED)
    rules.require_colleague(actor, notice)
    notice.state = NoticeState.DRAFT
    await session.flush()
    await service.show_plan(session, notice, neighbourhood, now=now)
    await _tell_author(session, notice, texts.TOLD_NOT_AGREED, "not-agreed")


async def _tell_author(session: AsyncSession, notice: Notice, text: str, what: str) -> None:
    author = await session.get_one(Person, notice.author_id)
    if author.telegram_id is not None:
        key = f"notice-{what}:{notice.id}.{notice.asked}"
        await outbox.enqueue(session, key=key, chat_id=author.telegram_id, text=text, lane=Lane.ANSWER)
