"""True energy use: Wh a day of every customer, constant within a calendar month."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.streams import Purpose, from_table, words
from kaohe.sim.town.customers import NONE, PROFILE_NAMES, Population
from kaohe.sim.town.profiles import PROFILES
from kaohe.sim.town.quantiles import SIGMA_015

Int64 = NDArray[np.int64]

_SEASON = np.array([PROFILES[name].season for name in PROFILE_NAMES], np.int64)


def daily_wh(seed: int, population: Population, month_index: int) -> Int64:
    """Wh a day of each customer in a month, int64 [customers]; months count from 1990-01, as sim.ids.period_index does.

    Base × season × the month's own luck, at most 60 % of the capacity round the clock; 0 where the place stands empty;
    exact for customers whose use the scenario fixes. An applicant has an entry too: his use once he is energised.
    Raises ValueError for a month before the opening.
    """
    if month_index < population.opening_month:
        raise ValueError(f"month {month_index} is before the opening, {population.opening_month}")
    season = _SEASON[population.profile, month_index % 12]
    luck = from_table(words(seed, Purpose.MONTH_ENERGY, population.customers, month_index), SIGMA_015)
    use: Int64 = population.base_daily_wh * season // 10_000 * luck // 10_000
    jumped = (population.furnace_month != NONE) & (population.furnace_month <= month_index)
    use[jumped] *= population.furnace_times
    np.minimum(use, population.cap_daily_wh, out=use)
    use[population.vacant(month_index)] = 0
    fixed = population.fixed_daily_wh != NONE
    use[fixed] = population.fixed_daily_wh[fixed]
    return use
