"""Readers' reports of what they saw at a meter (抄表異常報告單), until it has been dealt with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.desks.base import DAY_S, Desk, Int64s
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import meter_id, meter_period_id, period_code
from kaohe.sim.town.faults import SIGNS

if TYPE_CHECKING:
    from kaohe.sim.office import Office

WRITTEN_AFTER_S = 20
STANDING = ("stopped", "burnt")  # nothing turns any more: the meter is exchanged, the energy estimated
OF_METER = SIGNS[:-1]  # gone with the meter; what points at theft is not
BREAKS = (*STANDING, "seal_missing")  # what makes registers before and after it prove nothing about each other


@dataclass(frozen=True)
class Normal:
    """What an estimate rests on: the last register really read and its day; kWh in so many days before it."""

    from_on: int
    register: int
    kwh: int
    days: int


@dataclass(frozen=True)
class Report:
    """One report by its key; index: its period; at: the second at which it was written."""

    key: int
    customer: int
    index: int
    anomaly: str
    at: int
    normal: Normal


def sign_codes(office: Office, table: str, column: str, signs: Int64s) -> Int64s:
    """What is written in a column where somebody saw these signs (0: none)."""
    if not signs.any():
        return np.full(len(signs), NULL)
    return np.append(NULL, office.codes(table, column, SIGNS))[signs]


class Reporting(Desk):
    """One report of each anomaly of a meter, until that is gone."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._open: dict[int, dict[str, Report]] = {}
        self._numbers: dict[int, int] = {}

    def report(self, day: int, customers: Int64s, index: Int64s, signs: Int64s, staff: Int64s, at: Int64s) -> None:
        """What readers saw today (0: nothing) goes to the squad on the next working day."""
        for row in np.flatnonzero(signs).tolist():
            customer, anomaly = int(customers[row]), SIGNS[int(signs[row]) - 1]
            if anomaly not in self._open.get(customer, ()):
                second = int(at[row]) + WRITTEN_AFTER_S
                self._report(day, customer, int(index[row]), anomaly, int(staff[row]), second)

    def open_of(self, customer: int, *anomalies: str) -> list[Report]:
        """His reports of these that are not dealt with, the first one first."""
        return [each for each in self._open.get(customer, {}).values() if each.anomaly in anomalies]

    def reported(self, customers: Int64s) -> list[int]:
        """Those of whom a report is not dealt with."""
        return sorted(self._open.keys() & set(customers.tolist())) if self._open else []

    def dealt_with(self, customer: int, *anomalies: str) -> None:
        """These are gone."""
        left = {name: each for name, each in self._open.pop(customer, {}).items() if name not in anomalies}
        if left:
            self._open[customer] = left

    def normal(self, customer: int) -> Normal:
        """What an estimate for this customer would rest on now."""
        office, meters = self.office, self.office.meters
        kwh, days = meters.normal_use(customer, office.rules.normal_periods)
        if not days:
            kwh, days = int(office.population.opening_mean_kwh[customer]) * 12, 365
        from_on = int(meters.anchor_at[customer]) // DAY_S
        return Normal(from_on, int(meters.anchor_register[customer]), max(kwh, 0), days)

    def _report(self, day: int, customer: int, index: int, anomaly: str, staff: int, at: int) -> None:
        office = self.office
        meter = meter_id(customer, int(office.meters.number[customer]))
        number = self._number(meter_period_id(meter, index))
        key = SCHEMA["reader_report"].key.pack(meter=meter, period=index, number=number)
        report = Report(key, customer, index, anomaly, at, self.normal(customer))
        self._open.setdefault(customer, {})[anomaly] = report
        office.write(
            "reader_report",
            1,
            id=key,
            recorded_at=at,
            staff=staff,
            meter=meter,
            customer=customer,
            book=int(office.recorded.book[customer]),
            period=period_code(index),
            anomaly=anomaly,
            reported_on=day,
        )
        if anomaly in BREAKS:
            office.latent.broken(customer, at)
        office.field.visiting.expect(office.calendar.first_working_after(day), report)

    def _number(self, meter_period: int) -> int:
        number = self._numbers.get(meter_period, 0)
        self._numbers[meter_period] = number + 1
        return number
