"""`kaohe run`: the main job. Simulate, judge, report, into one folder that appears when all of it is there."""

from __future__ import annotations

from typing import Annotated

import typer

from kaohe.judging import judge_into, summary, tell_summary, write_report
from kaohe.options import CheckIntensity, Customers, Inject, Json, Months, Out, Policy, Scenario, Seed, Values
from kaohe.output_folders import new_folder
from kaohe.policies import load_policy
from kaohe.run_folders import facts
from kaohe.sealing import open_records
from kaohe.simulating import read_order
from kaohe.terminal import progress, show_json


def command(
    scenario: Scenario = None,
    seed: Seed = None,
    customers: Customers = None,
    months: Months = None,
    policy: Policy = None,
    inject: Inject = None,
    check_intensity: CheckIntensity = None,
    out: Out = None,
    no_report: Annotated[bool, typer.Option("--no-report")] = False,
    json: Json = False,
) -> int:
    """Simulate, judge, report."""
    values = Values()
    order = read_order(values, scenario, seed, customers, months, inject, check_intensity)
    rules = values.check(lambda: load_policy(policy))
    values.raise_faults()
    assert rules is not None
    with new_folder(out) as place, progress() as report:
        order.carry_out(place.work, report)
        opened = open_records(place.work)
        assessment = judge_into(place.work, opened, rules, policy)
        if not no_report:
            write_report(place.work, opened, assessment, rules)
    if json:
        show_json({"folder": str(place.path), "run": facts(place.path), **summary(assessment)})
    else:
        tell_summary(place.path, opened.at(place.path), assessment, rules)
    return 0
