"""What findings rest on: rows cited, each with its part in the finding, and money that came late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kaohe.standards.ledger.record_tables import DAY_MS

# Rows that a finding rests on. The last two price it and do not show it, so that they never date its discovery.
DUTY, RULE, ACT, PROOF, LATE, PRICE = "duty", "rule", "act", "proof", "late", "price"
_SHOWING = (DUTY, RULE, ACT, PROOF)


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


def latest_showing(cites: Iterable[Cite]) -> tuple[int, int]:
    """Day and writer of the latest row that shows the act. ValueError if none does."""
    latest = max(
        (cite for cite in cites if cite.role in _SHOWING), key=lambda cite: (cite.recorded_at, cite.table, cite.row_key)
    )
    return latest.day, latest.staff


def unpaid(parts: Iterable[Part]) -> int:
    """Principal that was not in by the closing."""
    return sum(part.principal_fen for part in parts if part.days is None)
