"""What evidence yields: `missed` limits and acts `shown` by rows, made whole by the rulebook's entry of the clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from kaohe.standards.ledger.cites import Cite, Part, held_back, latest_showing
from kaohe.standards.ledger.record_tables import NONE
from kaohe.standards.rulebook.clause import Clause

Number = int | str | None
Inputs = Mapping[str, Number | list[int] | list[int | None]]


@dataclass(frozen=True, slots=True)
class Moved:
    """Energy and fee that fell into another period than they belong to, by a reading off its day."""

    kwh: int
    fen: int


class Worth(TypedDict, total=False):
    """What a broken duty is worth: `amount_fen` for fee and cash, `parts` for late money; of both the larger counts.

    made_good: missing money that came back later; the delay of these parts is added to `amount_fen`, still missing.
    moved: what reading off its day moved from one period to another, for policies that count it.
    estimate_fen: the likely amount beside a proven least one; none: the amount is exact.
    loss_fen: not recovered, late money apart. caused_fen: loss caused, where it is not what the amount says of itself.
    consequence: whether what the clause demands stands in the records.
    inputs: the numbers of the formula. sign: which of several signs showed it, joined to the formula's name.
    """

    amount_fen: int | None
    estimate_fen: int | None
    parts: Sequence[Part]
    made_good: Sequence[Part]
    moved: Moved
    loss_fen: int
    caused_fen: int
    energy_kwh: int
    consequence: bool
    over_billed: bool
    inputs: Inputs
    sign: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A duty of a clause that somebody broke: by which limb, on which object, when, and the rows that it rests on.

    Days count from 1970. `finder` is NONE where no row has one: of a missed limit none
    proves anything, and who held a post need not have noticed it.
    """

    limb: str
    staff: int
    object_id: int
    occurred_on: int
    discovered_on: int
    finder: int
    cites: tuple[Cite, ...]
    worth: Worth


def missed(
    limb: str,
    *,
    staff: int,
    object_id: int,
    missed_on: int,
    cites: Sequence[Cite],
    proven: Sequence[Cite] = (),
    **worth: Unpack[Worth],
) -> Broken:
    """What was not done by its limit: it occurs, and is discovered, on `missed_on`, the first working day after it.

    Cite first the row that creates the duty, then the limit's rule; a LATE row only prices it. `proven`: the rows that
    prove a consequence which the clause demands: until the last of them was written it was a slip.
    """
    every = (*cites, *proven)
    if not proven:
        return Broken(limb, staff, object_id, missed_on, missed_on, NONE, every, worth)
    proven_on, writer = latest_showing(proven)
    return Broken(limb, staff, object_id, missed_on, max(missed_on, proven_on), writer, every, worth)


def shown(
    limb: str,
    *,
    staff: int,
    object_id: int,
    occurred_on: int,
    cites: Sequence[Cite],
    finder: int | None = None,
    **worth: Unpack[Worth],
) -> Broken:
    """What rows show: discovered when the latest of them was written, by its writer if no other `finder` is named."""
    discovered_on, writer = latest_showing(cites)
    return Broken(
        limb,
        staff,
        object_id,
        occurred_on,
        discovered_on,
        writer if finder is None else finder,
        tuple(cites),
        worth,
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken duty of a clause. Days count from 1970. `amount_fen` for fee and cash; `parts` are priced by the policy.

    Where a finding has both, the larger names the basis; `made_good` adds to the amount. again_fen: what of the amount
    another finding of an overlap has counted already.
    `staff` and `discovered_by` are NONE if unknown.
    """

    clause: str
    staff: int
    object_type: str
    object_id: int
    occurred_on: int
    discovered_on: int
    discovered_by: int
    basis: str
    formula: str
    cites: tuple[Cite, ...]
    amount_fen: int | None = None
    estimate_fen: int | None = None
    parts: tuple[Part, ...] = ()
    made_good: tuple[Part, ...] = ()
    moved: Moved | None = None
    loss_fen: int = 0
    caused_fen: int | None = None
    energy_kwh: int = 0
    consequence: bool = True
    over_billed: bool = False
    again_fen: int = 0
    role: str = "doer"
    inputs: Inputs = field(default_factory=dict)


def completed(broken: Broken, clause: Clause) -> Finding:
    """The finding that a broken duty makes under its clause.

    Raises:
        ValueError: the rulebook has no formula for the limb.
    """
    limb, worth = clause.limb(broken.limb), broken.worth
    if limb.formula is None:
        raise ValueError(f"clause {clause.id}: evidence for the limb {limb.id}, which has no formula in the rulebook")
    finder = NONE if broken.finder == broken.staff else broken.finder
    parts = tuple(worth.get("parts", ()))
    return Finding(
        clause=clause.id,
        staff=broken.staff,
        object_type=clause.about(limb),
        object_id=broken.object_id,
        occurred_on=broken.occurred_on,
        discovered_on=broken.discovered_on,
        discovered_by=finder,
        basis=limb.basis,
        formula=".".join(name for name in (limb.formula, worth.get("sign")) if name),
        cites=broken.cites,
        amount_fen=worth.get("amount_fen"),
        estimate_fen=worth.get("estimate_fen"),
        parts=parts,
        made_good=tuple(worth.get("made_good", ())),
        moved=worth.get("moved"),
        caused_fen=worth.get("caused_fen"),
        loss_fen=worth.get("loss_fen", 0) + held_back(parts),
        energy_kwh=worth.get("energy_kwh", 0),
        consequence=worth.get("consequence", True),
        over_billed=worth.get("over_billed", False),
        role=clause.act_role,
        inputs=worth.get("inputs", {}),
    )


def someone(staff: int) -> int | None:
    """The number of a member of staff, or None."""
    return None if staff == NONE else staff
