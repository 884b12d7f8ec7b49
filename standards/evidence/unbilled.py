"""Readings without a bill by the issuance limit and without an open entry in the pending register.

What was never issued is worth the tariff of the day on which it was due for issue; a bill that was issued after all is
late, from the limit on or from the day on which the entry in the register was closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.reading.handheld_log import held_from_issue
from kaohe.standards.evidence.refuted_readings import refuted
from kaohe.standards.evidence.unbilled_fee import Gap, Span, scale_then, settled_gap
from kaohe.standards.ledger.anchors import Start
from kaohe.standards.ledger.deadlines import by_day
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import DAY_MS, NONE, Ints, wide
from kaohe.standards.ledger.sheets import ACTUAL, DAY_S, ESTIMATE, RECHECK, REMOVAL, SPOT

Histories: TypeAlias = dict[int, Ints]


@dataclass(frozen=True)
class Unbilled:
    """A customer-period left unissued: its rows, its days, and the tariff of its own reading.

    of_removed: readings (rows) of meters that were removed in it, where each began and ended.
    held_until: the day until which nothing was due; issue_on: the day on which it was due for issue; missed_on: the
    first working day after its limit, which may be to come. meter, archive, price: as recorded when it was due. start,
    end: the registers between which it ran.
    """

    bill: int
    reading: int
    before: int
    bill_row: int
    batch: int
    limit_on: int
    held_until: int
    missed_on: int
    issue_on: int
    pending: tuple[int, ...]
    kwh: int
    amount_fen: int
    meter: int
    archive: int
    price: int
    settled: Gap | None
    start: int
    end: int
    of_removed: tuple[int, ...] = ()


def unbilled(ledger: Ledger) -> list[Unbilled]:
    """Customer-periods whose reading (actual, coded no-read, a re-reading, the last one of a meter taken down) had no
    bill by the limit, by key.
    """
    return [item for item in ledger.once(unissued) if item.missed_on <= ledger.as_of]


def unissued(ledger: Ledger) -> list[Unbilled]:
    """These, and those that have no bill before their limit while a month-end check of issuance shows a difference."""
    sheets = ledger.sheets
    rows = _first_of_period(ledger)
    limit_on = _limits(ledger, ledger["reading"]["read_on"][rows])
    bill = sheets.bill_row[sheets.reading_period[rows], sheets.customer_of_meter[sheets.reading_meter[rows]]]
    chosen = np.flatnonzero((bill < 0) | (_issued_on(ledger, bill) > limit_on))
    passed = ledger.calendar.working_after(limit_on[chosen]) <= ledger.as_of
    counted = (bill[chosen] < 0) & (ledger["reading"]["read_on"][rows[chosen]] <= _last_difference(ledger))
    chosen = chosen[passed | counted]
    histories = _histories(ledger, rows[chosen])
    found = [_unbilled(ledger, int(rows[i]), int(limit_on[i]), int(bill[i]), histories) for i in chosen]
    return sorted((item for item in found if item is not None), key=lambda item: item.bill)


def _last_difference(ledger: Ledger) -> int:
    """The day of the last month-end check of issuance that shows a difference."""
    balances = ledger["issue_balance"]
    return int(balances.days()[balances["difference"] != 0].max(initial=NONE))


def _first_of_period(ledger: Ledger) -> Ints:
    """One row a meter-period: the actual reading, else the coded no-read (billed provisionally), else a re-reading; and
    the register at which a meter was taken down for good, on which a final bill rests.
    """
    sheets = ledger.sheets
    estimates = np.flatnonzero(sheets.reading_kind == ESTIMATE)
    rechecks = np.flatnonzero(sheets.reading_kind == RECHECK)
    again = np.isin(_meter_period(ledger, rechecks), _meter_period(ledger, estimates))
    others = np.concatenate([estimates, rechecks[~again]])
    read = [np.flatnonzero(sheets.reading_kind == ACTUAL), others[~sheets.has_actual(others)], _taken_down(ledger)]
    return np.sort(np.concatenate(read))


def _taken_down(ledger: Ledger) -> Ints:
    """The readings at which meters were taken down and none was put in their place."""
    orders, sheets = ledger["work_order"], ledger.sheets
    meters = sheets.meters(orders["old_meter"][orders.among("kind", "removal") & (orders["old_meter"] >= 0)])
    rows: Ints = np.flatnonzero((sheets.reading_kind == REMOVAL) & np.isin(sheets.reading_meter, meters))
    return rows


def _meter_period(ledger: Ledger, rows: Ints) -> Ints:
    return SCHEMA["reading"].key.head("period", wide(ledger["reading"]["id"][rows]))


def _histories(ledger: Ledger, rows: Ints) -> Histories:
    """Readings of all meters of the customers of some readings."""
    sheets = ledger.sheets
    wanted = np.zeros(len(sheets.customers), dtype=np.bool_)
    wanted[sheets.customer_of_meter[sheets.reading_meter[rows]]] = True
    return sheets.readings_of(np.flatnonzero(wanted[sheets.customer_of_meter]))


def _limits(ledger: Ledger, read_on: Ints) -> Ints:
    def limit(days: NDArray[np.int64]) -> Ints:
        return ledger.calendar.working_after(days, ledger.limits.whole("issuance.limit_working_days", days))

    return by_day(limit, read_on)


def _issued_on(ledger: Ledger, bill: Ints) -> Ints:
    issued = ledger["bill"]["issued_on"]
    return issued[bill] if len(issued) else np.full(len(bill), NONE)


def _unbilled(ledger: Ledger, reading: int, limit_on: int, bill_row: int, histories: Histories) -> Unbilled | None:
    sheets, rows = ledger.sheets, np.array([reading])
    meter, period = sheets.reading_meter[rows], sheets.reading_period[rows]
    customer = sheets.customer_of_meter[meter]
    index, number = int(period[0]) + sheets.first_period, int(sheets.customers.keys[customer[0]])
    usual_on, limit_on = limit_on, _held_back(ledger, reading, index, limit_on)
    pending, open_until = _pending(ledger, number, ids.period_code(index), limit_on)
    missed_on = ledger.calendar.next_working(open_until)
    held = open_until > usual_on and bill_row != NONE and ledger["bill"]["issued_on"][bill_row] < missed_on
    if held or (missed_on > ledger.as_of and (open_until > usual_on or bill_row != NONE)):
        return None
    recheck = _recheck(ledger, reading, histories[int(meter[0])])
    basis = reading if recheck == NONE else recheck
    moment = _due_at(ledger, reading, index, recheck)
    start = ledger.anchors.of_reading(reading)
    removed = _removed(ledger, reading, moment, histories)
    kwh = _kwh(ledger, start, basis, moment) + sum(each.kwh for each in removed)
    archive, price = _as_recorded(ledger, customer, moment)
    settled = _settled(ledger, Span(start, basis), removed, kwh, moment, (int(archive[0]), int(price[0])))
    return Unbilled(
        ids.bill_id(number, index),
        basis,
        start.row,
        bill_row,
        _batch(ledger, reading, index),
        limit_on,
        open_until,
        missed_on,
        moment // DAY_MS,
        pending,
        kwh if settled is None else settled.kwh,
        _plain_fen(ledger, kwh, archive, price) if settled is None else settled.fen,
        _meter_then(ledger, meter, moment),
        int(archive[0]),
        int(price[0]),
        settled,
        _beginning(ledger, start, _meter_then(ledger, meter, moment))[0],
        _register(ledger, basis),
        _rows_of(removed),
    )


def _held_back(ledger: Ledger, reading: int, index: int, limit_on: int) -> int:
    """The limit, or the day before which nothing of its batch could be issued, because its handheld was not unloaded
    yet; NEVER where it still is not.
    """
    if ledger.sheets.reading_kind[reading] == REMOVAL:
        return limit_on
    return max(limit_on, held_from_issue(ledger, int(ledger["reading"]["book"][reading]), index, ledger.as_of))


def _settled(
    ledger: Ledger, own: Span, removed: Sequence[_Removed], kwh: int, moment: int, rows: tuple[int, int]
) -> Gap | None:
    """The period's bill of several lines, if it is one; rows: of archive and price table."""
    return settled_gap(ledger, [own, *(each.span for each in removed)], kwh, moment, *rows)


def _rows_of(removed: Sequence[_Removed]) -> tuple[int, ...]:
    """Readings at which meters that ran before their removal began and ended."""
    rows = (row for each in removed if each.kwh for row in (each.span.start.row, each.span.end))
    return tuple(row for row in rows if row != NONE)


def _plain_fen(ledger: Ledger, kwh: int, archive: Ints, price: Ints) -> int:
    """One energy at one price."""
    return int(ledger.archive.amount(np.array([kwh]), ledger.archive.capacity(archive, price), price)[0])


def _pending(ledger: Ledger, customer: int, period: int, limit_on: int) -> tuple[tuple[int, ...], int]:
    """Rows of the pending register, and the day until which an entry open at the limit stayed open."""
    register = ledger["pending"]
    rows = register.where((register["customer"] == customer) & (register["period"] == period))
    opened = register.among("action", "open")[rows]
    days = register.days()[rows]
    if np.count_nonzero(opened & (days <= limit_on)) <= np.count_nonzero(~opened & (days <= limit_on)):
        return tuple(rows.tolist()), limit_on
    closed = days[~opened & (days > limit_on)]
    return tuple(rows.tolist()), int(closed.min()) if len(closed) else ledger.as_of


def _recheck(ledger: Ledger, reading: int, of_meter: Ints) -> int:
    """The last re-reading that the review ordered for the same meter and period; NONE if there is none."""
    sheets = ledger.sheets
    same = sheets.reading_period[of_meter] == sheets.reading_period[reading]
    rows = of_meter[same & (sheets.reading_kind[of_meter] == RECHECK)]
    return int(rows[-1]) if len(rows) else NONE


def _kwh(ledger: Ledger, start: Start, reading: int, moment: int) -> int:
    """Energy of a meter since its period began, less what was billed on estimates.

    From its initial register where nothing was read before; a refuted register counts as the nearest possible one.
    """
    sheets = ledger.sheets
    meter, own = sheets.reading_meter[[reading]], np.array([reading])
    begin, second = _beginning(ledger, start, _meter_then(ledger, meter, moment))
    end, scale = _register(ledger, reading), scale_then(ledger, meter, moment)
    if sheets.reading_kind[reading] == ESTIMATE:
        units = (end - begin - start.billed) % scale.modulus
    else:
        units = scale.advance(np.array([begin]), np.array([end]), sheets.seconds(own) - second) - start.billed
    return int(scale.energy(units, start.billed)[0])


def _meter_then(ledger: Ledger, meter: Ints, moment: int) -> int:
    """Row of the meter table as recorded at a moment."""
    return int(ledger.sheets.meter_versions.at(meter, np.array([moment]))[0])


def _register(ledger: Ledger, reading: int) -> int:
    wrong = ledger.once(refuted).get(reading)
    return int(ledger["reading"]["register"][reading]) if wrong is None else wrong.nearest


def _beginning(ledger: Ledger, start: Start, meter_row: int) -> tuple[int, int]:
    """Register and second. A refuted reading that no bill rests on, or a supplement corrected, is no beginning."""
    meters, sheets = ledger["meter"], ledger.sheets
    if start.row == NONE:
        return int(meters["initial_register"][meter_row]), int(meters["installed_on"][meter_row]) * DAY_S
    billed = sheets.bill_on_actual[sheets.reading_period[start.row], sheets.reading_meter[start.row]] != NONE
    as_read = start.register == ledger["reading"]["register"][start.row]
    replaced = as_read and (not billed or ledger.anchors.corrected[start.row])
    return _register(ledger, start.row) if replaced else start.register, start.second


@dataclass(frozen=True)
class _Removed:
    """A removed meter: where its last period began and its removal (row, NONE without one); its energy."""

    span: Span
    kwh: int


def _removed(ledger: Ledger, reading: int, moment: int, histories: Histories) -> list[_Removed]:
    """Meters of the customer that were removed since his reading of an earlier period."""
    sheets, rows, orders = ledger.sheets, ledger["reading"], ledger["work_order"]
    customer = sheets.customer_of_meter[sheets.reading_meter[reading]]
    mine = np.concatenate([histories[int(meter)] for meter in np.flatnonzero(sheets.customer_of_meter == customer)])
    past = mine[(sheets.reading_period[mine] < sheets.reading_period[reading]) & (sheets.reading_kind[mine] != SPOT)]
    since = int(rows["read_on"][past].max(initial=0))
    done = orders.where((orders["customer"] == sheets.customers.keys[customer]) & (orders["old_meter"] >= 0))
    done_on, until = orders["done_on"][done], rows["read_on"][reading]
    own = sheets.meters.keys[sheets.reading_meter[reading]]
    same_day = (done_on == until) & (orders["new_meter"][done] == own)  # put in, and taken down
    done = done[(done_on >= since) & ((done_on < until) | same_day)]
    return [_removal(ledger, order, moment, histories) for order in done.tolist()]


def _removal(ledger: Ledger, order: int, moment: int, histories: Histories) -> _Removed:
    orders, sheets = ledger["work_order"], ledger.sheets
    meter = sheets.meters(orders["old_meter"][[order]])
    history = histories[int(meter[0])]
    start = ledger.anchors.of_meter(int(meter[0]))
    removals = history[sheets.reading_kind[history] == REMOVAL]
    if start.row == NONE:
        return _Removed(Span(start, NONE), 0)
    end = int(removals[-1]) if len(removals) else NONE
    second = wide(orders["done_on"][[order]]) * DAY_S if end == NONE else sheets.seconds(np.array([end]))
    register, scale = np.array([start.register]), scale_then(ledger, meter, moment)
    units = scale.advance(register, orders["removal_register"][[order]], second - start.second)
    kwh = int(scale.energy(units - start.billed, start.billed)[0])
    return _Removed(Span(start, end), kwh)


def _as_recorded(ledger: Ledger, customer: Ints, moment: int) -> tuple[Ints, Ints]:
    """Rows of archive and price table as recorded at a moment."""
    at = np.array([moment])
    archive = ledger.archive.rows(customer, at)
    return archive, ledger.archive.price_rows(ledger.archive.class_of[archive], at, at // DAY_MS)


def _due_at(ledger: Ledger, reading: int, index: int, recheck: int) -> int:
    """When a reading was due for issue: with the bills of its batch, a re-read one with those after the re-reading.

    Where none was issued, the first working day after it was read, or read again: at its end. What was read on a closed
    day is unloaded on the next open one, and due then, or on the first working day after.
    """
    readings = ledger["reading"]
    read_on = int(readings["read_on"][reading if recheck == NONE else recheck])
    if ledger.sheets.reading_kind[reading] == REMOVAL:
        return (ledger.calendar.next_working(read_on) + 1) * DAY_MS - 1
    issued = ledger.once(_batches_issued).get((int(readings["book"][reading]), index), {})
    after = [moment for day, moment in issued.items() if recheck == NONE or day > read_on]
    batch = _batch(ledger, reading, index)
    unloaded_on = ledger["batch"].day(batch) if recheck == NONE and batch != NONE else read_on
    closed = unloaded_on > read_on and not ledger.calendar.is_open(np.arange(read_on, unloaded_on)).any()
    since = unloaded_on - 1 if closed else max(unloaded_on, read_on)
    return min(after) if after else (ledger.calendar.next_working(since) + 1) * DAY_MS - 1


def _batches_issued(ledger: Ledger) -> dict[tuple[int, int], dict[int, int]]:
    """The days on which bills of each (book, period) were issued, with the moment of the first of each day.

    Final bills, made of the register of a meter that was taken down, are of no batch.
    """
    bills, sheets = ledger["bill"], ledger.sheets
    periods = SCHEMA["bill"].key.part("period", wide(bills["id"]))
    order = np.lexsort((bills["recorded_at"], bills["issued_on"], periods, bills["book"]))
    order = order[~sheets.final[order]]
    columns = (bills["book"], periods, bills["issued_on"])
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = np.any([column[order[1:]] != column[order[:-1]] for column in columns], axis=0)
    found: dict[tuple[int, int], dict[int, int]] = {}
    for row in order[new].tolist():
        of_batch = found.setdefault((int(bills["book"][row]), int(periods[row])), {})
        of_batch[int(bills["issued_on"][row])] = int(bills["recorded_at"][row])
    return found


def _batch(ledger: Ledger, reading: int, index: int) -> int:
    """That of a reading; a meter that was taken down is in none."""
    batches = ledger["batch"]
    if ledger.sheets.reading_kind[reading] == REMOVAL:
        return NONE
    code = ids.period_code(index)
    rows = batches.where((batches["book"] == ledger["reading"]["book"][reading]) & (batches["period"] == code))
    return int(rows[0]) if len(rows) else NONE


def not_recovered(ledger: Ledger, item: Unbilled) -> int:
    """What it comes to while no supplement for the gap has been issued; else 0."""
    supplements = ledger["supplement"]
    customer, index = ids.bill_parts(item.bill)
    of_period = (supplements["customer"] == customer) & (supplements["period"] == ids.period_code(index))
    recovered = (of_period & supplements.among("kind", "gap")).any()
    return 0 if recovered else max(item.amount_fen, 0)


def readings_priced_by(ledger: Ledger, item: Unbilled) -> list[int]:
    """Readings (rows) that price it beside its own: its beginning, those of removed meters, those that refute any."""
    wrong = [ledger.once(refuted).get(row) for row in (item.before, item.reading)]
    rows = {item.before, *item.of_removed} | {proof.row for each in wrong if each is not None for proof in each.proofs}
    return sorted(rows - {item.reading})
