"""`kaohe policy lint FILE|ID`: a policy tried out for gaps, overlaps, cliffs and what pays under it."""

from __future__ import annotations

from typing import Annotated

import typer

from kaohe.completion import policies
from kaohe.errors import refusals
from kaohe.options import Json
from kaohe.sim.files import Faults
from kaohe.standards.laboratory.findings import FAULT, Finding
from kaohe.standards.laboratory.lint import lint
from kaohe.standards.policies.policy import Policy
from kaohe.terminal import show, show_json
from kaohe.wording import say

BANDS = frozenset(("P030", "P031", "P032", "P033"))
"""Codes of bands that overlap, leave a gap or stand upside down: what a lint is asked for, and no bad input."""


def command(
    file: Annotated[str, typer.Argument(metavar="FILE|ID", autocompletion=policies)], json: Json = False
) -> int:
    """Try a policy out."""
    try:
        with refusals(file):
            policy = Policy.load(file)
    except Faults as found:
        if not {fault.code for fault in found.faults} <= BANDS:
            raise
        return _tell_bands(found, json=json)
    findings = lint(policy)
    faults = sum(finding.severity == FAULT for finding in findings)
    if json:
        told = [finding.told(policy) for finding in findings]
        show_json({"policy": policy.id, "digest": policy.digest(), "faults": faults, "findings": told})
    else:
        _tell(policy, findings, faults)
    return 1 if faults else 0


def _tell(policy: Policy, findings: list[Finding], faults: int) -> None:
    show(say("policy lint", "head", name=policy.name.text(), source=policy.file.source.text()))
    for finding in findings:
        show(f"  {say('policy lint', finding.severity)} {finding.text(policy)}")
    show(say("policy lint", "sum", faults=faults, notices=len(findings) - faults))


def _tell_bands(found: Faults, *, json: bool) -> int:
    """Faults of the bands: the policy cannot be tried before they are mended."""
    if json:
        told = [{"kind": "bands", "severity": FAULT, **fault.as_dict()} for fault in found.faults]
        show_json({"policy": None, "digest": None, "faults": len(told), "findings": told})
    else:
        show(str(found))
    return 1
