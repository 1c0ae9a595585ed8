"""Spreadsheets people send: plain rows of cells, whatever program wrote them."""

import csv
import io
import re
import zipfile
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from bot.canteen import texts
from bot.errors import Refused
from bot.sheets import openpyxl

MOST_BYTES = 1_000_000
"""A week's menu is some ten kilobytes."""
_MOST_UNPACKED = 20_000_000
_MOST_ROWS, _MOST_COLUMNS = 500, 30
_FILLED_DOWN = 2
"""Columns in which one merged cell may stand for several rows: the first ones, day and meal."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")

Cell = str | date
Rows = list[list[Cell]]


def read_rows(name: str, content: bytes) -> Rows:
    """The rows of the first sheet of an .xlsx, or of a .csv in UTF-8 or GBK; empty cells are "".

    Formulas are never reckoned: what the program that saved the sheet reckoned counts.
    Refuses, with a sentence, what is no sheet, is too large, holds a formula without its
    result, or has merged cells other than for a day or a meal.
    """
    if len(content) > MOST_BYTES:
        raise Refused(texts.SHEET_TOO_LARGE)
    if name.lower().endswith(".csv"):
        return _csv_rows(content)
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(texts.NOT_A_SHEET)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
            raise Refused(texts.SHEET_TOO_LARGE)
    return _xlsx_rows(content)


def _csv_rows(content: bytes) -> Rows:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    if _CONTROL.search(text):
        raise Refused(texts.NOT_A_SHEET)
    first = text.partition("\n")[0]
    delimiter = max((",", ";", "\t", "，"), key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        return [
            [cell.strip() for cell in row[:_MOST_COLUMNS]]
            for row, _ in zip(rows, range(_MOST_ROWS), strict=False)
        ]
    except csv.Error:
        raise Refused(texts.NOT_A_SHEET) from None


def _xlsx_rows(content: bytes) -> Rows:
    shown, written = (_sheet(content, reckoned=reckoned) for reckoned in (True, False))
    for area in written.merged_cells.ranges:
        if area.max_col > area.min_col or area.min_col > _FILLED_DOWN:
            raise Refused(texts.merged_cells(area.coord))
    rows: Rows = []
    last_row, last_column = min(shown.max_row, _MOST_ROWS), min(shown.max_column, _MOST_COLUMNS)
    for row in shown.iter_rows(max_row=last_row, max_col=last_column):
        cells = []
        for cell in row:
            if cell.value is None and written[cell.coordinate].data_type == "f":
                raise Refused(texts.formula_without_result(cell.coordinate))
            cells.append(_plain(cell.value))
        rows.append(cells)
    return rows


def _sheet(content: bytes, *, reckoned: bool) -> Any:
    try:
        book = openpyxl().load_workbook(io.BytesIO(content), data_only=reckoned, keep_links=False)
    except (KeyError, ValueError, TypeError, IndexError, OSError, zipfile.BadZipFile, ParseError):
        raise Refused(texts.NOT_A_SHEET) from None
    return book.worksheets[0]


def _plain(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value).strip()
