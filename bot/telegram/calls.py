"""From a promised message to a call of the Bot API."""

import contextlib
from base64 import b64decode
from typing import NamedTuple

from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import TelegramError

from bot.outbox.content import Content, Copy

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ForceReply | None


class Delivery(NamedTuple):
    """One call to make: what, where, and which message it changes, if any."""

    chat_id: int
    content: Content
    message_id: int | None
    reply_to: int | None
    silent: bool = False


async def deliver(bot: Bot, delivery: Delivery) -> int | None:
    """Send, edit, copy or delete; returns the id of the message that now stands in the chat.

    Raises python-telegram-bot's errors as they come; only a pin that is refused is let be.
    """
    message_id = await _deliver(bot, delivery)
    if delivery.content.pin and delivery.message_id is None and message_id is not None:
        with contextlib.suppress(TelegramError):
            await bot.pin_chat_message(delivery.chat_id, message_id, disable_notification=True)
    return message_id


async def _deliver(bot: Bot, delivery: Delivery) -> int | None:
    chat_id, content, message_id, *_ = delivery
    if content.delete:
        if message_id is not None:
            await bot.delete_message(chat_id, message_id)
        return None
    if message_id is not None:
        await _edit(bot, chat_id, message_id, content)
        return message_id
    if content.copy is not None and content.copy.others:
        return await _copy_together(bot, delivery, content.copy)
    return await _send(bot, delivery)


async def _send(bot: Bot, delivery: Delivery) -> int:
    chat_id, content, *_ = delivery
    reply_parameters, silent = _reply(delivery), delivery.silent or None
    if content.file is not None:
        sent = await bot.send_document(
            chat_id,
            InputFile(b64decode(content.file.base64), content.file.name),
            caption=content.text,
            reply_markup=_markup(content),
            reply_parameters=reply_parameters,
            disable_notification=silent,
        )
        return sent.message_id
    if content.copy is not None:
        copied = await bot.copy_message(
            chat_id,
            content.copy.chat_id,
            content.copy.message_id,
            caption=content.copy.caption,
            reply_markup=_buttons(content),
            reply_parameters=reply_parameters,
            disable_notification=silent,
        )
        return copied.message_id
    sent = await bot.send_message(
        chat_id,
        content.text,
        reply_markup=_markup(content),
        reply_parameters=reply_parameters,
        disable_notification=silent,
    )
    return sent.message_id


async def _copy_together(bot: Bot, delivery: Delivery, copy: Copy) -> int | None:
    """Photos sent together stay together; the first one's id stands for them."""
    album = [copy.message_id, *copy.others]
    placed = await bot.copy_messages(
        delivery.chat_id,
        copy.chat_id,
        album,
        remove_caption=True,
        disable_notification=delivery.silent or None,
    )
    return placed[0].message_id if placed else None


async def _edit(bot: Bot, chat_id: int, message_id: int, content: Content) -> None:
    buttons = _buttons(content)
    if content.copy is not None:
        await bot.edit_message_caption(
            chat_id, message_id, caption=content.copy.caption, reply_markup=buttons
        )
    else:
        await bot.edit_message_text(content.text, chat_id, message_id, reply_markup=buttons)


def _reply(delivery: Delivery) -> ReplyParameters | None:
    if delivery.reply_to is None:
        return None
    return ReplyParameters(delivery.reply_to, allow_sending_without_reply=True)


def _markup(content: Content) -> Markup:
    if content.question:
        return ForceReply(selective=True)
    if content.keyboard:
        return ReplyKeyboardMarkup(content.keyboard, resize_keyboard=True, is_persistent=True)
    return _buttons(content)


def _buttons(content: Content) -> InlineKeyboardMarkup | None:
    if not content.buttons:
        return None
    rows = [
        [InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in content.buttons
    ]
    return InlineKeyboardMarkup(rows)
