"""`kaohe exam preview FILE`: one form with its key, to look at before a class sits it; nothing of it is ever used."""

from __future__ import annotations

from typing import Annotated

import typer

from kaohe.completion import exams
from kaohe.options import Json, Values
from kaohe.scenarios.exam.files import load_exam
from kaohe.terminal import progress, show, show_json
from kaohe.wording import say


def command(
    file: Annotated[str, typer.Argument(metavar="FILE", autocompletion=exams)],
    json: Json = False,
) -> int:
    """Show a form with its key."""
    values = Values()
    exam = values.check(lambda: load_exam(file))
    values.raise_faults()
    if exam is None:
        raise AssertionError("faults were raised")
    from kaohe.exam_preview import Preview, preview_form  # the judge with it: not loaded for a line that is wrong

    with progress() as report:
        preview: Preview = preview_form(exam, report)
    if json:
        show_json(preview.to_json())
        return 0
    for line in preview.lines():
        show(line)
    show(say("exam preview", "done"))
    return 0
