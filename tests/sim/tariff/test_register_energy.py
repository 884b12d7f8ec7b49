"""Registers to energy, and the one-part bill."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.tariff.one_part import advance, advance_rolled, energy_fee_fen


@pytest.mark.parametrize(
    ("prev", "curr", "digits", "multiplier", "expected"),
    [
        (99870, 130, 5, 1, 260),
        (999990, 15, 6, 30, 750),
        (1234, 1234, 5, 40, 0),
        (5930, 5580, 5, 1, -350),  # a transposed reading of last month, not a roll-over
        (2155, 2305, 4, 1000, 150_000),
        (50_001, 0, 5, 1, 49_999),
        (49_999, 0, 5, 1, -49_999),
        (50_000, 0, 5, 1, 50_000),
    ],
)
def test_advance(prev: int, curr: int, digits: int, multiplier: int, expected: int) -> None:
    assert advance(prev, curr, digits, multiplier) == expected


@given(st.integers(1, 9), st.data())
def test_rolled_advance_telescopes(digits: int, data: st.DataObject) -> None:
    registers = data.draw(st.lists(st.integers(0, 10**digits - 1), min_size=2, max_size=12))
    reads = np.array(registers, np.int64)
    total = int(advance_rolled(reads[:-1], reads[1:], digits, 1).sum())
    assert (total - (registers[-1] - registers[0])) % 10**digits == 0


@given(st.integers(0, 99_999), st.integers(0, 50_000), st.integers(1, 3000))
def test_advance_finds_what_flowed(prev: int, flowed: int, multiplier: int) -> None:
    assert advance(prev, (prev + flowed) % 100_000, 5, multiplier) == flowed * multiplier


@pytest.mark.parametrize(
    ("prev", "curr", "digits", "multiplier", "match"),
    [
        (100_000, 1, 5, 1, "prev"),
        (1, -1, 5, 1, "curr"),
        (1, 2, 0, 1, "digits"),
        (1, 2, 16, 1, "digits"),
        (1, 2, 5, 0, "multiplier"),
    ],
)
def test_refuses(prev: int, curr: int, digits: int, multiplier: int, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        advance(prev, curr, digits, multiplier)


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
