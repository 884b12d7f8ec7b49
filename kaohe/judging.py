"""Judging a run's folder, writing its report, and telling both in short."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from kaohe.errors import refusals
from kaohe.output_folders import replaced_folder
from kaohe.policies import keep_policy, load_policy, noted_digest, policy_of
from kaohe.run_folders import facts, readable
from kaohe.sealing import Opened
from kaohe.standards import Assessment, Policy, Rulebook
from kaohe.terminal import show, show_rich
from kaohe.wording import say, spoken

HEAD = '<meta charset="utf-8">'


def judge_into(directory: Path, opened: Opened, policy: Policy, name: str | None) -> Assessment:
    """Judge a run and write its assessment/ with the policy, in place of an older one.

    The records of a large office are dealt out beside it meanwhile.

    Raises Faults if the records lack what a clause needs.
    """
    from kaohe.standards import judge  # the evidence of 72 clauses with it: not loaded to read what was judged

    with readable(directory), replaced_folder(directory / "assessment") as work:
        assessment = judge(opened.records, policy, Rulebook.load(), work=work, edited=not opened.sealed)
        assessment.write(work)
        keep_policy(work, policy, name)
        opened.keep(work)
    return assessment


def read_assessment(directory: Path) -> Assessment:
    """The assessment of a judged run. Raises Faults."""
    with readable(directory):
        return Assessment.read(directory / "assessment")


def assessment_under(directory: Path, opened: Opened, name: str | None) -> tuple[Assessment, Policy]:
    """The assessment of a run and its policy; under another policy than its own the records are judged anew, and
    nothing is written. Raises Faults.
    """
    own = policy_of(directory, None) if name is None else load_policy(name)
    if name is None or noted_digest(directory) == own.digest():
        return read_assessment(directory), own
    from kaohe.standards import judge  # the evidence of 72 clauses with it: not loaded to read what was judged

    with readable(directory):
        return judge(opened.records, own, Rulebook.load(), edited=not opened.sealed), own


def summary(assessment: Assessment) -> dict[str, Any]:
    """Counts for `--json` and for the last line."""
    tiers = assessment.incidents["tier"].value_counts(sort=False)
    return {
        "findings": assessment.findings.height,
        "incidents": assessment.incidents.height,
        "disagreements": assessment.disagreements.height,
        "tiers": dict(sorted(tiers.iter_rows())),
    }


def write_report(directory: Path, opened: Opened, assessment: Assessment, policy: Policy) -> Path:
    """The report in the language in use; returns the page's path. An older report is replaced whole."""
    from kaohe.reports import render_html  # the figures with it: not loaded to judge

    said = facts(directory) if (directory / "run.json").exists() else {}
    run = {**said, "policy": policy.id, "sealed": opened.sealed}
    page = render_html(assessment, Rulebook.load(), opened.records, run, spoken(), policy=policy)
    page = page.replace(HEAD, f"{HEAD}\n{_mark(opened, assessment, policy)}", 1)
    with replaced_folder(directory / "report") as work:
        (work / "index.html").write_text(page, encoding="utf-8")
    return directory / "report" / "index.html"


def is_of_another(page: Path, opened: Opened, assessment: Assessment, policy: Policy) -> bool:
    """Whether a report that is there tells of something else than this assessment. Raises Faults."""
    with refusals(page):
        return page.is_file() and _mark(opened, assessment, policy) not in page.read_text("utf-8", "replace")


def _mark(opened: Opened, assessment: Assessment, policy: Policy) -> str:
    """What a page bears of the assessment from which it was made."""
    made_from = f"{policy.digest()} {opened.sealed} {assessment.digest()}"
    return f'<meta name="assessment" content="{hashlib.sha256(made_from.encode()).hexdigest()}">'


def tell_summary(folder: Path, opened: Opened, assessment: Assessment, policy: Policy) -> None:
    """Whether the records are sealed, the policy by which they were judged, and the summary."""
    from kaohe.reports import summary as overview  # not loaded to read what was judged

    opened.tell()
    show(say("done", "policy", policy=policy.name.text()))
    show_rich(overview(assessment, Rulebook.load(), opened.records, policy=policy, folder=folder))
