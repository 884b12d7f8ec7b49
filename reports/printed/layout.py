"""Registers laid out on pages: how wide columns are, how many stand beside one another, which rows come on which page.

All of it is counted here, in millimetres, so that a paper has as many pages in any browser; text is set at 9 points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil

from kaohe.reports.printed.registers import Printed

POINT_MM = 25.4 / 72
TEXT_PT, TITLE_PT = 9, 10.5
EM_MM = TEXT_PT * POINT_MM
WIDTH_MM, HEIGHT_MM = 281.0, 187.0  # of an A4 sheet lying, less its margins and what stands at its head and foot
LINE_MM, ROW_MM = 3.7, 0.4  # of a line of text, and of a row besides its lines
TITLE_MM, GAP_MM = 7.0, 3.0  # a register's title, and what is left free below it
PAD_MM, BETWEEN_MM = 1.6, 4.0  # of a column besides its text, and between tables side by side
LEAST_MM, LEAST_HEADING = 6.0, 3  # a column's, and the letters of a heading that stay on one line
MOST_LINES = 4  # of a cell
MOST_BESIDE = 4
LEAST_ROWS = 3  # of a register at the foot of a page, unless it has fewer
HALF, FULL = 0.58, 1.0  # of an em: a figure or letter, and a Chinese sign


def em(text: str) -> float:
    """The width of a text in em of the typeface, a little more rather than less."""
    return sum(FULL if unicodedata.east_asian_width(sign) in "WFA" else HALF for sign in text)


@dataclass(frozen=True)
class Table:
    """Rows of a register that stand on one page, `columns` of them beside one another."""

    title: str
    shared: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]
    widths_mm: tuple[float, ...]
    parts: tuple[tuple[tuple[str, ...], ...], ...]
    goes_on: bool = False


@dataclass
class Sheet:
    """A page: its tables, and how much of it is taken, mm."""

    tables: list[Table] = field(default_factory=list)
    taken_mm: float = 0.0


@dataclass(frozen=True)
class _Measured:
    """A register measured: widths, lines of its heading and of its rows, how many tables stand side by side."""

    one: Printed
    widths_mm: tuple[float, ...]
    beside: int
    head_mm: float
    row_mm: float
    shared_mm: float

    def rows_in(self, left_mm: float) -> int:
        """How many rows stand in what is left of a page."""
        free = left_mm - TITLE_MM - self.shared_mm - self.head_mm - GAP_MM
        return max(int(free / self.row_mm), 0) * self.beside

    def height_mm(self, rows: int) -> float:
        return TITLE_MM + self.shared_mm + self.head_mm + ceil(rows / self.beside) * self.row_mm + GAP_MM


def laid_out(registers: Sequence[Printed]) -> list[Sheet]:
    """The pages of all registers that have rows, in their order."""
    sheets = [Sheet()]
    for one in registers:
        if one.rows:
            _place(_measured(one), sheets)
    return sheets


def _place(measured: _Measured, sheets: list[Sheet]) -> None:
    rows, at = measured.one.rows, 0
    while at < len(rows):
        left = HEIGHT_MM - sheets[-1].taken_mm
        fit = measured.rows_in(left)
        if fit < min(LEAST_ROWS * measured.beside, len(rows) - at) and sheets[-1].tables:
            sheets.append(Sheet())
            continue
        taken = rows[at : at + max(fit, 1)]
        sheets[-1].tables.append(_table(measured, taken, goes_on=at > 0))
        sheets[-1].taken_mm += measured.height_mm(len(taken))
        at += len(taken)


def _table(measured: _Measured, rows: Sequence[tuple[str, ...]], *, goes_on: bool) -> Table:
    one, deep = measured.one, ceil(len(rows) / measured.beside)
    parts = tuple(tuple(rows[at : at + deep]) for at in range(0, len(rows), deep))
    return Table(one.title, one.shared, one.headings, measured.widths_mm, parts, goes_on)


def _measured(one: Printed) -> _Measured:
    texts = [[*map(em, column)] for column in zip(*one.rows, strict=True)]
    widths = [_width(heading, column) for heading, column in zip(one.headings, texts, strict=True)]
    lines = 1
    while sum(widths) > WIDTH_MM and lines < MOST_LINES:
        lines += 1
        widths = [*_narrowed(widths, lines, texts, one.headings)]
    if sum(widths) > WIDTH_MM:  # as much from each; a cell that needs it takes another line
        widths = [width * WIDTH_MM / sum(widths) for width in widths]
    deep = max((_lines(text, width) for column, width in zip(texts, widths, strict=True) for text in column), default=1)
    head = max(_lines(em(heading), width) for heading, width in zip(one.headings, widths, strict=True))
    beside = max(min(int((WIDTH_MM + BETWEEN_MM) / (sum(widths) + BETWEEN_MM)), MOST_BESIDE, len(one.rows)), 1)
    told = sum(em(label) + em(value) + 2 for label, value in one.shared)
    shared_mm = ceil(told * EM_MM / WIDTH_MM) * LINE_MM
    return _Measured(one, tuple(widths), beside, head * LINE_MM + 1, deep * LINE_MM + ROW_MM, shared_mm)


def _width(heading: str, texts: Sequence[float]) -> float:
    longest = max(texts, default=0.0)
    least = max(longest, min(em(heading), LEAST_HEADING))
    return max(least * EM_MM + PAD_MM, LEAST_MM)


def _narrowed(
    widths: Sequence[float], lines: int, texts: Sequence[Sequence[float]], headings: Sequence[str]
) -> Iterator[float]:
    """The widest columns first, each as narrow as so many lines of its longest cell allow, until all fit."""
    over, found = sum(widths) - WIDTH_MM, [*widths]
    for at in sorted(range(len(widths)), key=lambda each: -widths[each]):
        if over <= 0:
            break
        words = max(texts[at], default=0.0) / lines + 1
        narrow = max(max(words, LEAST_HEADING) * EM_MM + PAD_MM, LEAST_MM)
        if narrow < found[at]:
            over -= found[at] - narrow
            found[at] = narrow
    yield from found


def _lines(text_em: float, width_mm: float) -> int:
    return max(ceil(text_em * EM_MM / max(width_mm - PAD_MM, 1.0) - 1e-9), 1)
