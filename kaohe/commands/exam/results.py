"""`kaohe exam results DIR`: what an exam came to, as a workbook, a form to sign and pages."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

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
    from kaohe.exam_drill_results import is_drill

    if moodle is not None:
        check_new(moodle)
    exam, told = _drill(directory, out) if is_drill(directory) else _paper(directory, out)
    if moodle is not None:
        told["questions"] = write_questions(exam, moodle)
    if json:
        show_json(told)
        return 0
    show(say("exam results", "written", folder=told["folder"], files="、".join(told["files"])))
    if moodle is not None:
        show(say("exam results", "asked", file=moodle, count=told["questions"]))
    return 0


Told = tuple[str, dict[str, Any]]
"""The exam's id, and what was written where."""


def _paper(directory: Path, out: Path | None) -> Told:
    results = read_results(Classroom.read(directory))
    target = directory / "results" / f"{results.marking:04d}" if out is None else out
    with progress() as report, _folder(target, given=out is not None) as place:
        files = write_results(results, _work(place), lambda done, of: report(say("exam results", "writing"), done, of))
    return results.id, {"folder": str(target), "files": files, "marking": results.marking}


def _drill(directory: Path, out: Path | None) -> Told:
    """A drill is marked from its sessions each time: its results take the place of the last ones."""
    from kaohe.exam_drill_results import read_drill_results, write_drill_results

    target = directory / "results" / "drill" if out is None else out
    with progress() as report, _folder(target, given=out is not None) as place:
        results = read_drill_results(directory, lambda done, of: report(say("exam mark", "marking"), done, of))
        files = write_drill_results(results, _work(place))
    return results.id, {"folder": str(target), "files": files}


def _folder(target: Path, *, given: bool) -> AbstractContextManager[Place | Path]:
    """A folder that was named must be free; that of a marking is written anew."""
    return new_folder(target) if given else replaced_folder(target)


def _work(place: Place | Path) -> Path:
    return place.work if isinstance(place, Place) else place
