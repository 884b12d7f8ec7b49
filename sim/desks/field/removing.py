"""Meters taken down for good (銷戶): the crew notes the last register, and the final bill rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import DAY_S, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.field.fitting import REMOVAL
from kaohe.sim.records.ids import meter_id, period_code, reading_id
from kaohe.sim.town.happenings import FOR_EVER

if TYPE_CHECKING:
    from kaohe.sim.office import Office

REMOVE_AFTER = 2  # working days after the application [assumption]; the crew may have to put it off


class Removing(Desk):
    """Takes meters down in the afternoon, one after the other; never one that was read or looked at that day.

    Where something is wrong with a meter, or was reported of it, that comes first: it is exchanged and tested.
    """

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: Diary[Int64s] = Diary()
        self._ordered_on: dict[int, int] = {}

    def order(self, day: int, customers: Int64s) -> None:
        """The meters of these customers are to be taken down."""
        self._ordered_on |= dict.fromkeys(customers.tolist(), day)
        self._due.put(self.office.calendar.add_working_days(day, REMOVE_AFTER), customers)

    def work(self, day: int) -> None:
        """The day's orders."""
        customers = np.unique(joined(self._due.take(day)))
        if not len(customers):
            return
        office, at = self.office, clock(day, hm(16)) + 60 * np.arange(len(customers))
        may = office.field.fitting.free(day, customers) & office.field.fitting.sound(customers, at)
        if not may.all():
            self._due.put(office.calendar.first_working_after(day), customers[~may])
        if may.any():
            self._take_down(day, customers[may], at[may])

    def _take_down(self, day: int, customers: Int64s, at: Int64s) -> None:
        office, meters = self.office, self.office.meters
        index = np.maximum(meters.now_period[customers] + 1, office.month.index)
        register, n = meters.register(customers, at), len(customers)
        self._write(day, customers, at, register, index)
        office.latent.seen(day, customers, register, at, np.zeros(n, np.int64))
        row = reading_id(meter_id(customers, meters.number[customers]), index, REMOVAL, 0)
        meters.read(customers, day, at, register, row, index, np.zeros(n, np.bool_))
        rest_s = (day + 1) * DAY_S - at
        office.accounts.feeder.unused(int((office.use.wh[customers] * rest_s // DAY_S).sum()))
        office.faults.end(customers, at)
        office.faults.connect(customers, at, 0, FOR_EVER)
        meters.take_down(customers)
        office.issuing.issuance.expect_final(office.calendar.first_working_after(day), customers)

    def _write(self, day: int, customers: Int64s, at: Int64s, register: Int64s, index: Int64s) -> None:
        """The order, and the reading of its register for the period that ends with it."""
        office, n = self.office, len(customers)
        crews, meter = office.field.fitting.crews(customers), meter_id(customers, office.meters.number[customers])
        office.write(
            "reading",
            n,
            id=reading_id(meter, index, REMOVAL, 0),
            recorded_at=at,
            staff=crews[0],
            meter=meter,
            customer=customers,
            book=office.recorded.book[customers],
            period=period_code(index),
            kind="removal",
            read_on=day,
            register=register,
            frozen_register=None,
            frozen_on=None,
            remark=None,
        )
        office.write(
            "work_order",
            n,
            id=office.field.fitting.order_numbers(customers),
            recorded_at=at + 30,
            staff=crews[0],
            customer=customers,
            kind="removal",
            reason="closing",
            ordered_on=np.array([self._ordered_on.pop(each) for each in customers.tolist()], np.int64),
            done_on=day,
            old_meter=meter,
            removal_register=register,
            second_by=crews[1],
            **dict.fromkeys(("new_meter", "multiplier", "digits", "max_current_a", "voltage_v"), None),
            **dict.fromkeys(("seal_no", "install_register", "fault"), None),
        )
