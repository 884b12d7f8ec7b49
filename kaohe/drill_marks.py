"""What `kaohe exam mark` does with the folder of a drill: each session played again, and told."""

from __future__ import annotations

import json as json_text
from pathlib import Path

from kaohe.errors import note
from kaohe.options import Values
from kaohe.reports.terminal.plain import plain_table
from kaohe.scenarios.exam.drill_folders import PAPER, DrillFolder
from kaohe.scenarios.exam.drill_marks import DrillMark
from kaohe.scenarios.exam.shipped import DRILL
from kaohe.sim.files import Faults
from kaohe.terminal import show_json, show_rich
from kaohe.wording import say

SAID = "exam mark"


def is_drills(folder: Path) -> bool:
    """Whether it is the folder of a drill."""
    try:
        return json_text.loads((folder / PAPER).read_text(encoding="utf-8"))["kind"] == DRILL
    except (OSError, ValueError, TypeError, KeyError):
        return False


def mark_drills(directory: Path, candidate: str | None, values: Values, *, json: bool) -> int:
    """Mark each candidate from his session; a damaged session is named, and stops nobody else's mark."""
    folder = DrillFolder.read(directory)
    values.name("--candidate", candidate, tuple(folder.forms))
    values.raise_faults()
    marks: dict[str, DrillMark] = {}
    for each in folder.forms if candidate is None else (candidate,):
        try:
            if not folder.session(each).answers:
                note(directory / "attempts" / f"{each}.jsonl", "E006", say(SAID, "absent_drill"))
            marks[each] = folder.mark(each)
        except Faults as faults:
            for fault in faults.faults:
                note(fault.path, fault.code, str(fault.as_dict()["message"]))
    if json:
        show_json({"candidates": [{"candidate": each, **mark.to_json()} for each, mark in marks.items()]})
        return 0
    heads = [say(SAID, key) for key in ("who", "total", "kept_tests", "further")]
    table = plain_table(*zip((*heads, ""), ("left", "right", "right", "right", "left"), strict=True))
    for each, mark in marks.items():
        capped = say(SAID, "review") if mark.capped else ""
        tests = f"{mark.kept}/{len(mark.tests)}"
        table.add_row(each, f"{float(mark.total):.2f}", tests, str(len(mark.further)), capped)
    show_rich(table)
    return 0
