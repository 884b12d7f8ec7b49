"""Rare events: what they are at most, where an average would say more than was seen."""

from __future__ import annotations

from typing import Final

FEWEST: Final = 20
"""With fewer events a figure is a bound and ranks nothing."""
LEVEL: Final = 0.95


def share_at_most(events: int, of: int, level: float = LEVEL) -> float:
    """Upper bound of a share, one-sided (Clopper and Pearson 1934): 0 of 200 is at most 1.5 %.

    Raises:
        ValueError: more events than there were occasions, or no occasion.
    """
    from scipy.stats import binomtest  # type: ignore[import-untyped]  # publishes no types

    return float(binomtest(events, of, alternative="less").proportion_ci(level, method="exact").high)


def rate_at_most(events: int, exposure: float, level: float = LEVEL) -> float:
    """Upper bound of events per unit of exposure, one-sided (Garwood 1936): none in 10 years is at most 0.3 a year."""
    from scipy.stats import chi2

    return float(chi2.ppf(level, 2 * (events + 1)) / 2 / exposure)
