"""`kaohe exam new FILE`: forms drawn, proven, laid out for a class, and sealed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaohe.completion import exams
from kaohe.options import Json, Out, Values
from kaohe.output_folders import new_folder
from kaohe.scenarios.exam.candidates import MOST, Candidate, numbered, read_class
from kaohe.scenarios.exam.files import MOST_FORMS, Exam, load_exam
from kaohe.scenarios.exam.proving import Proof
from kaohe.terminal import progress, show, show_json
from kaohe.wording import say

EACH = "each"
ENDING = ".xlsx"


def command(
    file: Annotated[str, typer.Argument(metavar="FILE", autocompletion=exams)],
    candidates: Annotated[str | None, typer.Option("--candidates", metavar="N|class.xlsx")] = None,
    forms: Annotated[str | None, typer.Option("--forms", metavar="1|K|each")] = None,
    out: Out = None,
    json: Json = False,
) -> int:
    """Make an exam."""
    values = Values()
    exam = values.check(lambda: load_exam(file))
    people = _people(values, candidates)
    count = None if forms == EACH else values.whole("--forms", forms, 1, MOST_FORMS)
    if out is None:
        values.fault("--out", "U001", say("exam new", "no_out"))
    values.raise_faults()
    if exam is None or out is None:
        raise AssertionError("faults were raised")
    many = len(people) if forms == EACH else min(count or exam.file.forms, len(people))
    proofs, folder = _make(exam, people, many, out)
    if json:
        show_json({"folder": str(folder), "candidates": len(people), "proofs": [each.to_json() for each in proofs]})
        return 0
    for proof in proofs:
        show(say("exam new", "form", form=proof.form))
        for check in proof.checks:
            show(f"  {check.said}")
    show(say("exam new", "done", folder=folder, candidates=len(people), forms=many))
    return 0


def _people(values: Values, text: str | None) -> tuple[Candidate, ...]:
    if text is not None and text.lower().endswith(ENDING):
        return values.check(lambda: read_class(Path(text))) or ()
    count = values.whole("--candidates", text, 1, MOST)
    if text is None:
        values.fault("--candidates", "U001", say("exam new", "no_candidates"))
    return numbered(count) if count else ()


def _make(exam: Exam, people: tuple[Candidate, ...], forms: int, out: Path) -> tuple[list[Proof], Path]:
    from kaohe.exam_making import make_exam  # the judge and the workbooks with it: not loaded for a line that is wrong

    with new_folder(out) as place, progress() as report:
        proofs = make_exam(exam, people, forms, place.work, report)
    return proofs, place.path
