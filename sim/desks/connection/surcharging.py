"""貼費: new connections and 增容 pay by the list for each kVA, at the window, before they are supplied (用電登記工).

It is paid into the account of the bureau by a slip that the customer shows (進賬單): none of it is in the clerk's
takings [assumption].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import DAY_S, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.connection.hand_over import one_after_the_other
from kaohe.sim.records import NULL
from kaohe.sim.tariff.surcharges import VOLTAGES

if TYPE_CHECKING:
    from kaohe.sim.office import Office

PAID_AFTER = 2  # working days after the application of a new connection: the survey is there, the meter is not


class Surcharging(Desk):
    """Writes the list at the opening, and a receipt for each who pays by it."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: Diary[Int64s] = Diary()

    def write_list(self, at: int) -> None:
        """The list in force."""
        office, rows = self.office, self.office.rules.surcharges.rows
        starts = [each.from_kva for each in rows]
        office.write(
            "surcharge_price",
            len(rows),
            id=np.arange(len(rows)),
            recorded_at=at,
            staff=None,
            voltage=office.codes("surcharge_price", "voltage", [each.voltage for each in rows]),
            from_kva=np.array(starts, np.int64),
            fen_per_kva=np.array([each.fen_per_kva for each in rows], np.int64),
            valid_from=at // DAY_S + 1,
        )

    def expect(self, day: int, customers: Int64s) -> None:
        """New connections were applied for: they pay for all of their capacity."""
        self._due.put(self.office.calendar.add_working_days(day, PAID_AFTER), customers)

    def work(self, day: int) -> None:
        """The day's payers, whose number of application is their own."""
        customers = np.sort(joined(self._due.take(day)))
        if len(customers):
            use = self.office.use
            self.charge(clock(day, hm(9)), customers, customers, use.agreed_class[customers], use.agreed_kva[customers])

    def charge(self, at: int, applications: Int64s, customers: Int64s, price_class: Int64s, kva: Int64s) -> None:
        """Receipts one after the other, for so many kVA each; none of those who pay nothing."""
        office, rules = self.office, self.office.rules.surcharges
        free = np.isin(office.prices.written(price_class), [_place(office, name) for name in rules.exempt])
        rows = np.flatnonzero(~free & (kva > 0)) if rules.rows else np.empty(0, np.int64)
        if not len(rows):
            return
        who, kva = customers[rows], kva[rows]
        high = office.special_customers[who]
        low_fen, high_fen = (rules.fen_per_kva(voltage, kva) for voltage in VOLTAGES)
        unit = np.where(high, high_fen, low_fen)
        when = one_after_the_other(at, len(rows))
        office.write(
            "surcharge_receipt",
            len(rows),
            id=applications[rows],
            recorded_at=when,
            staff=office.connection.holders(office.posts.registration_clerks, who),
            application=applications[rows],
            customer=who,
            voltage=office.codes("surcharge_receipt", "voltage", VOLTAGES)[high.astype(np.int64)],
            quantity_kva=kva,
            unit_fen=unit,
            amount_fen=kva * unit,
            paid_on=when // DAY_S,
        )


def _place(office: Office, name: str) -> int:
    return office.population.price_classes.index(name) if name in office.population.price_classes else NULL
