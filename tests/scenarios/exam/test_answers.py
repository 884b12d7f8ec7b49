"""An answer book comes back as it was written, or the cell that cannot be understood is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kaohe.reports.papers.slips import Desk
from kaohe.reports.spreadsheets.answer_books import Filled, write_answer_book
from kaohe.scenarios.exam.answers.layout import FIRST_LINE, HEADING_ROW, columns
from kaohe.scenarios.exam.answers.reading import Form, read_answers
from kaohe.scenarios.exam.players import key_sheet
from kaohe.scenarios.exam.sheet import AnswerSheet
from kaohe.sim.files import Faults
from kaohe.sim.texts import LANGUAGES, Language, use_language
from tests.scenarios.exam import small_paper as small

PLACES = {one.key: number for number, one in enumerate(columns(), start=1)}


def _form() -> Form:
    desktop = small.desktop()
    return Form.of(small.exam().id, desktop.choices, desktop.papers.rows())


def _written(path: Path, change: Callable[[Any], None] | None = None) -> AnswerSheet:
    desktop = small.desktop()
    write_answer_book(path, "small", "C01", desktop.choices, Filled(key_sheet(small.form().key), desktop.numbers))
    if change is not None:
        book = load_workbook(path)
        change(book)
        book.save(path)
    return read_answers(path, _form(), "C01")


def _set(key: str, value: object) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book.worksheets[0].cell(FIRST_LINE, PLACES[key]).value = value

    return change


def test_a_book_comes_back_as_it_was_written(tmp_path: Path) -> None:
    assert _written(tmp_path / "a.xlsx") == key_sheet(small.form().key)


def test_a_book_given_out_in_another_language_is_read(tmp_path: Path) -> None:
    with use_language("en"):
        sheet = _written(tmp_path / "a.xlsx")
    assert sheet == key_sheet(small.form().key)


def test_a_renamed_and_moved_sheet_is_found(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.worksheets[0].title = "我的"
        book.move_sheet("我的", 3)
        book.worksheets[3].move_range("B5:AD34", cols=0)

    assert _written(tmp_path / "a.xlsx", change) == key_sheet(small.form().key)


@pytest.mark.parametrize(
    ("key", "value", "name", "read"),
    [
        ("amount", "１，２３４.５０元", "amount_fen", 123450),
        ("amount", "1234.5", "amount_fen", 123450),
        ("amount", "４１分", "amount_fen", 41),
        ("amount", "3元4角1分", "amount_fen", 341),
        ("amount", "三元五角整", "amount_fen", 350),
        ("amount", 0, "amount_fen", 0),
        ("person", "8", "person", 8),
        ("person", "8 號", "person", 8),
        ("clause", 2.2, "clause", "2.2"),
        ("tier", "general", "tier", "general"),
        ("tier", "严重责任事故", "tier", "serious"),
        ("unpriced", "是", "unpriced", True),
    ],
)
def test_what_is_meant_is_read(tmp_path: Path, key: str, value: object, name: str, read: object) -> None:
    line = _written(tmp_path / "a.xlsx", _set(key, value)).lines[0]
    assert getattr(line, name) == read
    assert not line.unread


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_copied_from_the_papers_is_read(tmp_path: Path, language: Language) -> None:
    with use_language(language):
        person = Desk(small.read()).person(3)
        line = _written(tmp_path / "a.xlsx", _set("person", person)).lines[0]
    assert "3" in person
    assert (line.person, dict(line.unread)) == (3, {})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("amount", "很多"),
        ("amount", "5元3"),
        ("amount", "8角分"),
        ("clause", "13.9"),
        ("person", "無名氏"),
        ("cite_1", "抄表卡"),
        ("cite_1", "抄表卡 99999"),
    ],
)
def test_what_cannot_be_understood_is_named_by_its_cell(tmp_path: Path, key: str, value: object) -> None:
    line = _written(tmp_path / "a.xlsx", _set(key, value)).lines[0]
    assert list(line.unread) == [key]
    assert "答卷!" in line.unread[key]
    assert str(value) in line.unread[key]


def test_a_formula_without_its_value_and_a_merged_cell_are_named(tmp_path: Path) -> None:
    line = _written(tmp_path / "a.xlsx", _set("amount", "=1+2")).lines[0]
    assert line.amount_fen is None
    assert "公式" in line.unread["amount"]

    def merge(book: Any) -> None:
        book.worksheets[0].merge_cells(start_row=FIRST_LINE, end_row=FIRST_LINE + 1, start_column=2, end_column=2)

    lines = _written(tmp_path / "b.xlsx", merge).lines
    assert "合併" in lines[1].unread["clause"]
    assert not lines[0].unread


@pytest.mark.parametrize(("cell", "value"), [("B2", "other"), ("D2", "C02")])
def test_anothers_sheet_is_refused_with_the_cell(tmp_path: Path, cell: str, value: str) -> None:
    def change(book: Any) -> None:
        book.worksheets[0][cell].value = value

    with pytest.raises(Faults, match=rf"a\.xlsx.*E023.*{cell}.*{value}"):
        _written(tmp_path / "a.xlsx", change)


def test_a_book_without_the_sheet_is_refused_with_its_sheets(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.worksheets[0].delete_rows(HEADING_ROW)

    with pytest.raises(Faults, match=r"E022.*填寫說明"):
        _written(tmp_path / "a.xlsx", change)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for content in (b"", b"PK\x03\x04 broken", b"id,answer\n"):
        path.write_bytes(content)
        with pytest.raises(Faults, match="E021"):
            read_answers(path, _form(), "C01")
