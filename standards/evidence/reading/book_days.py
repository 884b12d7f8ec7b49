"""The day on which a book is to be read: its 例日, as changes and published shifts move it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import ids
from kaohe.sim.texts import catalogue
from kaohe.standards.evidence.on_duty import of_acting, of_book
from kaohe.standards.evidence.reading.handheld_log import loads
from kaohe.standards.ledger.cites import DUTY, PRICE, Cite
from kaohe.standards.ledger.deadlines import cycle_day
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import DAY_MS, NONE, Flags, Ints, at_rows

_texts = catalogue("kaohe.standards")


@dataclass(frozen=True)
class Plan:
    """Of each period of a book: the version of the book, the day, and the rows that moved it (NONE: none)."""

    book: Ints
    day: NDArray[np.int64]
    change: Ints
    shift: Ints
    load: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    def moved_by(self, ledger: Ledger, at: int) -> list[Cite]:
        """What moved a day: an approved change, a published shift, a handheld that was loaded late."""
        return [
            *ledger.cites("book_change", [self.change[at]], DUTY),
            *ledger.cites("shift_notice", [self.shift[at]], DUTY),
            *ledger.cites("handheld_log", self.load[[at]] if len(self.load) else [], DUTY),
        ]


def as_loaded(ledger: Ledger, plan: Plan, book: Ints, period: Ints, by: Ints) -> Plan:
    """The same for their readers: what was not loaded on its day could be drawn when it was. by: the days on which they
    had it at the latest, before which it must have been.
    """
    log, known = ledger["handheld_log"], ledger.once(loads)
    pairs = zip(book.tolist(), period.tolist(), strict=True)
    rows = np.array([known.get((one, ids.period_index(code)), NONE) for one, code in pairs], dtype=np.int64)
    on = np.where(rows == NONE, NONE, at_rows(log["recorded_at"], rows) // DAY_MS)
    moved = (on > plan.day) & (on <= by)
    return replace(plan, day=np.where(moved, on, plan.day), load=np.where(moved, rows, NONE))


def planned(ledger: Ledger, book: Ints, period: Ints, on: Ints, reader: Ints) -> Plan:
    """The days of books (numbers) and periods (codes), by what had been written on some day (`on`).

    An approved change moves it if it was signed by another than the reader; a shift if it was published, but never that
    of 專變, who are read on their day, open or not.
    """
    books = ledger["book"]
    version = _versions(ledger, book, on)
    nominal = cycle_day(period, books["cycle_day"][version])
    change = _changes(ledger, book, period, on, reader)
    shift = np.where(books.among("kind", "special")[version], NONE, _shifts(ledger, nominal, on))
    day = np.where(shift != NONE, at_rows(ledger["shift_notice"]["to_on"], shift), nominal)
    return Plan(version, np.where(change != NONE, at_rows(ledger["book_change"]["to_on"], change), day), change, shift)


def whose_day(ledger: Ledger, plan: Plan, at: int, day: int, otherwise: int) -> int:
    """Who was to read a book by a day: its reader, or who stood in for him; `otherwise` where no roster says it."""
    books, duty = ledger["book"], ledger.duty
    named = duty.reader_of(int(books["book"][plan.book[at]]), int(plan.day[at]), int(books["reader"][plan.book[at]]))
    return duty.acting(named, "meter_reader", day) if duty.is_kept else otherwise


@dataclass(frozen=True)
class Answering:
    """Who answers for a book that was not read on its day; others: the days, from the book's on, at whose end it lay
    unread in other hands than his, or in nobody knows whose.
    """

    staff: int
    others: tuple[int, ...]
    cites: tuple[Cite, ...]

    def days(self, day: int, read_on: int) -> int:
        """Of the days between the book's and its reading those that were his own."""
        return max(read_on - day, 0) - sum(day <= other < read_on for other in self.others)


def answering(ledger: Ledger, plan: Plan, at: int, limit_on: int, read_on: int, otherwise: int) -> Answering:
    """He whose the book was at the limit, with every day at whose end he left it unread, up to the reading.

    He alone broke the duty to read it on its day. Who has the post afterwards had no day of his own to miss, as no
    paper sets him one: what it takes him is no incident, and is not the first one's lateness either.
    """
    staff, day = whose_day(ledger, plan, at, limit_on, otherwise), int(plan.day[at])
    others = tuple(on for on in range(day, read_on) if whose_day(ledger, plan, at, on, otherwise) != staff)
    return Answering(staff, others, tuple(_says_whose(ledger, plan, at, limit_on, others)))


def _says_whose(ledger: Ledger, plan: Plan, at: int, limit_on: int, others: Iterable[int]) -> list[Cite]:
    """Rota and slips by which a book was somebody else's than its reader's at the limit, or in the days after."""
    if not ledger.duty.is_kept:
        return []
    book, own = int(ledger["book"]["book"][plan.book[at]]), int(ledger["book"]["reader"][plan.book[at]])
    rota, named = of_book(ledger, book, int(plan.day[at]), own), ledger.duty.reader_of(book, int(plan.day[at]), own)
    limit = of_acting(ledger, named, "meter_reader", limit_on)
    later = {cite for on in others for cite in of_acting(ledger, named, "meter_reader", on, PRICE)}
    known = {(cite.table, cite.row_key) for cite in limit}
    rest = sorted((cite for cite in later if (cite.table, cite.row_key) not in known), key=lambda cite: cite.row_key)
    return [*rota, *limit, *rest]


def special_books(ledger: Ledger, plan: Plan) -> Flags:
    """Where the book is one of 專變."""
    return ledger["book"].among("kind", "special")[plan.book]


def _versions(ledger: Ledger, book: Ints, on: Ints) -> Ints:
    """The row of each book in force on a day, or its first."""
    books = ledger["book"]
    rows_of: dict[int, list[int]] = {}
    for row in np.lexsort((books["id"], books["recorded_at"], books["valid_from"])).tolist():
        rows_of.setdefault(int(books["book"][row]), []).append(row)
    unknown = np.setdiff1d(book, books["book"])
    if len(unknown):
        raise LookupError(str(_texts.message("book-unknown", number=str(unknown[0]))))
    valid_from, pairs = books["valid_from"], zip(book.tolist(), on.tolist(), strict=True)
    found = [([row for row in rows_of[one] if valid_from[row] <= day] or rows_of[one][:1])[-1] for one, day in pairs]
    return np.array(found, dtype=np.int64)


def _changes(ledger: Ledger, book: Ints, period: Ints, on: Ints, reader: Ints) -> Ints:
    """The approved change of each, signed by another than its reader by the day; else NONE."""
    changes = ledger["book_change"]
    signed = changes.where(np.ones(len(changes), dtype=np.bool_))
    by_key = {(int(changes["book"][row]), int(changes["period"][row])): row for row in signed.tolist()}
    found = np.full(len(book), NONE)
    columns = (column.tolist() for column in (book, period, on, reader))
    for at, (number, code, day, who) in enumerate(zip(*columns, strict=True)):
        row = by_key.get((number, code), NONE)
        if row != NONE and changes.day(row) <= day and changes["approver"][row] != who:
            found[at] = row
    return found


def _shifts(ledger: Ledger, nominal: Ints, on: Ints) -> Ints:
    """The shift of each nominal day, published by a day; else NONE."""
    notices = ledger["shift_notice"]
    published = notices.where(np.ones(len(notices), dtype=np.bool_))
    by_day = {int(notices["from_on"][row]): row for row in published.tolist()}
    rows = [by_day.get(day, NONE) for day in nominal.tolist()]
    found = [
        row if row != NONE and notices.day(row) <= day else NONE for row, day in zip(rows, on.tolist(), strict=True)
    ]
    return np.array(found, dtype=np.int64)
