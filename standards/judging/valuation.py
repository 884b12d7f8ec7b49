"""What a finding is worth under a policy: late money by its rate, and of two limbs the larger."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaohe.sim.tariff.money import round_half_up
from kaohe.standards.evidence.findings import Finding, Moved
from kaohe.standards.ledger.cites import Part
from kaohe.standards.policies.format import Delay


@dataclass(frozen=True, slots=True)
class Priced:
    """Basis and amount of a finding (None: unpriced), the loss caused, energy, and its formula.

    inputs: the numbers of the formula, as JSON with sorted keys.
    """

    basis: str
    amount_fen: int | None
    caused_fen: int
    energy_kwh: int
    over_billed: bool
    formula: str
    inputs: str


def late_fen(parts: Sequence[Part], delay: Delay) -> int:
    """Late money in 分: Σ (principal × calendar days) × daily rate, half up; and the principal of what counts so.

    The principal counts of what is open for longer than the policy allows, or, by its choice, of all that was late.
    """
    principals = [part for part in parts if delay.counts_principal(part.days, part.open and not part.paid)]
    others = [part for part in parts if part not in principals]
    return sum(part.principal_fen for part in principals) + interest_fen(others, delay)


def interest_fen(parts: Sequence[Part], delay: Delay) -> int:
    """Σ (principal × calendar days) × daily rate in 分, rounded once, half up."""
    product = sum(part.principal_fen * part.days for part in parts)
    return round_half_up(product * delay.rate.numerator, delay.rate.denominator)


def caused_fen(finding: Finding, delay: Delay) -> int:
    """Loss caused, made good or not, in 分.

    Under-billed, not over-billed; missing money, found again or not; the interest of late money, and all of what its
    holder still keeps.
    """
    kept = [part for part in finding.parts if part.open and part.own]
    others = [part for part in finding.parts if not (part.open and part.own) and not part.paid]
    late = sum(part.principal_fen for part in kept) + interest_fen(others, delay)
    if finding.caused_fen is not None:
        return finding.caused_fen + late
    amount = 0 if finding.over_billed else finding.amount_fen or 0
    return amount + sum(part.principal_fen for part in finding.made_good) + late


def priced(finding: Finding, delay: Delay) -> Priced:
    """The amount of a finding; where it has both late and missing money, the larger names the basis."""
    if finding.moved is not None and delay.off_day == "moved":
        return _as_moved(finding, finding.moved)
    basis, amount = finding.basis, finding.amount_fen
    good = late_fen(finding.made_good, delay)
    missing = None if amount is None and not finding.made_good else (amount or 0) + good
    if finding.parts:
        late = late_fen(finding.parts, delay)
        basis, amount = ("cash", missing) if missing is not None and missing > late else ("delay", late)
    else:
        amount = missing if missing is not None or basis != "delay" else 0
    return Priced(
        basis,
        amount,
        caused_fen(finding, delay),
        finding.energy_kwh,
        finding.over_billed,
        finding.formula,
        as_json(_written(finding, delay)),
    )


def _as_moved(finding: Finding, moved: Moved) -> Priced:
    """The energy of the days by which a reading was off its day: one period has too much, the next too little."""
    inputs = as_json({**finding.inputs, "moved_kwh": moved.kwh, "moved_fen": moved.fen})
    return Priced("fee", moved.fen, 0, moved.kwh, True, f"{finding.formula}.moved", inputs)


def _written(finding: Finding, delay: Delay) -> Mapping[str, object]:
    inputs: dict[str, object] = dict(finding.inputs)
    if finding.amount_fen is not None:
        inputs["amount_fen"] = finding.amount_fen
    if finding.made_good:
        inputs["made_good_fen"] = [part.principal_fen for part in finding.made_good]
        inputs["made_good_days"] = [part.days for part in finding.made_good]
        inputs["made_good_worth_fen"] = late_fen(finding.made_good, delay)
    if finding.parts:
        inputs["principal_fen"] = [part.principal_fen for part in finding.parts]
        inputs["days"] = [part.days for part in finding.parts]
        inputs["open"] = [int(part.open) for part in finding.parts]
        inputs["late_fen"] = late_fen(finding.parts, delay)
        paid = all(part.paid for part in finding.parts)
        inputs["principal_after_days"] = 0 if paid else delay.principal_after_days
    if finding.parts or finding.made_good:
        inputs |= {"daily_rate": delay.daily_rate, "priced_as": delay.priced_as}
    return inputs


def as_json(inputs: Mapping[str, object]) -> str:
    """Numbers by name, the same ones always as the same text."""
    return json.dumps(inputs, sort_keys=True, separators=(",", ":"))
