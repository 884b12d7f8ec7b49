"""What case files of theft establish: since when, since when a sign of it stood outside, and what a day cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaohe.sim.tariff.one_part import energy_fee_fen
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags


class Case(NamedTuple):
    """A case (row) and its evidence. since, fact: the first day on the whole of which it was so by any of it, and that
    row; seen, sign: the first on which a sign of it stood outside (NONE: by no evidence).
    """

    row: int
    customer: int
    opened_on: int
    since: int
    fact: int
    seen: int
    sign: int


class Lost(NamedTuple):
    """What so many days of a theft come to."""

    kwh: int
    fen: int


def cases(ledger: Ledger) -> tuple[Case, ...]:
    """Those with evidence, in the order in which they were written; none whose ground is not there."""
    files, facts = ledger["breach_case"], ledger["case_fact"]
    if not len(files):
        return ()
    by_case = facts.having("breach_case", files["id"])
    outside, seen_on, found = facts.given("sign"), facts["seen_on"], []
    for row in files.where(_grounded(ledger, "report", "reader_report") & _grounded(ledger, *_TOLD)).tolist():
        mine = by_case.get(int(files["id"][row]), ())
        of_case = [int(each) for each in mine]
        if not of_case:
            continue
        first = min(of_case, key=lambda each: (int(seen_on[each]), each))
        signs = [each for each in of_case if outside[each]]
        sign = min(signs, key=lambda each: (int(seen_on[each]), each), default=NONE)
        seen = int(seen_on[sign]) if sign != NONE else NONE
        opened_on = max(int(files["opened_on"][row]), files.day(row))
        found.append(Case(row, int(files["customer"][row]), opened_on, int(seen_on[first]), first, seen, sign))
    return tuple(found)


_TOLD = ("window_record", "window_record")


def _grounded(ledger: Ledger, column: str, table: str) -> Flags:
    """Where what a case names as its ground is there, or it names none of the kind."""
    files = ledger["breach_case"]
    flags: Flags = ~files.given(column) | np.isin(files[column], ledger[table]["id"])
    return flags


def lost(ledger: Ledger, case: Case, days: int) -> Lost:
    """By what was found connected: power × hours × days in whole kWh, at the price of the case."""
    files = ledger["breach_case"]
    kwh = int(files["power_w"][case.row]) * int(files["hours_e1"][case.row]) * days // 10_000
    return Lost(kwh, int(energy_fee_fen(kwh, int(files["energy_e4"][case.row]))))


def by_its_case(ledger: Ledger, case: Case, days: int) -> dict[str, int]:
    """The numbers of the sum."""
    files = ledger["breach_case"]
    return {
        "power_w": int(files["power_w"][case.row]),
        "hours_e1": int(files["hours_e1"][case.row]),
        "days": days,
        "lost_kwh": lost(ledger, case, days).kwh,
        "energy_e4": int(files["energy_e4"][case.row]),
    }
