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
from kaohe.standards.ledger.meter_energy import Scale
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, wide
from kaohe.standards.ledger.sheets import DAY_S, INSTALL

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
    """The first bill of a later meter that holds what the entry's meter had shown when it was removed."""
    order, flags = _removal(ledger, entry), np.zeros(len(bills), dtype=np.bool_)
    if order == NONE:
        return flags
    table, day = ledger["bill"], int(ledger["work_order"]["done_on"][order])
    later = (ledger.sheets.bill_meter[bills] != entry.meter) & (table["swap_kwh"][bills] != 0)
    rows = np.flatnonzero(later & (table["from_on"][bills] <= day) & (day <= table["to_on"][bills]))
    flags[rows[np.argsort(table["recorded_at"][bills[rows]], kind="stable")[:1]]] = True
    return flags


def _removal(ledger: Ledger, entry: WrongEntry) -> int:
    """The work order by which the entry's meter was removed; NONE without one."""
    orders = ledger["work_order"]
    rows = orders.where(orders["old_meter"] == entry.meter_number)
    return int(rows[-1]) if len(rows) else NONE


def _by_source(ledger: Ledger, entry: WrongEntry, bills: Ints) -> tuple[Terms, Int64s]:
    """The terms of some bills, and the first registers of their meters, with the source where the entry stood."""
    written, meters = ledger["bill"]["recorded_at"][bills], ledger.sheets.bill_meter[bills]
    terms, first_register = ledger.due.terms(bills), ledger.meters.first_register(meters, written)
    stood = {name: each for name, each in entry.differences.items() if (written < each.until).any()}
    if entry.meter != NONE:
        own = np.flatnonzero(meters == entry.meter)
        counted, first = _counted(ledger, entry, written[own])
        first_register[own] = first
        terms = _removed(ledger, entry, bills, _scaled(terms, own, counted))
    if "transformer" in stood:
        terms = _transformed(ledger, bills, terms, stood["transformer"], written)
    return _priced(ledger, bills, terms, stood, written), first_register


def _counted(ledger: Ledger, entry: WrongEntry, moments: Ints) -> tuple[Scale, Int64s]:
    """How the entry's meter counts, and with what it began, at some moments, with the source where the entry stood."""
    meters = np.full(len(moments), entry.meter)
    scale, first_register = ledger.meters.scale(meters, moments), ledger.meters.first_register(meters, moments)
    values = {"multiplier": scale.multiplier, "digits": wide(scale.digits), "first_register": first_register}
    for name, each in entry.differences.items():
        values[name] = wide(np.where(moments < each.until, _number(each), values[name]))
    return replace(scale, multiplier=values["multiplier"], digits=values["digits"]), values["first_register"]


def _number(difference: Difference) -> int:
    value = difference.source[0]
    return value if isinstance(value, int) else 0


def _scaled(terms: Terms, rows: Ints, scale: Scale) -> Terms:
    digits, multiplier = terms.scale.digits.copy(), terms.scale.multiplier.copy()
    digits[rows], multiplier[rows] = scale.digits, scale.multiplier
    return replace(terms, scale=replace(terms.scale, digits=digits, multiplier=multiplier))


def _removed(ledger: Ledger, entry: WrongEntry, bills: Ints, terms: Terms) -> Terms:
    """With what the entry's meter had shown when it was removed, counted as the source has it."""
    at = np.flatnonzero(_with_removed(ledger, entry, bills))
    if not len(at):
        return terms
    moments = ledger["bill"]["recorded_at"][bills[at]]
    meters = np.full(len(at), entry.meter)
    recorded = ledger.meters.scale(meters, moments), ledger.meters.first_register(meters, moments)
    source = _counted(ledger, entry, moments)
    before, after = (_shown(ledger, entry, *each) for each in (recorded, source))
    kwh, (above, below) = terms.removed_kwh.copy(), (part.copy() for part in terms.ratio)
    kwh[at] += after - before
    alone = terms.removed_kwh[at] == before
    above[at[alone]], below[at[alone]] = source[0].multiplier[alone], recorded[0].multiplier[alone]
    return replace(terms, removed_kwh=kwh, ratio=(above, below))


def _shown(ledger: Ledger, entry: WrongEntry, scale: Scale, first_register: Int64s) -> Int64s:
    """Energy (kWh) that the removed meter had shown since it was last billed, less what was billed on estimates."""
    order, start = _removal(ledger, entry), ledger.anchors.of_meter(entry.meter)
    fitted = start.row != NONE and ledger.sheets.reading_kind[start.row] == INSTALL
    began = first_register if fitted else np.full(len(first_register), start.register)
    end = np.full(len(began), int(ledger["work_order"]["removal_register"][order]))
    seconds = np.full(len(began), (int(ledger["work_order"]["done_on"][order]) + 1) * DAY_S - start.second)
    return scale.energy(scale.advance(began, end, seconds) - start.billed, start.billed)


def _transformed(ledger: Ledger, bills: Ints, terms: Terms, difference: Difference, written: Ints) -> Terms:
    """With the losses of the transformer on the source, where the meter shows what they need.

    A series or size that no table has proves nothing.
    """
    kind = _parameters(*difference.source)
    if kind is None:
        return terms
    stood = ledger.papers.multi_function[ledger.sheets.bill_meter[bills]] & (written < difference.until)
    parts = (np.where(stood, kind[each.name], getattr(terms.transformers, each.name)) for each in fields(Transformers))
    return replace(terms, transformers=Transformers(*parts))


def _parameters(series: Value, kva: Value) -> dict[str, int] | None:
    names = [each.name for each in fields(Transformers)]
    if not isinstance(series, str) or not isinstance(kva, int):
        return dict.fromkeys(names, 0)
    try:
        found = transformer(series, kva)
    except LookupError:
        return None
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
