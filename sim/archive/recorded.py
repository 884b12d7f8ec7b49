"""What is recorded of every customer, as the papers say: billing, review, dunning and statistics know nothing else.

At the opening it is what the town is, except where the scenario says otherwise. It parts from the town by an act, a
breach or an accident, and meets it again by a correcting paper (`Masters`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import NULL
from kaohe.sim.town.customers import Population

Int64s = NDArray[np.int64]

_TEN = 10 ** np.arange(19, dtype=np.int64)


@dataclass
class Recorded:
    """Arrays by customer (future applicants among them: what their papers will say).

    name: of who has the contract, index into the population's names; price_class: index into its classes;
    transformer_kva: of a customer metered on the low side of his own;
    multiplier, digits, decimals and first_register: of the meter in place, as the meter archive has them; closed_on:
    the day of supply that was the last (銷戶), NULL where there is none.
    """

    name: Int64s
    price_class: Int64s
    capacity_kva: Int64s
    transformer_kva: Int64s
    book: Int64s
    multiplier: Int64s
    digits: Int64s
    decimals: Int64s
    first_register: Int64s
    closed_on: Int64s

    @classmethod
    def of(cls, town: Population) -> Recorded:
        """As the town is."""
        alike = {each.name: getattr(town, each.name).astype(np.int64) for each in fields(cls)[:-2]}
        first = np.where(town.opening, town.register(town.register_wh), 0)
        return cls(**alike, first_register=first, closed_on=np.full(town.customers, NULL, np.int64))

    def turn(self, customers: Int64s) -> Int64s:
        """Register units at which the recorded digits, decimals among them, begin again."""
        turn: Int64s = _TEN.take(self.digits.take(customers) + self.decimals.take(customers))
        return turn

    def energy_kwh(self, customers: Int64s, units: Int64s) -> Int64s:
        """Energy of an advance in register units, those of the last place: whole kWh, floor."""
        kwh: Int64s = units * self.multiplier.take(customers)
        decimals = self.decimals.take(customers)
        fine = np.flatnonzero(decimals)  # few have any, and a division costs more than all else here
        if len(fine):
            kwh[..., fine] //= _TEN[decimals[fine]]
        return kwh

    def units(self, customers: Int64s, kwh: Int64s) -> Int64s:
        """Register units that an energy comes to, floor."""
        units: Int64s = kwh * _TEN[self.decimals.take(customers)] // self.multiplier.take(customers)
        return units

    def units_for(self, customers: Int64s, kwh: Int64s) -> Int64s:
        """The fewest register units that come to an energy: an advance of so many kWh is one of so many again. Where no
        advance comes to it, one to less.
        """
        units = -self.units(customers, -kwh)
        units -= self.energy_kwh(customers, units) > kwh
        return units
