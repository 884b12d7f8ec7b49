"""Oracles of energy: every customer's registers from row to row, and what really ran through the meters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor

import kaohe.sim.town.daily_use as energy
from kaohe.sim.clock.calendar import month_after
from kaohe.sim.records.ids import READING_KINDS, meter_id, meter_period_parts, period_index, reading_id
from kaohe.sim.run import Run
from tests.sim.office import Row, Small, by_id, rows
from tests.sim.plain import Versions, by_customer, i, on
from tests.sim.town_oracle import DAY_S, USUAL, Drawn, State, drawn, life
from tests.sim.turning import Turning, at, next_begin, shown_at

_EPOCH = datetime(1970, 1, 1)


class Chain:
    """Follows every customer's register from the opening reading to the last bill."""

    def __init__(self, run: Run) -> None:
        self.meters, self.recorded = by_id(run, "meter"), Versions(run, "meter")
        self.readings = by_id(run, "reading")
        self.bills = by_customer(run, "bill")
        self.orders = by_customer(run, "work_order")
        self.supplements = by_customer(run, "supplement")
        self.first: dict[int, Row] = {}
        self.fitted: dict[int, Row] = {}
        for row in self.readings.values():
            if row["kind"] == "install":
                self.fitted[i(row, "meter")] = row
            if row["kind"] == "opening" or (row["kind"] == "install" and i(row, "meter") % 8 == 0):
                self.first[i(row, "customer")] = row

    def customers(self) -> Iterator[int]:
        """Everybody with a bill."""
        yield from sorted(self.bills)

    def meter(self, customer: int, number: int = 0) -> Row:
        """One of the customer's meters."""
        return self.meters[meter_id(customer, number)]

    def events(self, customer: int) -> list[tuple[int, str, Row]]:
        """Bills, and gaps that a supplement bills after all, by period."""
        found = [(i(row, "period"), "bill", row) for row in self.bills[customer]]
        found += [(i(row, "period"), "gap", row) for row in self.supplements[customer] if row["kind"] == "gap"]
        return sorted(found, key=lambda each: each[0])

    def misread(self, customer: int, period: int) -> list[Row]:
        """Corrections of the reading of a period."""
        return [row for row in self.supplements[customer] if row["kind"] == "misread" and i(row, "period") == period]

    def began(self, customer: int, period: int, reading: Row) -> int | None:
        """The register with which the next bill of the meter of a reading begins."""
        return next_begin(self.bills[customer], period, reading)

    def swaps(self, customer: int, after: date, until: date) -> list[Row]:
        """Meters changed within a bill's period."""
        orders = [row for row in self.orders[customer] if row["kind"] == "swap"]
        return [row for row in orders if after <= on(row, "done_on") < until or after == until == on(row, "done_on")]


def walk(chain: Chain, customer: int) -> Iterator[tuple[Row, str, int, Fraction]]:
    """(row, kind, register before, kWh by the registers) of every bill and every gap, in order."""
    first = chain.first[customer]
    fresh = first["kind"] == "install"
    register = Turning(chain.meter(customer), i(first, "register"), shown_at(first), fresh=fresh)
    begun = on(first, "read_on")
    for period, kind, row in chain.events(customer):
        reading = chain.readings[i(row, "reading" if kind == "bill" else "ground")]
        total = Fraction(0)
        for order in chain.swaps(customer, begun, on(reading, "read_on")):
            put_in = chain.fitted[i(order, "new_meter")]
            old = chain.recorded.at(i(order, "old_meter"), at(order))
            register.as_recorded(old)
            total += register.ahead(i(order, "removal_register"), at(put_in), old)
            register = Turning(chain.meters[i(order, "new_meter")], i(order, "install_register"), at(put_in))
        meter = chain.recorded.at(i(register.meter, "meter"), at(row))
        register.as_recorded(meter)
        before = register.billed
        total += register.bill(i(reading, "register"), reading, meter)
        yield row, kind, before, total
        begun = on(reading, "read_on")
        for correction in chain.misread(customer, period):
            ground = chain.readings[i(correction, "ground")]
            register.corrected(i(correction, "kwh"), chain.began(customer, period, reading), meter, ground)


# What an order brings about, and how large it is.
_FOUND = {"find_stopped": ("stopped", 0), "find_theft": ("theft", 5_000), "steal_unseen": ("theft", 5_000)}


def _ordered_to_be_found(run: Run) -> Iterator[tuple[int, Drawn]]:
    """(customer, what) of the readings at which meters were ordered to be found stopped, or theft beside them."""
    readings = by_id(run, "reading")
    for order, void in zip(run.orders, run.void, strict=True):
        if order.action in _FOUND and order.key is not None and not void:
            meter, index = meter_period_parts(order.key)
            kind, size = _FOUND[order.action]
            second = _seconds(at(readings[reading_id(meter, index, READING_KINDS.index("actual"), 0)]))
            yield meter // 8, Drawn(kind, second, size, 1 << 40)


def _sealed(run: Run) -> Iterator[tuple[int, int, int]]:
    """(customer, second, load in 10⁻⁴ of the usual one) of the plants that had all or half of their transformers sealed
    (暫停), and of their return.
    """
    asked = by_id(run, "application")
    for row in rows(run, "suspension"):
        whole = i(row, "kva") >= i(asked[i(row, "application")], "capacity_kva")
        for day, load in ((on(row, "sealed_on"), 0 if whole else USUAL // 2), (on(row, "until_on"), USUAL)):
            yield i(row, "customer"), _seconds(datetime.combine(day, time())), load


def _found(run: Run) -> Iterator[tuple[int, datetime]]:
    """(customer, time) at which somebody who wrote the case twenty minutes later ended a theft."""
    for row in rows(run, "breach_case"):
        yield i(row, "customer"), at(row) - timedelta(minutes=20)


def _ended(when: datetime, several: bool) -> int:
    """Several registers change their pace at 0:00 only."""
    return _seconds(datetime.combine(when, time()) if several else when)


class Town:
    """What really ran through every meter, second by second, from the town's energy alone: whole Wh since the start of
    the run, of which each meter counts those that ran while it hung there.
    """

    def __init__(self, small: Small, run: Run) -> None:
        office = small.office()
        people = office.population
        self.multiplier, self.parts = people.multiplier.tolist(), (10 ** people.decimals.astype(int)).tolist()
        readings = rows(run, "reading")
        self._opened = {i(row, "customer"): shown_at(row) for row in readings if row["kind"] == "opening"}
        self._put_in = {i(row, "meter"): at(row) for row in readings if row["kind"] == "install"}
        self._register_wh = people.register_wh.tolist()
        self._start = small.spec().start
        self._use: list[list[int]] = []
        self._first: list[datetime] = []
        first = self._start
        for _ in range(small.months):
            self._first.append(datetime.combine(first, time()))
            self._use.append(energy.daily_wh(small.seed, people, period_index(first.year * 100 + first.month)).tolist())
            first = month_after(first)
        self._first.append(datetime.combine(first, time()))
        plate_w = people.phases.astype(int) * people.voltage_v * people.max_current_a
        self._most_wh = (plate_w * people.multiplier * 24).tolist()
        put_in = {meter: _seconds(when) for meter, when in self._put_in.items()}
        mended = [(meter // 8, second) for meter, second in put_in.items() if meter % 8]
        mended += [
            (i(row, "customer"), _seconds(at(row))) for row in rows(run, "site_visit") if row["measure"] == "reseal"
        ]
        ordered, events, sealed = list(_ordered_to_be_found(run)), drawn(office), list(_sealed(run))
        found = [(who, _ended(when, bool(people.multi_function[who]))) for who, when in _found(run)]
        self._states = {
            customer: life(
                events.get(customer, []),
                put_in.get(customer * 8, 1 << 40 if customer not in self._opened else -1),
                [second for whose, second in mended if whose == customer],
                [event for whose, event in ordered if whose == customer],
                [(second, load) for whose, second, load in sealed if whose == customer],
                [second for whose, second in found if whose == customer],
                single=not people.multi_function[customer],
            )
            for customer in {*events, *(whose for whose, _ in ordered), *(whose for whose, _, _ in sealed)}
        }

    def wh(self, customer: int, moment: datetime) -> int:
        """Whole Wh that were registered from the start of the run to a second, below 0 before it; each change of the
        rate may lose one.
        """
        if moment < self._first[0]:
            return floor(self._use[0][customer] * _days(self._first[0], moment))
        return sum(
            self._in_month(customer, use, _seconds(begin), _seconds(min(moment, end)))
            for use, (begin, end) in zip(self._use, pairwise(self._first), strict=True)
            if begin < moment
        )

    def _in_month(self, customer: int, use: list[int], begin: int, end: int) -> int:
        """Up to a second of the month that begins at one."""
        states = self._states.get(customer, [State(begin, 10_000, None)])
        total = 0
        for number, state in enumerate(states):
            until = states[number + 1].since if number + 1 < len(states) else end
            first, last = max(state.since, begin) - begin, min(until, end) - begin
            if first < last:
                rate = state.registered(use[customer], self._most_wh[customer])
                total += rate * last // DAY_S - rate * first // DAY_S
        return total

    def units(self, customer: int, number: int, moment: datetime) -> int:
        """The register of one of the customer's meters without its roll-overs."""
        if number == 0 and customer in self._opened:
            wh = self._register_wh[customer] + self.wh(customer, moment) - self.wh(customer, self._opened[customer])
        else:
            wh = self.wh(customer, moment) - self.wh(customer, self._put_in[customer * 8 + number])
        return int(wh * self.parts[customer] // (1000 * self.multiplier[customer]))

    def units_at_start(self, customer: int, number: int) -> int:
        """The same when the office first knew it."""
        opened = self._opened.get(customer)
        return self.units(customer, 0, opened) if number == 0 and opened is not None else 0

    def through(self, customer: int, number: int, moment: datetime) -> int:
        """kWh through all meters up to a second at which this one hangs."""
        ends = [self._put_in[customer * 8 + each + 1] for each in range(number)] + [moment]
        advances = (self.units(customer, n, end) - self.units_at_start(customer, n) for n, end in enumerate(ends))
        return sum(int(run * self.multiplier[customer] // self.parts[customer]) for run in advances)


def _seconds(moment: datetime) -> int:
    return int((moment - _EPOCH).total_seconds())


def _days(begin: datetime, end: datetime) -> Fraction:
    passed = end - begin
    return passed.days + Fraction(passed.seconds, 86_400)
