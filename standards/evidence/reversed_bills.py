"""Bills of a large quantity that were reversed as errors: whose, by which case, and by how much (3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, wide
from kaohe.standards.ledger.sheets import ACTUAL, RECHECK, REMOVAL, SPOT

MISREAD = "misread"
MEAN_BILLS = 12


@dataclass(frozen=True)
class Reversed:
    """A bill whose reading a case found wrong: rows of the tables; `by`: the table and row by which it was reversed.

    amount_fen: what was issued too much; kwh: of the reader's register, mean_kwh: of the twelve bills before.
    """

    case: int
    bill: int
    reading: int
    ground: int
    by: tuple[str, int]
    amount_fen: int
    kwh: int
    mean_kwh: int


def reversed_bills(ledger: Ledger) -> list[Reversed]:
    """Those above the multiple of the mean and the floor of a large quantity, in the order of their reversal.

    What establishes the error is a later register of the same meter that no use joins to the one billed, or the frozen
    one that was copied wrongly; the case is written after it, by somebody else than the note's maker.
    """
    cases = ledger["case"]
    found = [each for row in cases.where(cases.among("kind", MISREAD)).tolist() for each in _reversed(ledger, row)]
    return sorted(found, key=lambda each: (_moment(ledger, each.by), each.case))


def _moment(ledger: Ledger, by: tuple[str, int]) -> int:
    table, row = by
    return int(ledger[table]["recorded_at"][row])


def _reversed(ledger: Ledger, case: int) -> Iterator[Reversed]:
    cases, bills, sheets = ledger["case"], ledger["bill"], ledger.sheets
    [ground] = sheets.rows_of_readings(cases["ground"][[case]]).tolist() if ledger["reading"] else [NONE]
    for bill in bills.where(bills["id"] == cases["bill"][case]).tolist():
        reading = int(sheets.basis_row[bill])
        if ground == NONE or reading == NONE or not _refutes(ledger, reading, ground, int(cases["recorded_at"][case])):
            continue
        by, amount_fen = _by(ledger, case)
        kwh, mean_kwh = int(bills["kwh"][bill] - bills["loss_kwh"][bill]), mean_before(ledger, bill)
        if by is not None and amount_fen > 0 and is_large(ledger, bill, kwh, mean_kwh):
            yield Reversed(case, bill, reading, ground, by, amount_fen, kwh, mean_kwh)


def is_large(ledger: Ledger, bill: int, kwh: int, mean_kwh: int) -> bool:
    """Whether a review had to stop it: above the multiple of the mean, and above the floor."""
    day = ledger["bill"]["to_on"][[bill]]
    multiple, floor = (int(ledger.limits.whole(key, day)[0]) for key in ("review.mean_multiple", "review.kwh_floor"))
    return mean_kwh > 0 and kwh > multiple * mean_kwh and kwh > floor


def _refutes(ledger: Ledger, reading: int, ground: int, moment: int) -> bool:
    """Whether a later row shows that a reader's register cannot be, and was there when the case was written."""
    sheets, rows = ledger.sheets, ledger["reading"]
    kind, by = (int(sheets.reading_kind[row]) for row in (reading, ground))
    same = sheets.reading_meter[reading] == sheets.reading_meter[ground]
    if kind != ACTUAL or by not in (RECHECK, SPOT, REMOVAL) or not same or rows["recorded_at"][ground] > moment:
        return False
    frozen = int(rows["frozen_on"][reading])
    if frozen >= 0 and frozen == rows["frozen_on"][ground] and rows["frozen_register"][ground] >= 0:
        return bool(rows["register"][reading] != rows["frozen_register"][ground])
    apart = int(np.diff(sheets.seconds(np.array([reading, ground])))[0])
    scale = ledger.meters.plates(sheets.reading_meter[[reading]])
    ran = (int(rows["register"][ground]) - int(rows["register"][reading])) % int(scale.modulus[0])
    return apart > 0 and ran > int(scale.most(np.array([apart]))[0])


def _by(ledger: Ledger, case: int) -> tuple[tuple[str, int] | None, int]:
    """The credit note on a case that another wrote, or the supplement on the same ground that refunds it; how much."""
    cases, notes, supplements = ledger["case"], ledger["credit_note"], ledger["supplement"]
    granted_fen = int(cases["amount_fen"][case])
    own = (notes["ground"] == cases["id"][case]) & (notes["bill"] == cases["bill"][case])
    own &= (notes["staff"] != cases["staff"][case]) & (notes["recorded_at"] > cases["recorded_at"][case])
    for row in notes.where(own).tolist():
        return ("credit_note", row), min(granted_fen, int(notes["amount_fen"][row]))
    refunds = supplements.among("kind", MISREAD) & (supplements["ground"] == cases["ground"][case])
    refunds &= supplements["recorded_at"] > cases["recorded_at"][case]
    for row in supplements.where(refunds).tolist():
        return ("supplement", row), min(granted_fen, -int(supplements["amount_fen"][row]))
    return None, 0


def mean_before(ledger: Ledger, bill: int) -> int:
    """Mean month, kWh, of the twelve bills before one (row); where there are fewer, with the archive's mean at the
    opening for those that lack. What a supplement billed after all counts as a bill.
    """
    bills, gaps = ledger["bill"], ledger["supplement"]
    customer, index = ids.bill_parts(int(bills["id"][bill]))
    key = SCHEMA["bill"].key
    whose, period = key.unpack(wide(bills["id"]))
    mine = np.flatnonzero((whose == customer) & (period < index))
    theirs = gaps.where(gaps.among("kind", "gap") & (gaps["customer"] == customer))
    theirs = theirs[ids.period_index(wide(gaps["period"][theirs])) < index]
    months = np.concatenate(
        [key.part("period", wide(bills["id"][mine])), ids.period_index(wide(gaps["period"][theirs]))]
    )
    kwh = np.concatenate([wide(bills["kwh"][mine]) - bills["loss_kwh"][mine], wide(gaps["kwh"][theirs])])
    last = kwh[np.argsort(months, kind="stable")][-MEAN_BILLS:]
    return (opening_mean(ledger, customer) * (MEAN_BILLS - len(last)) + int(last.sum())) // MEAN_BILLS


def over_mean(ledger: Ledger) -> Ints:
    """Bills (rows) on a reader's own register that a review has to stop: above the multiple of the mean, if there is
    one.
    """
    bills, sheets = ledger["bill"], ledger.sheets
    customer, period = SCHEMA["bill"].key.unpack(wide(bills["id"]))
    order = np.lexsort((period, customer))
    kwh = (wide(bills["kwh"]) - bills["loss_kwh"])[order]
    first = np.searchsorted(customer[order], customer[order])
    known = np.minimum(np.arange(len(order)) - first, MEAN_BILLS)
    before = np.concatenate([[0], np.cumsum(kwh)])
    summed = before[np.arange(len(order))] - before[np.arange(len(order)) - known]
    mean = (_opening_means(ledger, customer[order]) * (MEAN_BILLS - known) + summed) // MEAN_BILLS
    multiple = ledger.limits.whole("review.mean_multiple", bills["to_on"][order])
    basis = sheets.basis_row[order]
    own = (basis >= 0) & (sheets.reading_kind[basis] == ACTUAL) if len(sheets.reading_kind) else basis >= 0
    rows: Ints = order[own & (mean > 0) & (kwh > multiple * mean)]
    return rows


def _opening_means(ledger: Ledger, customers: Ints) -> NDArray[np.int64]:
    """Of the archive's first version of each customer; 0 of one whom it does not have."""
    archive = ledger["customer"]
    rows = np.argsort(archive["id"], kind="stable")
    known, first = np.unique(archive["customer"][rows], return_index=True)
    means = wide(archive["opening_mean_kwh"])[rows[first]]
    at = np.minimum(np.searchsorted(known, customers), max(len(known) - 1, 0))
    return np.where(known[at] == customers, means[at], 0) if len(known) else np.zeros(len(customers), dtype=np.int64)


def opening_mean(ledger: Ledger, customer: int) -> int:
    """Of the archive's first version of a customer."""
    archive = ledger["customer"]
    rows: Ints = np.flatnonzero(archive["customer"] == customer)
    if not len(rows):
        return 0
    return int(archive["opening_mean_kwh"][rows[np.argmin(archive["id"][rows])]])
