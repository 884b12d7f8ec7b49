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
    multiplier, digits and first_register: of the meter in place, as the meter archive has them.
    """

    price_class: Int64s
    capacity_kva: Int64s
    transformer_kva: Int64s
    book: Int64s
    multiplier: Int64s
    digits: Int64s
    first_register: Int64s

    @classmethod
    def of(cls, town: Population) -> Recorded:
        """As the town is."""
        alike = {each.name: getattr(town, each.name).astype(np.int64) for each in fields(cls)[:-1]}
        return cls(**alike, first_register=np.where(town.opening, town.register(town.register_wh), 0))

    def turn(self, customers: Int64s) -> Int64s:
        """Register units at which the recorded digits begin again."""
        return _TEN[self.digits.take(customers)]
