"""Oracles of energy: every customer's registers from row to row, and what really ran through the meters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

import kaohe.sim.town.daily_use as energy
from kaohe.sim.clock.calendar import month_after
from kaohe.sim.records.ids import period_index
from kaohe.sim.run import Run
from tests.sim.office import Row, Small, by_id, rows
from tests.sim.plain import by_customer, i, on, units


class Chain:
    """Follows every customer's register from the opening reading to the last bill."""

    def __init__(self, run: Run) -> None:
        self.meters = by_id(run, "meter")
        self.readings = by_id(run, "reading")
        self.bills = by_customer(run, "bill")
        self.orders = by_customer(run, "work_order")
        self.supplements = by_customer(run, "supplement")
        self.start: dict[int, tuple[int, date]] = {}
        for row in self.readings.values():
            first = row["kind"] == "opening" or (row["kind"] == "install" and i(row, "meter") % 8 == 0)
            if first:
                self.start[i(row, "customer")] = (i(row, "register"), on(row, "read_on"))

    def customers(self) -> Iterator[int]:
        """Everybody with a bill."""
        yield from sorted(self.bills)

    def meter(self, customer: int, number: int = 0) -> Row:
        """One of the customer's meters."""
        return self.meters[customer * 8 + number]

    def events(self, customer: int) -> list[tuple[int, str, Row]]:
        """Bills, and gaps that a supplement bills after all, by period."""
        found = [(i(row, "period"), "bill", row) for row in self.bills[customer]]
        found += [(i(row, "period"), "gap", row) for row in self.supplements[customer] if row["kind"] == "gap"]
        return sorted(found, key=lambda each: each[0])

    def misread(self, customer: int, period: int) -> list[Row]:
        """Corrections of the reading of a period."""
        return [row for row in self.supplements[customer] if row["kind"] == "misread" and i(row, "period") == period]

    def swaps(self, customer: int, after: date, until: date) -> list[Row]:
        """Meters changed within a bill's period."""
        orders = [row for row in self.orders[customer] if row["kind"] == "swap"]
        return [row for row in orders if after <= on(row, "done_on") < until or after == until == on(row, "done_on")]


def walk(chain: Chain, customer: int) -> Iterator[tuple[Row, str, int, Fraction]]:
    """(row, kind, register before, kWh by the registers) of every bill and every gap, in order."""
    register, at = chain.start[customer]
    for period, kind, row in chain.events(customer):
        reading = chain.readings[i(row, "reading" if kind == "bill" else "ground")]
        digits = i(chain.meter(customer), "digits")
        total, before = 0, register
        for order in chain.swaps(customer, at, on(reading, "read_on")):
            multiplier = i(chain.meters[i(order, "old_meter")], "multiplier")
            total += units(register, i(order, "removal_register"), digits) * multiplier
            register = i(order, "install_register")
            before = register
        total += units(register, i(reading, "register"), digits) * i(chain.meters[i(reading, "meter")], "multiplier")
        yield row, kind, before, Fraction(total)
        register, at = i(reading, "register"), on(reading, "read_on")
        for correction in chain.misread(customer, period):
            multiplier = i(chain.meters[i(reading, "meter")], "multiplier")
            assert i(correction, "kwh") % multiplier == 0
            register = (register + i(correction, "kwh") // multiplier) % 10**digits


class Town:
    """What really ran through every meter, in Python ints, from the town's energy alone."""

    def __init__(self, small: Small, run: Run) -> None:
        people = small.office().population
        self.multiplier = people.multiplier.tolist()
        opening = [row for row in rows(run, "reading") if row["kind"] == "opening"]
        self._opened = {i(row, "customer"): on(row, "read_on") for row in opening}
        self._put_in = {i(row, "meter"): on(row, "installed_on") for row in rows(run, "meter")}
        self._register_wh = people.register_wh.tolist()
        self._start = small.spec().start
        self._use: list[list[int]] = []
        self._first: list[date] = []
        first = self._start
        for _ in range(small.months):
            self._first.append(first)
            self._use.append(energy.daily_wh(small.seed, people, period_index(first.year * 100 + first.month)).tolist())
            first = month_after(first)
        self._first.append(first)

    def wh(self, customer: int, day: date) -> int:
        """Energy up to the beginning of a day since the customer's first reading; an applicant's since the start."""
        before = (self._start - self._opened.get(customer, self._start)).days
        if day < self._start:
            before -= (self._start - day).days
        total = before * self._use[0][customer]
        for use, (begin, end) in zip(self._use, pairwise(self._first), strict=True):
            total += use[customer] * max((min(day, end) - begin).days, 0)
        return total

    def units(self, customer: int, number: int, day: date) -> int:
        """The register of one of the customer's meters without its roll-overs."""
        if number == 0 and customer in self._opened:
            wh = self._register_wh[customer] + self.wh(customer, day)
        else:
            wh = self.wh(customer, day) - self.wh(customer, self._put_in[customer * 8 + number])
        return int(wh // (1000 * self.multiplier[customer]))

    def units_at_start(self, customer: int, number: int) -> int:
        """The same when the office first knew it."""
        opened = self._opened.get(customer)
        return self.units(customer, 0, opened) if number == 0 and opened is not None else 0

    def through(self, customer: int, number: int, day: date) -> int:
        """kWh through all meters up to a day on which this one hangs."""
        ends = [self._put_in[customer * 8 + each + 1] for each in range(number)] + [day]
        run = sum(self.units(customer, n, end) - self.units_at_start(customer, n) for n, end in enumerate(ends))
        return int(run * self.multiplier[customer])
