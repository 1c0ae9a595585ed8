"""Hearing, asking and forgetting on a real database."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.listening import queries, service
from bot.listening.models import Fate, LeftInPeace, ListenedGroup, Offer, Overheard
from bot.listening.queries import Heard
from bot.listening.service import Limits
from tests.listening import a_matter, a_piece
from tests.tickets import promises
from tests.town import JINJIANG, LI, MONDAY_MORNING, SUN, XIGUAN, ZHAO

QUIET = timedelta(seconds=20)
LIMITS = Limits(per_day=3, rest=timedelta(days=3))
MONDAY = date(2026, 11, 23)


def said(text: str, *, by: int = LI, chat: int = XIGUAN, n: int = 1, after: float = 0) -> dict[str, Any]:
    at = MONDAY_MORNING + timedelta(seconds=after)
    return {
        "chat_id": chat, "author_id": by, "message_id": n, "text": text, "kind": "", "album": None,
        "replies_to": None, "said_at": at, "heard_at": at,
    }  # fmt: skip


async def asked(session: AsyncSession, *, by: int = LI, category: str = "elevator", **more: Any) -> bool:
    """Ask somebody about something said; returns whether they were."""
    heard = Heard(XIGUAN, by, [], [])
    matter = a_matter(a_piece("电梯又坏了"), category=category)
    given: dict[str, Any] = {"limits": LIMITS, "day": MONDAY, "now": MONDAY_MORNING, **more}
    return await service.ask(session, heard, matter, None, **given)


async def fates(session: AsyncSession) -> list[tuple[str, list[Any]]]:
    return [(o.fate, o.pieces) for o in await session.scalars(sa.select(Offer).order_by(Offer.id))]


async def kept(session: AsyncSession) -> list[str]:
    return list(await session.scalars(sa.select(Overheard.text).order_by(Overheard.message_id)))


@pytest.mark.parametrize(("after", "due"), [(19, []), (20, [["电梯坏了", "3栋"]])])
async def test_talk_is_due_when_its_author_was_silent_long_enough(
    session: AsyncSession, after: float, due: list[list[str]]
) -> None:
    await service.hear(session, [said("电梯坏了", n=1, after=-15)])
    await service.hear(session, [said("3栋", n=2)])
    await service.hear(session, [said("别人的话", n=3, by=ZHAO, after=after)])

    found = await queries.quiet_talk(session, quiet=QUIET, now=MONDAY_MORNING + timedelta(seconds=after))

    assert [[piece.text for piece in heard.new] for heard in found] == due


async def test_who_never_falls_silent_is_judged_all_the_same(session: AsyncSession) -> None:
    await service.hear(session, [said(f"第{n}句", n=n, after=n * 10) for n in range(13)])

    [heard] = await queries.quiet_talk(session, quiet=QUIET, now=MONDAY_MORNING + timedelta(seconds=120))

    assert len(heard.new) == 13


async def test_the_same_person_in_two_groups_is_two_talks(session: AsyncSession) -> None:
    await service.hear(session, [said("一", n=1), said("二", n=2, chat=JINJIANG)])

    found = await queries.quiet_talk(session, quiet=QUIET, now=MONDAY_MORNING + QUIET)

    assert {(heard.chat_id, heard.new[0].text) for heard in found} == {(XIGUAN, "一"), (JINJIANG, "二")}


async def test_a_group_sees_so_many_questions_a_day(session: AsyncSession) -> None:
    done = [await asked(session, by=by) for by in (LI, ZHAO, SUN, 1004)]
    tomorrow = await asked(session, by=1004, day=date(2026, 11, 24))

    assert (done, tomorrow) == ([True, True, True, False], True)


async def test_an_unanswered_matter_is_not_asked_about_again_another_one_is(session: AsyncSession) -> None:
    done = [await asked(session, category=category) for category in ("elevator", "elevator", "noise")]
    later = MONDAY_MORNING + timedelta(days=3, seconds=1)

    assert done == [True, False, True]
    assert await asked(session, now=later, day=date(2026, 11, 26))


@pytest.mark.parametrize(
    ("rest", "days_later", "may"),
    [
        (timedelta(days=3), 2, False),
        (timedelta(days=3), 4, True),
        (None, 400, False),
    ],
)
async def test_who_declined_is_left_in_peace(
    session: AsyncSession, rest: timedelta | None, days_later: int, *, may: bool
) -> None:
    await asked(session)
    await service.decline(session, 1, telegram_id=LI, rest=rest, now=MONDAY_MORNING)

    later = MONDAY_MORNING + timedelta(days=days_later)

    assert await asked(session, category="noise", now=later, day=later.date()) is may


async def test_who_wants_to_be_asked_again_is(session: AsyncSession) -> None:
    await asked(session)
    await service.decline(session, 1, telegram_id=LI, rest=None, now=MONDAY_MORNING)

    await service.ask_again(session, LI)

    assert await asked(session, category="noise")


async def test_an_answered_question_holds_no_words_and_disappears(session: AsyncSession) -> None:
    for by in (LI, ZHAO, SUN):
        await asked(session, by=by)

    taken = await service.take(session, 1, telegram_id=LI)
    await service.decline(session, 2, telegram_id=ZHAO, rest=LIMITS.rest, now=MONDAY_MORNING)
    later = MONDAY_MORNING + timedelta(minutes=10)
    await service.forget(session, gone=timedelta(minutes=10), rest=LIMITS.rest, now=later)

    assert [piece["text"] for piece in taken.pieces] == ["电梯又坏了"]
    assert await fates(session) == [(Fate.TAKEN, []), (Fate.DECLINED, []), (Fate.GONE, [])]
    assert set((await promises(session)).values()) == {""}


@pytest.mark.parametrize("who", [ZHAO, None])
async def test_nobody_else_answers(session: AsyncSession, who: int | None) -> None:
    await asked(session)

    with pytest.raises(Refused):
        await service.take(session, 1, telegram_id=who)
    with pytest.raises(Refused):
        await service.decline(session, 1, telegram_id=who, rest=None, now=MONDAY_MORNING)

    assert [fate for fate, _ in await fates(session)] == [Fate.OPEN]
    assert list(await session.scalars(sa.select(LeftInPeace))) == []


@pytest.mark.parametrize(("minutes", "left"), [(3, ["聊天", "没判的"]), (4, ["没判的"]), (11, [])])
async def test_talk_is_deleted_minutes_after_it_was_judged_or_could_not_be(
    session: AsyncSession, minutes: int, left: list[str]
) -> None:
    await service.hear(session, [said("聊天", n=1), said("没判的", n=2)])
    judged = list(await session.scalars(sa.select(Overheard).where(Overheard.message_id == 1)))
    await service.keep_a_little(session, judged, now=MONDAY_MORNING)

    now = MONDAY_MORNING + timedelta(minutes=minutes)
    await service.forget(session, gone=timedelta(minutes=10), rest=LIMITS.rest, now=now)

    assert await kept(session) == left


async def test_old_questions_are_forgotten(session: AsyncSession) -> None:
    await asked(session)
    await service.decline(session, 1, telegram_id=LI, rest=LIMITS.rest, now=MONDAY_MORNING)

    later = MONDAY_MORNING + timedelta(days=3, minutes=1)
    await service.forget(session, gone=timedelta(minutes=10), rest=LIMITS.rest, now=later)

    assert await fates(session) == []
    assert list(await session.scalars(sa.select(LeftInPeace))) == []


async def test_groups_are_told_once_and_again_after_listening_was_off(session: AsyncSession) -> None:
    async def told() -> list[str]:
        await service.hear(session, [said("早"), said("早", n=2, chat=JINJIANG)])
        await service.tell_new_groups(session, gone=timedelta(minutes=10))
        return [key for key in await promises(session) if key.startswith("listening:told:")]

    first, second = await told(), await told()
    await service.stop_listening(session, now=MONDAY_MORNING)
    off = (await kept(session), await queries.is_listening(session))
    third = await told()

    assert sorted(first) == sorted(second) == ["listening:told:-1001:1", "listening:told:-1002:1"]
    assert off == ([], False)
    assert sorted(set(third) - set(first)) == ["listening:told:-1001:2", "listening:told:-1002:2"]


async def test_switching_off_takes_open_questions_away(session: AsyncSession) -> None:
    session.add(ListenedGroup(chat_id=XIGUAN, times=1))
    await asked(session)

    await service.stop_listening(session, now=MONDAY_MORNING)

    assert await fates(session) == [(Fate.GONE, [])]
