"""Wrong readings (2.2): billed ones that a later authoritative row contradicts, and what is established."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import ids
from kaohe.standards.evidence.bill_lines import misread_inputs, papers_of_bill
from kaohe.standards.evidence.findings import Broken, Number, shown
from kaohe.standards.ledger.cites import ACT, DUTY, PRICE, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.meter_energy import forward, lies_below
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, wide
from kaohe.standards.ledger.sheets import ACTUAL, INSTALL, OPENING, RECHECK, REMOVAL, SPOT

_AUTHORITATIVE = (RECHECK, SPOT, REMOVAL)
FROZEN, BELOW, IMPOSSIBLE = "frozen", "below", "capacity"
_HOURS = 24


def clause_2_2(ledger: Ledger) -> list[Broken]:
    """Billed readings that an authoritative row contradicts; a consequence stands when the fee differs."""
    return [_misread(ledger, wrong) for wrong in wrong_registers(ledger)]


def _misread(ledger: Ledger, wrong: Wrong) -> Broken:
    readings, sheets, due = ledger["reading"], ledger.sheets, ledger.due
    meter, row, bill = int(sheets.reading_meter[wrong.reading]), wrong.reading, np.array([wrong.bill])
    multiplier = int(ledger.meters.multiplier(np.array([meter]))[0])
    recorded_kwh = int(due.metered[wrong.bill])
    established_kwh = recorded_kwh - wrong.units * multiplier
    recorded_fen = int(due.amount[wrong.bill])
    established_fen = int(due.amount_of(np.array([established_kwh]), bill)[0])
    lines, billed_kwh = misread_inputs(ledger, wrong.bill, established_kwh)
    difference = recorded_fen - established_fen
    return shown(
        "reading",
        sign=wrong.sign,
        staff=int(readings["staff"][row]),
        object_id=int(readings["id"][row]) // 64,
        occurred_on=int(readings["read_on"][row]),
        finder=int(readings["staff"][wrong.shown_by]),
        amount_fen=abs(difference),
        over_billed=difference > 0,
        energy_kwh=abs(wrong.units) * multiplier if billed_kwh is None else abs(billed_kwh),
        consequence=difference != 0,
        loss_fen=_not_recovered(ledger, wrong.bill, -difference),
        inputs={
            "recorded_register": int(readings["register"][row]),
            "established_register": wrong.established,
            "multiplier": multiplier,
            "recorded_kwh": recorded_kwh,
            "established_kwh": established_kwh,
            "recorded_fen": recorded_fen,
            "established_fen": established_fen,
            **wrong.inputs,
            **lines,
        },
        cites=_cites(ledger, wrong, meter),
    )


def _cites(ledger: Ledger, wrong: Wrong, meter: int) -> list[Cite]:
    return [
        ledger.cite("reading", wrong.reading, ACT),
        ledger.cite("reading", wrong.shown_by, PROOF),
        ledger.cite("bill", wrong.bill, PROOF),
        *ledger.cites("reading", [wrong.previous], PRICE),
        ledger.cite("meter", int(ledger.sheets.meter_row[meter]), DUTY),
        ledger.cite("price", int(ledger.due.price_row[wrong.bill]), PRICE),
        *papers_of_bill(ledger, wrong.bill, PRICE, archive=True),
    ]


def _not_recovered(ledger: Ledger, bill: int, short_fen: int) -> int:
    """What was billed too little and has not been collected by a supplement."""
    supplements, key = ledger["supplement"], int(ledger["bill"]["id"][bill])
    customer, index = ids.bill_parts(key)
    rows = supplements.where((supplements["customer"] == customer) & (supplements["period"] == ids.period_code(index)))
    return max(short_fen - int(supplements["amount_fen"][rows].sum()), 0) if short_fen > 0 else 0


@dataclass(frozen=True)
class Wrong:
    """A billed reading (row), the row that contradicts it and how, its bill, and by how many units it is too high."""

    reading: int
    shown_by: int
    sign: str
    bill: int
    previous: int
    established: int
    units: int
    inputs: dict[str, Number]


@dataclass(frozen=True)
class _Pairs:
    """(period × authoritative row): the reader's reading billed for that period of the same meter, and its bill."""

    shown_by: Ints
    meter: Ints
    reading: Ints
    bill: Ints
    modulus: NDArray[np.int64]
    earlier: Flags

    def register(self, ledger: Ledger) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Registers of the readings and of the rows that may contradict them."""
        register = ledger["reading"]["register"]
        return wide(register[self.reading]), np.broadcast_to(wide(register[self.shown_by]), self.reading.shape)


def wrong_registers(ledger: Ledger) -> list[Wrong]:
    """Billed readings that are contradicted, each by the first row written that does; by meter and period."""
    pairs = _pairs(ledger)
    if not len(pairs.shown_by):
        return []
    frozen, below, impossible = _frozen(ledger, pairs), _below(ledger, pairs), _impossible(ledger, pairs)
    period, at = np.nonzero(frozen | below | impossible)
    reading, shown_by = pairs.reading[period, at], pairs.shown_by[at]
    readings = ledger["reading"]
    order = np.lexsort((readings["id"][shown_by], readings["recorded_at"][shown_by], reading))
    order = order[np.unique(reading[order], return_index=True)[1]]
    histories, found = ledger.sheets.readings_of(pairs.meter[at]), []
    for i in order[np.argsort(readings["id"][reading[order]], kind="stable")].tolist():
        where = (period[i], at[i])
        sign = FROZEN if frozen[where] else BELOW if below[where] else IMPOSSIBLE
        known = _established(ledger, int(reading[i]), int(shown_by[i]), histories[int(pairs.meter[at[i]])], reading)
        found.append(_wrong(ledger, int(reading[i]), int(shown_by[i]), sign, int(pairs.bill[where]), known))
    return found


def _pairs(ledger: Ledger) -> _Pairs:
    sheets, read_on = ledger.sheets, ledger["reading"]["read_on"]
    shown_by = np.flatnonzero(np.isin(sheets.reading_kind, _AUTHORITATIVE))
    meter = sheets.reading_meter[shown_by]
    bill = sheets.bill_on_actual[:, meter]
    reading = np.where(bill >= 0, ledger.sheets.basis_row[bill], NONE) if len(ledger["bill"]) else bill
    earlier = (reading >= 0) & (read_on[reading] <= read_on[shown_by])
    return _Pairs(shown_by, meter, reading, bill, ledger.meters.modulus(meter), earlier)


def _below(ledger: Ledger, pairs: _Pairs) -> Flags:
    """Back from the last billed reading before the row: all that lie above it, up to the first that does not."""
    recorded, shown = pairs.register(ledger)
    lower = lies_below(shown, recorded, pairs.modulus)
    found = np.zeros(pairs.earlier.shape, dtype=np.bool_)
    unbroken = np.ones(len(pairs.shown_by), dtype=np.bool_)
    for period in range(len(found) - 1, -1, -1):
        found[period] = unbroken & pairs.earlier[period] & lower[period]
        unbroken &= found[period] | ~pairs.earlier[period]
    return found


def _impossible(ledger: Ledger, pairs: _Pairs) -> Flags:
    """Re-readings and spot checks within the days of the rule that show more energy than the capacity can pass."""
    read_on, kinds = ledger["reading"]["read_on"], ledger.sheets.reading_kind[pairs.shown_by]
    days = wide(read_on[pairs.shown_by]) - read_on[pairs.reading]
    within = ledger.limits.whole("reading.recheck_within_days", read_on[pairs.shown_by])
    near = pairs.earlier & (days <= within) & ((kinds == RECHECK) | (kinds == SPOT))
    recorded, shown = pairs.register(ledger)
    kwh = forward(recorded, shown, pairs.modulus) * ledger.meters.multiplier(pairs.meter)
    flags: Flags = near & (kwh > _capacity(ledger, pairs) * _HOURS * days) & ~lies_below(shown, recorded, pairs.modulus)
    return flags


def _capacity(ledger: Ledger, pairs: _Pairs) -> NDArray[np.int64]:
    if not len(ledger["bill"]):
        return np.zeros(pairs.bill.shape, dtype=np.int64)
    return wide(ledger["customer"]["capacity_kva"][ledger.due.archive_row[pairs.bill]])


def _frozen(ledger: Ledger, pairs: _Pairs) -> Flags:
    """Where the register frozen on the reading day of the row's period is not the recorded one."""
    register = ledger["reading"]["frozen_register"][pairs.shown_by]
    recorded, _ = pairs.register(ledger)
    own_period = np.arange(len(pairs.reading))[:, None] == ledger.sheets.reading_period[pairs.shown_by]
    flags: Flags = pairs.earlier & own_period & (register >= 0) & (register != recorded)
    return flags


def _wrong(ledger: Ledger, reading: int, shown_by: int, sign: str, bill: int, previous: int) -> Wrong:
    rows = ledger["reading"]
    modulus = int(ledger.meters.modulus(ledger.sheets.reading_meter[[reading]])[0])
    inputs: dict[str, Number] = {}
    if sign == FROZEN:
        established, previous = int(rows["frozen_register"][shown_by]), NONE
    else:
        established, inputs = _interpolated(ledger, previous, reading, shown_by, modulus)
    units = (int(rows["register"][reading]) - established) % modulus
    return Wrong(
        reading, shown_by, sign, bill, previous, established, units - modulus if 2 * units >= modulus else units, inputs
    )


def _established(ledger: Ledger, reading: int, shown_by: int, history: Ints, contradicted: Ints) -> int:
    """The last established reading of the meter before a contradicted one, written before the contradiction."""
    rows = ledger["reading"]
    known = history[
        (rows["read_on"][history] < rows["read_on"][reading])
        & (rows["recorded_at"][history] <= rows["recorded_at"][shown_by])
    ]
    known = known[
        np.isin(ledger.sheets.reading_kind[known], (OPENING, ACTUAL, RECHECK, SPOT, INSTALL))
        & ~np.isin(known, contradicted)
    ]
    return int(known[-1]) if len(known) else NONE


def _interpolated(
    ledger: Ledger, previous: int, reading: int, shown_by: int, modulus: int
) -> tuple[int, dict[str, Number]]:
    """Linear by day from the last established reading to the authoritative row, down to whole register units."""
    rows = ledger["reading"]
    read_on, register = rows["read_on"], rows["register"]
    end_day, end = int(read_on[shown_by]), int(register[shown_by])
    if previous == NONE or end_day == int(read_on[reading]):
        return end, {"shown_register": end}
    start_day, start = int(read_on[previous]), int(register[previous])
    passed, days = int(read_on[reading]) - start_day, end_day - start_day
    inputs: dict[str, Number] = {
        "previous_register": start,
        "shown_register": end,
        "days": passed,
        "days_between": days,
        "modulus": modulus,
    }
    return (start + (end - start) % modulus * passed // days) % modulus, inputs
