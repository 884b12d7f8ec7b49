"""Lists of a utility's own incidents: both languages, both kinds of file, and every fault at its place."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from kaohe.sim.files import Faults
from kaohe.standards.laboratory.incident_lists import read_incidents

CHINESE = """人,日期,條款,崗位,金額（元）,是否有意
王芳,2001-03-05,2.2,抄表工,999.99,否
李強,2001年4月6日,4.1,收費工,不能計價,
王芳,2001/5/7,5.1,收費工,1000,是
"""
ENGLISH = """name;date;clause;post;amount (fen);intent
A;2001-03-05;2.2;meter_reader;99999;no
B;2001-04-06;4.1;collector;unpriced;
A;2001-05-07;5.1;collector;100000;established
"""


def read(folder: Path, text: str) -> list[dict[str, object]]:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return read_incidents(path).frame.drop("person").to_dicts()


def faults(folder: Path, text: str) -> list[tuple[int | None, int | None, str]]:
    with pytest.raises(Faults) as found:
        read(folder, text)
    return [(fault.line, fault.column, fault.code) for fault in found.value.faults]


def test_both_languages_say_the_same(tmp_path: Path) -> None:
    rows = read(tmp_path, CHINESE)
    assert rows == read(tmp_path, ENGLISH)
    assert [row["amount_fen"] for row in rows] == [99_999, None, 100_000]
    assert [row["staff"] for row in rows] == [1, 2, 1]
    assert [row["intent"] for row in rows] == ["none", "none", "established"]
    assert rows[1]["occurred_on"] == date(2001, 4, 6)


def test_what_the_clause_presumes_is_presumed_where_nothing_is_said(tmp_path: Path) -> None:
    rows = read(tmp_path, "人,日期,條款,金額（元）\n王芳,2001-03-05,5.1,50\n")
    assert (rows[0]["intent"], rows[0]["loss_fen"]) == ("presumed", 5_000)


def test_a_workbook_says_the_same(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["责任人", "发生日期", "条款", "岗位", "金额(元)", "是否有意"])
    page.append(["王芳", datetime(2001, 3, 5), 2.2, "抄表工", 999.99, "否"])
    page.append(["李強", datetime(2001, 4, 6), "4.1", "收费工", "不能计价", None])
    page.append([None, None, None, None, None, None])
    page.append(["王芳", "2001-05-07", "5.1", "收费工", 1000, "是"])
    book.save(tmp_path / "list.xlsx")
    rows = read_incidents(tmp_path / "list.xlsx").frame.drop("person", "line").to_dicts()
    assert rows == [{key: each for key, each in row.items() if key != "line"} for row in read(tmp_path, CHINESE)]


def test_what_the_list_does_not_have_is_told(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(CHINESE, encoding="utf-8")
    found = read_incidents(tmp_path / "list.csv")
    assert found.missing == ("concealed", "discovered_on", "loss", "self_reported", "serious_effect")
    assert found.unpriced == 1


def test_all_faults_at_once_each_at_its_place(tmp_path: Path) -> None:
    text = """人,日期,條款,崗位,金額（元）
王芳,2001-03-05,2.2,抄表工,300
王芳,2001-03-05,2.2,抄表工,300
李強,三月五日,99.9,查表員,約三千
,2001-02-30,2.2,,-5
趙六,2001-03-05,2.2,,"1,234.50"
錢七,2001-03-05,2.2,,
"""
    assert faults(tmp_path, text) == [
        (3, 1, "P013"),
        (4, 4, "P014"),
        (4, 9, "P040"),
        (4, 14, "C006"),
        (4, 18, "P014"),
        (5, 1, "P014"),
        (5, 2, "P014"),
        (5, 18, "P019"),
        (6, 20, "P014"),
        (7, 20, "P014"),
    ]


def test_yuan_or_fen_in_doubt(tmp_path: Path) -> None:
    assert faults(tmp_path, "人,日期,條款,金額\n王芳,2001-03-05,2.2,3000\n") == [(1, 9, "P014")]
    assert read(tmp_path, "人,日期,條款,金額\n王芳,2001-03-05,2.2,3000.50\n")[0]["amount_fen"] == 300_050
    assert faults(tmp_path, "人,日期,條款,金額（分）\n王芳,2001-03-05,2.2,30.50\n") == [(2, 19, "P014")]


def test_headings_that_are_missing_or_twice(tmp_path: Path) -> None:
    assert faults(tmp_path, "姓名,條款\n王芳,2.2\n") == [(1, 1, "P034"), (1, 1, "P034")]
    twice = faults(tmp_path, "人,姓名,日期,條款,金額（元）\n王芳,王芳,2001-03-05,2.2,30\n")
    assert twice == [(1, 3, "P013")]


def test_a_list_without_rows_and_a_book_that_is_none(tmp_path: Path) -> None:
    assert faults(tmp_path, "人,日期,條款,金額（元）\n") == [(1, 1, "P034")]
    assert faults(tmp_path, "") == [(1, 1, "P034")] * 4
    (tmp_path / "list.xlsx").write_text("no book", encoding="utf-8")
    with pytest.raises(Faults, match="Excel"):
        read_incidents(tmp_path / "list.xlsx")
