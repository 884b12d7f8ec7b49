"""Customers set to zero whose register shows use (2.5): the least that is proven, the likely amount beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.findings import Broken, Inputs, Number, shown
from kaohe.standards.evidence.reading.carried import billed_runs
from kaohe.standards.evidence.reading.wrong_readings import Priced, cites_of, fen_of, finder_of, priced, proof_inputs
from kaohe.standards.evidence.reading.zeros import zero_rows
from kaohe.standards.evidence.refuted_readings import AUTHORITATIVE
from kaohe.standards.ledger.cites import PRICE, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE
from kaohe.standards.ledger.sheets import ACTUAL, DAY_S, REMOVAL


def zeroed(ledger: Ledger) -> list[Broken]:
    """Zeros that an authoritative row refutes, those that one reader wrote one after the other together."""
    zeros = ledger.once(zero_rows)
    if not zeros:
        return []
    runs = (priced(ledger, run) for run in ledger.once(billed_runs) if any(one.wrong.reading in zeros for one in run))
    return [_zeroed(ledger, group) for run in runs for group in _groups(ledger, run)]


def _groups(ledger: Ledger, run: list[Priced]) -> Iterator[list[Priced]]:
    """The zeros of a run, as far as one reader wrote them, period after period."""
    zeros, staff, period = ledger.once(zero_rows), ledger["reading"]["staff"], ledger.sheets.reading_period
    group: list[Priced] = []
    for each in run:
        row = each.of.wrong.reading
        last = group[-1].of.wrong.reading if group else row
        if group and (row not in zeros or staff[row] != staff[last] or period[row] != period[last] + 1):
            yield group
            group = []
        if row in zeros:
            group.append(each)
    if group:
        yield group


def _zeroed(ledger: Ledger, group: list[Priced]) -> Broken:
    """The first of them says what was done and when; the others add what was not wrong before."""
    readings, first = ledger["reading"], group[0]
    wrong, row = first.of.wrong, first.of.wrong.reading
    recorded_kwh, established_kwh = (sum(values) for values in zip(*map(_kwh, group), strict=True))
    recorded_fen = sum(each.price.recorded_fen for each in group)
    established_fen = sum(each.price.established_fen for each in group)
    likely = None if first.of.wrong.exact and len(group) == 1 else _likely(ledger, group)
    estimate_fen = established_fen - recorded_fen if likely is None else _estimate_fen(ledger, group, likely)
    return shown(
        "zeroed",
        sign=wrong.sign,
        staff=int(readings["staff"][row]),
        object_id=SCHEMA["reading"].key.head("period", int(readings["id"][row])),
        occurred_on=int(readings["read_on"][row]),
        finder=finder_of(ledger, wrong),
        amount_fen=established_fen - recorded_fen,
        estimate_fen=None if wrong.exact and len(group) == 1 else estimate_fen,
        energy_kwh=established_kwh - recorded_kwh,
        loss_fen=sum(each.loss_fen for each in group),
        inputs={
            **proof_inputs(ledger, wrong),
            "zeros": len(group),
            "last_zero_day": ids.day_number(int(readings["read_on"][group[-1].of.wrong.reading])),
            "multiplier": int(first.price.scale.multiplier[0]),
            "recorded_kwh": recorded_kwh,
            "established_kwh": established_kwh,
            "recorded_fen": recorded_fen,
            "established_fen": established_fen,
            **({} if likely is None else {**likely.inputs, "estimate_fen": estimate_fen}),
        },
        cites=_cites(ledger, group, NONE if likely is None else likely.previous),
    )


def _kwh(each: Priced) -> tuple[int, int]:
    """Of a bill as recorded, and without what its reading has wrong."""
    return each.price.recorded_kwh, each.price.recorded_kwh - each.price.above_kwh


class _Likely(NamedTuple):
    """How many kWh are likely to be wanting after the last of the zeros; the row before them, and the working."""

    kwh: int
    previous: int
    inputs: Inputs


def _likely(ledger: Ledger, group: list[Priced]) -> _Likely | None:
    """Linear by day from the last row before the zeros that stands to the first authoritative one after them, down to
    kWh; None where nobody looked after them.
    """
    sheets, readings = ledger.sheets, ledger["reading"]
    first, last = group[0].of.wrong.reading, group[-1].of.wrong.reading
    meter = int(sheets.reading_meter[first])
    history = sheets.readings_of(np.array([meter]))[meter]
    kinds, seconds = sheets.reading_kind[history], sheets.seconds(history)
    own = int(sheets.seconds(np.array([last]))[0])
    looked = np.isin(kinds, AUTHORITATIVE)
    stands = (looked & (kinds != REMOVAL)) | (kinds == ACTUAL)
    noted = np.array([readings.text("remark", int(row)) == "vacant" for row in history])
    still = readings["register"][history] == readings["register"][first]
    before = history[stands & still & ~noted & (seconds < own)]
    after = history[looked & (seconds > own)]
    if not len(before) or not len(after):
        return None
    days = (sheets.seconds(np.array([before[-1], last, after[0]])) // DAY_S).tolist()
    scale = ledger.meters.plates(np.array([meter]))
    span = sheets.seconds(after[:1]) - sheets.seconds(before[-1:])
    advance = scale.advance(readings["register"][before[-1:]], readings["register"][after[:1]], span)
    between_kwh = int(group[0].price.scale.energy(advance)[0])
    likely_kwh = between_kwh * (days[1] - days[0]) // max(days[2] - days[0], 1)
    inputs: dict[str, Number] = {
        "previous_register": int(readings["register"][before[-1]]),
        "shown_register": int(readings["register"][after[0]]),
        "between_kwh": between_kwh,
        "days": days[1] - days[0],
        "days_between": days[2] - days[0],
        "likely_kwh": likely_kwh,
        "estimate_kwh": likely_kwh,
    }
    return _Likely(likely_kwh, int(before[-1]), inputs)


def _estimate_fen(ledger: Ledger, group: list[Priced], likely: _Likely) -> int:
    """What is likely to be wanting, never less than what is proven."""
    price, proven_fen = group[-1].price, sum(each.price.established_fen - each.price.recorded_fen for each in group)
    fen = fen_of(ledger, group[-1].of.bill, price.recorded_kwh + likely.kwh) - price.recorded_fen
    return max(fen, proven_fen)


def _cites(ledger: Ledger, group: list[Priced], previous: int) -> list[Cite]:
    later = [(each.of.wrong.reading, each.of.bill) for each in group[1:]]
    first = cites_of(ledger, group[0].of, previous)
    known = {(cite.table, cite.row_key) for cite in first}
    rest = [
        *ledger.cites("reading", [row for row, _ in later], PRICE),
        *ledger.cites("bill", [bill for _, bill in later], PRICE),
    ]
    return [*first, *(cite for cite in rest if (cite.table, cite.row_key) not in known)]
