"""交接班: a counter changes hands, and its takings are counted between the one clerk and the other (收費工)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import day_number
from kaohe.sim.town.duty import shift_bounds

if TYPE_CHECKING:
    from kaohe.sim.office import Office

BEFORE_OPENING_S = hm(0, 5)


class Box(NamedTuple):
    """What lies at each counter for its next closing: receipts, cash and cheques, by counter."""

    receipts: Int64s
    cash_fen: Int64s
    cheque_fen: Int64s


class Shifts(Desk):
    """Writes down what one clerk hands to the next: in the morning, and where a window is shared at the change."""

    FIXED = ("_bounds",)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._bounds = shift_bounds(office.practice)
        self._served_on: int | None = None  # the last day on which somebody served

    def morning(self, day: int, box: Box) -> None:
        """Another clerk than the evening before opens a counter: he counts what was left there under seal."""
        office = self.office
        if self._served_on is not None:
            before, now = office.duty.on(self._served_on).counters[-1], office.on_duty.counters[0]
            self._write(day, 0, office.practice.opens_s - BEFORE_OPENING_S, before, now, day, box)
        self._served_on = day

    def change(
        self,
        day: int,
        tomorrow: int,
        counter: Int64s,
        paid_s: Int64s,
        cheque: NDArray[np.bool_],
        amount: Int64s,
        box: Box,
    ) -> None:
        """The changes of the day; box: what lay there in the morning. After the first close it is for the next one."""
        counters, first_close = self.office.on_duty.counters, self.office.rules.first_close_s
        for number, bound in enumerate(self._bounds, 1):
            early = bound <= first_close
            since = paid_s < bound if early else (paid_s >= first_close) & (paid_s < bound)
            size = counters.shape[1]
            none = np.zeros(size, np.int64)
            before = box if early else Box(none, none, none)
            there = Box(
                before.receipts + np.bincount(counter[since], minlength=size),
                before.cash_fen + _sums(counter, amount, since & ~cheque, size),
                before.cheque_fen + _sums(counter, amount, since & cheque, size),
            )
            of = day if early else tomorrow
            self._write(day, number, bound, counters[number - 1], counters[number], of, there)

    def _write(self, day: int, number: int, at_s: int, before: Int64s, now: Int64s, of: int, box: Box) -> None:
        changed = np.flatnonzero(before != now)
        if not len(changed):
            return
        self.office.write(
            "counter_handover",
            len(changed),
            id=SCHEMA["counter_handover"].key.pack(counter=changed, day=day_number(day), number=number),
            recorded_at=clock(day, at_s),
            staff=now[changed],
            counter=changed,
            on=day,
            takings_on=of,
            handed_by=before[changed],
            receipts=box.receipts[changed],
            cash_fen=box.cash_fen[changed],
            cheque_fen=box.cheque_fen[changed],
        )


def _sums(counter: Int64s, amount: Int64s, chosen: NDArray[np.bool_], size: int) -> Int64s:
    """The amounts by counter."""
    sums = np.zeros(size, np.int64)
    np.add.at(sums, counter[chosen], amount[chosen])
    return sums
