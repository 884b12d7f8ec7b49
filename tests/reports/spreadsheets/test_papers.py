"""A candidate's papers hold all records, and nothing in their form tells what is wrong."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from kaohe.reports.handouts.handbook import handbook_page
from kaohe.reports.papers.slips import Desk
from kaohe.reports.spreadsheets.papers import Unreadable, legend, looked_at, pile, read_papers, write_papers
from kaohe.scenarios.exam.trials import judged
from kaohe.sim.records import SCHEMA
from kaohe.sim.town.ground import Ground
from kaohe.standards import Rulebook
from tests.scenarios.exam import small_paper as small


def test_the_records_come_back_to_the_last_value() -> None:
    records = small.form().chosen.trial.run.records
    for table in SCHEMA:
        assert small.read().table(table).equals(records.table(table).sort("recorded_at", "id")), table


def test_the_file_says_nothing_of_its_making(tmp_path: Path) -> None:
    assert looked_at(small.book()) == {"styles": True, "metadata": True}
    write_papers(small.desktop().papers, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == small.book().read_bytes()


def test_a_clean_twin_differs_in_cells_of_records_only(tmp_path: Path) -> None:
    exam, seed = small.exam(), small.form().chosen.seed
    ground = Ground.of(exam.scenario.spec, seed)
    records = judged(exam.scenario, seed, ground, exam.policy, ()).run.records
    write_papers(pile(records, Desk(records, Rulebook.load())), tmp_path / "clean.xlsx")
    one, other = _without_cells(small.book()), _without_cells(tmp_path / "clean.xlsx")
    assert one == other
    assert (tmp_path / "clean.xlsx").read_bytes() != small.book().read_bytes()


CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*_[a-z0-9_]*|[a-z]{4,}[a-z.]*")


def test_nothing_in_the_papers_or_the_handbook_is_a_code(tmp_path: Path) -> None:
    book = load_workbook(small.book(), read_only=True)
    cells = {str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell is not None}
    assert not sorted(cell for cell in cells if CODE.search(cell))
    page = re.sub(r"<style>.*?</style>|<[^>]+>", "\n", handbook_page(Rulebook.load(), small.exam().policy))
    assert not CODE.findall(page)
    assert "1‰" in page
    assert "1.00 元" in page


def _without_cells(path: Path) -> dict[str, bytes]:
    """The parts of a book without what stands in its rows, and how many there are."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "xl/sharedStrings.xml"}
    rows, area = re.compile(rb"<sheetData>.*</sheetData>", re.S), re.compile(rb'ref="[A-Z0-9:]+"|\$[0-9]+')
    return {name: area.sub(b"", rows.sub(b"", part)) for name, part in parts.items()}


def test_a_text_that_means_nothing_is_told_with_its_place(tmp_path: Path) -> None:
    meanings = {place: dict(texts) for place, texts in legend(small.desktop().papers).items()}
    meanings["bill", "staff"].clear()
    with pytest.raises(Unreadable) as found:
        read_papers(small.book(), meanings)
    assert found.value.args[0] == SCHEMA["bill"].label.text()
