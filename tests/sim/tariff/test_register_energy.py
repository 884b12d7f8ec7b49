"""Registers to energy, and the one-part bill."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.tariff.one_part import energy_fee_fen, signed_units


@given(st.integers(1, 9), st.data(), st.integers(0, 10**10))
def test_units_telescope_whatever_is_taken_for_possible(digits: int, data: st.DataObject, most: int) -> None:
    turn = 10**digits
    registers = data.draw(st.lists(st.integers(0, turn - 1), min_size=2, max_size=12))
    reads, turns = np.array(registers, np.int64), np.full(len(registers) - 1, turn)
    units = signed_units(reads[:-1], reads[1:], turns, np.full(len(registers) - 1, most))
    assert (int(units.sum()) - (registers[-1] - registers[0])) % turn == 0
    assert all(-turn < each <= most for each in units.tolist())


@pytest.mark.parametrize(
    ("prev", "curr", "most", "expected"),
    [
        (9_999, 71, 72, 72),
        (9_999, 71, 71, -9_928),
        (71, 9_999, 3_000, -72),
        (71, 9_999, 10_000, 9_928),
        (500, 500, 0, 0),
    ],
)
def test_a_register_goes_forward_only_where_use_can_have_brought_it(
    prev: int, curr: int, most: int, expected: int
) -> None:
    one = (np.array([each], np.int64) for each in (prev, curr, 10_000, most))
    assert signed_units(*one).tolist() == [expected]


@given(st.integers(-(10**9), 10**9), st.integers(0, 20_000))
def test_a_fee_against_fractions(kwh: int, price: int) -> None:
    exact = Fraction(kwh) * Fraction(price, 10_000) * 100
    size = (abs(exact) + Fraction(1, 2)).__floor__()
    expected = size if exact >= 0 else -size
    bill = energy_fee_fen(np.array([kwh], np.int64), np.array([price], np.int64))
    assert bill.dtype == np.int64
    assert bill.tolist() == [expected]


def test_a_bill_never_falls_as_energy_rises() -> None:
    bills = energy_fee_fen(np.arange(5000, dtype=np.int64), 4883)
    steps = np.diff(bills)
    assert steps.min() >= 48
    assert steps.max() <= 49
