"""Who moves in where somebody has lived or worked: a name of the same kind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.streams import Words, below
from kaohe.sim.town.customers import PROFILE_NAMES, Population
from kaohe.sim.town.name_pools import OF_CUSTOMERS, pools
from kaohe.sim.town.profiles import PROFILES

Int64s = NDArray[np.int64]


def others(people: Population, customers: Int64s, holder: Int64s, word: Words) -> Int64s:
    """For each customer another holder than the present one, from the pool of his profile (indices of names)."""
    sizes = np.array([len(pools()[part]) for part in OF_CUSTOMERS])
    first = np.cumsum(sizes) - sizes
    of = np.array([OF_CUSTOMERS.index(PROFILES[name].pool) for name in PROFILE_NAMES])[people.profile[customers]]
    step = 1 + below(word, 1 << 30) % (sizes[of] - 1)
    found: Int64s = first[of] + (holder - first[of] + step) % sizes[of]
    return found
