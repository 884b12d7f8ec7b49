"""The meter of the feeder (供電量): what went into the town, from which the loss of the line follows (線損率)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.desks.base import Desk, clock
from kaohe.sim.records.ids import period_code

if TYPE_CHECKING:
    from kaohe.sim.office import Office

MILLION = 1_000_000
START_MWH = 10_000  # by which the register is ahead of the town's first year [assumption]


class Feeder(Desk):
    """Counts what all customers truly use, metered or not, and what is lost on the way; read at 0:00 of each first."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._used_wh = 0
        self._off = np.arange(office.n)  # who has no supply yet: fewer every day
        self._register_kwh = START_MWH * 1_000

    def read(self, day: int) -> None:
        """The first of a month, 0:00: the register, and what the month before took."""
        office = self.office
        register_kwh = START_MWH * 1_000 + self._supplied_wh() // 1_000
        opening = day == office.months[0].start
        office.write(
            "feeder_reading",
            1,
            id=period_code(office.month.index),
            recorded_at=clock(day, 0),
            staff=office.posts.business_specialist,
            period=period_code(office.month.index),
            total_kwh=register_kwh,
            supplied_kwh=None if opening else register_kwh - self._register_kwh,
        )
        self._register_kwh = register_kwh

    def count(self, day: int) -> None:
        """The day's use, which is settled at midnight."""
        off, wh = self._off, self.office.use.wh
        self._off = off = off[self.office.meters.energised_on.take(off) > day]
        self._used_wh += int(wh.sum()) - int(wh.take(off).sum())

    def unused(self, wh: int) -> None:
        """Of the day's use so much is not drawn after all."""
        self._used_wh -= wh

    def _supplied_wh(self) -> int:
        """The use and what the line loses, as a share of what is supplied."""
        return self._used_wh * MILLION // (MILLION - self.office.practice.line_loss_e6)
