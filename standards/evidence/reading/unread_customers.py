"""Customers whom their reader left unread cycle after cycle (2.5): in his book, neither read nor coded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Broken, Inputs, Worth
from kaohe.standards.evidence.reading.book_days import Plan, planned, special_books
from kaohe.standards.evidence.reading.zeroed import zeroed
from kaohe.standards.ledger.cites import ACT, DUTY, PRICE, Cite, Part
from kaohe.standards.ledger.deadlines import NEVER
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, wide
from kaohe.standards.ledger.sheets import ACTUAL, ESTIMATE, RECHECK, REMOVAL

CYCLES, ISSUANCE = "unread.cycles", "issuance.limit_working_days"

Int64s = NDArray[np.int64]


def clause_2_5(ledger: Ledger) -> list[Broken]:
    """Customers left unread for as many cycles as are too many, and customers set to zero whose register shows use."""
    return [*_unread(ledger), *zeroed(ledger)]


class _Run(NamedTuple):
    """A customer (position) and the batches (rows) of his book, all of one reader, in which he is not, by time."""

    customer: int
    batches: list[int]


def _unread(ledger: Ledger) -> list[Broken]:
    found = (_broken(ledger, run) for run in _runs(ledger))
    return [broken for broken in found if broken is not None]


# ── who should have been read ────────────────────────────────────────────────────────────────────────────────────────


def _runs(ledger: Ledger) -> Iterator[_Run]:
    """A cycle in which nobody read the book neither counts nor ends a run; another reader begins another."""
    batch_of, passed_by = _passed_by(ledger)
    customers, periods = np.nonzero(passed_by.T)
    reader, read = ledger["batch"]["reader"], ledger.once(_was_read)
    run: _Run | None = None
    last = NONE
    for customer, period in zip(customers.tolist(), periods.tolist(), strict=True):
        row = int(batch_of[period, customer])
        goes_on = run is not None and run.customer == customer and not read[last + 1 : period, customer].any()
        if run is not None and not (goes_on and reader[run.batches[-1]] == reader[row]):
            yield run
            run = None
        run = _Run(customer, []) if run is None else run
        run.batches.append(row)
        last = period
    if run is not None:
        yield run


def _passed_by(ledger: Ledger) -> tuple[Ints, Flags]:
    """(period × customer) the batch of his book, and whether it has nothing of him though he was in the book."""
    sheets, read = ledger.sheets, ledger.once(_was_read)
    since, until = _in_book(ledger)
    batch_of = np.full(read.shape, NONE, dtype=np.int32)
    if not len(ledger["batch"]):
        return batch_of, np.zeros(read.shape, dtype=np.bool_)
    batches = ledger["batch"]
    everybody, before = np.arange(len(sheets.customers)), np.full(len(sheets.customers), NONE)
    for period, of_book in enumerate(_batches(ledger)):
        if of_book:
            books = np.array(sorted(of_book))
            moment = max(int(batches["recorded_at"][row]) for row in of_book.values())
            book = ledger["customer"]["book"][_archive_rows(ledger, everybody, moment)]
            at = np.minimum(np.searchsorted(books, book), len(books) - 1)
            has = (books[at] == book) & ((before == NONE) | (before == book))
            rows = np.array([of_book[one] for one in books.tolist()])
            batch_of[period] = np.where(has, rows[at], NONE)
            before = book
    read_on = wide(batches["read_on"])[batch_of]
    inside = (batch_of >= 0) & (since < read_on) & (read_on < until)
    return batch_of, inside & ~read


def _archive_rows(ledger: Ledger, customers: Ints, moment: int) -> Ints:
    return ledger.archive.rows(customers, np.full(len(customers), moment))


def _was_read(ledger: Ledger) -> Flags:
    """(period × customer) whether there is a reading, a coded reason or a bill, the final one of a meter taken down
    apart.
    """
    sheets = ledger.sheets
    last = max((ids.period_index(period) for period in ledger["batch"]["period"].tolist()), default=0)
    periods = max(sheets.periods, last - sheets.first_period + 1)
    found = np.zeros((periods, len(sheets.customers)), dtype=np.bool_)
    rows = np.flatnonzero(np.isin(sheets.reading_kind, (ACTUAL, ESTIMATE, RECHECK)))
    found[sheets.reading_period[rows], sheets.customer_of_meter[sheets.reading_meter[rows]]] = True
    bills = np.flatnonzero(~sheets.final)
    found[sheets.bill_period[bills], sheets.bill_customer[bills]] = True
    return found


def _batches(ledger: Ledger) -> list[dict[int, int]]:
    """By period the batch (row) of each book that has as many rows as it says: of another nobody knows who is in it."""
    sheets, batches, readings = ledger.sheets, ledger["batch"], ledger["reading"]
    rows = np.flatnonzero(np.isin(sheets.reading_kind, (ACTUAL, ESTIMATE)))
    keys = ids.book_period_id(wide(readings["book"][rows]), wide(sheets.reading_period[rows]) + sheets.first_period)
    known, counts = np.unique(keys, return_counts=True)
    found: list[dict[int, int]] = [{} for _ in range(len(ledger.once(_was_read)))]
    number = dict(zip(known.tolist(), counts.tolist(), strict=True))
    for row in range(len(batches)):
        book, index = int(batches["book"][row]), ids.period_index(int(batches["period"][row]))
        said = int(batches["readings"][row]) + int(batches["no_reads"][row])
        period = index - sheets.first_period
        if 0 <= period < len(found) and said == number.get(int(ids.book_period_id(book, index)), 0):
            found[period][book] = row
    return found


def _in_book(ledger: Ledger) -> tuple[Int64s, Int64s]:
    """By customer since when (a day) his reader has him, and until when.

    By the archive; of a new customer from the day on which the reader signed for the slip, and not while it lies with
    the clerk who made it.
    """
    sheets, meters, n = ledger.sheets, ledger["meter"], len(ledger.sheets.customers)
    since, until = np.full(n, NEVER), np.full(n, NEVER)
    entered = sheets.meter_row >= 0
    first = np.full(len(sheets.meters), NEVER)
    np.minimum.at(first, sheets.meters(meters["meter"]), meters.days())
    np.minimum.at(since, sheets.customer_of_meter[entered], first[entered])
    for customer, day in _slips(ledger):
        since[customer] = max(int(since[customer]), day)
    ends: list[tuple[Ints, Ints]] = []
    gone = np.flatnonzero(sheets.reading_kind == REMOVAL)
    orders, closings, archive = ledger["work_order"], ledger["closing"], ledger["customer"]
    taken = orders.where(orders.among("reason", "closing") & orders.among("kind", "removal"))
    last = gone[~_again(ledger, gone)]
    ends.append((sheets.customer_of_meter[sheets.reading_meter[last]], ledger["reading"]["read_on"][last]))
    for rows, table, column in (
        (taken, orders, "done_on"),
        (closings.where(closings["customer"] >= 0), closings, "closed_on"),
        (archive.where(archive["closed_on"] >= 0), archive, "closed_on"),
    ):
        where = sheets.customers.find(table["customer"][rows])
        ends.append((where[where >= 0], table[column][rows][where >= 0]))
    for who, days in ends:
        np.minimum.at(until, who, days)
    return since, until


def _again(ledger: Ledger, removed: Ints) -> Flags:
    """Of registers of meters taken down those whose customer has a meter put in since."""
    sheets = ledger.sheets
    last = np.full(len(sheets.customers), NONE)
    np.maximum.at(last, sheets.customer_of_meter, np.arange(len(sheets.meters)))
    meter = sheets.reading_meter[removed]
    flags: Flags = last[sheets.customer_of_meter[meter]] > meter
    return flags


def _slips(ledger: Ledger) -> Iterator[tuple[int, int]]:
    """New customers (positions), each with the day since which his reader has him by entry and slip; NEVER: not yet."""
    openings, log = ledger["opening"], ledger["paper_log"]
    steps: dict[int, dict[str, int]] = {}
    rows = log.where(log.among("kind", "opening_slip"))
    columns = log["application"][rows].tolist(), log.frame["action"][rows].to_list(), log.days()[rows].tolist()
    for application, action, day in zip(*columns, strict=True):
        mine = steps.setdefault(application, {})
        mine[str(action)] = min(mine.get(str(action), day), day)  # one that came damaged is made anew: he had it before
    where = ledger.sheets.customers.find(openings["customer"])
    for row in np.flatnonzero(where >= 0).tolist():
        mine = steps.get(int(openings["application"][row]), {})
        entered_on = max(openings.day(row), int(openings["entered_on"][row]))
        waits = "made" in mine and not {"sent", "signed"} & mine.keys()
        yield int(where[row]), NEVER if waits else max(entered_on, mine.get("signed", entered_on))


# ── what that is worth ───────────────────────────────────────────────────────────────────────────────────────────────


def _broken(ledger: Ledger, run: _Run) -> Broken | None:
    batches = ledger["batch"]
    read_on = wide(batches["read_on"][run.batches])
    number = int(ledger.limits.whole(CYCLES, read_on[-1:])[0])
    if len(run.batches) < max(number, 1):
        return None
    last = run.batches[number - 1]
    plan = planned(ledger, *(batches[name][[last]] for name in ("book", "period", "read_on", "reader")))
    kind = "special" if special_books(ledger, plan)[0] else "low_voltage"
    rule = f"reading.tolerance_days.{kind}"
    limit_on = int(plan.day[0] + ledger.limits.whole(rule, plan.day)[0])
    missed_on = ledger.calendar.next_working(max(limit_on, int(read_on[number - 1])))
    shown_on = max(missed_on, *(batches.day(row) for row in run.batches[:number]))
    if shown_on > ledger.as_of:
        return None
    bill = _next_bill(ledger, run, int(read_on[0]))
    parts, priced = _parts(ledger, run, bill)
    cites = [
        *_in_his_book(ledger, run, plan),
        ledger.cite_rule(CYCLES, int(read_on[number - 1])),
        ledger.cite_rule(rule, int(plan.day[0])),
        *ledger.cites("batch", run.batches[:number], ACT),
        *ledger.cites("batch", run.batches[number:], PRICE),
        *priced,
    ]
    inputs: Inputs = {
        "cycles": len(run.batches),
        "missed_days": ", ".join(str(np.datetime64(int(day), "D")) for day in read_on),
        "bills": min(len(parts), 1),
    }
    staff, customer = int(batches["reader"][last]), int(ledger.sheets.customers.keys[run.customer])
    worth = Worth(parts=parts, inputs=inputs)
    return Broken("unread", staff, customer, missed_on, shown_on, NONE, tuple(dict.fromkeys(cites)), worth)


def _in_his_book(ledger: Ledger, run: _Run, plan: Plan) -> list[Cite]:
    """What says that he was in the book, and when that was to be read."""
    customer, moment = np.array([run.customer]), int(ledger["batch"]["recorded_at"][run.batches[0]])
    openings, log = ledger["opening"], ledger["paper_log"]
    opened = openings.where(openings["customer"] == ledger.sheets.customers.keys[run.customer])
    slips = log.among("kind", "opening_slip") & log.among("action", "signed")
    signed = log.where(slips & np.isin(log["application"], openings["application"][opened]))
    return [
        *ledger.cites("customer", _archive_rows(ledger, customer, moment), DUTY),
        *ledger.cites("opening", opened, DUTY),
        *ledger.cites("paper_log", signed, DUTY),
        *ledger.cites("book", plan.book[:1], DUTY),
        *plan.moved_by(ledger, 0),
    ]


def _next_bill(ledger: Ledger, run: _Run, first_on: int) -> int:
    """The first bill (row) that ends after the first of these cycles; NONE while there is none."""
    bills = ledger["bill"]
    mine = np.flatnonzero((ledger.sheets.bill_customer == run.customer) & (bills["to_on"] > first_on))
    return int(mine[np.argmin(bills["to_on"][mine])]) if len(mine) else NONE


def _parts(ledger: Ledger, run: _Run, bill: int) -> tuple[list[Part], list[Cite]]:
    """Of each cycle its share of the bill by days, and the days by which that was issued late, as far as they are his
    who had not read.
    """
    if bill == NONE:
        return [], []
    bills, batches = ledger["bill"], ledger["batch"]
    begun, caught_on, issued_on, kwh, fen = (
        int(bills[name][bill]) for name in ("from_on", "to_on", "issued_on", "kwh", "amount_fen")
    )
    pending, until = _waiting(ledger, bill, issued_on)
    parts, since = list[Part](), begun
    cites = [*ledger.cites("bill", [bill], PRICE), *ledger.cites("pending", pending, PRICE)]
    for row in run.batches:
        read_on = int(batches["read_on"][row])
        share = max(kwh, 0) * max(read_on - since, 0) // max(caught_on - begun, 1)
        limit_on = int(
            ledger.calendar.working_after(np.array([read_on]), ledger.limits.whole(ISSUANCE, np.array([read_on])))[0]
        )
        days = min(until - limit_on, caught_on - read_on)
        parts.append(ledger.part(max(fen, 0) * share // max(kwh, 1), limit_on, limit_on + max(days, 0)))
        cites += [ledger.cite_rule(ISSUANCE, read_on), *ledger.cite_days(read_on, limit_on)]
        since = max(since, read_on)
    return parts, cites


def _waiting(ledger: Ledger, bill: int, issued_on: int) -> tuple[list[int], int]:
    """The rows of the pending register about the bill, and until when its days are the reader's."""
    register = ledger["pending"]
    customer, index = ids.bill_parts(int(ledger["bill"]["id"][bill]))
    mine = register.where((register["customer"] == customer) & (register["period"] == ids.period_code(index)))
    opened = register.days()[mine][register.among("action", "open")[mine]]
    return mine.tolist(), int(min(opened, default=issued_on))
