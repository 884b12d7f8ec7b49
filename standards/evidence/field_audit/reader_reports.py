"""Readers' reports (9.5): anomalies at a customer's that the auditor who signed for them did not go and see in time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.field_audit.standing_meters import Lost, lost_by_delay
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.ledger.cites import DUTY, LATE, PRICE, PROOF, Cite
from kaohe.standards.ledger.clock import Clock, Excuse
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import Ints
from kaohe.standards.ledger.sheets import find

FAULT = "fault"
_LIMIT = "report_visit.limit_working_days"


class _Errand(NamedTuple):
    """A report (row) that was signed for (row of the referral), the visits to it (rows) by time, and their days."""

    referral: int
    report: int
    signed_on: int
    visits: tuple[int, ...]
    visited_on: tuple[int, ...]


def clause_9_5(ledger: Ledger) -> list[Broken]:
    """Reports without a visit by the limit after they were signed for.

    Who came and found nobody is excused until the day that his note names; without a day in it his visit is one. A
    fault order of the reported meter that nobody's visit explains contradicts the papers, and names nobody.
    """
    clock, found = Clock(ledger), []
    for errand in _errands(ledger):
        limit_on = _limit_on(ledger, clock, errand)
        missed_on = ledger.calendar.next_working(limit_on)
        if missed_on <= ledger.as_of and not _is_dealt_with(ledger, errand, limit_on):
            found.append(_left(ledger, errand, limit_on, missed_on))
    return found


def _errands(ledger: Ledger) -> list[_Errand]:
    referrals, reports, visits = ledger["report_referral"], ledger["reader_report"], ledger["site_visit"]
    order = np.argsort(reports["id"], kind="stable")
    at = find(reports["id"][order], referrals["report"])
    come = np.maximum(visits["visited_on"], visits.days())
    by_report: dict[int, list[int]] = {}
    for visit in visits.where(np.isin(visits["report"], referrals["report"])).tolist():
        by_report.setdefault(int(visits["report"][visit]), []).append(visit)
    signed_on = np.maximum(referrals["signed_on"], referrals.days())
    rows = referrals.where(at >= 0).tolist()
    mine = [tuple(by_report.get(int(referrals["report"][row]), ())) for row in rows]
    return [
        _Errand(row, int(order[at[row]]), int(signed_on[row]), of_report, tuple(come[list(of_report)].tolist()))
        for row, of_report in zip(rows, mine, strict=True)
    ]


def _limit_on(ledger: Ledger, clock: Clock, errand: _Errand) -> int:
    number = int(ledger.limits.whole(_LIMIT, np.array([errand.signed_on]))[0])
    appointed = ledger["site_visit"]["appointed_on"]
    nobody = [
        (visit, day) for visit, day in zip(errand.visits, errand.visited_on, strict=True) if _in_vain(ledger, visit)
    ]
    return clock.limit(errand.signed_on, number, [Excuse(day, int(appointed[visit])) for visit, day in nobody])


def _in_vain(ledger: Ledger, visit: int) -> bool:
    """Whether nobody was there and the note names a day."""
    visits = ledger["site_visit"]
    return visits["met"][visit] == 0 and bool(visits["appointed_on"][visit] > visits["visited_on"][visit])


def _is_dealt_with(ledger: Ledger, errand: _Errand, limit_on: int) -> bool:
    days = zip(errand.visits, errand.visited_on, strict=True)
    seen = any(day <= limit_on and not _in_vain(ledger, visit) for visit, day in days)
    return seen or bool(len(_orders(ledger, errand, limit_on)))


def _orders(ledger: Ledger, errand: _Errand, limit_on: int) -> Ints:
    """Orders to exchange the reported meter for a fault, written out since the report and by the limit."""
    orders, reports = ledger["work_order"], ledger["reader_report"]
    mine = orders["old_meter"] == reports["meter"][errand.report]
    mine &= (orders["ordered_on"] >= reports["reported_on"][errand.report]) & (orders["ordered_on"] <= limit_on)
    return orders.where(mine & orders.among("reason", "fault"))


def _left(ledger: Ledger, errand: _Errand, limit_on: int, missed_on: int) -> Broken:
    referrals, lost = ledger["report_referral"], lost_by_delay(ledger, errand.report, limit_on)
    return missed(
        "late",
        sign="" if lost is None else FAULT,
        staff=int(referrals["to_staff"][errand.referral]),
        object_id=int(referrals["report"][errand.referral]),
        missed_on=missed_on,
        amount_fen=0 if lost is None else lost.fen,
        loss_fen=0 if lost is None or lost.is_supplemented else lost.fen,
        energy_kwh=0 if lost is None else lost.kwh,
        inputs={
            "signed_day": ids.day_number(errand.signed_on),
            "limit_on": ids.day_number(limit_on),
            **({} if lost is None else lost.inputs),
        },
        cites=_cites(ledger, errand, limit_on, lost),
    )


def _cites(ledger: Ledger, errand: _Errand, limit_on: int, lost: Lost | None) -> list[Cite]:
    in_time = [visit for visit, day in zip(errand.visits, errand.visited_on, strict=True) if day <= limit_on]
    return [
        ledger.cite("report_referral", errand.referral, DUTY),
        ledger.cite("reader_report", errand.report, DUTY),
        ledger.cite_rule(_LIMIT, errand.signed_on),
        *ledger.cites("site_visit", in_time, PROOF),
        *ledger.cites("site_visit", set(errand.visits) - set(in_time), LATE),
        *([] if lost is None else [cite for table, rows in lost.rows for cite in ledger.cites(table, rows, PRICE)]),
    ]
