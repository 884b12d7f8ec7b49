"""What a wrong entry of the archive did to bills: each as it was made against what the source would have made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.tariff.printed_tables import transformer
from kaohe.sim.tariff.settlement import Transformers
from kaohe.standards.evidence.entries import Difference, Value, WrongEntry
from kaohe.standards.evidence.fees import Balance, balance
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.line_by_line import Terms
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, wide

Int64s = NDArray[np.int64]


@dataclass(frozen=True)
class EntryFee:
    """Bills (rows, in the order of issue) made while the entry stood, those of them that differ, and their balance.

    kwh: by how much energy the bills of the balance differ in all, signed.
    """

    bills: Ints
    differing: Ints
    balance: Balance
    kwh: int


def entry_fee(ledger: Ledger, entry: WrongEntry, since: int) -> EntryFee:
    """Tariff by the archive less tariff by the source, of the bills issued after a moment (ms) while an entry stood."""
    bills = _bills(ledger, entry, since)
    if not len(bills):
        return EntryFee(bills, bills, balance(bills, bills, bills), 0)
    terms, first_register = _by_source(ledger, entry, bills)
    owed, due = ledger.due.by(bills, terms, first_register), ledger.due
    differs = (due.amount[bills] != owed.fen) | (due.kwh[bills] != owed.kwh)
    wrong = bills[differs]
    ran_up = balance(wrong, due.amount[wrong], owed.fen[differs])
    kwh = (due.kwh[wrong] - owed.kwh[differs])[: len(ran_up.bills)]
    return EntryFee(bills, wrong, ran_up, int(kwh.sum()))


def _bills(ledger: Ledger, entry: WrongEntry, since: int) -> Ints:
    """Bills of the customer made while the entry stood; of an opening those with energy of its meter."""
    if entry.customer == NONE:
        return np.zeros(0, dtype=np.int64)
    table, sheets = ledger["bill"], ledger.sheets
    rows = wide(sheets.bill_row[:, entry.customer])
    rows = rows[rows >= 0]
    if entry.meter != NONE:
        rows = rows[(sheets.bill_meter[rows] == entry.meter) | _with_removed(ledger, entry, rows)]
    stood = (table["recorded_at"][rows] > since) & (table["recorded_at"][rows] < entry.until)
    rows = rows[stood]
    return rows[np.lexsort((table["id"][rows], table["recorded_at"][rows]))]


def _with_removed(ledger: Ledger, entry: WrongEntry, bills: Ints) -> Flags:
    """Bills of a later meter that hold energy of the entry's meter, the only one removed in their period."""
    orders, table = ledger["work_order"], ledger["bill"]
    mine = (orders["customer"] == ledger.sheets.customers.keys[entry.customer]) & (orders["old_meter"] >= 0)
    days, old = orders["done_on"][mine], orders["old_meter"][mine]
    within = (days >= table["from_on"][bills][:, None]) & (days <= table["to_on"][bills][:, None])
    alone = (within & (old == entry.meter_number)).any(axis=1) & (within.sum(axis=1) == 1)
    flags: Flags = alone & (table["swap_kwh"][bills] != 0)
    return flags


def _by_source(ledger: Ledger, entry: WrongEntry, bills: Ints) -> tuple[Terms, Int64s]:
    """The terms of some bills, and the first registers of their meters, with the source where the entry stood."""
    written, meters = ledger["bill"]["recorded_at"][bills], ledger.sheets.bill_meter[bills]
    terms, first_register = ledger.due.terms(bills), ledger.meters.first_register(meters, written)
    stood = {name: each for name, each in entry.differences.items() if (written < each.until).any()}
    of_meter = meters == entry.meter
    if "multiplier" in stood:
        terms = _multiplied(ledger, entry, bills, terms, written < stood["multiplier"].until)
    if "digits" in stood:
        digits = np.where(of_meter & (written < stood["digits"].until), _number(stood["digits"]), terms.scale.digits)
        terms = replace(terms, scale=replace(terms.scale, digits=digits))
    if "first_register" in stood:
        found = stood["first_register"]
        first_register = np.where(of_meter & (written < found.until), _number(found), first_register)
    if "transformer" in stood:
        terms = _transformed(ledger, bills, terms, stood["transformer"], written)
    return _priced(ledger, bills, terms, stood, written), first_register


def _number(difference: Difference) -> int:
    value = difference.source[0]
    return value if isinstance(value, int) else 0


def _multiplied(ledger: Ledger, entry: WrongEntry, bills: Ints, terms: Terms, stood: Flags) -> Terms:
    """With the multiplier of the source: of the meter in place, or of what it had shown when it was removed."""
    difference, of_meter = entry.differences["multiplier"], ledger.sheets.bill_meter[bills] == entry.meter
    right, wrong = _number(difference), difference.entered[0]
    assert isinstance(wrong, int)
    multiplier = np.where(of_meter & stood, right, terms.scale.multiplier)
    removed = stood & ~of_meter & (wide(ledger["bill"]["swap_kwh"][bills]) % wrong == 0)
    counted = np.where(removed, right, terms.removed[0]), np.where(removed, wrong, terms.removed[1])
    return replace(terms, scale=replace(terms.scale, multiplier=multiplier), removed=counted)


def _transformed(ledger: Ledger, bills: Ints, terms: Terms, difference: Difference, written: Ints) -> Terms:
    """With the losses of the transformer on the source, where the meter shows what they need."""
    stood = ledger.papers.multi_function[ledger.sheets.bill_meter[bills]] & (written < difference.until)
    kind = _parameters(*difference.source)
    parts = (np.where(stood, kind[each.name], getattr(terms.transformers, each.name)) for each in fields(Transformers))
    return replace(terms, transformers=Transformers(*parts))


def _parameters(series: Value, kva: Value) -> dict[str, int]:
    names = [each.name for each in fields(Transformers)]
    if not isinstance(series, str) or not isinstance(kva, int):
        return dict.fromkeys(names, 0)
    found = transformer(series, kva)
    return {name: int(getattr(found, name)) for name in names}


def _priced(ledger: Ledger, bills: Ints, terms: Terms, stood: Mapping[str, Difference], written: Ints) -> Terms:
    """With price and charged capacity of the source; a class without a price proves nothing."""
    price, archive = terms.price, ledger.due.archive_row[bills]
    kva = wide(ledger["customer"]["capacity_kva"][archive])
    if "price_class" in stood:
        found = _price_rows(ledger, bills, str(stood["price_class"].source[0]))
        price = np.where((written < stood["price_class"].until) & (found != NONE), found, price)
    if "capacity_kva" in stood:
        kva = np.where(written < stood["capacity_kva"].until, _number(stood["capacity_kva"]), kva)
    two_part = ledger["price"]["capacity_fen_per_kva"][price] > 0
    return replace(terms, price=price, kva=np.where(two_part, kva, 0))


def _price_rows(ledger: Ledger, bills: Ints, name: str) -> Ints:
    """Rows of the price table for a class as recorded at issue; NONE without one."""
    if name not in ledger.archive.classes:
        return np.full(len(bills), NONE)
    codes, table = np.full(len(bills), ledger.archive.classes.index(name)), ledger["bill"]
    return ledger.archive.price_rows(codes, table["recorded_at"][bills], table["issued_on"][bills])
