"""The registers of a candidate's workbook as they are printed: what all rows say once above them, the rest in columns.

Nothing but the workbook is read, so the sheets say what it says; a row keeps the number by which it is cited there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from kaohe.sim.records import SCHEMA

_DIGITS = re.compile(r"[0-9][0-9-]*")
_WORD = re.compile(r"[^\W\d]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9:]+)?")
YEAR, MONTH = 4, 7  # letters of a day that are its year and month
ROSTER = "duty_roster"
DATED = ("calendar", "shift_notice")
"""Registers of standing days, printed for the months in which the others were written."""
ROW_NUMBER, KEY, DAY = 0, 1, 4


@dataclass(frozen=True)
class Printed:
    """A register: its title, what all its rows have in common (label, value), headings and rows of the rest.

    rows: of the workbook in all, `left` of them not printed.
    """

    title: str
    shared: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 0


def printed(path: Path) -> tuple[str, list[Printed]]:
    """The year of a workbook, and its registers in their order, those with no rows too."""
    book = load_workbook(path, read_only=True)
    months = _months(book)
    year, found = min(months)[:YEAR], []
    for name, table in zip(book.sheetnames[1:], SCHEMA, strict=True):
        wide = len(SCHEMA[table].columns) + 1
        head, *body = [[_text(cell) for cell in row] for row in book[name].iter_rows(max_col=wide)]
        kept = [row for row in body if table not in DATED or {row[DAY][:MONTH], row[-1][:MONTH]} & months]
        one = Printed(name, (), tuple(head), tuple(map(tuple, kept)), len(body) - len(kept))
        found.append(_shared(_dated(_without_references(_without_keys(one)), year)))
    book.close()
    return year, found


def _months(book: Any) -> set[str]:
    """The months of the duty roster: those in which the office worked."""
    roster = book.sheetnames[1:][list(SCHEMA).index(ROSTER)]
    return {str(row[2])[:MONTH] for row in book[roster].iter_rows(min_row=2, max_col=3, values_only=True)}


def _text(cell: Any) -> str:
    """A cell as it is shown."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date().isoformat()
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and "0.00" in str(cell.number_format):
        places = str(cell.number_format).rsplit(".", 1)[-1].count("0")
        return str(Decimal(str(value)).quantize(Decimal(1).scaleb(-places)))
    return str(value)


def _without_keys(one: Printed) -> Printed:
    """Without the column of keys, where they say what their rows say besides, but for a running number of some."""
    told = sum(_said_besides(row, KEY) for row in one.rows)
    return _without(one, [KEY]) if one.rows and told * 10 >= len(one.rows) * 9 else one


def _without_references(one: Printed) -> Printed:
    """Without columns that name other papers all in the same words, by numbers that stand in the row besides."""
    found: dict[int, str] = {}
    for at, column in enumerate(zip(*one.rows, strict=True)):
        words = {_DIGITS.sub("…", text) for text in column}
        if len(words) == 1 and _WORD.search(column[0]) and all(_said_besides(row, at) for row in one.rows):
            found[at] = words.pop()
    told = tuple((one.headings[at], words) for at, words in found.items())
    return replace(_without(one, [*found]), shared=(*one.shared, *told)) if len(one.rows) > 1 else one


def _said_besides(row: Sequence[str], at: int) -> bool:
    """Whether all numbers of a cell stand in other cells of its row, from the fourth on."""
    parts = _DIGITS.findall(row[at])
    own = {word for place, cell in enumerate(row) if place > KEY + 1 and place != at for word in _DIGITS.findall(cell)}
    return bool(parts) and all(part in own for part in parts)


def _without(one: Printed, columns: Sequence[int]) -> Printed:
    keep = [at for at in range(len(one.headings)) if at not in columns]
    return replace(
        one,
        headings=tuple(one.headings[at] for at in keep),
        rows=tuple(tuple(row[at] for at in keep) for row in one.rows),
    )


def _dated(one: Printed, year: str) -> Printed:
    """Days of the paper's own year without it."""
    rows = tuple(
        tuple(text[5:] if _DAY.fullmatch(text) and text[:4] == year else text for text in row) for row in one.rows
    )
    return replace(one, rows=rows)


def _shared(one: Printed) -> Printed:
    """What all rows say taken out of them; of a single row nothing is."""
    if len(one.rows) < 2:
        return one
    same = [at for at, column in enumerate(zip(*one.rows, strict=True)) if at != ROW_NUMBER and len(set(column)) == 1]
    told = tuple((one.headings[at], one.rows[0][at]) for at in same if one.rows[0][at])
    return replace(_without(one, same), shared=(*told, *one.shared))
