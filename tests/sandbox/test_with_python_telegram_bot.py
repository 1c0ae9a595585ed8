"""The unmodified python-telegram-bot against the sandbox."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from sandbox.testing import Sandbox


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message
    button = InlineKeyboardButton("好", callback_data="ok:1")
    await update.effective_message.reply_text(
        f"听到了：{update.effective_message.text}", reply_markup=InlineKeyboardMarkup([[button]])
    )


async def pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query
    await update.callback_query.answer("谢谢")
    await update.callback_query.edit_message_text("已确认")


@asynccontextmanager
async def echo_bot(sandbox: Sandbox) -> AsyncIterator[Application]:
    builder = ApplicationBuilder().token(sandbox.token).base_url(sandbox.base_url)
    application = builder.base_file_url(sandbox.base_file_url).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(pressed))
    async with application:
        assert application.updater
        await application.updater.start_polling()
        await application.start()
        yield application
        await application.updater.stop()
        await application.stop()


async def test_an_echo_bot_answers_a_press_with_a_toast_and_an_edit(sandbox: Sandbox) -> None:
    people = sandbox.people
    await people.add_user(5, "张")
    async with echo_bot(sandbox):
        await people.say(5, "路灯坏了")
        shown = await people.wait_for(5, lambda m: m["text"] == "听到了：路灯坏了")
        press = await people.press(5, "好", message_id=shown["message_id"])
        toast = await people.toast(press)
        await people.wait_for(5, lambda m: m["text"] == "已确认")

    assert toast == {"text": "谢谢", "show_alert": False, "url": ""}
    assert [(m["text"], m["buttons"]) for m in await people.messages(5)] == [("路灯坏了", []), ("已确认", [])]
