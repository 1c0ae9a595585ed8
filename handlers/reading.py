"""Reading a Telegram message: its words, its media, who is behind it, which ticket it answers."""

import json
import re
from dataclasses import dataclass

from telegram import Chat, Message, Update, User
from telegram.constants import MessageEntityType

from bot.inbox import queries as inbox
from bot.intake import rules
from bot.outbox import queries as outbox
from bot.outlines import Point
from bot.people import service as people
from bot.people import texts as people_texts
from bot.people.models import Awaited, Person
from bot.telegram.context import Context
from bot.tickets import texts as ticket_texts
from bot.tickets.telling import Piece

_KINDS = (
    "photo", "voice", "video", "video_note", "animation", "document", "audio", "sticker", "location", "contact",
)  # fmt: skip
_LONGEST_NAME = 100
_TICKET_KEY = re.compile(r"ticket:(\d+):")
_PROMPT_KEY = re.compile(r"ticket:(\d+):prompt\.([a-z_.0-9]+):")


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: what it asks for, on which subject, and who pressed it."""

    context: Context
    actor: Person
    action: str
    argument: str
    subject: int
    chat_id: int
    message_id: int


def text_of(message: Message) -> str:
    """What is written in a message or under its media, without invisible characters."""
    return rules.words_of(message.text or message.caption or "")


def kind_of(message: Message) -> str:
    """The kind of media a message carries; "" for plain text, "other" for what we do not know."""
    kind = next((kind for kind in _KINDS if getattr(message, kind, None)), "")
    return kind or ("" if message.text else "other")


def piece_of(message: Message) -> Piece | None:
    """A message's media, where it stands."""
    kind = kind_of(message)
    return Piece(message.chat_id, message.message_id, kind, point_of(message)) if kind else None


def point_of(message: Message) -> Point | None:
    """The location a message shares, by the name of its venue if it has one."""
    if message.location is None:
        return None
    name = message.venue.title[:_LONGEST_NAME] if message.venue else ""
    return Point(message.location.latitude, message.location.longitude, name)


def sender_of(message: Message) -> tuple[int, str]:
    """Whose word this is: an account, or the group or channel somebody hides behind.

    Anonymous administrators of all groups share one account (Bot API, Message.sender_chat):
    they are known by their group, which is nobody's staff.
    """
    if message.sender_chat is not None:
        return message.sender_chat.id, message.sender_chat.title or people_texts.NOBODY
    user = message.from_user
    return (user.id, user.full_name) if user else (message.chat_id, people_texts.NOBODY)


async def reporter_of(message: Message, context: Context) -> Person:
    """The person who said this; somebody new becomes a resident."""
    identity, name = sender_of(message)
    return await people.know_person(context.session, identity, name=name)


def is_directed(message: Message, context: Context) -> bool:
    """Whether a group message mentions the bot or replies to it."""
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == context.bot.id:
        return True
    handle = f"@{context.desk.username}".lower()
    mentions = {**message.parse_entities([MessageEntityType.MENTION]),
                **message.parse_caption_entities([MessageEntityType.MENTION])}  # fmt: skip
    return any(text.lower() == handle for text in mentions.values())


def without_mention(text: str, context: Context) -> str:
    """``text`` without the bot's name."""
    return re.sub(rf"@{re.escape(context.desk.username)}\b", "", text, flags=re.IGNORECASE).strip()


async def ticket_replied_to(message: Message, context: Context) -> int | None:
    """The number of the ticket whose card or message this replies to."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.from_user.id != context.bot.id:
        return None
    key = await outbox.key_of_message(context.session, message.chat_id, replied.message_id)
    match = _TICKET_KEY.match(key or "")
    return int(match[1]) if match else ticket_texts.number_in(replied.text or "")


async def question_replied_to(message: Message, person: Person, context: Context) -> Awaited | None:
    """What the bot asked in the message this replies to, however long ago.

    An answer to 内部记录 that comes late is still a note: it must not reach the resident.
    """
    replied = message.reply_to_message
    key = replied and await outbox.key_of_message(context.session, message.chat_id, replied.message_id)
    match = _PROMPT_KEY.match(key or "")
    if match is None:
        return None
    what, number = f"tickets:{match[2]}", int(match[1])
    asked = await context.awaited(person)
    if asked is not None and asked.subject_id == number and asked.what.startswith(what):
        return asked
    return Awaited(person_id=person.id, what=what, subject_id=number, asked_at=context.now())


async def album_so_far(message: Message, context: Context) -> tuple[Piece, ...]:
    """The pieces of this message's album that came before it, then its own media."""
    earlier: list[Piece] = []
    if message.media_group_id:
        raws = await inbox.album_pieces(
            context.session, message.media_group_id, lane=message.chat_id, before=context.row_id
        )
        updates = (Update.de_json(json.loads(raw), None) for raw in raws)
        found = (piece_of(update.message) for update in updates if update.message)
        earlier = [piece for piece in found if piece is not None]
    own = piece_of(message)
    return (*earlier, own) if own else tuple(earlier)


def is_private(chat: Chat | None) -> bool:
    """Whether this is somebody's direct chat with the bot."""
    return chat is not None and chat.type == Chat.PRIVATE


def is_nobody(user: User | None) -> bool:
    """Whether an account stands for many: anonymous administrators and channels."""
    return user is None or user.is_bot
