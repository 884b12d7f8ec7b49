"""暫停: plants that have their transformers sealed for a time, and unsealed again (用電登記工, 用電檢查員).

供電營業規則 1996 第二十四條 [L]: applied for some days ahead, at least fifteen days at a time, twice a year and
six months in all at most; the capacity charge is not due from the day of sealing. Whole transformers only: who is
metered on the high side and has twice half his capacity may have one of two sealed [A].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.clock.months import year_and_month
from kaohe.sim.desks.base import DAY_S, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.connection.applying import Asked
from kaohe.sim.desks.connection.hand_over import one_after_the_other
from kaohe.sim.streams import Purpose, below, words_at
from kaohe.sim.tariff.printed_tables import transformer_series
from kaohe.sim.town.happenings import FOR_EVER
from kaohe.sim.town.multi_function import SERIES
from kaohe.sim.town.use import USUAL_E4

if TYPE_CHECKING:
    from kaohe.sim.office import Office

MOST_DAYS = 180  # in a year


@dataclass(frozen=True)
class Sealed:
    """One suspension: kva of contract and those sealed; first day, and the day on which it is unsealed."""

    application: int
    customer: int
    kva: int
    sealed_on: int
    until_on: int


class Suspending(Desk):
    """Takes in applications, has transformers sealed and unsealed on their days."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._asking: Diary[Int64s] = Diary()
        self._seals: Diary[Sealed] = Diary()
        self._unseals: Diary[Sealed] = Diary()
        self._today: list[Sealed] = []
        self._over: list[Sealed] = []
        self._times: dict[tuple[int, int], tuple[int, int]] = {}

    def plan_month(self) -> None:
        """Who asks this month, and on which day."""
        office = self.office
        plants = office.population.multi_function & office.special_customers
        rate = office.practice.suspension_e6
        for day, customers in office.connection.applying.asking(Purpose.SUSPENSION, rate, plants):
            self._asking.put(day, customers)

    def midnight(self, day: int) -> None:
        """0:00: what is sealed today draws nothing from now on, what is unsealed as much as usual."""
        self._over, self._today = sorted_by_customer(self._unseals.take(day)), sorted_by_customer(self._seals.take(day))
        for each in self._over:
            self._connect(day, each.customer, USUAL_E4)
        for each in self._today:
            whole = each.kva >= int(self.office.use.agreed_kva[each.customer])
            self._connect(day, each.customer, 0 if whole else USUAL_E4 // 2)

    def _connect(self, day: int, customer: int, load_e4: int) -> None:
        self.office.faults.connect(np.array([customer]), np.array([day * DAY_S]), load_e4, FOR_EVER)

    def work(self, day: int) -> None:
        """What the inspectors sealed and unsealed is registered; then today's applications are taken in."""
        if self._today:
            self._seal(day, self._today)
        if self._over:
            self._unseal(day, self._over)
        self._today, self._over = [], []
        customers = np.unique(joined(self._asking.take(day)))
        customers = customers[self.office.connection.applying.may(customers)]
        customers = customers[~self.office.receivables.overdue(customers, day)]
        plans = [plan for each in customers.tolist() if (plan := self._plan(day, each)) is not None]
        if plans:
            self._receive(day, plans)

    def _plan(self, day: int, customer: int) -> Sealed | None:
        """What he asks for, if it is lawful and ends within the calendar."""
        office, practice, calendar = self.office, self.office.practice, self.office.calendar
        word = words_at(office.seed, Purpose.SUSPENSION, np.array([customer]), day, 2)
        if day + practice.suspension_ahead_days >= office.calendar_end:
            return None
        sealed_on = calendar.next_working(day + max(practice.suspension_ahead_days, 1))  # sealed at 0:00 of a day
        least, most = practice.suspension_least_days, practice.suspension_most_days
        until_on = sealed_on + least + int(below(word, max(most - least, 0) + 1)[0])
        if until_on >= office.calendar_end - 7:
            return None
        until_on = calendar.next_working(until_on)
        year, _ = year_and_month(office.month.index)
        times, days = self._times.get((customer, year), (0, 0))
        if times >= practice.suspension_times or days + until_on - sealed_on > MOST_DAYS:
            return None
        kva = int(office.use.agreed_kva[customer])
        if office.use.transformer_kva[customer] == 0 and kva // 2 in transformer_series()[SERIES].kva and kva % 2 == 0:
            kva = kva // 2 if int(word[0]) & 1 else kva
        return Sealed(0, customer, kva, sealed_on, until_on)

    def _receive(self, day: int, plans: list[Sealed]) -> None:
        office, use = self.office, self.office.use
        year, _ = year_and_month(office.month.index)
        customers = np.array([each.customer for each in plans])
        numbers = office.connection.applying.number(customers)
        asked = Asked(numbers, customers, use.agreed_class[customers], use.agreed_kva[customers])
        office.connection.applying.receive(clock(day, hm(15, 20)), asked, ["suspension"] * len(plans))
        for number, each in zip(numbers.tolist(), plans, strict=True):
            plan = Sealed(number, each.customer, each.kva, each.sealed_on, each.until_on)
            times, days = self._times.get((each.customer, year), (0, 0))
            self._times[each.customer, year] = times + 1, days + each.until_on - each.sealed_on
            self._seals.put(plan.sealed_on, plan)
            self._unseals.put(plan.until_on, plan)

    def _seal(self, day: int, plans: list[Sealed]) -> None:
        office, n = self.office, len(plans)
        customers = np.array([each.customer for each in plans])
        office.write(
            "suspension",
            n,
            id=np.array([each.application for each in plans]),
            recorded_at=one_after_the_other(clock(day, hm(15, 40)), n),
            staff=office.connection.holders(office.posts.registration_clerks, customers),
            application=np.array([each.application for each in plans]),
            customer=customers,
            kva=np.array([each.kva for each in plans]),
            sealed_on=day,
            until_on=np.array([each.until_on for each in plans]),
            sealed_by=office.connection.holders(office.posts.inspectors, customers),
            entered_on=day,
        )
        for each in plans:
            office.connection.capacities.suspended(each.customer, day, each.until_on, each.kva)

    def _unseal(self, day: int, plans: list[Sealed]) -> None:
        office, n = self.office, len(plans)
        customers = np.array([each.customer for each in plans])
        office.write(
            "resumption",
            n,
            id=np.array([each.application for each in plans]),
            recorded_at=one_after_the_other(clock(day, hm(15, 45)), n),
            staff=office.connection.holders(office.posts.registration_clerks, customers),
            application=np.array([each.application for each in plans]),
            customer=customers,
            resumed_on=day,
            unsealed_by=office.connection.holders(office.posts.inspectors, customers),
            entered_on=day,
        )
        office.connection.applying.done(customers)


def sorted_by_customer(plans: list[Sealed]) -> list[Sealed]:
    """In the order of their numbers."""
    return sorted(plans, key=lambda each: each.customer)
