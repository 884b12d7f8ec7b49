"""`kaohe exam new FILE`: forms drawn, proven, laid out for a class, and sealed."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

import typer

from kaohe.completion import exams
from kaohe.options import Json, Out, Values
from kaohe.output_folders import new_folder
from kaohe.scenarios.exam.candidates import MOST, Candidate, numbered, read_class
from kaohe.scenarios.exam.drill_files import DrillExam, load_drill
from kaohe.scenarios.exam.drill_proof import DrillProof
from kaohe.scenarios.exam.files import MOST_FORMS, Exam, load_exam
from kaohe.scenarios.exam.proving import Proof
from kaohe.scenarios.exam.seeds import SECRET_BYTES
from kaohe.scenarios.exam.shipped import is_drill
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
    exam = values.check(lambda: load_drill(file) if is_drill(file) else load_exam(file))
    people = _people(values, candidates)
    count = None if forms == EACH else values.whole("--forms", forms, 1, MOST_FORMS)
    if out is None:
        values.fault("--out", "U001", say("exam new", "no_out"))
    values.raise_faults()
    if exam is None or out is None:
        raise AssertionError("faults were raised")
    usual = 1 if isinstance(exam, DrillExam) else exam.file.forms
    many = len(people) if forms == EACH else min(count or usual, len(people))
    if isinstance(exam, DrillExam):
        return _publish(exam, people, many, out, json=json)
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


def _publish(exam: DrillExam, people: tuple[Candidate, ...], forms: int, out: Path, *, json: bool) -> int:
    """A drill's folder: each form proven, a session for each candidate to begin."""
    from kaohe.scenarios.exam.drill_folders import publish  # the judge with it

    with new_folder(out) as place:
        secret = secrets.token_bytes(SECRET_BYTES)
        proofs: dict[int, DrillProof] = {}
        publish(exam.document.path, place.work, people, secret, forms=forms, proofs=proofs)
    if json:
        told = [{"form": form, **proof.to_json()} for form, proof in proofs.items()]
        show_json({"folder": str(place.path), "candidates": len(people), "proofs": told})
    else:
        for form, proof in proofs.items():
            show(say("exam new", "form", form=form))
            show(f"  {proof.said()}")
        show(say("exam new", "drill", folder=place.path, candidates=len(people), forms=forms))
    return 0


def _make(exam: Exam, people: tuple[Candidate, ...], forms: int, out: Path) -> tuple[list[Proof], Path]:
    from kaohe.exam_making import make_exam  # the judge and the workbooks with it: not loaded for a line that is wrong

    with new_folder(out) as place, progress() as report:
        proofs = make_exam(exam, people, forms, place.work, report)
    return proofs, place.path
