"""2.1 without a batch off its day: handhelds drawn on another day, and books that nobody read."""

from __future__ import annotations

from collections.abc import Container

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.findings import Broken, Inputs, Worth, shown
from kaohe.standards.evidence.reading.book_days import Answering, Plan, answering, as_loaded, planned, special_books
from kaohe.standards.ledger.cites import ACT, DUTY, LATE, PRICE, Cite, Part
from kaohe.standards.ledger.deadlines import NEVER, month_code
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, wide
from kaohe.standards.ledger.sheets import ACTUAL, ESTIMATE, OPENING


def drawn_off_day(ledger: Ledger, read_off_day: Container[int]) -> list[Broken]:
    """Handhelds drawn neither on the book's day nor on one on which the book was read.

    For a special book whose day is a closed one, the last open day before it is right.
    """
    log = ledger["handheld_log"]
    draws = log.where(log.among("action", "draw"))
    if not len(draws):
        return []
    on = wide(log.days())[draws]
    book, period = log["book"][draws], log["period"][draws]
    plan = as_loaded(ledger, planned(ledger, book, period, on, log["staff"][draws]), book, period, on)
    off = (on != plan.day) & ~(special_books(ledger, plan) & (on == _open_before(ledger, plan)))
    found = (_drawn(ledger, plan, int(at), int(draws[at])) for at in np.flatnonzero(off))
    return [broken for broken in found if broken is not None and broken.object_id not in read_off_day]


def _open_before(ledger: Ledger, plan: Plan) -> Ints:
    """The last open day up to each planned day."""
    return ledger.calendar.open_until(plan.day)


def _drawn(ledger: Ledger, plan: Plan, at: int, row: int) -> Broken | None:
    log = ledger["handheld_log"]
    book, index, on = int(log["book"][row]), ids.period_index(int(log["period"][row])), log.day(row)
    if (ledger["reading"]["read_on"][readers_rows(ledger, book, index)] == on).any():
        return None
    return shown(
        "handheld",
        staff=int(log["staff"][row]),
        object_id=ids.book_period_id(book, index),
        occurred_on=on,
        finder=NONE,
        amount_fen=0,
        inputs={"scheduled_day": ids.day_number(int(plan.day[at])), "drawn_day": ids.day_number(on)},
        cites=[ledger.cite("handheld_log", row, ACT), *_duties(ledger, plan, at)],
    )


def _duties(ledger: Ledger, plan: Plan, at: int) -> list[Cite]:
    """What says on which day the book is read."""
    return [ledger.cite("book", int(plan.book[at]), DUTY), *plan.moved_by(ledger, at)]


def readers_rows(ledger: Ledger, book: int, index: int) -> Ints:
    """Readings of a book's period, and the coded rows of those who could not be read."""
    sheets, readings = ledger.sheets, ledger["reading"]
    mine = np.flatnonzero((readings["book"] == book) & (sheets.reading_period == index - sheets.first_period))
    kind = sheets.reading_kind[mine]
    rows: Ints = mine[(kind == ACTUAL) | ((kind == ESTIMATE) & ~sheets.has_actual(mine))]
    return rows


def unread(ledger: Ledger) -> list[Broken]:
    """Periods of books that were read before, of which there is no reading when the next period's day has come.

    The limit was the period's own day and its tolerance; until the next one a reading would only be late. Records that
    break off show nothing: somewhere the next period must have been read.
    """
    books, index = _without_batch(ledger)
    if not len(books):
        return []
    plan, after = _planned(ledger, books, index), _planned(ledger, books, index + 1)
    tolerance = np.where(
        special_books(ledger, plan),
        ledger.limits.whole("reading.tolerance_days.special", plan.day),
        ledger.limits.whole("reading.tolerance_days.low_voltage", plan.day),
    )
    missed_on = ledger.calendar.working_after(plan.day + tolerance)
    shown_on = np.maximum(np.maximum(missed_on, after.day), _next_read_on(ledger, index))
    due = np.flatnonzero(shown_on <= ledger.as_of)
    due = due[_without_rows(ledger, books[due], index[due])]
    return [_unread(ledger, plan, at, int(index[at]), int(missed_on[at]), int(shown_on[at])) for at in due.tolist()]


def _next_read_on(ledger: Ledger, index: Ints) -> Ints:
    """The first day on which a batch of a later period of any book was written; NEVER while there is none."""
    batches = ledger.office["batch"]
    codes, days = batches["period"], batches.days()
    later = (days[codes > ids.period_code(int(of))] for of in index)
    return np.array([int(found.min(initial=NEVER)) for found in later], dtype=np.int64)


def _planned(ledger: Ledger, books: Ints, index: Ints) -> Plan:
    """By all that is written: nobody read, so no day of reading limits what counts."""
    codes = np.array([ids.period_code(int(of)) for of in index], dtype=np.int64)
    return planned(ledger, books, codes, np.full(len(books), ledger.as_of), np.full(len(books), NONE))


def periods_planned(ledger: Ledger) -> list[tuple[int, int]]:
    """Books and periods (indices) up to `as_of` that were to be read, those that have a batch among them."""
    known, every = _known_and_every(ledger)
    return sorted(known.union(every))


def _without_batch(ledger: Ledger) -> tuple[Ints, Ints]:
    """Books and periods up to `as_of` that have no batch."""
    known, every = _known_and_every(ledger)
    wanting = np.array([pair for pair in every if pair not in known], dtype=np.int64).reshape(-1, 2)
    return wanting[:, 0], wanting[:, 1]


def _known_and_every(ledger: Ledger) -> tuple[set[tuple[int, int]], list[tuple[int, int]]]:
    """Those with a batch; and all: from the first of a book on, or of a book that the office opened with from the first
    of any book.
    """
    batches = ledger["batch"]
    last = ids.period_index(int(month_code(np.array([ledger.as_of]))[0]))
    index = [ids.period_index(period) for period in batches["period"].tolist()]
    known = {*zip(batches["book"].tolist(), index, strict=True)}
    periods = np.unique(ledger.office["batch"]["period"]).tolist()
    first = dict.fromkeys(_opened(ledger), min(map(ids.period_index, periods), default=last + 1))
    for book, of in known:
        first[book] = min(of, first.get(book, of))
    return known, [(book, of) for book, start in sorted(first.items()) for of in range(start, last + 1)]


def _opened(ledger: Ledger) -> list[int]:
    """The books that the office opened with: their meters were found then."""
    books: list[int] = np.unique(ledger["reading"]["book"][ledger.sheets.reading_kind == OPENING]).tolist()
    return books


def _without_rows(ledger: Ledger, books: Ints, index: Ints) -> Flags:
    """Where there is neither a reading nor a bill of the period, so that nobody can have read it."""
    bills = ledger["bill"]
    of_bills = SCHEMA["bill"].key.part("period", wide(bills["id"]))
    pairs = zip(books.tolist(), index.tolist(), strict=True)
    found = [
        not len(readers_rows(ledger, book, of)) and not ((bills["book"] == book) & (of_bills == of)).any()
        for book, of in pairs
    ]
    return np.array(found, dtype=np.bool_)


def _unread(ledger: Ledger, plan: Plan, at: int, index: int, missed_on: int, shown_on: int) -> Broken:
    books, day = ledger["book"], int(plan.day[at])
    book = int(books["book"][plan.book[at]])
    batch = _next_batch(ledger, book, index)
    read_on = int(max(ledger["batch"]["read_on"][batch], default=day))
    whose = answering(ledger, plan, at, day, read_on, int(books["reader"][plan.book[at]]))
    bills, parts = _next_bills(ledger, book, index, batch, day, whose)
    kind = "special" if special_books(ledger, plan)[at] else "low_voltage"
    cites = [
        *_duties(ledger, plan, at),
        ledger.cite_rule(f"reading.tolerance_days.{kind}", day),
        *ledger.cites("batch", batch, LATE),
        *ledger.cites("bill", bills, PRICE),
        *whose.cites,
    ]
    others = {"others_on": [ids.day_number(on) for on in whose.others]} if whose.others else {}
    inputs: Inputs = {"scheduled_day": ids.day_number(day), "bills": len(bills), **others}
    worth = Worth(parts=parts, inputs=inputs)
    what = ids.book_period_id(book, index)
    return Broken("unread", whose.staff, what, missed_on, shown_on, NONE, tuple(cites), worth)


def _next_batch(ledger: Ledger, book: int, index: int) -> Ints:
    """The row of a book's next batch after a period; empty while there is none."""
    batches = ledger["batch"]
    later = np.flatnonzero((batches["book"] == book) & (batches["period"] > ids.period_code(index)))
    return later[np.argsort(batches["period"][later], kind="stable")][:1]


def _next_bills(
    ledger: Ledger, book: int, index: int, batch: Ints, day: int, whose: Answering
) -> tuple[Ints, list[Part]]:
    """The bills of the next batch, and of each the share of the days up to the missed day."""
    batches, bills = ledger["batch"], ledger["bill"]
    if not len(batch):
        return batch, []
    read_on, period = int(batches["read_on"][batch[0]]), ids.period_index(int(batches["period"][batch[0]]))
    begin = int(_planned(ledger, np.array([book]), np.array([index - 1])).day[0])  # what ran up to it is not missed
    rows = np.flatnonzero((bills["book"] == book) & (SCHEMA["bill"].key.part("period", wide(bills["id"])) == period))
    since = np.maximum(wide(bills["from_on"][rows]), begin)
    rows, since = rows[since < day], since[since < day]
    span = np.maximum(wide(bills["to_on"][rows]) - bills["from_on"][rows], 1)
    fen = int((np.maximum(wide(bills["amount_fen"][rows]), 0) * (day - since) // span).sum())
    return rows, [ledger.part(fen, day, day + whose.days(day, read_on), own=False)] if fen else []
