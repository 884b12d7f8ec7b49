"""Capacity by days: since when customers have another capacity, and when part of it was suspended (第八十四條).

A change counts from its day on; the days before it are charged at the old capacity, the rest of the thirty at the new.
What is suspended is not charged on the days from sealing to unsealing; of a period that they fill, on none of thirty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.desks.base import Desk, Int64s

if TYPE_CHECKING:
    from kaohe.sim.office import Office


class Capacities(Desk):
    """By customer: (day, kVA added) of changes, (first day, day after the last, kVA, all of it) of suspensions."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._changes: dict[int, list[tuple[int, int]]] = {}
        self._suspensions: dict[int, list[tuple[int, int, int, bool]]] = {}
        self._any = np.zeros(office.n, np.bool_)

    def changed(self, customer: int, day: int, added_kva: int) -> None:
        """From a day on the capacity is larger by so much."""
        self._changes.setdefault(customer, []).append((day, added_kva))
        self._any[customer] = True

    def suspended(self, customer: int, day: int, until: int, kva: int) -> None:
        """From one day to before another so much is sealed: all, or a part, of the transformers that are there then."""
        whole = kva >= int(self.office.use.agreed_kva[customer])
        self._suspensions.setdefault(customer, []).append((day, until, kva, whole))
        self._any[customer] = True

    def applied(self, customers: Int64s, days: Int64s) -> tuple[Int64s, Int64s]:
        """Of the periods that wait for their bills: (kVA·days charged besides those of the recorded capacity for so
        many days of thirty, days without supply).
        """
        more, idle = np.zeros(len(customers), np.int64), np.zeros(len(customers), np.int64)
        for row in np.flatnonzero(self._any[customers]).tolist():
            more[row], idle[row] = self._of_one(int(customers[row]), int(days[row]))
        return more, idle

    def _of_one(self, customer: int, days: int) -> tuple[int, int]:
        meters, more, idle = self.office.meters, 0, 0
        begun, ended = int(meters.last_on[customer]), int(meters.now_on[customer])
        for day, added in self._changes.get(customer, ()):
            if day > begun:
                more -= added * (days if day >= ended else min(day - begun, days))
        loses = self.office.recorded.transformer_kva[customer] > 0
        for first, until, kva, whole in self._suspensions.get(customer, ()):
            off = max(min(ended, until) - max(begun, first), 0)
            more -= kva * (days if off >= ended - begun else min(off, days))
            idle += off if loses and whole else 0
        return more, idle
