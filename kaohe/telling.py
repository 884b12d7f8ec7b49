"""An assessment in short, on standard output."""

from __future__ import annotations

from pathlib import Path

from kaohe.output import show, show_rich
from kaohe.reports import summary as overview
from kaohe.sim.records import Records
from kaohe.standards import Rulebook
from kaohe.standards.judging.assessment import Assessment
from kaohe.standards.policies.policy import Policy
from kaohe.wording import say


def tell(folder: Path, assessment: Assessment, policy: Policy) -> None:
    """The policy by which it was judged, and the summary."""
    records = Records.open(folder / "records")
    show(say("done", "policy", policy=policy.name.text()))
    show_rich(overview(assessment, Rulebook.load(), records, policy=policy, folder=folder))
