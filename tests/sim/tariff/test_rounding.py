"""Rounding of money: exact, symmetrical, the same for scalars and arrays."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.tariff.money import product, round_half_up

numerators = st.integers(-(2**62), 2**62)
denominators = st.integers(1, 2**62)


def nearest(numerator: int, denominator: int) -> int:
    exact = abs(Fraction(numerator, denominator)) + Fraction(1, 2)
    size = exact.numerator // exact.denominator
    return size if numerator >= 0 else -size


@given(numerators, denominators)
def test_scalar_and_array_agree_with_fractions(numerator: int, denominator: int) -> None:
    array = round_half_up(np.array([numerator], np.int64), np.array([denominator], np.int64))
    assert round_half_up(numerator, denominator) == nearest(numerator, denominator) == array[0]


@given(numerators, denominators)
def test_a_reversal_cancels_and_errs_by_half_a_fen_at_most(numerator: int, denominator: int) -> None:
    rounded = round_half_up(numerator, denominator)
    assert round_half_up(-numerator, denominator) == -rounded
    assert abs(rounded - Fraction(numerator, denominator)) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"), [(5, 2, 3), (-5, 2, -3), (150, 100, 2), (149, 100, 1), (0, 7, 0)]
)
def test_halves_go_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert round_half_up(numerator, denominator) == expected


def test_refuses_floats_and_bad_denominators() -> None:
    with pytest.raises(TypeError):
        round_half_up(np.array([1.5]), 1)
    with pytest.raises(ZeroDivisionError):
        round_half_up(1, 0)
    with pytest.raises(ValueError, match="positive"):
        round_half_up(np.array([1], np.int64), -1)


def test_refuses_products_that_do_not_fit() -> None:
    with pytest.raises(OverflowError):
        product(np.array([2**40], np.int64), 2**40)
