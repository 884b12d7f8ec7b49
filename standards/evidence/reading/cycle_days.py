"""Books read on another day than theirs (2.1)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import SCHEMA, ids
from kaohe.sim.tariff.money import round_half_up
from kaohe.standards.evidence.findings import Broken, Moved, shown
from kaohe.standards.evidence.reading.book_days import Answering, Plan, answering, as_loaded, planned, special_books
from kaohe.standards.evidence.reading.drawn_and_unread import drawn_off_day, readers_rows, unread
from kaohe.standards.ledger.cites import ACT, DUTY, PRICE, Part
from kaohe.standards.ledger.deadlines import closing
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, wide
from kaohe.standards.ledger.sheets import ACTUAL, RECHECK, find


def clause_2_1(ledger: Ledger) -> list[Broken]:
    """Books read on another day than theirs, or by nobody, and handhelds drawn on another day.

    Special books have the tolerance of reading.tolerance_days.special; others, with a noted cause, low_voltage. A book
    whose reading is off its day is one finding, whenever the handheld was drawn.
    """
    read = _read_off_day(ledger) if len(ledger["batch"]) else []
    return [*read, *drawn_off_day(ledger, {broken.object_id for broken in read}), *unread(ledger)]


def _read_off_day(ledger: Ledger) -> list[Broken]:
    batches = ledger["batch"]
    plan = planned(ledger, *(batches[name] for name in ("book", "period", "read_on", "reader")))
    plan = as_loaded(ledger, plan, batches["book"], batches["period"], batches["read_on"])
    last = _last_read(ledger)
    off = wide(batches["read_on"]) - plan.day
    broken = (np.abs(off) > _tolerance(ledger, plan)) | (last - plan.day > _tolerance(ledger, plan))
    allowed = _tolerance(ledger, plan)
    return [_off_day(ledger, plan, int(row), int(off[row]), int(allowed[row])) for row in np.flatnonzero(broken)]


def _last_read(ledger: Ledger) -> NDArray[np.int64]:
    """The last day on which a reading of each batch was taken: its own day where none has another."""
    batches, readings, sheets = ledger["batch"], ledger["reading"], ledger.sheets
    index = np.array([ids.period_index(period) for period in batches["period"].tolist()], dtype=np.int64)
    key = ids.book_period_id(wide(batches["book"]), index)
    order = np.argsort(key, kind="stable")
    rows = np.flatnonzero(sheets.reading_kind == ACTUAL)
    of = ids.book_period_id(wide(readings["book"][rows]), wide(sheets.reading_period[rows]) + sheets.first_period)
    at = find(key[order], of)
    last = wide(batches["read_on"]).copy()
    np.maximum.at(last, order[at[at >= 0]], wide(readings["read_on"][rows[at >= 0]]))
    return last


def _tolerance(ledger: Ledger, plan: Plan) -> Ints:
    batches, limits = ledger["batch"], ledger.limits
    special = limits.whole("reading.tolerance_days.special", batches["read_on"])
    noted = batches.given("cause") & ~batches.among("cause", "")
    others = np.where(noted, limits.whole("reading.tolerance_days.low_voltage", batches["read_on"]), 0)
    return np.where(special_books(ledger, plan), special, others)


def _occurred_on(ledger: Ledger, book: int, index: int, day: int, allowed: int) -> int:
    """The first day on which the reader read off the book's; NONE where only the batch says so."""
    read_on = wide(ledger["reading"]["read_on"][readers_rows(ledger, book, index)])
    return int(min(read_on[np.abs(read_on - day) > allowed], default=NONE))


def _off_day(ledger: Ledger, plan: Plan, row: int, off: int, allowed: int) -> Broken:
    batches = ledger["batch"]
    book, period, read_on = int(batches["book"][row]), int(batches["period"][row]), int(batches["read_on"][row])
    index, day = ids.period_index(period), int(plan.day[row])
    kind, reader = "special" if special_books(ledger, plan)[row] else "low_voltage", int(batches["reader"][row])
    limit_on, rows = day + int(_tolerance(ledger, plan)[row]), _late_rows(ledger, book, index, day)
    last = max(read_on, int(ledger["reading"]["read_on"][rows].max(initial=read_on)))
    whose = answering(ledger, plan, row, limit_on, last, reader)
    own = off if off < 0 else whose.days(day, read_on)
    bills, gaps, parts = _late_bills(ledger, rows, day, whose)
    gained, moved = _moved(ledger, book, index, own) if _crosses(day, day + off) else (np.zeros(0, int), Moved(0, 0))
    others = {"others_on": [ids.day_number(on) for on in whose.others]} if whose.others else {}
    return shown(
        "read",
        staff=reader if off < 0 else whose.staff,
        object_id=ids.book_period_id(book, index),
        occurred_on=read_on if abs(off) > allowed else _occurred_on(ledger, book, index, day, allowed),
        parts=parts,
        moved=moved,
        inputs={
            "days_off": off,
            "bills": len(bills) + len(gaps),
            "scheduled_day": ids.day_number(day),
            "read_day": ids.day_number(read_on),
            **others,
        },
        cites=[
            ledger.cite("batch", row, ACT),
            ledger.cite("book", int(plan.book[row]), DUTY),
            ledger.cite_rule(f"reading.tolerance_days.{kind}", read_on),
            *plan.moved_by(ledger, row),
            *ledger.cites("bill", np.union1d(bills, gained), PRICE),
            *ledger.cites("supplement", gaps, PRICE),
            *(() if off < 0 else whose.cites),
        ],
    )


def _late_rows(ledger: Ledger, book: int, index: int, day: int) -> Ints:
    """Readings after a day."""
    rows = readers_rows(ledger, book, index)
    later: Ints = rows[ledger["reading"]["read_on"][rows] > day]
    return later


def _late_bills(ledger: Ledger, rows: Ints, day: int, whose: Answering) -> tuple[Ints, Ints, list[Part]]:
    """Bills made on readings (rows) after a day, supplements for those that were passed over, and their sum by the days
    that each was late: of each its own reading's, as far as they were his who answers.
    """
    sheets = ledger.sheets
    bill = sheets.bill_row[sheets.reading_period[rows], sheets.customer_of_meter[sheets.reading_meter[rows]]]
    bills, first = np.unique(bill[bill >= 0], return_index=True)
    on = wide(ledger["reading"]["read_on"][rows[bill >= 0]][first])
    gaps, gap_on = _gaps(ledger, rows)
    fen = np.concatenate([ledger["bill"]["amount_fen"][bills], ledger["supplement"]["amount_fen"][gaps]])
    late = np.array([whose.days(day, read_on) for read_on in np.concatenate([on, gap_on]).tolist()], dtype=np.int64)
    fen = np.maximum(wide(fen), 0)
    parts = [ledger.part(int(fen[late == n].sum()), day, day + int(n), own=False) for n in np.unique(late)]
    return bills, gaps, parts


def _gaps(ledger: Ledger, readings: Ints) -> tuple[Ints, NDArray[np.int64]]:
    """Supplements for readings (rows) that were never billed, and the days of these."""
    supplements = ledger["supplement"]
    if not len(supplements):
        return np.empty(0, np.int32), np.empty(0, np.int64)
    mine = supplements.where(
        supplements.among("kind", "gap") & np.isin(supplements["ground"], ledger["reading"]["id"][readings])
    )
    on = dict(
        zip(ledger["reading"]["id"][readings].tolist(), ledger["reading"]["read_on"][readings].tolist(), strict=True)
    )
    return mine, np.array([on[ground] for ground in supplements["ground"][mine].tolist()], np.int64)


def _crosses(day: int, read_on: int) -> bool:
    """Whether a month's closing lies between both days."""
    first, last = sorted((day, read_on))
    return closing(first) < last


def _moved(ledger: Ledger, book: int, index: int, off: int) -> tuple[Ints, Moved]:
    """Bills of the period that gains the days, and the energy and money of those days, all of them together."""
    bills, sheets = ledger["bill"], ledger.sheets
    gaining = index if off > 0 else index + 1
    rows = np.flatnonzero((bills["book"] == book) & (SCHEMA["bill"].key.part("period", wide(bills["id"])) == gaining))
    kind = np.where(sheets.basis_row[rows] >= 0, sheets.reading_kind[sheets.basis_row[rows]], NONE)
    span = wide(bills["to_on"][rows]) - bills["from_on"][rows]
    rows, span = (values[np.isin(kind, (ACTUAL, RECHECK)) & (span > 0)] for values in (rows, span))
    kwh, price = np.maximum(wide(bills["kwh"][rows]), 0), ledger["price"]["energy_e4"][ledger.due.price_row[rows]]
    energy, money = Fraction(0), Fraction(0)
    for days, e4 in set(zip(span.tolist(), price.tolist(), strict=True)):
        share = Fraction(int(kwh[(span == days) & (price == e4)].sum()) * abs(off), days)
        energy, money = energy + share, money + share * e4 / 100  # 10⁻⁴ yuan are 10⁻² 分
    return rows, Moved(int(energy), round_half_up(money.numerator, money.denominator))
