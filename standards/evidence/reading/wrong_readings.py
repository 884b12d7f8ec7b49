"""Wrong readings (2.2): billed ones that no use joins to an authoritative register, by the least that is proven."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.bill_lines import misread_inputs, papers_of_bill
from kaohe.standards.evidence.findings import Broken, Inputs, Number, shown
from kaohe.standards.evidence.refuted_readings import AUTHORITATIVE, Refuted, refuted
from kaohe.standards.ledger.cites import ACT, DUTY, PRICE, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.meter_energy import Scale
from kaohe.standards.ledger.record_tables import NONE, Ints, wide
from kaohe.standards.ledger.sheets import ACTUAL, DAY_S, REMOVAL


def clause_2_2(ledger: Ledger) -> list[Broken]:
    """Billed readings that an authoritative row refutes; a consequence stands when the fee differs."""
    return [_misread(ledger, wrong, bill) for wrong, bill in _billed(ledger)]


def _billed(ledger: Ledger) -> Iterator[tuple[Refuted, int]]:
    """The refuted readings on which a bill (row) rests."""
    sheets = ledger.sheets
    for row, wrong in ledger.once(refuted).items():
        bill = int(sheets.bill_on_actual[sheets.reading_period[row], sheets.reading_meter[row]])
        if bill != NONE:
            yield wrong, bill


def _misread(ledger: Ledger, wrong: Refuted, bill: int) -> Broken:
    readings, row = ledger["reading"], wrong.reading
    meter, issued = ledger.sheets.reading_meter[[row]], ledger["bill"]["recorded_at"][[bill]]
    scale = ledger.meters.scale(meter, issued)
    recorded_kwh, recorded_fen = int(ledger.due.metered[bill]), int(ledger.due.amount[bill])
    above_kwh = _above_kwh(ledger, wrong, bill, scale)
    established_kwh = recorded_kwh - above_kwh
    established_fen = _fen(ledger, bill, established_kwh)
    estimate = None if wrong.exact else _estimate(ledger, wrong, scale, above_kwh)
    lines, billed_kwh = misread_inputs(ledger, bill, established_kwh)
    difference = recorded_fen - established_fen
    likely = difference if estimate is None else recorded_fen - _fen(ledger, bill, recorded_kwh - estimate.kwh)
    return shown(
        "reading",
        sign=wrong.sign,
        staff=int(readings["staff"][row]),
        object_id=SCHEMA["reading"].key.head("period", int(readings["id"][row])),
        occurred_on=int(readings["read_on"][row]),
        finder=_finder(ledger, wrong),
        amount_fen=abs(difference),
        estimate_fen=None if wrong.exact else abs(likely),
        over_billed=difference > 0,
        energy_kwh=abs(above_kwh) if billed_kwh is None else abs(billed_kwh),
        consequence=difference != 0,
        loss_fen=_not_recovered(ledger, bill, -difference),
        inputs={
            **_proof_inputs(ledger, wrong),
            "multiplier": int(scale.multiplier[0]),
            "recorded_kwh": recorded_kwh,
            "established_kwh": established_kwh,
            "recorded_fen": recorded_fen,
            "established_fen": established_fen,
            **({} if estimate is None else {**estimate.inputs, "estimate_fen": abs(likely)}),
            **lines,
        },
        cites=_cites(ledger, wrong, bill, NONE if estimate is None else estimate.previous),
    )


def _above_kwh(ledger: Ledger, wrong: Refuted, bill: int, scale: Scale) -> int:
    """By how many kWh the bill (row) on the reading is too high: its advance rounded down, less that to the nearest."""
    advance = int(ledger.anchors.units[bill]) + ledger.anchors.of_bill(bill).billed
    return int(scale.energy(np.array([wrong.units]), advance - wrong.units)[0])


def _fen(ledger: Ledger, bill: int, kwh: int) -> int:
    """The bill (row) if its meter had shown so many kWh."""
    return int(ledger.due.amount_of(np.array([kwh]), np.array([bill]))[0])


def _finder(ledger: Ledger, wrong: Refuted) -> int:
    """Who wrote the second of the two rows, unless that is the reading itself."""
    written = ledger["reading"]["recorded_at"]
    second = wrong.shown_by if written[wrong.shown_by] >= written[wrong.reading] else NONE
    return NONE if second == NONE else int(ledger["reading"]["staff"][second])


def _proof_inputs(ledger: Ledger, wrong: Refuted) -> Inputs:
    """Both registers with their seconds, and how far apart the plate lets them be."""
    meter, readings = ledger["meter"], ledger["reading"]
    at = int(ledger.sheets.meter_row[ledger.sheets.reading_meter[wrong.reading]])
    recorded_s = int(ledger.sheets.seconds(np.array([wrong.reading]))[0])
    return {
        "recorded_register": int(readings["register"][wrong.reading]),
        "recorded_second": _clock(recorded_s),
        "proving_register": [proof.register for proof in wrong.proofs],
        "proving_second": ", ".join(_clock(proof.second) for proof in wrong.proofs),
        **{name: int(meter[name][at]) for name in ("digits", "decimals", "phases", "voltage_v", "max_current_a")},
        "watts": int(ledger.meters.scale(ledger.sheets.reading_meter[[wrong.reading]]).watts[0]),
        "seconds_apart": [proof.seconds for proof in wrong.proofs],
        "hours_apart": ", ".join(_hours(proof.seconds) for proof in wrong.proofs),
        "most_units": [proof.most for proof in wrong.proofs],
        "established_register": wrong.nearest,
        "units": abs(wrong.units),
    }


def _clock(second: int) -> str:
    return str(np.datetime64(second, "s")).replace("T", " ")


def _hours(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


class _Estimate(NamedTuple):
    """How many kWh the reading is likely to be too high, the row before from which that is reckoned, the working."""

    kwh: int
    previous: int
    inputs: dict[str, Number]


def _estimate(ledger: Ledger, wrong: Refuted, billed: Scale, proven: int) -> _Estimate | None:
    """Linear by day between the registers before and after that stand, down to kWh; `proven`: what is too high at
    least. None where nothing stands after: nothing is likelier yet than the least that is proven.
    """
    before, after = _standing(ledger, wrong)
    if before == NONE or after == NONE:
        return None
    register = ledger["reading"]["register"]
    seconds = ledger.sheets.seconds(np.array([before, wrong.reading, after]))
    first, own, last = (seconds // DAY_S).tolist()
    scale = ledger.meters.plates(ledger.sheets.reading_meter[[wrong.reading]])
    advance = scale.advance(register[[before]], register[[after]], seconds[2:] - seconds[:1])
    between_kwh = int(billed.energy(advance)[0])
    likely_kwh = between_kwh if last == first else between_kwh * (own - first) // (last - first)
    turn_kwh = int((10 ** wide(scale.digits) * billed.multiplier)[0])
    recorded = int(billed.energy(wide(register[[wrong.reading]]) - register[[before]])[0])
    kwh = proven + (recorded - likely_kwh - proven + turn_kwh // 2) % turn_kwh - turn_kwh // 2
    inputs: dict[str, Number] = {
        "previous_register": int(register[before]),
        "shown_register": int(register[after]),
        "between_kwh": between_kwh,
        "days": own - first,
        "days_between": last - first,
        "likely_kwh": likely_kwh,
        "estimate_kwh": abs(kwh),
    }
    return _Estimate(kwh, before, inputs)


def _standing(ledger: Ledger, wrong: Refuted) -> tuple[int, int]:
    """The last row before and the first after that stand: authoritative ones, and billed readings not refuted.

    Of the rows after, an authoritative one is taken before any reader's.
    """
    sheets, refutations = ledger.sheets, ledger.once(refuted)
    meter = int(sheets.reading_meter[wrong.reading])
    history = sheets.readings_of(np.array([meter]))[meter]
    kinds = sheets.reading_kind[history]
    billed = sheets.bill_on_actual[sheets.reading_period[history], meter] != NONE
    refuted_too = np.array([row in refutations for row in history.tolist()])
    authoritative = np.isin(kinds, AUTHORITATIVE)
    stands = authoritative | ((kinds == ACTUAL) & billed & ~refuted_too)
    seconds = sheets.seconds(history)
    own = int(sheets.seconds(np.array([wrong.reading]))[0])
    before = history[stands & (seconds <= own) & (kinds != REMOVAL) & (history != wrong.reading)]
    after: list[Ints] = [history[authoritative & (seconds > own)], history[stands & (seconds > own)]]
    return int(before[-1]) if len(before) else NONE, next((int(rows[0]) for rows in after if len(rows)), NONE)


def _cites(ledger: Ledger, wrong: Refuted, bill: int, previous: int) -> list[Cite]:
    bounds = [proof.row for proof in wrong.proofs if proof.row != wrong.shown_by]
    meter = int(ledger.sheets.meter_row[ledger.sheets.reading_meter[wrong.reading]])
    return [
        ledger.cite("reading", wrong.reading, ACT),
        ledger.cite("reading", wrong.shown_by, PROOF),
        ledger.cite("bill", bill, PROOF),
        *ledger.cites("reading", {*bounds, previous} - {wrong.shown_by}, PRICE),
        ledger.cite("meter", meter, DUTY),
        ledger.cite("price", int(ledger.due.price_row[bill]), PRICE),
        *papers_of_bill(ledger, bill, PRICE, archive=True),
    ]


def _not_recovered(ledger: Ledger, bill: int, short_fen: int) -> int:
    """What was billed too little and has not been collected by a supplement."""
    supplements, key = ledger["supplement"], int(ledger["bill"]["id"][bill])
    customer, index = ids.bill_parts(key)
    mine = (supplements["customer"] == customer) & (supplements["period"] == ids.period_code(index))
    rows = supplements.where(mine & supplements.among("kind", "misread"))
    return max(short_fen - int(supplements["amount_fen"][rows].sum()), 0) if short_fen > 0 else 0
