"""What evidence yields: a finding with its citations, before any policy has priced it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kaohe.standards.tables import DAY_MS, NONE

# Rows that a finding rests on. The last two price it and do not show it, so that they never date its discovery.
DUTY, RULE, ACT, PROOF, LATE, PRICE = "duty", "rule", "act", "proof", "late", "price"
_SHOWING = (DUTY, RULE, ACT, PROOF)

Number = int | str | None
Inputs = Mapping[str, Number | list[int] | list[int | None]]


@dataclass(frozen=True, slots=True)
class Cite:
    """A row: table and key, its part in the finding, when and by whom it was written."""

    table: str
    row_key: int
    role: str
    recorded_at: int
    staff: int

    @property
    def day(self) -> int:
        """Day on which the row was written."""
        return self.recorded_at // DAY_MS


@dataclass(frozen=True, slots=True)
class Part:
    """Money due on a day: principal, calendar days late (None: not in by the closing), days to the closing."""

    principal_fen: int
    days: int | None
    days_to_closing: int


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


def shown(cites: Iterable[Cite]) -> tuple[int, int]:
    """Day and writer of the latest row that shows the act. ValueError if none does."""
    latest = max(
        (cite for cite in cites if cite.role in _SHOWING), key=lambda cite: (cite.recorded_at, cite.table, cite.row_key)
    )
    return latest.day, latest.staff


def unpaid(parts: Iterable[Part]) -> int:
    """Principal that was not in by the closing."""
    return sum(part.principal_fen for part in parts if part.days is None)


def someone(staff: int) -> int | None:
    """The number of a member of staff, or None."""
    return None if staff == NONE else staff
