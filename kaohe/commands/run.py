"""`kaohe run`: the main job. Simulate, judge, report, into one folder that appears when all of it is there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaohe.folders import new_folder
from kaohe.judging import judge_into, load_policy, summary
from kaohe.options import CheckIntensity, Customers, Inject, Jobs, Json, Months, Out, Policy, Scenario, Seed
from kaohe.order import read_order
from kaohe.output import show, show_json
from kaohe.progress import progress
from kaohe.reporting import write_report
from kaohe.runs import facts
from kaohe.standards import Assessment
from kaohe.values import Values
from kaohe.wording import say


def command(
    scenario: Scenario = None,
    seed: Seed = None,
    customers: Customers = None,
    months: Months = None,
    policy: Policy = None,
    inject: Inject = None,
    jobs: Jobs = None,
    check_intensity: CheckIntensity = None,
    out: Out = None,
    no_report: Annotated[bool, typer.Option("--no-report")] = False,
    json: Json = False,
) -> int:
    """Simulate, judge, report."""
    values = Values()
    order = read_order(values, scenario, seed, customers, months, inject, jobs, check_intensity)
    values.settle()
    rules = load_policy(policy)
    with new_folder(out) as place, progress() as report:
        order.carry_out(place.work, report)
        assessment = judge_into(place.work, rules)
        if not no_report:
            write_report(place.work, assessment, rules)
    if json:
        show_json({"folder": str(place.path), "run": facts(place.path), **summary(assessment)})
    else:
        _tell(place.path, assessment, no_report)
    return 0


def _tell(folder: Path, assessment: Assessment, no_report: bool) -> None:
    counts = summary(assessment)
    show(say("done", "judge", findings=counts["findings"], incidents=counts["incidents"], folder=folder))
    if not no_report:
        show(say("done", "report", file=folder / "report" / "index.html"))
