"""Meters that fail, and what can be seen of it from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.streams import Purpose, below, happens, words

if TYPE_CHECKING:
    from kaohe.sim.office import Office

Int64s = NDArray[np.int64]

SIGNS = ("stopped", "burnt", "seal_missing", "theft_suspect")
DAY_S = 86_400
STANDING = 2  # of the signs so many say that nothing turns


class Faults:
    """Signs by customer (0 none, else a position in SIGNS + 1), from a second on."""

    FIXED = ("office",)

    def __init__(self, office: Office) -> None:
        self.office = office
        self._sign = np.zeros(office.n, np.int8)
        self._since = np.zeros(office.n, np.int64)
        self._was = np.zeros(office.n, np.int64)

    def plan_month(self) -> None:
        """The month's faults."""
        office = self.office
        rate = office.practice.fault_e6
        word = words(office.seed, Purpose.FAULT, office.n, office.month.index)
        new = happens(word, rate) & office.meters.active & (self._sign == 0)
        new &= ~office.population.multi_function
        who = np.flatnonzero(new)
        self._sign[who] = 1 + below(word[who] << np.uint64(20), len(SIGNS))
        self._since[who] = office.month.start * DAY_S + below(word[who] << np.uint64(30), office.month.days) * DAY_S
        self.next_month()

    def next_month(self) -> None:
        stands = np.flatnonzero((self._sign > 0) & (self._sign <= STANDING))
        self._stop(stands[self._since[stands] < self.office.month.start * DAY_S], self.office.month.start)

    def begin(self, day: int) -> None:
        """0:00."""
        new = np.flatnonzero((self._sign > 0) & (self._sign <= STANDING) & (self._since == day * DAY_S))
        if len(new):
            self._stop(new, day)

    def _stop(self, who: Int64s, day: int) -> None:
        self._was[who] = self.office.meters.daily_wh[who]
        self.office.meters.set_rate(who, day, np.zeros(len(who), np.int64))

    def mended(self, customers: Int64s, at: Int64s) -> None:
        """New meters are in place: they turn."""
        stood = (self._sign[customers] > 0) & (self._sign[customers] <= STANDING)
        stood &= self._since[customers] <= at
        who = customers[stood]
        self.office.meters.daily_wh[who] = self._was[who]
        self.office.meters.install(who, at[stood])
        self._sign[customers] = 0

    def signs(self, customers: Int64s, at: Int64s) -> Int64s:
        """What can be seen of the meters in place at these seconds."""
        return np.where(self._since[customers] <= at, self._sign[customers], 0).astype(np.int64)
