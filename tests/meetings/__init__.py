"""What the tests of meetings have in common: a meeting called, announced, answered."""

import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import openpyxl
import sqlalchemy as sa

from bot.meetings.models import Meeting, MeetingAnswer
from bot.people.models import Person
from tests.town import OFFICE, Town, buttons_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
SENTENCE = "下周三晚上7点半在社区三楼议事厅开会，商量3栋加装电梯，王云主持"
FACTS = "民情议事 · 商量3栋加装电梯\n时间：12月2日周三 19:30\n地点：社区三楼议事厅\n主持：王云\n"
CARD = f"{FACTS}来不来，请点一下："
ANSWERING = ["我来", "来不了", "带1人来", "带2人来", "带3人来", "加到日历"]


def at(day: int, hour: int, minute: int = 0, *, month: int = 12) -> datetime:
    """A moment of December 2026 (or another month) in Shanghai."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


async def called(town: Town, sentence: str = SENTENCE, *, by: int = OFFICE) -> str:
    """The office calls a meeting in a sentence; returns what the bot shows last."""
    await town.people.say(by, f"/meeting {sentence}")
    return str((await town.last(by))["text"])


async def announced(town: Town, sentence: str = SENTENCE) -> None:
    """A meeting is called and announced."""
    await called(town, sentence)
    await town.press(OFFICE, "发布")


async def written(town: Town, text: str, *, by: int = OFFICE) -> str:
    """Somebody answers what they were asked; returns what the bot shows last."""
    await town.people.say(by, text)
    return str((await town.last(by))["text"])


async def card_with(town: Town, chat: int, label: str) -> dict[str, Any]:
    """The newest message of a chat with this button."""
    await town.settled()
    return [m for m in await town.people.messages(chat) if label in buttons_of(m)][-1]


async def meetings(town: Town) -> list[tuple[str, datetime | None, str]]:
    """Every meeting kept: topic, when, state."""
    await town.settled()
    async with town.program.db.read() as session:
        rows = await session.scalars(sa.select(Meeting).order_by(Meeting.id))
        return [(one.topic, one.starts_at, str(one.state)) for one in rows]


async def many_answer(town: Town, count: int, *, name: str = "邻居") -> None:
    """So many neighbours with long names say that they come, without pressing one by one."""
    async with town.program.db.begin() as session:
        meeting = await session.scalar(sa.select(Meeting).order_by(Meeting.id.desc()).limit(1))
        assert meeting is not None
        people = [
            Person(telegram_id=500_000 + n, name=f"{name}{n}" * 12, role="resident") for n in range(count)
        ]
        session.add_all(people)
        await session.flush()
        session.add_all(
            MeetingAnswer(
                meeting_id=meeting.id,
                person_id=one.id,
                round=meeting.round,
                heads=1,
                answered_at=town.clock(),
            )
            for one in people
        )


async def file_of(town: Town, message: dict[str, Any]) -> tuple[str, bytes]:
    """The name and the bytes of the file in a message."""
    document = message["document"]
    async with httpx.AsyncClient(trust_env=False) as client:
        url = f"{town.sandbox.url}/people/file?file_id={document['file_id']}"
        return document["file_name"], (await client.get(url)).content


async def sheet_of(town: Town, message: dict[str, Any]) -> tuple[str, list[list[object]]]:
    """The name and the rows of the spreadsheet in a message."""
    name, content = await file_of(town, message)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return name, [list(row) for row in sheet.values]
