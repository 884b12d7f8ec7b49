"""Intervals over office-years: of one figure, and of many differences from a control at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.laboratory.statistics.bounds import LEVEL

Floats = NDArray[np.float64]
DRAWS: Final = 10_000
FEWEST_YEARS: Final = 8
"""Fewer office-years have no interval: resampled, a few values repeat too often to say how far they spread."""
KEY: Final = 0x6B616F6865  # any constant: the same resamples for every study of as many office-years


@dataclass(frozen=True)
class Interval:
    """A mean and between which bounds it lies."""

    mean: float
    low: float
    high: float

    @property
    def shown(self) -> int:
        """1 where all of it is above 0, −1 where all is below, 0 where it holds 0."""
        return int(self.low > 0) - int(self.high < 0)


def pseudo_values(statistic: Callable[[Floats], Floats], sums: Floats) -> Floats:
    """What each office-year contributes to a statistic of sums (the jackknife of Tukey 1958); of a sum, its own value.

    Args:
        statistic: of sums (…, components) one number each.
        sums: (office-years, components).
    """
    years = len(sums)
    total = sums.sum(axis=0)
    whole = statistic(total[None, :] / years)
    if years == 1:
        return whole
    return years * whole - (years - 1) * statistic((total[None, :] - sums) / (years - 1))


@lru_cache(maxsize=2)
def resampled(years: int, draws: int = DRAWS) -> Floats:
    """How often each office-year is in each resample, (draws, years); the same on any machine."""
    source = np.random.Philox(key=KEY)
    words = source.random_raw(draws * years).reshape(draws, years)
    chosen = (words % np.uint64(years)).astype(np.int64) + np.arange(draws)[:, None] * years
    counts = np.bincount(chosen.ravel(), minlength=draws * years).reshape(draws, years).astype(np.float64)
    counts.setflags(write=False)
    return counts


def simultaneous(values: Floats, level: float = LEVEL, draws: int = DRAWS) -> list[Interval]:
    """Intervals of the means of the rows that all hold at once with that probability.

    Office-years are resampled whole, so what goes together in one stays together. Each row has the width that its own
    studentised deviations need, all at one level, which is that of the greatest of their ranks (Beran 1988): a row with
    a long tail pays for it alone. Rows that never vary are as they are. A row turned round gives the interval turned
    round.

    Args:
        values: (rows, office-years): differences from the control, or a figure itself.

    Raises:
        ValueError: fewer than FEWEST_YEARS office-years.
    """
    years = values.shape[1]
    if years < FEWEST_YEARS:
        raise ValueError(f"{years} office-years are too few for an interval; {FEWEST_YEARS} are needed")
    means = values.mean(axis=1)
    errors = _errors(values)
    varying = errors > 0
    width = np.zeros_like(means)
    if varying.any():
        width[varying] = _quantiles(values[varying], errors[varying], level, draws) * errors[varying]
    return [Interval(*map(float, row)) for row in zip(means, means - width, means + width, strict=True)]


def _errors(values: Floats) -> Floats:
    """Standard errors of the means; what differs by rounding alone does not vary."""
    found = values.std(axis=1, ddof=1) / np.sqrt(values.shape[1])
    size = np.abs(values).max(axis=1, initial=0)
    return np.where(found > 1e-12 * size, found, 0.0)


def _quantiles(values: Floats, errors: Floats, level: float, draws: int) -> Floats:
    """For each row how many standard errors: no row's deviation is greater, in that share of the resamples."""
    found = _deviations(values, errors, draws)
    ordered = np.sort(found, axis=0)
    ranks = [np.searchsorted(ordered[:, row], found[:, row], "right") for row in range(len(values))]
    greatest = np.sort(np.max(ranks, axis=0))
    widths: Floats = ordered[int(greatest[int(np.ceil(level * draws)) - 1]) - 1]
    return widths


def _deviations(values: Floats, errors: Floats, draws: int) -> Floats:
    """Absolute studentised deviations of the resamples, (draws, rows)."""
    years = values.shape[1]
    counts = resampled(years, draws)
    scaled = (values - values.mean(axis=1, keepdims=True)) / (errors[:, None] * np.sqrt(years))
    means = counts @ scaled.T / years
    spread = np.sqrt(np.maximum(counts @ (scaled**2).T / years - means**2, 0) / (years - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spread > 1e-9, np.abs(means) / spread, np.where(np.abs(means) > 1e-9, np.inf, 0.0))
