"""Quantiles of F, Student's t and χ² for the intervals of a class's statistics; no library of the project has them.

F by the incomplete beta function (continued fraction, Lentz; Press et al., Numerical Recipes §6.4) and bisection.
χ² by Wilson and Hilferty (1931), The distribution of chi-square, PNAS 17, 684–688: within 1 % from 3 degrees on.
"""

from __future__ import annotations

from math import exp, lgamma, log, sqrt
from statistics import NormalDist

_TINY, _CLOSE, _MOST = 1e-300, 1e-14, 10_000


def f_quantile(p: float, first: float, second: float) -> float:
    """The value below which F with these degrees of freedom lies with probability p (0 < p < 1)."""
    low, high = 0.0, 1.0
    for _ in range(200):  # bisection over x = first·F ÷ (first·F + second)
        middle = (low + high) / 2
        if _beta_share(middle, first / 2, second / 2) < p:
            low = middle
        else:
            high = middle
    return second * low / (first * (1 - low))


def t_quantile(p: float, degrees: float) -> float:
    """The same for Student's t, p > ½: its square is F with 1 degree."""
    return sqrt(f_quantile(2 * p - 1, 1, degrees))


def chi_square_quantile(p: float, degrees: float) -> float:
    """The same for χ²."""
    spread = 2 / (9 * degrees)
    return degrees * max(0.0, 1 - spread + NormalDist().inv_cdf(p) * sqrt(spread)) ** 3


def _beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function."""
    if x <= 0 or x >= 1:
        return float(x > 0)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _MOST):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d, c = 1 / _away(1 + step * d), _away(1 + step / c)
            found *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return found


def _away(value: float) -> float:
    """Away from 0, by which a step would divide."""
    return value if abs(value) > _TINY else _TINY
