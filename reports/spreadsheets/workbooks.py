"""Sheets as a workbook or as CSV files, for a spreadsheet."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from kaohe.reports.spreadsheets.sheets import Cell, Sheet

Page = Any  # the stubs know little of worksheets that are only written
MOST_ROWS = 1_048_575  # of a sheet, without its heading
NAME = 31  # letters of a sheet's name
FORMATS = {2: "#,##0.00", 4: "0.0000"}
NARROW, WIDE = 6, 40
MADE = datetime(2000, 1, 1)  # of every workbook: it says nothing of when it was written
LOOKED_AT = 200  # rows from which a column's width is taken


class TooLong(ValueError):
    """More rows than a workbook can show on one sheet; `args`: its name and rows."""


def write_workbook(sheets: Iterable[Sheet], path: Path) -> None:
    """All sheets in one book: heading frozen and filtered, money and days as numbers and dates. Raises TooLong."""
    book = Workbook(write_only=True)
    book.properties.created = MADE
    names: set[str] = set()
    for sheet in sheets:
        if sheet.height > MOST_ROWS:
            raise TooLong(sheet.name, sheet.height)
        page = book.create_sheet(_sheet_name(sheet.name, names))
        _fill(page, sheet)
    book.save(path)


def _sheet_name(name: str, taken: set[str]) -> str:
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
    page.append([_heading(page, text) for text in sheet.headings])
    for row in sheet.rows():
        page.append([_cell(page, value) for value in row])


def _widths(sheet: Sheet) -> Iterator[int]:
    for heading, column in zip(sheet.headings, sheet.columns, strict=True):
        longest = max((_cells_wide(text) for text in (heading, *map(_shown, column[:LOOKED_AT]))), default=NARROW)
        yield min(max(longest + 2, NARROW), WIDE)


def _cells_wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _shown(value: Cell) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, Decimal) else str(value)


def _heading(page: Page, text: str) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8E8E8")
    return cell


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
