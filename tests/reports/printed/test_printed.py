"""A paper on paper: every row of the workbook once, under its number, on sheets that hold what is on them."""

from __future__ import annotations

import re
from functools import cache

from openpyxl import load_workbook

from kaohe.reports.printed.layout import HEIGHT_MM, TEXT_PT, WIDTH_MM, laid_out
from kaohe.reports.printed.pages import Cover, Print
from kaohe.reports.printed.registers import DATED, Printed
from kaohe.sim.records import SCHEMA
from tests.scenarios.exam import small_paper as small

LISTS = {name: ["甲", "乙"] for name in ("formula", "tier", "sanction", "duty")}


@cache
def _print() -> Print:
    return Print.of(small.book())


@cache
def _page() -> str:
    return _print().page(Cover("small", "小卷", "C01", 120), LISTS)


def test_every_row_is_printed_once_under_its_number() -> None:
    book = load_workbook(small.book(), read_only=True)
    wanted = {
        name: [str(row[0]) for row in book[name].iter_rows(min_row=2, max_col=1, values_only=True)]
        for name in book.sheetnames[1:]
    }
    dated = {name for name, table in zip(book.sheetnames[1:], SCHEMA, strict=True) if table in DATED}
    found: dict[str, list[str]] = {}
    for sheet in _print().sheets:
        for table in sheet.tables:
            found.setdefault(table.title, []).extend(row[0] for part in table.parts for row in part)
    for name, rows in wanted.items():
        if name in dated:
            assert set(found[name]) < set(rows)
        else:
            assert found.get(name, []) == rows


def test_what_is_taken_out_of_the_rows_stands_above_them() -> None:
    book = load_workbook(small.book())
    for name, one in zip(book.sheetnames[1:], _print().registers, strict=True):
        columns = [[cell.value for cell in column] for column in book[name].iter_cols()]
        left = {head for head, *_ in columns} - {*one.headings, *(label for label, _ in one.shared)}
        empty = {head for head, *body in columns if not any(value is not None for value in body)}
        assert left <= {*empty, columns[1][0]}, name  # besides what is empty the key, which the row says itself


def test_sheets_hold_what_is_on_them_and_are_counted() -> None:
    for sheet in _print().sheets:
        assert 0 < sheet.taken_mm <= HEIGHT_MM
        for table in sheet.tables:
            assert sum(table.widths_mm) * len(table.parts) <= WIDTH_MM + 0.01
    page = _page()
    assert page.count("<section") == _print().pages
    assert f"共 {_print().pages} 頁" in page
    assert TEXT_PT >= 9
    assert not re.search(r"https?://", page)


def test_thirty_lines_to_answer_on() -> None:
    answers = _page().split('<section class="answers">')[1:]
    numbers = [int(each) for part in answers for each in re.findall(r"<tr><td>(\d+)</td>", part)]
    assert numbers == [*range(1, 31)]


def test_a_wide_register_takes_more_lines_and_a_long_one_more_sheets() -> None:
    wide = Printed(
        "寬", (), tuple(f"欄{n}" for n in range(20)), tuple((str(n), *["一二三四五六七八"] * 19) for n in range(60))
    )
    sheets = laid_out([wide, wide])
    assert len(sheets) > 2
    assert all(sum(table.widths_mm) <= WIDTH_MM + 0.01 for sheet in sheets for table in sheet.tables)
    assert [table.goes_on for sheet in sheets for table in sheet.tables].count(False) == 2
    assert sum(len(part) for sheet in sheets for table in sheet.tables for part in table.parts) == 120
