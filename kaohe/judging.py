"""Judging a run's folder, writing its report, and telling both in short."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kaohe.output_folders import replaced_folder
from kaohe.policies import keep_policy
from kaohe.run_folders import facts, read_records, readable
from kaohe.sim.records import Records
from kaohe.standards import Assessment, Policy, Rulebook
from kaohe.terminal import show, show_rich
from kaohe.wording import say, spoken


def judge_into(directory: Path, policy: Policy, name: str | None) -> Assessment:
    """Judge a run and write its assessment/ with the policy, in place of an older one.

    Raises Faults if the records cannot be read, or if tables or rows are missing that run.json lists.
    """
    from kaohe.standards import judge  # the evidence of 72 clauses with it: not loaded to read what was judged

    with readable(directory):
        assessment = judge(read_records(directory), policy, Rulebook.load())
    with replaced_folder(directory / "assessment") as work:
        assessment.write(work)
        keep_policy(work, policy, name)
    return assessment


def read_assessment(directory: Path) -> Assessment:
    """The assessment of a judged run. Raises Faults."""
    with readable(directory):
        return Assessment.read(directory / "assessment")


def summary(assessment: Assessment) -> dict[str, Any]:
    """Counts for `--json` and for the last line."""
    tiers = assessment.incidents["tier"].value_counts(sort=False)
    return {
        "findings": assessment.findings.height,
        "incidents": assessment.incidents.height,
        "tiers": dict(sorted(tiers.iter_rows())),
    }


def write_report(directory: Path, assessment: Assessment, policy: Policy) -> Path:
    """The report in the language in use; returns the page's path. An older report is replaced whole."""
    from kaohe.reports import render_html  # the figures with it: not loaded to judge

    records = read_records(directory)
    said = facts(directory) if (directory / "run.json").exists() else {}
    page = render_html(assessment, Rulebook.load(), records, {**said, "policy": policy.id}, spoken(), policy=policy)
    with replaced_folder(directory / "report") as work:
        (work / "index.html").write_text(page, encoding="utf-8")
    return directory / "report" / "index.html"


def tell_summary(folder: Path, assessment: Assessment, policy: Policy) -> None:
    """The policy by which it was judged, and the summary."""
    from kaohe.reports import summary as overview  # not loaded to read what was judged

    records = Records.open(folder / "records")
    show(say("done", "policy", policy=policy.name.text()))
    show_rich(overview(assessment, Rulebook.load(), records, policy=policy, folder=folder))
