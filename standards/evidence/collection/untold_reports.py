"""Reports of theft or breach at the window that nobody passed on (4.4), and what was stolen meanwhile."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.disagreements import Disagreement, within
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.evidence.theft_cases import Case, by_its_case, cases, lost
from kaohe.standards.ledger.cites import DUTY, LATE, PRICE, PROOF
from kaohe.standards.ledger.deadlines import NEVER
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, at_rows
from kaohe.standards.ledger.sheets import find

_LIMIT = "referral.limit_working_days"
_SUSPECTS = ("theft", "breach")


class _Report(NamedTuple):
    """A report (row) that was due to be passed on, its referral (row, NONE) and the day an inspector signed for it."""

    row: int
    written_on: int
    limit_on: int
    referral: int
    signed_on: int


def clause_4_4(ledger: Ledger) -> list[Broken]:
    """Reports without a signed referral by the limit, unless somebody had opened a case of the customer by then."""
    found, opened = [], ledger["breach_case"]
    opened_on = np.maximum(opened["opened_on"], opened.days())
    for report in _left(ledger):
        customer = ledger["window_record"]["customer"][report.row]
        missed_on = ledger.calendar.next_working(report.limit_on)
        excused = ((opened["customer"] == customer) & (opened_on <= report.limit_on)).any()
        if missed_on <= ledger.as_of and not excused:
            found.append(_broken(ledger, report, missed_on))
    return found


@within("hall")
def disagree_window_record(ledger: Ledger) -> list[Disagreement]:
    """Referrals of records at the window, and cases that rest on them, where there is no such record."""
    known, found = ledger["window_record"]["id"], []
    for table in ("window_referral", "breach_case"):
        rows = ledger[table]
        astray = rows.where(rows.given("window_record") & ~np.isin(rows["window_record"], known)).tolist()
        found += [Disagreement(("2.6", "4.4"), (ledger.cite(table, row, PROOF),)) for row in astray]
    return found


def _left(ledger: Ledger) -> list[_Report]:
    """Reports for which no inspector had signed by the limit."""
    records, referrals = ledger["window_record"], ledger["window_referral"]
    due = records.where(records.among("kind", *_SUSPECTS))
    written_on = records.days()[due]
    limit_on = ledger.calendar.working_after(written_on, ledger.limits.whole(_LIMIT, written_on))
    order = np.argsort(referrals["id"], kind="stable")
    referral = at_rows(order, find(referrals["id"][order], records["id"][due]))
    found = []
    for row, on, limit, at in zip(due.tolist(), written_on.tolist(), limit_on.tolist(), referral.tolist(), strict=True):
        signed_on = _signed_on(ledger, at, on)
        if signed_on > limit:
            found.append(_Report(row, on, limit, at, signed_on))
    return found


def _signed_on(ledger: Ledger, referral: int, written_on: int) -> int:
    """The day on which an inspector signed, none before it was written down; NEVER."""
    if referral == NONE:
        return NEVER
    referrals = ledger["window_referral"]
    signed_on = int(referrals["signed_on"][referral])
    by_inspector = ledger.held(int(referrals["to_staff"][referral]), ("inspector",), signed_on)
    return max(signed_on, referrals.day(referral)) if by_inspector and signed_on >= written_on else NEVER


def _broken(ledger: Ledger, report: _Report, missed_on: int) -> Broken:
    records, case = ledger["window_record"], _first_case(ledger, report)
    days = 0 if case is None else min(report.signed_on, case.opened_on) - max(report.limit_on, case.since)
    amount = None if case is None else lost(ledger, case, max(days, 0))
    told = (
        {} if case is None else {"case_day": ids.day_number(case.opened_on), **by_its_case(ledger, case, max(days, 0))}
    )
    return missed(
        "no_case" if amount is None else "span",
        staff=int(records["staff"][report.row]),
        object_id=int(records["id"][report.row]),
        missed_on=missed_on,
        amount_fen=0 if amount is None else amount.fen,
        loss_fen=0 if amount is None else amount.fen,
        energy_kwh=0 if amount is None else amount.kwh,
        inputs={
            "told_day": ids.day_number(report.written_on),
            "limit_on": ids.day_number(report.limit_on),
            **told,
        },
        cites=[
            ledger.cite("window_record", report.row, DUTY),
            ledger.cite_rule(_LIMIT, report.written_on),
            *ledger.cite_days(report.written_on, missed_on),
            *ledger.cites("window_referral", [report.referral], LATE),
            *([] if case is None else [ledger.cite("breach_case", case.row, PRICE)]),
            *([] if case is None else [ledger.cite("case_fact", case.fact, PRICE)]),
        ],
    )


def _first_case(ledger: Ledger, report: _Report) -> Case | None:
    """The first case of the customer after the limit."""
    customer = int(ledger["window_record"]["customer"][report.row])
    mine = [each for each in ledger.once(cases) if each.customer == customer and each.opened_on > report.limit_on]
    return min(mine, key=lambda each: each.opened_on, default=None)
