"""The best of many, and how many office-years are enough: chosen on one half, told on the other."""

from __future__ import annotations

import numpy as np

from kaohe.standards.laboratory.statistics.bounds import LEVEL
from kaohe.standards.laboratory.statistics.intervals import Floats, Interval, simultaneous


def chosen(values: Floats, target: float | None = None) -> int:
    """The row whose mean over the odd office-years is least, or nearest the target; of equals the first."""
    means = values[:, 0::2].mean(axis=1)
    return int(np.argmin(means if target is None else np.abs(means - target)))


def reported(values: Floats, level: float = LEVEL) -> Interval:
    """Of the row that was chosen, what the even office-years say, which had no part in the choice."""
    return simultaneous(values[None, 1::2], level)[0]


def half_width(values: Floats, level: float = LEVEL) -> float:
    """The widest half of the intervals of the rows."""
    found = simultaneous(values, level)
    return max((each.high - each.mean for each in found), default=0.0)


def enough(values: Floats, wanted: float, level: float = LEVEL) -> bool:
    """Whether office-years may stop (Chow and Robbins 1965): no interval is wider than so much on either side.

    The width counts as 1/n wider, so that a few years which happen to agree do not end a study at once.
    """
    years = values.shape[1]
    return bool(half_width(values, level) * (1 + 1 / years) <= wanted)


def still_needed(values: Floats, wanted: float, level: float = LEVEL) -> int:
    """How many more office-years bring the half-width down to `wanted`, as the spread so far has it."""
    years = values.shape[1]
    if enough(values, wanted, level):
        return 0
    whole = int(np.ceil(years * (half_width(values, level) / wanted) ** 2))
    return max(1, whole - int(years))
