"""A wrong register that the next readings of its meter carry on: each answers for what it adds, energy counts once.

A bill begins where the last one ended. Where that register was refuted too, to the same side, and nothing has corrected
it since, the reading before owns what was wrong there. What one person wrote in a row adds up to the largest balance
that is proven. Another owns only what cannot have been wrong before he came.
"""

from __future__ import annotations

from typing import NamedTuple

from kaohe.standards.evidence.refuted_readings import Refuted, refuted
from kaohe.standards.ledger.ledger import Ledger


class Billed(NamedTuple):
    """A refuted reading, the bill (row) that rests on it, and the refuted one that it carries on, if any.

    carried_units: how many were wrong before: as many as is proven, or of another's reading as can be; signed.
    """

    wrong: Refuted
    bill: int
    before: Refuted | None = None
    carried_units: int = 0

    @property
    def own_units(self) -> int:
        """Of the units by which the register is wrong those that were not wrong before, signed."""
        return added(self.wrong.units, self.carried_units)


def added(now: int, before: int) -> int:
    """What is wrong now and was not before, both signed: what makes it smaller, or the same, adds nothing."""
    if now * before <= 0:
        return now
    more = max(abs(now) - abs(before), 0)
    return more if now > 0 else -more


def billed_runs(ledger: Ledger) -> list[list[Billed]]:
    """The refuted readings on which a bill rests, each with those that carry it on, by time."""
    every = {row: (wrong, bill) for row, wrong in ledger.once(refuted).items() if (bill := _bill_on(ledger, row)) >= 0}
    runs: dict[int, list[Billed]] = {}
    for row in sorted(every, key=lambda row: int(ledger["bill"]["recorded_at"][every[row][1]])):
        wrong, bill = every[row]
        start = ledger.anchors.of_bill(bill).row
        carries = start in every and not ledger.anchors.corrected[start] and every[start][0].units * wrong.units > 0
        runs[row] = runs[start] if carries else []
        runs[row].append(_carrying(ledger, wrong, bill, every[start][0]) if carries else Billed(wrong, bill))
    return [run for row, run in runs.items() if run[0].wrong.reading == row]


def _carrying(ledger: Ledger, wrong: Refuted, bill: int, before: Refuted) -> Billed:
    staff = ledger["reading"]["staff"]
    alone = staff[wrong.reading] == staff[before.reading]
    units = before.units if alone else before.at_most if before.units > 0 else -before.at_most
    return Billed(wrong, bill, before, units)


def _bill_on(ledger: Ledger, row: int) -> int:
    sheets = ledger.sheets
    return int(sheets.bill_on_actual[sheets.reading_period[row], sheets.reading_meter[row]])
