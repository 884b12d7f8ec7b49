"""Registers as a workbook or as CSV files, for a spreadsheet."""

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

from kaohe.reports.registers import Cell, Register

Sheet = Any  # the stubs know little of sheets that are only written
MOST_ROWS = 1_048_575  # of a sheet, without its heading
NAME = 31  # letters of a sheet's name
FORMATS = {2: "#,##0.00", 4: "0.0000"}
NARROW, WIDE = 6, 40
MADE = datetime(2000, 1, 1)  # of every workbook: it says nothing of when it was written
LOOKED_AT = 200  # rows from which a column's width is taken


class TooLong(ValueError):
    """A register that no sheet can hold; `args`: its name and rows."""


def write_workbook(registers: Iterable[Register], path: Path) -> None:
    """One sheet a register: heading frozen and filtered, money and days as numbers and dates. Raises TooLong."""
    book = Workbook(write_only=True)
    book.properties.created = MADE
    names: set[str] = set()
    for register in registers:
        if register.height > MOST_ROWS:
            raise TooLong(register.name, register.height)
        sheet = book.create_sheet(_sheet_name(register.name, names))
        _fill(sheet, register)
    book.save(path)


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that a sheet may have, once in the book."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in name)[:NAME]
    ways = (plain, *(f"{plain[: NAME - 3]} {number}" for number in range(2, 100)))
    found = next(way for way in ways if way not in taken)
    taken.add(found)
    return found


def _fill(sheet: Sheet, register: Register) -> None:
    last = get_column_letter(max(len(register.headings), 1))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{register.height + 1}"
    for number, width in enumerate(_widths(register), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_heading(sheet, text) for text in register.headings])
    for row in register.rows():
        sheet.append([_cell(sheet, value) for value in row])


def _widths(register: Register) -> Iterator[int]:
    for heading, column in zip(register.headings, register.columns, strict=True):
        longest = max((_cells_wide(text) for text in (heading, *map(_shown, column[:LOOKED_AT]))), default=NARROW)
        yield min(max(longest + 2, NARROW), WIDE)


def _cells_wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _shown(value: Cell) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, Decimal) else str(value)


def _heading(sheet: Sheet, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8E8E8")
    return cell


def _cell(sheet: Sheet, value: Cell) -> Any:
    """A number with its decimals; a text that is never a formula."""
    if isinstance(value, Decimal):
        cell: Any = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]  # a number to openpyxl, not to its stubs
        cell.number_format = FORMATS.get(-int(value.as_tuple().exponent), "General")
        return cell
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
        if not text.startswith("="):
            return text
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"
        return cell
    return value


def write_tables(registers: Iterable[Register], folder: Path) -> None:
    """One CSV file a register, named after its table, UTF-8 with the mark by which spreadsheets know it."""
    folder.mkdir()
    for register in registers:
        with (folder / f"{register.table}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            sheet = csv.writer(file)
            sheet.writerow(register.headings)
            sheet.writerows([_text(value) for value in row] for row in register.rows())


def _text(value: Cell) -> Cell:
    """A text that begins like a formula is quoted, as spreadsheets do it."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
