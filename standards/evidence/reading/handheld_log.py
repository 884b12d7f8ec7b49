"""The handheld log by book and period: when each was loaded, came back and was unloaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.ledger.deadlines import NEVER
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, wide

Book = tuple[int, int]  # number and period index


def _rows(ledger: Ledger, action: str) -> Iterator[tuple[Book, int, int]]:
    """Book and period, number (1: a spare) and row of each line of an action, in their order."""
    log = ledger["handheld_log"]
    rows = log.where(log.among("action", action) & log.given("book") & log.given("period"))
    rows = rows[np.argsort(log["recorded_at"][rows], kind="stable")]
    numbers = SCHEMA["handheld_log"].key.part("number", wide(log["id"][rows]))
    for row, number in zip(rows.tolist(), numbers.tolist(), strict=True):
        yield (int(log["book"][row]), ids.period_index(int(log["period"][row]))), number, row


def _first(ledger: Ledger, action: str) -> Mapping[Book, int]:
    """The first row of an action of each book and period."""
    found = dict[Book, int]()
    for what, _, row in _rows(ledger, action):
        found.setdefault(what, row)
    return found


def loads(ledger: Ledger) -> Mapping[Book, int]:
    """The row by which each was loaded."""
    return _first(ledger, "load")


def draws(ledger: Ledger) -> Mapping[Book, int]:
    """The row by which its handheld was drawn, the last of several."""
    return {what: row for what, (_, row) in ledger.once(last_drawn).items()}


def last_drawn(ledger: Ledger) -> Mapping[Book, tuple[int, int]]:
    """The number (1: a spare) under which each had a handheld at last, and the row of its draw."""
    found = dict[Book, tuple[int, int]]()
    for what, number, row in _rows(ledger, "draw"):
        found[what] = max(found.get(what, (number, row)), (number, row), key=lambda one: one[0])
    return found


def returns(ledger: Ledger) -> Mapping[Book, int]:
    """The row by which its handheld came back, the last that was drawn."""
    drawn, found = ledger.once(last_drawn), dict[Book, int]()
    for what, number, row in _rows(ledger, "return"):
        if number == drawn.get(what, (number, NONE))[0]:
            found.setdefault(what, row)
    return found


def come_back(ledger: Ledger) -> Iterator[tuple[Book, int, int]]:
    """Of each handheld that was drawn and came back the rows of both, those of spares among them."""
    drawn = {(what, number): row for what, number, row in _rows(ledger, "draw")}
    for what, number, row in _rows(ledger, "return"):
        if (what, number) in drawn:
            yield what, drawn[what, number], row


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
