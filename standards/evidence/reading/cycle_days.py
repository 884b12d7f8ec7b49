"""Books read on another day than theirs (2.1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import SCHEMA, ids
from kaohe.sim.tariff.one_part import energy_fee_fen
from kaohe.sim.texts import catalogue
from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.ledger.cites import ACT, DUTY, PRICE
from kaohe.standards.ledger.deadlines import cycle_day
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, at_rows, wide
from kaohe.standards.ledger.sheets import ACTUAL, RECHECK

_texts = catalogue("kaohe.standards")


@dataclass(frozen=True)
class _Plan:
    """Per batch: the version of its book, the day on which it was to be read, and the row that moved that day."""

    book: Ints
    day: NDArray[np.int64]
    change: Ints
    shift: Ints


def clause_2_1(ledger: Ledger) -> list[Broken]:
    """Books read on another day than theirs.

    The day is the book's 例日, moved by an approved change or a published shift written by the day of reading.
    Special books have the tolerance of reading.tolerance_days.special; others, with a noted cause, low_voltage.
    """
    batches = ledger["batch"]
    if not len(batches):
        return []
    plan = _plan(ledger)
    off = wide(batches["read_on"]) - plan.day
    broken = np.abs(off) > _tolerance(ledger, plan)
    return [_off_day(ledger, plan, int(row), int(off[row])) for row in np.flatnonzero(broken)]


def _plan(ledger: Ledger) -> _Plan:
    batches, books = ledger["batch"], ledger["book"]
    version = _versions(ledger)
    nominal = cycle_day(batches["period"], books["cycle_day"][version])
    change, shift = _changes(ledger), _shifts(ledger, nominal)
    day = np.where(shift != NONE, at_rows(ledger["shift_notice"]["to_on"], shift), nominal)
    return _Plan(version, np.where(change != NONE, at_rows(ledger["book_change"]["to_on"], change), day), change, shift)


def _versions(ledger: Ledger) -> Ints:
    """The row of each batch's book in force on the day of reading, or its first."""
    batches, books = ledger["batch"], ledger["book"]
    rows_of: dict[int, list[int]] = {}
    for row in np.lexsort((books["id"], books["recorded_at"], books["valid_from"])).tolist():
        rows_of.setdefault(int(books["book"][row]), []).append(row)
    unknown = np.setdiff1d(batches["book"], books["book"])
    if len(unknown):
        raise LookupError(str(_texts.message("book-unknown", number=str(unknown[0]))))
    valid_from = books["valid_from"]
    pairs = zip(batches["book"].tolist(), batches["read_on"].tolist(), strict=True)
    return np.array(
        [([row for row in rows_of[book] if valid_from[row] <= on] or rows_of[book][:1])[-1] for book, on in pairs]
    )


def _changes(ledger: Ledger) -> Ints:
    """The approved change of each batch, signed by another than its reader by the day of reading; else NONE."""
    batches, changes = ledger["batch"], ledger["book_change"]
    signed = changes.where(np.ones(len(changes), dtype=np.bool_))
    by_key = {(int(changes["book"][row]), int(changes["period"][row])): row for row in signed.tolist()}
    columns = (batches[name].tolist() for name in ("book", "period", "read_on", "reader"))
    found = np.full(len(batches), NONE)
    for batch, (book, period, on, reader) in enumerate(zip(*columns, strict=True)):
        row = by_key.get((book, period), NONE)
        if row != NONE and changes.day(row) <= on and changes["approver"][row] != reader:
            found[batch] = row
    return found


def _shifts(ledger: Ledger, nominal: Ints) -> Ints:
    """The shift of each batch's nominal day, published by the day of reading; else NONE."""
    notices, read_on = ledger["shift_notice"], ledger["batch"]["read_on"].tolist()
    by_day = {
        int(notices["from_on"][row]): row for row in notices.where(np.ones(len(notices), dtype=np.bool_)).tolist()
    }
    rows = [by_day.get(day, NONE) for day in nominal.tolist()]
    return np.array(
        [row if row != NONE and notices.day(row) <= on else NONE for row, on in zip(rows, read_on, strict=True)]
    )


def _special(ledger: Ledger, plan: _Plan) -> Flags:
    return ledger["book"].among("kind", "special")[plan.book]


def _tolerance(ledger: Ledger, plan: _Plan) -> Ints:
    batches, limits = ledger["batch"], ledger.limits
    special = limits.whole("reading.tolerance_days.special", batches["read_on"])
    noted = batches.given("cause") & ~batches.among("cause", "")
    others = np.where(noted, limits.whole("reading.tolerance_days.low_voltage", batches["read_on"]), 0)
    return np.where(_special(ledger, plan), special, others)


def _off_day(ledger: Ledger, plan: _Plan, row: int, off: int) -> Broken:
    batches = ledger["batch"]
    book, period, read_on = int(batches["book"][row]), int(batches["period"][row]), int(batches["read_on"][row])
    index = ids.period_index(period)
    kind = "special" if _special(ledger, plan)[row] else "low_voltage"
    cites = [
        ledger.cite("batch", row, ACT),
        ledger.cite("book", int(plan.book[row]), DUTY),
        ledger.cite_rule(f"reading.tolerance_days.{kind}", read_on),
        *ledger.cites("book_change", [plan.change[row]], DUTY),
        *ledger.cites("shift_notice", [plan.shift[row]], DUTY),
    ]
    bills, kwh, fen = _gained(ledger, book, index if off > 0 else index + 1, abs(off))
    return shown(
        "read",
        staff=int(batches["reader"][row]),
        object_id=ids.book_period_id(book, index),
        occurred_on=read_on,
        amount_fen=fen,
        energy_kwh=kwh,
        over_billed=True,
        inputs={
            "days_off": off,
            "bills": len(bills),
            "scheduled_day": ids.day_number(int(plan.day[row])),
            "read_day": ids.day_number(read_on),
        },
        cites=[*cites, *ledger.cites("bill", bills, PRICE)],
    )


def _gained(ledger: Ledger, book: int, index: int, days: int) -> tuple[Ints, int, int]:
    """Bills of the period that gains the days; of all of them together the energy and money of those days."""
    bills, sheets = ledger["bill"], ledger.sheets
    rows = np.flatnonzero((bills["book"] == book) & (SCHEMA["bill"].key.part("period", wide(bills["id"])) == index))
    kind = np.where(sheets.basis_row[rows] >= 0, sheets.reading_kind[sheets.basis_row[rows]], NONE)
    span = wide(bills["to_on"][rows]) - bills["from_on"][rows]
    rows, span = (values[np.isin(kind, (ACTUAL, RECHECK)) & (span > 0)] for values in (rows, span))
    kwh = np.maximum(wide(bills["kwh"][rows]), 0) * days // span
    price = ledger["price"]["energy_e4"][ledger.due.price_row[rows]]
    return rows, int(kwh.sum()), int(energy_fee_fen(kwh, wide(price)).sum())
