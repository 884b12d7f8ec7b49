"""What a candidate handed in: sheet.json in his folder, as programs and the desk write it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kaohe.scenarios.exam.sheet import AnswerSheet
from kaohe.sim.files import Fault, Faults, quoted
from kaohe.sim.texts import Message, catalogue

SHEET = "sheet.json"
LARGEST_BYTES = 1 << 20
_texts = catalogue("kaohe.scenarios")


def read_sheet(exam: Path, candidate: str) -> AnswerSheet | None:
    """The sheet of a candidate; None if he handed nothing in.

    Raises:
        Faults: what he handed in cannot be read.
    """
    path = exam / "candidates" / candidate / SHEET
    if not path.exists():
        return None
    return _sheet(path, _document(path))


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
