"""What is wrong at the metering points: meters that fail, seals that are gone, energy that passes beside the meter.

A customer has one thing wrong at a time, from a second on. Three questions are answered: what somebody who stands
before the meter sees of it, what the meter registers of the use, and how much of the use it did not register.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.town.customers import Population
from kaohe.sim.town.meters import Meters

Int64s = NDArray[np.int64]

SIGNS = ("stopped", "burnt", "seal_missing", "number_mismatch", "multiplier_mismatch", "theft_suspect")
"""What can be seen from outside; the code of a sign is its position and 1, 0 is nothing."""

KINDS = (*SIGNS[:5], "theft", "creeping", "slow", "fast")
"""What can be wrong; codes likewise."""


class Faults:
    """Arrays by customer: kind (0: nothing wrong), since (the second from which on it is so), seen (code of the sign
    that shows it outside, 0: none).
    """

    FIXED = ("_people",)

    def __init__(self, people: Population, meters: Meters) -> None:
        self._people, self.meters = people, meters
        self.kind = np.zeros(people.customers, np.int8)
        self.seen = np.zeros(people.customers, np.int8)
        self.since = np.zeros(people.customers, np.int64)

    def signs(self, customers: Int64s, at: int | Int64s) -> Int64s:
        """What one sees who stands before the meters at these seconds: codes of SIGNS, 0 for nothing."""
        seen = self.seen[customers].astype(np.int64)
        return np.where(self.since[customers] <= at, seen, 0)

    def mended(self, customers: Int64s, at: int | Int64s) -> None:
        """Meters were exchanged, or sealed again, at these seconds: what was wrong with them is gone."""
        who = customers[self.kind[customers] != 0]
        self.kind[who] = self.seen[who] = 0

    def unmetered_wh(self, customers: Int64s, at: int | Int64s) -> Int64s:
        """Use that the meters did not register from the beginning of what is wrong, or was last, to these seconds; less
        than 0 where they register too much.
        """
        return np.zeros(len(customers), np.int64)
