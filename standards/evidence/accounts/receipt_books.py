"""Books of electricity receipts that were not handed out as prescribed (6.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from kaohe.standards.evidence.accounts.stock import missed_in_stock
from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.evidence.on_duty import of_counter
from kaohe.standards.ledger.cites import DUTY, LATE, PROOF, Cite
from kaohe.standards.ledger.deadlines import NEVER
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE


@dataclass
class _Book:
    """A book of a counter: its row in the register of stock, and its entries of being handed out, as rows."""

    number: int
    counter: int
    first_no: int
    row: int
    issues: list[int] = field(default_factory=list)


def clause_6_3(ledger: Ledger) -> list[Broken]:
    """Books for which nobody signed the same day, or somebody who does not serve the counter; and books handed out
    while a lower one of the same counter stayed in stock, and was there whenever it was counted.
    """
    found = list[Broken]()
    for books in _by_counter(ledger).values():
        passed, last_on = set[int](), -1
        for at, book in enumerate(books):
            day = ledger["book_log"].day(book.issues[0]) if book.issues else NEVER
            if book.issues:
                found += _unsigned(ledger, book)
            if book.issues and last_on > day:  # else all lower ones had gone by then, which is so nearly always
                found += _before_another(ledger, book, books[:at], passed)
            last_on = max(last_on, day)
    return found


def _by_counter(ledger: Ledger) -> dict[int, list[_Book]]:
    """The books of electricity receipts of each counter, in the order of their numbers."""
    stock, log = ledger["receipt_book"], ledger["book_log"]
    rows = np.flatnonzero(stock.among("kind", "electricity") & (stock["counter"] != NONE))
    known = {
        int(stock["id"][row]): _Book(
            int(stock["id"][row]), int(stock["counter"][row]), int(stock["first_no"][row]), int(row)
        )
        for row in rows.tolist()
    }
    issues = np.flatnonzero(log.among("action", "issue"))
    for row in issues[np.argsort(log["recorded_at"][issues], kind="stable")].tolist():
        book = known.get(int(log["receipt_book"][row]))
        if book is not None:
            book.issues.append(row)
    found = defaultdict[int, list[_Book]](list)
    for book in sorted(known.values(), key=lambda book: (book.counter, book.first_no, book.number)):
        found[book.counter].append(book)
    return found


def not_signed_for(ledger: Ledger) -> frozenset[int]:
    """Books for which nobody, or another than who served the counter, signed: what is missing of them is 6.3's."""
    every = (book for books in _by_counter(ledger).values() for book in books if book.issues)
    return frozenset(book.number for book in every if any(True for _ in _unsigned(ledger, book)))


def _unsigned(ledger: Ledger, book: _Book) -> Iterator[Broken]:
    log, first = ledger["book_log"], book.issues[0]
    day = log.day(first)
    signed = [row for row in book.issues if log.day(row) == day and log["signed_by"][row] != NONE]
    if not signed:
        yield _broken(ledger, book, first, [])
        return
    signer, holder = int(log["signed_by"][signed[-1]]), int(log["holder"][first])
    minute = int(log["recorded_at"][first] // 60_000 % 1_440)
    if signer != holder and signer != ledger.duty.at_counter(book.counter, day, minute, holder):
        cites = ledger.cites("book_log", {first, signed[-1]} - {first}, PROOF)
        yield _broken(ledger, book, first, [*cites, *of_counter(ledger, book.counter, day, minute)])


def _before_another(ledger: Ledger, book: _Book, lower: list[_Book], passed: set[int]) -> Iterator[Broken]:
    """Of the lower books that were in stock and stayed there over the day, the first."""
    log, stock, first = ledger["book_log"], ledger["receipt_book"], book.issues[0]
    day, at = log.day(first), int(log["recorded_at"][first])
    missed, counted_at = ledger.once(missed_in_stock), ledger["form_count"]["recorded_at"]
    for other in lower:
        there = int(stock["recorded_at"][other.row]) <= at
        there &= other.number not in missed or int(counted_at[missed[other.number]]) > at
        if there and (not other.issues or log.day(other.issues[0]) > day):
            if other.number not in passed:
                passed.add(other.number)
                cites = [*ledger.cites("receipt_book", [other.row], DUTY)]
                late = ledger.cites("book_log", other.issues[:1], LATE)
                yield _broken(ledger, other, first, [*cites, *late], signed=True)
            return


def _broken(ledger: Ledger, book: _Book, issue: int, cites: list[Cite], *, signed: bool = False) -> Broken:
    """Of a book, or of the one whose turn it was: priced by what is missing when it is counted or checked next, unless
    somebody signed for it, who answers for that.
    """
    log, day = ledger["book_log"], ledger["book_log"].day(issue)
    lacking = None if signed else _lacking(ledger, book.number, int(log["recorded_at"][issue]))
    rows = [*ledger.cites("book_log", [issue], PROOF), *cites]
    who = int(log["staff"][issue])
    if lacking is None:
        return shown(
            "accounted", staff=who, object_id=book.number, occurred_on=day, cites=rows, amount_fen=0, finder=NONE
        )
    table, row, missing = lacking
    return shown(
        "missing",
        staff=who,
        object_id=book.number,
        occurred_on=day,
        cites=[*rows, *ledger.cites(table, [row], LATE)],
        finder=NONE,
        inputs={"missing": missing},
    )


def _lacking(ledger: Ledger, book: int, after: int) -> tuple[str, int, int] | None:
    """The first count, or check of its stubs, that misses numbers of a book; None, if none does."""
    counts, stubs = ledger["form_count"], ledger["stub"]
    short = counts["expected"] - counts["counted"]
    found = [
        *(
            ("form_count", row, int(short[row]))
            for row in np.flatnonzero((counts["receipt_book"] == book) & (short > 0))
        ),
        *(
            ("stub", row, int(stubs["missing"][row]))
            for row in np.flatnonzero((stubs["receipt_book"] == book) & (stubs["missing"] > 0))
        ),
    ]
    later = [each for each in found if ledger[each[0]]["recorded_at"][each[1]] >= after]
    first = min(later, key=lambda each: int(ledger[each[0]]["recorded_at"][each[1]]), default=None)
    return None if first is None else (first[0], int(first[1]), first[2])
