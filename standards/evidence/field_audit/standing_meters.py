"""What a meter that stood still did not register (art. 80-3 of the supply regulations): so many normal days' energy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from kaohe.sim.records import ids
from kaohe.sim.tariff.one_part import energy_fee_fen
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import DAY_MS, NONE, Ints
from kaohe.standards.ledger.sheets import ACTUAL, ESTIMATE, INSTALL, OPENING, RECHECK, SPOT

_READ = (OPENING, ACTUAL, RECHECK, SPOT, INSTALL)
_STOOD = ("stopped", "burnt")
_NORMAL = "fault.normal_periods"


class Lost(NamedTuple):
    """Energy and fee that a faulty meter lost while nobody came, the rows that price it, whether it is collected."""

    kwh: int
    fen: int
    is_supplemented: bool
    inputs: Mapping[str, int]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


class _Exchange(NamedTuple):
    """The order that took out a meter (row) and its certificate (row, NONE without one yet)."""

    order: int
    test: int
    done_on: int


class _Normal(NamedTuple):
    """Energy and days of the normal periods before a fault, and their bills (rows); none: by the opening mean."""

    kwh: int
    days: int
    bills: tuple[int, ...]
    mean_kwh: int | None = None


def lost_by_delay(ledger: Ledger, report: int, limit_on: int) -> Lost | None:
    """What the meter of a reader's report lost from the limit day to its exchange.

    None where he did not report that it stands, where neither the exchange nor the certificate establishes that, or the
    exchange came by the limit. It stood when he saw it, so it registered nothing of those days, whatever he wrote down.
    """
    if ledger["reader_report"].text("anomaly", report) not in _STOOD:
        return None
    number = int(ledger["reader_report"]["meter"][report])
    exchange = _exchange(ledger, number)
    meter = int(ledger.sheets.meters.find(np.array([number]))[0])
    if exchange is None or exchange.done_on <= limit_on or meter == NONE:
        return None
    archive, price = _price(ledger, meter, exchange)
    return None if price == NONE else _lost(ledger, report, meter, exchange, limit_on, archive, price)


def _lost(
    ledger: Ledger, report: int, meter: int, exchange: _Exchange, limit_on: int, archive: int, price: int
) -> Lost:
    normal = _normal(ledger, meter, _last_sound_day(ledger, meter, report), limit_on)
    days, energy_e4 = exchange.done_on - limit_on, int(ledger["price"]["energy_e4"][price])
    kwh = max(normal.kwh * days // normal.days, 0)
    supplements = tuple(_supplements(ledger, exchange).tolist())
    inputs = {
        "exchanged_day": ids.day_number(exchange.done_on),
        "days": days,
        "normal_kwh": normal.kwh,
        "days_normal": normal.days,
        "lost_kwh": kwh,
        "energy_e4": energy_e4,
    }
    if normal.mean_kwh is not None:
        inputs["opening_mean_kwh"] = normal.mean_kwh
    rows = {"work_order": (exchange.order,), "meter_test": (exchange.test,), "bill": normal.bills}
    rows |= {"customer": (archive,), "price": (price,), "supplement": supplements}
    return Lost(kwh, int(energy_fee_fen(kwh, energy_e4)), bool(supplements), inputs, tuple(rows.items()))


def _histories(ledger: Ledger) -> Mapping[int, Ints]:
    """Readings (rows) of the meters (positions) of all reports in the order of time."""
    meters = ledger.sheets.meters.find(np.unique(ledger["reader_report"]["meter"]))
    return ledger.sheets.readings_of(meters[meters >= 0])


def _exchange(ledger: Ledger, meter: int) -> _Exchange | None:
    """The exchange of a meter that stood still, by its certificate; while there is none, by what the crew found."""
    orders, tests = ledger["work_order"], ledger["meter_test"]
    taken_out = orders.where(orders["old_meter"] == meter)
    tested = tests.where(tests["meter"] == meter)
    if not len(taken_out):
        return None
    order, test = int(taken_out[-1]), int(tested[-1]) if len(tested) else NONE
    said = orders.text("fault", order) if test == NONE else tests.text("as_found", test)
    return _Exchange(order, test, int(orders["done_on"][order])) if said in _STOOD else None


def _last_sound_day(ledger: Ledger, meter: int, report: int) -> int:
    """Day of the register read last before the period in which the anomaly was reported; NONE if none was."""
    history = ledger.once(_histories)[meter]
    sheets, readings, reports = ledger.sheets, ledger["reading"], ledger["reader_report"]
    period = int(ids.period_index(int(reports["period"][report]))) - sheets.first_period
    kinds, own = sheets.reading_kind[history], sheets.reading_period[history] == period
    reported = history[own & np.isin(kinds, (ACTUAL, RECHECK))]
    until = min((int(readings["recorded_at"][row]) for row in reported), default=int(reports["recorded_at"][report]))
    before = history[np.isin(kinds, _READ) & (readings["recorded_at"][history] < until)]
    return int(readings["read_on"][before[-1]]) if len(before) else NONE


def _normal(ledger: Ledger, meter: int, until: int, limit_on: int) -> _Normal:
    """The last periods between registers really read that ended by a day, by the customer's bills."""
    bills, sheets, customer = ledger["bill"], ledger.sheets, int(ledger.sheets.customer_of_meter[meter])
    rows = sheets.bill_row[:, customer]
    rows = rows[rows >= 0]
    rows = rows[bills["to_on"][rows] <= until]
    basis = sheets.basis_row[rows]
    ends = np.flatnonzero((basis < 0) | (sheets.reading_kind[basis] != ESTIMATE)) + 1
    number = int(ledger.limits.whole(_NORMAL, np.array([limit_on]))[0])
    if not len(ends):
        archive = int(ledger.archive.rows(np.array([customer]), np.array([0]))[0])
        mean_kwh = int(ledger["customer"]["opening_mean_kwh"][archive])
        return _Normal(mean_kwh * 12, 365, (), mean_kwh)
    first = int(ends[-number - 1]) if len(ends) > number else 0
    rows = rows[first : ends[-1]]
    days = int((bills["to_on"][rows] - bills["from_on"][rows]).sum())
    return _Normal(int(bills["kwh"][rows].sum()), max(days, 1), tuple(rows.tolist()))


def _price(ledger: Ledger, meter: int, exchange: _Exchange) -> tuple[int, int]:
    """Rows of archive and price table on the day of the certificate; while there is none, of the exchange."""
    tests, customer = ledger["meter_test"], ledger.sheets.customer_of_meter[[meter]]
    day, moment = exchange.done_on, (exchange.done_on + 1) * DAY_MS - 1
    if exchange.test != NONE:
        day, moment = int(tests["tested_on"][exchange.test]), int(tests["recorded_at"][exchange.test])
    archive = ledger.archive.rows(customer, np.array([moment]))
    price = ledger.archive.price_rows(ledger.archive.class_of[archive], np.array([moment]), np.array([day]))
    return int(archive[0]), int(price[0])


def _supplements(ledger: Ledger, exchange: _Exchange) -> Ints:
    """Those that collect what the meter lost."""
    supplements, tests = ledger["supplement"], ledger["meter_test"]
    if exchange.test == NONE:
        return np.array([], dtype=np.int64)
    of_test = supplements["ground"] == tests["id"][exchange.test]
    return supplements.where(of_test & supplements.among("kind", "fault"))
