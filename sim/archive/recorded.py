"""What is recorded of every customer, as the papers say: billing, review, dunning and statistics know nothing else.

At the opening it is what the town is, except where the scenario says otherwise. It parts from the town by an act, a
breach or an accident, and meets it again by a correcting paper (`Masters`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.town.customers import Population

Int64s = NDArray[np.int64]

_TEN = 10 ** np.arange(19, dtype=np.int64)


@dataclass
class Recorded:
    """Arrays by customer (future applicants among them: what their papers will say).

    price_class: index into the population's classes; transformer_kva: of a customer metered on the low side of his own;
    multiplier, digits and decimals: of the meter in place, as the meter archive has them.
    """

    price_class: Int64s
    capacity_kva: Int64s
    transformer_kva: Int64s
    book: Int64s
    multiplier: Int64s
    digits: Int64s
    decimals: Int64s

    @classmethod
    def of(cls, town: Population) -> Recorded:
        """As the town is."""
        return cls(**{each.name: getattr(town, each.name).astype(np.int64) for each in fields(cls)})

    def turn(self, customers: Int64s) -> Int64s:
        """Register units at which the recorded digits, decimals among them, begin again."""
        turn: Int64s = _TEN[self.digits[customers] + self.decimals[customers]]
        return turn

    def energy_kwh(self, customers: Int64s, units: Int64s) -> Int64s:
        """Energy of an advance in register units, those of the last place: whole kWh, floor."""
        kwh: Int64s = units * self.multiplier[customers]
        decimals = self.decimals[customers]
        fine = np.flatnonzero(decimals)  # few have any, and a division costs more than all else here
        if len(fine):
            kwh[..., fine] //= _TEN[decimals[fine]]
        return kwh

    def units(self, customers: Int64s, kwh: Int64s) -> Int64s:
        """Register units that an energy comes to, floor."""
        units: Int64s = kwh * _TEN[self.decimals[customers]] // self.multiplier[customers]
        return units

    def units_for(self, customers: Int64s, kwh: Int64s) -> Int64s:
        """The fewest register units that come to an energy: an advance of so many kWh is one of so many again. Where no
        advance comes to it, one to less.
        """
        units = -self.units(customers, -kwh)
        units -= self.energy_kwh(customers, units) > kwh
        return units
