"""Capacity by days: what 增容, 減容 and 暫停 take from the capacity charge of a period, or add to it (第八十四條).

A change counts from its day on: the capacity before it for the days up to it, the other for the rest of the thirty.
What is suspended is not charged from the day of sealing to that of unsealing, or to the end of the term that was asked
for, whichever comes first; of a period that it fills, nothing of it. Where all of the capacity is sealed for which he
had a contract when he applied, his transformer loses nothing meanwhile, whatever was put in its place since.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.ledger.record_tables import Flags, Ints, Rows, Tables

Int64s = NDArray[np.int64]


@dataclass(frozen=True)
class Periods:
    """Periods of customers (their numbers): first day, day of the last reading, days charged of thirty, and the moment
    at which they were billed.
    """

    customers: Ints
    from_on: Int64s
    to_on: Int64s
    days: Int64s
    moments: Int64s

    @classmethod
    def one(cls, customer: int, from_on: int, to_on: int, days: int, moment: int) -> Periods:
        """A single one."""
        return cls(*(np.array([each], dtype=np.int64) for each in (customer, from_on, to_on, days, moment)))


class Applied(NamedTuple):
    """By period: kVA·days charged besides those of the capacity that stands in the archive, and days without supply."""

    more_kva_days: Int64s
    idle_days: Int64s


class CapacityDays:
    """Reads the changes and suspensions of an office."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def of(self, periods: Periods, loses: Flags) -> Applied:
        """What applies to some periods; loses: of customers who bear the losses of a transformer of their own."""
        more, idle = (np.zeros(len(periods.customers), dtype=np.int64) for _ in range(2))
        changes, suspensions = self._tables["capacity_change"], self._tables["suspension"]
        for row in changes.where(np.isin(changes["customer"], periods.customers)).tolist():
            more += self._changed(changes, row, periods)
        for row in suspensions.where(np.isin(suspensions["customer"], periods.customers)).tolist():
            kva, days = int(suspensions["kva"][row]), self._suspended(suspensions, row, periods)
            length = periods.to_on - periods.from_on
            more -= kva * np.where(days >= length, periods.days, np.minimum(days, periods.days))
            idle += np.where(loses & self._whole(suspensions, row), days, 0)
        return Applied(more, idle)

    def _changed(self, changes: Rows, row: int, periods: Periods) -> Int64s:
        """The capacity in the archive is that after the change, if it was recorded when the bill was made."""
        added, day = int(changes["to_kva"][row]) - int(changes["from_kva"][row]), int(changes["from_on"][row])
        before = np.minimum(day - periods.from_on, periods.days)
        before = np.where(day >= periods.to_on, periods.days, np.maximum(before, 0))
        return np.where(self._stands(changes, row, periods), -added * before, 0)

    def _suspended(self, suspensions: Rows, row: int, periods: Periods) -> Int64s:
        """Days of each period on which it was in force."""
        resumed, key = self._tables["resumption"], suspensions["id"][row]
        until = np.full(len(periods.customers), int(suspensions["until_on"][row]))
        for at in resumed.where(resumed["id"] == key).tolist():
            known = resumed["recorded_at"][at] <= periods.moments
            until = np.where(known, np.minimum(until, int(resumed["resumed_on"][at])), until)
        first = np.maximum(periods.from_on, int(suspensions["sealed_on"][row]))
        days = np.maximum(np.minimum(periods.to_on, until) - first, 0)
        return np.where(self._stands(suspensions, row, periods), days, 0)

    def _whole(self, suspensions: Rows, row: int) -> bool:
        """Whether all of the capacity was sealed that the customer had when he applied for it."""
        asked = self._tables["application"]
        had = asked["capacity_kva"][asked["id"] == suspensions["application"][row]]
        return bool((suspensions["kva"][row] >= had).all())

    def _stands(self, rows: Rows, row: int, periods: Periods) -> Flags:
        flags: Flags = (periods.customers == rows["customer"][row]) & (rows["recorded_at"][row] <= periods.moments)
        return flags
