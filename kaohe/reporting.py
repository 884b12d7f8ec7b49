"""Writing report/index.html of a judged run."""

from __future__ import annotations

from pathlib import Path

from kaohe.folders import replaced_folder
from kaohe.papers import read_records
from kaohe.reports.page import render_html
from kaohe.runs import facts
from kaohe.standards import Assessment, Policy, Rulebook
from kaohe.wording import spoken


def write_report(directory: Path, assessment: Assessment, policy: Policy) -> Path:
    """The report in the language in use; returns the page's path. An older report is replaced whole."""
    records = read_records(directory)
    known = {**facts(directory), "policy": policy.id}
    page = render_html(assessment, Rulebook.load(), records, known, spoken(), policy=policy)
    with replaced_folder(directory / "report") as work:
        (work / "index.html").write_text(page, encoding="utf-8")
    return directory / "report" / "index.html"
