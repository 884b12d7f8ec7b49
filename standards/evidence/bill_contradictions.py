"""Bills that contradict the readings that they name, each other, or the totals of the day of their issue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import polars as pl

from kaohe.standards.evidence.disagreements import Disagreement, within
from kaohe.standards.ledger.cites import PROOF
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import Flags, Ints, wide

_BILLS, _DAYS = ("3.1",), ("3.1", "6.6")


def in_doubt(ledger: Ledger) -> Flags:
    """Of each bill whether other records contradict it, or the reading from which it goes on."""
    days = np.array(sorted(ledger.once(days_in_doubt)), dtype=np.int64)
    unlike = ledger.once(_unlike_reading)
    flags: Flags = np.isin(ledger["bill"]["issued_on"], days) | ledger.once(_repeated) | unlike
    readings = ledger.sheets.basis_row[unlike]
    if len(readings):
        flags |= np.isin(ledger.anchors.of_bills(np.arange(len(flags))).row, readings[readings >= 0])
    return flags


class DayTotals(NamedTuple):
    """Of an issue day: number and sum of its bills, and the rows of voucher and check that have it otherwise."""

    bills: int
    fen: int
    vouchers: tuple[int, ...]
    checks: tuple[int, ...]


def days_in_doubt(ledger: Ledger) -> Mapping[int, DayTotals]:
    """Issue days whose bills do not come to what was booked, or are not as many and as much as were checked."""
    vouchers, checks = ledger["voucher"], ledger["issue_check"]
    of_day = dict(ledger.once(issued_on))
    for row in vouchers.where(vouchers.among("kind", "issuance")).tolist():
        day = int(vouchers["on"][row])
        totals = of_day.get(day, _NOTHING)
        if vouchers["amount_fen"][row] != totals.fen:
            of_day[day] = totals._replace(vouchers=(*totals.vouchers, row))
    for row in range(len(checks)):
        day = int(checks["on"][row])
        totals = of_day.get(day, _NOTHING)
        if (checks["issued"][row], checks["amount_fen"][row]) != (totals.bills, totals.fen):
            of_day[day] = totals._replace(checks=(*totals.checks, row))
    return {day: totals for day, totals in of_day.items() if totals.vouchers or totals.checks}


_NOTHING = DayTotals(0, 0, (), ())


def issued_on(ledger: Ledger) -> dict[int, DayTotals]:
    """Number and sum of the bills of each day, of the whole office."""
    found: dict[int, DayTotals] = {}
    for of_part in ledger.gather(gather_first_issued):
        for day, (number, fen) in of_part.items():
            before = found.get(day, _NOTHING)
            found[day] = DayTotals(before.bills + number, before.fen + fen, (), ())
    return dict(sorted(found.items()))


def gather_first_issued(ledger: Ledger) -> dict[int, tuple[int, int]]:
    """Number and sum of the bills of each day."""
    bills = ledger["bill"]
    if not len(bills):
        return {}
    first = int(bills["issued_on"].min())
    since = bills["issued_on"] - first
    number, fen = np.bincount(since).tolist(), np.bincount(since, bills["amount_fen"]).tolist()
    return {first + at: (number[at], round(fen[at])) for at in range(len(number)) if number[at]}


def disagree_issue_day(ledger: Ledger) -> list[Disagreement]:
    """Days whose bills are not those that were booked or checked: one is missing, too many, or not as it was issued."""
    return [
        Disagreement(
            _DAYS,
            (*ledger.cites("voucher", day.vouchers, PROOF), *ledger.cites("issue_check", day.checks, PROOF)),
            {"bills": day.bills, "issued_fen": day.fen},
        )
        for day in ledger.once(days_in_doubt).values()
    ]


@within("book")
def disagree_bill_twice(ledger: Ledger) -> list[Disagreement]:
    """Two bills of one customer and period."""
    rows, bills = np.flatnonzero(ledger.once(_repeated)), ledger["bill"]
    by_key: dict[int, list[int]] = {}
    for row in rows.tolist():
        by_key.setdefault(int(bills["id"][row]), []).append(row)
    return [Disagreement(_BILLS, tuple(ledger.cites("bill", same, PROOF))) for same in by_key.values()]


@within("book")
def disagree_bill_reading(ledger: Ledger) -> list[Disagreement]:
    """Bills whose reading is nowhere, or has another register than they repeat."""
    basis = ledger.sheets.basis_row
    rows = np.flatnonzero(ledger.once(_unlike_reading)).tolist()
    both = [(ledger.cites("bill", [row], PROOF), ledger.cites("reading", [int(basis[row])], PROOF)) for row in rows]
    return [Disagreement(_BILLS, (*bill, *reading)) for bill, reading in both]


def _repeated(ledger: Ledger) -> Flags:
    keys = pl.Series(ledger["bill"]["id"])
    if keys.n_unique() == len(keys):
        return np.zeros(len(keys), dtype=np.bool_)
    return keys.is_duplicated().to_numpy()


def _unlike_reading(ledger: Ledger) -> Flags:
    basis: Ints = ledger.sheets.basis_row
    flags: Flags = (basis < 0) | (wide(ledger["bill"]["to_register"]) != ledger.due.register)
    return flags
