"""The price table of the office: the tariff's classes, those that a scenario changes or adds, as arrays by class."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.calendar import day_of
from kaohe.sim.spec import CustomerSpec, OfficeSpec, SpecError
from kaohe.sim.tariff.bills import Usage, bill
from kaohe.sim.tariff.money import product, round_half_up
from kaohe.sim.tariff.price_rows import PriceRow, multi_function, unrecorded
from kaohe.sim.tariff.schema import PriceClass, Sourced

Int64s = NDArray[np.int64]

_SCENARIO = "scenario"
MOST_FUNDS = 8
"""A bill has room for so many lines of funds (bill_line)."""


@dataclass(frozen=True)
class Prices:
    """The price table in force from `valid_from` (days since 1970) on, by class code.

    `two_part`: with a capacity charge; `simple`: one part, rounded once; `multi_function`: needs a meter of
    peak, valley and reactive energy.
    """

    valid_from: int
    table: tuple[PriceClass, ...]
    rows: tuple[PriceRow, ...]
    energy_e4: Int64s
    two_part: NDArray[np.bool_]
    simple: NDArray[np.bool_]
    multi_function: NDArray[np.bool_]

    @classmethod
    def of(cls, table: tuple[PriceClass, ...], valid_from: int) -> Prices:
        """Arrays of a price table."""
        rows = tuple(PriceRow.of(price) for price in table)
        several = np.array([multi_function(price) for price in table], np.bool_)
        once = np.array([price.rounding == "bill" for price in table], np.bool_)
        energy = np.array([row.energy_e4 for row in rows], np.int64)
        capacity = np.array([row.capacity_fen_per_kva > 0 for row in rows], np.bool_)
        return cls(valid_from, table, rows, energy, capacity, once & ~several, several)

    @property
    def classes(self) -> tuple[str, ...]:
        """Ids of the classes by code."""
        return tuple(price.id for price in self.table)

    def one_part_fen(self, kwh: Int64s, price_class: Int64s) -> Int64s:
        """Bills in 分 of one-part classes: energy and funds rounded once, half up, or by lines as the class says."""
        amount = round_half_up(product(kwh, self.energy_e4[price_class]), 100)
        for code in np.flatnonzero(~(self.simple | self.multi_function)).tolist():
            rows = np.flatnonzero(price_class == code)
            lines = bill(self.table[code], Usage(np.abs(kwh[rows]))).total_fen
            amount[rows] = np.sign(kwh[rows]) * lines
        return amount


def price_tables(spec: OfficeSpec) -> tuple[Prices, ...]:
    """The tables in force in the span, in the order of their days; the first holds at the opening.

    Raises SpecError for a tariff that begins later, lacks a class that customers have or another version has, or
    charges what an office of 2001 does not meter (tiers, spikes, demand), or more funds than a bill has lines for.
    """
    first = spec.start
    after = first.year * 12 + first.month - 1 + spec.months
    end = date(after // 12, after % 12 + 1, 1)
    days = [first, *(version.valid_from for version in spec.tariff.version if first < version.valid_from < end)]
    tables = tuple(Prices.of(_table(spec, day), day_of(day)) for day in days)
    for table in tables[1:]:
        if table.classes != tables[0].classes or not np.array_equal(table.multi_function, tables[0].multi_function):
            raise SpecError(
                f"tariff {spec.tariff.id}: its versions of {first} and later have other classes or another metering"
            )
    return tables


def _table(spec: OfficeSpec, on: date) -> tuple[PriceClass, ...]:
    try:
        version = spec.tariff.at(on)
    except LookupError as error:
        raise SpecError(f"tariff {error}") from error
    known = {price.id: _changed(spec, price) for price in version.classes}
    for name in spec.energy_prices_e4:
        if name not in known:
            raise SpecError(f"energy_prices_e4: {name} is none of {', '.join(known)}")
    for customer in spec.customers:
        name = spec.class_of(customer)
        if name not in known:
            known[name] = _own(spec, customer, known.get(name.partition("@")[0]), name)
    for price in known.values():
        if reason := unrecorded(price):
            raise SpecError(f"tariff {spec.tariff.id}, {price.id}: an office of 2001 cannot charge by {reason}")
        if len(price.funds) > MOST_FUNDS:
            raise SpecError(f"tariff {spec.tariff.id}, {price.id}: {len(price.funds)} funds, room for {MOST_FUNDS}")
    return tuple(_without_nothing(price) for price in known.values())


def _without_nothing(price: PriceClass) -> PriceClass:
    """A capacity charge of 0 is none: the price table records both as 0."""
    free = price.capacity_fen_per_kva is not None and not price.capacity_fen_per_kva.value
    return price.model_copy(update={"capacity_fen_per_kva": None}) if free else price


def _changed(spec: OfficeSpec, price: PriceClass) -> PriceClass:
    """The class at the scenario's energy price, if it gives one."""
    own = spec.energy_prices_e4.get(price.id)
    return price if own is None else _at(price, own, price.id)


def _own(spec: OfficeSpec, customer: CustomerSpec, base: PriceClass | None, name: str) -> PriceClass:
    if base is None or customer.energy_e4 is None:
        raise SpecError(f"customer {customer.name}: no price for the class {name}")
    return _at(base, customer.energy_e4, name)


def _at(price: PriceClass, energy_e4: int, name: str) -> PriceClass:
    if energy_e4 < price.included_e4:
        raise SpecError(f"{name}: a price of {energy_e4} is below the funds that it includes, {price.included_e4}")
    return price.model_copy(update={"id": name, "energy_e4": Sourced(value=energy_e4, source=_SCENARIO)})


def on_day(tables: tuple[Prices, ...], day: int) -> Prices:
    """The table in force on a day."""
    return [table for table in tables if table.valid_from <= day or table is tables[0]][-1]
