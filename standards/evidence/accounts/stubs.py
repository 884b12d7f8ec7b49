"""Stubs of returned books that were not checked, or not sealed, as prescribed (6.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kaohe.standards.evidence.accounts.receipt_books import not_signed_for
from kaohe.standards.evidence.findings import Broken, missed, shown
from kaohe.standards.evidence.on_duty import holder_on, of_holder
from kaohe.standards.ledger.cites import DUTY, LATE, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, wide

CHECK_LIMIT, SEAL_LIMIT = "stub.check_working_days", "stub.seal_working_days"


@dataclass(frozen=True)
class _Sums:
    """How many receipts have a number of each book, and what they come to, late-payment charges among it."""

    books: Ints
    used: Ints
    fen: Ints

    def of(self, book: int) -> tuple[int, int]:
        """(receipts, 分) of a book."""
        at = int(np.searchsorted(self.books, book))
        there = at < len(self.books) and self.books[at] == book
        return (int(self.used[at]), int(self.fen[at])) if there else (0, 0)


def clause_6_9(ledger: Ledger) -> list[Broken]:
    """Returned books without a check or a seal by its limit, one of each, whichever limit passed first; checks with
    another sum than that of the receipts.
    """
    log, found = ledger["book_log"], list[Broken]()
    rows = np.flatnonzero(log.among("action", "return"))
    books, first = np.unique(log["receipt_book"][rows], return_index=True)
    rows = rows[first]
    for book, row, limits in zip(books.tolist(), rows.tolist(), _limits(ledger, rows), strict=True):
        broken = _late(ledger, book, row, limits) or _miscast(ledger, book, row)
        if broken is not None:
            found.append(broken)
    return found


Limit = tuple[int, str, str]  # the day, what is to be done by it, and its key


def _limits(ledger: Ledger, rows: Ints) -> list[list[Limit]]:
    """Of each return (row) the limits of its check and its seal, the one that passes first before the other."""
    back_on = ledger["book_log"].days()[rows]
    days = {
        (action, key): ledger.calendar.working_after(back_on, ledger.limits.whole(key, back_on)).tolist()
        for action, key in (("check", CHECK_LIMIT), ("seal_up", SEAL_LIMIT))
    }
    return [sorted((each[at], *of) for of, each in days.items()) for at in range(len(rows))]


def _late(ledger: Ledger, book: int, row: int, limits: list[Limit]) -> Broken | None:
    """The first of check and seal that was not there by its limit; None, if both were, or no limit has passed."""
    for limit_on, action, key in limits:
        done = _done(ledger, book, action)
        if done is None or ledger["stub"].day(done) > limit_on:
            missed_on = ledger.calendar.next_working(limit_on)
            if missed_on <= ledger.as_of:
                return _left(ledger, book, row, key, limit_on, missed_on, done)
    return None


def _done(ledger: Ledger, book: int, action: str) -> int | None:
    """The first row of a check, or of a seal by two; None, if there is none."""
    return ledger.once(_checks if action == "check" else _seals).get(book)


def _checks(ledger: Ledger) -> dict[int, int]:
    """The first check (row) of each book."""
    return _firsts(ledger, ledger["stub"].among("action", "check"))


def _seals(ledger: Ledger) -> dict[int, int]:
    """The first seal (row) of each book by two."""
    stubs = ledger["stub"]
    by_two = (stubs["second_by"] != NONE) & (stubs["second_by"] != stubs["staff"])
    return _firsts(ledger, stubs.among("action", "seal_up") & by_two)


def _firsts(ledger: Ledger, own: Flags) -> dict[int, int]:
    stubs, rows = ledger["stub"], np.flatnonzero(own)
    rows = rows[np.argsort(stubs["recorded_at"][rows], kind="stable")]
    books, first = np.unique(stubs["receipt_book"][rows], return_index=True)
    return dict(zip(books.tolist(), rows[first].tolist(), strict=True))


def _left(ledger: Ledger, book: int, row: int, key: str, limit_on: int, missed_on: int, done: int | None) -> Broken:
    who = holder_on(ledger, "accountant", limit_on)
    cites = [
        *ledger.cites("book_log", [row], DUTY),
        ledger.cite_rule(key, ledger["book_log"].day(row)),
        *ledger.cite_days(ledger["book_log"].day(row), missed_on),
        *ledger.cites("stub", [] if done is None else [done], LATE),
        *of_holder(ledger, "accountant", limit_on),
    ]
    lost = _lost(ledger, book)
    if lost is None:
        return missed("agrees", staff=who, object_id=book, missed_on=missed_on, cites=cites, amount_fen=0)
    counts = ledger["form_count"]
    missing = int(counts["expected"][lost] - counts["counted"][lost])
    cites += ledger.cites("form_count", [lost], LATE)
    return missed("missing", staff=who, object_id=book, missed_on=missed_on, cites=cites, inputs={"missing": missing})


def _lost(ledger: Ledger, book: int) -> int | None:
    """The count that misses stubs of a book which has come back, where no paper says so before: those that were not
    there already, or for which nobody had signed, were lost by others.
    """
    counts, stubs = ledger["form_count"], ledger["stub"]
    short = np.flatnonzero((counts["receipt_book"] == book) & (counts["counted"] < counts["expected"]))
    if not len(short) or book in ledger.once(not_signed_for):
        return None
    first = int(short[np.argmin(counts["recorded_at"][short])])
    known = (stubs["receipt_book"] == book) & (stubs["missing"] > 0)
    if (stubs["recorded_at"][known] <= counts["recorded_at"][first]).any():
        return None
    return first if counts.among("place", "stub")[first] else None


def _miscast(ledger: Ledger, book: int, row: int) -> Broken | None:
    """A check of a counter's book that has other receipts, or another sum, than there are; None, if it is right."""
    checked, stubs = _done(ledger, book, "check"), ledger["stub"]
    if checked is None or ledger["book_log"]["counter"][row] == NONE:
        return None
    used, fen = ledger.once(_sums).of(book)
    said_used, said_fen = int(stubs["used"][checked] + stubs["missing"][checked]), int(stubs["amount_fen"][checked])
    if said_fen == fen and int(stubs["used"][checked]) <= used <= said_used:
        return None
    return shown(
        "agrees",
        staff=int(stubs["staff"][checked]),
        object_id=book,
        occurred_on=stubs.day(checked),
        cites=[
            *_receipts(ledger, book),
            *ledger.cites("book_log", [row], DUTY),
            *ledger.cites("stub", [checked], PROOF),
        ],
        finder=NONE,
        amount_fen=0,
        inputs={
            "sheet_used": int(stubs["used"][checked]),
            "sheet_fen": said_fen,
            "receipts_used": used,
            "receipts_fen": fen,
        },
        sign="miscast",
    )


def _receipts(ledger: Ledger, book: int) -> Iterator[Cite]:
    rows = np.flatnonzero(ledger.once(_book_of) == book)
    yield from ledger.cites("receipt", rows, DUTY)
    charged = np.isin(ledger["late_charge"]["receipt"], ledger["receipt"]["id"][rows])
    yield from ledger.cites("late_charge", np.flatnonzero(charged), DUTY)


def _sums(ledger: Ledger) -> _Sums:
    """Of the books of counters."""
    receipts, charges = ledger["receipt"], ledger["late_charge"]
    of = ledger.once(_book_of)
    order = np.argsort(receipts["id"], kind="stable")
    at = np.searchsorted(receipts["id"][order], charges["receipt"])
    known = at < len(order)
    fen = wide(receipts["amount_fen"]).copy()
    rows = order[at[known]]
    same = receipts["id"][rows] == charges["receipt"][known]
    np.add.at(fen, rows[same], wide(charges["amount_fen"])[known][same])
    books, where = np.unique(of, return_inverse=True)
    sums = np.zeros(len(books), np.int64)
    np.add.at(sums, where, fen)
    return _Sums(books, np.bincount(where, minlength=len(books)), sums)


def _book_of(ledger: Ledger) -> Ints:
    """The book in which the number of each receipt lies; NONE, where it has none."""
    stock, number = ledger["receipt_book"], ledger["receipt"]["receipt_no"]
    order = np.argsort(stock["first_no"], kind="stable")
    if not len(order):
        return np.full(len(number), NONE, np.int64)
    row = order[np.maximum(np.searchsorted(stock["first_no"][order], number, side="right") - 1, 0)]
    inside = (number >= stock["first_no"][row]) & (number <= stock["last_no"][row])
    return np.where(inside, stock["id"][row], NONE)
