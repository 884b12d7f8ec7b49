"""`kaohe exam mark DIR`: the class marked by its keys; with --policy by keys judged anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kaohe.exam_drill_results import is_drill, read_drill_results, tell_drill
from kaohe.exam_marks import (
    as_json,
    differences,
    figures_of,
    policy_of_exam,
    tell_changes,
    tell_figures,
    tell_marks,
    tell_one,
    tell_unread,
)
from kaohe.options import Directory, Json, Policy, Values
from kaohe.policies import load_policy
from kaohe.scenarios.exam.classroom import Classroom
from kaohe.scenarios.exam.rekeying import keys_under
from kaohe.scenarios.exam.statistics import as_plain
from kaohe.terminal import progress, show, show_json
from kaohe.wording import say


def command(
    directory: Directory,
    candidate: Annotated[str | None, typer.Option("--candidate", metavar="ID")] = None,
    policy: Policy = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    json: Json = False,
) -> int:
    """Mark a class."""
    values = Values()
    if is_drill(directory):
        return _of_drill(directory, json=json)
    room = Classroom.read(directory)
    values.name("--candidate", candidate, tuple(room.forms))
    rules = values.check(lambda: load_policy(policy)) if policy is not None else None
    values.raise_faults()
    keys = room.bare_keys if rules is None else keys_under(room, rules)
    with progress() as report:
        marking = room.marking(rules, keys, tell=lambda done, of: report(say("exam mark", "marking"), done, of))
    before = room.latest
    changed = differences(before, marking)
    tell_unread(room, marking)  # of what was read now: an older marking may say the same marks of other cells
    marking = marking if dry_run else replace(marking, number=room.keep(marking).number)
    if json:
        show_json({**as_json(room, marking, changed), "class": as_plain(figures_of(room, marking, keys))})
        return 0
    if candidate is not None:
        tell_one(room, marking, candidate, keys, rules or policy_of_exam(room))
        return 0
    tell_marks(room, marking)
    tell_figures(figures_of(room, marking, keys))
    if before is not None or dry_run:
        tell_changes(changed, len(room.forms))
    show(say("exam mark", "dry" if dry_run else "kept", number=f"{marking.number:04d}"))
    return 0


def _of_drill(directory: Path, *, json: bool) -> int:
    """Every session played again; what it came to is in the records that it left, so nothing is kept."""
    with progress() as report:
        results = read_drill_results(directory, lambda done, of: report(say("exam mark", "marking"), done, of))
    if json:
        marks = {candidate: one.mark and one.mark.to_json() for candidate, one in results.sat.items()}
        show_json({"candidates": [{"candidate": each, **(mark or {})} for each, mark in marks.items()]})
    else:
        tell_drill(results)
    return 0
