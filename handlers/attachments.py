"""Files people send: fetched and read before any transaction is open."""

import asyncio
from dataclasses import dataclass

from telegram import Update

from bot.canteen import texts
from bot.canteen.sheets import MOST_BYTES, Rows, read_rows
from bot.errors import Refused
from handlers.reading import is_private

_SHEETS = (".xlsx", ".csv", ".xls")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spreadsheet somebody sent: its rows, or why it cannot be read."""

    rows: Rows
    problem: str = ""


async def attached_sheet(update: Update) -> Sheet | None:
    """The spreadsheet of a direct message; None when there is none.

    Raises python-telegram-bot's errors when it cannot be fetched.
    """
    message = update.message
    document = message.document if message and is_private(message.chat) else None
    name = (document.file_name or "").lower() if document else ""
    if document is None or not name.endswith(_SHEETS):
        return None
    if (document.file_size or 0) > MOST_BYTES:
        return Sheet([], texts.SHEET_TOO_LARGE)
    if name.endswith(".xls"):
        return Sheet([], texts.OLD_SHEET)
    content = await (await document.get_file()).download_as_bytearray()
    try:
        return Sheet(await asyncio.to_thread(read_rows, name, bytes(content)))
    except Refused as refusal:
        return Sheet([], str(refusal))
