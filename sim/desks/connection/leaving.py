"""銷戶: who gives up his supply leaves the books once the meter is down and all is paid (用電登記工).

供電營業規則 1996 第三十二條: all use ends, the bills are paid, the metering is looked at and taken down [K]. Who owes
what is overdue is sent away until it is paid [A].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import ARCHIVED_S, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.connection.applying import Asked
from kaohe.sim.desks.connection.hand_over import one_after_the_other
from kaohe.sim.records.ids import bill_id, meter_id
from kaohe.sim.streams import Purpose

if TYPE_CHECKING:
    from kaohe.sim.office import Office


class Leaving(Desk):
    """Takes in the applications, has the meters taken down, and closes accounts that are even."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._asking: Diary[Int64s] = Diary()
        self._applications: dict[int, int] = {}

    def plan_month(self) -> None:
        """Who gives up his supply this month; nobody with a multi-function meter does."""
        office, one = self.office, ~self.office.population.multi_function
        for day, customers in office.connection.applying.asking(Purpose.CLOSING, office.practice.closing_e6, one):
            self._asking.put(day, customers)

    def work(self, day: int) -> None:
        """Accounts that are even are closed; then today's applications are taken in."""
        office = self.office
        waiting = np.array(sorted(self._applications), np.int64)
        customers = waiting[office.meters.removed[waiting] & ~office.meters.waiting[waiting]]
        if len(customers):
            customers = customers[office.connection.transferring.even(day, customers)]
        if len(customers):
            self._close(day, customers)
        customers = np.unique(joined(self._asking.take(day)))
        customers = customers[office.connection.applying.may(customers)]
        customers = customers[~office.receivables.overdue(customers, day)]
        if len(customers):
            self._receive(day, customers)

    def _receive(self, day: int, customers: Int64s) -> None:
        office, use, applying = self.office, self.office.use, self.office.connection.applying
        numbers = applying.number(customers)
        asked = Asked(numbers, customers, use.agreed_class[customers], use.agreed_kva[customers])
        applying.receive(clock(day, hm(15)), asked, ["closing"] * len(customers))
        self._applications |= dict(zip(customers.tolist(), numbers.tolist(), strict=True))
        office.field.removing.order(day, customers)

    def _close(self, day: int, customers: Int64s) -> None:
        office, meters, n = self.office, self.office.meters, len(customers)
        numbers = np.array([self._applications.pop(each) for each in customers.tolist()], np.int64)
        office.write(
            "closing",
            n,
            id=numbers,
            recorded_at=one_after_the_other(clock(day, hm(15, 50)), n),
            staff=office.connection.holders(office.posts.registration_clerks, customers),
            application=numbers,
            customer=customers,
            meter=meter_id(customers, meters.number[customers]),
            bill=bill_id(customers, meters.now_period[customers]),
            closed_on=meters.now_on[customers],
            entered_on=day,
        )
        office.recorded.closed_on[customers] = meters.now_on[customers]
        office.archive.customers(customers, one_after_the_other(clock(day, ARCHIVED_S), n) + 50)
