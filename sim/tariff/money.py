"""Exact rounding of money: integer 分, half up, away from zero, so that a reversal cancels what it reverses.

Rule: 四捨五入到分; no text that was found says how a negative half goes, so the choice is the symmetrical one.
"""

from __future__ import annotations

from typing import overload

import numpy as np
from numpy.typing import NDArray

Int64s = NDArray[np.int64]

_SAFE = 1 << 62


@overload
def round_half_up(numerator: int, denominator: int) -> int: ...
@overload
def round_half_up(numerator: Int64s, denominator: int | Int64s) -> Int64s: ...


def round_half_up(numerator: int | Int64s, denominator: int | Int64s) -> int | Int64s:
    """The integer nearest to numerator / denominator, halves away from zero.

    Python ints of any size, or int64 arrays that broadcast; round(−x) = −round(x) for all x.
    Raises TypeError for anything but integers, ZeroDivisionError or ValueError for a denominator below 1.
    """
    if isinstance(numerator, int) and isinstance(denominator, int):
        return _round_int(numerator, denominator)
    top, bottom = whole(numerator), whole(denominator)
    _refuse_below_one(int(bottom.min(initial=1)))
    size = np.abs(top)
    quotient = size // bottom
    rest = size - quotient * bottom
    quotient += rest >= bottom - rest
    return np.where(top < 0, -quotient, quotient)


def _round_int(numerator: int, denominator: int) -> int:
    _refuse_below_one(denominator)
    quotient, rest = divmod(abs(numerator), denominator)
    quotient += rest >= denominator - rest
    return -quotient if numerator < 0 else quotient


def _refuse_below_one(denominator: int) -> None:
    if denominator == 0:
        raise ZeroDivisionError("denominator 0 in a rounding of money")
    if denominator < 0:
        raise ValueError(f"denominator {denominator} in a rounding of money; it must be positive")


def whole(values: int | Int64s) -> Int64s:
    """The values as int64; TypeError for floats and booleans, which never carry money or energy."""
    array = np.asarray(values)
    if array.dtype.kind not in "iu" or array.dtype == np.uint64:
        raise TypeError(f"money and energy are signed integers, not {array.dtype}")
    return array.astype(np.int64, copy=False)


def product(left: int | Int64s, right: int | Int64s) -> Int64s:
    """left × right in int64; OverflowError where the product could pass 2⁶²."""
    a, b = whole(left), whole(right)
    if _largest(a) * _largest(b) >= _SAFE:
        raise OverflowError("a product of money or energy does not fit 63 bits")
    return a * b


def _largest(array: Int64s) -> int:
    return max(int(array.max(initial=0)), -int(array.min(initial=0)))
