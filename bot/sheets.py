"""Spreadsheets we make."""

import base64
import io
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any


def write_rows(rows: Iterable[Sequence[Any]], *, title: str, widths: Sequence[int]) -> bytes:
    """An .xlsx with one sheet; the first row stands out. Text stays text, whatever it begins with."""
    library = openpyxl()
    book = library.Workbook()
    sheet = book.active
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # or a name that begins with = would be reckoned where it is opened
    for cell in sheet[1]:
        cell.font = library.styles.Font(bold=True)
    for letter, width in zip("ABCDEFGHIJ", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@lru_cache(maxsize=1)
def openpyxl() -> Any:
    """The library, loaded when first needed."""
    return import_module("openpyxl")  # it would cost every start 300 ms


def in_base64(content: bytes) -> str:
    """Bytes as a message's file carries them."""
    return base64.b64encode(content).decode()
