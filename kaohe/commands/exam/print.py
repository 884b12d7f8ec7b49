"""`kaohe exam print DIR`: papers for candidates without a computer."""

from __future__ import annotations

from typing import Annotated

import typer

from kaohe.exam_drill_results import is_drill
from kaohe.options import Directory, Json, Values
from kaohe.scenarios.exam.classroom import Classroom
from kaohe.sim.files import Fault, Faults
from kaohe.terminal import progress, show, show_json
from kaohe.wording import say

MOST = 999


def command(
    directory: Directory,
    candidate: Annotated[list[str] | None, typer.Option("--candidate", metavar="ID")] = None,
    pages: Annotated[str | None, typer.Option("--pages", metavar="N")] = None,
    json: Json = False,
) -> int:
    """Print a paper."""
    values = Values()
    if is_drill(directory):
        raise Faults([Fault(str(directory), None, None, "E076", say("exam print", "drill"))])
    room = Classroom.read(directory)
    for one in candidate or ():
        values.name("--candidate", one, tuple(room.forms))
    most = values.whole("--pages", pages, 1, MOST)
    values.raise_faults()
    from kaohe.exam_printing import MOST_PAGES, print_papers  # the typeface with it: not loaded for a wrong line

    with progress() as report:
        copies = print_papers(room, candidate or [*room.forms], most or MOST_PAGES, report)
    if json:
        show_json({"files": [str(path) for path in copies.files], "pages": copies.pages})
        return 0
    for form, count in copies.pages.items():
        show(say("exam print", "form", form=form, pages=count))
    show(say("exam print", "done", count=len(copies.files)))
    return 0
