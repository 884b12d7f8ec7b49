"""Tests of faulty meters that were taken out (電能表修校工), and what is owed for the time in which they stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import Desk, clock, hm
from kaohe.sim.desks.reading.reporting import Normal
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import day_number
from kaohe.sim.streams import Purpose, below, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

TESTED_WITHIN = 3  # working days


@dataclass(frozen=True)
class Standing:
    """A meter that was taken out because it stood; index: the period of the report, reports: keys of those about it."""

    meter: int
    customer: int
    index: int
    fault: str
    removal: int
    removed_on: int
    normal: Normal
    reports: tuple[int, ...]


class Testing(Desk):
    """Writes certificates and works out the supplements."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: Diary[Standing] = Diary()
        self._lost_fen: dict[int, int] = {}

    def expect(self, standing: Standing) -> None:
        """A meter that came in today: what was lost is valued at once, and anew at its test."""
        self._value(standing)
        word = words_at(self.office.seed, Purpose.TEST_DAY, np.array([standing.meter]))
        after = 1 + int(below(word, TESTED_WITHIN)[0])
        self._due.put(self.office.calendar.add_working_days(standing.removed_on, after), standing)

    def lost_fen(self, report: int) -> int:
        """What was lost from the limit of a report's visit on until the meter was exchanged; 0 if it never was."""
        return self._lost_fen.get(report, 0)

    def work(self, day: int) -> None:
        """The day's tests."""
        for number, standing in enumerate(sorted(self._due.take(day), key=lambda each: each.meter)):
            self._settle(standing, self._test(day, number, standing))

    def _test(self, day: int, number: int, standing: Standing) -> int:
        office, testers = self.office, self.office.posts.meter_testers
        key = SCHEMA["meter_test"].key.pack(meter=standing.meter, day=day_number(day))
        office.write(
            "meter_test",
            1,
            id=key,
            recorded_at=clock(day, hm(14)) + number * 60,
            staff=testers[standing.meter % len(testers)],
            meter=standing.meter,
            customer=standing.customer,
            as_found=standing.fault,
            error_e4=NULL,
            register=standing.removal,
            tested_on=day,
        )
        return key

    def _settle(self, standing: Standing, test: int) -> None:
        """第八十條: the mean use a day of the periods before, less what the meter showed after all."""
        office, customer, normal = self.office, standing.customer, standing.normal
        correcting = office.issuing.correcting
        units = (standing.removal - normal.register) % int(office.meters.turn[customer])
        shown = int(office.recorded.energy_kwh(np.array([customer]), np.array([units]))[0])
        kwh = normal.kwh * (standing.removed_on - normal.from_on) // normal.days - shown
        if kwh > 0:
            span = normal.from_on, standing.removed_on
            correcting.fault(customer, standing.index, test, kwh, span)
        self._value(standing)

    def _value(self, standing: Standing) -> None:
        """From the limit of each report on, whether or not it was visited by then."""
        office, normal = self.office, standing.normal
        for report in standing.reports:
            days = max(standing.removed_on - office.errands.due_on("site_visit", report), 0)
            kwh = normal.kwh * days // normal.days
            self._lost_fen[report] = office.issuing.correcting.fee(standing.customer, kwh)
