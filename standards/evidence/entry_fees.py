"""What a wrong entry of the archive did to bills: each as it was made against what the source would have made of it.

Where both stages of a customer are wrong, they never share an amount: the opening (energy) is priced with the class and
capacity that his papers establish, on both sides; the registration (price) on the energy as it was billed. Bill by bill
the two add up to issued less due by all papers, as a reading error and a billing error do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.tariff.printed_tables import transformer
from kaohe.sim.tariff.settlement import Transformers
from kaohe.standards.evidence.entries import Difference, Value, WrongEntry, registered
from kaohe.standards.evidence.fees import Balance, balance
from kaohe.standards.ledger.bills_due import Owed
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.line_by_line import Terms
from kaohe.standards.ledger.meter_energy import Scale
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, wide
from kaohe.standards.ledger.sheets import DAY_S, INSTALL

Int64s = NDArray[np.int64]


@dataclass(frozen=True)
class EntryFee:
    """Bills (rows, in the order of issue) made while the entry stood, those of them that differ, and their balance.

    kwh: by how much energy the bills of the balance differ in all, signed. net_fen: all of them. beside: the class,
    capacity or transformer was not that of the papers either, and they are counted by these.
    """

    bills: Ints
    differing: Ints
    balance: Balance
    kwh: int
    net_fen: int = 0
    beside: bool = False


def entry_fee(ledger: Ledger, entry: WrongEntry, since: int) -> EntryFee:
    """Tariff by the archive less tariff by the source, of the bills issued after a moment (ms) while an entry stood."""
    bills = _bills(ledger, entry, since)
    if not len(bills):
        return EntryFee(bills, bills, balance(bills, bills, bills), 0)
    issued, owed = _both(ledger, entry, bills)
    differs = (issued.fen != owed.fen) | (issued.kwh != owed.kwh)
    wrong = bills[differs]
    ran_up = balance(wrong, issued.fen[differs], owed.fen[differs])
    kwh = (issued.kwh - owed.kwh)[differs][: len(ran_up.bills)]
    net_fen = int((issued.fen - owed.fen)[differs].sum())
    beside = bool((issued.fen != ledger.due.amount[bills])[differs].any())
    return EntryFee(bills, wrong, ran_up, int(kwh.sum()), net_fen, beside)


def priced_by(ledger: Ledger, entry: WrongEntry, bills: Ints) -> Ints:
    """Rows of the price table by which some bills are counted, as they were issued and as the papers have them."""
    rows = [ledger.due.price_row[bills]]
    for differences in [entry.differences] if entry.meter == NONE else registered(ledger, entry.customer):
        if "price_class" in differences:
            rows.append(_price_rows(ledger, bills, str(differences["price_class"].due[0])))
    found = np.unique(np.concatenate(rows))
    kept: Ints = found[found != NONE]
    return kept


def _both(ledger: Ledger, entry: WrongEntry, bills: Ints) -> tuple[Owed, Owed]:
    """What some bills come to with the entry as it is, and by its source."""
    written, meters = ledger["bill"]["recorded_at"][bills], ledger.sheets.bill_meter[bills]
    terms, first_register = ledger.due.terms(bills), ledger.meters.first_register(meters, written)
    issued = Owed(wide(ledger.due.kwh[bills]), wide(ledger.due.amount[bills]))
    if entry.meter == NONE:
        return issued, ledger.due.by(bills, _registered(ledger, bills, terms, entry.differences), first_register)
    for differences in registered(ledger, entry.customer):
        if any(each.stands(written).any() for each in differences.values()):
            terms = _registered(ledger, bills, terms, differences)
            issued = ledger.due.by(bills, terms, first_register)
    own = np.flatnonzero(meters == entry.meter)
    counted, by_source = _counted(ledger, entry, written[own]), first_register.copy()
    by_source[own] = counted[1]
    return issued, ledger.due.by(bills, _removed(ledger, entry, bills, _scaled(terms, own, counted[0])), by_source)


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


def _registered(ledger: Ledger, bills: Ints, terms: Terms, differences: Mapping[str, Difference]) -> Terms:
    """The terms of some bills with class, capacity and transformer as they are due, where a registration stood."""
    written = ledger["bill"]["recorded_at"][bills]
    if "transformer" in differences:
        terms = _transformed(ledger, bills, terms, differences["transformer"], written)
    return _priced(ledger, bills, terms, differences, written)


def _counted(ledger: Ledger, entry: WrongEntry, moments: Ints) -> tuple[Scale, Int64s]:
    """How the entry's meter counts, and with what it began, at some moments, with the source where the entry stood."""
    meters = np.full(len(moments), entry.meter)
    scale, first_register = ledger.meters.scale(meters, moments), ledger.meters.first_register(meters, moments)
    values = {"multiplier": scale.multiplier, "digits": wide(scale.digits), "first_register": first_register}
    for name, each in entry.differences.items():
        values[name] = wide(np.where(each.stands(moments), _number(each), values[name]))
    return replace(scale, multiplier=values["multiplier"], digits=values["digits"]), values["first_register"]


def _number(difference: Difference) -> int:
    value = difference.due[0]
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
    kind = _parameters(*difference.due)
    if kind is None:
        return terms
    stood = ledger.papers.multi_function[ledger.sheets.bill_meter[bills]] & difference.stands(written)
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


def _priced(ledger: Ledger, bills: Ints, terms: Terms, wrong: Mapping[str, Difference], written: Ints) -> Terms:
    """With price and charged capacity of the source; a class without a price proves nothing."""
    price, archive = terms.price, ledger.due.archive_row[bills]
    kva = np.where(terms.kva > 0, terms.kva, wide(ledger["customer"]["capacity_kva"][archive]))
    if "price_class" in wrong:
        found = _price_rows(ledger, bills, str(wrong["price_class"].due[0]))
        price = np.where(wrong["price_class"].stands(written) & (found != NONE), found, price)
    if "capacity_kva" in wrong:
        kva = np.where(wrong["capacity_kva"].stands(written), _number(wrong["capacity_kva"]), kva)
    two_part = ledger["price"]["capacity_fen_per_kva"][price] > 0
    return replace(terms, price=price, kva=np.where(two_part, kva, 0))


def _price_rows(ledger: Ledger, bills: Ints, name: str) -> Ints:
    """Rows of the price table for a class as recorded at issue; NONE without one."""
    if name not in ledger.archive.classes:
        return np.full(len(bills), NONE)
    codes, table = np.full(len(bills), ledger.archive.classes.index(name)), ledger["bill"]
    return ledger.archive.price_rows(codes, table["recorded_at"][bills], table["issued_on"][bills])
