"""Takings of a day, by counter or clerk: what was due to the cashier, when, and when it came."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.findings import Part
from kaohe.standards.ledger import Ledger
from kaohe.standards.sheets import find
from kaohe.standards.tables import NONE, Flags, Ints, Rows, wide

Int64s = NDArray[np.int64]
_DAY_BITS = 20


def day_key(holder: Ints, day: Ints) -> Int64s:
    """Counter or clerk and day as one number that sorts by both."""
    return (wide(holder) << _DAY_BITS) + wide(day)


def day_of(key: Int64s) -> Int64s:
    """Day of each key."""
    return key & ((1 << _DAY_BITS) - 1)


def key_parts(key: int) -> tuple[int, int]:
    """Counter or clerk, and day, of a key."""
    return key >> _DAY_BITS, key & ((1 << _DAY_BITS) - 1)


def totals(keys: Ints, groups: Ints, amounts: Ints) -> Int64s:
    """Sum of the amounts of each group (sorted keys); rows of no group are left out."""
    sums = np.zeros(len(groups), dtype=np.int64)
    at = find(groups, keys)
    np.add.at(sums, at[at >= 0], wide(amounts)[at >= 0])
    return sums


def row_of(rows: Rows, chosen: Flags, holder: str, groups: Ints) -> Ints:
    """The first row, among the chosen ones, of each (holder, takings_on) group; NONE where there is none."""
    found = rows.where(chosen)[::-1]
    result = np.full(len(groups), NONE)
    at = find(groups, day_key(rows[holder][found], rows["takings_on"][found]))
    result[at[at >= 0]] = found[at >= 0]
    return result


def written_on(rows: Rows, at: Ints) -> Ints:
    """Day on which each row was written; NONE where there is no row."""
    return np.where(at >= 0, rows.days()[at], NONE) if len(rows) else np.full(len(at), NONE)


def due_days(ledger: Ledger, days: Ints, seal_rows: Ints) -> Int64s:
    """Day by which takings are due: their own; the next working day if sealed while the cashier was closed."""
    calendar = ledger.calendar
    sealed = (seal_rows >= 0) & (written_on(ledger["seal"], seal_rows) <= days)
    return np.where(sealed & ~calendar.is_working(days), calendar.working_after(days), wide(days))


def late_parts(
    ledger: Ledger, owed_fen: int, handed_fen: int, due_on: int, in_on: int, discovered_on: int
) -> list[Part]:
    """What was not in by the due day: the part that came later, and the rest that did not come."""
    late = min(handed_fen, owed_fen) if in_on > due_on else 0
    rest = owed_fen - (handed_fen if in_on != NONE else 0)
    parts = [ledger.part(late, due_on, in_on, discovered_on)] if late else []
    return [*parts, ledger.part(rest, due_on, None, discovered_on)] if rest > 0 else parts
