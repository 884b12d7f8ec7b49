"""Numbers of the formulas: exact fractions at the desk, arrays in the office, one text of each formula for both.

`Real` (Fraction, or float64 arrays) is for physical quantities, never money. `Exact` (Fraction, or int64 arrays) is for
money and energy before rounding: sums, products and comparisons only.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.tariff.money import Int64s

Reals = NDArray[np.float64]
Real = TypeVar("Real", Fraction, Reals)
Exact = TypeVar("Exact", Fraction, Int64s)

_CONTEXT = Context(prec=50)


def root(x: Real) -> Real:
    """Square root: of a Fraction to 40 digits, of an array in float64. ValueError for a Fraction below 0."""
    if isinstance(x, Fraction):
        return _fraction_root(x)
    roots: Reals = np.sqrt(x)
    return roots


def _fraction_root(x: Fraction) -> Fraction:
    if x < 0:
        raise ValueError(f"no square root of {x}")
    ratio = _CONTEXT.divide(Decimal(x.numerator), Decimal(x.denominator))
    return Fraction(_CONTEXT.sqrt(ratio))


SQRT3 = _fraction_root(Fraction(3))


def sqrt3(like: Real) -> Real:
    """√3 in the kind of number of `like`."""
    if isinstance(like, Fraction):
        return SQRT3
    return np.full(like.shape, float(SQRT3))


def by_element(formula: Callable[..., int], *arrays: Int64s) -> Int64s:
    """A formula of Python integers for each element of arrays that broadcast: for sums that pass 63 bits."""
    spread = np.broadcast_arrays(*arrays)
    flat = [formula(*map(int, row)) for row in zip(*(each.ravel() for each in spread), strict=True)]
    return np.array(flat, np.int64).reshape(spread[0].shape)


def over(x: Exact, limit: Exact) -> Exact:
    """The part of x above a limit, never below 0."""
    if isinstance(x, Fraction):
        return max(x - limit, Fraction(0))
    above: Int64s = np.maximum(x - limit, 0)
    return above
