"""Papers made and proven, workbooks marked, in CPU seconds: `python -m tests.benchmarks.bench_papers [FORMS] [BOOKS]`.

Goals: 30 forms of 600 customers in two minutes a core, 500 workbooks in 30 seconds.
"""

from __future__ import annotations

import json
import re
import sys
import time
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from kaohe.exam_making import Desktop, make_exam
from kaohe.reports.spreadsheets.answer_books import Filled, write_answer_book
from kaohe.scenarios.exam.answers.reading import Form, read_answers
from kaohe.scenarios.exam.candidates import numbered
from kaohe.scenarios.exam.files import Exam, load_exam
from kaohe.scenarios.exam.key import Key
from kaohe.scenarios.exam.marking import mark
from kaohe.scenarios.exam.players import key_sheet

CUSTOMERS, FORMS, BOOKS = 600, 3, 50
GOALS = {"form": 120 / 30, "workbook": 30 / 500}
_NAMED = 60
"""Customers of the shipped office who are in no resident book."""


def sized(folder: Path, customers: int) -> Exam:
    """The shipped paper in an office of so many customers: the resident books are larger."""
    shipped = Path(str(resources.files("kaohe.scenarios.exam") / "exams"))
    office = (shipped / "offices" / "small.toml").read_text(encoding="utf-8")
    each = (customers - _NAMED) // office.count("[[books]]")
    (folder / "offices").mkdir()
    larger = re.sub(r"(?m)^customers = \d+$", f"customers = {each}", office)
    (folder / "offices" / "small.toml").write_text(larger, encoding="utf-8")
    path = folder / "paper.toml"
    path.write_text((shipped / "audit_mixed.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return load_exam(path)


def made(forms: int = FORMS, customers: int = CUSTOMERS) -> float:
    """CPU seconds of a form, made, proven and laid out."""
    with TemporaryDirectory() as place:
        exam, folder = sized(Path(place), customers), Path(place) / "exam"
        folder.mkdir()
        before = time.process_time()
        make_exam(exam, numbered(forms), forms, folder, lambda *_: None)
        return (time.process_time() - before) / max(forms, 2)  # a form more is made where one alone is asked for


def marked(exam: Exam, desktop: Desktop, key: Key, books: int = BOOKS) -> float:
    """CPU seconds of a workbook, read and marked."""
    form = Form.of(exam.id, desktop.choices, desktop.papers.rows())
    with TemporaryDirectory() as place:
        path = Path(place) / "answers.xlsx"
        write_answer_book(path, exam.id, "C01", desktop.choices, Filled(key_sheet(key), desktop.numbers))
        before = time.process_time()
        for _ in range(books):
            mark(read_answers(path, form, "C01"), key, exam.scheme)
        return (time.process_time() - before) / books


if __name__ == "__main__":
    from tests.scenarios.exam import small_paper as small

    asked = [int(text) for text in sys.argv[1:]]
    found = {"form": made(*asked[:1]), "workbook": marked(small.exam(), small.desktop(), small.form().key, *asked[1:2])}
    print(json.dumps({"seconds": found, "goals": GOALS, "met": {name: found[name] <= GOALS[name] for name in GOALS}}))
