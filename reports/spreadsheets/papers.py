"""A candidate's papers: every register of the office as a sheet, written so that the form tells nothing, and read back.

All registers are there, empty ones too, in the order of the trade; a column's width and format come from what it holds
by its kind, never from what stands in it. So a book with wrongs in it differs from one without them in cells of records
alone. What is read back is what a candidate can read: texts become codes again only if no two codes read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import polars as pl
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from kaohe.reports.papers.slips import Desk, form_name
from kaohe.reports.spreadsheets.sheets import FIRST_ROW, SCALES, Cell, Sheet, register, unit_of
from kaohe.reports.spreadsheets.workbooks import (
    CORE,
    EPOCH,
    MADE,
    cells_of,
    centred,
    for_paper,
    heading_cell,
    new_book,
    save,
    sheet_name,
)
from kaohe.reports.words.wording import say
from kaohe.sim.records import SCHEMA, Column, Records

WIDTHS: Mapping[str, int] = {"date": 12, "datetime": 20, "int32": 14, "int64": 14, "bool": 8, "str": 20}
KEY_WIDTH, NUMBER_WIDTH, REFERENCE_WIDTH = 30, 8, 24
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?: s="([0-9]+)")?[^>]*><[vi]')
_DAY = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Legend = Mapping[tuple[str, str], Mapping[tuple[str, object], object]]
"""What the texts of a column mean: by table and column; a text means something by the kind of its row."""


class Ambiguous(ValueError):
    """Two values of a column read the same; `args`: register, column, text."""


class Unreadable(ValueError):
    """A book that does not hold what was written; `args`: register, row, column, what stands there."""


@dataclass(frozen=True)
class Pile:
    """The papers of a form: its registers in the order in which they are written, and the key of every row.

    firsts: the number of each register's first row, by which it is cited; FIRST_ROW where none is given.
    """

    sheets: tuple[Sheet, ...]
    frames: Mapping[str, pl.DataFrame]
    firsts: Mapping[str, int] = field(default_factory=dict)

    def rows(self) -> pl.DataFrame:
        """(table, row_no, row_key) of every row."""
        parts = [
            pl.DataFrame({"row_no": row_range(self.firsts, table, frame.height), "row_key": frame["id"]}).select(
                pl.lit(table).alias("table"), pl.col("row_no").cast(pl.Int32), pl.col("row_key").cast(pl.Int64)
            )
            for table, frame in self.frames.items()
            if frame.height
        ]
        return pl.concat(parts)


def pile(records: Records, desk: Desk, firsts: Mapping[str, int] | None = None) -> Pile:
    """All registers, each in the order of time and key, whatever the order in which its rows were written."""
    firsts = firsts or {}
    frames = {table: records.table(table).sort("recorded_at", "id") for table in SCHEMA}
    numbers = {table: row_range(firsts, table, frame.height) for table, frame in frames.items()}
    return Pile(tuple(register(table, frame, desk, numbers[table]) for table, frame in frames.items()), frames, firsts)


def row_range(firsts: Mapping[str, int], table: str, height: int) -> range:
    """The numbers of a register's rows."""
    first = firsts.get(table, FIRST_ROW)
    return range(first, first + height)


def titles(papers: Pile) -> dict[str, str]:
    """The title of each register's sheet, by table."""
    taken = {say("papers-contents")}
    return {sheet.table: sheet_name(sheet.name, taken) for sheet in papers.sheets}


def write_papers(papers: Pile, path: Path) -> None:
    """The book of a form."""
    book, named = new_book(), titles(papers)
    contents = book.create_sheet(say("papers-contents"))
    contents.freeze_panes = "A2"
    for letter, width in zip("ABC", (NUMBER_WIDTH, REFERENCE_WIDTH * 2, NUMBER_WIDTH), strict=True):
        contents.column_dimensions[letter].width = width
    contents.append([heading_cell(contents, say(f"papers-{name}")) for name in ("number", "register", "rows")])
    for number, sheet in enumerate(papers.sheets, start=1):
        contents.append([centred(contents, number), named[sheet.table], sheet.height])
    for sheet in papers.sheets:
        _fill(book.create_sheet(named[sheet.table]), sheet)
    save(book, path)


def _fill(page: Any, sheet: Sheet) -> None:
    for_paper(page)
    page.freeze_panes = "C2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.headings))}{sheet.height + 1}"
    for number, width in enumerate(_widths(sheet.table), start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.append([heading_cell(page, text) for text in sheet.headings])
    for row in sheet.rows():
        number, *others = cells_of(page, row)
        page.append([centred(page, number), *others])


def _widths(table: str) -> Iterator[int]:
    yield from (NUMBER_WIDTH, KEY_WIDTH)
    for column in SCHEMA[table].columns[1:]:
        yield WIDTHS[column.type] if column.refers is None else REFERENCE_WIDTH


def legend(papers: Pile) -> Legend:
    """What each text of a book means, from the values behind it. Raises Ambiguous."""
    return {
        (sheet.table, name): _meanings(sheet, name, place, papers.frames[sheet.table])
        for sheet in papers.sheets
        for place, name in enumerate(_names(sheet.table), start=1)
        if _worded(sheet.table, name)
    }


def _names(table: str) -> Sequence[str]:
    return [column.name for column in SCHEMA[table].columns]


def _worded(table: str, name: str) -> bool:
    column = SCHEMA[table].column(name)
    return name == "id" or column.refers is not None or column.type in ("str", "bool")


def _meanings(sheet: Sheet, name: str, place: int, frame: pl.DataFrame) -> dict[tuple[str, object], object]:
    found: dict[tuple[str, object], object] = {}
    kinds = _kinds(sheet.table, name, frame)
    for kind, value, text in zip(kinds, frame[name].to_list(), sheet.columns[place], strict=True):
        if found.setdefault((str(text), kind), value) != value:
            raise Ambiguous(sheet.name, SCHEMA[sheet.table].column(name).label.text(), str(text))
    return found


def _kinds(table: str, name: str, frame: pl.DataFrame) -> Sequence[object]:
    """The kind of each row, where a column's meaning hangs on it."""
    by_kind = isinstance(SCHEMA[table].column(name).refers, Mapping)
    return frame["kind"].to_list() if by_kind else [None] * frame.height


def read_papers(path: Path, meanings: Legend) -> Records:
    """The records as a candidate's book holds them. Raises Unreadable."""
    frames: dict[str, pl.DataFrame] = {}
    with CalamineWorkbook.from_path(path) as book:
        for title, table in zip(book.sheet_names[1:], SCHEMA, strict=True):
            frames[table] = _frame(table, _columns(book, title, len(SCHEMA[table].columns) + 1)[1:], meanings)
    return Records.from_frames(frames)


def _columns(book: CalamineWorkbook, title: str, wide: int) -> list[Sequence[Cell]]:
    """The columns of a sheet below its heading; an empty cell is None."""
    rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)[FIRST_ROW - 1 :]
    columns = zip(*rows, strict=True) if rows else iter(())
    found: list[Sequence[Cell]] = [[*map(_held, column)] for column in columns]
    return found[:wide] + [[None] * len(rows) for _ in range(wide - len(found))]


def _held(cell: Any) -> Cell:
    """A cell as it was written: numbers are read as floats, whose shortest text is what the file has."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else Decimal(repr(cell))
    return None if cell == "" else cell


def _frame(table: str, cells: Sequence[Sequence[Any]], meanings: Legend) -> pl.DataFrame:
    schema = SCHEMA[table].columns
    values: dict[str, list[Any]] = {}
    first = [column for column in schema if column.name == "kind"]
    for column in [*first, *(each for each in schema if each not in first)]:
        own = cells[schema.index(column)]
        values[column.name] = [*_read(table, column, own, values, meanings)]
    ordered = {column.name: pl.Series(column.name, values[column.name], column.dtype) for column in schema}
    return pl.DataFrame(ordered)


def _read(
    table: str, column: Column, cells: Sequence[Any], known: Mapping[str, list[Any]], meanings: Legend
) -> Iterator[Any]:
    means = meanings.get((table, column.name))
    kinds: Sequence[object] = [None] * len(cells)
    if isinstance(column.refers, Mapping):
        kinds = known["kind"]
    for row, (cell, kind) in enumerate(zip(cells, kinds, strict=True), start=FIRST_ROW):
        if means is None:
            yield _plain(column, cell)
        elif (str(cell), kind) in means:
            yield means[str(cell), kind]
        else:
            raise Unreadable(form_name(table), row, column.label.text(), str(cell))


def _plain(column: Column, cell: Cell) -> object:
    """A number, day or time as the records have it."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        whole = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
        return whole if column.type == "datetime" else whole.date()
    if isinstance(cell, date):
        return cell
    unit = unit_of(column.name)
    if unit == "period":
        year, month = str(cell).split("-")
        return int(year) * 100 + int(month)
    places = SCALES.get(unit, 0)
    return int(round(Decimal(str(cell)).scaleb(places), 0))


def looked_at(path: Path) -> dict[str, bool]:
    """Whether the file itself tells nothing: one style a column, no hour of writing in it or in the archive."""
    with ZipFile(path) as archive:
        pages = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        core = archive.read(CORE)
        hours = {each.date_time for each in archive.infolist()}
        extra = [name for name in archive.namelist() if name.startswith(("xl/comments", "docProps/custom"))]
    days = set(_DAY.findall(core))
    return {
        "styles": all(map(_one_style, pages)),
        "metadata": hours == {EPOCH} and not extra and days <= {MADE.date().isoformat().encode()},
    }


def _one_style(page: bytes) -> bool:
    """Whether all cells of a column below the heading that hold something have one style."""
    found: dict[bytes, set[bytes]] = {}
    for letters, row, style in _CELL.findall(page):
        if row != b"1":
            found.setdefault(letters, set()).add(style)
    return all(len(styles) == 1 for styles in found.values())
