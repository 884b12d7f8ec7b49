"""What a candidate handed in: sheet.json in his folder, as programs and the desk write it, or his answer book."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from kaohe.scenarios.exam.answers.choices import Choices
from kaohe.scenarios.exam.answers.reading import Form, read_answers
from kaohe.scenarios.exam.answers.reading import fault as book_fault
from kaohe.scenarios.exam.sheet import AnswerSheet
from kaohe.sim.files import Fault, Faults, quoted
from kaohe.sim.texts import Message, Verbatim, catalogue

SHEET, BOOK = "sheet.json", "answers.xlsx"
GIVEN = ("papers.xlsx",)
CHOICES, ROWS = "choices.json", "rows.parquet"
LARGEST_BYTES = 1 << 20
DAMAGED = "E002"
_texts = catalogue("kaohe.scenarios")


def read_sheet(exam: Path, candidate: str) -> AnswerSheet | None:
    """The sheet of a candidate; None if he handed nothing in.

    Raises:
        Faults: what he handed in cannot be read.
    """
    folder = exam / "candidates" / candidate
    path = folder / SHEET
    if path.exists():
        return _sheet(path, _document(path))
    return _book(exam, folder, candidate)


def _book(exam: Path, folder: Path, candidate: str) -> AnswerSheet | None:
    """The answer book that somebody has written in; whatever it is called now. Raises Faults."""
    paths = [
        path for path in sorted(folder.glob("*.xlsx")) if path.name not in GIVEN and not path.name.startswith("~$")
    ]
    if not paths:
        return None
    form = _form(exam, _document(exam / "exam.json")["forms"][candidate])
    sheets = {path: read_answers(path, form, candidate) for path in paths}
    written = {path: sheet for path, sheet in sheets.items() if sheet.lines}
    if len(written) > 1:
        names = Verbatim("、".join(quoted(path.name) for path in written))
        raise Faults([book_fault(folder, "E025", "answers-two", names=names)])
    return next(iter(written.values()), None)


@lru_cache(maxsize=256)
def _form(exam: Path, number: int) -> Form:
    """What the sheets of a form are read by."""
    folder = exam / "sealed" / "forms" / str(number)
    with whole(folder / CHOICES):
        choices = Choices.from_json(json.loads((folder / CHOICES).read_text(encoding="utf-8")))
    with whole(folder / ROWS):
        return Form.of(str(_document(exam / "exam.json")["exam"]["id"]), choices, pl.read_parquet(folder / ROWS))


def form_of(exam: Path, number: int) -> Form:
    """What a form's sheets may name, and its rows by their numbers. Raises Faults: it is damaged."""
    return _form(exam, number)


@contextmanager
def whole(path: Path) -> Iterator[None]:
    """What cannot be read of an exam is its own damage, and no candidate's: Faults with the code DAMAGED."""
    try:
        yield
    except (OSError, ValueError, LookupError, TypeError, AttributeError, pl.exceptions.PolarsError) as error:
        raise Faults([fault(path, DAMAGED, "exam-damaged", detail=quoted(str(error)))]) from error


def _document(path: Path) -> Any:
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
            raise Faults([fault(path, "E005", "exam-sheet-size")])
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Faults([fault(path, "E005", "exam-sheet-unread", detail=error.strerror or "")]) from error
    except json.JSONDecodeError as error:
        where = fault(path, "E005", "exam-sheet-json", line=error.lineno, column=error.colno)
        raise Faults([where]) from error
    except (ValueError, RecursionError) as error:
        raise Faults([fault(path, "E005", "exam-sheet-json")]) from error


def _sheet(path: Path, document: Any) -> AnswerSheet:
    try:
        sheet = AnswerSheet.from_json(document)
        sheet.text()  # what cannot be written again was none
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise Faults([fault(path, "E005", "exam-sheet-form", detail=quoted(str(error)))]) from error
    return sheet


def fault(path: object, code: str, key: str, line: int | None = None, column: int | None = None, **args: str) -> Fault:
    """A fault of an exam's folder; its text stays free of language until it is shown."""
    said: Message = _texts.message(key, **args)
    return Fault(str(path), line, column, code, str(said), said=said)
