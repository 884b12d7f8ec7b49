"""Orders of arrays and remainders against numpy's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.arrays import modulo, order_of


@given(st.lists(st.integers(-5, 5) | st.integers(-(2**50), 2**50), max_size=80))
def test_an_order_is_that_of_a_stable_sort(values: list[int]) -> None:
    array = np.array(values, np.int64)
    assert order_of(array).tolist() == np.argsort(array, kind="stable").tolist()


@pytest.mark.parametrize("n", [0, 1, 2, 1_000, 100_000])
def test_few_values_among_many_rows_stay_in_their_order(n: int) -> None:
    array = np.arange(n) * 7_919 % 13
    assert order_of(array).tolist() == np.argsort(array, kind="stable").tolist()


NEAR = st.integers(-200, 200)
FAR = st.integers(-(2**50), 2**50)


@given(
    st.lists(st.tuples(NEAR, st.integers(1, 100)), max_size=9) | st.lists(st.tuples(FAR, st.integers(1, 9)), max_size=9)
)
def test_a_remainder_is_numpys_near_the_turn_and_far_from_it(rows: list[tuple[int, int]]) -> None:
    values, turn = np.array(rows, np.int64).reshape(-1, 2).T
    assert modulo(values, turn).tolist() == (values % turn).tolist()
    assert modulo(np.stack([values, -values]), turn).tolist() == (np.stack([values, -values]) % turn).tolist()
