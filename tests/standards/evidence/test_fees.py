"""Fees over several bills: the largest balance that was reached."""

from __future__ import annotations

import numpy as np
import pytest

from kaohe.standards.evidence.fees import balance


@pytest.mark.parametrize(
    "issued, due, fen, bills",
    [
        ((), (), 0, ()),
        ((100, 100), (150, 120), -70, (0, 1)),
        ((200, 0), (150, 50), 50, (0,)),
        ((100, 300, 100), (150, 150, 150), 100, (0, 1)),
        ((100, 200), (150, 150), -50, (0,)),
    ],
)
def test_a_balance_is_the_largest_that_was_reached(
    issued: tuple[int, ...], due: tuple[int, ...], fen: int, bills: tuple[int, ...]
) -> None:
    rows, given, owed = (np.array(column, dtype=np.int64) for column in (range(len(issued)), issued, due))
    found = balance(rows, given, owed)
    assert (found.fen, found.bills, found.caused_fen) == (fen, bills, max(-fen, 0))
