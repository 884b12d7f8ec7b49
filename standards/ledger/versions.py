"""Rows that were written again and again for one thing, as they stood at a moment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.ledger.record_tables import Ints, Rows

Int64s = NDArray[np.int64]


class Versions:
    """The versions of each of `size` things, of which `owner` (a position) says whose each row is.

    Every thing must have one. A moment before the first of them finds the first.
    """

    def __init__(self, rows: Rows, owner: Ints, size: int) -> None:
        self._recorded_at = rows["recorded_at"]
        self._order = _in_order(rows, owner, size)
        self._count = np.bincount(owner, minlength=size)
        self._first = np.cumsum(self._count) - self._count

    @property
    def last(self) -> Int64s:
        """The row of each thing that was recorded last."""
        found: Int64s = self._order[self._first + self._count - 1]
        return found

    def of(self, owner: int) -> Int64s:
        """All rows of a thing, in the order of time."""
        first = int(self._first[owner])
        found: Int64s = self._order[first : first + int(self._count[owner])]
        return found

    def at(self, owners: Ints, moments: Ints) -> Int64s:
        """The row of each thing as recorded at each moment."""
        found = self._first[owners]
        several = np.flatnonzero(self._count[owners] > 1)
        if len(several):
            found[several] += self._steps(owners[several], moments[several])
        return np.asarray(self._order[found], dtype=np.int64)

    def _steps(self, owners: Ints, moments: Ints) -> Int64s:
        recorded = self._recorded_at[self._order]
        steps = np.zeros(len(owners), dtype=np.int64)
        for number in range(1, int(self._count[owners].max())):
            later = np.minimum(self._first[owners] + number, len(self._order) - 1)
            steps = np.where((number < self._count[owners]) & (recorded[later] <= moments), number, steps)
        return steps


def _in_order(rows: Rows, owner: Ints, size: int) -> Int64s:
    if len(owner) > size:
        return np.lexsort((rows["id"], rows["recorded_at"], owner)).astype(np.int64, copy=False)
    order = np.empty(size, dtype=np.int64)
    order[owner] = np.arange(size)
    return order
