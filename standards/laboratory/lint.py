"""A policy tried for what its makers may not have meant: faults (gap, overlap, unreachable) and notices."""

from __future__ import annotations

from kaohe.standards.laboratory.amounts import amount_findings, spans
from kaohe.standards.laboratory.facets import facets_of
from kaohe.standards.laboratory.findings import FAULT, Finding
from kaohe.standards.laboratory.rules import rule_findings
from kaohe.standards.laboratory.several import fact_findings, several_findings
from kaohe.standards.policies.policy import Policy


def lint(policy: Policy) -> list[Finding]:
    """All that trying the engine shows of a policy, faults first; the same for a policy whose rules are renamed."""
    facets = facets_of(policy)
    swept = spans(policy, facets)
    found = [
        *rule_findings(policy, facets),
        *amount_findings(policy, facets, swept),
        *fact_findings(policy, facets[0], swept[0], swept[1]),
        *several_findings(policy, facets[0], swept[0]),
    ]
    return sorted(found, key=lambda finding: finding.severity != FAULT)
