"""A small paper for tests: four incidents in an office of 120 customers, set, laid out and read back once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from unittest import mock

from kaohe.exam_making import Desktop, Maker
from kaohe.reports.spreadsheets.papers import legend, read_papers, write_papers
from kaohe.scenarios.exam import files
from kaohe.scenarios.exam.files import Exam, load_exam
from kaohe.scenarios.exam.forms import Form, attempts
from kaohe.scenarios.exam.proving import Proof
from kaohe.sim.records import Records

SECRET = bytes(range(16))
TEXT = """
id = "small"
name = { zh = "小卷", en = "small paper" }
customers = 120
months = 1
forms = 1
[[incidents]]
clause = "2.2"
tier = "non_assessed"
[[incidents]]
clause = "3.1"
tier = "non_assessed"
[[incidents]]
clause = "6.6"
tier = "non_assessed"
[[incidents]]
clause = "5.2"
least_fen = 50_000
most_fen = 90_000
[[look_alikes]]
kind = "not_read"
"""


def exam_file(folder: Path, text: str = TEXT) -> Path:
    """An exam file."""
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    return path


@cache
def exam() -> Exam:
    """The exam, though it has fewer incidents than one that can be proven."""
    before = files.LEAST_INCIDENTS
    files.LEAST_INCIDENTS = 1
    try:
        return load_exam(exam_file(Path(mkdtemp())))
    finally:
        files.LEAST_INCIDENTS = before


@cache
def form() -> Form:
    """Its first form."""
    return next(each for each in attempts(exam(), SECRET, 1) if isinstance(each, Form))


@cache
def desktop() -> Desktop:
    """The form laid out."""
    return Desktop.of(exam(), form())


@cache
def book() -> Path:
    """Its papers as a workbook."""
    path = Path(mkdtemp()) / "papers.xlsx"
    write_papers(desktop().papers, path)
    return path


@cache
def read() -> Records:
    """The records as read back."""
    return read_papers(book(), legend(desktop().papers))


@contextmanager
def unproven() -> Iterator[None]:
    """Within it this paper, which is not proven, is made as if it were, whatever exam is asked for."""

    def one(self: Maker, number: int, folder: Path) -> Desktop:
        (folder / f"{number}.xlsx").write_bytes(book().read_bytes())
        self.proofs.append(Proof(number, ()))
        return desktop()

    made = mock.patch("kaohe.commands.exam.new.load_exam", return_value=exam())
    with made, mock.patch.object(Maker, "one", one):
        yield
