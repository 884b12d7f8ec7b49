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
    """Money that was late, and for how many calendar days: to the day on which it came in or the duty was done.

    open: neither had happened by `as_of`, to which the days are counted then. own: the late one held the money himself.
    paid: it had come in, and only its papers were late: no loss, and never its principal.
    """

    principal_fen: int
    days: int
    open: bool = False
    own: bool = False
    paid: bool = False


def latest_showing(cites: Iterable[Cite]) -> tuple[int, int]:
    """Day and writer of the latest row that shows the act. ValueError if none does."""
    latest = max(
        (cite for cite in cites if cite.role in _SHOWING), key=lambda cite: (cite.recorded_at, cite.table, cite.row_key)
    )
    return latest.day, latest.staff


def held_back(parts: Iterable[Part]) -> int:
    """Principal still in the hands of those who owe it; what a customer owes is an open receivable and no loss."""
    return sum(part.principal_fen for part in parts if part.open and part.own)
