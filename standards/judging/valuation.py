"""What a finding is worth under a policy: late money by its rate, and of two limbs the larger."""

from __future__ import annotations

import json
from dataclasses import dataclass

from kaohe.sim.tariff.money import round_half_up
from kaohe.standards.evidence.findings import Finding
from kaohe.standards.ledger.cites import Part
from kaohe.standards.policies.format import Delay


@dataclass(frozen=True, slots=True)
class Priced:
    """Basis and amount of a finding (None: unpriced), and the numbers of its formula as JSON with sorted keys."""

    basis: str
    amount_fen: int | None
    inputs: str


def late_fen(part: Part, delay: Delay) -> int:
    """Late money in 分: principal × calendar days × daily rate, half up, if it is in by the closing; else principal.

    A policy may take the principal always, or the interest always: then to the closing for what was not in.
    """
    if delay.priced_as == "principal" or (part.days is None and delay.priced_as == "interest_if_in"):
        return part.principal_fen
    days = part.days if part.days is not None else part.days_to_closing
    rate = delay.rate
    return round_half_up(part.principal_fen * days * rate.numerator, rate.denominator)


def priced(finding: Finding, delay: Delay) -> Priced:
    """The amount of a finding; where it has both late and missing money, the larger names the basis."""
    if not finding.parts:
        return Priced(
            finding.basis,
            finding.amount_fen if finding.basis != "delay" else finding.amount_fen or 0,
            _written(finding),
        )
    late = [late_fen(part, delay) for part in finding.parts]
    if finding.amount_fen is not None and finding.amount_fen > sum(late):
        return Priced("cash", finding.amount_fen, _written(finding, late, delay))
    return Priced("delay", sum(late), _written(finding, late, delay))


def _written(finding: Finding, late: list[int] | None = None, delay: Delay | None = None) -> str:
    inputs: dict[str, object] = dict(finding.inputs)
    if finding.amount_fen is not None:
        inputs["amount_fen"] = finding.amount_fen
    if late is not None and delay is not None:
        inputs |= {
            "principal_fen": [part.principal_fen for part in finding.parts],
            "days": [part.days for part in finding.parts],
        }
        inputs |= {"days_to_closing": [part.days_to_closing for part in finding.parts], "late_fen": late}
        inputs |= {"daily_rate": delay.daily_rate, "priced_as": delay.priced_as}
    return json.dumps(inputs, sort_keys=True, separators=(",", ":"))
