"""Handhelds by their papers: what each was worth, which a count missed, what was found of those that were damaged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kaohe.sim.tariff.money import round_half_up
from kaohe.standards.evidence.findings import Inputs
from kaohe.standards.ledger.cites import DUTY, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, to_date

FORCE = "force"


@dataclass(frozen=True)
class Value:
    """What a handheld was worth on a day, with the numbers of it and the row of the register."""

    fen: int
    inputs: Inputs
    cites: tuple[Cite, ...]


@dataclass(frozen=True)
class Repaired:
    """What was found of a handheld that was reported: rows of the report and the verdict, what it comes to."""

    report: int
    verdict: int
    fen: int
    inputs: Inputs
    sign: str
    cites: tuple[Cite, ...]


def registered(ledger: Ledger) -> Mapping[int, int]:
    """The row of each handheld in the register, the first of several."""
    register, found = ledger.office["handheld"], dict[int, int]()
    for row in np.argsort(register["recorded_at"], kind="stable").tolist():
        found.setdefault(int(register["id"][row]), row)
    return found


def counted(ledger: Ledger) -> Mapping[int, Sequence[int]]:
    """The counts (rows) of each handheld, in their order."""
    counts, found = ledger.office["handheld_count"], dict[int, list[int]]()
    for row in np.argsort(counts["recorded_at"], kind="stable").tolist():
        found.setdefault(int(counts["handheld"][row]), []).append(row)
    return found


def reported(ledger: Ledger) -> Mapping[int, Sequence[int]]:
    """Reports and verdicts (rows) of each handheld, in their order."""
    repairs, found = ledger.office["handheld_repair"], dict[int, list[int]]()
    for row in np.argsort(repairs["recorded_at"], kind="stable").tolist():
        found.setdefault(int(repairs["handheld"][row]), []).append(row)
    return found


def value_on(ledger: Ledger, handheld: int, day: int) -> Value | None:
    """The price less what full months of use have written off, evenly over its life; None if nothing says so."""
    row, register = ledger.once(registered).get(handheld, NONE), ledger.office["handheld"]
    if row == NONE:
        return None
    price, life = int(register["price_fen"][row]), int(register["life_months"][row])
    used = full_months(int(register["acquired_on"][row]), day)
    left = max(life - max(used, 0), 0)
    inputs: Inputs = {"price_fen": price, "life_months": life, "used_months": used, "left_months": left}
    cites = tuple(ledger.office.cites("handheld", [row], DUTY))
    return Value(round_half_up(price * left, max(life, 1)), inputs, cites)


def full_months(since: int, day: int) -> int:
    """How often the day of the month on which something came has passed by a day."""
    first, last = to_date(since), to_date(day)
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def is_found(ledger: Ledger, count: int) -> bool:
    """Whether a count (row) found it."""
    return bool(ledger.office["handheld_count"]["found"][count])


def is_away(ledger: Ledger, handheld: int, at: int) -> bool:
    """Whether it was reported by a time and is in repair still, or beyond it: nobody has to have it."""
    repairs = ledger.office["handheld_repair"]
    known = [row for row in ledger.once(reported).get(handheld, ()) if repairs["recorded_at"][row] <= at]
    if not known:
        return False
    last = known[-1]
    return repairs.text("verdict", last) is None or bool(repairs["beyond_repair"][last])


def found_again(ledger: Ledger, handheld: int, count: int) -> list[int]:
    """The first later count (row) that found what one missed."""
    rows = ledger.once(counted).get(handheld, ())
    return [row for row in rows[rows.index(count) + 1 :] if is_found(ledger, row)][:1]


def broken_by_force(ledger: Ledger, handheld: int, day: int) -> Repaired | None:
    """What was found of what was reported on a day, if force had broken it."""
    repairs = ledger.office["handheld_repair"]
    rows = [row for row in ledger.once(reported).get(handheld, ()) if repairs["reported_on"][row] == day]
    reports = [row for row in rows if repairs.text("verdict", row) is None]
    verdicts = [row for row in rows if repairs.text("verdict", row) is not None]
    if not reports or not verdicts or repairs.text("verdict", verdicts[0]) != FORCE:
        return None
    row = verdicts[0]
    cites = (
        *ledger.office.cites("handheld_repair", reports[:1], DUTY),
        *ledger.office.cites("handheld_repair", [row], PROOF),
    )
    if not repairs["beyond_repair"][row]:
        cost = int(repairs["cost_fen"][row])
        return Repaired(reports[0], row, cost, {"cost_fen": cost}, "", cites)
    value = value_on(ledger, handheld, day)
    if value is None:
        return None
    return Repaired(reports[0], row, value.fen, value.inputs, "beyond", (*cites, *value.cites))
