"""Readers' reports (9.5): anomalies at a customer's that the auditor who signed for them did not go and see in time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.disagreements import Disagreement, within
from kaohe.standards.evidence.field_audit.standing_meters import Lost, lost_by_delay
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.evidence.on_duty import of_acting
from kaohe.standards.ledger.cites import DUTY, LATE, PRICE, PROOF, Cite
from kaohe.standards.ledger.clock import Clock, Excuse
from kaohe.standards.ledger.deadlines import NEVER
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import Flags, Ints, at_rows
from kaohe.standards.ledger.sheets import Index, find

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
    for errand in _unseen(ledger):
        limit_on = _limit_on(ledger, clock, errand)
        missed_on = ledger.calendar.next_working(limit_on)
        who, signed_on = int(ledger["report_referral"]["to_staff"][errand.referral]), errand.signed_on
        if not ledger.held(who, ("field_auditor",), signed_on):
            continue
        if missed_on <= ledger.as_of and not _is_dealt_with(ledger, errand, limit_on):
            found.append(_left(ledger, errand, limit_on, missed_on))
    return found


@within("book")
def disagree_report_order(ledger: Ledger) -> list[Disagreement]:
    """Reports that nobody went to see by the limit, and meters that were exchanged for the fault none the less."""
    clock, found = Clock(ledger), []
    for errand in _unseen(ledger):
        orders = _orders(ledger, errand, _limit_on(ledger, clock, errand))
        unexplained = [order for order in orders.tolist() if not _is_explained(ledger, errand, order)]
        if unexplained:
            papers = (
                ("report_referral", [errand.referral]),
                ("reader_report", [errand.report]),
                ("work_order", unexplained),
            )
            cites = [cite for table, rows in papers for cite in ledger.cites(table, rows, PROOF)]
            found.append(Disagreement(("9.5",), tuple(cites)))
    return found


def _is_explained(ledger: Ledger, errand: _Errand, order: int) -> bool:
    """Whether anybody had been at the meter by the day of the order."""
    visits, meter = ledger["site_visit"], ledger["reader_report"]["meter"][errand.report]
    return bool(
        ((visits["meter"] == meter) & (visits["visited_on"] <= ledger["work_order"]["ordered_on"][order])).any()
    )


@within("book")
def disagree_report_signature(ledger: Ledger) -> list[Disagreement]:
    """Referrals of reports to somebody who was no auditor: nobody who had to go has signed for them."""
    referrals = ledger["report_referral"]
    signed = zip(referrals["to_staff"].tolist(), referrals["signed_on"].tolist(), strict=True)
    astray = [row for row, (who, on) in enumerate(signed) if not ledger.held(who, ("field_auditor",), on)]
    return [Disagreement(("9.5",), (ledger.cite("report_referral", row, PROOF),)) for row in astray]


@within("book")
def disagree_report_referral(ledger: Ledger) -> list[Disagreement]:
    """Referrals of reports, and visits to them, where there is no such report."""
    known, found = ledger["reader_report"]["id"], []
    for table in ("report_referral", "site_visit"):
        astray = np.flatnonzero(~np.isin(ledger[table]["report"], known)).tolist()
        found += [Disagreement(("9.5",), (ledger.cite(table, row, PROOF),)) for row in astray]
    return found


def _unseen(ledger: Ledger) -> list[_Errand]:
    """Reports that were not seen to within so many working days, excuses apart."""
    referrals, reports, visits = ledger["report_referral"], ledger["reader_report"], ledger["site_visit"]
    if not len(referrals):
        return []
    order = np.argsort(reports["id"], kind="stable")
    report = at_rows(order, find(reports["id"][order], referrals["report"]))
    signed_on, come = (
        np.maximum(referrals["signed_on"], referrals.days()),
        np.maximum(visits["visited_on"], visits.days()),
    )
    limit_on = ledger.calendar.working_after(signed_on, ledger.limits.whole(_LIMIT, signed_on))
    of_reports = Index(referrals["report"])
    seen_on, at = np.full(len(of_reports), NEVER), of_reports.find(visits["report"])
    seen = (at >= 0) & ~_in_vain(ledger)
    np.minimum.at(seen_on, at[seen], come[seen])
    unseen = (report >= 0) & (limit_on < ledger.as_of) & (seen_on[of_reports.find(referrals["report"])] > limit_on)
    by_report: dict[int, list[int]] = {}
    for visit in visits.where(np.isin(visits["report"], referrals["report"][unseen])).tolist():
        by_report.setdefault(int(visits["report"][visit]), []).append(visit)
    return [
        _Errand(row, int(report[row]), int(signed_on[row]), tuple(mine), tuple(come[mine].tolist()))
        for row in referrals.where(unseen).tolist()
        for mine in [by_report.get(int(referrals["report"][row]), [])]
    ]


def _in_vain(ledger: Ledger) -> Flags:
    """Visits at which nobody was there and whose note names a day."""
    visits = ledger["site_visit"]
    flags: Flags = (visits["met"] == 0) & (visits["appointed_on"] > visits["visited_on"])
    return flags


def _limit_on(ledger: Ledger, clock: Clock, errand: _Errand) -> int:
    number = int(ledger.limits.whole(_LIMIT, np.array([errand.signed_on]))[0])
    in_vain, appointed_on = ledger.once(_in_vain), ledger["site_visit"]["appointed_on"]
    pairs = zip(errand.visits, errand.visited_on, strict=True)
    nobody = [Excuse(day, int(appointed_on[visit])) for visit, day in pairs if in_vain[visit]]
    return clock.limit(errand.signed_on, number, nobody)


def _is_dealt_with(ledger: Ledger, errand: _Errand, limit_on: int) -> bool:
    days = zip(errand.visits, errand.visited_on, strict=True)
    seen = any(day <= limit_on and not ledger.once(_in_vain)[visit] for visit, day in days)
    return seen or bool(len(_orders(ledger, errand, limit_on))) or _has_case(ledger, errand, limit_on)


def _has_case(ledger: Ledger, errand: _Errand, limit_on: int) -> bool:
    """Whether a case that rests on the report was opened by the limit: somebody went there."""
    files, report = ledger["breach_case"], ledger["reader_report"]["id"][errand.report]
    return bool(((files["report"] == report) & (files["opened_on"] <= limit_on)).any())


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
        staff=ledger.duty.acting(int(referrals["to_staff"][errand.referral]), "field_auditor", limit_on),
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
        *ledger.cite_days(errand.signed_on, ledger.calendar.next_working(limit_on)),
        *of_acting(ledger, int(ledger["report_referral"]["to_staff"][errand.referral]), "field_auditor", limit_on),
        *ledger.cites("site_visit", in_time, PROOF),
        *ledger.cites("site_visit", set(errand.visits) - set(in_time), LATE),
        *([] if lost is None else [cite for table, rows in lost.rows for cite in ledger.cites(table, rows, PRICE)]),
    ]
