"""Signs of theft of which a reader said nothing (2.6): a case shows that they stood there when he read the meter."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.disagreements import Disagreement, within
from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.evidence.theft_cases import Case, by_its_case, cases, lost
from kaohe.standards.ledger.cites import ACT, PRICE, PROOF
from kaohe.standards.ledger.deadlines import NEVER
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.sheets import ACTUAL, RECHECK

_LIMIT = "report.limit_days"
_SUSPECT = "theft_suspect"


class _Silence(NamedTuple):
    """A reading (row) at which a reader said nothing; until: the day of the next reading, or of the case."""

    reading: int
    read_on: int
    until: int


def clause_2_6(ledger: Ledger) -> list[Broken]:
    """Readers who read a meter while the sign stood outside, and neither noted nor reported it.

    What the file presumes proves nothing; nor does a sign of the day of the case. Each answers from his reading to the
    next one's. Whoever reads after somebody has reported has nothing more to report.
    """
    found = []
    for case in ledger.once(cases):
        if case.sign >= 0:
            by_reader: dict[int, list[_Silence]] = {}
            for each in _silences(ledger, case):
                by_reader.setdefault(int(ledger["reading"]["staff"][each.reading]), []).append(each)
            found += [_ignored(ledger, case, mine) for _, mine in sorted(by_reader.items())]
    return found


@within("book")
def disagree_case_report(ledger: Ledger) -> list[Disagreement]:
    """Cases that rest on a report of a reader that is not there."""
    files, found = ledger["breach_case"], []
    for row in files.where(files.given("report") & ~np.isin(files["report"], ledger["reader_report"]["id"])).tolist():
        found.append(Disagreement(("2.6",), (ledger.cite("breach_case", row, PROOF),)))
    return found


def _readings(ledger: Ledger) -> dict[int, list[int]]:
    """Rows of what was really read at customers of cases, by customer, in the order of time; again on the next day too:
    whoever reads then answers from then on.
    """
    sheets, readings = ledger.sheets, ledger["reading"]
    customers = np.unique(ledger["breach_case"]["customer"])
    meters = np.flatnonzero(np.isin(sheets.owner_of_meter, customers))
    found: dict[int, list[int]] = {}
    for meter, rows in sheets.readings_of(meters).items():
        mine = found.setdefault(int(sheets.owner_of_meter[meter]), [])
        mine += rows[np.isin(sheets.reading_kind[rows], (ACTUAL, RECHECK))].tolist()
    return {who: sorted(rows, key=lambda row: int(readings["recorded_at"][row])) for who, rows in found.items()}


def _silences(ledger: Ledger, case: Case) -> list[_Silence]:
    readings, limits = ledger["reading"], ledger.limits
    rows = ledger.once(_readings).get(case.customer, [])
    days = [int(readings["read_on"][row]) for row in rows]
    untils = [min(day, case.opened_on) for day in [*days[1:], case.opened_on][: len(days)]]
    reports, found = _reports(ledger, case), []
    for row, read_on, until in zip(rows, days, untils, strict=True):
        by = read_on + int(limits.whole(_LIMIT, np.array([read_on]))[0])
        known = any(reported_on <= by and read_on < seen_to for reported_on, seen_to in reports)
        his = ledger.sheets.reading_kind[row] == ACTUAL
        if his and case.seen <= read_on < case.opened_on and not known:
            found.append(_Silence(row, read_on, until))
    return found


def _reports(ledger: Ledger, case: Case) -> list[tuple[int, int]]:
    """Reports of it by readers: the day of each, none before it was written, and that on which the squad saw to it."""
    reports, visits = ledger["reader_report"], ledger["site_visit"]
    mine = reports.where((reports["customer"] == case.customer) & reports.among("anomaly", _SUSPECT)).tolist()
    found = []
    for row in mine:
        met = visits.where((visits["report"] == reports["id"][row]) & (visits["met"] == 1))
        days = np.maximum(visits["visited_on"][met], visits.days()[met]).tolist()
        found.append((max(int(reports["reported_on"][row]), reports.day(row)), min(days, default=NEVER)))
    return found


def _ignored(ledger: Ledger, case: Case, mine: list[_Silence]) -> Broken:
    readings, first = ledger["reading"], mine[0]
    days = sum(max(each.until - each.read_on, 0) for each in mine)
    amount = lost(ledger, case, days)
    return shown(
        "span",
        staff=int(readings["staff"][first.reading]),
        object_id=int(SCHEMA["reading"].key.head("period", int(readings["id"][first.reading]))),
        occurred_on=ledger.calendar.next_working(first.read_on),
        amount_fen=amount.fen,
        loss_fen=amount.fen,
        energy_kwh=amount.kwh,
        inputs={
            "seen_day": ids.day_number(case.seen),
            "read_day": ids.day_number(first.read_on),
            "case_day": ids.day_number(case.opened_on),
            **by_its_case(ledger, case, days),
        },
        cites=[
            *ledger.cites("reading", [each.reading for each in mine], ACT),
            ledger.cite("breach_case", case.row, PROOF),
            ledger.cite("case_fact", case.sign, PROOF),
            ledger.cite_rule(_LIMIT, first.read_on),
            *ledger.cites("reading", _next(ledger, case, mine), PRICE),
        ],
    )


def _next(ledger: Ledger, case: Case, mine: list[_Silence]) -> list[int]:
    """Readings at which others began to answer."""
    readings, own = ledger["reading"], {each.reading for each in mine}
    untils = {each.until for each in mine if each.until < case.opened_on}
    rows = ledger.once(_readings)[case.customer]
    return [row for row in rows if int(readings["read_on"][row]) in untils and row not in own]
