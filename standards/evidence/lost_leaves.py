"""Leaves of books of receipts that somebody had signed for, and that were missing of them (1.6, 4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kaohe.standards.evidence.accounts.receipt_books import not_signed_for
from kaohe.standards.evidence.accounts.stock import copies_of, missed_in_stock
from kaohe.standards.evidence.accounts.stubs import CHECK_LIMIT
from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.ledger.cites import DUTY, PRICE, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints

BLANK_LIMIT = "receipts.blank_leaves"


@dataclass(frozen=True)
class Sheet:
    """A count with the holder, or a check of stubs in time, that misses numbers of a book: table, row, how many, and
    the first of them, where it is named.
    """

    table: str
    row: int
    missing: int
    first_no: int


@dataclass(frozen=True)
class Lacking:
    """A book that lacks leaves: its row in the register of stock, the entry of who signed for it, and the sheets that
    say so, in their order.
    """

    row: int
    issue: int
    sheets: tuple[Sheet, ...]


def lost_leaves(
    ledger: Ledger, kind: Literal["electricity", "misc"], most: str, blank_limit: str | None
) -> list[Broken]:
    """Books of a kind that lack leaves, one of each: no amount where it is the whole book, or more than a limit of
    blank ones (limb `most`); what filled ones were for; else a work slip. Who signed for the book answers.
    """
    return [_broken(ledger, each, most, blank_limit) for each in _lacking(ledger, kind)]


def _lacking(ledger: Ledger, kind: str) -> Iterator[Lacking]:
    """What is missing in stock is 6.8, of a book for which nobody signed 6.3, and what is missed of one that has come
    back, when its stubs had not been checked in time, may have been lost by who took it back (6.9).
    """
    stock, sheets = ledger["receipt_book"], _sheets(ledger)
    others = ledger.once(not_signed_for) | ledger.once(missed_in_stock).keys()
    for row in np.flatnonzero(stock.among("kind", kind) & np.isin(stock["id"], list(sheets))).tolist():
        book = int(stock["id"][row])
        issue = _signed(ledger, book)
        if issue != NONE and book not in others:
            since = ledger["book_log"]["recorded_at"][issue]
            later = tuple(each for each in sheets[book] if ledger[each.table]["recorded_at"][each.row] >= since)
            if later:
                yield Lacking(row, issue, later)


def _sheets(ledger: Ledger) -> dict[int, list[Sheet]]:
    counts, stubs = ledger["form_count"], ledger["stub"]
    found = dict[int, list[Sheet]]()
    for row in np.flatnonzero(counts.among("place", "holder") & (counts["counted"] < counts["expected"])).tolist():
        missing = int(counts["expected"][row] - counts["counted"][row])
        sheet = Sheet("form_count", row, missing, int(counts["first_missing_no"][row]))
        found.setdefault(int(counts["receipt_book"][row]), []).append(sheet)
    for row in np.flatnonzero(stubs.among("action", "check") & (stubs["missing"] > 0)).tolist():
        book = int(stubs["receipt_book"][row])
        if _in_time(ledger, book, row):
            found.setdefault(book, []).append(Sheet("stub", row, int(stubs["missing"][row]), NONE))
    for each in found.values():
        each.sort(key=lambda sheet: (int(ledger[sheet.table]["recorded_at"][sheet.row]), sheet.table))
    return found


def _in_time(ledger: Ledger, book: int, check: int) -> bool:
    """A check (row) by its limit: who took the book back has looked at once."""
    log = ledger["book_log"]
    back = np.flatnonzero(log.among("action", "return") & (log["receipt_book"] == book))
    if not len(back):
        return False
    back_on = log.days()[back[:1]]
    limit_on = ledger.calendar.working_after(back_on, ledger.limits.whole(CHECK_LIMIT, back_on))
    return bool(back_on[0] <= ledger["stub"].day(check) <= limit_on[0])


def _signed(ledger: Ledger, book: int) -> int:
    """The entry (row) in which somebody signed for a book on the day of its hand-out; NONE, if nobody did."""
    log = ledger["book_log"]
    rows = np.flatnonzero(log.among("action", "issue") & (log["receipt_book"] == book))
    rows = rows[np.argsort(log["recorded_at"][rows], kind="stable")]
    if not len(rows):
        return NONE
    day = log.day(int(rows[0]))
    signed = [row for row in rows.tolist() if log.day(row) == day and log["signed_by"][row] != NONE]
    return signed[-1] if signed else NONE


def _broken(ledger: Ledger, lacking: Lacking, most: str, blank_limit: str | None) -> Broken:
    stock, log = ledger["receipt_book"], ledger["book_log"]
    book, who = int(stock["id"][lacking.row]), int(log["signed_by"][lacking.issue])
    size = int(stock["last_no"][lacking.row] - stock["first_no"][lacking.row]) + 1
    duty = [*ledger.cites("receipt_book", [lacking.row], DUTY), *ledger.cites("book_log", [lacking.issue], DUTY)]
    first = lacking.sheets[0]
    for sheet in lacking.sheets:
        on = ledger[sheet.table].day(sheet.row)
        limit = size - 1
        if blank_limit is not None:
            limit = min(limit, int(ledger.limits.whole(blank_limit, np.array([on]))[0]))
        if sheet.missing > limit:
            rule = [ledger.cite_rule(blank_limit, on)] if blank_limit is not None and sheet.missing < size else []
            cites = [*duty, *rule, *ledger.cites(sheet.table, [sheet.row], PROOF)]
            inputs = {"missing": sheet.missing}
            return shown(most, staff=who, object_id=book, occurred_on=on, cites=cites, inputs=inputs)
    copies = copies_of(ledger, lacking.row, NONE)[: first.missing]
    if len(copies):
        return _shown(ledger, (book, who), first, copies, duty)
    return _blank(ledger, (book, who), first, duty, named=blank_limit is not None)


def _shown(ledger: Ledger, of: tuple[int, int], first: Sheet, copies: Ints, duty: list[Cite]) -> Broken:
    """Customers have come with copies of leaves that are missing."""
    fen = [int(ledger["receipt_query"]["amount_fen"][row]) for row in copies.tolist()]
    cites = [
        *duty,
        *ledger.cites(first.table, [first.row], PROOF),
        *ledger.cites("receipt_query", copies[:1], PROOF),
        *ledger.cites("receipt_query", copies[1:], PRICE),
    ]
    return shown(
        "receipt",
        staff=of[1],
        object_id=of[0],
        occurred_on=ledger[first.table].day(first.row),
        cites=cites,
        amount_fen=sum(fen),
        loss_fen=sum(fen),
        inputs={"missing": first.missing, "shown_fen": fen},
    )


def _blank(ledger: Ledger, of: tuple[int, int], first: Sheet, duty: list[Cite], *, named: bool) -> Broken:
    """Of the numbers that are missing the first may be one that is on record (`named`): its money came, and the stub is
    lost. Else they are blank: a work slip.
    """
    fees, on = ledger["fee_receipt"], ledger[first.table].day(first.row)
    proof = ledger.cites(first.table, [first.row], PROOF)
    rows = fees.where((fees["receipt_no"] == first.first_no) & (fees["amount_fen"] > 0)) if named else np.empty(0, int)
    rows = rows[fees.days()[rows] <= on][:1] if first.first_no != NONE else rows[:0]
    if len(rows):
        fen = int(fees["amount_fen"][rows[0]])
        return shown(
            "receipt",
            staff=of[1],
            object_id=of[0],
            occurred_on=on,
            cites=[*duty, *ledger.cites("fee_receipt", rows, DUTY), *proof],
            amount_fen=fen,
            caused_fen=0,
            inputs={"missing": first.missing, "stub_fen": fen},
            sign="stub",
        )
    return shown(
        "receipt",
        staff=of[1],
        object_id=of[0],
        occurred_on=on,
        cites=[*duty, *proof],
        amount_fen=0,
        consequence=False,
        inputs={"missing": first.missing},
        sign="slip",
    )
