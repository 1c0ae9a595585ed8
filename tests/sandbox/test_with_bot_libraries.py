"""Three bot libraries, as they are, against the sandbox: the same bot, the same conversation."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

import aiogram
import pytest
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, Message
from aiogram.types import InlineKeyboardButton as AiogramButton
from aiogram.types import InlineKeyboardMarkup as AiogramMarkup
from telebot import asyncio_helper
from telebot import types as telebot_types
from telebot.async_telebot import AsyncTeleBot
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from sandbox.testing import Sandbox

HEARD, BUTTON, DATA, TOAST, DONE = "听到了：{}", "好", "ok:1", "谢谢", "已确认"

RunningBot = Callable[[Sandbox], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def python_telegram_bot(sandbox: Sandbox) -> AsyncIterator[None]:
    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message
        markup = InlineKeyboardMarkup([[InlineKeyboardButton(BUTTON, callback_data=DATA)]])
        heard = HEARD.format(update.effective_message.text)
        await update.effective_message.reply_text(heard, reply_markup=markup)

    async def pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query
        await update.callback_query.answer(TOAST)
        await update.callback_query.edit_message_text(DONE)

    builder = ApplicationBuilder().token(sandbox.token).base_url(sandbox.base_url)
    application = builder.base_file_url(sandbox.base_file_url).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(pressed))
    async with application:
        assert application.updater
        await application.updater.start_polling()
        await application.start()
        yield
        await application.updater.stop()
        await application.stop()


@asynccontextmanager
async def aiogram_bot(sandbox: Sandbox) -> AsyncIterator[None]:
    dispatcher = aiogram.Dispatcher()

    @dispatcher.message(aiogram.F.text)
    async def echo(message: Message) -> None:
        markup = AiogramMarkup(inline_keyboard=[[AiogramButton(text=BUTTON, callback_data=DATA)]])
        await message.answer(HEARD.format(message.text), reply_markup=markup)

    @dispatcher.callback_query(aiogram.F.data == DATA)
    async def pressed(press: CallbackQuery) -> None:
        await press.answer(TOAST)
        assert isinstance(press.message, Message)
        await press.message.edit_text(DONE)

    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    bot = aiogram.Bot(sandbox.token, session=session)
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=1))
    yield
    await dispatcher.stop_polling()
    await polling


@asynccontextmanager
async def telebot_bot(sandbox: Sandbox) -> AsyncIterator[None]:
    asyncio_helper.API_URL = f"{sandbox.url}/bot{{0}}/{{1}}"
    bot = AsyncTeleBot(sandbox.token)

    async def echo(message: telebot_types.Message) -> None:
        markup = telebot_types.InlineKeyboardMarkup()
        markup.add(telebot_types.InlineKeyboardButton(BUTTON, callback_data=DATA))
        await bot.send_message(message.chat.id, HEARD.format(message.text), reply_markup=markup)

    async def pressed(press: telebot_types.CallbackQuery) -> None:
        await bot.answer_callback_query(press.id, TOAST)
        await bot.edit_message_text(DONE, press.message.chat.id, press.message.message_id)

    bot.register_message_handler(echo, content_types=["text"])
    bot.register_callback_query_handler(pressed, func=lambda press: press.data == DATA)
    polling = asyncio.create_task(bot.polling(timeout=1, request_timeout=5))
    yield
    polling.cancel()
    with suppress(asyncio.CancelledError):
        await polling
    await bot.close_session()


@pytest.mark.parametrize("library", [python_telegram_bot, aiogram_bot, telebot_bot])
async def test_an_echo_bot_answers_a_press_with_a_toast_and_an_edit(
    sandbox: Sandbox, library: RunningBot
) -> None:
    people = sandbox.people
    await people.add_user(5, "张")
    async with library(sandbox):
        await people.say(5, "路灯坏了")
        shown = await people.wait_for(5, lambda m: m["text"] == "听到了：路灯坏了", 20)
        press = await people.press(5, "好", message_id=shown["message_id"])
        toast = await people.toast(press)
        await people.wait_for(5, lambda m: m["text"] == "已确认")

    assert toast == {"text": "谢谢", "show_alert": False, "url": ""}
    assert [(m["text"], m["buttons"]) for m in await people.messages(5)] == [("路灯坏了", []), ("已确认", [])]
