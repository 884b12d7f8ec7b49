"""The answer book that a candidate fills in: thirty lines with lists to choose from, a guide, the formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from kaohe.reports.spreadsheets.workbooks import for_paper, fresh, save
from kaohe.reports.words.wording import say
from kaohe.scenarios.exam.answers.choices import LISTS, MONEY, NONE, Choices
from kaohe.scenarios.exam.answers.layout import (
    CANDIDATE_CELL,
    EXAM_CELL,
    FIRST_LINE,
    HEADING_ROW,
    LINES,
    Field,
    columns,
    titles,
)
from kaohe.scenarios.exam.sheet import AnswerLine, AnswerSheet, Row, Sanction

WIDTHS = {"line": 5, "clause": 30, "post": 14, "person": 14, "cite": 20, "formula": 26, "input": 11, "amount": 13}
WIDTHS |= {"unpriced": 9, "tier": 16, "sanction": 18, "figure": 9, "duty": 18}
_GREY, _THIN = PatternFill("solid", fgColor="E8E8E8"), Side(style="thin", color="999999")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
GUIDE_LINES = 9


@dataclass(frozen=True)
class Filled:
    """What is written into a book: a sheet, and the number of each row that it cites."""

    sheet: AnswerSheet
    numbers: Mapping[Row, int]


def write_answer_book(path: Path, exam: str, candidate: str, choices: Choices, filled: Filled | None = None) -> None:
    """An answer book, stamped with the exam and the candidate; empty unless it is `filled`, as a program's is."""
    book = fresh(Workbook())
    pages = dict(zip(titles(), [book.active, *(book.create_sheet() for _ in range(3))], strict=True))
    for name, title in titles().items():
        pages[name].title = title
    _lists(pages["lists"], choices)
    _lines(pages["answers"], exam, candidate, choices)
    for line in filled.sheet.lines if filled is not None else ():
        _write(pages["answers"], line, choices, filled.numbers if filled is not None else {})
    _guide(pages["guide"])
    _formulas(pages["formulas"], choices)
    save(book, path)


def _lines(page: Any, exam: str, candidate: str, choices: Choices) -> None:
    for_paper(page, HEADING_ROW)
    page["A1"], page["A1"].font = say("answer-book"), Font(bold=True, size=14)
    for cell, text in (("A2", say("answer-exam")), ("C2", say("answer-candidate"))):
        page[cell] = text
    page[EXAM_CELL], page[CANDIDATE_CELL] = exam, candidate
    for number, one in enumerate(columns(), start=1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = WIDTHS[one.name]
        heading = page.cell(HEADING_ROW, number, one.heading)
        heading.font, heading.fill, heading.border, heading.alignment = Font(bold=True), _GREY, _BOX, _WRAPPED
        for row in range(FIRST_LINE, FIRST_LINE + LINES):
            page.cell(row, number).border = _BOX
            page.cell(row, number).number_format = "#,##0.00" if one.name == "amount" else "General"
        _choose(page, one, letter, choices)
    for row in range(LINES):
        page.cell(FIRST_LINE + row, 1, row + 1)
    page.freeze_panes = page.cell(FIRST_LINE, 2)


def _write(page: Any, line: AnswerLine, choices: Choices, numbers: Mapping[Row, int]) -> None:
    """One line into its cells."""
    values = _values(line, choices, numbers)
    for number, one in enumerate(columns(), start=1):
        held = values.get(one.name, ())
        at = max(one.nth - 1, 0)
        if one.name != "line" and at < len(held):
            page.cell(FIRST_LINE + line.number - 1, number).value = held[at]


def _values(line: AnswerLine, choices: Choices, numbers: Mapping[Row, int]) -> Mapping[str, Sequence[Any]]:
    """What stands in the cells of each kind."""
    titles_of = {table: title for title, table in choices.registers.items()}
    named = {
        "clause": line.clause,
        "post": line.post,
        "person": line.person,
        "formula": line.formula,
        "tier": line.tier,
    }
    values: dict[str, Sequence[Any]] = {
        name: [choices.lists[name].get(str(code), str(code))] for name, code in named.items() if code is not None
    }
    kinds = [NONE] if line.none_written else [one.kind for one in line.sanctions]
    return {
        **values,
        "cite": [f"{titles_of[table]} {numbers[table, key]}" for table, key in line.cites],
        "input": [one.value for one in line.inputs],
        "amount": [] if line.amount_fen is None else [Decimal(line.amount_fen) / 100],
        "unpriced": [say("yes")] if line.unpriced else [],
        "sanction": [choices.lists["sanction"][kind] for kind in kinds],
        "figure": [_figure(one, choices.units.get(one.kind, "")) for one in line.sanctions],
        "duty": [choices.lists["duty"][kind] for kind in line.duties],
    }


def _figure(one: Sanction, unit: str) -> Any:
    """A figure, or a range as text; money in yuan."""
    if one.low is None or one.high is None:
        return None
    low, high = (Decimal(each) / 100 if unit in MONEY else each for each in (one.low, one.high))
    return low if low == high else f"{low}-{high}"


def _choose(page: Any, one: Field, letter: str, choices: Choices) -> None:
    """The list of a column: what is not in it is pointed out, and may be kept."""
    if one.list is None:
        return
    column = get_column_letter(LISTS.index(one.list) + 1)
    source = f"'{titles()['lists']}'!${column}$2:${column}${len(choices.lists[one.list]) + 1}"
    valid = DataValidation(type="list", formula1=source, allow_blank=True, errorStyle="warning", showErrorMessage=True)
    valid.add(f"{letter}{FIRST_LINE}:{letter}{FIRST_LINE + LINES - 1}")
    page.add_data_validation(valid)


def _lists(page: Any, choices: Choices) -> None:
    for number, name in enumerate(LISTS, start=1):
        page.column_dimensions[get_column_letter(number)].width = WIDTHS[name]
        _column(page, number, say(f"answer-list-{name}"), list(choices.lists[name].values()))


def _column(page: Any, number: int, heading: str, texts: Sequence[str]) -> None:
    page.cell(1, number, heading).font = Font(bold=True)
    for row, text in enumerate(texts, start=2):
        page.cell(row, number, text)


def _guide(page: Any) -> None:
    page.column_dimensions["A"].width = 110
    for number in range(1, GUIDE_LINES + 1):
        page.cell(number, 1, say(f"answer-guide-{number}")).alignment = _WRAPPED


def _formulas(page: Any, choices: Choices) -> None:
    """Each formula and what its inputs are, in the order of their cells."""
    page.column_dimensions["A"].width = 50
    heads = [say("answer-list-formula"), *(one.heading for one in columns() if one.name == "input")]
    for number, text in enumerate(heads, start=1):
        page.cell(1, number, text).font = Font(bold=True)
    for row, (formula, inputs) in enumerate(choices.inputs.items(), start=2):
        page.cell(row, 1, choices.lists["formula"][formula])
        for number, name in enumerate(inputs, start=2):
            page.column_dimensions[get_column_letter(number)].width = 24
            page.cell(row, number, say(f"answer-input-{name.replace('_', '-')}"))
