"""`kaohe exam results DIR`: what a marked class came to, as a workbook, a form to sign and pages."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from kaohe.exam_results import check_new, read_results, write_questions, write_results
from kaohe.options import Directory, Json, Out
from kaohe.output_folders import Place, new_folder, replaced_folder
from kaohe.scenarios.exam.classroom import Classroom
from kaohe.terminal import progress, show, show_json
from kaohe.wording import say

Moodle = Annotated[Path | None, typer.Option("--moodle", metavar="FILE")]


def command(directory: Directory, out: Out = None, moodle: Moodle = None, json: Json = False) -> int:
    """Write the results of an exam."""
    results = read_results(Classroom.read(directory))
    if moodle is not None:
        check_new(moodle)
    target = directory / "results" / f"{results.marking:04d}" if out is None else out
    with progress() as report, _folder(target, given=out is not None) as place:
        work = place.work if isinstance(place, Place) else place
        files = write_results(results, work, lambda done, of: report(say("exam results", "writing"), done, of))
    asked = 0 if moodle is None else write_questions(results.id, moodle)
    if json:
        show_json({"folder": str(target), "files": files, "marking": results.marking, "questions": asked})
    else:
        show(say("exam results", "written", folder=target, files="、".join(files)))
        if moodle is not None:
            show(say("exam results", "asked", file=moodle, count=asked))
    return 0


def _folder(target: Path, *, given: bool) -> AbstractContextManager[Place | Path]:
    """A folder that was named must be free; that of a marking is written anew."""
    return new_folder(target) if given else replaced_folder(target)
