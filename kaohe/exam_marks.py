"""What `kaohe exam mark` and `kaohe exam amend` tell: a class's marks, who would change, one mark explained."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kaohe.errors import note
from kaohe.policies import load_policy
from kaohe.reports.marks.explained import stage_name
from kaohe.reports.terminal.plain import plain_table
from kaohe.scenarios.exam.classroom import Classroom, Keys, Marked, Marking
from kaohe.scenarios.exam.moderation import Change, amended, changes, kept_changes
from kaohe.scenarios.exam.row_numbers import row_numbers
from kaohe.scenarios.exam.statistics import ClassFigures, class_figures
from kaohe.sim.records import Records
from kaohe.standards import Policy, Rulebook
from kaohe.terminal import show, show_rich
from kaohe.wording import say


def as_json(room: Classroom, marking: Marking, changed: Sequence[Change]) -> dict[str, Any]:
    """The marks of a class and who changed, for --json."""
    return {
        "marking": marking.number,
        "policy": marking.policy,
        "amendments": marking.amendments,
        "candidates": [_candidate(marking.marked[candidate]) for candidate in room.forms],
        "changes": kept_changes(changed),
    }


def _candidate(one: Marked) -> dict[str, Any]:
    """Stages in marks of 100, each of its own stage."""
    return {
        "candidate": one.candidate,
        "form": one.form,
        "total": float(one.mark.total),
        "passed": one.mark.passed,
        "stages": {stage.stage: round(float(stage.credit * 100), 2) for stage in one.mark.stages},
        "critical": [{"kind": error.kind, "line": error.line} for error in one.mark.critical],
        "handed_in": one.handed_in,
        "faults": [str(each) for each in one.faults],
    }


def tell_unread(room: Classroom, marking: Marking) -> None:
    """Say on standard error whose work could not be read, or is missing; the others are marked all the same."""
    for one in marking.marked.values():
        for each in one.faults:
            place = ":".join(str(part) for part in (each.path, each.line, each.column) if part is not None)
            note(place, each.code, str(each.as_dict()["message"]))
        for cell in one.mark.unread:
            note(room.folder / "candidates" / one.candidate, "E050", say("exam mark", "unread", cell=cell.said))
        if not one.handed_in:
            note(room.folder / "candidates" / one.candidate, "E006", say("exam mark", "absent"))


def tell_marks(room: Classroom, marking: Marking) -> None:
    """A line a candidate: mark, the five stages, passed or not."""
    stages_of = next(iter(marking.marked.values())).mark.stages if marking.marked else ()
    heads = (say("exam mark", "who"), say("exam mark", "total"), *(stage_name(stage) for stage in stages_of))
    table = plain_table(*zip((*heads, ""), ("left", *["right"] * (len(heads) - 1), "left"), strict=True))
    for candidate in room.forms:
        one = marking.marked[candidate]
        passed = say("exam mark", "passed" if one.mark.passed else "review" if one.mark.critical else "failed")
        stages = [f"{float(stage.credit * 100):.2f}" for stage in one.mark.stages]
        table.add_row(candidate, f"{one.mark.total:.2f}", *stages, passed)
    show_rich(table)


def figures_of(room: Classroom, marking: Marking, keys: Keys) -> ClassFigures:
    """The figures of the class; voided incidents are no items."""
    return class_figures(marking.marked, {form: amended(key, room.amendments) for form, key in keys.items()})


def tell_figures(figures: ClassFigures) -> None:
    """Mean, reliability and error with their intervals, and who stands near the pass mark, as far as known."""
    for key, one in (("mean", figures.mean), ("alpha", figures.alpha), ("error", figures.error)):
        if one is not None:
            value, low, high = (f"{each:.2f}" for each in (one.value, one.low, one.high))
            show(say("exam mark", key, value=value, low=low, high=high))
    if figures.near:
        show(say("exam mark", "near", candidates="、".join(figures.near)))


def tell_changes(changed: Sequence[Change], number: int) -> None:
    """Who changes, from what to what."""
    show(say("exam mark", "changes", changed=len(changed), of=number, turned=sum(one.turns for one in changed)))
    for one in changed:
        words = {True: say("exam mark", "passed"), False: say("exam mark", "failed")}
        turned = f"  {words[one.passed_before]} → {words[one.passed_after]}" if one.turns else ""
        show(f"{one.candidate:<16} {one.before_e2 / 100:.2f} → {one.after_e2 / 100:.2f}{turned}")


def differences(before: Marking | None, after: Marking) -> tuple[Change, ...]:
    """Who changed against the last marking; nobody where there was none."""
    return () if before is None else changes(before.marks, after.marks)


def policy_of_exam(room: Classroom) -> Policy:
    """The policy of an exam, which ships or lies sealed beside it."""
    kept = room.sealed / "policy" / f"{room.policy}.toml"
    return load_policy(str(kept) if kept.is_file() else room.policy)


def tell_one(room: Classroom, marking: Marking, candidate: str, keys: Keys, policy: Policy) -> None:
    """One candidate's mark explained."""
    from kaohe.reports.marks.explained import explained  # the rulebook's texts with it: not loaded to mark

    one = marking.marked[candidate]
    key = amended(keys[one.form], room.amendments)
    folder = room.sealed / "forms" / str(one.form)
    numbers, records = row_numbers(folder, key.incidents, room.amendments), _records(folder / "records")
    for block in explained(one.mark, key, policy, Rulebook.load(), room.amendments, numbers, records):
        show(f"\n{block.heading}")
        for line in block.lines:
            show(f"  {line}")


def _records(folder: Path) -> Records | None:
    """The records of a form's office; None where they are not there."""
    try:
        return Records.open(folder)
    except (OSError, LookupError, ValueError):
        return None
