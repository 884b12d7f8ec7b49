"""What a finding is worth under a policy: late money by its rate, and of two limbs the larger."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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


def late_fen(parts: Sequence[Part], delay: Delay) -> int:
    """Late money in 分: Σ (principal × calendar days) × daily rate of what is in by the closing, half up; the principal
    of the rest.

    A policy may take the principal always, or the interest always: then to the closing for what was not in.
    """
    principals = [part for part in parts if _as_principal(part, delay)]
    product = sum(
        part.principal_fen * (part.days if part.days is not None else part.days_to_closing)
        for part in parts
        if not _as_principal(part, delay)
    )
    interest_fen = round_half_up(product * delay.rate.numerator, delay.rate.denominator)
    return sum(part.principal_fen for part in principals) + interest_fen


def _as_principal(part: Part, delay: Delay) -> bool:
    return delay.priced_as == "principal" or (part.days is None and delay.priced_as == "interest_if_in")


def made_good_fen(parts: Sequence[Part], delay: Delay) -> int:
    """Missing money that came back, in 分: Σ (principal × calendar days) × daily rate, half up; or the principal."""
    if delay.priced_as == "principal":
        return sum(part.principal_fen for part in parts)
    product = sum(part.principal_fen * (part.days or 0) for part in parts)
    return round_half_up(product * delay.rate.numerator, delay.rate.denominator)


def priced(finding: Finding, delay: Delay) -> Priced:
    """The amount of a finding; where it has both late and missing money, the larger names the basis."""
    if finding.made_good:
        return _with_made_good(finding, delay)
    if not finding.parts:
        return Priced(
            finding.basis,
            finding.amount_fen if finding.basis != "delay" else finding.amount_fen or 0,
            _written(finding),
        )
    late = late_fen(finding.parts, delay)
    if finding.amount_fen is not None and finding.amount_fen > late:
        return Priced("cash", finding.amount_fen, _written(finding, late, delay))
    return Priced("delay", late, _written(finding, late, delay))


def _with_made_good(finding: Finding, delay: Delay) -> Priced:
    worth_fen = made_good_fen(finding.made_good, delay)
    inputs = {
        **json.loads(_written(finding)),
        "made_good_fen": [part.principal_fen for part in finding.made_good],
        "made_good_days": [part.days for part in finding.made_good],
        "made_good_worth_fen": worth_fen,
        "daily_rate": delay.daily_rate,
        "priced_as": delay.priced_as,
    }
    return Priced(finding.basis, (finding.amount_fen or 0) + worth_fen, as_json(inputs))


def _written(finding: Finding, late: int | None = None, delay: Delay | None = None) -> str:
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
    return as_json(inputs)


def as_json(inputs: Mapping[str, object]) -> str:
    """Numbers by name, the same ones always as the same text."""
    return json.dumps(inputs, sort_keys=True, separators=(",", ":"))
