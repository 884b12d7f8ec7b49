"""Sheets for a spreadsheet: the trade's headings, yuan as numbers, days as dates, nothing that a cell would run."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kaohe.reports.papers.slips import Desk
from kaohe.reports.spreadsheets import workbooks
from kaohe.reports.spreadsheets.sheets import Sheet, sheets
from kaohe.sim.records import SCHEMA, Records
from tests.sim.office import erring

HOSTILE = ("=1+1", "\x1b[2Jx", "+1", "@x")


def _book(path: Path) -> Any:
    return openpyxl.load_workbook(path)


@pytest.fixture(name="records", scope="module")
def _records() -> Records:
    return erring().records


def test_every_table_with_rows_is_a_sheet(records: Records) -> None:
    made = {each.table: each for each in sheets(records, Desk(records))}
    assert set(made) == {name for name in SCHEMA if not records.table(name).is_empty()}
    for name, sheet in made.items():
        frame = records.table(name)
        assert (sheet.height, len(sheet.headings)) == (frame.height, len(SCHEMA[name].columns))


def test_a_bill_is_in_yuan_and_words(records: Records) -> None:
    sheet = next(each for each in sheets(records, Desk(records)) if each.table == "bill")
    row = dict(zip(sheet.headings, next(sheet.rows()), strict=True))
    bill = records.table("bill").row(0, named=True)
    assert row["鍵"] == str(bill["id"])
    assert row["金額（元）"] == Decimal(bill["amount_fen"]) / 100
    assert row["發行日"] == bill["issued_on"]
    assert row["月份"] == f"{bill['period'] // 100}-{bill['period'] % 100:02d}"
    assert "號）" in str(row["填寫人"])


def test_a_workbook_holds_what_the_sheet_says(records: Records, tmp_path: Path) -> None:
    workbooks.write_workbook(sheets(records, Desk(records)), tmp_path / "r.xlsx")
    book = _book(tmp_path / "r.xlsx")
    page: Any = book["電費發行表"]
    frame = records.table("bill")
    assert (page.max_row, page.freeze_panes) == (frame.height + 1, "A2")
    amounts = [row[18].value for row in page.iter_rows(min_row=2)]
    assert [round(amount * 100) for amount in amounts] == frame["amount_fen"].to_list()
    assert page.cell(2, 19).number_format == "#,##0.00"
    assert page.cell(2, 2).is_date


def _odd() -> Sheet:
    return Sheet("odd", "冊" * 40, ("名稱", "日", "款"), (HOSTILE, (date(2001, 1, 2),) * 4, (Decimal("-0.10"),) * 4))


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    workbooks.write_workbook([_odd(), _odd()], tmp_path / "r.xlsx")
    book = _book(tmp_path / "r.xlsx")
    assert [len(name) for name in book.sheetnames] == [31, 30]
    cells = [row[0] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == ["=1+1", "\N{REPLACEMENT CHARACTER}[2Jx", "+1", "@x"]


def test_csv_is_read_back_as_it_was(tmp_path: Path) -> None:
    workbooks.write_tables([_odd()], tmp_path / "out")
    with (tmp_path / "out" / "odd.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["名稱", "日", "款"]
    assert rows[1] == ["'=1+1", "2001-01-02", "-0.10"]


def test_a_sheet_too_long_for_a_book_is_named(tmp_path: Path) -> None:
    keys = [str(number) for number in range(workbooks.MOST_ROWS + 1)]
    with pytest.raises(workbooks.TooLong) as found:
        workbooks.write_workbook([Sheet("t", "長冊", ("鍵",), (keys,))], tmp_path / "r.xlsx")
    assert found.value.args == ("長冊", workbooks.MOST_ROWS + 1)


def test_a_workbook_says_nothing_of_when_it_was_made(tmp_path: Path) -> None:
    workbooks.write_workbook([_odd()], tmp_path / "r.xlsx")
    assert _book(tmp_path / "r.xlsx").properties.created == datetime(2000, 1, 1)
