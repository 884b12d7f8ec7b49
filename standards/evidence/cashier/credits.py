"""What the bank's statement says of the slips: when the money of each came in, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import DAY_MS, NONE, Flags, Ints, at_rows, wide
from kaohe.standards.ledger.sheets import find


@dataclass(frozen=True)
class Credits:
    """One entry per slip (row of the deposits).

    slip_on: the bank day on which the slip was at the bank: by its hour, or earlier if the statement has it.
    line: its line (row), NONE without one. in_on: the day on which its money was in (NONE: it is not), fen: how much.
    refuted: the statement has it later, for less, or not at all; shown_on: the day that shows this, the line's, or the
    next bank day, by whose end one was due.
    """

    slip_on: NDArray[np.int64]
    line: Ints
    in_on: NDArray[np.int64]
    fen: NDArray[np.int64]
    refuted: Flags
    shown_on: NDArray[np.int64]


def credited(ledger: Ledger) -> Credits:
    """What the statement says of each slip. A slip whose line may still come counts as it stands: money in transit."""
    slips, lines = ledger["deposit"], ledger["bank_line"]
    line = _lines(ledger)
    value_on = wide(at_rows(lines["value_on"], line))
    slip_on = _slip_days(ledger)
    taken = (line != NONE) & (value_on < slip_on)  # after its hour, or before the slip was written: it had the money
    slip_on = np.where(taken, np.maximum(value_on, slips["deposited_on"]), slip_on)
    after = ledger.calendar.bank_day(slip_on, np.ones(len(slip_on), dtype=np.bool_))
    overdue = (line == NONE) & (after <= ledger.as_of)
    in_on = np.where(value_on > after, value_on, slip_on)
    in_on = np.where(overdue | (in_on > ledger.as_of), NONE, in_on)
    stated = np.where(line == NONE, slips["total_fen"], at_rows(lines["amount_fen"], line))
    fen = np.where(overdue, 0, np.minimum(wide(slips["total_fen"]), stated))
    refuted = overdue | (value_on > after) | (fen < slips["total_fen"])
    shown_on = np.where((line == NONE) | (value_on > after), after, at_rows(lines.days(), line))
    return Credits(slip_on, line, in_on, np.maximum(fen, 0), refuted, shown_on)


def _slip_days(ledger: Ledger) -> NDArray[np.int64]:
    """No earlier than a slip says, than it was written, or than the bank still took it."""
    slips = ledger["deposit"]
    written = slips.days()
    late = slips["recorded_at"] % DAY_MS > ledger.limits.clock_ms("deposit.cutoff", written)
    on = np.maximum(slips["deposited_on"], written)
    return ledger.calendar.bank_day(on, late & (on == written))


def _lines(ledger: Ledger) -> Ints:
    """The first line of each slip; NONE without one."""
    slips, lines = ledger["deposit"], ledger["bank_line"]
    rows = lines.where(lines.among("kind", "deposit"))
    keys, first = np.unique(lines["ref"][rows], return_index=True)
    return at_rows(rows[first], find(keys, slips["id"]))
