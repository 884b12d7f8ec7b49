"""Books of receipts that a count of the stock missed, and what came of it (6.8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.ledger.cites import ACT, DUTY, LATE, PRICE, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints


@dataclass(frozen=True)
class _Missed:
    """A book: its row in the register of stock; the count of the stock that missed leaves of it, and the next one, as
    rows (NONE: there is none yet); copies of numbers without a stub that were shown since, as rows in their order.
    """

    row: int
    count: int
    next_count: int
    copies: Ints


def clause_6_8(ledger: Ledger) -> list[Broken]:
    """Books of which a count of the stock missed leaves: a loss where customers show such leaves, which have no stub;
    no amount where the next count misses more than those. Before, or if the book is back by then, it is a work slip.
    """
    return [_broken(ledger, missed) for missed in _missed(ledger)]


def missed_in_stock(ledger: Ledger) -> dict[int, int]:
    """The first count of the stock (row) that missed leaves of a book, by book; not of one that was out by then."""
    counts, log = ledger["form_count"], ledger["book_log"]
    rows = np.flatnonzero(counts.among("place", "stock") & (counts["counted"] < counts["expected"]))
    found = dict[int, int]()
    for row in rows[np.lexsort((counts["id"][rows], counts["recorded_at"][rows]))].tolist():
        book = int(counts["receipt_book"][row])
        issued = log.among("action", "issue") & (log["receipt_book"] == book)
        if not (issued & (log["recorded_at"] <= counts["recorded_at"][row])).any():
            found.setdefault(book, row)
    return found


def _missed(ledger: Ledger) -> list[_Missed]:
    stock, counts = ledger["receipt_book"], ledger["form_count"]
    found = []
    for book, count in sorted(ledger.once(missed_in_stock).items()):
        row = np.flatnonzero(stock["id"] == book)
        if len(row):
            own = np.flatnonzero((counts["receipt_book"] == book) & counts.among("place", "stock"))
            later = own[counts["recorded_at"][own] > counts["recorded_at"][count]]
            later = later[[counts.day(at) > counts.day(count) for at in later.tolist()]] if len(later) else later
            following = int(later[np.argmin(counts["recorded_at"][later])]) if len(later) else NONE
            found.append(_Missed(int(row[0]), count, following, _copies(ledger, int(row[0]), count)))
    return found


def _copies(ledger: Ledger, row: int, count: int) -> Ints:
    """Copies (rows) of numbers of a book that were shown after a count and have no stub; of each number the first."""
    stock, queries = ledger["receipt_book"], ledger["receipt_query"]
    number = queries["receipt_no"]
    rows = np.flatnonzero((number >= stock["first_no"][row]) & (number <= stock["last_no"][row]))
    rows = rows[queries["recorded_at"][rows] > ledger["form_count"]["recorded_at"][count]]
    for table in ("receipt", "fee_receipt"):
        rows = rows[~np.isin(number[rows], ledger[table]["receipt_no"])] if len(rows) else rows
    rows = rows[~np.isin(number[rows], ledger["void_receipt"]["id"])]
    rows = rows[np.lexsort((queries["id"][rows], queries["recorded_at"][rows]))]
    _, first = np.unique(number[rows], return_index=True)
    found: Ints = rows[np.sort(first)]
    return found


def _broken(ledger: Ledger, missed: _Missed) -> Broken:
    counts, queries = ledger["form_count"], ledger["receipt_query"]
    book, who = int(ledger["receipt_book"]["id"][missed.row]), int(counts["staff"][missed.count])
    on = counts.day(missed.count)
    cites = [
        *ledger.cites("receipt_book", [missed.row], DUTY),
        *ledger.cites("form_count", [missed.count], ACT),
    ]
    copies = missed.copies.tolist()
    again = _missed_again(ledger, missed)
    if not copies and not again:
        return shown(
            "loss",
            staff=who,
            object_id=book,
            occurred_on=on,
            cites=cites,
            finder=NONE,
            amount_fen=0,
            consequence=False,
            inputs={"missing": _short(ledger, missed.count)},
            sign="slip",
        )
    cites += _proof(ledger, copies, missed.next_count if again else NONE)
    if again:
        inputs = {"missing": _short(ledger, missed.count), "missing_again": again}
        return shown("twice", staff=who, object_id=book, occurred_on=on, cites=cites, finder=NONE, inputs=inputs)
    fen = [int(queries["amount_fen"][row]) for row in copies]
    return shown(
        "loss",
        staff=who,
        object_id=book,
        occurred_on=on,
        cites=cites,
        finder=NONE,
        amount_fen=sum(fen),
        loss_fen=sum(fen),
        inputs={"missing": _short(ledger, missed.count), "shown_fen": fen},
    )


def _proof(ledger: Ledger, copies: list[int], again: int) -> list[Cite]:
    """The first copy that was shown, or the second count, proves the consequence; the others price it."""
    queries, counts = ledger["receipt_query"], ledger["form_count"]
    first = bool(copies) and (again == NONE or queries["recorded_at"][copies[0]] < counts["recorded_at"][again])
    if not first:
        return [*ledger.cites("form_count", [again], PROOF), *ledger.cites("receipt_query", copies, LATE)]
    second = ledger.cites("form_count", [] if again == NONE else [again], LATE)
    return [
        *ledger.cites("receipt_query", copies[:1], PROOF),
        *ledger.cites("receipt_query", copies[1:], LATE if again != NONE else PRICE),
        *second,
    ]


def _short(ledger: Ledger, row: int) -> int:
    counts = ledger["form_count"]
    return int(counts["expected"][row] - counts["counted"][row])


def _missed_again(ledger: Ledger, missed: _Missed) -> int:
    """How many leaves the next count misses, if these are more than were shown by then; else 0."""
    if missed.next_count == NONE:
        return 0
    short = _short(ledger, missed.next_count)
    counted_at = ledger["form_count"]["recorded_at"][missed.next_count]
    known = int((ledger["receipt_query"]["recorded_at"][missed.copies] <= counted_at).sum())
    return short if short > known else 0
