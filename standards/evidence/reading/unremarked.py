"""Anomalies that a reader saw at a meter and left without a remark (2.3): rows before and after his reading show it.

A meter that stands: the day that the customer names before it, removal register and certificate after it, and the same
register in between. Another multiplier: the fitter's order before it, a comparison on the spot after it, the plate
outside, and the archive says otherwise. A missing seal: two comparisons, before and after. An empty flat is no meter
that stands, and of a number that differs no two papers of this office say anything: neither proves anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.sim.tariff.one_part import energy_fee_fen
from kaohe.standards.evidence.entries import WrongEntry, wrong_entries
from kaohe.standards.evidence.entry_fees import bill_by_bill, bills_of, priced_by
from kaohe.standards.evidence.field_audit.standing_meters import (
    NORMAL,
    STOOD,
    Exchange,
    exchange_of,
    normal_before,
    price_rows,
    supplements_of,
)
from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.ledger.cites import ACT, LATE, PRICE, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import DAY_MS, NONE, Flags, Ints
from kaohe.standards.ledger.sheets import ACTUAL, RECHECK

_LIMIT = "report.limit_days"


class _Reading(NamedTuple):
    """A reading (row) without a remark; following: the next one (row, NONE if there is none before the matter was
    gone); until: its day, or that on which the matter was gone.
    """

    row: int
    read_on: int
    following: int
    until: int


class _Stood(NamedTuple):
    """A meter (number, position) that stood by its certificate; notice: what the customer said before (row)."""

    number: int
    meter: int
    exchange: Exchange
    notice: int


def clause_2_3(ledger: Ledger) -> list[Broken]:
    """Readers who really read a meter and noted nothing of what rows on both sides of the reading show.

    Each answers from his readings to the next ones, whoever made those. Where a reader has reported it already, whoever
    reads after him has nothing more to report.
    """
    found = [_standing(ledger, *each) for each in _at_standing_meters(ledger)]
    found += [_multiplier(ledger, *each) for each in _at_wrong_ratios(ledger)]
    found += [_seal(ledger, *each) for each in _at_missing_seals(ledger)]
    return found


# ── readings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _by_reader(ledger: Ledger, readings: Sequence[_Reading]) -> Iterator[list[_Reading]]:
    """The readings of each reader, in the order of time."""
    mine: dict[int, list[_Reading]] = {}
    for each in readings:
        mine.setdefault(int(ledger["reading"]["staff"][each.row]), []).append(each)
    for _, those in sorted(mine.items()):
        yield those


def _blank(
    ledger: Ledger, meter: int, since: int, before: int, gone_on: int, anomalies: Sequence[str], anew: int = 0
) -> list[_Reading]:
    """Actual readings of a meter (position) without a remark, written after one moment (ms) and before another, while
    no reader had reported the anomaly; anew: reports of earlier days are of what was put right by then.
    """
    readings, sheets = ledger["reading"], ledger.sheets
    rows = sheets.readings_of(np.array([meter]))[meter]
    rows = rows[np.isin(sheets.reading_kind[rows], (ACTUAL, RECHECK))]
    rows = rows[np.argsort(readings["recorded_at"][rows], kind="stable")]
    reported_on = _reported_on(ledger, int(sheets.meters.keys[meter]), anomalies)
    remarked, found = ledger.once(_remarked), []
    for at, row in enumerate(rows.tolist()):
        moment, read_on = int(readings["recorded_at"][row]), int(readings["read_on"][row])
        by = read_on + int(ledger.limits.whole(_LIMIT, np.array([read_on]))[0])
        blank = sheets.reading_kind[row] == ACTUAL and not remarked[row] and since < moment < before
        if blank and not any(anew <= day <= by for day in reported_on) and readings.day(row) == read_on:
            following = next((each for each in rows[at + 1 :].tolist() if readings["read_on"][each] < gone_on), NONE)
            until = gone_on if following == NONE else int(readings["read_on"][following])
            found.append(_Reading(row, read_on, following, until))
    return found


def _remarked(ledger: Ledger) -> Flags:
    """Readings (by row) with any remark."""
    return ledger["reading"].among(
        "remark", *next(each.codes for each in SCHEMA["reading"].columns if each.name == "remark")
    )


def _reported_on(ledger: Ledger, number: int, anomalies: Sequence[str]) -> list[int]:
    """The days on which readers reported it of a meter, none before it was written."""
    reports = ledger["reader_report"]
    rows = reports.where((reports["meter"] == number) & reports.among("anomaly", *anomalies)).tolist()
    return [max(int(reports["reported_on"][row]), reports.day(row)) for row in rows]


def _morning_of(ledger: Ledger, check: int) -> int:
    """0:00 (ms) of the day of a comparison (row): who read on that day may have done so after it."""
    return min(ledger["archive_check"].day(check), int(ledger["archive_check"]["checked_on"][check])) * DAY_MS


def _cited(ledger: Ledger, mine: Sequence[_Reading]) -> list[Cite]:
    return [
        *ledger.cites("reading", [each.row for each in mine], ACT),
        ledger.cite_rule(_LIMIT, mine[0].read_on),
    ]


def _about(ledger: Ledger, first: _Reading) -> int:
    return int(SCHEMA["reading"].key.head("period", int(ledger["reading"]["id"][first.row])))


def _ends(mine: Sequence[_Reading]) -> list[int]:
    """Readings (rows) of others, up to which he answers."""
    own = {each.row for each in mine}
    return [each.following for each in mine if each.following != NONE and each.following not in own]


def _days_of(mine: Sequence[_Reading]) -> int:
    return sum(max(each.until - each.read_on, 0) for each in mine)


# ── a meter that stands ──────────────────────────────────────────────────────────────────────────────────────────────


def _at_standing_meters(ledger: Ledger) -> Iterator[tuple[_Stood, list[_Reading]]]:
    for stood in _stood(ledger):
        readings, orders, notices = ledger["reading"], ledger["work_order"], ledger["fault_notice"]
        fault_on = int(notices["fault_on"][stood.notice])
        taken_at = int(orders["recorded_at"][stood.exchange.order])
        register = int(orders["removal_register"][stood.exchange.order])
        blank = _blank(ledger, stood.meter, _fitted_at(ledger, stood.meter), taken_at, stood.exchange.done_on, STOOD)
        own = [each for each in blank if int(readings["register"][each.row]) == register and fault_on <= each.read_on]
        for mine in _by_reader(ledger, own):
            yield stood, mine


def _stood(ledger: Ledger) -> Iterator[_Stood]:
    """Meters that were taken out, tested and found standing, and the first call that had said before since when."""
    tests, orders, notices, sheets = ledger["meter_test"], ledger["work_order"], ledger["fault_notice"], ledger.sheets
    if not len(notices):
        return
    for number in np.unique(tests["meter"][tests.among("as_found", *STOOD)]).tolist():
        exchange, meter = exchange_of(ledger, number), int(sheets.meters.find(np.array([number]))[0])
        if exchange is None or exchange.test == NONE or meter == NONE:
            continue
        same = tests["register"][exchange.test] == orders["removal_register"][exchange.order]
        mine = notices["customer"] == orders["customer"][exchange.order]
        mine &= (notices["recorded_at"] > _fitted_at(ledger, meter)) & notices.given("fault_on")
        mine &= notices["recorded_at"] < orders["recorded_at"][exchange.order]
        rows = sorted(notices.where(mine).tolist(), key=lambda row: int(notices["recorded_at"][row]))
        if same and rows:
            yield _Stood(number, meter, exchange, rows[0])


def _fitted_at(ledger: Ledger, meter: int) -> int:
    """The moment (ms) since which a meter (position) has been there, as far as the papers tell."""
    rows = ledger.sheets.readings_of(np.array([meter]))[meter]
    return min((int(ledger["reading"]["recorded_at"][row]) for row in rows.tolist()), default=0)


def _standing(ledger: Ledger, stood: _Stood, mine: list[_Reading]) -> Broken:
    archive, price = price_rows(ledger, stood.meter, stood.exchange)
    fault_on = int(ledger["fault_notice"]["fault_on"][stood.notice])
    normal = normal_before(ledger, stood.meter, fault_on)
    days, energy_e4 = _days_of(mine), 0 if price == NONE else int(ledger["price"]["energy_e4"][price])
    kwh = max(normal.kwh * days // normal.days, 0)
    fen, supplements = int(energy_fee_fen(kwh, energy_e4)), supplements_of(ledger, stood.exchange)
    inputs = {
        "stood_day": ids.day_number(fault_on),
        "read_day": ids.day_number(mine[0].read_on),
        "exchanged_day": ids.day_number(stood.exchange.done_on),
        "days": days,
        "normal_kwh": normal.kwh,
        "days_normal": normal.days,
        "lost_kwh": kwh,
        "energy_e4": energy_e4,
    }
    if normal.mean_kwh is not None:
        inputs["opening_mean_kwh"] = normal.mean_kwh
    return shown(
        "standing",
        staff=int(ledger["reading"]["staff"][mine[0].row]),
        object_id=_about(ledger, mine[0]),
        occurred_on=mine[0].read_on,
        amount_fen=fen,
        loss_fen=0 if len(supplements) else fen,
        energy_kwh=kwh,
        inputs=inputs,
        cites=[
            *_cited(ledger, mine),
            *ledger.cites("reading", _ends(mine), PRICE),
            *_cites_of(ledger, stood),
            ledger.cite_rule(NORMAL, fault_on),
            *ledger.cites("bill", normal.bills, PRICE),
            *ledger.cites("customer", [archive], PRICE),
            *ledger.cites("price", [price] if price != NONE else [], PRICE),
            *ledger.cites("supplement", supplements, LATE),
        ],
    )


def _cites_of(ledger: Ledger, stood: _Stood) -> list[Cite]:
    return [
        ledger.cite("fault_notice", stood.notice, PROOF),
        ledger.cite("work_order", stood.exchange.order, PROOF),
        ledger.cite("meter_test", stood.exchange.test, PROOF),
    ]


# ── another multiplier on the plate ──────────────────────────────────────────────────────────────────────────────────


def _at_wrong_ratios(ledger: Ledger) -> Iterator[tuple[WrongEntry, int, list[_Reading]]]:
    """Openings whose multiplier is neither the order's nor what a comparison (row) found on the plate outside."""
    checks = ledger["archive_check"]
    for entry in ledger.once(wrong_entries):
        if entry.stage.table != "opening" or "multiplier" not in entry.differences or entry.meter == NONE:
            continue
        differs = entry.differences["multiplier"]
        of_meter = checks.where((checks["meter"] == entry.meter_number) & (checks["recorded_at"] > entry.moment))
        right = (checks["multiplier"][of_meter] == differs.due[0]) & (checks["plate_outside"][of_meter] == 1)
        if not len(of_meter) or not right.all():
            continue
        check = int(of_meter[np.argmin(checks["recorded_at"][of_meter])])
        before, day = min(_morning_of(ledger, check), differs.until), int(checks["checked_on"][check])
        blank = _blank(ledger, entry.meter, entry.moment, before, day, ("multiplier_mismatch",))
        for mine in _by_reader(ledger, blank):
            yield entry, check, mine


def _multiplier(ledger: Ledger, entry: WrongEntry, check: int, mine: list[_Reading]) -> Broken:
    """What the bills from his readings to the next ones come to otherwise than by the ratio on the plate."""
    bills = ledger["bill"]
    ratio = replace(entry, differences={"multiplier": entry.differences["multiplier"]})
    every = bills_of(ledger, ratio, entry.moment)
    of_his = [row for row in every.tolist() if any(each.read_on <= bills["from_on"][row] < each.until for each in mine)]
    rows: Ints = np.array(of_his, dtype=np.int64)
    issued, owed = bill_by_bill(ledger, entry, rows)
    over_fen = int((issued.fen - owed.fen).sum())
    supplements = _supplements(ledger, entry, rows)
    collected_fen = int(ledger["supplement"]["amount_fen"][supplements].sum())
    differs = entry.differences["multiplier"]
    periods = [ids.period_code(ids.bill_parts(key)[1]) for key in bills["id"][rows].tolist()]
    return shown(
        "multiplier",
        staff=int(ledger["reading"]["staff"][mine[0].row]),
        object_id=_about(ledger, mine[0]),
        occurred_on=mine[0].read_on,
        amount_fen=abs(over_fen),
        loss_fen=max(-over_fen - collected_fen, 0),
        energy_kwh=abs(int((issued.kwh - owed.kwh).sum())),
        over_billed=over_fen > 0,
        inputs={
            **_ratio_inputs(mine, differs.due[0], differs.entered[0], ledger["archive_check"]["checked_on"][check]),
            "wrong_periods": periods,
            "issued_fen": issued.fen.tolist(),
            "due_fen": owed.fen.tolist(),
        },
        cites=[
            *_cited(ledger, mine),
            ledger.cite("opening", entry.row, PROOF),
            ledger.cite("meter", int(ledger.sheets.meter_row[entry.meter]), PRICE),
            ledger.cite("work_order", entry.source, PROOF),
            ledger.cite("archive_check", check, PROOF),
            *ledger.cites("bill", rows, PRICE),
            *ledger.cites("price", priced_by(ledger, ratio, rows) if len(rows) else [], PRICE),
            *ledger.cites("supplement", supplements, LATE),
        ],
    )


def _ratio_inputs(mine: list[_Reading], plate: object, archived: object, checked_on: int) -> Mapping[str, int]:
    return {
        "read_day": ids.day_number(mine[0].read_on),
        "checked_day": ids.day_number(int(checked_on)),
        "plate_multiplier": int(str(plate)),
        "archived_multiplier": int(str(archived)),
    }


def _supplements(ledger: Ledger, entry: WrongEntry, bills: Ints) -> Ints:
    """Those by which the bills were put right."""
    table = ledger["supplement"]
    periods = [ids.period_code(ids.bill_parts(key)[1]) for key in ledger["bill"]["id"][bills].tolist()]
    mine = (table["customer"] == ledger["opening"]["customer"][entry.row]) & np.isin(table["period"], periods)
    return table.where(mine & table.among("kind", "archive"))


# ── a missing seal ───────────────────────────────────────────────────────────────────────────────────────────────────


def _at_missing_seals(ledger: Ledger) -> Iterator[tuple[int, int, list[_Reading]]]:
    """Pairs of comparisons (rows) of one meter that both found no seal, nothing between them, and it was not sealed."""
    checks, visits, sheets = ledger["archive_check"], ledger["site_visit"], ledger.sheets
    missing = checks["meter"][checks["seal_seen"] == 0]
    numbers, times = np.unique(missing, return_counts=True)
    for number in numbers[times > 1].tolist():
        meter = int(sheets.meters.find(np.array([number]))[0])
        rows = sorted(checks.where(checks["meter"] == number).tolist(), key=lambda row: int(checks["recorded_at"][row]))
        sealed = visits.where((visits["meter"] == number) & visits.among("measure", "reseal"))
        found: list[tuple[_Reading, int, int]] = []
        for before, after in pairwise(rows):
            begin, end = int(checks["recorded_at"][before]), int(checks["recorded_at"][after])
            between = ((visits["recorded_at"][sealed] > begin) & (visits["recorded_at"][sealed] < end)).any()
            if meter != NONE and not between and not checks["seal_seen"][[before, after]].any():
                morning, day = _morning_of(ledger, after), int(checks["checked_on"][after])
                put_on = max(
                    (visits.day(row) for row in sealed.tolist() if visits["recorded_at"][row] < begin), default=0
                )
                blank = _blank(ledger, meter, begin, morning, day, ("seal_missing",), put_on)
                found += [(each, before, after) for each in blank]
        pairs = {each.row: (before, after) for each, before, after in found}
        for mine in _by_reader(ledger, [each for each, _, _ in found]):
            yield *pairs[mine[0].row], mine


def _seal(ledger: Ledger, before: int, after: int, mine: list[_Reading]) -> Broken:
    checks = ledger["archive_check"]
    return shown(
        "seal",
        staff=int(ledger["reading"]["staff"][mine[0].row]),
        object_id=_about(ledger, mine[0]),
        occurred_on=mine[0].read_on,
        amount_fen=0,
        loss_fen=0,
        inputs={
            "read_day": ids.day_number(mine[0].read_on),
            "unsealed_day": ids.day_number(int(checks["checked_on"][before])),
            "checked_day": ids.day_number(int(checks["checked_on"][after])),
        },
        cites=[*_cited(ledger, mine[:1]), *ledger.cites("archive_check", [before, after], PROOF)],
    )
