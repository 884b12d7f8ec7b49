"""The handheld log by book and period: when each was loaded, came back and was unloaded."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.ledger.deadlines import NEVER
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, wide

Book = tuple[int, int]  # number and period index


def _first(ledger: Ledger, action: str) -> Mapping[Book, int]:
    """The first row of an action of each book and period."""
    log, found = ledger["handheld_log"], dict[Book, int]()
    rows = log.where(log.among("action", action) & log.given("book") & log.given("period"))
    for row in rows[np.argsort(log["recorded_at"][rows], kind="stable")].tolist():
        found.setdefault((int(log["book"][row]), ids.period_index(int(log["period"][row]))), row)
    return found


def loads(ledger: Ledger) -> Mapping[Book, int]:
    """The row by which each was loaded."""
    return _first(ledger, "load")


def draws(ledger: Ledger) -> Mapping[Book, int]:
    """The row by which its handheld was drawn."""
    return _first(ledger, "draw")


def returns(ledger: Ledger) -> Mapping[Book, int]:
    """The row by which its handheld came back."""
    return _first(ledger, "return")


def unloads(ledger: Ledger) -> Mapping[Book, int]:
    """The row by which it was unloaded."""
    return _first(ledger, "unload")


def held_from_issue(ledger: Ledger, book: int, index: int, last: int) -> int:
    """The working day after a book was unloaded; NEVER where it was drawn and not unloaded until a day (`last`), NONE
    where the log says nothing of it.
    """
    log, drawn, back = ledger["handheld_log"], ledger.once(draws), ledger.once(unloads)
    if (book, index) not in drawn:
        return NONE
    row = back.get((book, index), NONE)
    if row == NONE or log.day(row) > last:
        return NONE if len(batch_of(ledger, book, index)) else NEVER
    return ledger.calendar.next_working(log.day(row))


def batch_of(ledger: Ledger, book: int, index: int) -> Ints:
    """The batch (row) of a book and period, if there is one."""
    batches = ledger["batch"]
    rows: Ints = np.flatnonzero((wide(batches["book"]) == book) & (batches["period"] == ids.period_code(index)))
    return rows
