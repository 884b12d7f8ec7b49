"""Sheets as a workbook or as CSV files, for a spreadsheet."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from kaohe.reports.spreadsheets.sheets import Cell, Sheet

Page = Any  # the stubs know little of worksheets that are only written
MOST_ROWS = 1_048_575  # of a sheet, without its heading
NAME = 31  # letters of a sheet's name
FORMATS = {2: "#,##0.00", 4: "0.0000"}
NARROW, WIDE = 6, 40
MADE = datetime(2000, 1, 1)  # of every workbook: it says nothing of when it was written
MAKER = "kaohe"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first hour that an archive can note
CORE = "docProps/core.xml"
LEVEL = 6  # of compression
A4 = 9  # the number that workbooks have for it
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
LOOKED_AT = 200  # rows from which a column's width is taken


class TooLong(ValueError):
    """More rows than a workbook can show on one sheet; `args`: its name and rows."""


def write_workbook(sheets: Iterable[Sheet], path: Path) -> None:
    """All sheets in one book: heading frozen and filtered, money and days as numbers and dates. Raises TooLong."""
    book = new_book()
    names: set[str] = set()
    for sheet in sheets:
        if sheet.height > MOST_ROWS:
            raise TooLong(sheet.name, sheet.height)
        page = book.create_sheet(sheet_name(sheet.name, names))
        _fill(page, sheet)
    save(book, path)


def new_book() -> Workbook:
    """A workbook that is only written."""
    return fresh(Workbook(write_only=True))


_MIDDLE = Alignment(horizontal="center")


def fresh(book: Workbook) -> Workbook:
    """The same book, its properties saying nothing of who made it, or when."""
    book.properties.created, book.properties.creator = MADE, MAKER
    return book


def save(book: Workbook, path: Path) -> None:
    """Write a workbook so that the same cells give the same bytes: openpyxl notes the hour in it and in the archive."""
    made = BytesIO()
    book.save(made)
    with ZipFile(made) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == CORE:
                data = _MODIFIED.sub(rb"\g<1>" + MADE.isoformat().encode() + rb"Z\g<2>", data)
            new.writestr(ZipInfo(name, EPOCH), data, ZIP_DEFLATED, LEVEL)


def for_paper(page: Page, heading: int = 1) -> None:
    """Printed lying, as wide as a sheet, with the heading's row on each: else a register comes out in strips."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{heading}:{heading}"


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that a sheet may have, once in the book."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in name)[:NAME]
    ways = (plain, *(f"{plain[: NAME - 3]} {number}" for number in range(2, 100)))
    found = next(way for way in ways if way not in taken)
    taken.add(found)
    return found


def _fill(page: Page, sheet: Sheet) -> None:
    last = get_column_letter(max(len(sheet.headings), 1))
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{last}{sheet.height + 1}"
    for number, width in enumerate(_widths(sheet), start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.append([heading_cell(page, text) for text in sheet.headings])
    for row in sheet.rows():
        page.append(cells_of(page, row))


def _widths(sheet: Sheet) -> Iterator[int]:
    for heading, column in zip(sheet.headings, sheet.columns, strict=True):
        longest = max((_cells_wide(text) for text in (heading, *map(_shown, column[:LOOKED_AT]))), default=NARROW)
        yield min(max(longest + 2, NARROW), WIDE)


def _cells_wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _shown(value: Cell) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, Decimal) else str(value)


def heading_cell(page: Page, text: str) -> Any:
    """A heading: bold on grey."""
    cell = WriteOnlyCell(page, text)
    cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8E8E8")
    return cell


def centred(page: Page, value: Cell) -> Any:
    """A number beside texts: set to the right it would stand against the text that follows."""
    cell: Any = WriteOnlyCell(page, value)  # type: ignore[arg-type]  # a number to openpyxl, not to its stubs
    cell.alignment = _MIDDLE
    return cell


def cells_of(page: Page, row: Iterable[Cell]) -> list[Any]:
    """The cells of a row."""
    return [_cell(page, value) for value in row]


def _cell(page: Page, value: Cell) -> Any:
    """A number with its decimals; a text that is never a formula."""
    if isinstance(value, Decimal):
        cell: Any = WriteOnlyCell(page, value)  # type: ignore[arg-type]  # a number to openpyxl, not to its stubs
        cell.number_format = FORMATS.get(-int(value.as_tuple().exponent), "General")
        return cell
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
        if not text.startswith("="):
            return text
        cell = WriteOnlyCell(page, text)
        cell.data_type = "s"
        return cell
    return value


def write_tables(sheets: Iterable[Sheet], folder: Path) -> None:
    """One CSV file a sheet, named after its table, UTF-8 with the mark by which spreadsheets know it."""
    folder.mkdir()
    for sheet in sheets:
        with (folder / f"{sheet.table}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            page = csv.writer(file)
            page.writerow(sheet.headings)
            page.writerows([_text(value) for value in row] for row in sheet.rows())


def _text(value: Cell) -> Cell:
    """A text that begins like a formula is quoted, as spreadsheets do it."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
