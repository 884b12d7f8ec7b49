"""Wrong readings (2.2): billed ones that no use joins to an authoritative register, by the least that is proven."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.bill_lines import misread_inputs, papers_of_bill
from kaohe.standards.evidence.findings import Broken, Inputs, Number, shown
from kaohe.standards.evidence.reading.carried import Billed, added, billed_runs
from kaohe.standards.evidence.refuted_readings import AUTHORITATIVE, Refuted, refuted
from kaohe.standards.ledger.cites import ACT, DUTY, PRICE, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.meter_energy import Scale
from kaohe.standards.ledger.record_tables import NONE, Ints, wide
from kaohe.standards.ledger.sheets import ACTUAL, DAY_S, REMOVAL


def clause_2_2(ledger: Ledger) -> list[Broken]:
    """Billed readings that an authoritative row refutes; a consequence stands when the fee differs.

    Of several in a row that carry one wrong register on each is worth what it adds.
    """
    return [each for run in ledger.once(billed_runs) for each in _misread_run(ledger, run)]


def _misread_run(ledger: Ledger, run: list[Billed]) -> list[Broken]:
    prices = [_price(ledger, each) for each in run]
    collected_fen = sum(_collected(ledger, each.bill) for each in run)
    found = []
    for each, price in zip(run, prices, strict=True):
        short_fen = max(price.established_fen - price.recorded_fen, 0)
        loss_fen = min(max(short_fen - collected_fen, 0), short_fen)
        collected_fen -= short_fen - loss_fen
        found.append(_misread(ledger, each, price, loss_fen))
    return found


class _Price(NamedTuple):
    """What a bill comes to by the register recorded, and by one without what the reading itself has wrong.

    full_fen: by one without all that is wrong.
    """

    scale: Scale
    recorded_kwh: int
    above_kwh: int
    recorded_fen: int
    established_fen: int
    full_fen: int


def _price(ledger: Ledger, of: Billed) -> _Price:
    meter, issued = ledger.sheets.reading_meter[[of.wrong.reading]], ledger["bill"]["recorded_at"][[of.bill]]
    scale = ledger.meters.scale(meter, issued)
    recorded_kwh, recorded_fen = int(ledger.due.metered[of.bill]), int(ledger.due.amount[of.bill])
    own_kwh, full_kwh = (_above_kwh(ledger, units, of.bill, scale) for units in (of.own_units, of.wrong.units))
    own_fen, full_fen = (_fen(ledger, of.bill, recorded_kwh - kwh) for kwh in (own_kwh, full_kwh))
    return _Price(scale, recorded_kwh, own_kwh, recorded_fen, own_fen, full_fen)


def _misread(ledger: Ledger, of: Billed, price: _Price, loss_fen: int) -> Broken:
    wrong, bill, row = of.wrong, of.bill, of.wrong.reading
    readings = ledger["reading"]
    established_kwh = price.recorded_kwh - price.above_kwh
    estimate = _estimate_of(ledger, of, price)
    lines, billed_kwh = misread_inputs(ledger, bill, established_kwh)
    difference = price.recorded_fen - price.established_fen
    likely = (
        difference
        if estimate is None
        else price.recorded_fen - _fen(ledger, bill, price.recorded_kwh - estimate.own_kwh)
    )
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
        energy_kwh=abs(price.above_kwh) if billed_kwh is None else abs(billed_kwh),
        consequence=price.recorded_fen != price.full_fen,
        loss_fen=loss_fen,
        inputs={
            **_proof_inputs(ledger, wrong),
            **_carried_inputs(of),
            "multiplier": int(price.scale.multiplier[0]),
            "recorded_kwh": price.recorded_kwh,
            "established_kwh": established_kwh,
            "recorded_fen": price.recorded_fen,
            "established_fen": price.established_fen,
            **({} if estimate is None else {**estimate.inputs, "estimate_fen": abs(likely)}),
            **lines,
        },
        cites=_cites(ledger, of, NONE if estimate is None else estimate.previous),
    )


def _carried_inputs(of: Billed) -> Inputs:
    """What the reading before had wrong already, and what this one adds to it."""
    if of.before is None:
        return {}
    return {
        "carried_units": abs(of.carried_units),
        "own_units": abs(of.own_units),
        "own_register": of.wrong.nearest + of.wrong.units - of.own_units,
    }


def _above_kwh(ledger: Ledger, units: int, bill: int, scale: Scale) -> int:
    """By how many kWh the bill (row) is too high if its last register is by so many units: its advance rounded down,
    less that without them.
    """
    advance = int(ledger.anchors.units[bill]) + ledger.anchors.of_bill(bill).billed
    return int(scale.energy(np.array([units]), advance - units)[0])


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
    """How many kWh the reading is likely to be too high, and of them by itself; the row before from which that is
    reckoned, the working.
    """

    kwh: int
    own_kwh: int
    previous: int
    inputs: dict[str, Number]


def _estimate_of(ledger: Ledger, of: Billed, price: _Price) -> _Estimate | None:
    if of.wrong.exact:
        return None
    full_kwh = _above_kwh(ledger, of.wrong.units, of.bill, price.scale)
    estimate = _estimate(ledger, of.wrong, price.scale, full_kwh)
    if estimate is None or of.before is None:
        return estimate
    proven_kwh = int(price.scale.energy(np.array([of.before.units]))[0])
    before = None if of.before.exact else _estimate(ledger, of.before, price.scale, proven_kwh)
    likely = added(estimate.kwh, proven_kwh if before is None else before.kwh)
    own_kwh = max(likely, price.above_kwh, key=abs)
    return estimate._replace(own_kwh=own_kwh, inputs={**estimate.inputs, "own_estimate_kwh": abs(own_kwh)})


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
    return _Estimate(kwh, kwh, before, inputs)


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


def _cites(ledger: Ledger, of: Billed, previous: int) -> list[Cite]:
    wrong, bill, carried = of.wrong, of.bill, of.before.reading if of.before else NONE
    bounds = [proof.row for proof in wrong.proofs if proof.row != wrong.shown_by]
    meter = int(ledger.sheets.meter_row[ledger.sheets.reading_meter[wrong.reading]])
    return [
        ledger.cite("reading", wrong.reading, ACT),
        ledger.cite("reading", wrong.shown_by, PROOF),
        ledger.cite("bill", bill, PROOF),
        *ledger.cites("reading", {*bounds, previous, carried} - {wrong.shown_by}, PRICE),
        ledger.cite("meter", meter, DUTY),
        ledger.cite("price", int(ledger.due.price_row[bill]), PRICE),
        *papers_of_bill(ledger, bill, PRICE, archive=True),
    ]


def _collected(ledger: Ledger, bill: int) -> int:
    """What a supplement has collected after all of what the bill (row) had too little, 分."""
    supplements, key = ledger["supplement"], int(ledger["bill"]["id"][bill])
    customer, index = ids.bill_parts(key)
    mine = (supplements["customer"] == customer) & (supplements["period"] == ids.period_code(index))
    return int(supplements["amount_fen"][supplements.where(mine & supplements.among("kind", "misread"))].sum())
