"""What people say in a group without turning to the bot, and their answer to its one question."""

import re
from typing import Any

from telegram import Message, Update

from bot.listening import rules, service, texts
from bot.outbox import queries as outbox_queries
from bot.outbox import service as outbox
from bot.people.models import Person
from bot.telegram.context import Context
from bot.tickets import queries as tickets
from bot.tickets import residents
from bot.tickets.models import Ticket
from bot.tickets.service import Said, open_ticket
from bot.tickets.telling import Piece
from handlers.people import caller
from handlers.reading import Press, is_nobody, kind_of, reporter_of, text_of

_OFFER_KEY = re.compile(r"listening:offer:(\d+)")


async def overhear(message: Message, context: Context) -> None:
    """Keep somebody's own words until they fall silent; everything else is none of our business."""
    if context.desk.config.intake.listen != "suggest" or not _is_own_word(message):
        return
    earlier = message.reply_to_message
    pieces = [_piece(message, message, context)]
    if earlier is not None and _sender(earlier) == _sender(message) and _is_own_word(earlier):
        pieces.insert(0, _piece(earlier, message, context))
    await service.hear(context.session, pieces)


def _is_own_word(message: Message) -> bool:
    """Whether a person says this themselves: nothing forwarded, no bot's, channel's or group's word."""
    passed_on = (
        message.forward_origin or message.via_bot or message.sender_chat or message.is_automatic_forward
    )
    text = message.text or message.caption or ""
    is_piece = kind_of(message) in rules.KINDS
    return not passed_on and not is_nobody(message.from_user) and is_piece and not text.startswith("/")


def _sender(message: Message) -> int | None:
    return message.from_user.id if message.from_user else None


def _piece(message: Message, now_said: Message, context: Context) -> dict[str, Any]:
    """A message as it is kept; one that is replied to counts as said again."""
    replied = message.reply_to_message if message is now_said else None
    own = replied is not None and _sender(replied) == _sender(message)
    return {
        "chat_id": message.chat_id,
        "author_id": _sender(message),
        "message_id": message.message_id,
        "text": text_of(message),
        "kind": kind_of(message),
        "album": message.media_group_id,
        "replies_to": replied.message_id if replied is not None and own else None,
        "said_at": now_said.date,
        "heard_at": context.now(),
    }


async def answered_offer(message: Message, context: Context) -> bool:
    """A reply to the question by the one who is asked: yes, no, or more about the matter."""
    replied = message.reply_to_message
    if replied is None or _sender(replied) != context.bot.id or message.sender_chat is not None:
        return False
    key = await outbox_queries.key_of_message(context.session, message.chat_id, replied.message_id)
    match = _OFFER_KEY.fullmatch(key or "")
    asked = match and await service.is_asked(context.session, int(match[1]), telegram_id=_sender(message))
    if match is None or not asked:
        return False
    answer, number = rules.answer_in(text_of(message)), int(match[1])
    if answer is False:
        rest = context.desk.config.intake.listen_rest
        await service.decline(
            context.session, number, telegram_id=_sender(message), rest=rest, now=context.now()
        )
        return True
    taken = await service.take(context.session, number, telegram_id=_sender(message))
    if answer is None:
        taken.pieces.append(_piece(message, message, context))
    await _register(taken, await reporter_of(message, context), context)
    return True


async def said_to_us(message: Message, ticket: Ticket, context: Context) -> None:
    """The author turned to the bot after all: what it asked about the same matter is settled."""
    author = _sender(message)
    if context.desk.config.intake.listen == "suggest" and author is not None:
        await service.withdraw(context.session, message.chat_id, author, category=ticket.category)


async def register(press: Press) -> None:
    """登记为诉求, 转告承办人: as if it had been said to the bot."""
    taken = await service.take(press.context.session, press.subject, telegram_id=press.actor.telegram_id)
    press.context.answer(await _register(taken, press.actor, press.context))


async def _register(taken: service.Taken, reporter: Person, context: Context) -> str:
    """Make a ticket of what was said, or add it to the author's own; returns what to say about it."""
    text = "\n".join(piece["text"] for piece in taken.pieces if piece["text"])
    media = tuple(
        Piece(taken.chat_id, piece["message_id"], piece["kind"]) for piece in taken.pieces if piece["kind"]
    )
    around = await tickets.ticket_with_people(context.session, taken.ticket_id or 0)
    if around is not None and around.ticket.is_open:
        await residents.add_to_ticket(
            context.session, around.ticket.id, actor=reporter, text=text, media=media,
            neighbourhood=context.desk.triage.neighbourhood, now=context.now(),
        )  # fmt: skip
        return texts.passed_on(around.ticket.id)
    first = taken.pieces[0]
    lines = tuple((piece["message_id"], piece["text"]) for piece in taken.pieces)
    said = Said(
        text,
        context.desk.triage.strip_intake(text)[0],
        taken.chat_id,
        first["message_id"],
        media,
        next((piece["album"] for piece in taken.pieces if piece["album"]), None),
        context.desk.is_hurried(reporter.id),
        lines if len(lines) > 1 else (),
    )
    await open_ticket(context.session, said, reporter=reporter, triage=context.desk.triage, now=context.now())
    return texts.REGISTERED


async def decline(press: Press) -> None:
    """不用."""
    context = press.context
    await service.decline(
        context.session,
        press.subject,
        telegram_id=press.actor.telegram_id,
        rest=context.desk.config.intake.listen_rest,
        now=context.now(),
    )
    context.answer(texts.DECLINED)


async def never(press: Press) -> None:
    """不用再问我."""
    context = press.context
    await service.decline(
        context.session, press.subject, telegram_id=press.actor.telegram_id, rest=None, now=context.now()
    )
    context.answer(texts.NEVER_AGAIN)


async def ask_again(update: Update, context: Context) -> None:
    """/ask: somebody who wanted to be left in peace wants to be asked again."""
    person = await caller(update, context)
    if person.telegram_id is None:
        return
    await service.ask_again(context.session, person.telegram_id)
    await outbox.enqueue(
        context.session, key=f"ask:{context.row_id}", chat_id=person.telegram_id, text=texts.ASK_AGAIN
    )


ACTIONS = {"register": register, "decline": decline, "never": never}
IN_GROUPS = tuple(ACTIONS)
