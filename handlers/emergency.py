"""What is said at once when there is danger, even when everything else fails."""

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Message, Update

from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.telegram.context import Desk
from bot.tickets import texts
from handlers.reading import text_of


def is_emergency(message: Message, desk: Desk) -> bool:
    """Whether a message speaks of danger; needs no routing to tell."""
    return desk.triage.emergency_word(text_of(message)) is not None


async def promise_first_aid(session: AsyncSession, update: Update, desk: Desk) -> None:
    """Promise the numbers to call, once a message; also when handling the update has failed."""
    message = update.message
    if message is None or not is_emergency(message, desk):
        return
    phone = desk.triage.neighbourhood.community.duty_phone
    content = Content(texts.emergency(phone), reply_to=message.message_id)
    key = f"emergency:{message.chat_id}:{message.message_id}"
    await outbox.enqueue(session, key=key, chat_id=message.chat_id, content=content, lane=Lane.ANSWER)
