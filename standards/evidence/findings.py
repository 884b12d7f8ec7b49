"""What evidence yields: a finding with its citations, before any policy has priced it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kaohe.standards.ledger.cites import Cite, Part
from kaohe.standards.ledger.record_tables import NONE

Number = int | str | None
Inputs = Mapping[str, Number | list[int] | list[int | None]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken duty. Days count from 1970. `amount_fen` for fee and cash; `parts` for delay, priced by the policy.

    Where a finding has both, the larger names the basis. `staff` and `discovered_by` are NONE if unknown.
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
    parts: tuple[Part, ...] = ()
    loss_fen: int = 0
    energy_kwh: int = 0
    consequence: bool = True
    over_billed: bool = False
    role: str = "doer"
    inputs: Inputs = field(default_factory=dict)


def someone(staff: int) -> int | None:
    """The number of a member of staff, or None."""
    return None if staff == NONE else staff
