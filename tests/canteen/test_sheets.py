"""Spreadsheets as people really send them."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from bot.canteen import texts
from bot.canteen.sheets import MOST_BYTES, read_rows
from bot.errors import Refused
from bot.sheets import write_rows

MONDAY = date(2026, 11, 23)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_book(*rows: list) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def refused(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        read_rows(name, content)
    return str(refusal.value)


def test_dates_and_numbers_come_as_people_see_them() -> None:
    a_day = datetime(2026, 11, 23)  # noqa: DTZ001 - a sheet knows no zones
    book = a_book(["日期", "价格"], [a_day, 8], ["周二", 8.5], [None, "8元"])

    assert read_rows("菜单.xlsx", saved(book)) == [
        ["日期", "价格"],
        [MONDAY, "8"],
        ["周二", "8.5"],
        ["", "8元"],
    ]


def test_a_day_may_stand_over_several_rows() -> None:
    book = a_book(["日期", "餐次", "菜名"], ["周一", "午餐", "饭"], [None, None, "面"])
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("B2:B3")

    assert read_rows("菜单.xlsx", saved(book))[2] == ["", "", "面"]


def test_other_merged_cells_are_refused_by_name() -> None:
    book = a_book(["日期", "餐次", "菜名"], ["周一", "午餐", "饭"])
    book.active.merge_cells("B2:C2")

    assert refused("菜单.xlsx", saved(book)) == texts.merged_cells("B2:C2")


def test_a_formula_is_never_reckoned() -> None:
    book = a_book(["日期", "菜名"], ["周一", '=HYPERLINK("http://example.org","饭")'])

    assert refused("菜单.xlsx", saved(book)) == texts.formula_without_result("B2")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_as_it_was_saved(encoding: str, delimiter: str) -> None:
    text = delimiter.join(("日期", "菜名", "价格")) + "\n" + delimiter.join(("周一", "红烧豆腐", "8")) + "\n"

    assert read_rows("菜单.CSV", text.encode(encoding)) == [
        ["日期", "菜名", "价格"],
        ["周一", "红烧豆腐", "8"],
    ]


@pytest.mark.parametrize("name", ["菜单.xlsx", "菜单.csv"])
@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"PK\x03\x04rubbish"])
def test_what_is_no_sheet_is_refused(name: str, content: bytes) -> None:
    assert refused(name, content) == texts.NOT_A_SHEET


def test_a_zip_that_is_no_sheet_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "nothing")

    assert refused("菜单.xlsx", out.getvalue()) == texts.NOT_A_SHEET


def test_what_is_too_large_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(30_000_000))

    assert refused("菜单.xlsx", out.getvalue()) == texts.SHEET_TOO_LARGE
    assert refused("菜单.csv", bytes(MOST_BYTES + 1)) == texts.SHEET_TOO_LARGE


def test_what_we_write_can_be_read_and_is_never_reckoned() -> None:
    made = write_rows([["姓名"], ["=1+1"], ["李阿姨"]], title="订餐", widths=(10,))

    cell = openpyxl.load_workbook(io.BytesIO(made)).active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert read_rows("x.xlsx", made) == [["姓名"], ["=1+1"], ["李阿姨"]]
