"""How long acts stay unknown (Kaplan and Meier 1958): those still unknown at the end count until then."""

from __future__ import annotations

from dataclasses import dataclass
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.laboratory.statistics.bounds import LEVEL
from kaohe.standards.laboratory.statistics.intervals import Floats, Interval


@dataclass(frozen=True)
class Survival:
    """From each day on (after the start of the act) the share still unknown, and between which bounds it lies."""

    days: Floats
    unknown: Floats
    low: Floats
    high: Floats

    def median(self) -> Interval | None:
        """Days until half of the acts are known, with its bounds (Brookmeyer and Crowley 1982); None: not reached.

        An upper bound that was not reached is infinite.
        """
        middle, first, last = (_reached(self.days, curve) for curve in (self.unknown, self.low, self.high))
        return None if np.isinf(middle) else Interval(middle, first, last)

    def known_within(self, days: int) -> float:
        """Share of the acts known after so many days."""
        place = int(np.searchsorted(self.days, days, side="right")) - 1
        return 0.0 if place < 0 else float(1 - self.unknown[place])


def _reached(days: Floats, curve: Floats) -> float:
    below = np.flatnonzero(curve <= 0.5)
    return float(days[below[0]]) if len(below) else float("inf")


def survival(waited: NDArray[np.int64], known: NDArray[np.bool_], level: float = LEVEL) -> Survival:
    """The curve of acts that each waited so many days, until they were known or until the records end.

    Bounds take the acts as independent of each other (Greenwood 1926, log-log).

    Raises:
        ValueError: no act.
    """
    from scipy.stats import CensoredData, ecdf  # type: ignore[import-untyped]  # publishes no types

    if not len(waited):
        raise ValueError("no act, no curve")
    found = ecdf(CensoredData(uncensored=waited[known], right=waited[~known])).sf
    with catch_warnings():
        simplefilter("ignore", RuntimeWarning)  # undefined where all or none are known: told as the curve itself
        bounds = found.confidence_interval(level, method="log-log")
    shares, low, high = found.probabilities, bounds.low.probabilities, bounds.high.probabilities
    return Survival(
        np.asarray(found.quantiles, dtype=np.float64),
        np.asarray(shares, dtype=np.float64),
        np.where(np.isnan(low), np.minimum(shares, 1.0), low),
        np.where(np.isnan(high), np.maximum(shares, 0.0), high),
    )
